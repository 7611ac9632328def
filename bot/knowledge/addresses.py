"""The shapes of addresses: ids that Slack gives to people and channels, e-mail addresses, and links."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator

from bot.knowledge.shapes import Text, refused

MEMBER = re.compile(r"[UW][A-Z0-9]{1,20}")
CHANNEL = re.compile(r"[CG][A-Z0-9]{1,20}")
# Letters of any alphabet: domains have accents too.
EMAIL = re.compile(r"[^\W_][\w.!#$%&'*+/=?^`{|}~-]{0,127}@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
AT = re.compile(r"\s*(?:[(\[{]\s*(?:at|arobase|a|@)\s*[)\]}]|\s(?:at|arobase|@)\s|@+)\s*", re.IGNORECASE)
DOT = re.compile(r"\s*[(\[{]\s*(?:dot|point)\s*[)\]}]\s*|\s(?:dot|point)\s", re.IGNORECASE)
AROUND = " \t<>()[]«»\"'.,;:"

MEMBER_HINT = "use the member ID, such as U0EXAMPLE: in Slack, open their profile, then ⋮, then Copy member ID"
CHANNEL_HINT = "use the channel's id, such as C0EXAMPLE: it stands at the end of the channel's details in Slack"
EMAIL_HINT = "write it as name@example.org"
HTTPS = "a link must begin with https://"


def _member(text: str) -> str:
    if not MEMBER.fullmatch(text):
        raise refused(f'"{text}" is not the id of a Slack member', _meant(MEMBER, text) + MEMBER_HINT)
    return text


def _channel(text: str) -> str:
    if not CHANNEL.fullmatch(text):
        raise refused(f'"{text}" is not the id of a Slack channel', _meant(CHANNEL, text) + CHANNEL_HINT)
    return text


def _email(text: str) -> str:
    name = text.partition("@")[0]
    if not EMAIL.fullmatch(text) or ".." in name or name.endswith("."):
        near = AT.sub("@", DOT.sub(".", text.strip(AROUND).removeprefix("mailto:")), count=1).replace(" ", "")
        hint = f'did you mean "{near}"?' if near != text and EMAIL.fullmatch(near) else EMAIL_HINT
        raise refused(f'"{text}" is not an e-mail address', hint)
    return text


def fault_of_link(address: str) -> tuple[str, str]:
    """What is wrong with the address of a link and the way out, both empty when nothing is."""
    if not address or address.startswith("#"):
        return "the link goes nowhere", "give it an address"
    if re.search(r"\s", address):
        return f'a space is in the address "{address}"', "write %20 for it, or remove it"
    try:
        parts = urlsplit(address)
    except ValueError:
        return f'"{address}" is not an address', "copy it from the browser"
    if parts.scheme != "https":
        return HTTPS, "" if not address.startswith("www.") else f"write https://{address}"
    if "." not in (parts.hostname or "").strip("."):
        return f'"{address}" is not an address', "copy it from the browser"
    if "…" in address or "..." in address:
        return f'the address "{address}" is cut', "copy the whole of it"
    return "", ""


def _https(text: str) -> str:
    message, hint = fault_of_link(text)
    if message:
        raise refused(message, hint)
    return text


def _meant(wanted: re.Pattern[str], text: str) -> str:
    """An id in small letters, in a mention or at the end of a link is nearly right; a lone word is a name."""
    for part in re.findall(r"[A-Za-z0-9]+", text)[::-1]:
        if wanted.fullmatch(part.upper()) and len(part) > 8 and any(map(str.isdigit, part)):
            return f'did you mean "{part.upper()}"? '
    return ""


Member = Annotated[Text, AfterValidator(_member)]
ChannelId = Annotated[Text, AfterValidator(_channel)]
Https = Annotated[Text, AfterValidator(_https)]
Email = Annotated[Text, AfterValidator(_email)]
