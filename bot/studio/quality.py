"""Quality: how often the answers are right, on questions with known answers, and what the last edits changed."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from bot.app.comparing import compared
from bot.errors import PasseurError
from bot.studio import plots
from bot.studio.measuring import Measured, measured
from bot.studio.pages import bench_of, language_of, page, words

SHOWN = 40
MAIN = ("right_offered", "answered_right", "wrong", "oos_answered")
LAST = "HEAD"


async def quality(request: Request) -> Response:
    bench, language = bench_of(request), language_of(request)
    found = bench.measured.result(bench.decider, partial(measured, bench.decider))
    comparing = "compare" in request.query_params
    changed = None
    if comparing:
        changed = bench.changed.result(bench.decider, partial(compared, bench.settings, LAST))
    said = words(language)["quality"]
    plot = None
    if isinstance(found, Measured) and found.report.risk:
        axes = said["coverage"], said["risk"]
        plot = plots.risk_coverage(found.report.risk, found.at, axes, said["curve"])
    return page(
        request,
        "quality",
        found=None if isinstance(found, PasseurError) else found,
        trouble=str(found) if isinstance(found, PasseurError) else "",
        plot=plot,
        main=MAIN,
        most=SHOWN,
        comparing=comparing,
        changed=None if isinstance(changed, PasseurError) else changed,
        changed_trouble=str(changed) if isinstance(changed, PasseurError) else "",
        known=bench.decider.knowledge.own,
    )
