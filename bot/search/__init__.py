"""Words in, ranked entries out."""
