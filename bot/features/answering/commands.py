"""Commands in words: what is typed after /passeur, or as a message, and is no question.

A phrase is read word by word, with slips of the keyboard in its long words: as a whole, « mes données » is close to
« les données », which means something else.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from bot.features.answering.intents import Intent, ShowHelp
from bot.features.introductions.intents import ForgetMe, OfferHelp, ShowMyData, ShowMyRequests, ShowStatus
from bot.knowledge.shapes import Language
from bot.search.text import folded

CommandWords = tuple[str, ...]
LONGEST = 120
ONE_SLIP, TWO_SLIPS = 5, 8
"""Letters that a word needs for one slip, and for two."""
COMMANDS: Mapping[str, Callable[..., Intent]] = {
    "help": ShowHelp,
    "forget_me": ForgetMe,
    "my_data": ShowMyData,
    "my_requests": ShowMyRequests,
    "become_mentor": OfferHelp,
    "mentors": ShowStatus,
}
"""What each command asks, in a language."""
_ERASE_FR = (
    "[supprime/supprimez/supprimer/efface/effacez/effacer/oublie/oubliez/oublier/detruis/detruisez/detruire/enleve/"
    "enlevez/enlever/retire/retirez/retirer/purge/purgez/purger/vire/virez]"
)
_ERASE_EN = "[delete/erase/remove/wipe/forget/purge/destroy]"
PHRASES: tuple[tuple[str, Language | None, tuple[str, ...]], ...] = (
    ("help", None, ("help",)),
    ("help", "fr", ("aide",)),
    (
        "forget_me",
        "fr",
        (
            "[oublie moi/oubliez moi/oubliemoi] [/completement/definitivement]",
            "[m oublier/m oublies/m oubliiez/m effacer/efface moi/effacez moi/supprime moi/supprimez moi]",
            f"{_ERASE_FR} [/toutes] mes [donnees/datas/informations/infos/questions/traces/donnees personnelles]",
            f"{_ERASE_FR} [/tout] mon [historique/profil/compte]",
            f"{_ERASE_FR} [/toutes] les [donnees/informations/infos] [que tu as/que vous avez/que tu gardes/"
            "que vous gardez] [sur moi/de moi]",
            f"{_ERASE_FR} [tout ce que/ce que] [tu sais/tu as/tu gardes/tu connais/vous savez/vous avez/vous gardez] "
            "[sur moi/de moi]",
            f"{_ERASE_FR} [tout/tout ce] qui me concerne",
        ),
    ),
    (
        "forget_me",
        "en",
        (
            "[forget me/forgetme] [/completely/entirely/for good]",
            "forget [about me/all about me/everything about me]",
            f"{_ERASE_EN} [/all/all of] my [data/personal data/information/info/questions/history/traces/profile]",
            f"{_ERASE_EN} me [/from your memory/from your database/from your data]",
            f"{_ERASE_EN} [everything/all/anything/what/whatever] [/that] you [have/know/keep/kept/hold/store/stored] "
            "[on me/about me/of me]",
            f"{_ERASE_EN} [the/all the/all/any] [data/information/info] [/that] you [have/keep/hold/store] "
            "[on me/about me/of me]",
        ),
    ),
    (
        "my_data",
        "fr",
        (
            "[/toutes] mes [donnees/datas/donnees personnelles]",
            "mesdonnees",
            "[montre/montrez/montre moi/montrez moi/me montrer/affiche/donne moi/donnez moi/me donner/envoie moi/"
            "envoyez moi/m envoyer/exporte/exportez/exporter/telecharger/recuperer/voir/consulter/acceder a/acces a] "
            "[/toutes] mes [donnees/datas/donnees personnelles/infos/informations]",
            "[puis je/je peux/est ce que je peux] [voir/recuperer/consulter/avoir] mes [donnees/donnees personnelles]",
            "[quelles/quelle] [donnees/donnee/infos/informations] [/personnelles] "
            "[as tu/avez vous/tu as/vous avez/gardes tu/gardez vous/tu gardes/vous gardez] [sur moi/de moi]",
            "quelles sont mes donnees",
            "que [sais tu/savez vous/gardes tu/gardez vous/connais tu] [de moi/sur moi]",
            "qu [as tu/avez vous] [sur moi/garde sur moi/garde de moi]",
            "[/dis moi/dites moi] [qu est ce que/tout ce que/ce que] [tu sais/tu as/tu gardes/vous savez/vous avez/"
            "vous gardez] [de moi/sur moi]",
            "[tu sais quoi/vous savez quoi/tu as quoi/t as quoi/vous avez quoi/tu gardes quoi] [de moi/sur moi]",
            "[montre moi/montrez moi/me montrer/montre/voir] [/tout] ce que [tu sais/tu as/tu gardes/vous savez/"
            "vous avez/vous gardez] [de moi/sur moi]",
        ),
    ),
    (
        "my_data",
        "en",
        (
            "[/all] my [data/personal data]",
            "mydata",
            "[show/show me/give me/send me/export/download/see/view/access/get] [/all] my [data/personal data]",
            "[can i/may i/could i] [see/have/get/download] my [data/personal data]",
            "[what/which] [data/personal data/information/info] [do you have/do you keep/do you hold/do you store/"
            "have you got/you have/have you] [on me/about me/of me]",
            "what [do you have/do you know/do you keep/have you got/do you hold] [on me/about me/of me]",
            "[show me/tell me/give me/send me] [what/everything/all] [/that] you [know/have/keep/hold] "
            "[on me/about me/of me]",
        ),
    ),
    (
        "my_requests",
        "fr",
        (
            "[/voir/montre/montrez/montre moi/montrez moi/affiche/ou en sont] mes demandes "
            "[/de mentor/de mentorat/de mise en relation/en cours]",
            "ou en est ma demande [/de mentor/de mentorat/de mise en relation]",
        ),
    ),
    ("my_requests", "en", ("[/see/show/show me/view/where are] my [/mentor/mentoring/introduction] requests",)),
    ("become_mentor", "fr", ("[devenir/etre/me proposer comme] [/un/une] mentor",)),
    ("become_mentor", "en", ("[become/be] [/a] mentor",)),
    ("mentors", None, ("mentors",)),
)
"""The words of each command as `folded` reads them: [a/b] is one of these, and nothing between slashes is no word."""
POLITE: tuple[str, ...] = (
    "bonjour/bonsoir/salut/coucou/hello/hi/hey/passeur/bon/bah/ben/ok/alors/dis/dites/merci de/merci d/please",
    "pls/merci/stp/svp/s il te plait/s il vous plait/est ce que/il faut/il faudrait/now/well/thanks/d accord",
    "tu peux/vous pouvez/peux tu/pouvez vous/pourrais tu/pourriez vous/tu pourrais/vous pourriez/j exige",
    "je veux/je voudrais/j aimerais/je souhaite/je souhaiterais/je demande/je demande a/que tu/que vous/veuillez",
    "can you/could you/would you/will you/i want/i want you/i d like/i would like/i would like you/i d like you/to",
)
POLITE_AFTER: tuple[str, ...] = (
    "stp/svp/s il te plait/s il vous plait/merci/merci d avance/merci par avance/please/pls/plz/thanks/thank you",
    "passeur/maintenant/tout de suite/immediatement/now/right now/immediately/cordialement/bonne journee/cheers/thx",
)
"""What people put before and after a command."""


class CommandPhrase(NamedTuple):
    """`slots`: one alternative of each, in this order."""

    command: str
    language: Language | None
    slots: tuple[tuple[CommandWords, ...], ...]


def read(text: str) -> Intent | None:
    """The command that the words are, and nothing else; None for a question, also for one about a command."""
    words = tuple(folded(text).split()) if len(text) <= LONGEST else ()
    for said in dict.fromkeys((words, _bare(words))):
        for phrase in _phrases() if said else ():
            # One word alone says too little for a slip: « mentor » is not « mentors ».
            if _fits(said, phrase.slots) and (len(said) > 1 or said in phrase.slots[0]):
                return COMMANDS[phrase.command](language=phrase.language)
    return None


@lru_cache(maxsize=1)
def _phrases() -> tuple[CommandPhrase, ...]:
    return tuple(
        CommandPhrase(command, language, tuple(map(_alternatives, re.findall(r"\[([^]]*)\]|(\S+)", phrase))))
        for command, language, phrases in PHRASES
        for phrase in phrases
    )


def _alternatives(slot: tuple[str, str]) -> tuple[CommandWords, ...]:
    return tuple(tuple(words.split()) for words in (slot[1] or slot[0]).split("/"))


@lru_cache(maxsize=1)
def _edges() -> tuple[tuple[CommandWords, ...], tuple[CommandWords, ...]]:
    before, after = (_alternatives(("/".join(lines), "")) for lines in (POLITE, POLITE_AFTER))
    return before, after


def _bare(words: CommandWords) -> CommandWords:
    """Without politeness at either end."""
    before, after = _edges()
    while length := max((len(edge) for edge in before if words[: len(edge)] == edge), default=0):
        words = words[length:]
    while length := max((len(edge) for edge in after if words[-len(edge) :] == edge), default=0):
        words = words[:-length]
    return words


def _fits(said: CommandWords, slots: tuple[tuple[CommandWords, ...], ...]) -> bool:
    if not slots:
        return not said
    return any(_begins(said, words) and _fits(said[len(words) :], slots[1:]) for words in slots[0])


def _begins(said: CommandWords, words: CommandWords) -> bool:
    return len(said) >= len(words) and all(map(_same, said, words))


def _same(typed: str, word: str) -> bool:
    """Short words must be exact: « mes » and « nos », "me" and "it" are a letter or two apart.

    So must first letters: « publier mes données » asks for something else than « oublier mes données ».
    """
    if typed == word or len(word) < ONE_SLIP or typed[0] != word[0]:
        return typed == word
    slips = 1 + (len(word) >= TWO_SLIPS)
    return OSA.distance(typed, word, score_cutoff=slips) <= slips
