"""Reads a short turn with what came before: alone, after the question before it, and among the answer's siblings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from typing import NamedTuple

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
ALONE, TOGETHER, TITLED, FLOOR = 0.98, 0.59, 0.54, 0.002
"""What a nat of an entry's likelihood counts, of the turn alone, of the question before with it, and of the shown
answer's title with it, each at least the floor. These and the next are a conditional logit, fitted on the development
conversations and on development questions put after an answer at random (docs/matching.md)."""
SHOWN, NEXT, PATH, NEIGHBOUR = 2.07, 2.46, 2.08, 0.9
"""What counts for the answer just shown, for what is asked next after it, for an entry of its path, and for one that
stands next to those or leads to it; an entry may be several of them."""
SHARE, KIND = 1.76, 1.72
"""For all that the turn's words tell standing in another entry; for being about the kind of resource that they name."""
NONE, UNKNOWN, TELLING = -3.36, 1.58, 0.174
"""That no entry is meant: to begin with, when the knowledge lacks all that the words tell, a nat of what they tell."""
OURS_ALONE, OURS_TOGETHER = -0.65, -0.6
"""The same, a nat of the odds that one of the first three is right, alone and with the question before."""
LIKELIER, ELSEWHERE = 0.7, 0.8
"""From where on an entry of the conversation is meant, and one that nothing leads to: where, each fifth of those turns
left out in turn, as good as none is answered wrong (docs/matching.md)."""
LEAST = 0.0001
"""Nothing is surer than that."""
TOLD = 0.5
"""How much of what the words tell must stand in an entry that is meant."""


class ReadTurn(NamedTuple):
    """How likely each entry is, for the turn alone, after the question before it, and after the title of the answer
    shown; which words tell something."""

    alone: Mapping[str, float]
    together: Mapping[str, float]
    titled: Mapping[str, float]
    held: Held

    @property
    def whole(self) -> float:
        """What its words tell, in nats."""
        return sum(idf for idf, _ in self.held.values())

    @property
    def unknown(self) -> float:
        """How much of what the words tell the knowledge lacks."""
        return sum(idf for idf, entries in self.held.values() if not entries) / self.whole if self.whole else 0.0


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
        titled = ranked(f"{self._shown.wording(together.language).title} {text}") if self._shown else together
        found = {m.id: m for m in (*titled.matches, *together.matches, *alone.matches) if not _is_small_talk(m)}
        for name in self._family:
            found.setdefault(name, Match(name, 0.0, "", alone.language))
        held = self.matcher.shares(text, together.language)
        turn = ReadTurn(_by_name(alone), _by_name(together), _by_name(titled), held)
        kind = self._of_named_kind(text)
        scores = {name: self._score(name, turn) + KIND * (name == kind) for name in found}
        ours = OURS_ALONE * _log_odds(alone.first_three) + OURS_TOGETHER * _log_odds(together.first_three)
        none = NONE + UNKNOWN * turn.unknown + TELLING * turn.whole + ours
        whole = sum(map(exp, (none, *scores.values())))
        likely = (match._replace(probability=exp(scores[name]) / whole) for name, match in found.items())
        return tuple(sorted(likely, key=lambda match: -match.probability))

    def is_sure(self, meant: tuple[Match, ...], text: str, language: Language) -> bool:
        """Whether the likeliest is likely enough here, and the words tell mostly what stands in it."""
        if not meant:
            return False
        name, probability = meant[0].id, meant[0].probability
        likely = LIKELIER if name in self._family or self._along(name) else ELSEWHERE
        return probability >= likely and self._share(name, self.matcher.shares(text, language)) >= TOLD

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

    @property
    def _family(self) -> tuple[str, ...]:
        """The answer just shown and what is asked next after it, or the choices that stand open."""
        if self._shown is not None:
            return (self._shown.id, *(name for name in self._shown.next if name in self.knowledge.entries))
        offered = (getattr(offer, "entry", None) or "" for offer in self.memory.offers)
        return tuple(name for name in offered if name in self.knowledge.entries)

    def _score(self, name: str, turn: ReadTurn) -> float:
        read = ((ALONE, turn.alone), (TOGETHER, turn.together), (TITLED, turn.titled))
        likely = sum(weight * _nats(probabilities.get(name, 0.0)) for weight, probabilities in read)
        if self._shown is not None and name == self._shown.id:
            return likely + SHOWN
        return likely + self._belongs(name) + SHARE * self._share(name, turn.held)

    def _belongs(self, name: str) -> float:
        """What counts for another entry because of the answer just shown."""
        shown, entries = self._shown, self.knowledge.entries
        if shown is None:
            return NEXT * (name in self._family)
        beside = name not in shown.next and (
            shown.id in entries[name].next or any(name in entries[n].next for n in shown.next if n in entries)
        )
        return NEXT * (name in shown.next) + PATH * self._along(name) + NEIGHBOUR * beside

    def _along(self, name: str) -> bool:
        """Whether it stands on a path with the answer just shown."""
        shown = self._shown.id if self._shown else ""
        return any(shown in path.entries and name in path.entries for path in self.knowledge.organisation.paths)

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
        other = facet and self._shown and self._shown.facet != facet
        sibling = sibling_for(facet, self._shown, self.knowledge) if other and facet and self._shown else None
        return sibling.id if sibling else None


def _by_name(ranking: Ranking) -> dict[str, float]:
    return {match.id: match.probability for match in ranking.matches}


def _nats(probability: float) -> float:
    return log(probability + FLOOR)


def _log_odds(probability: float) -> float:
    certain = min(max(probability, LEAST), 1 - LEAST)
    return log(certain / (1 - certain))


def _is_small_talk(match: Match) -> bool:
    return match.id.startswith(SMALL_TALK)


@lru_cache(maxsize=512)
def _words(answer: str) -> frozenset[str]:
    return frozenset(word for passage in passages(answer) for word in folded(passage).split())


def _words_of(entry: Entry) -> frozenset[str]:
    """Of its answer, in all languages."""
    wordings = (entry.__pydantic_extra__ or {}).values()
    return frozenset().union(*(_words(wording.answer) for wording in wordings))
