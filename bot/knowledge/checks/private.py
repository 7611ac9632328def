"""Rules on what must not stand in a knowledge that a whole organisation reads: secrets, and ways to reach people."""

from collections.abc import Iterator

from bot.knowledge.checks.written import Written, written
from bot.knowledge.places import Places
from bot.knowledge.private.contacts import MAILBOX, PHONE
from bot.knowledge.private.secrets import named_secrets, secret_spans
from bot.knowledge.problem import Problem
from bot.knowledge.schema import Knowledge
from bot.knowledge.syntax import lines_of
from bot.knowledge.tree import YamlDocument

CONTACT_HINT = "name a channel, a page or a team that stays; people are introduced once both agreed"


def secret(_knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """No file of the knowledge holds a password, a key or a token, not even in a comment.

    Passes: `export SLACK_BOT_TOKEN=…`. Fails: a token of Slack, a key of AWS, « mot de passe : Ouvert2026 ».
    """
    hint = "take it out and revoke it: whoever reads the files has it"
    for source in _sources(places):
        small = source.text.lower()
        for shape in named_secrets():
            if not any(word in small for word in shape.words):
                continue
            for found in shape.pattern.finditer(source.text):
                above = lines_of(source.text[: found.start()])
                place = len(above), len(above[-1]) + 1
                yield Problem(source.path, *place, f"this looks like {shape.kind}", "secret", hint)


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
            if any(start < found.end() and found.start() < end for start, end in secret_spans(text.prose)):
                continue  # the rule on secrets tells it
            message = f"{what} stands here for everybody to read"
            yield text.problem(places, "contact-detail", message, *found.span(), hint=CONTACT_HINT)


def _sources(places: Places) -> Iterator[YamlDocument]:
    items = (item.source for kind in places.items.values() for item in kind.values())
    whole = (source for sources in places.sources.values() for source in sources)
    yield from {id(source): source for source in (*items, *whole)}.values()
