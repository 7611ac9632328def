"""Where a person stands, in the words of the Home tab: the station, what is done, the next action, who else sees it."""

from typing import Any

from bot.features.introductions.intents import Introduce
from bot.features.questionnaires.intents import KeepResult, ShowResult, StartQuestionnaire
from bot.features.questionnaires.station import Station, outcomes_of
from bot.features.teams.intents import LeaveTeam, OpenTeam
from bot.knowledge.questionnaires.walk import subject, walked
from bot.messages.catalogue import Catalogue
from bot.messages.language import typographic
from bot.messages.parts import Button, Buttons, Divider, Footnote, Paragraph, Part
from bot.messages.words import TemplateBlocks

HOME = "home"


def standing(render: Catalogue, stations: tuple[Station, ...], words: TemplateBlocks, *, people: bool) -> list[Part]:
    """`people`: there is somebody to talk to."""
    shown = [part for station in stations for part in _of(render, station, words, people=people)]
    return [Divider(), Paragraph(f"**{words('title')}**"), *shown] if shown else []


def told(render: Catalogue, station: Station, words: TemplateBlocks) -> list[Part]:
    """The station, what is done and the next action; nothing when the file has changed too much since."""
    outcomes = outcomes_of(render.knowledge, station)
    if not outcomes:
        return []
    questionnaire, language = render.knowledge.questionnaires[station.questionnaire], words.language
    points = walked(questionnaire, station.answers).points
    done = [
        typographic(one.get(language), language)
        for name, one in questionnaire.dimensions.items()
        if points.get(name, 0) >= one.max
    ]
    station_name = typographic(outcomes[0].title.get(language), language)
    said = words("stand_station", about=subject(questionnaire, station.answers), name=station_name, done=done)
    also = [typographic(one.title.get(language), language) for one in outcomes[1:]]
    parts: list[Part] = [Paragraph(f"{said}\n\n{render.filled(outcomes[0].text.get(language), language)}")]
    return [*parts, Footnote(words("stand_also", names=also))] if also else parts


def _of(render: Catalogue, station: Station, words: TemplateBlocks, *, people: bool) -> list[Part]:
    parts = told(render, station, words)
    if not parts:
        return []
    common: dict[str, Any] = {"language": words.language, "questionnaire": station.questionnaire}
    outcome = outcomes_of(render.knowledge, station)[0]
    seek = Introduce(language=words.language, topics=outcome.topics, steps=outcome.steps)
    mentor = Button(words.label("stand_mentor"), seek)
    helped = (mentor,) if people and (outcome.topics or outcome.steps) else ()
    if station.by is not None:
        leave = Button(words.label("stand_leave"), LeaveTeam(**common, key=station.key))
        return [*parts, Footnote(words("stand_by", user=station.by)), Buttons((*helped, leave))]
    buttons = (
        Button(words.label("stand_again"), StartQuestionnaire(**common, again=True)),
        Button(words.label("stand_result"), ShowResult(**common, result=station.result)),
        Button(words.label("stand_keep"), KeepResult(**common, result=station.result)),
        *helped,
        Button(words.label("stand_team"), OpenTeam(**common)),
    )
    shown = [Footnote(words("stand_shown", people=station.team))] if station.team else []
    return [*parts, *shown, Buttons(buttons)]
