"""The tables; migrations/versions makes the same ones step by step."""

import re
from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Moment(TypeDecorator[datetime]):
    """An aware datetime; SQLite keeps no time zone, so it gets UTC, as text that sorts by time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class StorableText(TypeDecorator[str]):
    """Text that came from a person or an error: what PostgreSQL or UTF-8 can't hold becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else UNSTORABLE.sub("\ufffd", value)


ROW_ID = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData()

memories = Table(
    "memories",
    metadata,
    Column("conversation", String, primary_key=True),
    Column("memory", StorableText, nullable=False),
    Column("expires", Moment, nullable=False, index=True),
)

profiles = Table(
    "profiles",
    metadata,
    Column("person", String, primary_key=True),
    Column("profile", JSON, nullable=False),
)

# sqlite_autoincrement here and below: an id that was purged never names another row.
questions = Table(
    "questions",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("person", String, nullable=False, index=True),
    Column("text", StorableText, nullable=False),
    Column("language", String, nullable=False),
    Column("place", String),
    Column("asked", Moment, nullable=False),
    Column("expires", Moment, nullable=False, index=True),
    Column("kind", String, nullable=False, server_default="hand_off"),
    Column("entry", String),
    Column("wrong", String),
    Column("reason", StorableText),
    Column("knowledge", String),
    Column("told", Moment),
    Column("decision", BigInteger),
    sqlite_autoincrement=True,
)

# What maintainers decided on what was asked.
decisions = Table(
    "decisions",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("verdict", String, nullable=False),
    Column("language", String, nullable=False),
    Column("entry", String),
    Column("words", StorableText),
    Column("answer", StorableText),
    Column("decided", Moment, nullable=False),
    Column("expires", Moment, nullable=False, index=True),
    sqlite_autoincrement=True,
)

votes = Table(
    "votes",
    metadata,
    Column("entry", String, primary_key=True),
    Column("person", String, primary_key=True, index=True),
    Column("language", String, nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("voted", Moment, nullable=False),
)

work = Table(
    "work",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("kind", String, nullable=False),
    Column("key", String, nullable=False, unique=True),
    Column("payload", JSON, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due", Moment, nullable=False),
    Column("lease_until", Moment),
    Column("finished", Moment),
    Column("error", StorableText),
    Column("added", Moment, nullable=False),
    Index("ix_work_finished_due", "finished", "due"),
    sqlite_autoincrement=True,
)

secrets = Table(
    "secrets",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

needs = Table(
    "needs",
    metadata,
    Column("id", String, primary_key=True),
    Column("person", String, nullable=False, index=True),
    Column("opened", Moment, nullable=False),
    Column("closed", Moment, index=True),
    Column("value", JSON, nullable=False),
)

introductions = Table(
    "introductions",
    metadata,
    Column("id", String, primary_key=True),
    Column("need", String, nullable=False, index=True),
    Column("mentor", String, nullable=False, index=True),
    Column("state", String, nullable=False, index=True),
    Column("begun", Moment, nullable=False),
    Column("value", JSON, nullable=False),
)

# What mentors changed in Slack, over the YAML; `change` of one whom the YAML doesn't have is all of them.
mentors = Table(
    "mentors",
    metadata,
    Column("id", String, primary_key=True),
    Column("approved", Boolean, nullable=False),
    Column("expired", Integer, nullable=False),
    Column("hidden", Boolean, nullable=False),
    Column("change", JSON, nullable=False),
)

# Whom not to introduce to each other: until a day, or for good.
pairs = Table(
    "pairs",
    metadata,
    Column("person", String, primary_key=True),
    Column("mentor", String, primary_key=True),
    Column("until", Moment),
)

# How often a day ended how, and with which entry ("" where it was none). It names nobody.
usage = Table(
    "usage",
    metadata,
    Column("day", Date, primary_key=True),
    Column("outcome", String, primary_key=True),
    Column("entry", String, primary_key=True),
    Column("count", Integer, nullable=False),
)

# What a feature keeps of a person, under its own name.
kept = Table(
    "kept",
    metadata,
    Column("feature", String, primary_key=True),
    Column("person", String, primary_key=True, index=True),
    Column("key", String, primary_key=True),
    Column("value", JSON, nullable=False),
    Column("expires", Moment, nullable=False, index=True),
)

# Whose database this is: one row, of the Slack workspace (or the whole organisation) that used it first.
workspace = Table(
    "workspace",
    metadata,
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("id", String, nullable=False),
    Column("name", StorableText, nullable=False),
    Column("since", Moment, nullable=False),
)

# Who installed the app, where many workspaces may. `sealed`: the tokens, encrypted.
installations = Table(
    "installations",
    metadata,
    Column("workspace", String, primary_key=True),
    Column("name", StorableText, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("installed", Moment, nullable=False),
)

# Installations under way: what Slack must bring back, hashed.
oauth_states = Table(
    "oauth_states",
    metadata,
    Column("state", String, primary_key=True),
    Column("expires", Moment, nullable=False, index=True),
)
