"""The two thresholds: from which probability a question is answered, and from which it gets choices."""

import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from bot.search.arrays import Bools, Float64s

MADE_ANSWERED = 0.12
"""Share of the made out-of-scope questions that may be answered. Chosen by hand at first; not measured."""
LIKELIER_RIGHT, HIGHEST = 0.5, 0.999
"""No answer is likelier wrong than right, and certainty is never asked for."""
USUALLY_WRONG, USUAL_COUNTS_FOR = 0.11, 300.0
"""Above a probability t, usually .11 (1 - t) of the questions in scope are answered wrong: a bound of what was seen on
the val splits and the development questions. It counts for 300 questions beside those of the knowledge."""
MORE_IN_USE, WITH_FEW = 0.3, 10
"""By this share more are wrong in use than of the held-out predictions on which all was learned: 1.2 to 1.6 times as
many on the val splits with five and ten examples an entry, no more of the development questions with 84."""
BLUR = 0.1
"""Nats around a threshold in which a question counts in part, so that the threshold moves by little when one question
comes or goes. Chosen by hand; not measured."""
WORTH_OFFERING = 0.4
"""Below two chances in five that one of the first three is right, choices are more often noise than help: chosen on the
development questions and conversations, where one of 61 right choices is lost to it (docs/matching.md)."""


class Thresholds(NamedTuple):
    """Probabilities, 0 to 1: that the first entry is right, and that one of the first three is."""

    answer_at: float
    choices_at: float


class Rehearsed(NamedTuple):
    """The held-out predictions, all of shape (predictions,).

    `sure`: the calibrated probability; `right`, `in_scope`, and `real`, which nobody made up: what it is; `counts`: how
    often it counts.
    """

    sure: Float64s
    right: Bools
    in_scope: Bools
    real: Bools
    counts: Float64s


def fitted_thresholds(rehearsed: Rehearsed, wrong_accepted: float, examples_an_entry: float) -> Thresholds:
    """Answer where wrong ones stay accepted, in scope and beyond; below, offer choices where one is likely enough.

    Made out-of-scope questions are nearer to the knowledge than most real ones: more of them may be answered.
    """
    sure, right, in_scope, real, counts = rehearsed
    logits = np.log(np.clip(sure, 1e-9, 1 - 1e-9) / np.clip(1 - sure, 1e-9, 1))
    in_use = 1 + MORE_IN_USE * min(1.0, WITH_FEW / max(1.0, examples_an_entry))
    asked, wrong = float(counts[in_scope].sum()) + USUAL_COUNTS_FOR, in_scope & ~right

    def wrong_answered(at: float) -> float:
        seen = in_use * _above(logits[wrong], at, counts[wrong])
        return (seen + USUAL_COUNTS_FOR * USUALLY_WRONG * (1 - _probability(at))) / asked

    answer_at = _lowest(wrong_answered, wrong_accepted)
    for outside, accepted in ((~in_scope & real, wrong_accepted), (~in_scope & ~real, MADE_ANSWERED)):
        if outside.any():
            answer_at = max(answer_at, _lowest(partial(_share_above, logits[outside]), accepted))
    return Thresholds(answer_at, WORTH_OFFERING)


def _above(logits: Float64s, at: float, counts: Float64s | float = 1.0) -> float:
    """How many lie above, those within `BLUR` in part."""
    return float((counts / (1 + np.exp(np.clip((at - logits) / BLUR, -30, 30)))).sum())


def _share_above(logits: Float64s, at: float) -> float:
    return _above(logits, at) / len(logits)


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def _lowest(share_above: Callable[[float], float], accepted: float) -> float:
    """The lowest probability, between `LIKELIER_RIGHT` and .999, above which no more than the accepted share lies."""
    low, high = math.log(LIKELIER_RIGHT / (1 - LIKELIER_RIGHT)), math.log(HIGHEST / (1 - HIGHEST))
    if share_above(low) <= accepted:
        return _probability(low)
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if share_above(middle) <= accepted else (middle, high)
    return _probability(high)
