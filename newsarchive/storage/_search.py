"""The full text, and saved searches.

Two FTS5 tables hold words only (``content=''``): ``search_spaced`` all articles without
unspaced characters, ``search_unspaced`` those with any (``newsarchive.search.words``).  An
article is in one of them, under the id of its row in ``search_entries``.

**Newest first.**  The id is the article's time in units of 10 seconds since 1970, or the next
free one after it: FTS5 walks hits by descending id, so that the newest twenty cost the same
for a word in every article as for a rare one.  Time is ``published_sort``, or when first seen
where no date is stated.  Seconds would cost 2 % of the text more (264 real articles), running
numbers would not sort by time.

**Best first.**  BM25 costs 1.8 µs a hit, 350 ms for a word in 200,000 articles.  So only the newest
RANKED hits are ranked, and the answer says so.

**Size.**  Most of an index is lists of positions, two bytes longer each where the column is not the
first: hence the body is first (0.70 → 0.58 of the text on 264 real articles).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from newsarchive.errors import NotFound, UsageError
from newsarchive.model import Precision
from newsarchive.search import Found, Hit, Node, Search, Watch
from newsarchive.search.documents import Document, document
from newsarchive.search.fts5 import match
from newsarchive.search.snippets import searched_terms, snippet
from newsarchive.storage._engine import chunks
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
    WatchRow,
)

TABLES = ("search_spaced", "search_unspaced")
RANKED = 5_000  # hits: 15 ms at 200,000 articles
WEIGHTS = "1.0, 4.0, 0.0"  # of body, title, facts in BM25; chosen, not measured
_SLOT = 10  # seconds
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 86_400 // _SLOT


def slot_of(time: datetime) -> int:
    """Return the number an article of this time goes by, where it is free."""
    return (time - _EPOCH) // timedelta(seconds=_SLOT)


class SearchIndex:
    """The full text of articles, inside one transaction; the one place that knows FTS5."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, article_id: int, *, revised: bool) -> None:
        """Index an article by its newest reading, in place of what was indexed of it before.

        Args:
            article_id: Its row.
            revised: Its text is new or changed, so that saved searches tell of it.
        """
        session = self._session
        row = session.execute(
            select(
                ArticleRow.reading_id,
                func.coalesce(SourceRow.slug, ArticleRow.host),
                func.coalesce(ArticleRow.published_sort, ArticleRow.first_seen_at, type_=_TIME),
                ArticleRow.change_seq,
            )
            .outerjoin(SourceRow, SourceRow.id == ArticleRow.source_id)
            .where(ArticleRow.id == article_id)
        ).one()
        reading_id, source, time, change = row
        assert reading_id is not None
        old = session.execute(
            select(SearchEntryRow).where(SearchEntryRow.article_id == article_id)
        ).scalar()
        seq = change
        if old is not None:
            seq = change if revised else old.changed_seq
            self._take_out(old.id, old.reading_id, old.source)
            session.expunge(old)
        slot = self._free(slot_of(time), article_id)
        session.execute(delete(SearchEntryRow).where(SearchEntryRow.article_id == article_id))
        session.execute(
            insert(SearchEntryRow).values(
                id=slot,
                article_id=article_id,
                reading_id=reading_id,
                source=source,
                changed_seq=seq,
            )
        )
        words = self._documents({reading_id: source})[reading_id]
        session.connection().execute(_insert(words), _bound(slot, words))

    def drop(self, article_ids: Collection[int]) -> None:
        """Take articles out of the index; to be called before their rows are deleted."""
        for some in chunks(article_ids):
            rows = self._session.execute(
                select(SearchEntryRow.id, SearchEntryRow.reading_id, SearchEntryRow.source).where(
                    SearchEntryRow.article_id.in_(some)
                )
            ).all()
            for slot, reading_id, source in rows:
                self._take_out(slot, reading_id, source)
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
        low, high, exact = self._span(search)
        if before is not None:
            high = min(high, before - 1)
        ranked = False
        found: list[tuple[float, int]] = []
        for table, asked in _asked(node):
            bound = {"asked": asked, "low": low, "high": high, **exact}
            if search.sort == "best":
                pool = self._newest(table, bound, RANKED + 1)
                if len(pool) > RANKED:
                    ranked = True
                    bound["low"] = pool[RANKED - 1]
                found += self._best(table, bound, limit + 1)
            else:
                slots = self._newest(table, bound, limit + 1)
                found += [(0.0, slot) for slot in slots]
        found.sort(key=lambda hit: (hit[0], -hit[1]))
        slots = [slot for _, slot in found[:limit]]
        return Found(
            hits=self._hits(slots, node),
            more=len(found) > limit,
            ranked=RANKED if ranked else None,
        )

    def changed(self, search: Search, after: int, limit: int) -> tuple[tuple[Hit, ...], int]:
        """Return what a search finds among articles new or revised after a change, and its last.

        In the order of change; the second value is where to go on.
        """
        node = search.wanted()
        low, high, exact = self._span(search)
        until = (
            self._session.scalar(select(CounterRow.value).where(CounterRow.name == "change")) or 0
        )
        found: list[tuple[int, int]] = []
        for table, asked in _asked(node):
            bound = {"asked": asked, "low": low, "high": high, "after": after, **exact}
            sql = f"SELECT e.changed_seq, e.id {_from(table, bound)}"
            rows = self._session.connection().execute(text(sql), bound)
            found += [(seq, slot) for seq, slot in rows]
        found.sort()
        if len(found) > limit:
            found = found[:limit]
            until = found[-1][0]
        return self._hits([slot for _, slot in found], node), until

    def _newest(self, table: str, bound: dict[str, Any], limit: int) -> list[int]:
        sql = f"SELECT {table}.rowid {_from(table, bound)} ORDER BY {table}.rowid DESC LIMIT :count"
        rows = self._session.connection().execute(text(sql), {**bound, "count": limit})
        return list(rows.scalars())

    def _best(self, table: str, bound: dict[str, Any], limit: int) -> list[tuple[float, int]]:
        sql = (
            f"SELECT bm25({table}, {WEIGHTS}) AS score, {table}.rowid {_from(table, bound)} "
            "ORDER BY score LIMIT :count"
        )
        rows = self._session.connection().execute(text(sql), {**bound, "count": limit})
        return [(score, slot) for score, slot in rows]

    def _span(self, search: Search) -> tuple[int, int, dict[str, Any]]:
        """Return the ids a search's dates allow, and the dates themselves where there are any.

        An article may stand later than its time where others took its place, so the end is
        taken generously and each hit's time is compared.
        """
        low, high = -(2**62), 2**62
        if search.since is None and search.until is None:
            return low, high, {}
        since = search.since or datetime(1, 1, 1, tzinfo=UTC)
        until = search.until or datetime(9999, 12, 31, tzinfo=UTC)
        if search.since is not None:
            low = slot_of(since)
        if search.until is not None:
            high = max(self._free(slot_of(until), None), slot_of(until) + _DAY)
        exact = {"since": _naive(since), "until": _naive(until)}
        return low, high, exact

    def _free(self, slot: int, article_id: int | None) -> int:
        """The first id from ``slot`` on that no other article has."""
        sql = """
            SELECT CASE WHEN NOT EXISTS (
                SELECT 1 FROM search_entries WHERE id = :slot AND article_id IS NOT :mine
            ) THEN :slot ELSE (
                SELECT e.id + 1 FROM search_entries e
                WHERE e.id >= :slot AND NOT EXISTS (
                    SELECT 1 FROM search_entries n
                    WHERE n.id = e.id + 1 AND n.article_id IS NOT :mine
                )
                ORDER BY e.id LIMIT 1
            ) END
        """
        bound = {"slot": slot, "mine": article_id}
        return int(self._session.connection().execute(text(sql), bound).scalar_one())

    def _take_out(self, slot: int, reading_id: int, source: str) -> None:
        words = self._documents({reading_id: source}).get(reading_id)
        if words is None:
            return  # its reading is gone: nothing tells its words, and hits without entry are none
        table = TABLES[words.unspaced]
        self._session.connection().execute(
            text(
                f"INSERT INTO {table} ({table}, rowid, body, title, facts) "  # noqa: S608
                "VALUES ('delete', :slot, :body, :title, :facts)"
            ),
            _bound(slot, words),
        )

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


class Watches:
    """Saved searches, inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, name: str, search: Search, *, at: datetime) -> None:
        """Save a search; it will tell of what is archived or revised from now on.

        Raises:
            UsageError: The search is written wrongly, or the name is taken.
        """
        search.wanted()
        if self._session.get(WatchRow, name) is not None:
            raise UsageError(f"there is a watch '{name}' already; remove it or choose another name")
        filters = {
            key: value.isoformat() if isinstance(value, datetime) else value
            for key, value in asdict(search).items()
            if key != "query" and value
        }
        seq = self._session.scalar(select(CounterRow.value).where(CounterRow.name == "change"))
        self._session.execute(
            insert(WatchRow).values(
                name=name, query=search.query, filters=filters, created_at=at, told_seq=seq or 0
            )
        )

    def all(self) -> list[Watch]:
        """Return all saved searches by name."""
        rows = self._session.scalars(select(WatchRow).order_by(WatchRow.name))
        return [_watch(row) for row in rows]

    def get(self, name: str) -> Watch:
        """Return a saved search.

        Raises:
            NotFound: There is none of that name.
        """
        row = self._session.get(WatchRow, name)
        if row is None:
            raise NotFound(f"there is no watch '{name}'; 'newsarchive watch list' shows them")
        return _watch(row)

    def remove(self, name: str) -> None:
        """Forget a saved search.

        Raises:
            NotFound: There is none of that name.
        """
        self.get(name)
        self._session.execute(delete(WatchRow).where(WatchRow.name == name))

    def told(self, name: str, change: int, *, at: datetime) -> None:
        """Note that all up to a change was told."""
        self._session.execute(
            update(WatchRow).where(WatchRow.name == name).values(told_seq=change, asked_at=at)
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


def fill(connection: Connection) -> int:
    """Index all articles that have a reading, into empty tables; return how many."""
    last = -(2**62)
    count = 0
    for rows in _by_time(connection):
        found = documents(connection, {row.reading_id: row.source for row in rows})
        entries = []
        bound: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
        for row in rows:
            words = found.get(row.reading_id)
            if words is None:
                continue
            time = datetime.fromisoformat(row.time).replace(tzinfo=UTC)
            last = max(last + 1, slot_of(time))
            entries.append((last, row.id, row.reading_id, row.source, row.change_seq))
            bound[words.unspaced].append(_bound(last, words))
        if entries:
            connection.exec_driver_sql(
                "INSERT INTO search_entries (id, article_id, reading_id, source, changed_seq) "
                "VALUES (?, ?, ?, ?, ?)",
                entries,
            )
        for unspaced, values in bound.items():
            if values:
                connection.execute(_insert_into(TABLES[unspaced]), values)
        count += len(entries)
    return count


def _by_time(connection: Connection) -> Iterator[Sequence[Row[Any]]]:
    cursor = connection.execute(
        text(
            "SELECT a.id, a.reading_id, a.change_seq, coalesce(s.slug, a.host) AS source, "
            "coalesce(a.published_sort, a.first_seen_at) AS time "
            "FROM articles a LEFT JOIN sources s ON s.id = a.source_id "
            "WHERE a.reading_id IS NOT NULL ORDER BY time, a.id"
        )
    )
    yield from cursor.partitions(500)


def _insert(words: Document) -> Any:
    return _insert_into(TABLES[words.unspaced])


def _insert_into(table: str) -> Any:
    return text(
        f"INSERT INTO {table} (rowid, body, title, facts) "  # noqa: S608
        "VALUES (:slot, :body, :title, :facts)"
    )


def _bound(slot: int, words: Document) -> dict[str, Any]:
    return {"slot": slot, "body": words.body, "title": words.title, "facts": words.facts}


def _asked(node: Node | None) -> list[tuple[str, str]]:
    asked = [(table, match(node, unspaced=table == TABLES[True])) for table in TABLES]
    return [(table, expression) for table, expression in asked if expression is not None]


def _from(table: str, bound: dict[str, Any]) -> str:
    """The rest of a SELECT over one index; FTS5 goes first, whatever else is asked."""
    joins, conditions = "", f"{table} MATCH :asked AND {table}.rowid BETWEEN :low AND :high"
    if "after" in bound or "since" in bound:
        joins = f"CROSS JOIN search_entries e ON e.id = {table}.rowid"
    if "after" in bound:
        conditions += " AND e.changed_seq > :after"
    if "since" in bound:
        joins += " CROSS JOIN articles a ON a.id = e.article_id"
        time = "coalesce(a.published_sort, a.first_seen_at)"
        conditions += f" AND {time} >= :since AND {time} < :until"
    return f"FROM {table} {joins} WHERE {conditions}"


def _naive(time: datetime) -> str:
    return time.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _watch(row: WatchRow) -> Watch:
    filters: dict[str, Any] = {
        key: datetime.fromisoformat(value) if key in ("since", "until") else value
        for key, value in row.filters.items()
    }
    return Watch(
        name=row.name,
        search=Search(query=row.query, **filters),
        created_at=row.created_at,
        asked_at=row.asked_at,
        told=row.told_seq,
    )


_TIME = ArticleRow.first_seen_at.type
