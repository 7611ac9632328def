"""Rules on what must not stand in a knowledge that a whole organisation reads: secrets, and ways to reach people."""

import re
from collections.abc import Iterator
from functools import cache

from bot.knowledge.addresses import EMAIL
from bot.knowledge.checks.written import Written, written
from bot.knowledge.places import Places
from bot.knowledge.problem import Problem
from bot.knowledge.schema import Knowledge
from bot.knowledge.syntax import lines_of
from bot.knowledge.tree import YamlDocument
from bot.languages import alternatives, check_words

# A kind of secret, what every one of that kind has in small letters, and how it looks: whole files are searched, so the
# words come first.
SECRETS = tuple(
    (what, tuple(words.split()), re.compile(pattern))
    for what, words, pattern in (
        ("a token of Slack", "xox xapp-", r"\b(?:xox[abeoprs]|xapp)-[\w-]{8,}"),
        ("a webhook of Slack", "hooks.slack.com", r"https://hooks\.slack\.com/(?:services|workflows|triggers)/\S+"),
        ("a key of AWS", "akia asia", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
        ("a token of a code forge", "ghp_ gho_ ghu_ ghs_ ghr_", r"\bgh[pousr]_\w{30,}"),
        ("a token of a code forge", "github_pat_ glpat-", r"\b(?:github_pat_\w{20,}|glpat-[\w-]{16,})"),
        ("an API key", "sk- sk_live_ aiza", r"\b(?:sk-[\w-]{20,}|sk_live_\w{16,}|AIza[\w-]{30,})"),
        ("an API key", "hf_ npm_ pypi-", r"\b(?:hf_\w{30,}|npm_\w{30,}|pypi-[\w-]{30,})"),
        ("a private key", "private key", r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
        ("a signed token", "eyj", r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*"),
        ("an address with a password", "://", r"\b[a-z][a-z+]+://[^\s/:@\"']+:[^\s/@\"'{]+@[\w.-]+"),
        (
            "a bank account",
            "fr de be es it lu ch nl gb",
            r"\b(?:FR|DE|BE|ES|IT|LU|CH|NL|GB)\d{2}(?: ?[0-9A-Z]{4}){3,6}\b",
        ),
    )
)
_VALUE = r"(?=[^\s\"'`»”]*\d)(?=[^\s\"'`»”]*[A-Za-z])[^\s\"'`»”/(){}]{6,}"
GAP = "[ .\u00a0\u202f-]?"
PHONE = re.compile(
    rf"(?<![\w.,+/-])(?:(?:\+|00)33{GAP}(?:\(0\){GAP})?|0)[1-9](?:{GAP}\d{{2}}){{4}}(?![\w/]|[.-]\d)"
    rf"|(?<![\w+])\+(?!33)[1-9]\d{{0,2}}(?:{GAP}\(?\d{{2,4}}\)?){{2,5}}(?!\w)"
)
MAILBOX = re.compile(rf"(?<![\w:/.+-]){EMAIL.pattern}")
CONTACT_HINT = "name a channel, a page or a team that stays; people are introduced once both agreed"


@cache
def _secrets() -> tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...]:
    """With the passwords, which each language has words for; files of settings have theirs everywhere."""
    phrases = [phrase for words in check_words() for phrase in words.secrets]
    verbs = alternatives(verb for words in check_words() for verb in words.is_)
    named = rf"(?i:\b(?:passwd|pwd|secret|token|api[ _-]?key|{alternatives(phrases)}))"
    pattern = re.compile(rf"{named}\s*(?:[:=]|(?:{verbs})\b)\s*[\"'`«“]?\s*{_VALUE}")
    return (*SECRETS, ("a password", ("passwd", "pwd", "secret", "token", "api", *phrases), pattern))


def secret(_knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """No file of the knowledge holds a password, a key or a token, not even in a comment.

    Passes: `export SLACK_BOT_TOKEN=…`. Fails: a token of Slack, a key of AWS, « mot de passe : Ouvert2026 ».
    """
    hint = "take it out and revoke it: whoever reads the files has it"
    for source in _sources(places):
        small = source.text.lower()
        for what, words, pattern in _secrets():
            if not any(word in small for word in words):
                continue
            for found in pattern.finditer(source.text):
                above = lines_of(source.text[: found.start()])
                place = len(above), len(above[-1]) + 1
                yield Problem(source.path, *place, f"this looks like {what}", "secret", hint)


def contact_detail(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """No contact detail stands where everybody reads it: a phone number or an e-mail address in an answer is a warning,
    and in what is shown of a mentor an error, as nothing is shown of how to reach them before both sides said yes.

    Passes: « écrivez dans le canal ». Fails: « appelez le 01 23 45 67 89 », `did: { fr: "… m@example.org" }`.
    """
    for text in written(knowledge):
        for problem in _contacts(text, places):
            yield problem.as_warning()
    for mentor in knowledge.mentors:
        for language in knowledge.organisation.languages:
            yield from _contacts(Written(mentor.did.get(language), "mentors", mentor.id, ("did", language)), places)
        for key, shown in (("name", mentor.name), ("sector", mentor.sector or "")):
            yield from _contacts(Written(shown, "mentors", mentor.id, (key,)), places)


def _contacts(text: Written, places: Places) -> Iterator[Problem]:
    for pattern, what in ((MAILBOX, "an e-mail address"), (PHONE, "a phone number")):
        if what.endswith("address") and "@" not in text.text:
            continue
        for found in pattern.finditer(text.prose):
            message = f"{what} stands here for everybody to read"
            yield text.problem(places, "contact-detail", message, *found.span(), hint=CONTACT_HINT)


def _sources(places: Places) -> Iterator[YamlDocument]:
    items = (item.source for kind in places.items.values() for item in kind.values())
    whole = (source for sources in places.sources.values() for source in sources)
    yield from {id(source): source for source in (*items, *whole)}.values()
