"""Working: what is shown while an answer takes long, and the button that stops it."""
