"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    kept()
    queue()


def kept() -> None:
    op.create_table(
        "memories",
        sa.Column("conversation", sa.String, primary_key=True),
        sa.Column("memory", sa.Text, nullable=False),
        sa.Column("expires", MOMENT, nullable=False, index=True),
    )
    op.create_table(
        "profiles",
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("profile", sa.JSON, nullable=False),
    )
    op.create_table(
        "questions",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("person", sa.String, nullable=False, index=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("place", sa.String),
        sa.Column("asked", MOMENT, nullable=False),
        sa.Column("expires", MOMENT, nullable=False, index=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "votes",
        sa.Column("entry", sa.String, primary_key=True),
        sa.Column("person", sa.String, primary_key=True, index=True),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("voted", MOMENT, nullable=False),
    )


def queue() -> None:
    op.create_table(
        "work",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False, unique=True),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due", MOMENT, nullable=False),
        sa.Column("lease_until", MOMENT),
        sa.Column("finished", MOMENT),
        sa.Column("error", sa.Text),
        sa.Column("added", MOMENT, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_work_finished_due", "work", ["finished", "due"])
    op.create_table(
        "secrets",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.LargeBinary, nullable=False),
    )
