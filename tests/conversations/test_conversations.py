"""The conversations that are held out, counted: gates two standard errors below what is reached."""

from dataclasses import replace
from pathlib import Path

from bot.cli.evaluation.conversations import cases, measured
from bot.features.answering.decide import Decider

HELD_OUT = sorted((Path(__file__).parent / "held-out").glob("*.yaml"))


def test_the_held_out_conversations_end_as_well_as_they_did(decider: Decider) -> None:
    found = measured(replace(decider, reads=None), cases(HELD_OUT))
    assert found.share("about-the-answer", "right") >= 0.88
    assert found.share("follow-ups", "right") >= 0.48
    assert found.share("follow-ups", "nothing") <= 0.07
    assert found.share("follow-ups", "wrong") <= 0.07
    assert found.share("long-messages", "right") >= 0.66
    assert found.share("long-messages", "right", "offered") >= 0.92
    assert found.share("two-questions", "right") >= 0.75
    assert found.share("near-misses", "nothing", "wrong") <= 0.17
