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
STEPS = 12
"""Steps of L-BFGS. With 40, the shipped knowledge and the val splits of both public sets were ranked no better (top-1
within .002), in twice the time of the whole first fit."""
BLOCK = 16
"""Classes that OpenBLAS multiplies at once: with 82 of them, filled up to 96, a product takes a fifth less time."""


class _Change(NamedTuple):
    """A step and the change of the gradient that it made, each also times the kernel; all (classes, examples).

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
    start: tuple[Float32s, Float32s] | None = None,
    steps: int = STEPS,
    told: Callable[[float], None] = lambda _share: None,
) -> Float32s:
    """Kernel logistic regression by L-BFGS in the kernel's geometry, where only a step's direction costs a product.

    `kernel`: shape (examples, examples); `answers`: each example's class, shape (examples,); `start`: coefficients of a
    similar problem and their scores here; `told` hears the share of the steps. Gives coefficients, (examples, classes).
    """
    targets = np.ascontiguousarray(np.eye(classes, dtype=np.float32)[answers].T)
    solution, scores = (np.ascontiguousarray(one.T) for one in start or (np.zeros_like(targets.T),) * 2)
    history: deque[_Change] = deque(maxlen=MEMORY)
    gradient = _residual(scores, targets) + RIDGE * solution
    raised = _times(gradient, kernel)
    for step in range(1, steps + 1):
        told(step / steps)
        direction, climbed = _direction(gradient, raised, history)
        length = _step_length(scores, climbed, solution, direction, targets, float(np.vdot(gradient, climbed)))
        if length <= 0:
            break
        direction, climbed = np.float32(length) * direction, np.float32(length) * climbed
        solution = solution + direction
        if step == steps:
            break  # the next product would tell only where to go from here
        scores = scores + climbed
        following = _residual(scores, targets) + RIDGE * solution
        lifted = _times(following, kernel)
        if float(np.vdot(following, lifted)) < 1e-5 * len(kernel):
            break
        change, lift = following - gradient, lifted - raised
        if (curvature := float(np.vdot(direction, lift))) > 1e-10:
            history.append(_Change(direction, climbed, change, lift, 1 / curvature))
        gradient, raised = following, lifted
    return np.ascontiguousarray(solution.T)


def _times(vectors: Float32s, kernel: Float32s) -> Float32s:
    """The kernel times each of the vectors, shape (classes, examples)."""
    filled = np.zeros((-(-len(vectors) // BLOCK) * BLOCK, len(kernel)), np.float32)
    filled[: len(vectors)] = vectors
    return (filled @ kernel.T)[: len(vectors)]


def _residual(scores: Float32s, targets: Float32s) -> Float32s:
    """Softmax of each column minus the targets, shape (classes, examples)."""
    shares: Float32s = scores - scores.max(axis=0)
    np.exp(shares, out=shares)
    shares /= shares.sum(axis=0)
    shares -= targets
    return shares


def _direction(gradient: Float32s, raised: Float32s, history: Sequence[_Change]) -> tuple[Float32s, Float32s]:
    """The two-loop recursion, on coefficients and on their scores at once, in place: memory is what it waits for."""
    direction, climbed, spare = -gradient, -raised, np.empty_like(gradient)
    factors = []
    for one in reversed(history):
        factor = one.inverse * float(np.vdot(one.step_scores, direction))
        factors.append(factor)
        direction -= np.multiply(one.change, np.float32(factor), out=spare)
        climbed -= np.multiply(one.change_scores, np.float32(factor), out=spare)
    if history:
        last = history[-1]
        scale = np.float32(1 / (last.inverse * float(np.vdot(last.change, last.change_scores))))
        direction *= scale
        climbed *= scale
    for one, factor in zip(history, reversed(factors), strict=True):
        back = np.float32(factor - one.inverse * float(np.vdot(one.change_scores, direction)))
        direction += np.multiply(one.step, back, out=spare)
        climbed += np.multiply(one.step_scores, back, out=spare)
    return direction, climbed


def _step_length(
    scores: Float32s, climbed: Float32s, solution: Float32s, direction: Float32s, targets: Float32s, before: float
) -> float:
    """A root of the slope along the direction, by at most three secant steps; `before`: the slope at its start."""
    penalty = RIDGE * float(np.vdot(climbed, solution)), RIDGE * float(np.vdot(climbed, direction))

    def slope(t: float) -> float:
        residual = _residual(scores + np.float32(t) * climbed, targets)
        return float(np.vdot(residual, climbed)) + penalty[0] + t * penalty[1]

    if before >= 0:
        return 0.0
    at, length = 0.0, 1.0
    for _ in range(3):
        here = slope(length)
        if abs(here) < 0.1 * abs(before):
            break
        wanted = length - here * (length - at) / (here - before) if here != before else 2 * length
        at, before, length = length, here, min(max(wanted, 0.1 * length), 5 * length)
    return length
