"""The step « ask Passeur »: the same decision as a question, an error that says why, and never an invented answer."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.double import SlackDouble
from tests.signed import payload
from tests.slack.bots import Bot

CASES = yaml.safe_load(Path(__file__).with_name("steps.yaml").read_text(encoding="utf-8"))
SUCCESS, ERROR = "functions.completeSuccess", "functions.completeError"


async def take(bot: Bot, inputs: dict[str, Any], number: int = 0) -> None:
    changes = {"event.inputs": inputs, "event.function_execution_id": f"Fx{number}", "event_id": f"Ev{number}"}
    await bot.take(payload("function_executed", changes))
    await bot.running.delivery.idle()


async def test_each_question_has_its_outcome(bot: Bot, slack: SlackDouble) -> None:
    for number, case in enumerate(CASES):
        await take(bot, {name: case[name] for name in ("question", "language") if name in case}, number)
        wrong = [call for call in slack.called(ERROR) if call["function_execution_id"] == f"Fx{number}"]
        right = [call for call in slack.called(SUCCESS) if call["function_execution_id"] == f"Fx{number}"]
        if "error" in case:
            assert [case["error"] in call["error"].replace("\u00a0", " ") for call in wrong] == [True], case
            assert right == []
            continue
        assert (len(right), wrong) == (1, []), case
        outputs = right[0]["outputs"]
        assert (outputs["outcome"], outputs["entry"]) == (case["outcome"], case.get("entry", "")), case
        assert case["words"] in outputs["answer"] if "words" in case else outputs["answer"] == "", case
    assert slack.called("chat.postMessage") == slack.called("users.info") == []


async def test_a_step_that_comes_twice_is_completed_once(bot: Bot, slack: SlackDouble) -> None:
    for _ in range(2):
        await take(bot, {"question": "quelle licence pour nos données ?"})
    assert len(slack.called(SUCCESS)) == 1


async def test_anothers_step_is_left_alone(bot: Bot, slack: SlackDouble) -> None:
    await bot.take(payload("function_executed", {"event.function.callback_id": "another_step"}))
    await bot.running.delivery.idle()
    assert slack.called(SUCCESS) == slack.called(ERROR) == []


async def test_a_bug_of_ours_ends_the_step_with_an_error(
    bot: Bot, slack: SlackDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(type(bot.running.delivery.passeur.decider), "decide", broken)
    await take(bot, {"question": "quelle licence pour nos données ?"})
    (call,) = slack.called(ERROR)
    assert "a bug" not in call["error"]
    assert slack.called(SUCCESS) == []
