"""Edits YAML by path: whatever is not concerned stays as it is, to the byte."""
