"""What is kept of a person: shown to them, and erased when they say so; pure."""
