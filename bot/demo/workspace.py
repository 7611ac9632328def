"""The demo's workspace: its people (roles, not persons), channels and tokens out, as local-slack reads them."""

from typing import Any, NamedTuple

Json = dict[str, Any]

BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "xoxb-demo", "xapp-demo", "demo-signing-secret"
BOT, BOT_NAME, APP, TEAM = "U0PASSEUR", "passeur", "A0PASSEUR", "T0DEMO"
EVENTS_PATH = "/slack/events"


class DemoMember(NamedTuple):
    id: str
    name: str
    role: str
    locale: str

    @property
    def direct(self) -> str:
        """Their direct message with the bot."""
        return "D" + self.id[1:]


class DemoChannel(NamedTuple):
    id: str
    name: str
    has_bot: bool = True


PEOPLE = (
    DemoMember("U0CHAMPION", "championne", "Championne données", "fr-FR"),
    DemoMember("U0JURIST", "juriste", "Juriste", "fr-FR"),
    DemoMember("U0MENTOR", "mentor", "Mentor atelier", "fr-FR"),
    DemoMember("U0DEVELOPER", "developer", "Developer", "en-US"),
)
CHANNELS = (
    DemoChannel("C0GENERAL", "general"),
    DemoChannel("C0OPENSOURCE", "open-source"),
    DemoChannel("C0MAINTAINERS", "mainteneurs"),
    DemoChannel("C0NOBOT", "sans-bot", has_bot=False),
)


def config(events_url: str | None = None) -> dict[str, Any]:
    """What local-slack reads: Socket Mode, or signed HTTP to this address."""
    mode = {"mode": "events", "requestUrl": events_url} if events_url else {"mode": "socket"}
    return {
        "workspace": {"name": "Démo Passeur", "domain": "demo-passeur", "teamId": TEAM},
        "app": {
            "appId": APP,
            "botUserId": BOT,
            "botName": BOT_NAME,
            "botToken": BOT_TOKEN,
            "appToken": APP_TOKEN,
            "signingSecret": SIGNING_SECRET,
            **mode,
        },
        "users": [_user(person) for person in PEOPLE],
        "channels": [*map(_channel, CHANNELS), *map(_direct, PEOPLE)],
    }


def _user(person: DemoMember) -> dict[str, Any]:
    address = f"{person.name}@demo.invalid"
    return {"id": person.id, "name": person.name, "real_name": person.role, "email": address, "tz": "Europe/Paris"}


def _channel(channel: DemoChannel) -> dict[str, Any]:
    members = [person.id for person in PEOPLE] + ([BOT] if channel.has_bot else [])
    return {"id": channel.id, "name": channel.name, "members": members}


def _direct(person: DemoMember) -> dict[str, Any]:
    kind = {"is_channel": False, "is_private": True, "is_im": True}
    return {"id": person.direct, "name": f"dm-{person.name}", "members": [person.id, BOT], **kind}
