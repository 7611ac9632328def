"""What an operator sees when something is not set up as it should be: one line a check, with the way out."""
