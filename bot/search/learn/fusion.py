"""Tables of signals with the row that was right in; one weight a signal out."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float64]


def fitted_weights(tables: Sequence[Table], right: Sequence[int], prior: Table, strength: float) -> Table:
    """Linear conditional logit by Newton steps, drawn towards the prior.

    `strength`: how many questions the prior counts for, relative to each signal's own spread.
    """
    usable = [(table, row) for table, row in zip(tables, right, strict=True) if row >= 0 and len(table) > 1]
    if not usable:
        return prior.copy()
    rows = max(len(table) for table, _ in usable)
    stacked = np.zeros((len(usable), rows, len(prior)))
    absent = np.ones((len(usable), rows), bool)
    for i, (table, _) in enumerate(usable):
        stacked[i, : len(table)] = table
        absent[i, : len(table)] = False
    answers = np.array([row for _, row in usable])
    spread = stacked[~absent].std(axis=0) + 1e-3
    weights = prior.copy()
    for _ in range(12):
        step = _newton_step(stacked, absent, answers, weights, prior, strength * spread**2)
        weights = weights - step
        if np.abs(step * spread).max() < 1e-3:
            break
    return np.maximum(weights, 0.0)


def _newton_step(
    stacked: Table, absent: NDArray[np.bool_], answers: NDArray[np.int64], weights: Table, prior: Table, pull: Table
) -> Table:
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
