"""The questionnaire of the docs, beside the shipped knowledge: what the docs teach is what is tested."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
import yaml

from bot.features.answering.decide import Decider
from bot.knowledge.questionnaires.schema import Questionnaire
from tests.double import SlackDouble
from tests.slack.bots import Bot, over

ROOT = Path(__file__).parents[2]
FENCED = re.compile(r"^```yaml\n(.*?)^```", re.DOTALL | re.MULTILINE)
NAME = "first-step"


def example() -> str:
    """The file that docs/questionnaires.md shows."""
    return FENCED.findall((ROOT / "docs/questionnaires.md").read_text(encoding="utf-8"))[0]


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    return Questionnaire.model_validate(yaml.safe_load(example()), context={"languages": ("fr", "en")})


@pytest.fixture(scope="session")
def guide(decider: Decider, questionnaire: Questionnaire) -> Decider:
    """What decides, with this questionnaire; the entries are those that are shipped."""
    known = {**decider.knowledge.questionnaires, NAME: questionnaire}
    return replace(decider, knowledge=replace(decider.knowledge, questionnaires=known))


@pytest_asyncio.fixture(params=["http", "socket"])
async def slack_and_bot(
    request: pytest.FixtureRequest, guide: Decider, tmp_path: Path
) -> AsyncIterator[tuple[SlackDouble, Bot]]:
    """The bot over each transport."""
    async with over(request.param, guide, tmp_path) as both:
        yield both


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[SlackDouble]:
    """For a test that starts the bot itself."""
    async with SlackDouble() as double:
        yield double
    assert double.violations == []
