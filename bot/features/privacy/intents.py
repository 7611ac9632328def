"""What a person does with all that is kept of them."""

from typing import Literal

from bot.features.intents import Intent
from bot.knowledge.shapes import Language


class ForgetMe(Intent):
    kind: Literal["forget"] = "forget"
    language: Language
    sure: bool = False


class ShowMyData(Intent):
    kind: Literal["my_data"] = "my_data"
    language: Language
