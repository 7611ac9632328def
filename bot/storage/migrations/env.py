"""Alembic's way in: the connection that migrate.py opened and locked, in whose transaction the steps run."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
