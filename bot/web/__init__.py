"""HTTP requests in, Slack's events and the state of health out."""
