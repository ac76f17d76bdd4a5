"""The words of articles, in two tables: those that put spaces between words, and the rest.

``search_unspaced`` holds all articles with any unspaced character (``newsarchive.search.words``),
``search_spaced`` all others; in either an article goes by the id of its row in
``search_entries``.  Nothing here knows articles: ids and ``Document`` in, ids out.

**SQLite**: FTS5, words only (``content=''``), so that taking an article out needs the very words
that were put in.  FTS5 walks hits by descending id: the newest twenty cost the same for a word
in every article as for a rare one.  Most of an index is lists of positions, two bytes longer
each where the column is not the first: hence the body is first (0.70 → 0.58 of the text on 264
real articles).

**PostgreSQL**: a ``tsvector`` and a GIN index, which has no order.  So the newest hits are looked
for among the newest articles first, and among more where those do not suffice.  The planner
takes a rare phrase of common words for a common one and would read every article one by one;
scans in the order of ids or rows are therefore off while it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from newsarchive.search import Node
from newsarchive.search.documents import Document
from newsarchive.search.fts5 import match
from newsarchive.search.tsquery import tsquery, tsvector

TABLES = ("search_spaced", "search_unspaced")  # Document.unspaced is the place of a table here
LOOKS = (2_000, 16_000, None)  # PostgreSQL: articles looked at first, next, at last: all others
RANKED = {"sqlite": 5_000, "postgresql": 400}  # 10 ms; 35 ms
WEIGHTS = "1.0, 4.0, 0.0"  # SQLite: of body, title, facts in BM25; chosen, not measured
RANK_WEIGHTS = "{0.25, 0, 0, 1}"  # PostgreSQL: of D, C, B, A in ts_rank; the same


class Words:
    """The words of articles, on one connection inside a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sqlite = connection.dialect.name == "sqlite"
        self.ranked = RANKED[connection.dialect.name]  # hits ranked at most

    def put(self, documents: Iterable[tuple[int, Document]]) -> None:
        """Put articles in, by ids that are not there."""
        for table, found in self._by_table(documents).items():
            if self._sqlite:
                sql = f"INSERT INTO {table} (rowid, body, title, facts) VALUES {_PARTS}"  # noqa: S608
                bound = [_bound(slot, words) for slot, words in found]
            else:
                sql = f"INSERT INTO {table} (id, words) VALUES (:slot, CAST(:words AS tsvector))"  # noqa: S608
                bound = [{"slot": slot, "words": tsvector(words)} for slot, words in found]
            self._connection.execute(text(sql), bound)

    def take_out(self, documents: Iterable[tuple[int, Document]]) -> None:
        """Take articles out, each by the document it was put in with."""
        for table, found in self._by_table(documents).items():
            if self._sqlite:
                sql = (
                    f"INSERT INTO {table} ({table}, rowid, body, title, facts) VALUES {_OLD_PARTS}"  # noqa: S608
                )
                bound = [_bound(slot, words) for slot, words in found]
            else:
                sql = f"DELETE FROM {table} WHERE id = :slot"  # noqa: S608
                bound = [{"slot": slot} for slot, _ in found]
            self._connection.execute(text(sql), bound)

    def clear(self) -> None:
        """Take out everything."""
        for table in TABLES:
            self._connection.execute(
                text(
                    f"INSERT INTO {table} ({table}) VALUES ('delete-all')"  # noqa: S608
                    if self._sqlite
                    else f"TRUNCATE {table}"
                )
            )

    def pack(self) -> None:
        """Make the index as small as it gets; PostgreSQL's VACUUM does it there."""
        if self._sqlite:
            for table in TABLES:
                self._connection.execute(
                    text(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608
                )

    def faults(self, most: int) -> Iterator[str]:
        """Yield where words and entries are out of step, at most so many of a kind.

        The whole index is read: 25 s for a million articles in SQLite.  FTS5's own check would
        keep writers waiting for twice that.
        """
        words = " UNION ALL ".join(
            f"SELECT id FROM {part}{'_docsize' if self._sqlite else ''}"  # noqa: S608
            for part in TABLES
        )
        for sentence, sql in _OUT_OF_STEP:
            for row in self._connection.execute(
                text(f"WITH words AS ({words}) {sql} LIMIT {most}")
            ):
                yield f"{sentence}: {row[0]}; 'newsarchive vacuum' indexes anew"
        if self._sqlite:
            for part in TABLES:
                if damage := self._damage(part):
                    yield f"the full text {damage}; 'newsarchive vacuum' indexes anew"

    def _damage(self, part: str) -> str | None:
        vocabulary = f"CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, {part}, row)"
        self._connection.execute(text(vocabulary))
        try:
            held = self._connection.execute(text("SELECT sum(cnt) FROM vocabulary")).scalar() or 0
            sizes = self._connection.execute(text(f"SELECT sz FROM {part}_docsize")).scalars()  # noqa: S608
            put = sum(map(_summed, sizes))
        except DBAPIError as error:
            if "malformed" not in str(error.orig):
                raise
            return f"{part} is damaged"
        finally:
            self._connection.execute(text("DROP TABLE temp.vocabulary"))
        return None if held == put else f"{part} holds {held:,} words, its articles have {put:,}"

    def asked(self, node: Node | None) -> list[tuple[str, str]]:
        """Return which tables to ask for a query, and how."""
        if not self._sqlite:
            return [(table, tsquery(node)) for table in TABLES]
        told = [(table, match(node, unspaced=table == TABLES[True])) for table in TABLES]
        return [(table, expression) for table, expression in told if expression is not None]

    def newest(self, table: str, asked: str, span: Span, limit: int) -> list[int]:
        """Return the ids of the hits in a table, greatest first, at most so many."""
        if self._sqlite:
            return self._greatest(table, asked, span, limit)
        found: list[int] = []
        high = span["high"]
        for look in LOOKS:
            low = max(span["low"], self._behind(high, look))
            within = {**span, "low": low, "high": high}
            self._plan(scans=False)
            found += self._greatest(table, asked, within, limit - len(found))
            self._plan(scans=True)
            high = low - 1
            if len(found) >= limit or high < span["low"]:
                break
        return found

    def merges(self, table: str) -> bool:
        """Tell whether a beginning costs as much as all that begins so, however few are wanted."""
        return self._sqlite and table == TABLES[True]

    def last(self, table: str, span: Span, count: int) -> list[int]:
        """Return the greatest ids in a table, whatever their words; SQLite only."""
        sql = (
            f"SELECT id FROM {table}_docsize WHERE id BETWEEN :low AND :high"  # noqa: S608
            " ORDER BY id DESC LIMIT :count"
        )
        return list(self._connection.execute(text(sql), {**span, "count": count}).scalars())

    def best(
        self, table: str, asked: str, span: Span, pool: Sequence[int], limit: int
    ) -> list[tuple[float, int]]:
        """Return what weighs most among these hits in a table: score, the lower the better, and id.

        ``pool`` is what ``newest`` gave for the same question, or the beginning of it.
        """
        score = (
            f"bm25({table}, {WEIGHTS})"
            if self._sqlite
            else f"-ts_rank('{RANK_WEIGHTS}', {table}.words, CAST(:asked AS tsquery))"
        )
        bound = {**span, "asked": asked, "count": limit}
        if self._sqlite:
            hits = self._from(table, span)
            bound["low"] = pool[-1]
        else:
            hits = f"FROM {table} WHERE id = ANY(:pool)"
            bound["pool"] = list(pool)
        sql = f"SELECT {score} AS score, {self._id(table)} {hits} ORDER BY score LIMIT :count"
        rows = self._connection.execute(text(sql), bound)
        return [(score, slot) for score, slot in rows]

    def changed(self, table: str, asked: str, span: Span) -> list[tuple[int, int]]:
        """Return the hits whose entries changed after ``span["after"]``: change and id."""
        sql = f"SELECT e.changed_seq, e.id {self._from(table, span)}"
        rows = self._connection.execute(text(sql), {**span, "asked": asked})
        return [(seq, slot) for seq, slot in rows]

    def _plan(self, *, scans: bool) -> None:
        for kind in ("indexscan", "seqscan"):
            self._connection.execute(text(f"SET LOCAL enable_{kind} = {'on' if scans else 'off'}"))

    def _greatest(self, table: str, asked: str, span: Span, limit: int) -> list[int]:
        row = self._id(table)
        sql = f"SELECT {row} {self._from(table, span)} ORDER BY {row} DESC LIMIT :count"
        rows = self._connection.execute(text(sql), {**span, "asked": asked, "count": limit})
        return list(rows.scalars())

    def _behind(self, high: int, count: int | None) -> int:
        """The id that so many entries lie at or after, up to ``high``; None: all of them."""
        if count is None:
            return -(2**62)
        sql = "SELECT id FROM search_entries WHERE id <= :high ORDER BY id DESC OFFSET :n LIMIT 1"
        found = self._connection.execute(text(sql), {"high": high, "n": count - 1}).scalar()
        return -(2**62) if found is None else int(found)

    def _id(self, table: str) -> str:
        return f"{table}.rowid" if self._sqlite else f"{table}.id"

    def _from(self, table: str, span: Span) -> str:
        """The rest of a SELECT over one table; SQLite asks FTS5 first, whatever else there is."""
        row, join = self._id(table), "CROSS JOIN" if self._sqlite else "JOIN"
        matches = f"{table} MATCH :asked" if self._sqlite else "words @@ CAST(:asked AS tsquery)"
        joins, conditions = "", f"{matches} AND {row} BETWEEN :low AND :high"
        if "after" in span or "since" in span:
            joins = f"{join} search_entries e ON e.id = {row}"
        if "after" in span:
            conditions += " AND e.changed_seq > :after"
        if "since" in span:
            joins += f" {join} articles a ON a.id = e.article_id"
            time = "coalesce(a.published_sort, a.first_seen_at)"
            conditions += f" AND {time} >= :since AND {time} < :until"
        return f"FROM {table} {joins} WHERE {conditions}"

    def _by_table(
        self, documents: Iterable[tuple[int, Document]]
    ) -> dict[str, Sequence[tuple[int, Document]]]:
        found: dict[str, list[tuple[int, Document]]] = {}
        for slot, words in documents:
            found.setdefault(TABLES[words.unspaced], []).append((slot, words))
        return dict(found)


Span = dict[str, Any]  # low and high id; since and until; after: a change

# A sentence, and a query over the ids in both tables whose first column names the article
_OUT_OF_STEP = (
    (
        "the full text lacks an article's words",
        (
            "SELECT a.key FROM search_entries e JOIN articles a ON a.id = e.article_id"
            " WHERE e.id NOT IN (SELECT id FROM words)"
        ),
    ),
    (
        "the full text holds words of no article",
        "SELECT id FROM words WHERE id NOT IN (SELECT id FROM search_entries)",
    ),
    (
        "the full text holds an article's words twice",
        "SELECT id FROM words GROUP BY id HAVING count(*) > 1",
    ),
)
_PARTS = "(:slot, :body, :title, :facts)"
_OLD_PARTS = "('delete', :slot, :body, :title, :facts)"


def _summed(sizes: bytes) -> int:
    """Sum the numbers of a row of FTS5's docsize table: varints, seven bits a byte."""
    total = number = 0
    for byte in sizes:
        number = number << 7 | byte & 127
        if byte < 128:
            total, number = total + number, 0
    return total


def _bound(slot: int, words: Document) -> dict[str, Any]:
    return {"slot": slot, "body": words.body, "title": words.title, "facts": words.facts}
