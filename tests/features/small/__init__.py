"""A box of ideas: a feature in one folder, as an example and to prove that a folder and a line are enough."""
