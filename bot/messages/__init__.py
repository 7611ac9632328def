"""Words replies in a language, and makes them parts of a message."""
