"""The mentors proposed under an answer: why each of them, and the buttons with which to be introduced."""

from bot.features.answering.intents import SeekMentor
from bot.features.answering.replies import Answer, Suggestion
from bot.features.introductions.intents import Introduce
from bot.messages.buttons import fitting
from bot.messages.markdown import Markdown
from bot.messages.parts import Button, Buttons, Footnote, Paragraph, Part
from bot.messages.words import TemplateBlocks

LONGEST_TEXT, LONGEST_ENCODED = 500, 1000


def proposals(reply: Answer, mentors: tuple[Suggestion, ...], words: TemplateBlocks) -> list[Part]:
    """Whoever is chosen is asked first, then the others; Passeur's own choice is made when it is wanted."""
    if not mentors:
        anybody = Button(words.label("anybody"), SeekMentor(language=reply.language))
        return [Paragraph(words("nobody")), Buttons((anybody,))]
    names = tuple(suggestion.mentor.id for suggestion in mentors)
    people: list[Part] = []
    for suggestion in mentors:
        mentor = suggestion.mentor
        others = tuple(name for name in names if name != mentor.id)
        ask = _introduce(reply, (mentor.id, *others))
        did, reasons = mentor.did.get(reply.language), Markdown(_reasons(suggestion, words))
        people.append(Paragraph(words("person", name=mentor.name, did=did, reasons=reasons)))
        people.append(Buttons((Button(words.label("introduce", name=mentor.name), ask),)))
    any_of_them = (Buttons((Button(words.label("choose"), _introduce(reply, ())),)),) if names[1:] else ()
    return [
        Paragraph(words("mentors", mentors=mentors)),
        *people,
        *any_of_them,
        Footnote(words("consent", mentors=mentors)),
    ]


def _reasons(suggestion: Suggestion, words: TemplateBlocks) -> str:
    mentor = suggestion.mentor
    return words(
        "reasons",
        topics=suggestion.topics,
        steps=suggestion.steps,
        speaks=suggestion.language,
        sector=mentor.sector if suggestion.sector else None,
        internal=mentor.kind == "internal",
        champion=mentor.role == "champion",
    )


def _introduce(reply: Answer, candidates: tuple[str, ...]) -> Introduce:
    text = fitting(reply.text[:LONGEST_TEXT], LONGEST_ENCODED)
    return Introduce(language=reply.language, candidates=candidates, entry=reply.about, topics=reply.topics, text=text)
