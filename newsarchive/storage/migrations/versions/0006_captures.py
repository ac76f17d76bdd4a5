"""A row for every record of an answer, revisits and what else was asked included."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _text(name: str, default: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False, server_default=default)


def upgrade() -> None:
    op.add_column("captures", _text("kind", "response"))
    op.add_column("captures", _text("purpose", "article"))
    op.add_column("captures", _text("record_id", ""))
    op.add_column(
        "captures", sa.Column("request_length", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("captures", sa.Column("refers_to", sa.Integer()))
    op.create_index("ix_captures_digest", "captures", ["digest"])
    op.create_index("ix_captures_warc_file_offset", "captures", ["warc_file", "offset"])
    op.create_index("ix_captures_final_url_id", "captures", ["final_url", "id"])
    op.execute("UPDATE captures SET kind = 'resource' WHERE status = 0")
    op.execute(
        "UPDATE captures SET kind = 'conversion' WHERE id IN (SELECT r.capture_id FROM revisions r"
        " JOIN readings g ON g.revision_id = r.id JOIN evidence e ON e.reading_id = g.id"
        " WHERE e.field = 'capture' AND e.origin = 'browser')"
        " AND CAST(headers AS TEXT) = '[]' AND status <> 0"
    )
