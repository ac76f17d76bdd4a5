"""Which sources need a browser, as learned from their pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sources", sa.Column("scripted", sa.Integer(), nullable=False, server_default="0")
    )
