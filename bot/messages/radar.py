"""Draws a radar as SVG: a spoke a dimension, the shape of this time, and beneath it that of the last time."""

import math
import re
from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring

WIDTH, HEIGHT = 1040, 860
CENTRE = (520.0, 455.0)
INNER, OUTER = 34.0, 262.0
"""Where the spokes begin, so that a shape without points is seen, and where they end."""
GAP, LINE = 20.0, 22.0
NAME_LENGTH, LEVEL_LENGTH, TITLE_LENGTH = 23, 24, 64
INK, QUIET, GRID, PAPER, NOW, BEFORE = "#1c2b2a", "#56635f", "#cfd8d3", "#ffffff", "#1f6f66", "#c4741a"
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""
Corner = tuple[float, float]


class Spoke(NamedTuple):
    """`share`: of the most points, from 0 to 1. `last`: that of the last time. `level`: in words, under the name."""

    name: str
    level: str
    share: float
    last: float | None = None


class Ring(NamedTuple):
    """A line around the middle, with a word for it."""

    share: float
    word: str = ""


def radar(title: Sequence[str], spokes: Sequence[Spoke], rings: Sequence[Ring], legend: tuple[str, str]) -> str:
    """For three spokes or more. `title`: its lines. `legend`: the words for this time and for the last time."""
    svg = Element("svg", xmlns="http://www.w3.org/2000/svg", width=str(WIDTH), height=str(HEIGHT))
    svg.set("font-family", "Liberation Sans, Arial, sans-serif")
    SubElement(svg, "rect", width=str(WIDTH), height=str(HEIGHT), fill=PAPER)
    _grid(svg, len(spokes), rings)
    if compared := any(spoke.last is not None for spoke in spokes):
        _shape(svg, [spoke.last or 0 for spoke in spokes], BEFORE, dashed=True)
    _shape(svg, [spoke.share for spoke in spokes], NOW)
    _words(svg, len(spokes), rings)
    for place, spoke in enumerate(spokes):
        _label(svg, spoke, place / len(spokes))
    for number, line in enumerate(title):
        _text(svg, (WIDTH / 2, 50.0 + 34 * number), _cut(line, TITLE_LENGTH), size=28 - 5 * number, weight="bold")
    if compared:
        _legend(svg, legend)
    return tostring(svg, encoding="unicode")


def _at(share: float, turn: float, beyond: float = 0) -> Corner:
    """`turn`: the part of a whole turn, clockwise from the top."""
    reach, angle = INNER + (OUTER - INNER) * min(max(share, 0), 1) + beyond, 2 * math.pi * turn
    return CENTRE[0] + reach * math.sin(angle), CENTRE[1] - reach * math.cos(angle)


def _grid(svg: Element, count: int, rings: Iterable[Ring]) -> None:
    for ring in rings:
        points = [_at(ring.share, place / count) for place in range(count)]
        SubElement(svg, "polygon", {"points": _points(points), "fill": "none", "stroke": GRID, "stroke-width": "1.5"})
    for place in range(count):
        (x1, y1), (x2, y2) = CENTRE, _at(1, place / count)
        ends = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
        SubElement(svg, "line", {**ends, "stroke": GRID, "stroke-width": "1.5"})


def _shape(svg: Element, shares: Sequence[float], colour: str, *, dashed: bool = False) -> None:
    corners = [_at(share, place / len(shares)) for place, share in enumerate(shares)]
    look = {"fill": colour, "fill-opacity": "0.16" if dashed else "0.28", "stroke": colour, "stroke-width": "3"}
    look |= {"stroke-dasharray": "9 6"} if dashed else {}
    SubElement(svg, "polygon", {"points": _points(corners), "stroke-linejoin": "round", **look})
    for x, y in corners:
        dot = {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "6", "stroke": colour, "stroke-width": "3"}
        SubElement(svg, "circle", {**dot, "fill": PAPER if dashed else colour})


def _words(svg: Element, count: int, rings: Iterable[Ring]) -> None:
    """Between the first spoke and the next, where the lines of the shapes are the fewest."""
    for ring in rings:
        (x1, y1), (x2, y2) = _at(ring.share, 0), _at(ring.share, 1 / count)
        _text(svg, ((x1 + x2) / 2, (y1 + y2) / 2 + 5), ring.word, size=15, colour=QUIET)


def _label(svg: Element, spoke: Spoke, turn: float) -> None:
    x, y = _at(1, turn, GAP)
    aside = math.sin(2 * math.pi * turn)
    anchor = "middle" if abs(aside) < 0.1 else "start" if aside > 0 else "end"
    names = wrap(spoke.name, NAME_LENGTH, max_lines=2, placeholder="…")
    lines = [(line, "bold", INK) for line in names]
    lines += [(line, "normal", NOW) for line in wrap(spoke.level, LEVEL_LENGTH, max_lines=2, placeholder="…")]
    up = (1 + math.cos(2 * math.pi * turn)) / 2  # all lines above the point at the top, all below it at the bottom
    first = y - (len(lines) - 1) * LINE * up + 12 * (1 - up)
    for number, (line, weight, colour) in enumerate(lines):
        _text(svg, (x, first + number * LINE), line, size=19, weight=weight, colour=colour, anchor=anchor)


def _legend(svg: Element, legend: tuple[str, str]) -> None:
    for words, x, colour in ((legend[0], 300.0, NOW), (legend[1], 550.0, BEFORE)):
        dash = {"stroke-dasharray": "9 6"} if colour == BEFORE else {}
        ends = {"x1": f"{x}", "x2": f"{x + 54}", "y1": f"{HEIGHT - 36}", "y2": f"{HEIGHT - 36}"}
        SubElement(svg, "line", {**ends, "stroke": colour, "stroke-width": "4", **dash})
        _text(svg, (x + 66, HEIGHT - 30.0), words, size=18, anchor="start")


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def _text(svg: Element, at: Corner, words: str, **look: object) -> None:
    """On a halo, so that no line of the picture strikes it out."""
    made = {"size": 18, "weight": "normal", "colour": INK, "anchor": "middle", **look}
    placed = {"x": f"{at[0]:.1f}", "y": f"{at[1]:.1f}", "fill": f"{made['colour']}", "text-anchor": f"{made['anchor']}"}
    font = {"font-size": f"{made['size']}", "font-weight": f"{made['weight']}"}
    halo = {"stroke": PAPER, "stroke-width": "5", "stroke-linejoin": "round", "paint-order": "stroke"}
    SubElement(svg, "text", {**placed, **font, **halo}).text = _UNPRINTABLE.sub("", words)


def _points(corners: Iterable[Corner]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
