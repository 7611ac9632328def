"""What went wrong beside a question without an answer, and what maintainers decided on it.

What was kept before is a question without an answer, of a version of the knowledge that nobody knows any more.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("entry", sa.String),
        sa.Column("words", sa.Text),
        sa.Column("answer", sa.Text),
        sa.Column("decided", MOMENT, nullable=False),
        sa.Column("expires", MOMENT, nullable=False, index=True),
        sqlite_autoincrement=True,
    )
    op.add_column("questions", sa.Column("kind", sa.String, nullable=False, server_default="hand_off"))
    for name in ("entry", "knowledge"):
        op.add_column("questions", sa.Column(name, sa.String))
    op.add_column("questions", sa.Column("reason", sa.Text))
    op.add_column("questions", sa.Column("told", MOMENT))
    op.add_column("questions", sa.Column("decision", sa.BigInteger))
