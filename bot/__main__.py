"""`python -m bot` is `passeur`."""

from bot.cli.main import main

main()
