"""A command loads what it needs, and not what makes the others slow."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.storage import Store

ROOT = Path(__file__).parents[2]
CASES = yaml.safe_load((Path(__file__).parent / "imports.yaml").read_text(encoding="utf-8"))
PROGRAM = """
import sys
from bot.__main__ import main
try:
    main()
finally:
    print("loaded", *sys.modules, file=sys.stderr)
"""


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case["command"]))
def test_a_command_loads_what_it_needs(case: dict[str, Any], tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/p.sqlite3"

    async def made() -> None:
        await (await Store.open(url)).close()

    asyncio.run(made())
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SLACK_")}
    for _ in range(2 if case["command"][0] in ("ask", "chat") else 1):  # the first time it reads, checks and learns
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, *case["command"]],
            env=environment | {"DATABASE_URL": url, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == case.get("code", 0), done.stderr
    loaded = set(done.stderr.rpartition("loaded ")[2].split())
    assert [name for name in case["without"] if name in loaded] == []
