"""What servers asked of us: robots.txt and rests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "robots",
        sa.Column("origin", sa.String(), primary_key=True),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "rests",
        sa.Column("host", sa.String(), primary_key=True),
        sa.Column("until", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_rests_until", "rests", ["until"])
