"""What fitting leaves: the values that answer questions, apart from the code that learns them.

A start that finds them in the cache loads none of that code.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.search.arrays import Float32s, Float64s
from bot.search.index import Index
from bot.search.learn.calibration import Calibration
from bot.search.learn.thresholds import Thresholds
from bot.search.scoring.ranking_features import RankingFeature
from bot.search.words.analyser import Analyser

FitProgress = Callable[[str, float], None]
"""Called with the name of a stage and the share of all that is done, 0 to 1."""


@dataclass(frozen=True)
class FittedMatcher:
    """All that answering needs, as plain values that the cache can keep.

    `coefficients`: the classifier's, shape (examples, entries), empty when the knowledge is too large for one;
    `weights`: of `features`, in their order, shape (features,); `calibration`: how likely the first entry is right,
    `offering`: one of the first three; `held_out_top1`: the share of left-out examples, with
    and without typing noise, whose entry came first.
    """

    analyser: Analyser
    index: Index
    features: tuple[RankingFeature, ...]
    coefficients: Float32s
    weights: Float64s
    calibration: Calibration
    offering: Calibration
    thresholds: Thresholds
    held_out_top1: float = 0.0
