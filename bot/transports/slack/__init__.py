"""Slack payloads in, Slack messages out."""
