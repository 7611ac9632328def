"""Replies in, words and blocks in French and English out."""
