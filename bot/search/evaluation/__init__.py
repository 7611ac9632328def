"""Questions with what they expect, and what was answered, in; how often it is right, with intervals, out."""
