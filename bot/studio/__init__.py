"""The maintainers' page on their own machine: what the bot would say, what is wrong, and what people miss."""
