"""Many workspaces on one database: who installed the app, and the installations under way."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "installations",
        sa.Column("workspace", sa.String, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("installed", MOMENT, nullable=False),
    )
    op.create_table(
        "oauth_states",
        sa.Column("state", sa.String, primary_key=True),
        sa.Column("expires", MOMENT, nullable=False, index=True),
    )
