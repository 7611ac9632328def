"""Ranks the entries that a question may be about, with the probability that the first is right."""
