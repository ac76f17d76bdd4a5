"""Failures are found by canonical URL, however the address was spelled."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "failures", sa.Column("canonical_url", sa.String(), nullable=False, server_default="")
    )
    op.execute("UPDATE failures SET canonical_url = url")
    op.drop_index("ix_failures_url", "failures")
    op.create_index("ix_failures_canonical_url", "failures", ["canonical_url"])
