"""A matrix of similarities and the right answers in; the coefficients of a multinomial logistic regression out."""

from collections.abc import Sequence

import numpy as np

from bot.search.sparse import Floats, Ints

PENALTY = 1 / 120
MEMORY = 8


def fitted_coefficients(
    kernel: Floats, answers: Ints, classes: int, *, start: Floats | None = None, steps: int = 40
) -> Floats:
    """Kernel logistic regression by L-BFGS in the kernel's own geometry.

    In that geometry a step costs one product with the kernel and its length none, for scores are linear in
    the coefficients; `start` continues from the solution of a similar problem.
    """
    targets = np.zeros((len(kernel), classes), np.float32)
    targets[np.arange(len(kernel)), answers] = 1
    solution: Floats = np.zeros_like(targets) if start is None else start
    scores = np.zeros_like(targets) if start is None else np.asarray(kernel @ solution, np.float32)
    history: list[tuple[Floats, Floats, Floats, Floats, float]] = []
    gradient = _shares(scores) - targets + PENALTY * solution
    raised = kernel @ gradient
    for step in range(1, steps + 1):
        direction, climbed = _direction(gradient, raised, history)
        length = _step_length(scores, climbed, solution, direction, targets)
        if length <= 0:
            break
        solution = solution + np.float32(length) * direction
        if step == steps:
            break  # the next product would tell only where to go from here
        scores = scores + np.float32(length) * climbed
        following = _shares(scores) - targets + PENALTY * solution
        lifted = kernel @ following
        if float(np.vdot(following, lifted)) < 1e-5 * len(kernel):
            break
        curvature = length * float(np.vdot(direction, lifted - raised))
        if curvature > 1e-10:
            history = [
                *history[1 - MEMORY :],
                (length * direction, length * climbed, following - gradient, lifted - raised, 1 / curvature),
            ]
        gradient, raised = following, lifted
    return solution


def _shares(scores: Floats) -> Floats:
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return np.asarray(shares, np.float32)


def _direction(
    gradient: Floats, raised: Floats, history: Sequence[tuple[Floats, Floats, Floats, Floats, float]]
) -> tuple[Floats, Floats]:
    """The two-loop recursion, on coefficients and on their scores at once."""
    direction, climbed = -gradient, -raised
    factors = []
    for _, step_scores, change, change_scores, inverse in reversed(history):
        factor = inverse * float(np.vdot(step_scores, direction))
        factors.append(factor)
        direction, climbed = direction - factor * change, climbed - factor * change_scores
    if history:
        _, _, change, change_scores, inverse = history[-1]
        scale = 1 / (inverse * float(np.vdot(change, change_scores)))
        direction, climbed = scale * direction, scale * climbed
    for (step, step_scores, _, change_scores, inverse), factor in zip(history, reversed(factors), strict=True):
        back = factor - inverse * float(np.vdot(change_scores, direction))
        direction, climbed = direction + back * step, climbed + back * step_scores
    return direction, climbed


def _step_length(scores: Floats, climbed: Floats, solution: Floats, direction: Floats, targets: Floats) -> float:
    """A root of the slope along the direction, by at most three secant steps."""
    before, at, length = 0.0, 0.0, 1.0
    penalty = PENALTY * float(np.vdot(climbed, solution)), PENALTY * float(np.vdot(climbed, direction))

    def slope(t: float) -> float:
        residual = _shares(scores + np.float32(t) * climbed) - targets
        return float(np.vdot(residual, climbed)) + penalty[0] + t * penalty[1]

    before = slope(0.0)
    if before >= 0:
        return 0.0
    for _ in range(3):
        here = slope(length)
        if abs(here) < 0.1 * abs(before):
            break
        wanted = length - here * (length - at) / (here - before) if here != before else 2 * length
        at, before, length = length, here, min(max(wanted, 0.1 * length), 5 * length)
    return length
