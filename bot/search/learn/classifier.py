"""The classifier: multinomial logistic regression on the examples' likeness to one another (a kernel)."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from bot.search.arrays import Float32s, Int32s

RIDGE = 1 / 120
"""Weight of the squared length of the solution; chosen on the val splits."""
MEMORY = 8
"""Steps that L-BFGS remembers; within the usual three to twenty (Nocedal and Wright, 2006)."""


class _Change(NamedTuple):
    """A step and the change of the gradient that it made, each also times the kernel; all (examples, classes).

    `inverse`: one over their product.
    """

    step: Float32s
    step_scores: Float32s
    change: Float32s
    change_scores: Float32s
    inverse: float


def fitted_coefficients(
    kernel: Float32s,
    answers: Int32s,
    classes: int,
    *,
    start: Float32s | None = None,
    steps: int = 40,
    told: Callable[[float], None] = lambda share: None,
) -> Float32s:
    """Kernel logistic regression by L-BFGS in the kernel's geometry, where only a step's direction costs a product.

    `kernel`: shape (examples, examples); `answers`: each example's class, shape (examples,); `start`: the solution of a
    similar problem; `told` hears the share of the steps. The coefficients have the shape (examples, classes).
    """
    targets = np.eye(classes, dtype=np.float32)[answers]
    solution: Float32s = np.zeros_like(targets) if start is None else start
    scores = np.zeros_like(targets) if start is None else np.asarray(kernel @ solution, np.float32)
    history: deque[_Change] = deque(maxlen=MEMORY)
    gradient = _shares(scores) - targets + RIDGE * solution
    raised = kernel @ gradient
    for step in range(1, steps + 1):
        told(step / steps)
        direction, climbed = _direction(gradient, raised, history)
        length = _step_length(scores, climbed, solution, direction, targets)
        if length <= 0:
            break
        solution = solution + np.float32(length) * direction
        if step == steps:
            break  # the next product would tell only where to go from here
        scores = scores + np.float32(length) * climbed
        following = _shares(scores) - targets + RIDGE * solution
        lifted = kernel @ following
        if float(np.vdot(following, lifted)) < 1e-5 * len(kernel):
            break
        change, lift = following - gradient, lifted - raised
        curvature = length * float(np.vdot(direction, lift))
        if curvature > 1e-10:
            history.append(_Change(length * direction, length * climbed, change, lift, 1 / curvature))
        gradient, raised = following, lifted
    return solution


def _shares(scores: Float32s) -> Float32s:
    """Softmax of each row, shape (examples, classes)."""
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return np.asarray(shares, np.float32)


def _direction(gradient: Float32s, raised: Float32s, history: Sequence[_Change]) -> tuple[Float32s, Float32s]:
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


def _step_length(
    scores: Float32s, climbed: Float32s, solution: Float32s, direction: Float32s, targets: Float32s
) -> float:
    """A root of the slope along the direction, by at most three secant steps."""
    before, at, length = 0.0, 0.0, 1.0
    penalty = RIDGE * float(np.vdot(climbed, solution)), RIDGE * float(np.vdot(climbed, direction))

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
