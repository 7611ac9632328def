"""Passeur: curated answers in Slack for organisations that open their resources."""

__version__ = "0.1.0"
