"""A Slack without Slack: local-slack, a loopback shim for what it lacks, and the bot connected to both."""
