"""A Web API method and its arguments in, Slack's answer out: the small workspace in memory behind the double."""

import re
import time
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.surfaces import APP, Answer, Arguments, RefusedError, Surfaces

if TYPE_CHECKING:
    from collections.abc import Callable

TEAM, BOT, BOT_ID = "T0EXAMPLE", "U0PASSEUR", "B0PASSEUR"
PEOPLE = {"U0CHAMPION": "fr-FR", "U0JURIST": "fr-FR", "U0MENTOR": "fr-FR", "U0DEVELOPER": "en-US"}
CHANNELS = {
    "C0GENERAL": True,
    "C0OPEN": True,
    "C0MAINTAIN": True,
    "C0NOBOT": False,
}  # id -> whether the bot is a member
SCOPES = (
    "app_mentions:read,assistant:write,channels:history,channels:read,chat:write,commands,files:write,"
    "groups:history,groups:read,im:history,im:write,links:read,links:write,mpim:history,mpim:write,users:read"
)
LISTED = 8
CAPITAL = re.compile("[A-Z]")


class Workspace:
    """What the bot said is in `posts` (by channel) and `ephemeral`; its views and prompts are in `surfaces`.

    `team`: its id. `facts`: what users.info says of somebody besides; `enterprise`: what auth.test says of a Grid.
    """

    def __init__(self, team: str = TEAM) -> None:
        self.team = team
        self.people = dict(PEOPLE)
        self.departed: set[str] = set()
        self.facts: dict[str, Answer] = {}
        self.enterprise: Answer = {}
        self.channels = dict(CHANNELS)
        self.manifest: Answer = {}
        self.posts: dict[str, list[Answer]] = {}
        self.ephemeral: list[Answer] = []
        self.surfaces = Surfaces(self.people)
        self.groups: dict[str, list[str]] = {}
        self._began, self._numbers = int(time.time()), count(1)

    def perform(self, method: str, arguments: Arguments) -> Answer:
        """Do it, or refuse as Slack does; a method that is not written here is unknown."""
        name = "do_" + CAPITAL.sub(lambda letter: "_" + letter[0].lower(), method).replace(".", "_")
        function: Callable[[Arguments], Answer] | None = getattr(self, name, None) or getattr(self.surfaces, name, None)
        try:
            return {"ok": True, **function(arguments)} if function else {"ok": False, "error": "unknown_method"}
        except RefusedError as error:
            return {"ok": False, "error": str(error)}

    def next_ts(self) -> str:
        return f"{self._began}.{next(self._numbers):06d}"

    # auth, users, team
    def do_api_test(self, arguments: Arguments) -> Answer:
        return {"args": dict(arguments)}

    def do_auth_test(self, arguments: Arguments) -> Answer:
        return {"url": "https://example.slack.com/", "team": "Example", "user": "passeur", "team_id": self.team,
                "user_id": BOT, "bot_id": BOT_ID, "is_enterprise_install": False, **self.enterprise}  # fmt: skip

    def do_team_info(self, arguments: Arguments) -> Answer:
        return {"team": {"id": self.team, "name": "Example", "domain": "example"}}

    def do_bots_info(self, arguments: Arguments) -> Answer:
        return {"bot": {"id": BOT_ID, "app_id": APP, "name": "passeur"}}

    def do_apps_manifest_export(self, arguments: Arguments) -> Answer:
        """`manifest`: as the app is configured, whatever was pasted."""
        if arguments.get("app_id") != APP:
            raise RefusedError("invalid_app_id")
        return {"manifest": self.manifest}

    def do_users_info(self, arguments: Arguments) -> Answer:
        return {"user": self._profile(self._person(arguments.get("user")), arguments)}

    def do_users_list(self, arguments: Arguments) -> Answer:
        return {
            "members": [self._profile(user, arguments) for user in self.people],
            "response_metadata": {"next_cursor": ""},
        }

    def _profile(self, user: str, arguments: Arguments) -> Answer:
        locale = {"locale": self.people[user]} if str(arguments.get("include_locale")).lower() in ("true", "1") else {}
        name = user.removeprefix("U0").lower()
        profile = {"real_name": name, "display_name": name}
        there = {"deleted": user in self.departed, "is_bot": False}
        known = {
            "id": user,
            "team_id": self.team,
            "name": name,
            "tz": "Europe/Paris",
            "profile": profile,
            **there,
            **locale,
        }
        return {**known, **self.facts.get(user, {})}

    def _person(self, user: Any) -> str:
        if user not in self.people:
            raise RefusedError("user_not_found")
        return str(user)

    # chat
    def do_chat_post_message(self, arguments: Arguments) -> Answer:
        channel = self._reachable(arguments.get("channel"))
        if not arguments.get("text") and not arguments.get("blocks"):
            raise RefusedError("no_text")
        kept = ("text", "blocks", "thread_ts", "metadata")
        message = {"type": "message", "user": BOT, "bot_id": BOT_ID, "app_id": APP, "ts": self.next_ts(),
                   **{name: arguments[name] for name in kept if arguments.get(name) is not None}}  # fmt: skip
        self.posts.setdefault(channel, []).append(message)
        return {"channel": channel, "ts": message["ts"], "message": message}

    def do_chat_post_ephemeral(self, arguments: Arguments) -> Answer:
        self._reachable(arguments.get("channel"))
        if arguments.get("user") not in self.people:
            raise RefusedError("user_not_in_channel")
        self.ephemeral.append(dict(arguments))
        return {"message_ts": self.next_ts()}

    def do_chat_update(self, arguments: Arguments) -> Answer:
        message = self._post(arguments)
        if "blocks" not in arguments and arguments.get("text"):
            message.pop("blocks", None)
        kept = ("text", "blocks", "metadata")
        message |= {name: arguments[name] for name in kept if arguments.get(name) is not None}
        return {
            "channel": arguments["channel"],
            "ts": message["ts"],
            "text": message.get("text", ""),
            "message": message,
        }

    def do_chat_unfurl(self, arguments: Arguments) -> Answer:
        if not arguments.get("unfurls") or not (arguments.get("unfurl_id") and arguments.get("source")):
            raise RefusedError("invalid_arguments")
        self.surfaces.previews |= arguments["unfurls"]
        return {}

    def do_chat_delete(self, arguments: Arguments) -> Answer:
        message = self._post(arguments)
        self.posts[arguments["channel"]].remove(message)
        return {"channel": arguments["channel"], "ts": message["ts"]}

    def do_chat_get_permalink(self, arguments: Arguments) -> Answer:
        channel, ts = arguments.get("channel"), str(arguments.get("message_ts", ""))
        return {"channel": channel, "permalink": f"https://example.slack.com/archives/{channel}/p{ts.replace('.', '')}"}

    def _post(self, arguments: Arguments) -> Answer:
        posts = self.posts.get(arguments.get("channel", ""), [])
        found = next((post for post in posts if post["ts"] == arguments.get("ts")), None)
        if found is None:
            raise RefusedError("message_not_found")
        if found.get("user") != BOT:
            raise RefusedError("cant_update_message")
        return found

    def _reachable(self, channel: Any) -> str:
        """The channel to which the bot may write; a user's id stands for the direct message."""
        name = str(channel or "")
        if name.startswith("U"):
            return "D" + self._person(name)[1:]
        if name.startswith("D") and "U" + name[1:] in self.people:
            return name
        if name not in self.channels and name not in self.groups:
            raise RefusedError("channel_not_found")
        if not self.channels.get(name, True):
            raise RefusedError("not_in_channel")
        return name

    # conversations
    def do_conversations_open(self, arguments: Arguments) -> Answer:
        users = [self._person(user) for user in str(arguments.get("users") or "").split(",") if user]
        if not users:
            raise RefusedError("users_list_not_supplied")
        if len(users) > LISTED:
            raise RefusedError("too_many_users")
        if len(users) == 1:
            return {"channel": {"id": "D" + users[0][1:]}}
        known = next((group for group, members in self.groups.items() if members == sorted(users)), None)
        group = known or f"C0GROUP{len(self.groups) + 1}"
        self.groups[group] = sorted(users)
        return {"channel": {"id": group, "is_mpim": True}}

    def do_conversations_info(self, arguments: Arguments) -> Answer:
        channel = str(arguments.get("channel"))
        if channel.startswith("D") and "U" + channel[1:] in self.people:
            return {"channel": {"id": channel, "is_im": True, "user": "U" + channel[1:]}}
        if channel not in self.channels and channel not in self.groups:
            raise RefusedError("channel_not_found")
        member = self.channels.get(channel, True)
        return {
            "channel": {"id": channel, "name": channel.lower(), "is_member": member, "is_mpim": channel in self.groups}
        }

    def do_conversations_members(self, arguments: Arguments) -> Answer:
        channel = self._reachable(arguments.get("channel"))
        return {"members": [*self.groups.get(channel, self.people), BOT], "response_metadata": {"next_cursor": ""}}

    def do_conversations_history(self, arguments: Arguments) -> Answer:
        posts = self.posts.get(self._reachable(arguments.get("channel")), [])
        return self._page([p for p in posts if p.get("thread_ts", p["ts"]) == p["ts"]][::-1], arguments)

    def do_conversations_replies(self, arguments: Arguments) -> Answer:
        posts = self.posts.get(self._reachable(arguments.get("channel")), [])
        thread = [p for p in posts if arguments.get("ts") in (p["ts"], p.get("thread_ts"))]
        if not thread:
            raise RefusedError("thread_not_found")
        return self._page(thread, arguments)

    def _page(self, posts: list[Answer], arguments: Arguments) -> Answer:
        oldest, latest = str(arguments.get("oldest") or "0"), str(arguments.get("latest") or "9")
        inclusive = str(arguments.get("inclusive", False)).lower() in ("true", "1")
        inside = [p for p in posts if oldest < p["ts"] < latest or (inclusive and p["ts"] in (oldest, latest))]
        limit = int(arguments.get("limit") or 100)
        whole = str(arguments.get("include_all_metadata", False)).lower() in ("true", "1")
        return {"messages": [_seen(p, whole) for p in inside[:limit]], "has_more": len(inside) > limit}


def _seen(post: Answer, whole: bool) -> Answer:
    """Without include_all_metadata Slack gives the metadata's type only."""
    if whole or "metadata" not in post:
        return post
    return {**post, "metadata": {"event_type": post["metadata"]["event_type"]}}
