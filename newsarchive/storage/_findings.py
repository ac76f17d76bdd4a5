"""What ``newsarchive health`` found, from its first sight until it is over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from newsarchive.storage._schema import FindingRow
from newsarchive.vitals import Finding

_WORDS = ("kind", "source", "subject", "expected", "seen", "advice", "since", "told_at", "over_at")


class Findings:
    """Findings, inside one transaction; one of a kind, source and subject is open at a time."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(
        self, found: Collection[Finding], *, at: datetime, of: Collection[str]
    ) -> list[Finding]:
        """Keep what is found now of some sources, end what is found no more; return the open ones.

        Args:
            found: What is wrong now.
            at: The present.
            of: Slugs of the sources that were examined, "" for the machine.
        """
        open_now = {
            (row.kind, row.source, row.subject): row
            for row in self._session.scalars(
                select(FindingRow)
                .where(FindingRow.over_at.is_(None), FindingRow.source.in_(of))
                .order_by(FindingRow.id)
            )
        }
        kept = []
        for finding in found:
            row = open_now.pop((finding.kind, finding.source, finding.subject), None)
            if row is None:
                row = FindingRow(
                    kind=finding.kind,
                    source=finding.source,
                    subject=finding.subject,
                    since=finding.since,
                    found_at=at,
                )
                self._session.add(row)
            row.expected, row.seen, row.advice = finding.expected, finding.seen, finding.advice
            kept.append(replace(finding, since=row.since, told_at=row.told_at))
        for row in open_now.values():
            row.over_at = at
        return kept

    def told(self, findings: Sequence[Finding], *, at: datetime) -> None:
        """Note that an alert went out for open findings."""
        for finding in findings:
            self._session.execute(
                update(FindingRow)
                .where(
                    FindingRow.kind == finding.kind,
                    FindingRow.source == finding.source,
                    FindingRow.subject == finding.subject,
                    FindingRow.over_at.is_(None),
                )
                .values(told_at=at)
            )

    def try_writing(self) -> None:
        """Write something and take it back, so that the end of the transaction meets the disk."""
        at = datetime(1970, 1, 1, tzinfo=UTC)
        words = dict.fromkeys(("kind", "source", "subject", "expected", "seen", "advice"), "")
        row = FindingRow(**words, since=at, found_at=at, over_at=at)
        self._session.add(row)
        self._session.flush()
        self._session.delete(row)

    def open(self) -> list[Finding]:
        """Return the open findings, by source, oldest first."""
        query = (
            select(FindingRow)
            .where(FindingRow.over_at.is_(None))
            .order_by(FindingRow.source, FindingRow.id)
        )
        return [
            Finding(**{name: getattr(row, name) for name in _WORDS})
            for row in self._session.scalars(query)
        ]
