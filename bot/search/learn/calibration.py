"""Facts about past rankings and whether each was right in; the probability of being right out."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float64]
OUT_OF_SCOPE_AT_LEAST, LIKE_ENTRIES = 0.2, 37.5
PENALTY, EXPECTED_SLOPE = 5.0, 0.15


@dataclass(frozen=True)
class Calibration:
    """A logistic regression on standardised facts."""

    mean: Table
    spread: Table
    weights: Table
    offset: float

    def logit(self, facts: Table) -> float:
        return float(((facts - self.mean) / self.spread) @ self.weights + self.offset)

    def probability(self, facts: Table) -> float:
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.logit(facts)))))


def out_of_scope_expected(entries: int) -> float:
    """The share of questions that nothing answers: the less is written down, the more is asked beyond it."""
    return max(OUT_OF_SCOPE_AT_LEAST, LIKE_ENTRIES / (LIKE_ENTRIES + entries))


def fitted_calibration(
    facts: Table, directions: Table, right: Table, in_scope: Table, sample: Table, out_of_scope: float
) -> Calibration:
    """`directions`: 1 where more of a fact speaks for the answer, -1 where it speaks against.

    Slopes are learned with in-scope and out-of-scope questions at half and half, then one step maps to
    the share of out-of-scope ones expected in use. Its targets are Platt's (1999), a little off 0 and 1: a dozen
    questions that were all told apart do not prove that every one will be.
    """
    mean, spread = facts.mean(axis=0), np.maximum(facts.std(axis=0), 0.02)
    standard = np.hstack([(facts - mean) / spread, np.ones((len(facts), 1))])
    balanced = _shares(in_scope, sample, 0.5)
    weights = _logistic(standard, right, balanced, PENALTY, EXPECTED_SLOPE * directions)
    logits = np.stack([standard @ weights, np.ones(len(facts))], axis=1)
    hoped = np.where(right > 0, (right.sum() + 1) / (right.sum() + 2), 1 / ((1 - right).sum() + 2))
    slope, offset = _logistic(logits, hoped, _shares(in_scope, sample, out_of_scope), 1e-3, np.ones(1))
    return Calibration(mean, spread, weights[:-1] * slope, float(weights[-1] * slope + offset))


def _shares(in_scope: Table, sample: Table, out_of_scope: float) -> Table:
    """Weights that make out-of-scope questions this share of all."""
    inside, outside = max(1.0, (in_scope * sample).sum()), max(1.0, ((1 - in_scope) * sample).sum())
    weights = np.where(in_scope > 0, (1 - out_of_scope) / inside, out_of_scope / outside)
    return np.asarray(weights * sample * len(in_scope))


def _logistic(design: Table, right: Table, sample: Table, penalty: float, expected: Table) -> Table:
    """The last column is the constant; the others' slopes are drawn towards what is expected of them."""
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
