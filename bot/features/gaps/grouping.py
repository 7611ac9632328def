"""Groups what went wrong by what was asked, the most asked first, with the nearest entries and why none was sure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.features.answering.compose import NEAR
from bot.features.answering.decide import Decider
from bot.features.answering.weighing import entries_of
from bot.features.gaps.values import GapDecision, KeptQuestion, NearEntry, Why
from bot.search.alike import AskedText
from bot.search.arrays import Float64s

MOST = 1000
"""Questions that are compared with one another; of more, the newest."""
NEAREST, BETWEEN = 3, 0.8
"""How many entries are shown; and how likely the second is beside the first when the two are hard to tell apart."""

WORST_FIRST: tuple[Why, ...] = ("error", "doubt", "not_helpful", "other_choice")


@dataclass(frozen=True)
class Gap:
    """Questions that ask the same, oldest first. `text`: the one most like the others; `number`: of the oldest.

    `decision`: the last one on any of them; None while somebody waits who asked after others were answered by hand.
    `nearest` and `why`: see `judged`.
    """

    questions: tuple[KeptQuestion, ...]
    text: str
    language: str
    decision: GapDecision | None = None
    nearest: tuple[NearEntry, ...] = ()
    why: Why = "nothing_near"

    @property
    def number(self) -> int:
        return self.questions[0].id

    @property
    def people(self) -> int:
        """How many asked it."""
        return len({question.person for question in self.questions})

    @property
    def undecided(self) -> bool:
        """Whether nobody decided, and somebody was not told."""
        return self.decision is None and not all(one.told for one in self.questions)

    @property
    def open(self) -> bool:
        """Whether besides, once it was judged, nothing answers it surely."""
        return self.undecided and self.why != "answered"


def gaps(decider: Decider, kept: Sequence[KeptQuestion], decided: Mapping[int, GapDecision]) -> tuple[Gap, ...]:
    """All of them, decided or not, none judged yet; the most asked first, then the newest."""
    newest = sorted(kept, key=lambda one: (one.asked, one.id))[-MOST:]
    kept = sorted(newest, key=lambda one: one.id)
    found = [_gap(group, alike, decided) for group, alike in _groups(decider, kept)]
    newest_first = sorted(found, key=lambda gap: max((one.asked, one.id) for one in gap.questions), reverse=True)
    return tuple(sorted(newest_first, key=lambda gap: -gap.people))


def judged(decider: Decider, gap: Gap) -> Gap:
    """With the nearest entries, and why none was sure."""
    matches = entries_of(decider.matcher.rank(gap.text, locale=gap.language, limit=8)) if gap.text.strip() else ()
    nearest = tuple(NearEntry(match.id, round(match.probability, 3)) for match in matches[:NEAREST])
    return replace(gap, nearest=nearest, why=_why(decider, gap.questions, nearest))


def _groups(decider: Decider, kept: Sequence[KeptQuestion]) -> list[tuple[tuple[KeptQuestion, ...], Float64s]]:
    """Each with the likeness among its own: a question joins the group that it is most like on average."""
    if not kept:
        return []
    likeness = decider.matcher.alike(tuple(AskedText(one.text, one.language) for one in kept))
    wordless = np.array([not one.text.strip() for one in kept])
    likeness[wordless, :] = likeness[:, wordless] = 0.0
    groups: list[list[int]] = []
    sums, sizes = np.zeros_like(likeness), np.ones(len(kept))  # a row a group: how like it each question is, in all
    of_entry: dict[str | None, int] = {}  # where no words are known, what was said of the same answer
    for number, one in enumerate(kept):
        new = len(groups)
        alike = sums[:new, number] / sizes[:new]
        best = int(np.argmax(alike)) if new and alike.max() >= 1 else new
        if wordless[number]:
            best = of_entry.setdefault(one.entry, new)
        if best == new:
            groups.append([])
        groups[best].append(number)
        sums[best] += likeness[:, number]
        sizes[best] = len(groups[best])
    return [(tuple(kept[number] for number in group), likeness[np.ix_(group, group)]) for group in groups]


def _gap(group: tuple[KeptQuestion, ...], alike: Float64s, decided: Mapping[int, GapDecision]) -> Gap:
    typical = group[int(np.argmax(alike.sum(axis=1).round(3)))]
    decisions = [decided[one.decision] for one in group if one.decision is not None and one.decision in decided]
    last = max(decisions, key=lambda decision: decision.id, default=None)
    if last and last.verdict == "answered" and any(one.decision is None and not one.told for one in group):
        last = None  # such an answer went to those who had asked, and to nobody later
    return Gap(group, typical.text, typical.language, last)


def _why(decider: Decider, group: tuple[KeptQuestion, ...], nearest: tuple[NearEntry, ...]) -> Why:
    """What went wrong where there was an answer; else why there was none."""
    found: Why | None = next((kind for kind in WORST_FIRST if any(one.kind == kind for one in group)), None)
    if found:
        return found
    likeliest = nearest[0].probability if nearest else 0.0
    if likeliest >= decider.matcher.answer_at:
        return "answered"
    if likeliest < NEAR:
        return "nothing_near"
    second = nearest[1].probability if len(nearest) > 1 else 0.0
    return "between" if second >= BETWEEN * likeliest else "below"
