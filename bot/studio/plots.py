"""Draws plots as SVG here, without a browser: the page's style sheet gives the colours, light or dark."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import vl_convert
from markupsafe import Markup

WIDTH, HEIGHT = 460, 220
SERIES = ("var(--series)", "var(--series-2)", "var(--series-3)", "var(--series-4)", "var(--accent)")
_GROUPS = re.compile(r' (?:role|aria-roledescription|aria-label|aria-hidden)="[^"]*"')
_CONFIG = {
    "view": {"stroke": None},
    "font": "system-ui, sans-serif",
    "axis": {
        **dict.fromkeys(("labelColor", "titleColor"), "var(--quiet)"),
        **dict.fromkeys(("gridColor", "domainColor", "tickColor"), "var(--line)"),
        "labelFontSize": 11,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
    "legend": {"labelColor": "var(--ink)", "title": None, "orient": "top"},
}
Point = tuple[float, float]


def risk_coverage(curve: Sequence[Point], now: Point, axes: tuple[str, str], name: str) -> Markup:
    """How wrong the answers are as more questions are answered; `now`: at the threshold. All are shares."""
    across = {"field": "x", "type": "quantitative", "axis": {"title": axes[0], "format": "%"}}
    up = {"field": "y", "type": "quantitative", "axis": {"title": axes[1], "format": "%"}}
    here = {"values": [{"x": now[0], "y": now[1]}]}
    layers = [
        {
            "data": {"values": [{"x": x, "y": y} for x, y in curve]},
            "mark": {"type": "line", "color": SERIES[0], "strokeWidth": 2.5},
            "encoding": {"x": across, "y": up},
        },
        {
            "data": here,
            "mark": {"type": "rule", "color": SERIES[1], "strokeDash": [4, 3]},
            "encoding": {"x": {"field": "x", "type": "quantitative"}},
        },
        {
            "data": here,
            "mark": {"type": "point", "color": SERIES[1], "filled": True, "size": 90},
            "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}},
        },
    ]
    return _drawn({"layer": layers}, name)


def per_day(counts: Sequence[tuple[str, str, int]], kinds: Sequence[str], name: str) -> Markup:
    """Bars of day, kind and how many; `kinds` in the order in which they are stacked."""
    scale = {"domain": list(kinds), "range": list(SERIES[: len(kinds)])}
    encoding = {
        "x": {
            "field": "day",
            "type": "temporal",
            "timeUnit": "yearmonthdate",
            "axis": {"title": None, "format": "%d/%m", "labelOverlap": "greedy", "labelSeparation": 8},
        },
        "y": {
            "field": "count",
            "type": "quantitative",
            "axis": {"title": None, "format": "d", "values": _whole(counts)},
        },
        "color": {"field": "kind", "type": "nominal", "scale": scale},
    }
    values = [{"day": day, "kind": kind, "count": count} for day, kind, count in counts]
    return _drawn({"data": {"values": values}, "mark": {"type": "bar"}, "encoding": encoding}, name)


def _whole(counts: Sequence[tuple[str, str, int]]) -> list[int]:
    """Where the axis has its lines: there is no half of a question."""
    of_day: Counter[str] = Counter()
    for day, _, count in counts:
        of_day[day] += count
    highest = max(of_day.values(), default=0)
    return list(range(0, highest + 1, max(1, highest // 5)))


def _drawn(spec: dict[str, Any], name: str) -> Markup:
    """One image by its name for who can't see it; the same figures stand in a table beside."""
    whole = {"width": WIDTH, "height": HEIGHT, "background": None, "config": _CONFIG, **spec}
    svg = _GROUPS.sub("", vl_convert.vegalite_to_svg(whole))
    opened = Markup('<svg role="img" aria-label="{}" ').format(name)
    return opened + Markup(svg.removeprefix("<svg "))  # noqa: S704 - the library escapes what it draws
