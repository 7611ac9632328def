"""Entries and facts never contradict each other: agreement.yaml says which facts a sentence rests on."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.licenses._spdx import LICENSES

from bot.features.licences.compatible import judged
from bot.knowledge import load
from bot.knowledge.schema import Knowledge
from bot.settings import shipped

SENTENCES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("agreement.yaml").read_text(encoding="utf-8"))
IDENTIFIER = re.compile(r"(?<![\w.-])[A-Za-z][\w.]*(?:-[\w.]+)*-\d[\w.]*(?:-[\w]+)*(?![\w-])")
LISTED = "licence-public-sector"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load([shipped()])


def answers(knowledge: Knowledge, entry: str) -> dict[str, str]:
    return {language: knowledge.entries[entry].wording(language).answer for language in ("fr", "en")}


def identifiers(text: str) -> set[str]:
    """SPDX's, as the text writes them."""
    found = {word.rstrip(".") for word in IDENTIFIER.findall(text)}
    return {word for word in found if LICENSES.get(word.lower(), {}).get("id") == word}


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda one: f"{one['entry']}: {one['says']['en'][:40]}")
def test_a_sentence_rests_on_facts_that_hold(sentence: dict[str, Any], knowledge: Knowledge) -> None:
    for language, answer in answers(knowledge, sentence["entry"]).items():
        assert sentence["says"][language] in " ".join(answer.split())
    for name in sentence.get("licences", ()):
        licence = knowledge.licences[name]
        assert licence.family == sentence.get("family", licence.family)
        assert licence.patents == sentence.get("patents", licence.patents)
        assert licence.status.osi == sentence.get("osi", licence.status.osi)
    for take, give, use, answer in sentence.get("pairs", ()):
        assert judged(knowledge, take, give, use).answer == answer, (take, give, use)


def test_the_list_that_an_entry_gives_is_that_of_the_facts(knowledge: Knowledge) -> None:
    for language, answer in answers(knowledge, LISTED).items():
        lines = "\n".join(line for line in answer.splitlines() if line.startswith("- **"))
        said = {name for name in knowledge.licences if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", lines)}
        assert said == {name for name, one in knowledge.licences.items() if one.status.public_list != "no"}, language


def test_every_licence_that_an_entry_names_is_among_the_facts(knowledge: Knowledge) -> None:
    named = {
        name
        for entry in knowledge.entries.values()
        for language in ("fr", "en")
        for name in identifiers(entry.wording(language).answer)
    }
    assert len(named) > 20
    assert named <= set(knowledge.licences)
