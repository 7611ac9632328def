"""Needs, introductions, what mentors changed, and pairs that must not come back."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "needs",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("person", sa.String, nullable=False, index=True),
        sa.Column("opened", moment, nullable=False),
        sa.Column("closed", moment, index=True),
        sa.Column("value", sa.JSON, nullable=False),
    )
    op.create_table(
        "introductions",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("need", sa.String, nullable=False, index=True),
        sa.Column("mentor", sa.String, nullable=False, index=True),
        sa.Column("state", sa.String, nullable=False, index=True),
        sa.Column("begun", moment, nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
    )
    op.create_table(
        "mentors",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("approved", sa.Boolean, nullable=False),
        sa.Column("expired", sa.Integer, nullable=False),
        sa.Column("hidden", sa.Boolean, nullable=False),
        sa.Column("change", sa.JSON, nullable=False),
    )
    op.create_table(
        "pairs",
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("mentor", sa.String, primary_key=True),
        sa.Column("until", moment),
    )
