"""Learning to rank: one weight a ranking feature, by a linear conditional logit."""

from collections.abc import Sequence

import numpy as np

from bot.search.arrays import Bools, Float64s, Int64s
from bot.search.scoring.ranking_features import RankingFeature

PRIOR_COUNTS_FOR = 100.0
"""How many questions the prior weights count for, each relative to its feature's spread.

Chosen by hand at first; not measured.
"""


def fitted_weights(tables: Sequence[Float64s], right: Sequence[int], features: Sequence[RankingFeature]) -> Float64s:
    """The weights, shape (features,), in nats per unit of each feature; by Newton steps, drawn towards the prior.

    `tables`: one a question, shape (shortlisted, features); `right`: the row of the right entry, -1 if it isn't there.
    """
    prior = np.array([feature.prior_weight for feature in features])
    usable = [(table, row) for table, row in zip(tables, right, strict=True) if row >= 0 and len(table) > 1]
    if not usable:
        return prior
    rows = max(len(table) for table, _ in usable)
    stacked = np.zeros((len(usable), rows, len(prior)))
    absent = np.ones((len(usable), rows), bool)
    for i, (table, _) in enumerate(usable):
        stacked[i, : len(table)] = table
        absent[i, : len(table)] = False
    answers = np.array([row for _, row in usable])
    spread = stacked[~absent].std(axis=0) + 1e-3
    weights = prior
    for _ in range(12):
        step = _newton_step(stacked, absent, answers, weights, prior, PRIOR_COUNTS_FOR * spread**2)
        weights = weights - step
        if np.abs(step * spread).max() < 1e-3:
            break
    signs = np.array([feature.sign for feature in features])
    return np.where(weights * signs > 0, weights, 0.0)


def _newton_step(
    stacked: Float64s, absent: Bools, answers: Int64s, weights: Float64s, prior: Float64s, pull: Float64s
) -> Float64s:
    """`stacked`: shape (questions, rows, features); `absent`: (questions, rows), where a question has fewer rows."""
    scores = stacked @ weights
    scores[absent] = -np.inf
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    means = np.einsum("qr,qrs->qs", shares, stacked)
    chosen = stacked[np.arange(len(answers)), answers]
    gradient = (means - chosen).sum(axis=0) + pull * (weights - prior)
    weighted = stacked * np.sqrt(shares)[:, :, None]
    flat = weighted.reshape(-1, stacked.shape[2])
    hessian = flat.T @ flat - means.T @ means + np.diag(pull)
    return np.asarray(np.linalg.solve(hessian + 1e-9 * np.eye(len(weights)), gradient))
