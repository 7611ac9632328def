"""Names as people type them: names.yaml says what each is understood as, and what is asked about."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.knowledge import load
from bot.knowledge.licences.names import LicenceNames
from bot.knowledge.licences.schema import Licence
from bot.settings import shipped

CASES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("names.yaml").read_text(encoding="utf-8"))
WRONG = ("version", "exception")


@pytest.fixture(scope="module")
def licences() -> tuple[Licence, ...]:
    return tuple(load([shipped()]).licences.values())


@pytest.fixture(scope="module")
def names(licences: tuple[Licence, ...]) -> LicenceNames:
    return LicenceNames.of(licences)


@pytest.mark.parametrize(("licence", "typed"), [(i, typed) for i, all_ in CASES["is"].items() for typed in all_])
def test_a_name_without_doubt_is_that_licence(licence: str, typed: str, names: LicenceNames) -> None:
    assert names.resolve(typed).only == licence


@pytest.mark.parametrize(("licence", "typed"), [(i, typed) for i, all_ in CASES["first"].items() for typed in all_])
def test_a_name_that_nearly_fits_has_one_licence_first(licence: str, typed: str, names: LicenceNames) -> None:
    found = names.resolve(typed)
    assert (found.leading, found.only, found.wrong) == (licence, None, None)


@pytest.mark.parametrize("typed", CASES["ask"])
def test_an_ambiguous_name_is_asked_about(typed: str, names: LicenceNames) -> None:
    found = names.resolve(typed)
    assert found.only is None
    assert set(CASES["ask"][typed]) <= set(found.choices)


@pytest.mark.parametrize("typed", CASES["unknown"])
def test_a_name_that_nobody_knows_stays_unknown(typed: str, names: LicenceNames) -> None:
    assert names.resolve(typed).choices == ()


@pytest.mark.parametrize(("wrong", "typed"), [(wrong, typed) for wrong in WRONG for typed in CASES[wrong]])
def test_what_changes_the_terms_is_no_licence_that_is_known(wrong: str, typed: str, names: LicenceNames) -> None:
    found = names.resolve(typed)
    assert (found.only, found.wrong) == (None, wrong)


def test_there_are_names_enough() -> None:
    counted = [typed for kind in ("is", "first") for all_ in CASES[kind].values() for typed in all_]
    assert len(counted) + sum(len(CASES[kind]) for kind in ("ask", "unknown", *WRONG)) >= 300


def test_a_licence_is_found_by_each_of_its_own_names(names: LicenceNames, licences: tuple[Licence, ...]) -> None:
    for licence in licences:
        for name in (licence.id, *licence.name.__pydantic_extra__.values(), *licence.aliases):
            found = names.resolve(name)
            assert found.choices[:1] == (licence.id,), name
