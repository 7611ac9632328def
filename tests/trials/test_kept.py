"""What Passeur says it keeps, shows and erases is what its tables hold."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from bot.features.answering.memory import Memory
from bot.features.answering.replies import Answer
from bot.features.gaps.values import NewKept
from bot.features.introductions.intents import OfIntroduction, Respond, ReviewOffer, Send, SendOffer
from bot.features.privacy.intents import ForgetMe, ShowMyData
from bot.features.privacy.replies import MyData, Privacy
from bot.features.table import FEATURES
from bot.knowledge import load
from bot.knowledge.people import Introductions
from bot.knowledge.schema import Knowledge
from bot.knowledge.shapes import Language
from bot.languages import known
from bot.messages.plain import text
from bot.messages.render import Renderer
from bot.messages.words import Keeping
from bot.settings import shipped
from bot.storage import Store
from bot.storage.tables import metadata
from tests.introductions.bench import TEAM, Bench
from tests.introductions.directory import MAINTAINERS

LANGUAGES = known()

KEPT = yaml.safe_load((Path(__file__).parent / "kept.yaml").read_text(encoding="utf-8"))
README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
THINGS: Mapping[str, Any] = KEPT["things"]
BOTH, OTHER, TEAMMATE = "U0BOTH", "U0OTHER", "U0TEAM"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load([shipped()])


KEEP_NOTHING, KEEP = {"licences", "previews"}, {"questionnaires"}
"""Features with handlers that keep nothing, as their own tests say; and those that kept.yaml names."""


def named(columns: Mapping[str, Any]) -> set[str]:
    """The things among the columns; a reason why a column is none stands in brackets."""
    return {thing for thing in columns.values() if isinstance(thing, str)}


def plain(words: str) -> str:
    return re.sub(r"\s", " ", words).replace("’", "'").replace("**", "")


def test_every_column_is_named_or_tells_nothing_of_a_person() -> None:
    assert {table.name: set(table.columns.keys()) for table in metadata.tables.values()} == {
        name: set(columns) for name, columns in KEPT["tables"].items()
    }


def test_every_feature_that_keeps_values_of_its_own_is_named() -> None:
    """One that does must be named in kept.yaml, and in what Passeur says of privacy."""
    handled = {feature.name for feature in FEATURES.features for rule in feature.intents if rule.handle}
    assert handled == KEEP_NOTHING | KEEP


@pytest.mark.parametrize("path", KEPT["values"])
def test_every_field_of_what_stands_in_a_column_is_named(path: str) -> None:
    module, _, name = path.rpartition(".")
    assert set(getattr(import_module(module), name).model_fields) == set(KEPT["values"][path])


def test_each_thing_is_kept_somewhere_and_nothing_else_is() -> None:
    columns = [*KEPT["tables"].values(), *KEPT["values"].values()]
    assert set().union(*map(named, columns)) == set(THINGS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("thing", THINGS)
def test_the_texts_name_what_is_kept(knowledge: Knowledge, thing: str, language: Language) -> None:
    render = Renderer(knowledge)
    assert THINGS[thing]["texts"][language] in plain(text(render.parts(Answer(language, "bot-privacy"))))
    assert THINGS[thing]["readme"] in README
    if "erase" in THINGS[thing]:
        assert THINGS[thing]["erase"][language] in plain(text(render.parts(Privacy(language, "sure"))))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("short", [False, True])
def test_the_days_are_those_of_the_settings(knowledge: Knowledge, language: Language, short: bool) -> None:
    rules = Introductions(keep_words=41, pair_again_after=43)
    organisation = knowledge.organisation.model_copy(update={"introductions": rules})
    render = Renderer(Knowledge(**{**vars(knowledge), "organisation": organisation}), Keeping(31, 37))
    told = plain(text(render.parts(Answer(language, "bot-privacy", short=short))))
    days = re.findall(r"(\d+) (?:jours|days)", told)
    assert set(days) == ({"31", "37"} if short else {"31", "37", "41", "43"})


async def lived(bench: Bench) -> None:
    """Somebody who asked, voted, chose a language, sought a mentor, and is one."""
    passeur, soon = bench.passeur, bench.now + timedelta(days=5)
    person = passeur.pseudonym(TEAM, BOTH)
    async with passeur.store.transaction() as transaction:
        asked = NewKept(
            person, "Une question ?", "fr", "error", "licence-data", "Ma remarque.", place=BOTH, wrong="error"
        )
        await transaction.gaps.keep(asked, bench.now, soon)
        await transaction.kept.keep("questionnaires", person, {"open-data": {"answers": "Ma case."}}, soon)
        await transaction.kept.keep("teams", person, {"shown:path": {"people": [TEAMMATE]}}, soon)
        await transaction.kept.keep("welcome", person, {"welcomed": "2026-11-28"}, soon)
        await transaction.vote("licence-data", "fr", person, bench.now, helpful=True)
        await transaction.save_profile(person, {"language": "fr"})
        await transaction.remember("place", Memory(entry="licence-data").met(person).model_dump_json(), soon)
    await bench.ask(BOTH, SendOffer(language="fr", name="Zoé Exemple", did="A ouvert", topics=("data",)))
    own = f"slack-{person[:16]}"
    await bench.ask(TEAMMATE, ReviewOffer(language="fr", mentor=own, approve=True), channel=MAINTAINERS)
    await bench.ask(BOTH, Send(language="fr", candidates=("ada",), note="Ma note.", topics=("data",)))
    one = await bench.only()
    await bench.ask("U0ADA", Respond(language="fr", introduction=one.id, do="question", words="Pour qui ?"))
    await bench.ask(BOTH, Respond(language="fr", introduction=one.id, do="reply", words="Pour nous."))
    for who, candidates in ((OTHER, (own,)), ("U0THIRD", (own,)), ("U0FOURTH", ("cyd", own))):
        await bench.ask(who, Send(language="fr", candidates=candidates, note="Leur note."))
    found, _ = await bench.everything()
    first, second = (one for one in found.values() if one.mentor == own)
    await bench.ask(BOTH, Respond(language="fr", introduction=first.id, do="no", words="Ma raison."))
    await bench.ask(BOTH, OfIntroduction(language="fr", introduction=second.id, do="block"))


async def rows(store: Store) -> Iterator[str]:
    async with store.transaction() as transaction:
        found = [
            f"{table.name}: {json.dumps(dict(row), default=str)}"
            for table in metadata.tables.values()
            for row in (await transaction._connection.execute(select(table))).mappings()
        ]
    return iter(found)


async def test_all_that_is_kept_is_in_the_file_and_nothing_of_others(store: Store) -> None:
    bench = Bench(store)
    await lived(bench)
    (reply,) = await bench.ask(BOTH, ShowMyData(language="fr"))
    assert isinstance(reply, MyData)
    assert [thing["data"] for thing in THINGS.values() if thing.get("data") and not reply.data.get(thing["data"])] == []
    told = json.dumps(reply.data, default=str)
    assert [secret for secret in (OTHER, "Leur note.", bench.passeur.pseudonym(TEAM, OTHER)) if secret in told] == []
    words = ("Ma note.", "Pour nous.", "Ma raison.", "Une question ?", "Ma remarque.", "Ma case.", "Zoé")
    shown = json.dumps(reply.data, default=str, ensure_ascii=False)
    assert [own for own in words if own not in shown] == []


async def test_an_offer_that_waits_is_in_the_file(store: Store) -> None:
    bench = Bench(store)
    await bench.ask(BOTH, SendOffer(language="fr", name="Zoé Exemple", did="A ouvert", topics=("data",)))
    (reply,) = await bench.ask(BOTH, ShowMyData(language="fr"))
    assert isinstance(reply, MyData)
    assert reply.data["mentor"]["name"] == "Zoé Exemple"


async def test_nothing_of_who_is_forgotten_is_left(store: Store) -> None:
    bench = Bench(store)
    await lived(bench)
    person = bench.passeur.pseudonym(TEAM, BOTH)
    traces = (
        BOTH,
        person,
        person[:16],
        "Ma note.",
        "Pour nous.",
        "Ma raison.",
        "Une question ?",
        "Ma remarque.",
        "Ma case.",
        "Zo",
    )
    assert {trace for row in await rows(store) for trace in traces if trace in row} == set(traces)
    await bench.ask(BOTH, ForgetMe(language="fr", sure=True))
    assert [row for row in await rows(store) if any(trace in row for trace in traces)] == []
