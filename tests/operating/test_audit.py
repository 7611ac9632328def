"""`make audit` says of each library whether it was looked up: what is not known is not told as sound."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

FILE = Path(__file__).parents[2] / ".ci/audit.py"
SOUND, SKIPPED = {"name": "sound", "vulns": []}, {"name": "unknown", "skip_reason": "Dependency not found"}
HOLE = {"name": "holed", "vulns": [{"id": "PYSEC-0000-1", "fix_versions": ["2.0"]}]}


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("looked", "code", "said", "unsaid"),
    [
        ([SOUND, SOUND], 0, "2 libraries looked up, 0 holes known", "Not audited"),
        ([SOUND, SKIPPED], 0, "Not audited: 1 of 2", "2 libraries looked up"),
        ([SKIPPED, SKIPPED], 0, "Not audited: 2 of 2", "looked up"),
        ([HOLE, SKIPPED], 1, "holed: PYSEC-0000-1, mended in 2.0", "2 libraries looked up"),
        (None, 0, "Not audited", "looked up"),
    ],
)
def test_it_says_what_it_looked_up(
    audit: ModuleType, capsys: pytest.CaptureFixture[str],
    looked: list[object] | None, code: int, said: str, unsaid: str,
) -> None:  # fmt: skip
    out = json.dumps({"dependencies": looked}) if looked else ""
    assert audit.told(out, "ConnectionError: no route to host", 2) == code
    told = capsys.readouterr().out
    assert said in told
    assert unsaid not in told


def test_what_runs_is_listed_and_what_tests_is_not(audit: ModuleType) -> None:
    found = audit.running()
    assert {"slack-bolt", "sqlalchemy", "aiohttp"} <= found.keys()
    assert not {"pytest", "mypy", "cyclonedx-bom"} & found.keys()
