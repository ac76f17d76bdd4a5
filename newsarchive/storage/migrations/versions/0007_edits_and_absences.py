"""What kind of edit made a revision; when articles were missed, gone, and back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("revisions", sa.Column("edit", sa.String(), nullable=False, server_default=""))
    op.add_column("revisions", sa.Column("changed", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "article_id",
            sa.Integer(),
            sa.ForeignKey("articles.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("first_at", sa.DateTime(), nullable=False),
        sa.Column("first_cause", sa.String(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.Column("last_cause", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("gone_at", sa.DateTime()),
        sa.Column("returned_at", sa.DateTime()),
    )
    op.create_index("ix_absences_article_id", "absences", ["article_id"])
    op.execute(
        "INSERT INTO absences"
        " (article_id, first_at, first_cause, last_at, last_cause, times, gone_at)"
        " SELECT id, gone_at, 'the server answered 404 or 410', gone_at,"
        " 'the server answered 404 or 410', 1, gone_at FROM articles WHERE gone_at IS NOT NULL"
    )
