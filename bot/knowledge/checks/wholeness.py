"""Rules on what is asked of entries without being needed: a warning where an organisation asks it of itself."""

from collections.abc import Iterator

from bot.knowledge.defaults import data
from bot.knowledge.places import Places
from bot.knowledge.problem import Problem, counted
from bot.knowledge.schema import Entry, Knowledge
from bot.knowledge.shapes import TEMPLATE


def incomplete_entry(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """An entry says who looks after it, where it comes from, and when it was read last: a warning.

    Passes: an entry with `reviewed`, where organisation.yaml names `owner` and `source`. Fails: one with a title,
    questions and an answer alone; once there are sections, also one that names none.
    """
    for entry in knowledge.entries.values():
        missing = list(_missing(entry, places))
        if missing:
            message = f"{_listed(missing)} {'is' if len(missing) == 1 else 'are'} missing"
            once = " and ".join(f'"{key}"' for key in missing if key in ("owner", "source"))
            hint = f"say so here, or {once} once for all in organisation.yaml" if once else "add it when you can"
            yield places.problem("incomplete-entry", message, "entries", entry.id, hint=hint).as_warning()


def few_questions(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """An entry has as many example questions in each language as `style.least_questions` of organisation.yaml asks.

    Few examples are recognised badly. Passes: 12 questions where 12 are asked. Fails: 11; a warning in another folder
    than the one that asks.
    """
    least = knowledge.organisation.style.least_questions
    for entry in knowledge.entries.values():
        if entry.id in data("entries"):  # the built-in questions come on top
            continue
        for language in knowledge.organisation.languages:
            count = len(entry.wording(language).questions)
            if count < least:
                message = f"{counted(count, 'question')}; this knowledge asks for {least} or more"
                at = (language, "questions")
                problem = places.problem("few-questions", message, "entries", entry.id, *at, key=True)
                yield _weighed(problem, "least_questions", entry, places)


def answer_length(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """An answer has as many words as `style` of organisation.yaml allows: enough to help, few enough to be read.

    Passes: 40 to 180 words where these are the limits. Fails: 39; a warning in another folder than the one that asks.
    """
    least, most = knowledge.organisation.style.least_words, knowledge.organisation.style.most_words
    for entry in knowledge.entries.values():
        for language in knowledge.organisation.languages:
            count = len(TEMPLATE.sub("", entry.wording(language).answer).split())
            if not least <= count <= most:
                message = f"the answer has {counted(count, 'word')}; this knowledge asks for {least} to {most}"
                problem = places.problem("answer-length", message, "entries", entry.id, language, "answer", key=True)
                yield _weighed(problem, "least_words" if count < least else "most_words", entry, places)


def _weighed(problem: Problem, key: str, entry: Entry, places: Places) -> Problem:
    """A folder on top of another is not bound by the other's style."""
    asking, _ = places.find("organisation", "", "style", key)
    asked, _ = places.find("entries", entry.id)
    own = asking is None or asked is None or asked.path.is_relative_to(asking.path.parent)
    return problem if own else problem.as_warning()


def _missing(entry: Entry, places: Places) -> Iterator[str]:
    """Keys without a value are told of elsewhere."""
    written = places.items["entries"][entry.id].node.data
    asked = ("owner", "reviewed", "source", *(("sections",) if places.kept("sections") else ()))
    return (key for key in asked if not getattr(entry, key) and key not in written)


def _listed(keys: list[str]) -> str:
    quoted = [f'"{key}"' for key in keys]
    return " and ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
