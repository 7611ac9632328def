"""Questions about licences by name, answered from facts: information, not legal advice."""
