"""Discovery: robots.txt and rests of servers, listings' states and rhythm, backfill, settings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False, server_default="")


def _json(name: str, empty: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), nullable=False, server_default=empty)


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
    op.add_column("sources", _json("settings", "{}"))
    op.add_column("sources", _text("api"))
    with op.batch_alter_table("listings") as table:
        table.add_column(sa.Column("wait", sa.Integer()))
        table.add_column(_json("skip", "[]"))
        table.add_column(sa.Column("rests", sa.Boolean(), nullable=False, server_default="0"))
        table.add_column(
            sa.Column(
                "parent_id",
                sa.Integer(),
                sa.ForeignKey("listings.id", ondelete="CASCADE", name="fk_listings_parent_id"),
            )
        )
    op.create_index("ix_listings_parent_id", "listings", ["parent_id"])
    op.create_table(
        "listing_changes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "listing_id",
            sa.Integer(),
            sa.ForeignKey("listings.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
    )
    op.create_index("ix_listing_changes_listing_id", "listing_changes", ["listing_id"])
    op.add_column("mentions", sa.Column("published_at", sa.DateTime()))
    op.add_column("mentions", sa.Column("content", sa.LargeBinary()))
    op.add_column("mentions", _json("enclosures", "[]"))
    op.create_index(
        "ix_mentions_listing_id_published_at", "mentions", ["listing_id", "published_at"]
    )
    op.drop_index("ix_mentions_listing_id", "mentions")
    op.add_column("urls", _text("reason"))
    op.add_column("readings", _json("enclosures", "[]"))
    op.add_column("readings", _json("robots", "[]"))
    op.create_table(
        "rungs",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "source_id",
            sa.Integer(),
            sa.ForeignKey("sources.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("next_url", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("empty", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("reached", sa.DateTime()),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("source_id", "url", name="uq_rungs_source_id_url"),
    )
