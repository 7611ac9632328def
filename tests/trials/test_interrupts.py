"""Ctrl-C and SIGTERM end a command at any moment, quietly and with the code that says so."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SECONDS = 120
CASES = yaml.safe_load((Path(__file__).parent / "interrupts.yaml").read_text(encoding="utf-8"))


def begun(case: dict[str, Any], folder: Path, *program: str) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "DATABASE"))}
    environment |= {"PYTHONPATH": str(ROOT), "SLACK_BOT_TOKEN": "xoxb-example", "SLACK_SIGNING_SECRET": "secret"}
    environment |= {"SLACK_API_BASE_URL": "http://127.0.0.1:9/api/", "PYTHONUNBUFFERED": "1"}
    if case.get("cold"):
        environment["PASSEUR_CACHE"] = str(folder / "cache")
    return subprocess.Popen(
        [*(program or (sys.executable, "-m", "bot")), *case["command"]],
        env=environment,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def ended(case: dict[str, Any], process: subprocess.Popen[str]) -> tuple[int, str]:
    said = ""
    assert process.stdout is not None
    if isinstance(case["after"], str):
        silent = threading.Timer(SECONDS, process.kill)
        silent.start()
        for line in process.stdout:
            said += line
            if case["after"] in line:
                break
        silent.cancel()
        assert process.poll() is None, f"it never said {case['after']!r}: {said}"
    else:
        time.sleep(case["after"])  # wherever that is: it ends quietly at any moment
    os.killpg(process.pid, getattr(signal, case["by"]))
    rest, _ = process.communicate(timeout=60)
    return process.returncode, said + rest


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: " ".join([case["by"], "after", str(case["after"]), *case["command"]])
)
def test_a_command_that_is_stopped_ends_quietly(case: dict[str, Any], tmp_path: Path) -> None:
    code, said = ended(case, begun(case, tmp_path))
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    codes = list(case["code"])
    if not isinstance(case["after"], str) and not said:
        # On a busy machine Python may not have taken the signal over yet: the system ends it then, as quietly.
        codes.append(-getattr(signal, case["by"]))
    assert code in codes, said


@pytest.mark.parametrize("after", ["Making", "Installing"])
def test_an_installation_that_is_stopped_ends_quietly_and_begins_anew(after: str, tmp_path: Path) -> None:
    case = {"command": [str(tmp_path / "venv")], "after": after, "by": "SIGINT"}
    code, said = ended(case, begun(case, ROOT, sys.executable, str(ROOT / ".ci" / "install.py")))
    assert code == 130, said
    assert "Traceback" not in said
    assert (tmp_path / "venv" / "made").exists() == (after == "Installing")
