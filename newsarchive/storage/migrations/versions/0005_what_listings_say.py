"""How far listings were read: lastmod of sitemaps, cursor of WordPress; languages of links."""

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
    op.add_column("mentions", sa.Column("language", sa.String(), nullable=False, server_default=""))
