"""Welcome: a person once, and a channel once."""
