"""Short words that only mean something after an answer: a text in, what it asks of the conversation out."""

import re
from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from rapidfuzz import fuzz

from bot.knowledge.shapes import LANGUAGES, Language, ListByLanguage
from bot.search.text import folded

LONGEST = 70
ALIKE = 88.0


class Move(Enum):
    NEXT = "next"
    PREVIOUS = "previous"
    SHORTER = "shorter"
    LONGER = "longer"
    ENGLISH = "english"
    FRENCH = "french"
    WHO = "who"
    YES = "yes"
    NO = "no"
    CHOICE = "choice"
    FACET = "facet"


class FollowUp(NamedTuple):
    """`choice` counts from 0, -1 is the last; `facet` is an id of the vocabulary.

    `language` is that of the words, when they tell.
    """

    move: Move
    language: Language | None = None
    choice: int = 0
    facet: str = ""


def _listed(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.replace("\n", " ").split(","))


PHRASES: dict[tuple[Move, Language], tuple[str, ...]] = {
    (Move.NEXT, "fr"): _listed("""
        et apres, et ensuite, ensuite, apres, et apres ca, la suite, suite, suivant, la suite stp, et la suite,
        l etape suivante, et l etape d apres, et l etape suivante, l etape d apres, on fait quoi apres, on fait
        quoi ensuite, et maintenant, c est quoi la suite, quoi ensuite, qu est ce qu on fait apres, et puis, et
        une fois que c est fait, prochaine etape, continue
    """),
    (Move.NEXT, "en"): _listed("""
        and then, what next, next, next step, and after, and after that, what comes next, then what, and the
        next step, what s next, go on, and now, continue, what do we do next, what about the next step
    """),
    (Move.PREVIOUS, "fr"): _listed("""
        et l etape d avant, l etape d avant, etape precedente, l etape precedente, et avant, et avant ca,
        precedent, et la precedente, retour, reviens en arriere, l etape precedente c est quoi, et juste avant,
        c etait quoi avant
    """),
    (Move.PREVIOUS, "en"): _listed("""
        previous step, the step before, and before, and before that, what about the step before, go back, the
        previous step, previous, and the step before, back
    """),
    (Move.SHORTER, "fr"): _listed("""
        plus court, en plus court, en bref, en resume, resume, fais court, version courte, tldr, plus court stp,
        plus court svp, en deux mots, en une phrase, trop long, c est trop long, tu peux resumer, vous pouvez
        resumer, resume moi ca, en gros, plus simple, tu peux faire plus court
    """),
    (Move.SHORTER, "en"): _listed("""
        shorter, in short, tl dr, shorter please, summary, sum it up, can you sum up, too long, make it shorter,
        short version, in one sentence, in a nutshell, the short version, keep it short
    """),
    (Move.LONGER, "fr"): _listed("""
        plus long, en detail, plus de details, en entier, la version longue, la reponse complete, developpe,
        repete, tu peux repeter, detaille, dites m en plus, dis m en plus, plus de detail
    """),
    (Move.LONGER, "en"): _listed("""
        longer, in full, more detail, more details, the full answer, the long version, tell me more, say it
        again, repeat, can you repeat that
    """),
    (Move.ENGLISH, "en"): _listed("""
        in english, in english please, english please, english, can you say it in english, and in english, same
        in english, could you answer in english
    """),
    (Move.ENGLISH, "fr"): _listed("""
        en anglais, en anglais stp, en anglais svp, la meme chose en anglais, et en anglais
    """),
    (Move.FRENCH, "fr"): _listed("""
        en francais, en francais stp, en francais svp, francais svp, la meme chose en francais, et en francais,
        vous pouvez le dire en francais
    """),
    (Move.FRENCH, "en"): _listed("""
        in french, in french please, french please, and in french, same in french
    """),
    (Move.WHO, "fr"): _listed("""
        qui peut m aider la dessus, qui peut m aider, qui peut nous aider la dessus, qui connait ca, un contact,
        un contact la dessus, quelqu un pour m aider, a qui je peux parler de ca, a qui je peux demander, je
        peux parler a quelqu un, qui pourrait m aider, qui a deja fait ca, qui l a deja fait, qui sait faire ca,
        quelqu un peut m aider la dessus, je demande a qui, parler a quelqu un,
        je veux parler a quelqu un, avec qui en parler, tu connais quelqu un, qui
        contacter
    """),
    (Move.WHO, "en"): _listed("""
        who can help me with that, who can help, who can help me, who could help me with this, anyone i can talk
        to, who has done this, who has done it, who do i ask, who can i talk to about this, can someone help me
        with that, who knows about this, a contact please
    """),
    (Move.YES, "fr"): _listed("""
        oui, ouais, oui merci, oui svp, oui stp, oui je veux bien, volontiers, avec plaisir, je veux bien, ok
        vas y, vas y, allez y, oui vas y, carrement, yep, bien sur, oui bien sur, go, exactement, c est ca, oui
        c est ca, ouep, oui oui
    """),
    (Move.YES, "en"): _listed("""
        yes, yes please, yeah, yup, sure, please do, yes that s it, exactly, that s it, go ahead, of course
    """),
    (Move.NO, "fr"): _listed("""
        non, non merci, nan, pas ca, c est pas ca, rien de tout ca, aucun, aucune, ce n est pas ca, non c est
        pas ca, aucune des trois, pas du tout
    """),
    (Move.NO, "en"): _listed("""
        no, no thanks, nope, none of these, none, not that, that s not it, none of them
    """),
}
ORDINALS: tuple[tuple[str, ...], ...] = (
    _listed("""
        1, le 1, la 1, le premier, la premiere, premier, premiere, the first, the first one, first, first one,
        number 1
    """),
    _listed("""
        2, le 2, la 2, le deuxieme, la deuxieme, le second, la seconde, deuxieme, the second, the second one,
        second, second one, number 2
    """),
    _listed("""
        3, le 3, la 3, le troisieme, la troisieme, troisieme, the third, the third one,
        third
    """),
    _listed("le dernier, la derniere, the last one, the last, dernier, derniere"),
)
_POLITE = re.compile(
    r"^(?:merci|ok|bref|bon|d accord|thanks|and|et|bonjour|hello|hi)\s+"
    r"|\s+(?:stp|svp|s il te plait|s il vous plait|please|pls|merci|thanks)$"
)
_ABOUT = re.compile(
    r"^(?:et |and |ok et |ok and |mais |but |alors )?"
    r"(?:pour|concernant|cote|si c est|quid|du cote|what about|how about|for|about|with)\s+"
    r"(?:des|les|nos|de|du|la|le|un|une|mes|notre|our|the|a|an|my|some)?\s*(?P<what>[a-z0-9 ]{2,40})$"
)


def read(text: str, facets: Mapping[str, ListByLanguage], language: Language | None = None) -> FollowUp | None:
    """Tell a follow-up from a question; None for a question. `language` decides for words that are of both."""
    said = folded(text)
    if not said or len(said) > LONGEST:
        return None
    for choice, words in zip((0, 1, 2, -1), ORDINALS, strict=True):
        if said in words:
            return FollowUp(Move.CHOICE, choice=choice)
    return _phrase(said, language) or _facet(said, facets, language)


def _phrase(said: str, preferred: Language | None) -> FollowUp | None:
    best: tuple[float, FollowUp | None] = (0.0, None)
    bare = _POLITE.sub("", said) or said
    for (move, language), phrases in sorted(PHRASES.items(), key=lambda item: item[0][1] != preferred):
        for phrase in phrases:
            alike = max(_alike(said, phrase), _alike(bare, phrase) - 1)
            if alike >= ALIKE and alike > best[0]:
                best = (alike, FollowUp(move, language))
    return best[1]


def _alike(said: str, phrase: str) -> float:
    """A word of four letters is one slip away from many others, so short ones must be exact."""
    return fuzz.ratio(said, phrase) if len(phrase) > 6 else 100.0 * (said == phrase)


def _facet(said: str, facets: Mapping[str, ListByLanguage], preferred: Language | None) -> FollowUp | None:
    found = _ABOUT.match(said)
    if found is None:
        return None
    what = found["what"].strip()
    languages = sorted(LANGUAGES, key=lambda language: language != preferred)
    for language in languages:
        for facet, words in facets.items():
            if any(_same(what, folded(word)) for word in words.get(language)):
                return FollowUp(Move.FACET, language, facet=facet)
    return None


def _same(what: str, word: str) -> bool:
    return what == word or (len(word) > 4 and fuzz.ratio(what, word) >= ALIKE)
