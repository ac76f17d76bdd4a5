"""Finding articles by their words.  What a table of words is, only ``_fulltext`` knows.

**Newest first.**  An article goes by its time in units of SLOT seconds since 1970, or by a free
number soon after: the index is walked from its end and left once there are enough.  Time is
``published_sort``, or when first seen where no date is stated.

**Best first.**  Ranking costs time for every hit (BM25 1.8 µs, 350 ms for a word in 200,000
articles; PostgreSQL's ts_rank ten times that).  So only the newest ``Words.ranked`` hits are
ranked, and the answer says so.

**One character** of a script without spaces is the beginning of thousands of words, whose lists
FTS5 merges whole before it gives the first hit, and counts to rank.  So the newest articles that
may hold it are read instead, and only where those do not suffice FTS5 is asked.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, column, delete, func, insert, select, table, text, update
from sqlalchemy.orm import Session

from newsarchive.errors import UsageError
from newsarchive.model import Precision
from newsarchive.search import Found, Hit, Node, Search
from newsarchive.search.documents import Document, document
from newsarchive.search.fts5 import characters, relaxed, spelled_out
from newsarchive.search.ranking import weigh
from newsarchive.search.snippets import searched_terms, snippet
from newsarchive.storage._engine import chunks
from newsarchive.storage._fulltext import Span, Words
from newsarchive.storage._lookups import last_change
from newsarchive.storage._readings import stated
from newsarchive.storage._schema import (
    ArticleRow,
    CounterRow,
    ReadingAuthorRow,
    ReadingCategoryRow,
    ReadingRow,
    ReadingTagRow,
    SearchEntryRow,
    SourceRow,
)

SLOT = 1  # seconds
TRIED = 16  # numbers looked at together for a free one
# Articles whose texts are read for a query of one character, first and at most: enough for 20
# hits of one in every second and in every tenth article.
RECENT = (40, 200)
RECENT_RANKED = 100  # hits of such a query that are ranked at most; each text takes 0.2 ms
SHIFT = "search_shift"  # the counter of how far behind its time an article stands at most
# Articles that the full text does not have as they were read last
OUT_OF_STEP = (
    "SELECT a.key FROM articles a LEFT JOIN search_entries e ON e.article_id = a.id"
    " LEFT JOIN sources s ON s.id = a.source_id WHERE a.reading_id IS NOT NULL"
    " AND (e.id IS NULL OR e.reading_id <> a.reading_id OR e.source <> coalesce(s.slug, a.host))"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ALL = {"low": -(2**62), "high": 2**62}


def slot_of(time: datetime) -> int:
    """Return the number an article of this time goes by, where it is free."""
    return (time - _EPOCH) // timedelta(seconds=SLOT)


class SearchIndex:
    """The full text of articles, inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, article_id: int, *, revised: bool) -> None:
        """Index an article by its newest reading, in place of what was indexed of it before.

        Args:
            article_id: Its row.
            revised: Its text is new or changed, so that saved searches tell of it.
        """
        session = self._session
        reading_id, source, time, change = session.execute(
            _INDEXED.where(ArticleRow.id == article_id)
        ).one()
        assert reading_id is not None
        old = session.execute(
            select(SearchEntryRow.id, SearchEntryRow.changed_seq).where(
                SearchEntryRow.article_id == article_id
            )
        ).first()
        seq = change if old is None or revised else old.changed_seq
        self.drop([article_id])
        slot = self._free(slot_of(time))
        session.execute(
            insert(SearchEntryRow).values(
                id=slot,
                article_id=article_id,
                reading_id=reading_id,
                source=source,
                changed_seq=seq,
            )
        )
        self._words().put([(slot, self._documents({reading_id: source})[reading_id])])

    def drop(self, article_ids: Collection[int]) -> None:
        """Take articles out of the index; to be called before their rows are deleted."""
        for some in chunks(article_ids):
            rows = self._session.execute(
                select(SearchEntryRow.id, SearchEntryRow.reading_id, SearchEntryRow.source).where(
                    SearchEntryRow.article_id.in_(some)
                )
            ).all()
            if not rows:
                continue
            found = self._documents({row.reading_id: row.source for row in rows})
            self._words().take_out(
                (row.id, found[row.reading_id]) for row in rows if row.reading_id in found
            )
            self._session.execute(delete(SearchEntryRow).where(SearchEntryRow.article_id.in_(some)))

    def find(self, search: Search, *, limit: int = 20, before: int | None = None) -> Found:
        """Return the articles that a search finds.

        Args:
            search: What is searched for.
            limit: At most so many.
            before: ``Hit.position`` of the last one shown: go on after it; newest first only.

        Raises:
            UsageError: The search is written wrongly, or ``before`` is given with best first.
        """
        if before is not None and search.sort == "best":
            raise UsageError("what is sorted best first cannot be continued; sort newest first")
        node = search.wanted()
        span = self._span(search)
        if before is not None:
            span["high"] = min(span["high"], before - 1)
        words = self._words()
        ranked = 0  # hits that were ranked where there are more
        found: list[tuple[float, int]] = []
        for part, asked in words.asked(node):
            newest = search.sort == "newest"
            most = limit + 1 if newest else max(RECENT_RANKED, limit + 1)
            recent = self._recent(words, part, node, span, limit + 1, most)
            if newest:
                slots = recent[0] if recent else words.newest(part, asked, span, limit + 1)
                found += [(0.0, slot) for slot in slots]
                continue
            if recent:
                slots, whole, among = recent
                found += self._weighed(slots, node, among)
                ranked = max(ranked, 0 if whole else len(slots))
                continue
            pool = words.newest(part, asked, span, words.ranked + 1)
            if not pool:
                continue
            ranked = max(ranked, words.ranked * (len(pool) > words.ranked))
            found += words.best(part, asked, span, pool[: words.ranked], limit + 1)
        found.sort(key=lambda hit: (hit[0], -hit[1]))
        slots = [slot for _, slot in found[:limit]]
        return Found(
            hits=self._hits(slots, node),
            more=len(found) > limit,
            ranked=ranked or None,
        )

    def changed(self, search: Search, after: int, limit: int) -> tuple[tuple[Hit, ...], int]:
        """Return what a search finds among articles new or revised after a change, and its last.

        In the order of change; the second value is where to go on.
        """
        node = search.wanted()
        span = {**self._span(search), "after": after}
        until = last_change(self._session)
        words = self._words()
        found = sorted(
            hit for part, asked in words.asked(node) for hit in words.changed(part, asked, span)
        )
        if len(found) > limit:
            found = found[:limit]
            until = found[-1][0]
        return self._hits([slot for _, slot in found], node), until

    def _recent(
        self, words: Words, part: str, node: Node | None, span: Span, least: int, most: int
    ) -> tuple[list[int], bool, int] | None:
        """Return the newest hits of a query of single characters, and among how many they were.

        Between the two stands whether they are all.  There are ``least`` to ``most`` of them, or
        fewer and no others.  None: FTS5 must tell; so for all other queries.
        """
        if node is None or not RECENT or not words.merges(part) or not characters(node):
            return None
        recent = self._candidates(words, part, node, span)
        texts: list[str] = []
        found: list[int] = []
        before = 0
        for upto in RECENT:
            looked = recent[before:upto]
            if not looked:
                break
            texts += [said for _, *row in self._texts(looked) for said in row]
            asked = dict(words.asked(spelled_out(node, texts))).get(part)
            before = upto
            if asked is None:
                continue
            found = words.newest(part, asked, {**span, "low": looked[-1]}, most)
            if len(found) == most:
                return found, False, upto
        whole = len(recent) < RECENT[-1]
        return (found, whole, len(recent)) if whole or len(found) >= least else None

    def _candidates(self, words: Words, part: str, node: Node, span: Span) -> list[int]:
        """The newest articles that a query of single characters may find, at most RECENT."""
        known = relaxed(node)
        if known is None:
            return words.last(part, span, RECENT[-1])
        asked = dict(words.asked(known)).get(part)
        return words.newest(part, asked, span, RECENT[-1]) if asked else []

    def _weighed(
        self, slots: Sequence[int], node: Node | None, among: int
    ) -> list[tuple[float, int]]:
        """Return the score of each of these hits, the lower the better, by their texts."""
        rows = self._texts(slots)
        weights = weigh([(title, body) for _, title, body in rows], node, among=among)
        return [(weight, slot) for weight, (slot, _, _) in zip(weights, rows, strict=True)]

    def _texts(self, slots: Sequence[int]) -> list[tuple[int, str, str]]:
        """Return the id, title and text of articles."""
        query = (
            select(SearchEntryRow.id, ReadingRow.title, ReadingRow.body)
            .join(ReadingRow, SearchEntryRow.reading_id == ReadingRow.id)
            .where(SearchEntryRow.id.in_(slots))
        )
        return [(slot, title or "", body) for slot, title, body in self._session.execute(query)]

    def _words(self) -> Words:
        return Words(self._session.connection())

    def _span(self, search: Search) -> Span:
        """Return the ids a search's dates allow, and the dates themselves where there are any.

        An article may stand behind its time where others took its place, so the end is taken
        generously and each hit's time is compared.
        """
        span: Span = dict(_ALL)
        if search.since is None and search.until is None:
            return span
        since = search.since or datetime(1, 1, 1, tzinfo=UTC)
        until = search.until or datetime(9999, 12, 31, tzinfo=UTC)
        if search.since is not None:
            span["low"] = slot_of(since)
        if search.until is not None:
            shift = self._session.scalar(select(CounterRow.value).where(CounterRow.name == SHIFT))
            span["high"] = slot_of(until) + (shift or 0)
        return {**span, "since": _naive(since), "until": _naive(until)}

    def _free(self, slot: int) -> int:
        """Return a number from ``slot`` on that no article has.

        The next one, or one of a range twice as wide each time: thousands of articles may be
        dated to the same midnight, and to walk past them all would take longer each time.
        """
        width = TRIED
        while True:
            tried = random.sample(range(slot, slot + width), TRIED)
            taken = select(SearchEntryRow.id).where(SearchEntryRow.id.in_(tried))
            free = set(tried) - set(self._session.scalars(taken))
            if free:
                break
            width *= 2
        found = min(free)
        if found > slot:
            self._session.execute(
                update(CounterRow)
                .where(CounterRow.name == SHIFT, CounterRow.value < found - slot)
                .values(value=found - slot)
            )
        return found

    def _documents(self, sources: dict[int, str]) -> dict[int, Document]:
        return documents(self._session.connection(), sources)

    def _hits(self, slots: Sequence[int], node: Node | None) -> tuple[Hit, ...]:
        rows: dict[int, Row[Any]] = {}
        for some in chunks(slots):
            query = (
                select(
                    SearchEntryRow.id,
                    SearchEntryRow.source,
                    ArticleRow.key,
                    ArticleRow.url,
                    ArticleRow.revision,
                    ArticleRow.first_seen_at,
                    ArticleRow.gone_at,
                    ReadingRow.title,
                    ReadingRow.body,
                    ReadingRow.language,
                    ReadingRow.published,
                    ReadingRow.published_offset,
                    ReadingRow.published_precision,
                )
                .join(ArticleRow, ArticleRow.id == SearchEntryRow.article_id)
                .join(ReadingRow, ReadingRow.id == SearchEntryRow.reading_id)
                .where(SearchEntryRow.id.in_(some))
            )
            rows |= {row.id: row for row in self._session.execute(query)}
        in_title, in_body = searched_terms(node, "title"), searched_terms(node, "body")
        return tuple(
            Hit(
                id=row.key,
                url=row.url,
                source=row.source,
                title=snippet(row.title or "", in_title, length=500),
                snippet=snippet(row.body, in_body),
                published=stated(row.published, row.published_offset),
                published_precision=Precision(row.published_precision)
                if row.published_precision
                else None,
                language=row.language,
                revision=row.revision,
                first_seen_at=row.first_seen_at,
                gone_at=row.gone_at,
                position=slot,
            )
            for slot in slots
            if (row := rows.get(slot)) is not None
        )


def documents(connection: Connection, sources: dict[int, str]) -> dict[int, Document]:
    """Return what is indexed of readings, given the source that each counts to."""
    lists: dict[str, dict[int, list[str]]] = {}
    for name, row in (
        ("authors", ReadingAuthorRow),
        ("categories", ReadingCategoryRow),
        ("tags", ReadingTagRow),
    ):
        lists[name] = defaultdict(list)
        query = (
            select(row.reading_id, row.value)
            .where(row.reading_id.in_(sources))
            .order_by(row.reading_id, row.position)
        )
        for reading_id, value in connection.execute(query):
            lists[name][reading_id].append(value)
    readings = connection.execute(
        select(ReadingRow.id, ReadingRow.title, ReadingRow.body, ReadingRow.language).where(
            ReadingRow.id.in_(sources)
        )
    )
    return {
        row.id: document(
            title=row.title or "",
            body=row.body,
            source=sources[row.id],
            language=row.language or "",
            **{name: values[row.id] for name, values in lists.items()},
        )
        for row in readings
    }


def is_in_step(connection: Connection) -> bool:
    """Tell whether the full text has every article as it was read last, and nothing else."""
    if connection.execute(text(f"{OUT_OF_STEP} LIMIT 1")).first() is not None:
        return False
    return next(Words(connection).faults(1), None) is None


def index_anew(connection: Connection) -> int:
    """Index all articles in place of what the index holds; return how many.

    What saved searches have told stays told.
    """
    words = Words(connection)
    words.clear()
    connection.execute(
        text("CREATE TEMPORARY TABLE told AS SELECT article_id, changed_seq FROM search_entries")
    )
    connection.execute(text("CREATE INDEX temporary_told ON told (article_id)"))
    connection.execute(delete(SearchEntryRow))
    last, shift, count = -(2**62), 0, 0
    for rows in _by_time(connection):
        found = documents(connection, {row.reading_id: row.source for row in rows})
        entries = []
        indexed = []
        for row in rows:
            if row.reading_id not in found:
                continue  # newsarchive check names it
            last = max(last + 1, slot_of(row.time))
            shift = max(shift, last - slot_of(row.time))
            entries.append(
                {
                    "id": last,
                    "article_id": row.id,
                    "reading_id": row.reading_id,
                    "source": row.source,
                    "changed_seq": row.changed_seq,
                }
            )
            indexed.append((last, found[row.reading_id]))
        if entries:
            connection.execute(insert(SearchEntryRow), entries)
        words.put(indexed)
        count += len(entries)
    words.pack()
    connection.execute(update(CounterRow).where(CounterRow.name == SHIFT).values(value=shift))
    connection.execute(text("DROP TABLE told"))
    return count


def _by_time(connection: Connection) -> Iterator[Sequence[Row[Any]]]:
    """All articles in order of time, 500 at once; keys first, so that no cursor stays open."""
    order = connection.execute(
        select(ArticleRow.id)
        .where(ArticleRow.reading_id.is_not(None))
        .order_by(_TIME, ArticleRow.id)
    )
    told = table("told", column("article_id"), column("changed_seq"))
    for some in chunks(list(order.scalars())):
        query = (
            select(
                ArticleRow.id,
                ArticleRow.reading_id,
                _SOURCE.label("source"),
                _TIME.label("time"),
                func.coalesce(told.c.changed_seq, ArticleRow.change_seq).label("changed_seq"),
            )
            .outerjoin(SourceRow, SourceRow.id == ArticleRow.source_id)
            .outerjoin(told, told.c.article_id == ArticleRow.id)
            .where(ArticleRow.id.in_(some))
            .order_by(_TIME, ArticleRow.id)
        )
        yield connection.execute(query).all()


def _naive(time: datetime) -> str:
    return time.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


_SOURCE = func.coalesce(SourceRow.slug, ArticleRow.host)
_TIME = func.coalesce(
    ArticleRow.published_sort, ArticleRow.first_seen_at, type_=ArticleRow.first_seen_at.type
)
_INDEXED = select(ArticleRow.reading_id, _SOURCE, _TIME, ArticleRow.change_seq).outerjoin(
    SourceRow, SourceRow.id == ArticleRow.source_id
)
