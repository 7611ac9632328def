"""Inbox and outbox: what came in and what is to be said are kept as rows, worked off, tried again and finished."""
