#!/usr/bin/env bash
# alembic 1.20.1 keeps what an upgrade is at in globals of its module `context`, not in the connection or the task. Two
# upgrades of two databases at once in one event loop (SQLAlchemy's run_sync, as env.py's async template does it) disturb
# each other: the one that ends first takes the proxies away, and the other raises KeyError as it leaves its own; a step
# may even run against the other database. One after the other, both end well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  alembic==1.20.1 sqlalchemy==2.1.9 aiosqlite==0.22.1 greenlet==3.5.6 2>/dev/null
mkdir -p "$folder/steps/versions"
cat > "$folder/steps/env.py" <<'PYTHON'
from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
PYTHON
cat > "$folder/steps/versions/one.py" <<'PYTHON'
import sqlalchemy as sa
from alembic import op

revision, down_revision = "one", None


def upgrade():
    op.create_table("boats", sa.Column("id", sa.Integer, primary_key=True))
PYTHON
seen=$(cd "$folder" && "$folder/venv/bin/python" - <<'PYTHON'
import asyncio

from alembic import command
from alembic.config import Config
from sqlalchemy.ext.asyncio import create_async_engine


def upgrade(connection):
    config = Config()
    config.set_main_option("script_location", "steps")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


async def upgraded(name):
    engine = create_async_engine(f"sqlite+aiosqlite:///{name}.sqlite3")
    try:
        async with engine.begin() as connection:
            await connection.run_sync(upgrade)
    finally:
        await engine.dispose()


async def told(how, *tries):
    ends = await asyncio.gather(*tries, return_exceptions=True)
    print(how, "all well" if not any(ends) else "not all well", any(isinstance(end, KeyError) for end in ends))


async def main():
    await told("at once:", upgraded("a"), upgraded("b"))
    await told("then one:", upgraded("c"))
    await told("and one:", upgraded("d"))


asyncio.run(main())
PYTHON
)
expected=$(cat <<'SEEN'
at once: not all well True
then one: all well False
and one: all well False
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
