"""Answering questions: what a person wants, and what to say to it. Pure."""
