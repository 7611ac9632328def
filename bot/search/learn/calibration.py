"""Calibration: from confidence features to the probability that the first entry is right."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.search.arrays import Float64s
from bot.search.scoring.ranking_features import Telling

OUT_OF_SCOPE_AT_LEAST, LIKE_ENTRIES = 0.2, 37.5
"""The share of questions out of scope is max(.2, 37.5 / (37.5 + entries)).

Chosen on the val splits, weighted as the test splits are composed (docs/matching.md).
"""
PRIOR_COUNTS_FOR = 100.0
"""How strongly slopes are drawn to the usual ones, in questions a squared spread; of 20, 100 and 500, best on the val
splits of both sets with three to ten examples an entry, the usual slopes being those of the other sets."""
OFFSET_COUNTS_FOR = 10.0
"""How many questions the usual share right counts for. Chosen by hand; not measured."""
USUAL_OFFSET, MORE_IN_SCOPE = -0.4, 0.5
"""Log-odds (nats) of being right where every feature is as usual and half of the questions are out of scope, and what
comes to it for a nat of the odds of being in scope; fitted beside the usual slopes (docs/matching.md)."""


@dataclass(frozen=True)
class Calibration:
    """A logistic regression on confidence features.

    `weights`: nats per unit of each feature, shape (features,); `offset`: nats.
    """

    weights: Float64s
    offset: float

    def logit(self, confidence: Float64s) -> float:
        """The log-odds (nats) of being right; `confidence`: the confidence features, shape (features,)."""
        return float(confidence @ self.weights + self.offset)

    def probability(self, confidence: Float64s) -> float:
        """The probability of being right, 0 to 1."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.logit(confidence)))))


def out_of_scope_expected(entries: int) -> float:
    """The share of questions that nothing answers: the less is written down, the more is asked beyond it."""
    return max(OUT_OF_SCOPE_AT_LEAST, LIKE_ENTRIES / (LIKE_ENTRIES + entries))


def fitted_calibration(
    confidence: Float64s,
    tellings: Sequence[Telling],
    right: Float64s,
    in_scope: Float64s,
    sample: Float64s,
    out_of_scope: float,
) -> Calibration:
    """`confidence`: shape (questions, features); `tellings`: what each feature usually tells.

    `right`, `in_scope`: 1 or 0, and `sample`: what a question counts, all (questions,); `out_of_scope`: the share of
    questions expected to be.

    Slopes are learned with in-scope and out-of-scope questions at half and half, then one step maps to the share of
    out-of-scope ones expected in use. Its targets are Platt's (1999), a little off 0 and 1: a dozen questions that were
    all told apart do not prove that every one will be. Both steps begin at what is usual, and no question counts more
    than once: with one example an entry, none can be left out and asked, and what is usual is all there is.
    """
    usual, spread, slopes = np.array(tellings).T
    standard = np.hstack([(confidence - usual) / spread, np.ones((len(confidence), 1))])
    pull = np.append(np.full(len(slopes), PRIOR_COUNTS_FOR), OFFSET_COUNTS_FOR)
    expected = np.append(slopes, USUAL_OFFSET)
    weights = _logistic(standard, right, _shares(in_scope, sample, 0.5), pull, expected)
    logits = np.stack([standard @ weights, np.ones(len(confidence))], axis=1)
    hoped = np.where(right > 0, (right.sum() + 1) / (right.sum() + 2), 1 / ((1 - right).sum() + 2))
    to_scope = np.array([1.0, MORE_IN_SCOPE * math.log((1 - out_of_scope) / out_of_scope)])
    drawn = np.full(2, OFFSET_COUNTS_FOR)
    slope, offset = _logistic(logits, hoped, _shares(in_scope, sample, out_of_scope), drawn, to_scope)
    per_unit = weights[:-1] * slope / spread
    return Calibration(per_unit, float(weights[-1] * slope + offset - per_unit @ usual))


def _shares(in_scope: Float64s, sample: Float64s, out_of_scope: float) -> Float64s:
    """Weights, (questions,), that make out-of-scope questions this share of all; on average at most 1 on each side."""
    inside, outside = (in_scope * sample).sum(), ((1 - in_scope) * sample).sum()
    total = min(in_scope.sum() / (1 - out_of_scope), (1 - in_scope).sum() / out_of_scope)
    weights = np.where(in_scope > 0, (1 - out_of_scope) / max(1.0, inside), out_of_scope / max(1.0, outside))
    return np.asarray(weights * sample * total)


def _logistic(design: Float64s, right: Float64s, sample: Float64s, pull: Float64s, expected: Float64s) -> Float64s:
    """Slopes by Newton steps; `design`: shape (questions, columns).

    They are drawn towards what is `expected` of them, with the strength `pull`, both of shape (columns,).
    """
    weights = expected.copy()
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        gradient = design.T @ (sample * (chance - right)) + pull * (weights - expected)
        curvature = (design * (sample * chance * (1 - chance))[:, None]).T @ design + np.diag(pull)
        step = np.linalg.solve(curvature, gradient)
        weights = weights - step * min(1.0, 5 / (np.abs(step).max() + 1e-9))
        if np.abs(step).max() < 1e-6:
            break
    return weights
