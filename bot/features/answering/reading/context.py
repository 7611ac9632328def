"""Reads a short turn with what came before: alone, after the question before it, and among the answer's siblings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.features.answering.corpus import SMALL_TALK
from bot.features.answering.followup import facet_named, sibling_for
from bot.features.answering.memory import Memory
from bot.features.answering.passages import passages
from bot.knowledge.schema import Entry, Knowledge
from bot.knowledge.shapes import Language
from bot.search.matcher import Matcher
from bot.search.rank import Match, Ranking
from bot.search.telling import Held
from bot.search.text import folded

LONGEST = 14
"""Words of a turn that may need what came before; a longer one says itself what it is about."""
RELATED, NEIGHBOUR = 3.0, 2.0
"""How much likelier than others a sibling of the answer just shown is meant, and an entry of a list next to it; these
three chosen on the development conversations."""
BEFORE = 2.5
"""What "previous + this" counts beside "this alone"."""
MOSTLY = 0.75
"""How much of what the words tell the knowledge must have words for, or they name a kind of resource by chance."""
TELLS_ENOUGH = 2.5
"""Nats that a word tells which some six in a hundred entries have."""
LIKELIER = 0.55
"""An entry of the conversation is meant when it is likelier than all others together, and a little more."""


@dataclass(frozen=True)
class TurnContext:
    """What was asked and shown before, for the knowledge on which the matcher was fitted."""

    knowledge: Knowledge
    matcher: Matcher
    memory: Memory

    @property
    def stands(self) -> bool:
        return bool(self._before and (self._shown or self.memory.question))

    def read(self, text: str, alone: Ranking, ranked: Callable[[str], Ranking]) -> tuple[Match, ...]:
        """The likeliest entries, best first, with how likely each is meant here."""
        together = ranked(f"{self._before} {text}")
        said = {match.id: match for match in (*together.matches, *alone.matches) if not _is_small_talk(match)}
        own = {match.id: match.probability for match in alone.matches}
        left = 1 - max((p for name, p in own.items() if not self._related(name)), default=0.0)
        scores = {name: self._weight(name) * own.get(name, 0.0) for name in said}
        held = self.matcher.shares(text, together.language)
        for match in together.matches:
            if match.id in scores:
                share = self._share(match.id, held) ** 2
                scores[match.id] += BEFORE * share * match.probability * left * self._rivalled(match.id, own, held)
        if _known(held) >= MOSTLY and (sibling := self._of_named_kind(text)):
            said.setdefault(sibling, Match(sibling, 0.0, "", alone.language))
            scores[sibling] = scores.get(sibling, 0.0) + BEFORE * left
        other = max(0.0, 1 - sum(own.values()))
        whole = sum(scores.values()) + other
        likely = (said[name]._replace(probability=score / whole) for name, score in scores.items() if score > 0)
        return tuple(sorted(likely, key=lambda match: -match.probability))

    def is_sure(self, meant: tuple[Match, ...]) -> bool:
        """Whether the likeliest belongs to the conversation, and is likely enough there."""
        return bool(meant) and meant[0].probability >= LIKELIER and self._related(meant[0].id)

    def passage(self, text: str, entry: Entry, language: Language) -> int | None:
        """The passage of the answer just shown that holds most of what the words tell; None for another entry."""
        if self._shown is None or entry.id != self._shown.id:
            return None
        held = self.matcher.shares(text, language)
        found = [
            sum(idf for word, (idf, _) in held.items() if word in folded(passage).split())
            for passage in passages(entry.wording(language).answer)
        ]
        return found.index(max(found)) if any(found) else None

    @property
    def _before(self) -> str:
        """The question before this one: the one that is open, or the one that the last answer answers."""
        if self.memory.others:
            return ""
        return self.memory.question or self.memory.asked

    @property
    def _shown(self) -> Entry | None:
        return None if self.memory.question else self.knowledge.entries.get(self.memory.entry or "")

    def _related(self, name: str) -> bool:
        return self._weight(name) > 1

    def _weight(self, name: str) -> float:
        if self._shown is None:
            return RELATED if any(getattr(offer, "entry", None) == name for offer in self.memory.offers) else 1.0
        if name == self._shown.id or name in self._shown.next:
            return RELATED
        paths = [path.entries for path in self.knowledge.organisation.paths if name in path.entries]
        if any(self._shown.id in path for path in paths):
            return RELATED
        return NEIGHBOUR if any(other in path for path in paths for other in self._shown.next) else 1.0

    def _rivalled(self, name: str, own: Mapping[str, float], held: Held) -> float:
        """An overview names its parts: half, where words that tell enough stand in a sibling and alone mean it."""
        best = max(own, key=lambda other: own[other], default=name)
        telling = sum(idf for idf, _ in held.values()) >= TELLS_ENOUGH
        rival = best != name and self._related(best) and own[best] > own.get(name, 0.0)
        return 0.5 if rival and telling and self._share(best, held) == 1 else 1.0

    def _share(self, name: str, held: Held) -> float:
        """How much of what the words tell stands in the entry: all of it when they tell nothing of their own."""
        whole = sum(idf for idf, _ in held.values())
        if not whole:
            return 1.0
        words = _words_of(self.knowledge.entries[name])
        return sum(idf for word, (idf, entries) in held.items() if name in entries or word in words) / whole

    def _of_named_kind(self, text: str) -> str | None:
        """The sibling that is about the kind of resource that the words name, and the answer shown is not."""
        facet = facet_named(text, self.knowledge.vocabulary.facets) if self._shown else None
        sibling = sibling_for(facet, self._shown, self.knowledge) if facet and self._shown else None
        return sibling.id if sibling else None


def _known(held: Held) -> float:
    """How much of what the words tell the knowledge has words for."""
    whole = sum(idf for idf, _ in held.values())
    return sum(idf for idf, entries in held.values() if entries) / whole if whole else 1.0


def _is_small_talk(match: Match) -> bool:
    return match.id.startswith(SMALL_TALK)


@lru_cache(maxsize=512)
def _words(answer: str) -> frozenset[str]:
    return frozenset(word for passage in passages(answer) for word in folded(passage).split())


def _words_of(entry: Entry) -> frozenset[str]:
    """Of its answer, in all languages."""
    wordings = (entry.__pydantic_extra__ or {}).values()
    return frozenset().union(*(_words(wording.answer) for wording in wordings))
