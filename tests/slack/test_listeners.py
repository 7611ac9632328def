"""Every listener of Slack, over both transports: what goes in, and what people see."""

from typing import Any

import pytest

from tests.double import SlackDouble
from tests.signed import payload
from tests.slack.bots import Bot

Message = dict[str, Any]
CHANNEL, THREAD, DIRECT = "C0GENERAL", "1790000101.000100", "D0CHAMPION"


def said(message: Message) -> str:
    """All the words of a message, buttons included."""
    blocks = message.get("blocks", [])
    texts = [block.get("text", {}).get("text", "") for block in blocks]
    texts += [
        e.get("text", "") if isinstance(e.get("text"), str) else e["text"]["text"]
        for b in blocks
        for one in b.get("elements", [])
        for e in pressable(one)
    ]
    return "\n".join(texts)


def pressable(element: dict[str, Any]) -> list[dict[str, Any]]:
    """The element, or both of Slack's feedback buttons, each with their action id."""
    thumbs = [element[name] for name in ("positive_button", "negative_button") if name in element]
    return [{"type": "button", "action_id": element["action_id"], **thumb} for thumb in thumbs] or [element]


def button(message: Message, label: str) -> dict[str, str]:
    """The block id, action id and value of a button, as a click sends them."""
    for block in message["blocks"]:
        for element in (one for found in block.get("elements", []) for one in pressable(found)):
            if element["type"] == "button" and label in element["text"]["text"]:
                return {
                    "block_id": block.get("block_id", "b1"),
                    "action_id": element["action_id"],
                    "value": element["value"],
                }
    raise AssertionError(f"no button « {label} » in:\n{said(message)}")


def click(message: Message, label: str, listener: str = "block_actions_message", **changes: Any) -> dict[str, Any]:
    pressed = {f"actions.0.{name}": value for name, value in button(message, label).items()}
    where = {"container.message_ts": message["ts"], "message.ts": message["ts"]} if "ts" in message else {}
    return payload(listener, {**where, **pressed, **changes})


async def mentioned(bot: Bot, slack: SlackDouble) -> Message:
    await bot.take(payload("app_mention"))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)
    return slack.messages(CHANNEL)[0]


async def test_a_mention_is_answered_in_its_thread_with_source_and_buttons(bot: Bot, slack: SlackDouble) -> None:
    message = await mentioned(bot, slack)
    assert message["thread_ts"] == THREAD
    words = said(message)
    assert "Conseils sur les licences" in words
    assert "relue le 23 novembre 2026" in words
    for label in ("👍 Utile", "👎 Pas utile", "Parler à un mentor"):
        button(message, label)
    assert message["text"].startswith("*Quelle licence")


async def test_the_message_that_comes_with_a_mention_adds_nothing(bot: Bot, slack: SlackDouble) -> None:
    await bot.take(payload("message_of_mention"))
    await mentioned(bot, slack)
    assert len(slack.messages(CHANNEL)) == 1


async def test_a_direct_message_is_answered_where_it_stands(bot: Bot, slack: SlackDouble) -> None:
    await bot.take(
        payload("message_im", {"event.text": "which licence should we use for our data?", "event.user": "U0DEVELOPER"})
    )
    channel = payload("message_im")["event"]["channel"]
    await slack.until(lambda: len(slack.messages(channel)) == 1)
    assert "thread_ts" not in slack.messages(channel)[0]
    assert "reviewed on 23 November 2026" in said(slack.messages(channel)[0])


async def test_a_thread_in_a_direct_message_goes_on_from_the_answer(bot: Bot, slack: SlackDouble) -> None:
    channel = payload("message_im")["event"]["channel"]
    await bot.take(payload("message_im", {"event.text": "quelle licence pour nos données ?"}))
    await slack.until(lambda: len(slack.messages(channel)) == 1)
    reply = payload("message_im", {"event.text": "et pour du code ?", "event.ts": "1790000130.1"})
    reply["event"]["thread_ts"] = slack.messages(channel)[0]["ts"]
    await bot.take(reply)
    await slack.until(lambda: len(slack.messages(channel)) == 2)
    assert slack.messages(channel)[1]["text"].startswith("*Quelle licence pour un logiciel")


async def test_what_is_said_in_the_thread_before_the_answer_is_answered_too(bot: Bot, slack: SlackDouble) -> None:
    slack.fault("users.info", "hang")
    await bot.take(payload("app_mention"))
    await slack.until(lambda: bool(slack.called("users.info")))
    await bot.take(payload("message_in_thread", {"event.text": "quelle licence pour un logiciel ?"}))
    await slack.until(lambda: bool(slack.messages(CHANNEL)))
    slack.release()
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 2)
    texts = sorted(message["text"].splitlines()[0] for message in slack.messages(CHANNEL))
    assert texts[0].startswith("*Quelle licence pour des données")
    assert texts[1].startswith("*Quelle licence pour un logiciel")


@pytest.mark.parametrize("kind", ["channel", "group", "mpim"])
async def test_a_thread_in_which_the_bot_speaks_needs_no_mention(kind: str, bot: Bot, slack: SlackDouble) -> None:
    await mentioned(bot, slack)
    await bot.take(payload("message_in_thread", {"event.text": "et pour du code ?", "event.channel_type": kind}))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 2)
    assert slack.messages(CHANNEL)[1]["text"].startswith("*Quelle licence pour un logiciel")
    assert slack.messages(CHANNEL)[1]["thread_ts"] == THREAD


async def test_a_thread_of_others_is_left_alone_and_so_are_words_to_somebody_else(bot: Bot, slack: SlackDouble) -> None:
    await bot.take(payload("message_in_thread", {"event.thread_ts": "1780000000.000001"}))
    await mentioned(bot, slack)
    await bot.take(
        payload("message_in_thread", {"event.text": "<@U0JURIST> tu en penses quoi ?", "event.ts": "1790000109.1"})
    )
    await bot.take(payload("message_in_thread", {"event.text": "et pour du code ?"}))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 2)
    assert slack.messages(CHANNEL)[1]["text"].startswith("*Quelle licence pour un logiciel")


async def test_a_passer_by_in_the_thread_is_answered_only_when_it_is_sure(bot: Bot, slack: SlackDouble) -> None:
    await mentioned(bot, slack)
    by = {"event.user": "U0JURIST"}
    await bot.take(
        payload(
            "message_in_thread",
            {**by, "event.ts": "1790000110.1", "event.text": "je regarde ça avec Paul à la cantine"},
        )
    )
    await bot.take(
        payload(
            "message_in_thread", {**by, "event.ts": "1790000111.1", "event.text": "quelle licence pour nos données ?"}
        )
    )
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 2)
    assert "relue le" in said(slack.messages(CHANNEL)[1])


async def test_the_command_answers_in_private_and_can_be_shared(bot: Bot, slack: SlackDouble) -> None:
    url = slack.response_url(CHANNEL, "U0CHAMPION")
    await bot.take(payload("slash_command", {"response_url": url}))
    await slack.until(lambda: len(slack.responses(url)) == 1)
    private = slack.responses(url)[0]
    assert private["response_type"] == "ephemeral"
    await bot.take(click(private, "Partager", "block_actions_ephemeral", response_url=url))
    await slack.until(lambda: len(slack.responses(url)) == 2)
    shared = slack.responses(url)[1]
    assert shared["response_type"] == "in_channel"
    assert "<@U0CHAMPION>" in said(shared)


async def test_what_can_not_be_shared_any_more_is_said_to_the_person_alone(bot: Bot, slack: SlackDouble) -> None:
    url = slack.response_url(CHANNEL, "U0CHAMPION")
    await bot.take(payload("slash_command", {"response_url": url}))
    await slack.until(lambda: len(slack.responses(url)) == 1)
    share = click(slack.responses(url)[0], "Partager", "block_actions_ephemeral", response_url=url)
    share["actions"][0]["value"] = '{"kind":"share","entry":"withdrawn","language":"fr"}'
    await bot.take(share)
    await slack.until(lambda: len(slack.responses(url)) == 2)
    assert slack.responses(url)[1]["response_type"] == "ephemeral"
    assert "retirée" in said(slack.responses(url)[1])


async def test_a_private_answer_in_a_thread_stays_in_it(bot: Bot, slack: SlackDouble) -> None:
    url = slack.response_url(CHANNEL, "U0CHAMPION")
    shortcut = payload("message_action", {"response_url": url})
    shortcut["message"]["thread_ts"] = THREAD
    await bot.take(shortcut)
    await slack.until(lambda: len(slack.responses(url)) == 1)
    share = click(slack.responses(url)[0], "Partager", "block_actions_ephemeral", response_url=url)
    share["container"]["thread_ts"] = THREAD
    await bot.take(share)
    await slack.until(lambda: len(slack.responses(url)) == 2)
    assert [answer.get("thread_ts") for answer in slack.responses(url)] == [THREAD, THREAD]


async def test_a_mentor_asked_for_after_a_thumb_down_comes_in_the_thread(bot: Bot, slack: SlackDouble) -> None:
    message = await mentioned(bot, slack)
    await bot.take(click(message, "👎"))
    await slack.until(lambda: len(slack.workspace.ephemeral) == 1)
    url = slack.response_url(CHANNEL, "U0CHAMPION")
    press = click(slack.workspace.ephemeral[0], "mentor", "block_actions_ephemeral", response_url=url)
    press["container"]["thread_ts"] = THREAD
    await bot.take(press)
    await slack.until(lambda: len(slack.responses(url)) == 1)
    assert slack.responses(url)[0]["thread_ts"] == THREAD


async def test_a_click_in_a_private_answer_outside_threads_begins_none(bot: Bot, slack: SlackDouble) -> None:
    url = slack.response_url(CHANNEL, "U0CHAMPION")
    await bot.take(payload("slash_command", {"response_url": url}))
    await slack.until(lambda: len(slack.responses(url)) == 1)
    await bot.take(click(slack.responses(url)[0], "Partager", "block_actions_ephemeral", response_url=url))
    await slack.until(lambda: len(slack.responses(url)) == 2)
    assert "thread_ts" not in slack.responses(url)[1]


async def test_who_could_not_share_is_told_so(bot: Bot, slack: SlackDouble) -> None:
    url = slack.response_url(CHANNEL, "U0CHAMPION")
    await bot.take(payload("slash_command", {"response_url": url}))
    await slack.until(lambda: len(slack.responses(url)) == 1)
    slack.fault("response_url", "404")
    await bot.take(click(slack.responses(url)[0], "Partager", "block_actions_ephemeral", response_url=url))
    await slack.until(lambda: len(slack.workspace.ephemeral) == 2)
    assert "pas pu partager" in said(slack.workspace.ephemeral[1])


async def test_a_click_in_a_private_answer_stays_private(bot: Bot, slack: SlackDouble) -> None:
    url = slack.response_url(CHANNEL, "U0CHAMPION")
    await bot.take(payload("slash_command", {"response_url": url}))
    await slack.until(lambda: len(slack.responses(url)) == 1)
    # As local-slack sends it: a private message that Slack's own payload would mark, unmarked.
    unmarked = click(slack.responses(url)[0], "mentor", "block_actions_message", response_url=url)
    await bot.take(unmarked)
    await slack.until(lambda: len(slack.responses(url)) == 2)
    assert slack.messages(CHANNEL) == []


async def test_the_bare_command_and_help_say_what_the_bot_can_do(bot: Bot, slack: SlackDouble) -> None:
    for trigger, text in (("1.2.a", ""), ("1.2.b", "help"), ("1.2.c", "aide")):
        url = slack.response_url(CHANNEL, "U0CHAMPION")
        await bot.take(payload("slash_help", {"response_url": url, "text": text, "trigger_id": trigger}))
        await slack.until(lambda url=url: len(slack.responses(url)) == 1)
        assert "/passeur" in said(slack.responses(url)[0])


async def test_the_shortcut_answers_somebody_elses_message_in_private(bot: Bot, slack: SlackDouble) -> None:
    url = slack.response_url(CHANNEL, "U0CHAMPION")
    await bot.take(
        payload("message_action", {"response_url": url, "message.text": "quelle licence pour nos données ?"})
    )
    await slack.until(lambda: len(slack.responses(url)) == 1)
    assert slack.responses(url)[0]["response_type"] == "ephemeral"
    assert "relue le" in said(slack.responses(url)[0])


async def test_somebody_else_s_words_are_never_kept_as_the_person_s(bot: Bot, slack: SlackDouble) -> None:
    url = slack.response_url(CHANNEL, "U0CHAMPION")

    async def about(words: str, trigger: str, count: int) -> None:
        body = {"response_url": url, "message.text": words, "trigger_id": trigger}
        await bot.take(payload("message_action", body))
        await slack.until(lambda: len(slack.responses(url)) == count)

    await about("comment régler la chaudière du bâtiment C ?", "1.1", 1)
    await about("licence", "1.2", 2)
    await bot.take(click(slack.responses(url)[1], "Rien de tout", "block_actions_ephemeral", response_url=url))
    await slack.until(lambda: len(slack.responses(url)) == 3)
    await about("licence", "1.3", 4)
    await bot.take(payload("slash_command", {"response_url": url, "text": "non", "trigger_id": "1.4"}))
    await slack.until(lambda: len(slack.responses(url)) == 5)
    for place in (0, 2, 4):
        button(slack.responses(url)[place], "Transmettre")
    async with bot.running.store.transaction() as transaction:
        assert await transaction.gaps.questions(bot.running.delivery.now()) == []


async def test_the_home_tab_opens_browses_and_remembers_the_language(bot: Bot, slack: SlackDouble) -> None:
    await bot.take(payload("app_home_opened_home"))
    homes = slack.workspace.surfaces.homes
    await slack.until(lambda: "U0CHAMPION" in homes)
    for label in ("Les étapes", "Les huit principes", "Les avantages", "Les licences"):
        button(homes["U0CHAMPION"], label)
    await _home(bot, slack, "Les étapes", "1")
    await _home(bot, slack, "interne", "2")
    assert "Source" in said(homes["U0CHAMPION"])
    await _home(bot, slack, "Retour", "3")
    await _home(bot, slack, "In English", "4")
    button(homes["U0CHAMPION"], "The steps")
    await bot.take(payload("app_home_opened_home", {"event_id": "Ev0EXAMPLE98"}))
    await slack.until(lambda: len(slack.called("views.publish")) == 6)
    button(homes["U0CHAMPION"], "The steps")


async def test_a_home_tab_that_slack_refuses_is_told_of(bot: Bot, slack: SlackDouble) -> None:
    slack.fault("views.publish", "error:invalid_arguments")
    await bot.take(payload("app_home_opened_home"))
    await slack.until(lambda: bool(slack.messages(DIRECT)))
    assert "Accueil" in said(slack.messages(DIRECT)[0])


async def _home(bot: Bot, slack: SlackDouble, label: str, moment: str) -> None:
    before = len(slack.called("views.publish"))
    view = slack.workspace.surfaces.homes["U0CHAMPION"]
    pressed = {f"actions.0.{name}": value for name, value in button(view, label).items()}
    await bot.take(payload("block_actions_home", {**pressed, "actions.0.action_ts": moment}))
    await slack.until(lambda: len(slack.called("views.publish")) == before + 1)


async def test_the_messages_tab_opens_with_questions_to_try(bot: Bot, slack: SlackDouble) -> None:
    await bot.take(payload("app_home_opened_messages"))
    await slack.until(lambda: bool(slack.workspace.surfaces.prompts))
    prompts = slack.workspace.surfaces.prompts[0]
    assert 1 <= len(prompts["prompts"]) <= 4
    assert "thread_ts" not in prompts


@pytest.mark.parametrize(
    "word", ["unknown_method", "missing_scope", "not_allowed_token_type", "feature_not_enabled", "channel_not_found"]
)
async def test_a_workspace_without_suggested_questions_misses_nothing(
    word: str, bot: Bot, slack: SlackDouble, caplog: pytest.LogCaptureFixture
) -> None:
    slack.fault("assistant.threads.setSuggestedPrompts", f"error:{word}", times=9)
    opened = payload("app_home_opened_messages", {"event.user": "U0CHAMPION", "event.channel": DIRECT})
    await bot.take(opened)
    await bot.running.delivery.idle()
    asked = {"event.user": "U0CHAMPION", "event.channel": DIRECT, "event.text": "quelle licence pour nos données ?"}
    await bot.take(payload("message_im", asked))
    await slack.until(lambda: bool(slack.messages(DIRECT)))
    await bot.running.delivery.idle()
    assert len(slack.called("assistant.threads.setSuggestedPrompts")) == 1
    assert len(slack.messages(DIRECT)) == 1
    assert [one.getMessage() for one in caplog.records if one.levelname in ("WARNING", "ERROR")] == []


async def test_a_click_on_a_next_question_is_answered_in_the_thread_once(bot: Bot, slack: SlackDouble) -> None:
    message = await mentioned(bot, slack)
    following = next(e for b in message["blocks"] if b["type"] == "actions" for e in b["elements"])["text"]["text"]
    press = click(message, following)
    await bot.take(press)
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 2)
    assert slack.messages(CHANNEL)[1]["thread_ts"] == THREAD
    await bot.take(press)
    await slack.until(lambda: len(slack.workspace.ephemeral) == 1)
    assert len(slack.messages(CHANNEL)) == 2
    assert "plus bas" in said(slack.workspace.ephemeral[0])


async def test_helpful_is_counted_once_a_person_and_thanked_in_private(bot: Bot, slack: SlackDouble) -> None:
    message = await mentioned(bot, slack)
    for count, (label, moment) in enumerate((("👍", "1"), ("👎", "2")), 1):
        await bot.take(click(message, label, **{"actions.0.action_ts": moment}))
        await slack.until(lambda count=count: len(slack.workspace.ephemeral) == count)
    async with bot.running.store.transaction() as transaction:
        assert list((await transaction.votes()).values()) == [(0, 1)]


@pytest.mark.parametrize("listener", ["message_forwarded", "message_in_blocks", "message_in_attachment"])
async def test_words_are_read_wherever_slack_keeps_them(listener: str, bot: Bot, slack: SlackDouble) -> None:
    message = payload(listener)
    await bot.take(message)
    await slack.until(lambda: bool(slack.messages(message["event"]["channel"])))
    words = said(slack.messages(message["event"]["channel"])[0])
    assert "Quelle licence pour des données" in words or "Which licence for data" in words


async def test_a_recent_question_in_other_words_is_answered_anew(bot: Bot, slack: SlackDouble) -> None:
    former = payload("message_im", {"event.channel": "D0CHAMPION", "event.text": "cantine", "event.user": "U0CHAMPION"})
    await bot.take(former)
    await slack.until(lambda: len(slack.messages("D0CHAMPION")) == 1)
    edit = payload("message_changed", {"event.message.text": "quelle licence pour nos données ?"})
    late = payload("message_changed", {"event.message.edited.ts": "1790009000.000000"})
    unfolded = payload("message_changed", {"event.previous_message.text": edit["event"]["message"]["text"]})
    unfolded["event"]["message"]["text"] = edit["event"]["message"]["text"]
    for body in (late, unfolded, edit, edit):
        await bot.take(body)
    await slack.until(lambda: len(slack.messages("D0CHAMPION")) == 2)
    await bot.running.delivery.idle()
    assert ["Quelle licence pour des données" in said(one) for one in slack.messages("D0CHAMPION")] == [False, True]


async def test_bots_and_deletions_get_no_answer(bot: Bot, slack: SlackDouble) -> None:
    for listener in (
        "bot_message",
        "own_message",
        "message_deleted",
        "member_joined_channel",
        "tokens_revoked",
    ):
        await bot.take(payload(listener))
    await bot.take(payload("view_submission"))
    await bot.take(payload("message_im", {"event.bot_id": "B0OTHER"}))
    await bot.take(payload("message_im", {"event.subtype": "channel_topic", "event.ts": "1790000121.1"}))
    await bot.take(payload("message_im", {"event.hidden": True, "event.ts": "1790000122.1"}))
    await bot.take(payload("app_mention", {"event.bot_id": "B0OTHER", "event.ts": "1790000120.1"}))
    await mentioned(bot, slack)
    await bot.running.delivery.idle()
    assert len(slack.called("chat.postMessage")) == 1


async def test_an_old_mention_that_is_edited_is_not_answered_again(bot: Bot, slack: SlackDouble) -> None:
    def edited(seconds: int, ts: int) -> dict[str, Any]:
        body = payload("app_mention", {"event.ts": f"{ts}.000100", "event_id": f"Ev{ts}"})
        body["event"]["edited"] = {"user": "U0CHAMPION", "ts": f"{ts + seconds}.000000"}
        return body

    await bot.take(edited(3 * 24 * 3600, 1790000200))
    await bot.take(edited(60, 1790000300))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)
    await bot.running.delivery.idle()
    assert [message["thread_ts"] for message in slack.messages(CHANNEL)] == ["1790000300.000100"]


async def test_a_picture_between_people_in_the_thread_gets_no_help(bot: Bot, slack: SlackDouble) -> None:
    await mentioned(bot, slack)
    by = {"event.user": "U0JURIST", "event.ts": "1790000110.1"}
    await bot.take(payload("message_in_thread", {**by, "event.text": "je regarde ça avec Paul à la cantine"}))
    await bot.take(payload("message_in_thread", {"event.text": ":tada:", "event.ts": "1790000111.1"}))
    await bot.take(payload("message_in_thread", {"event.text": "quelle licence pour un logiciel ?"}))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 2)
    await bot.running.delivery.idle()
    assert slack.messages(CHANNEL)[1]["text"].startswith("*Quelle licence pour un logiciel")


async def test_the_same_event_is_answered_once_however_often_it_comes(bot: Bot, slack: SlackDouble) -> None:
    await mentioned(bot, slack)
    await bot.take(payload("app_mention"), retry=1)
    await bot.take(payload("app_mention", {"event_id": "Ev0OTHER"}), retry=2)
    await bot.take(payload("message_in_thread", {"event.text": "et pour du code ?"}))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 2)
    assert slack.messages(CHANNEL)[1]["text"].startswith("*Quelle licence pour un logiciel")


async def test_the_reply_follows_the_locale_when_the_question_has_no_language(bot: Bot, slack: SlackDouble) -> None:
    await bot.take(payload("app_mention", {"event.text": "<@U0PASSEUR> ???", "event.user": "U0DEVELOPER"}))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)
    assert "What" in said(slack.messages(CHANNEL)[0])


async def test_a_button_of_another_version_gets_help_rather_than_silence(bot: Bot, slack: SlackDouble) -> None:
    await bot.take(payload("block_actions_message", {"actions.0.action_id": "passeur:old", "actions.0.value": "{"}))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)
    assert "/passeur" in said(slack.messages(CHANNEL)[0])


async def test_a_hand_off_can_be_sent_to_the_maintainers_in_the_person_s_name(bot: Bot, slack: SlackDouble) -> None:
    await bot.take(payload("app_mention", {"event.text": "<@U0PASSEUR> comment régler la chaudière du bâtiment C ?"}))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)
    channel = bot.running.delivery.passeur.decider.knowledge.organisation.channels.maintainers
    assert channel is not None
    slack.workspace.channels[channel] = True
    await bot.take(click(slack.messages(CHANNEL)[0], "Transmettre"))
    await slack.until(lambda: len(slack.workspace.ephemeral) == 1)
    assert "C'est transmis" in said(slack.workspace.ephemeral[0]).replace("’", "'")
    forwarded = said(slack.messages(channel)[0])
    assert "<@U0CHAMPION>" in forwarded
    assert "comment régler la chaudière du bâtiment C ?" in forwarded
    again = {"actions.0.action_ts": "1790000199.000000"}
    await bot.take(click(slack.messages(CHANNEL)[0], "Transmettre", **again))
    await slack.until(lambda: len(slack.workspace.ephemeral) == 2)
    await bot.take(click(slack.messages(CHANNEL)[0], "Transmettre", **again, **{"user.id": "U0JURIST"}))
    await slack.until(lambda: len(slack.messages(channel)) == 2)
    assert "<@U0JURIST>" in said(slack.messages(channel)[1])


async def test_a_person_is_told_when_the_maintainers_channel_does_not_take_it(bot: Bot, slack: SlackDouble) -> None:
    await bot.take(payload("app_mention", {"event.text": "<@U0PASSEUR> comment régler la chaudière du bâtiment C ?"}))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)
    slack.fault("chat.postMessage", "error:not_in_channel")
    await bot.take(click(slack.messages(CHANNEL)[0], "Transmettre"))
    await slack.until(lambda: len(slack.workspace.ephemeral) == 1)
    assert "pas pu transmettre" in said(slack.workspace.ephemeral[0])


async def test_a_passer_by_s_yes_takes_nobody_s_offer(bot: Bot, slack: SlackDouble) -> None:
    await mentioned(bot, slack)
    await bot.take(
        payload("message_in_thread", {"event.user": "U0JURIST", "event.ts": "1790000112.1", "event.text": "oui"})
    )
    await bot.take(
        payload(
            "message_in_thread", {"event.ts": "1790000113.1", "event.text": "super, on en parle demain à la réunion"}
        )
    )
    await bot.take(payload("message_in_thread", {"event.ts": "1790000114.1", "event.text": "et pour du code ?"}))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 2)
    assert slack.messages(CHANNEL)[1]["text"].startswith("*Quelle licence pour un logiciel")


async def test_a_vote_is_thanked_where_the_voter_looks(bot: Bot, slack: SlackDouble) -> None:
    message = await mentioned(bot, slack)
    alone = {"container.thread_ts": None, "message.thread_ts": None}  # as an answer shared from a private one
    await bot.take(click(message, "👍", **{"actions.0.action_ts": "1"}))
    await slack.until(lambda: len(slack.workspace.ephemeral) == 1)
    await bot.take(click(message, "👎", **{"actions.0.action_ts": "2"}, **alone))
    await slack.until(lambda: len(slack.workspace.ephemeral) == 2)
    assert [note.get("thread_ts") for note in slack.workspace.ephemeral] == [THREAD, None]
