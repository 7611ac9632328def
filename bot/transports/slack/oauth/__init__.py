"""One bot for many workspaces: each installs the app by OAuth, and has rows, tokens and knowledge of its own."""
