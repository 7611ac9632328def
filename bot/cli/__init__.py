"""Arguments in, text and an exit code out; one file a command."""
