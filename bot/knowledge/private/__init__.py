"""Personal data and secrets in somebody's words: how they look, and how they are masked before words are kept."""
