"""`passeur` and `python -m bot`: Ctrl-C and SIGTERM end them without a traceback, from the first import on."""


def main() -> None:
    """Run a command; exits with 130 after Ctrl-C, and with 143 after SIGTERM where nothing else handles it."""
    try:
        import gc
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

        gc.disable()  # looking for garbage takes a third of the time while modules load; what lives long turns it on
        sys.unraisablehook = unraisable
        signal.signal(signal.SIGTERM, terminated)
        from bot.cli.main import main as run

        try:
            run()
        finally:
            gc.freeze()  # what is left goes with the process, unlooked at
    except KeyboardInterrupt:
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
