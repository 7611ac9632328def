"""`passeur database upgrade`, as an operator runs it."""

import os
import subprocess
from pathlib import Path

from bot.storage import migrate
from tests import processes


def run(url: str) -> subprocess.CompletedProcess[str]:
    return processes.run("database", "upgrade", environment={**os.environ, "DATABASE_URL": url}, seconds=60)


def test_upgrade_says_what_it_did_and_does_it_once(empty_url: str) -> None:
    first, second = run(empty_url), run(empty_url)
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == f"The database was empty: its tables are made, at {migrate.needed()}.\n"
    assert (second.returncode, second.stderr) == (0, "")
    assert second.stdout == f"The database is at {migrate.needed()} already: nothing to do.\n"


def test_upgrade_fails_when_the_database_does(tmp_path: Path) -> None:
    failed = run(f"sqlite:///{tmp_path}/absent/passeur.sqlite3")
    assert failed.returncode == 1
    assert "can't be used: No such file or directory" in failed.stderr
