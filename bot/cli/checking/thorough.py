"""`passeur check --thorough`: the rule that learns the knowledge three times, each time without a third of it."""

from collections.abc import Iterator

from bot.features.answering.corpus import corpus
from bot.knowledge.defaults import completed
from bot.knowledge.places import Check, Places
from bot.knowledge.problem import Problem
from bot.knowledge.schema import Knowledge
from bot.search.corpus import Example
from bot.search.evaluation.left_out import left_out
from bot.search.fitted import FitProgress

HINT = "write questions with other words, or make the two entries one"


def winless(progress: FitProgress) -> Check:
    """The rule; `progress` is told how far it is."""

    def cannot_win(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
        languages = knowledge.organisation.languages
        own = {
            (entry.id, language): [Example(text, language) for text in entry.wording(language).questions]
            for entry in knowledge.entries.values()
            for language in languages
        }
        for (name, language), result in left_out(corpus(completed(knowledge)), own, progress).items():
            if result.found or not result.instead:
                continue
            other = result.instead.most_common(1)[0][0]
            words = f" ({', '.join(result.words)})" if result.words else ""
            message = f'none of its {result.asked} questions finds it when left out: "{other}" comes first{words}'
            at = (language, "questions")
            yield places.problem("cannot-win", message, "entries", name, *at, key=True, hint=HINT).as_warning()

    return cannot_win
