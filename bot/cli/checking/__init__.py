"""What `passeur check` does beside the rules: slow rules, mending, and other forms of its answer."""
