"""Steps: Passeur asked by a workflow of Slack's Workflow Builder."""
