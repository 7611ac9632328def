"""Passeur: curated answers in Slack for organisations that open their resources."""
