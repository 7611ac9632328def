"""Reads what somebody wrote: the part of a message that asks, and what came before it."""
