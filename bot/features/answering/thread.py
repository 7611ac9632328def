"""A call without a question of its own, such as « une idée ? », and the question above it in the thread."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.knowledge.shapes import Language
from bot.search.text import folded


class ThreadMessage(NamedTuple):
    """What stands above in a thread. `user`: the Slack id of who wrote it; None for another bot, such as a workflow."""

    user: str | None
    text: str


_CALLS: dict[Language, str] = {
    "fr": """
        aidant aide aider aideras aidera aiderait aides aidez avis conseil conseille conseiller conseils connais connait
        connaissez eclaircir eclaire eclairer eclairez idee idees info infos intervenir lumiere lumieres opinion
        pense penses pensez piste pistes question questions reaction reagir regarde regarder regardes reponde repond
        repondre reponds repondez reponse reponses sais sait savez savoir solution solutions suggestion suggestions
    """,
    "en": """
        advice advise answer answers answering chime clue clues guidance help helpful helping hint idea ideas input
        insight insights know knows opinion opinions question questions reply respond solution solutions suggest
        suggestion suggestions think thought thoughts weigh
    """,
}
"""Words that call somebody in. At least one of them makes a call."""
_AROUND: dict[Language, str] = {
    "fr": """
        a ai alors as au aurais aurait auriez aussi aux avez avoir avons bien c ca ce cela celle celui ces cet cette
        chose ci comment coup d de dedans des dessous dessus dire dis dit dites donc du elle elles en est et etes etre
        eu fait faire fil haut hein ici il ils j je jeter l la le les leur lui m ma main me mes messages moi mon n ne
        nos notre nous oeil on ont ou par pas peu peut peux plait plus possible pour pourrait pourrais pourriez pouvez
        qu que quel quelle quelles quelqu quelque quelques quels question quoi rapide s sa ses si son sont stp sujet sur
        svp t ta te tes toi ton tous tout toute trop tu un une vous vos votre vrai y
    """,
    "en": """
        a about above all am an and any anybody anyone anything are at be been by can could did do does for from get
        give got guys had has have he her here him his how i if in is it just lend let maybe me mine my need of on one
        or our please pls quick s she should so some somebody someone something take team tell that the their them
        there these they this those thread to us view views was we what when where which will with would you your
    """,
}
_GREETINGS = frozenset(["allo", "bjr", "bonjour", "bonsoir", "bsr", "coucou", "hello", "hey", "hi", "salut", "slt"])
_OWN_NAMES = frozenset({"bot", "passeur"})
_MARKS = re.compile(r"<[^>]*>|:[a-z0-9_+-]+:", re.IGNORECASE)
"""Mentions, links and emojis, which say nothing of their own in a call."""


def is_call(text: str) -> bool:
    """Whether the words only call the bot in and ask nothing of their own; no words at all are a call too.

    A greeting alone is no call: it wants a greeting back.
    """
    words = folded(_MARKS.sub(" ", text)).split()
    if not words:
        return True
    for language, calls in _CALLS.items():
        calling = frozenset(calls.split())
        around = calling.union(_AROUND[language].split(), _GREETINGS, _OWN_NAMES)
        if around.issuperset(words) and not calling.isdisjoint(words):
            return True
    return False


def question_above(
    above: Sequence[ThreadMessage], *, certain: Callable[[str], bool], small_talk: Callable[[str], bool]
) -> ThreadMessage | None:
    """The message that is most likely the question on which the bot is called in; None when nothing asks anything.

    `above` is in order, the oldest first. A question mark and an entry that matches for certain speak for a message;
    among equals the newest wins, since a thread drifts.
    """
    asking = [said for said in above if not is_call(said.text) and not small_talk(said.text)]
    sure = [said for said in asking if certain(said.text)]
    marked = [said for said in asking if "?" in said.text]
    both = [said for said in sure if said in marked]
    for found in (both, sure, marked):
        if found:
            return found[-1]
    return asking[0] if asking else None
