"""Change a room's code in small ways and list the changes that its tests let pass: mutate.py FILE_OR_FOLDER.

Works on a copy. The tests of each room are those of .ci/mutate.yaml; `make mutate ROOM=…` calls it.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".cache", ".local", "*_cache", ".hypothesis", "__pycache__")
SECONDS = 120


def main(room):
    """Prints each survivor as a diff; ends with 1 when there is one."""
    tests = yaml.safe_load((ROOT / ".ci/mutate.yaml").read_text(encoding="utf-8"))
    if room not in tests:
        sys.exit(f"No tests are named for '{room}'. Add them to .ci/mutate.yaml; it has: {', '.join(tests)}")
    with tempfile.TemporaryDirectory(prefix="passeur-mutants-") as folder:
        copy = Path(folder, "passeur")
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        session, config = Path(folder, "session.sqlite"), Path(folder, "cosmic-ray.toml")
        command = f"{sys.executable} -m pytest -x -p no:cacheprovider {' '.join(tests[room])}"
        config.write_text(
            f'[cosmic-ray]\nmodule-path = "{room}"\ntimeout = {SECONDS}\nexcluded-modules = []\n'
            f'test-command = "{command}"\n[cosmic-ray.distributor]\nname = "local"\n',
            encoding="utf-8",
        )
        tell("The tests as they are…")
        run(copy, command.split())
        run(copy, [beside("cosmic-ray"), "init", config, session])
        tell("Changing the code, and running the tests for each change; this takes minutes…")
        run(copy, [beside("cosmic-ray"), "exec", config, session])
        report = [beside("cr-report"), "--show-diff", "--surviving-only", session]
        sys.exit(subprocess.run(report, cwd=copy, check=False).returncode)  # noqa: S603


def tell(what):
    sys.stderr.write(f"{what}\n")


def beside(program):
    """A program of the environment that runs this."""
    return Path(sys.executable).with_name(program)


def run(folder, command):
    """Ends here when it fails, with its last words."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        sys.exit((done.stdout + done.stderr)[-2000:])


if __name__ == "__main__":
    main(sys.argv[1])
