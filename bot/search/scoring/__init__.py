"""From a question's likeness to examples and entries to ranking features, and from these to confidence features."""
