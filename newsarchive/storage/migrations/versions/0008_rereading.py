"""Which capture a reading was made from: a later one than its revision's may have said more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # null: the revision's capture; no foreign key, for which SQLite would copy the table
    op.add_column("readings", sa.Column("capture_id", sa.Integer()))
