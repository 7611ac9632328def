"""Reads the names of licences as people type them. A name is never corrected into that of another licence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA

from bot.knowledge.licences.schema import Licence
from bot.knowledge.licences.words import (
    FIGURE,
    ONLY,
    OR_LATER,
    Key,
    LicenceVocabulary,
    NameWord,
    key,
    read_name,
    vocabulary_of,
    words_of,
)
from bot.languages import known

REFERENCE = "LicenseRef-"
"""How an id begins that is not SPDX's; nobody types it."""
LONGEST_NAME, EXCEPTION_WITHIN = 10, 4
"""Words of a name, and between a name and its exception."""
ONE_SLIP, TWO_SLIPS = 5, 9
"""Letters that a word of a name needs for one slip of the keyboard, and for two."""


@dataclass(frozen=True)
class NamedLicence:
    """A name in a text. `choices`: the licences that it may mean, none when no licence is known by it.

    `leading`: the one that is meant first, when the others differ little. `wrong`: a version or an exception that
    nobody knows, or a slip in a short name; then `choices` are what it is near to.
    """

    typed: str
    start: int
    end: int
    choices: tuple[str, ...]
    leading: str | None = None
    wrong: Literal["version", "exception", "near"] | None = None

    @property
    def only(self) -> str | None:
        """The licence, when there is no doubt."""
        return self.choices[0] if len(self.choices) == 1 and self.wrong is None else None


class _Meaning(NamedTuple):
    """`beside`: the name counts in a sentence only beside the word licence, as that of a product or a common word."""

    choices: tuple[str, ...]
    leading: str | None
    beside: bool
    wrong: Literal["version"] | None = None


@dataclass(frozen=True)
class LicenceNames:
    """Every name of these licences, ready to be found in texts."""

    meanings: Mapping[Key, _Meaning] = field(default_factory=dict)
    vocabulary: frozenset[str] = frozenset()
    versions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    long_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, licences: Iterable[Licence]) -> "LicenceNames":
        licences = tuple(licences)
        own: dict[Key, tuple[str, bool]] = {}
        shared: dict[Key, list[tuple[str, bool]]] = {}
        for licence in licences:
            for name in own_names(licence):
                read, beside = read_name(name)
                _put(own, read, licence.id, beside=beside or (name == licence.id and name.isalpha()))
            for name in licence.shared:
                read, beside = read_name(name)
                shared.setdefault(read, []).append((licence.id, beside))
        meanings = {read: _Meaning((owner,), owner, beside) for read, (owner, beside) in own.items()}
        for read, sharers in shared.items():
            leading, beside = own.get(read, (None, all(flag for _, flag in sharers)))
            choices = dict.fromkeys((*((leading,) if leading else ()), *(sharer for sharer, _ in sharers)))
            meanings[read] = _Meaning(tuple(choices), leading, beside)
        vocabulary = frozenset(word for name in meanings for word in name)
        long_words: dict[str, tuple[str, ...]] = {}
        for word in sorted(vocabulary):
            if len(word) >= ONE_SLIP:
                long_words[word[0]] = (*long_words.get(word[0], ()), word)
        return cls(meanings, vocabulary, {licence.id: _versions(licence) for licence in licences}, long_words)

    def resolve(self, name: str) -> NamedLicence:
        """What a name means that stands alone; no choices when nobody knows it."""
        said, words = vocabulary_of(known()), words_of(name.removeprefix(REFERENCE))
        whole = NamedLicence(name.strip(), 0, len(name), ())
        if any(word.word in said.exception for word in words):
            inside = self.find(name)
            return replace(whole, choices=inside[0].choices if inside else (), wrong="exception")
        core = self._core(words, said)
        meaning = self._meaning(core, bare=True)
        if meaning is not None:
            return replace(whole, choices=meaning.choices, leading=meaning.leading, wrong=meaning.wrong)
        near = self._turned(core)
        return replace(whole, choices=near.choices, wrong="near") if near else whole

    @cached_property
    def _firsts(self) -> frozenset[str]:
        """The words with which a name begins."""
        return frozenset(key[0] for key in self.meanings if key)

    def find(self, text: str) -> tuple[NamedLicence, ...]:
        """Every name in a sentence, in its order."""
        words, found, place = words_of(text), [], 0
        while place < len(words):
            named, place = self._longest(words, place, text)
            if named is not None:
                found.append(named)
        return tuple(found)

    def _longest(self, words: list[NameWord], place: int, text: str) -> tuple[NamedLicence | None, int]:
        """The longest name that begins at this word, and the word after it."""
        said = vocabulary_of(known())
        if words[place].word in said.filler or words[place].word in said.licence:
            return None, place + 1
        if self._core(words[place : place + 1], said)[0] not in self._firsts:
            return None, place + 1
        for end in range(min(len(words), place + LONGEST_NAME), place, -1):
            span = words[place:end]
            if span[-1].word in said.filler:
                continue
            before = _licence_before(words, place, said)
            beside = before is not None or any(word.word in said.licence for word in words[place : end + 1])
            meaning = self._meaning(self._core(span, said), bare=beside)
            if meaning is not None:
                start = before.start if before is not None and meaning.beside else span[0].start
                typed = text[start : span[-1].end]
                named = NamedLicence(typed, start, span[-1].end, meaning.choices, meaning.leading, meaning.wrong)
                return _with_exception(named, words, end, text)
        return None, place + 1

    def _core(self, words: list[NameWord], said: LicenceVocabulary) -> Key:
        """The words that make a name, with the slips of the keyboard in long ones mended."""
        bare = (word.word for word in words if word.word not in said.licence and word.word not in said.filler)
        return tuple(word if word in self.vocabulary else self._mended(word) for word in bare)

    def _meaning(self, core: Key, *, bare: bool) -> _Meaning | None:
        """Of the whole, or of what stands before a version and « seule »."""
        for end in range(len(core), 0, -1):
            meaning = self.meanings.get(core[:end])
            if meaning is not None and (bare or not meaning.beside):
                return self._narrowed(meaning, core[end:])
            if not (FIGURE.match(core[end - 1]) or core[end - 1] in (ONLY, OR_LATER)):
                return None
        return None

    def _narrowed(self, meaning: _Meaning, rest: Key) -> _Meaning | None:
        """Those of a name's licences that have this version and this ending."""
        choices = meaning.choices
        for word in rest:
            if FIGURE.match(word):
                if "." not in word and len(word) > 1:
                    return None  # a year, or a number of something
                choices = tuple(choice for choice in choices if word in self.versions[choice])
            else:
                ending = "-only" if word == ONLY else "-or-later"
                choices = tuple(choice for choice in choices if choice.endswith(ending)) or choices
        if not choices:
            return meaning._replace(leading=None, wrong="version")
        return meaning._replace(choices=choices, leading=meaning.leading if meaning.leading in choices else None)

    def _mended(self, word: str) -> str:
        """The one long word of names that is a slip or two away; never a short one, never another licence's name."""
        if len(word) < ONE_SLIP or FIGURE.match(word):
            return word
        slips = 1 + (len(word) >= TWO_SLIPS)
        near = [one for one in self.long_words.get(word[0], ()) if OSA.distance(word, one, score_cutoff=slips) <= slips]
        return near[0] if len(near) == 1 else word

    def _turned(self, core: Key) -> _Meaning | None:
        """Two letters of a short name in the wrong order: asked about, never taken for granted."""
        word = core[0] if core else ""
        if not 3 <= len(word) < ONE_SLIP or word in self.vocabulary:
            return None
        turned = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
        found = [meaning for name in turned if (meaning := self._meaning((name, *core[1:]), bare=True)) is not None]
        return found[0] if len(found) == 1 else None


def _licence_before(words: list[NameWord], place: int, said: LicenceVocabulary) -> NameWord | None:
    """The word licence before a name, with nothing but filler between."""
    before = next((word for word in words[max(0, place - 3) : place][::-1] if word.word not in said.filler), None)
    return before if before is not None and before.word in said.licence else None


def _with_exception(named: NamedLicence, words: list[NameWord], end: int, text: str) -> tuple[NamedLicence, int]:
    """An exception that follows makes another licence of it."""
    said = vocabulary_of(known())
    for place in range(end, min(end + EXCEPTION_WITHIN, len(words))):
        if words[place].word in said.exception:
            last = words[place].end
            return replace(named, typed=text[named.start : last], end=last, wrong="exception"), place + 1
    return named, end


def _versions(licence: Licence) -> tuple[str, ...]:
    """The version in its id, as names are compared; all its versions when the id names none."""
    figures = [word for word in key(licence.id) if FIGURE.match(word)]
    return tuple(figures[-1:]) or tuple(word for version in licence.versions for word in key(version))


def own_names(licence: Licence) -> tuple[str, ...]:
    """Its id, its full names and its aliases."""
    return (licence.id.removeprefix(REFERENCE), *licence.name.__pydantic_extra__.values(), *licence.aliases)


def _put(names: dict[Key, tuple[str, bool]], name: Key, owner: str, *, beside: bool) -> None:
    """The first owner stays; a name that once stands without the word licence needs it no more."""
    if not name:
        return
    first, flag = names.get(name, (owner, beside))
    names[name] = (first, flag and beside) if first == owner else (first, flag)
