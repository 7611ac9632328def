"""The licence adviser: what its answers lead to, and that it never advises against the facts of compatibility.yaml."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations_with_replacement, product
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from bot.features.licences.compatible import judged
from bot.knowledge.licences.schema import LicenceUse
from bot.knowledge.load import load
from bot.knowledge.questionnaires.condition import Answers, Known, holds
from bot.knowledge.questionnaires.schema import Questionnaire, QuestionnaireOutcome
from bot.knowledge.questionnaires.walk import picked, walked
from bot.knowledge.schema import Knowledge

HERE, SHIPPED = Path(__file__).parent, Path(__file__).parents[2] / "knowledge"
USUAL: Answers = {
    "joins": ("own",),
    "authors": ("staff",),
    "assigned": ("signed",),
    "high-value": ("ordinary",),
    "apache-too": ("absent",),
    "base": ("scratch",),
    "patents": ("quiet",),
    "contributions": ("closed",),
}
LAWS = ("any-law", "french", "european")
SHARES = {"share": ("nothing", "credit", "alike", "unknown")}
REACHES = {
    "software": {"reach": ("nothing", "file", "library", "work", "service", "unknown")},
    "data": SHARES,
    "content": SHARES,
    "hardware": {"design-reach": ("nothing", "addons", "work", "unknown")},
}


@cache
def knowledge() -> Knowledge:
    return load([SHIPPED])


def adviser() -> Questionnaire:
    return knowledge().questionnaires["licence"]


def _listed(answers: Mapping[str, Any]) -> Answers:
    return {step: (value,) if isinstance(value, str) else tuple(value) for step, value in answers.items()}


def _advice() -> Iterator[Any]:
    for file in sorted((HERE / "licence").glob("*.yaml")):
        described = yaml.safe_load(file.read_text(encoding="utf-8"))
        for case in described["cases"]:
            answers = _listed({**described["usual"], **case["answers"]})
            yield pytest.param(answers, case, id=f"{file.stem}: {case['about']}")


@pytest.mark.parametrize(("answers", "case"), list(_advice()))
def test_answers_lead_to_what_their_sources_say(answers: Answers, case: Mapping[str, Any]) -> None:
    walk = walked(adviser(), answers)
    assert walk.step is None, f"the case does not answer {walk.step and walk.step.id}"
    found = [outcome.id for outcome in picked(adviser(), walk.known)]
    assert set(_ids(case)) <= {outcome.id for outcome in adviser().outcomes}
    assert found[0] == case.get("first", found[0])
    assert set(case.get("must", ())) <= set(found), found
    assert not set(case.get("never", ())) & set(found), found


def _ids(case: Mapping[str, Any]) -> Iterator[str]:
    yield from (*case.get("must", ()), *case.get("never", ()), *((case["first"],) if "first" in case else ()))


class Advised(NamedTuple):
    """What came of some answers. `taken`: the licences of what they take in, each with its use."""

    kind: str
    known: Known
    taken: tuple[tuple[str, LicenceUse], ...]
    outcomes: tuple[QuestionnaireOutcome, ...]


@cache
def all_advice() -> tuple[Advised, ...]:
    """Of all pairs of inputs with each reach, and of each input with each law and each kind of publisher."""
    inputs = yaml.safe_load((HERE / "licence-inputs.yaml").read_text(encoding="utf-8"))
    found = []
    for kind, options in inputs.items():
        for first, second in combinations_with_replacement(options, 2):
            for wishes in _wishes(kind, alone=first is second):
                walk = walked(adviser(), {**USUAL, "kind": (kind,), **wishes, **_together(first, second)})
                assert walk.step is None, f"the case does not answer {walk.step and walk.step.id}"
                taken = tuple((name, _use(option, wishes)) for option in (first, second) for name in option["licences"])
                found.append(Advised(kind, walk.known, taken, picked(adviser(), walk.known)))
    return tuple(found)


def _wishes(kind: str, *, alone: bool) -> Iterator[Answers]:
    reach = REACHES.get(kind, {})
    linked = ("apart", "copied", "unknown") if kind == "software" else ("copied",)
    beside = (
        [*product(LAWS, ("private",)), *product(("any-law",), ("listed", "unknown"))]
        if alone
        else [("any-law", "private")]
    )
    for how, (law, public) in product(linked, beside):
        for value in next(iter(reach.values()), ("",)):
            wish = dict.fromkeys(reach, (value,))
            yield {"linked": (how,), "law": (law,), "public": (public,), **wish}


def _use(option: Mapping[str, Any], wishes: Answers) -> LicenceUse:
    if option["use"] == "linked":
        return "linking" if wishes["linked"] == ("apart",) else "copying"
    use: LicenceUse = option["use"]
    return use


def _together(first: Mapping[str, Any], second: Mapping[str, Any]) -> Answers:
    """The answers of both; a step with several choices has those of each."""
    found: dict[str, tuple[str, ...]] = {}
    for option in (first, second):
        for step, value in _listed(option["answers"]).items():
            found[step] = tuple(dict.fromkeys((*found.get(step, ()), *value)))
    return found


def test_no_licence_is_advised_that_the_facts_refuse() -> None:
    """Nor one of which they know nothing."""
    wrong = {
        (take, one.licence, found.use, found.answer)
        for advised in all_advice()
        for one, (take, use) in product(advised.outcomes, advised.taken)
        if one.licence and take != one.licence
        if (found := judged(knowledge(), take, one.licence, use)).answer in ("cannot", "unknown")
    }
    assert not wrong
    assert {advised.kind for advised in all_advice() if advised.outcomes[0].licence} == {*REACHES, "font", "model"}


def test_licences_and_stop_signs_never_mix() -> None:
    mixed = [one for one in all_advice() if len({outcome.licence is None for outcome in one.outcomes}) > 1]
    assert not mixed


def test_an_administration_gets_what_is_on_its_list() -> None:
    for advised in all_advice():
        if advised.known.answers.get("public") == ("listed",):
            wanted = "software" if advised.kind in ("software", "model") else "public_information"
            licences = [outcome.licence for outcome in advised.outcomes if outcome.licence]
            assert {knowledge().licences[name].status.public_list for name in licences} <= {wanted}, licences


def test_a_licence_that_is_not_advised_says_why() -> None:
    """Whoever asks about it hears a reason, wherever licences are advised at all."""
    silent = {
        one.id
        for advised in all_advice()
        if advised.outcomes[0].licence or advised.outcomes[0].otherwise
        for one in adviser().outcomes
        if one.licence and one not in advised.outcomes
        if not any(holds(said.when, advised.known) for said in one.against)
    }
    assert not silent
