"""Whether what is to be said is the same after it was stored."""

import json

from bot.features.outgoing import Outgoing, restored, stored
from bot.features.privacy.replies import MyData


def survives(outgoing: Outgoing) -> bool:
    """As JSON, and as values; somebody's data are a file, whose moments are text once they are stored."""
    payload = json.loads(json.dumps(stored(outgoing)))
    return stored(restored(payload)) == payload and (
        restored(payload) == outgoing or isinstance(outgoing.reply, MyData)
    )
