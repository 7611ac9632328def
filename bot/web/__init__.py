"""The HTTP side: Slack's events, links of e-mails, health."""
