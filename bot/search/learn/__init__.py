"""Signals of past and left-out questions in; weights and probabilities out."""
