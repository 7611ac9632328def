"""Guided conversations: questions one by one, and what they lead to."""
