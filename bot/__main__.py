"""`passeur` and `python -m bot`: Ctrl-C and SIGTERM end them without a traceback, from the first import on."""


def main() -> None:
    """Run a command; exits with 130 after Ctrl-C, and with 143 after SIGTERM where nothing else handles it."""
    try:
        import os
        import signal
        import sys

        # Where Python can't raise them (a callback of the import system), they would be printed and forgotten.
        def unraisable(lost: "sys.UnraisableHookArgs") -> None:
            if issubclass(lost.exc_type, KeyboardInterrupt | SystemExit):
                os._exit(130 if lost.exc_type is KeyboardInterrupt else 143)
            sys.__unraisablehook__(lost)

        def terminated(*_: object) -> None:
            raise SystemExit(143)

        sys.unraisablehook = unraisable
        signal.signal(signal.SIGTERM, terminated)
        from bot.cli.main import main as run

        run()
    except KeyboardInterrupt:
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
