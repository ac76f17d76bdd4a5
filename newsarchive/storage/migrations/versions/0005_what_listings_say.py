"""How far listings and rungs were read, by time; languages of links."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("listings", sa.Column("lastmod", sa.String(), nullable=False, server_default=""))
    op.add_column("listings", sa.Column("cursor", sa.DateTime()))
    op.add_column("rungs", sa.Column("since", sa.Date()))
    op.add_column("rungs", sa.Column("dropped_at", sa.String(), nullable=False, server_default=""))
    op.add_column("mentions", sa.Column("language", sa.String(), nullable=False, server_default=""))
