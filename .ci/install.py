"""Make a virtual environment and install Passeur in it: install.py FOLDER EXTRA… `make run` and `make test` call it.

Whatever Python runs it, also one that is too old, it says what it does: a line a step, and on a terminal one that moves
with pip. The children have a session of their own, so that Ctrl-C ends them here and without their tracebacks.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
WIDTH = 70
PIP = ("-m", "pip", "install", "--disable-pip-version-check", "--progress-bar=off", "--constraint=constraints.txt")
# Code is compiled beside, while the bot starts: pip would take a quarter of its time for it.
COMPILE = ("-m", "compileall", "-q", "-x", "/(pip|setuptools|pkg_resources)/")


def main(folder, extras):
    """Leaves a folder with the libraries; a folder that was begun and not ended is made anew."""
    if sys.version_info < OLDEST:
        sys.exit("Passeur needs Python 3.11 or newer; name one: make PYTHON=python3.12 run")
    # Not the one of the folder itself, should that be active.
    base = getattr(sys, "_base_executable", None) or sys.executable
    python, made = Path(folder, "bin", "python"), Path(folder, "made")
    if not made.is_file() or made.read_text(encoding="utf-8") != base:
        tell(f"Making {folder}…")
        run([base, "-m", "venv", "--clear", folder])
        made.write_text(base, encoding="utf-8")
    tell("Installing the libraries…")
    run([python, *PIP, "--no-compile", "--editable", ".[{}]".format(",".join(extras)) if extras else "."])
    compiled(python, folder)


def run(command):
    """Its steps on one line that moves; all that it said when it fails."""
    said = []
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)  # noqa: S603
    try:
        for line in process.stdout:
            said.append(line)
            show(line)
        process.wait()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
    clear()
    if process.returncode:
        sys.stdout.write("".join(said))
        sys.exit("'{}' failed; what it said stands above.".format(" ".join(map(str, command))))


def compiled(python, folder):
    """In the background, and with less right to the processor than what is waited for."""
    nice = ["nice"] if shutil.which("nice") else []
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.Popen([*nice, python, *COMPILE, "bot", Path(folder, "lib")], start_new_session=True, **quiet)  # noqa: S603


def show(line):
    words = line.split()
    if line.startswith("Collecting"):
        move(f"looking for {words[1]}")
    elif line.startswith("Installing collected packages"):
        packages = f"unpacking {len(words) - 3} packages"
        move(packages) if sys.stdout.isatty() else tell(f"  {packages}")


def move(words):
    if sys.stdout.isatty():
        sys.stdout.write("\r  {:<{}}".format(words[: WIDTH - 2], WIDTH - 2))
        sys.stdout.flush()


def clear():
    if sys.stdout.isatty():
        sys.stdout.write("\r{:<{}}\r".format("", WIDTH))


def tell(words):
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def ended(number, _):
    sys.exit(128 + number)


if __name__ == "__main__":
    for sign in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, ended)
    try:
        main(sys.argv[1], sys.argv[2:])
    except KeyboardInterrupt:
        clear()
        sys.exit(130)
