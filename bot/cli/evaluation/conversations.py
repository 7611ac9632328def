"""Holds the conversations of an evaluation, and counts how each of them ended."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import yaml

from bot.app.evaluating import shown_in, with_everybody
from bot.errors import PasseurError
from bot.features.answering.decide import Decider
from bot.features.answering.decision import Asker
from bot.features.answering.intents import Question
from bot.features.answering.memory import Memory
from bot.features.answering.replies import REPLY_KINDS, AboutAnswer, Note, Reply

Ending = Literal["right", "offered", "nothing", "wrong", "none_first"]
"""`right`: at once; `offered`: one click away; `nothing`: nothing useful; `none_first`: the first turn, which only sets
the scene, had no answer, so that nothing follows it."""
Case = Mapping[str, Any]


@dataclass(frozen=True)
class Conversations:
    """The endings of each kind of conversation: how many of each."""

    counts: Mapping[str, Counter[str]]

    def share(self, kind: str, *endings: str) -> float:
        counted = self.counts[kind]
        return sum(counted[ending] for ending in endings) / max(1, counted.total())


def cases(files: Iterable[Path]) -> dict[str, list[Case]]:
    """By the file's name; a file of frames and questions puts each question into the frame of its number."""
    found: dict[str, list[Case]] = {}
    for file in files:
        try:
            read = yaml.safe_load(file.read_text(encoding="utf-8"))
        except (OSError, yaml.YAMLError) as error:
            raise PasseurError(f"'{file}' can't be read: {error}. Write a list of conversations.") from None
        found.setdefault(file.stem, []).extend(_framed(read) if isinstance(read, Mapping) else read)
    return found


def _framed(read: Mapping[str, Any]) -> list[Case]:
    default = next(iter(read["frames"]))
    made: list[Case] = []
    for number, case in enumerate(read["questions"]):
        frames = read["frames"][case.get("lang", default)]
        made.append({**case, "q": frames[number % len(frames)].replace("{q}", case["q"]).replace("&gt;", ">")})
    return made


def measured(decider: Decider, kinds: Mapping[str, Iterable[Case]]) -> Conversations:
    judge = Judge(replace(decider, knowledge=with_everybody(decider.knowledge)))
    return Conversations({kind: Counter(map(judge.ending, cases)) for kind, cases in kinds.items()})


@dataclass(frozen=True)
class Judge:
    decider: Decider

    def ending(self, case: Case) -> Ending:
        memory = Memory()
        if "first" in case:
            _, memory = self.said(case["first"], memory)
            if not memory.entry:
                return "none_first"
        reply, after = self.said(case.get("then") or case["q"], memory)
        if reply is None:  # another feature answers: about a licence that is named, say
            return "offered" if case.get("expect") or "both" in case else "wrong"
        if "about" in case:
            return self._about(case["about"], reply, memory, after)
        if "both" in case:
            return self._both(case["both"], reply)
        return self._one(set(case.get("expect", ())), reply)

    def said(self, text: str, memory: Memory) -> tuple[Reply | None, Memory]:
        decision = self.decider.decide(Question(text=text), memory, Asker())
        return (decision.replies[0] if decision.replies else None), decision.memory

    def _one(self, expect: set[str], reply: Reply) -> Ending:
        kind = REPLY_KINDS.get(type(reply), "small_talk")
        shown = set(shown_in(reply))
        if not expect:
            return "wrong" if kind == "answer" else "nothing" if kind == "choices" else "right"
        if kind in ("answer", "help"):
            return "right" if expect & shown else "wrong"
        return "offered" if expect & {*shown, *getattr(reply, "near", ())} else "nothing"

    def _both(self, both: list[list[str]], reply: Reply) -> Ending:
        """`right`: both are answered or named; `offered`: one of them."""
        named = {*shown_in(reply), *getattr(reply, "also", ())}
        served = sum(bool(named & set(each)) for each in both)
        if served == 0:
            return "wrong" if REPLY_KINDS.get(type(reply)) == "answer" else "nothing"
        return "right" if served == len(both) else "offered"

    def _about(self, about: str, reply: Reply, memory: Memory, after: Memory) -> Ending:
        if isinstance(reply, AboutAnswer) and memory.entry == reply.entry:
            return "right" if about == reply.of or {about, reply.of} == {"source", "link"} else "offered"
        same = after.entry == memory.entry
        kind = REPLY_KINDS.get(type(reply), "small_talk")
        notes: Mapping[str, tuple[str, ...]] = {"stop": ("declined",), "doubt": ("not_helpful",)}
        if about in notes:
            return "right" if isinstance(reply, Note) and reply.of in notes[about] else "nothing"
        if about == "thanks":
            return "right" if kind == "small_talk" else "nothing"
        if kind == "answer":
            return "right" if same else "wrong"
        return "nothing"
