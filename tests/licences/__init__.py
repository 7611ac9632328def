"""Facts about licences: their names, what they say, and which goes into which."""
