"""A report on the answers in; its faces for a terminal, for Markdown and for a browser out."""
