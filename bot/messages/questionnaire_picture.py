"""The picture of a result, with what it shows in words for who does not see it."""

from typing import NamedTuple

from bot.features.questionnaires.replies import ResultPicture
from bot.knowledge.questionnaires.condition import Known
from bot.knowledge.questionnaires.schema import Questionnaire
from bot.knowledge.questionnaires.walk import subject, walked
from bot.messages.catalogue import Catalogue
from bot.messages.language import typographic
from bot.messages.questionnaire_words import level_of, unsure
from bot.messages.radar import Ring, Spoke, radar
from bot.messages.words import TemplateBlocks

PICTURE = "result_picture"
LONGEST_ALT = 1000
"""Characters that Slack takes."""


class Picture(NamedTuple):
    """`alt`: what it shows, in words."""

    name: str
    svg: str
    alt: str


def picture(render: Catalogue, reply: ResultPicture) -> Picture:
    questionnaire, words = render.knowledge.questionnaires[reply.questionnaire], render.words(PICTURE, reply.language)
    known = walked(questionnaire, reply.answers).known
    title = typographic(questionnaire.title.get(reply.language), reply.language)
    about = subject(questionnaire, reply.answers)
    spokes = _spokes(questionnaire, known, reply, words)
    lines = tuple(filter(None, (title, " ".join(about.split()))))
    legend = (words.label("now"), words.label("last_time"))
    said = [words.label("spoke", name=spoke.name, level=spoke.level) for spoke in spokes]
    alt = words.label("alt", name=" · ".join(lines), levels=said, compared=bool(reply.last))
    short = alt if len(alt) <= LONGEST_ALT else alt[: LONGEST_ALT - 1] + "…"
    return Picture(f"{questionnaire.id}.png", radar(lines, spokes, _rings(questionnaire, words), legend), short)


def _spokes(questionnaire: Questionnaire, known: Known, reply: ResultPicture, words: TemplateBlocks) -> list[Spoke]:
    past = walked(questionnaire, reply.last).points if reply.last else {}
    left, made = unsure(questionnaire, known.answers), []
    for name, dimension in questionnaire.dimensions.items():
        points = known.points.get(name, 0)
        level = level_of(questionnaire, points, words.language) or f"{points} / {dimension.max}"
        level = words.label("not_known") if not points and name in left else level
        last = past.get(name, 0) / dimension.max if reply.last else None
        label = typographic(dimension.get(words.language), words.language)
        made.append(Spoke(label, typographic(level, words.language), points / dimension.max, last))
    return made


def _rings(questionnaire: Questionnaire, words: TemplateBlocks) -> list[Ring]:
    """A ring a level, where all dimensions have the same; else quarters without words. In the middle is no room."""
    most = {dimension.max for dimension in questionnaire.dimensions.values()}
    levels = [one for one in questionnaire.levels if 0 <= one.at_least <= max(most)]
    if len(most) > 1 or not levels:
        return [Ring(part / 4) for part in range(5)]
    said = [typographic(one.get(words.language), words.language) if one.at_least else "" for one in levels]
    rings = [Ring(one.at_least / max(most), word) for one, word in zip(levels, said, strict=True)]
    return rings if rings[-1].share == 1 else [*rings, Ring(1)]
