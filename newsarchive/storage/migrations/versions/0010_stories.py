"""Near-duplicates: bands of every text, who is kin to whom, rulings, and each story's original.

Texts are not compared here: ``newsarchive stories rebuild`` does that for what was archived before.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fingerprints",
        _article("article_id", "fingerprints", primary_key=True),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("bands", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "bands",
        sa.Column("band", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("article_id", sa.Integer(), primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    for table, columns in (
        (
            "kinships",
            (
                sa.Column("kind", sa.String(), nullable=False),
                sa.Column("reason", sa.String(), nullable=False),
                sa.Column("shared", sa.Integer(), nullable=False),
                sa.Column("of_one", sa.Float(), nullable=False),
                sa.Column("of_other", sa.Float(), nullable=False),
            ),
        ),
        (
            "rulings",
            (
                sa.Column("joined", sa.Boolean(), nullable=False),
                sa.Column("ruled_at", sa.DateTime(), nullable=False),
            ),
        ),
    ):
        op.create_table(
            table,
            _article("one_id", table, primary_key=True),
            _article("other_id", table, primary_key=True),
            *columns,
        )
        op.create_index(f"ix_{table}_other_id", table, ["other_id"])
    op.add_column("stories", sa.Column("key", sa.String(), nullable=False, server_default=""))
    op.add_column("stories", sa.Column("original_id", sa.Integer()))
    op.add_column("stories", sa.Column("reason", sa.String(), nullable=False, server_default=""))
    op.create_index("ix_stories_key", "stories", ["key"])
    op.add_column(
        "story_members", sa.Column("kind", sa.String(), nullable=False, server_default="")
    )
    op.execute(
        "UPDATE stories SET original_id = (SELECT MIN(article_id) FROM story_members m"
        " WHERE m.story_id = stories.id)"
    )
    op.execute(
        "UPDATE stories SET reason = 'was archived first', key = COALESCE("
        "(SELECT a.key FROM articles a WHERE a.id = stories.original_id), '')"
    )
    op.execute(
        "UPDATE story_members SET kind = CASE WHEN article_id = (SELECT s.original_id"
        " FROM stories s WHERE s.id = story_members.story_id) THEN 'original' ELSE 'repost' END"
    )
    op.execute(
        "INSERT INTO kinships (one_id, other_id, kind, reason, shared, of_one, of_other)"
        " SELECT s.original_id, m.article_id, 'copy', 'equal text', 0, 1, 1"
        " FROM story_members m JOIN stories s ON s.id = m.story_id"
        " WHERE m.article_id <> s.original_id"
    )


def _article(name: str, table: str, *, primary_key: bool) -> sa.Column[int]:
    return sa.Column(
        name,
        sa.Integer(),
        sa.ForeignKey("articles.id", name=f"fk_{table}_{name}", ondelete="CASCADE"),
        primary_key=primary_key,
        autoincrement=False,
    )
