"""The hand-made good and bad payloads of cases/*.json, each judged as Slack would."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.blockkit.checker import check_message, check_view

FILES = sorted((Path(__file__).parent / "cases").glob("*.json"))
CASES = [(file.stem, case) for file in FILES for case in json.loads(file.read_text(encoding="utf-8"))]


def expand(value: Any, n: int = 0) -> Any:
    """`{"$repeat": [text, count]}` is a long text, `{"$times": [item, count]}` a long list whose `{n}` counts."""
    if isinstance(value, dict) and "$repeat" in value:
        return value["$repeat"][0] * value["$repeat"][1]
    if isinstance(value, dict) and "$times" in value:
        return [expand(value["$times"][0], index) for index in range(value["$times"][1])]
    if isinstance(value, dict):
        return {key: expand(item, n) for key, item in value.items()}
    if isinstance(value, list):
        return [expand(item, n) for item in value]
    return value.replace("{n}", str(n)) if isinstance(value, str) else value


@pytest.mark.parametrize(("file", "case"), CASES, ids=[f"{file}: {case['name']}" for file, case in CASES])
def test_each_case_is_judged_as_its_file_says(file: str, case: dict[str, Any]) -> None:
    found = (check_view if file == "views" else check_message)(expand(case["payload"]))
    assert len(found) == len(case["violations"]), found
    for expected, sentence in zip(case["violations"], found, strict=True):
        assert expected in sentence
