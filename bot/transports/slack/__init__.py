"""Slack: listeners, people, and sending."""
