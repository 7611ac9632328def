"""Measures how often answers are right, with intervals."""
