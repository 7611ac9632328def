"""Understands short words that only mean something after an answer, such as « et ensuite ? »."""

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.features.slots import Around, SlotLines, SlotWords
from bot.knowledge.schema import Entry, Knowledge
from bot.knowledge.shapes import Language, ListByLanguage
from bot.languages import known, phrasebook
from bot.languages.shapes import ChoiceWording, Edges
from bot.search.text import folded

LONGEST = 70
ALIKE = 88.0
SHORT = 6
PLACES: Mapping[str, int] = {"first": 0, "second": 1, "third": 2, "middle": -2, "last": -1}
"""Where each place of a list stands; the middle one is the last but one of three."""
_EMOJI = re.compile(r":([a-z0-9_+-]+):(?::skin-tone-\d:)?|([^\w\s:.,!?'’-])")


class Move(Enum):
    NEXT = "next"
    PREVIOUS = "previous"
    SHORTER = "shorter"
    LONGER = "longer"
    AGAIN = "again"
    WHY = "why"
    SOURCE = "source"
    LINK = "link"
    EXAMPLE = "example"
    DATE = "date"
    DOUBT = "doubt"
    STOP = "stop"
    THANKS = "thanks"
    TRANSLATE = "translate"
    WHO = "who"
    YES = "yes"
    NO = "no"
    CHOICE = "choice"
    OTHER = "other"
    ALL = "all"
    FACET = "facet"


class FollowUp(NamedTuple):
    """`choice` counts from 0, from the end below it; `facet` is an id of the vocabulary.

    `language` is that of the words, when they tell; `into` the one that is asked for. `instead`: not what was picked.
    """

    move: Move
    language: Language | None = None
    choice: int = 0
    facet: str = ""
    into: Language = ""
    instead: bool = False


class FollowUpWords(NamedTuple):
    """Those of several languages. `phrases`: in the order in which they are tried; `choices`: by the words said.

    `long`: phrases that may hold a slip, and what each is `meant` for: a short word is a slip away from many others.
    """

    phrases: tuple[tuple[FollowUp, tuple[str, ...]], ...]
    long: tuple[str, ...]
    meant: tuple[FollowUp, ...]
    lines: tuple[tuple[FollowUp, SlotLines], ...]
    emojis: Mapping[str, FollowUp]
    choices: Mapping[SlotWords, FollowUp]
    beside_choices: Around
    instead: Around
    polite: Around
    about: re.Pattern[str]


@lru_cache(maxsize=1)
def words_of(languages: tuple[str, ...]) -> FollowUpWords:
    """What is said after an answer in these languages."""
    books = {language: phrasebook(language).follow_ups for language in languages}
    phrases = [
        (FollowUp(move, language), book.phrases[move.value])
        for move in Move
        for language, book in books.items()
        if move.value in book.phrases
    ]
    lines = [
        (FollowUp(move, language), SlotLines(book.lines[move.value]))
        for move in Move
        for language, book in books.items()
        if move.value in book.lines
    ]
    translating = [
        (FollowUp(Move.TRANSLATE, language, into=into), said)
        for into in languages
        for language, book in books.items()
        if (said := book.translate.get(into))
    ]
    choices = [book.choices for book in books.values()]
    phrases += translating
    long = [(phrase, meant) for meant, some in phrases for phrase in some if len(phrase) > SHORT]
    return FollowUpWords(
        tuple(phrases),
        tuple(phrase for phrase, _ in long),
        tuple(meant for _, meant in long),
        tuple(lines),
        {emoji: FollowUp(Move(move)) for b in books.values() for move, emojis in b.emojis.items() for emoji in emojis},
        {tuple(said.split()): found for book in choices for said, found in _choices_of(book)},
        Around(Edges(before=book.before, after=book.after) for book in choices),
        Around(Edges(before=book.instead) for book in choices),
        Around(book.around for book in books.values()),
        re.compile(
            rf"^(?:(?:{_any(book.about.before for book in books.values())}) )?"
            rf"(?:{_any(book.about.prepositions for book in books.values())})\s+"
            rf"(?:{_any(book.about.articles for book in books.values())})?\s*(?P<what>[a-z0-9 ]{{2,40}})$"
        ),
    )


def _choices_of(book: ChoiceWording) -> Iterable[tuple[str, FollowUp]]:
    for name, at in PLACES.items():
        yield from ((said, FollowUp(Move.CHOICE, choice=at)) for said in getattr(book, name))
    yield from ((said, FollowUp(Move.OTHER)) for said in book.other)
    yield from ((said, FollowUp(Move.ALL)) for said in book.all)


def _any(lists: Iterable[Iterable[str]]) -> str:
    """A regular expression of any of these words, in their order."""
    return "|".join(dict.fromkeys(re.escape(words) for words_of_one in lists for words in words_of_one))


def read(text: str, facets: Mapping[str, ListByLanguage], language: Language | None = None) -> FollowUp | None:
    """Tell a follow-up from a question; None for a question. `language` decides for words that are of both."""
    said, words = folded(text), words_of(known())
    if not said:
        return _emoji(text, words)
    if len(said) > LONGEST:
        return None
    if own := _as_written(said, words, language):
        return own
    return _choice(said, words) or _phrase(said, words, language) or _facet(said, words, facets, language)


def _emoji(text: str, words: FollowUpWords) -> FollowUp | None:
    """What pictures alone say, when they all say the same."""
    shown = [name or picture for name, picture in _EMOJI.findall(text) if (name or picture) not in _UNSEEN]
    meant = {words.emojis.get(emoji) for emoji in shown}
    return meant.pop() if len(meant) == 1 else None


_UNSEEN = frozenset("\ufe0f\u200d\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
"""What changes how a picture looks, not what it says."""


def thanks(text: str) -> FollowUp | None:
    """Thanks in more than a word, which need no answer before them; a word alone may mean other things."""
    follow = read(text, {}) if len(folded(text).split()) > 1 else None
    return follow if follow and follow.move is Move.THANKS else None


def _as_written(said: str, words: FollowUpWords, language: Language | None) -> FollowUp | None:
    """A phrase of the conversation's language, to the letter: « top » after a French answer is no first choice."""
    return next((meant for meant, some in words.phrases if meant.language == language and said in some), None)


def _choice(said: str, words: FollowUpWords) -> FollowUp | None:
    spoken = words.polite.within(tuple(said.split()))
    rest = words.instead.within(spoken)
    for bare in (rest, words.beside_choices.within(rest)):
        if bare in words.choices:
            return words.choices[bare]._replace(instead=rest != spoken)
    return None


def _phrase(said: str, words: FollowUpWords, preferred: Language | None) -> FollowUp | None:
    """To the letter, or else in a line with slots, or else with a slip of the keyboard."""
    spoken = tuple(said.split())
    within = words.polite.within(spoken) or spoken
    bare = " ".join(within)
    phrases = sorted(words.phrases, key=lambda item: item[0].language != preferred)
    for wanted in dict.fromkeys((said, bare)):
        if exact := next((meant for meant, some in phrases if wanted in some), None):
            return exact
    for meant, lines in sorted(words.lines, key=lambda item: item[0].language != preferred):
        if any(True for words in (spoken, within) for _ in lines.fitting(words)):
            return meant
    return _nearly(said, bare, words, preferred)


def _nearly(said: str, bare: str, words: FollowUpWords, preferred: Language | None) -> FollowUp | None:
    """The phrase that is likeliest but for a slip; of several alike, one of the preferred language, then the first."""
    near = [
        (likeness - less, words.meant[number].language == preferred, -number)
        for one, less in ((said, 0), (bare, 1))
        for _, likeness, number in process.extract_iter(one, words.long, scorer=fuzz.ratio, score_cutoff=ALIKE + less)
    ]
    return words.meant[-max(near)[2]] if near else None


def _facet(
    said: str, words: FollowUpWords, facets: Mapping[str, ListByLanguage], preferred: Language | None
) -> FollowUp | None:
    found = words.about.match(said)
    if found is None:
        return None
    what = found["what"].strip()
    languages = sorted(known(), key=lambda language: language != preferred)
    for language in languages:
        for facet, names in facets.items():
            if any(_same(what, folded(name)) for name in names.get(language)):
                return FollowUp(Move.FACET, language, facet=facet)
    return None


def _same(what: str, word: str) -> bool:
    return what == word or (len(word) > 4 and fuzz.ratio(what, word) >= ALIKE)


def goes_on(text: str) -> bool:
    """Whether a text begins as what goes on from something: « et… », "and…"."""
    said = f"{folded(text)} "
    return any(said.startswith(f"{word} ") for code in known() for word in phrasebook(code).follow_ups.about.before)


def facet_named(text: str, facets: Mapping[str, ListByLanguage]) -> str | None:
    """The one kind of resource that a short text names; None when it names none, or several."""
    said = f" {folded(text)} "
    named = {
        facet
        for facet, names in facets.items()
        if any(f" {folded(name)} " in said for language in known() for name in names.get(language))
    }
    return named.pop() if len(named) == 1 else None


def sibling_for(facet: str, last: Entry, knowledge: Knowledge) -> Entry | None:
    """The entry about this kind of resource that is nearest to the last one: a topic is shared besides the kind."""
    shared = [
        (len(common), entry)
        for entry in knowledge.entries.values()
        if entry.facet == facet and (common := (set(entry.topics) & set(last.topics)) - {facet, last.facet})
    ]
    return max(shared, key=lambda pair: pair[0])[1] if shared else None
