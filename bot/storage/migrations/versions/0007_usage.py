"""How the bot is used, day by day: how often it answered, offered choices or found nothing, and with which entry."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "usage",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("outcome", sa.String, primary_key=True),
        sa.Column("entry", sa.String, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )
