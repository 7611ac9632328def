"""Reads a family of cases from its YAML: a list, each with a name."""

from pathlib import Path
from typing import Any

import pytest
import yaml


def cases(file: Path) -> list[Any]:
    """One pytest parameter a case, called by its name."""
    found = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["name"]) for case in found]
