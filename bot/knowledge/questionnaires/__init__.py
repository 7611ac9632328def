"""Guided conversations: what a questionnaire is, which path answers take through it, and whether all paths end well."""
