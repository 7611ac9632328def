"""The faces of an evaluation's report: for a terminal, for Markdown and for a browser."""
