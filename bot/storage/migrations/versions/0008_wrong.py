"""Why an answer did not help: what is wrong with it, and the words that somebody adds, which were one text before."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

KNOWN = ("error", "outdated", "unclear", "beside", "other")

QUESTIONS = sa.table("questions", sa.column("id"), sa.column("wrong"), sa.column("reason"))


def upgrade() -> None:
    op.add_column("questions", sa.Column("wrong", sa.String))
    connection = op.get_bind()
    rows = connection.execute(sa.select(QUESTIONS.c.id, QUESTIONS.c.reason).where(QUESTIONS.c.reason.is_not(None)))
    for number, text in rows.all():
        wrong, _, words = text.partition(": ")
        if wrong not in KNOWN:
            wrong, words = "other", text
        split = sa.update(QUESTIONS).where(QUESTIONS.c.id == number).values(wrong=wrong, reason=words or None)
        connection.execute(split)
