"""What a person wants in, what to say out; pure."""
