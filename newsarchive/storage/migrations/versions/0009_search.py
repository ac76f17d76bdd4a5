"""Full text of all articles, and saved searches; the index is filled after the last migration."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = ("search_spaced", "search_unspaced")


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "search_entries",
        sa.Column("id", number, primary_key=True, autoincrement=False),
        sa.Column(
            "article_id",
            sa.Integer(),
            sa.ForeignKey("articles.id", name="fk_search_entries_article_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("changed_seq", sa.Integer(), nullable=False),
        sa.UniqueConstraint("article_id", name="uq_search_entries_article_id"),
    )
    op.create_index("ix_search_entries_changed_seq", "search_entries", ["changed_seq"])
    op.create_table(
        "watches",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("asked_at", sa.DateTime()),
        sa.Column("told_seq", sa.Integer(), nullable=False),
    )
    op.execute("INSERT INTO counters (name, value) VALUES ('search_shift', 0)")
    for table in TABLES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"CREATE VIRTUAL TABLE {table} USING fts5(body, title, facts, content='', "
                "tokenize='ascii')"
            )
        else:
            op.execute(f"CREATE TABLE {table} (id bigint PRIMARY KEY, words tsvector NOT NULL)")
            op.execute(
                f"CREATE INDEX ix_{table}_words ON {table} USING gin (words) WITH (fastupdate=off)"
            )
