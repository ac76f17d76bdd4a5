"""Alembic's entry: runs the migrations on the connection that ``_engine`` hands over."""

from __future__ import annotations

from alembic import context

from newsarchive.storage._schema import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
