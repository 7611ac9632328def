"""What Slack shows of an agent: its own buttons, suggested questions, what it does now."""
