"""Looks at the web part from outside: a request signed as Slack signs it, and the public address."""

import json
import secrets
import time

import aiohttp

from bot.doctor.findings import Finding, ok, untried, wrong
from bot.doctor.slack import LARGEST, PATIENCE
from bot.settings import Settings
from bot.web.signature import signature_of

EVENTS, LIVE = "/slack/events", "/health/live"


async def round_trip(session: aiohttp.ClientSession, settings: Settings) -> Finding:
    """The bot that listens here must take a request that is signed with this secret, and answer its challenge."""
    if settings.slack_app_token is not None:
        return untried("round-trip", "socket")
    if settings.slack_signing_secret is None:
        return untried("round-trip", "transport")
    secret = settings.slack_signing_secret.get_secret_value()
    challenge = secrets.token_hex(8)
    body = json.dumps({"type": "url_verification", "challenge": challenge}).encode()
    moment = str(int(time.time())).encode()
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": moment.decode(),
        "X-Slack-Signature": signature_of(body, moment, secret).decode(),
    }
    address = (settings.passeur_public_url or f"http://127.0.0.1:{settings.port}") + EVENTS
    try:
        async with session.post(address, data=body, headers=headers, timeout=PATIENCE) as answer:
            status, said = answer.status, await answer.content.read(LARGEST)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        if settings.passeur_public_url is None:
            return untried("round-trip", "nobody", port=settings.port)
        return wrong("round-trip", "unreachable", address=address, reason=type(error).__name__)
    if status == 401:
        return wrong("round-trip", "signature", address=address)
    if status != 200 or challenge.encode() not in said:
        return wrong("round-trip", "another", address=address, status=status)
    return ok("round-trip", address=address)


async def public_address(session: aiohttp.ClientSession, settings: Settings) -> Finding:
    if settings.passeur_public_url is None:
        return untried("public-address", "none")
    address = settings.passeur_public_url + LIVE
    try:
        async with session.get(address, timeout=PATIENCE) as answer:
            status, said = answer.status, await answer.content.read(LARGEST)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        return wrong("public-address", "unreachable", address=address, reason=type(error).__name__)
    if status != 200 or b'"status"' not in said:
        return wrong("public-address", "another", address=address, status=status)
    return ok("public-address", address=settings.passeur_public_url)
