"""How tokens, keys and passwords look; passwords are found by the words before them, which each language has."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bot.languages import alternatives, check_words

# Where somebody signs in: the user may be missing, and a password may hold slashes, hashes and at signs. A port before
# a path is no password; neither are braces that stand for one.
SIGNED_IN = r"[^\s/:\"'<>]{0,127}:(?!\d{1,5}/|\$?\{)[^\s\"'<>]{1,255}"


class SecretShape(NamedTuple):
    """`kind`: as a problem names it. `words`: of which each one has some, in small letters.

    `whole`: the pattern finds no more than what is hidden. Where it finds more, a pattern of its own hides the part.
    """

    kind: str
    words: tuple[str, ...]
    pattern: re.Pattern[str]
    whole: bool = True


def _shape(kind: str, words: str, pattern: str, *, whole: bool = True) -> SecretShape:
    return SecretShape(kind, tuple(words.split()), re.compile(pattern), whole)


# Whole files are searched, so the words come first: a pattern runs only where one of its words stands.
SECRETS = (
    _shape("a token of Slack", "xox xapp-", r"\b(?:xox[abeoprs]|xapp)-[\w-]{8,}"),
    _shape("a webhook of Slack", "hooks.slack.com", r"https://hooks\.slack\.com/(?:services|workflows|triggers)/\S+"),
    _shape("a key of AWS", "akia asia", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    _shape("a token of a code forge", "ghp_ gho_ ghu_ ghs_ ghr_", r"\bgh[pousr]_\w{30,}"),
    _shape("a token of a code forge", "github_pat_ glpat-", r"\b(?:github_pat_\w{20,}|glpat-[\w-]{16,})"),
    _shape("an API key", "sk- sk_live_ aiza", r"\b(?:sk-[\w-]{20,}|sk_live_\w{16,}|AIza[\w-]{30,})"),
    _shape("an API key", "hf_ npm_ pypi-", r"\b(?:hf_\w{30,}|npm_\w{30,}|pypi-[\w-]{30,})"),
    _shape("a private key", "private key", r"-----BEGIN [A-Z ]*PRIVATE KEY-----", whole=False),
    _shape("a signed token", "eyj", r"\beyJ[\w-]{8,4095}\.eyJ[\w-]{8,}\.[\w-]*"),
    _shape("an address with a password", "://", rf"\b[a-z][a-z+]{{1,30}}://{SIGNED_IN}@[\w.\[-]", whole=False),
    _shape(
        "a bank account",
        "fr de be es it lu ch nl gb",
        r"\b(?:FR|DE|BE|ES|IT|LU|CH|NL|GB)\d{2}(?: ?[0-9A-Z]{4}){3,6}\b",
        whole=False,  # numbers.py knows it by its check digits
    ),
)
_MIXED = r"(?=[^\s\"'`»”]{0,255}\d)(?=[^\s\"'`»”]{0,255}[A-Za-z])[^\s\"'`»”/(){}]{6,}"
_NAMED = "passwd|pwd|secret|token|api[ _-]?key"


@cache
def named_secrets() -> tuple[SecretShape, ...]:
    """With the passwords, which each language has words for; files of settings have theirs everywhere."""
    phrases = [phrase for words in check_words() for phrase in words.secrets]
    pattern = re.compile(
        rf"(?i:\b(?:{_NAMED}|{alternatives(phrases)}))\s*(?:[:=]|(?:{_verbs()})\b)\s*(?:[\"'`«“]\s*)?{_MIXED}"
    )
    return (*SECRETS, SecretShape("a password", ("passwd", "pwd", "secret", "token", "api", *phrases), pattern))


def _verbs() -> str:
    return alternatives(verb for words in check_words() for verb in words.is_)


_BODY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----(.*?)(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL)
_URL_PASSWORD = re.compile(rf"://({SIGNED_IN})@")
_HEADER = re.compile(r"\b(?:Bearer|Basic)\s+([\w.~+/=-]{12,})")
_OPTION = re.compile(r"(?:^|\s)-u\s+([^\s:]+:[^\s\"']+)")
_RANDOM = re.compile(
    r"(?<![\w/.@+=-])(?=[\w+/=-]*[a-z])(?=[\w+/=-]*[A-Z])(?=(?:[\w+/=-]*\d){2})[\w+/=-]{24,}(?![\w/.@])"
)
_WEAK = re.compile(r"(?:secret|token|jeton|pass\b|pin|passe\b|wifi)\w*\s", re.IGNORECASE)
"""Names that a sentence may hold before a sign and a plain word: « le secret : demander »."""
_ASSIGNED = "access[_-]?token|client[_-]secret|secret[_-](?:access[_-])?key"
_TELLS = r"(?:[A-Za-z0-9]{1,30}_){0,6}"
_QUOTED = r"\"[^\"\n]{3,60}\"|(?<!\w)'[^'\n]{3,60}'|«\s?[^»\n]{3,60}?\s?»|“[^”\n]{3,60}”|`[^`\n]{3,60}`"
_PLAIN = r"[^\s\"'«»“”`<>]+[^\s\"'«»“”`<>.,;:!?)]|[^\s\"'«»“”`<>]*[^\s\"'«»“”`<>.,;:)]"


def secret_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where secrets stand: [start, end)."""
    for shape in SECRETS:
        if shape.whole:
            yield from (found.span() for found in shape.pattern.finditer(text))
    for pattern in (_BODY, _URL_PASSWORD, _HEADER, _OPTION):
        yield from (found.span(1) for found in pattern.finditer(text))
    yield from (found.span() for found in _RANDOM.finditer(text))
    assigned, told, beside = _password_patterns()
    for found in assigned.finditer(text):
        weak = _WEAK.match(found[0]) or found["between"]
        if _looks_chosen(found["value"]) or not (weak or _goes_on(found["value"])):
            yield found.span("value")
    for found in told.finditer(text):
        if found["value"][0] in "\"'«“`" or _looks_chosen(found["value"]):
            yield found.span("value")
    for found in beside.finditer(text):
        if _looks_chosen(found["value"]) and re.search(r"\d", found["value"]):
            yield found.span("value")


def _looks_chosen(value: str) -> bool:
    """Whether it is no word of a sentence: with a digit, a sign, or capitals inside."""
    return bool(re.search(r"\d|[^\W\d_][!@#$%&*?+=/][\w!@#$%&*?]|\w[A-Z]", value)) and not value.startswith("http")


def _goes_on(value: str) -> bool:
    """Whether a sentence goes on with this word: « mot de passe : comment le changer ? »."""
    word = re.split(r"['’]", value)[0].lower()
    return any(word in words.light for words in check_words())


@cache
def _password_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A value after a sign; one told by a verb; one that only stands beside."""
    words = [phrase for words in check_words() for phrase in (*words.secrets, *words.codes)]
    name = rf"(?i:(?<![^\W_]){_TELLS}(?:{_NAMED}|pass|{_ASSIGNED}|{alternatives(words)}))"
    value = rf"(?P<value>{_QUOTED}|{_PLAIN})"
    between = r"(?P<between>(?:\s+[^\W\d]+){0,6}?)"
    signs = re.compile(rf"{name}[\"']?{between}(?:\s*=\s*|\s?:\s+|:(?=\S)){value}")
    told = re.compile(rf"{name}{between}\s+(?:{_verbs()})(?:\s*:)?\s*{value}")
    return signs, told, re.compile(rf"{name}\s+{value}")
