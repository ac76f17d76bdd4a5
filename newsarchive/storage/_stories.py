"""Near-duplicates and stories: bands, kinships, rulings, members.

Nothing is compared here; see ``newsarchive.stories``.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Delete,
    Update,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import Session

from newsarchive.model import Compared, Kinship, KinshipKind, Member, Precision, StoryKind
from newsarchive.storage._engine import chunks, upsert
from newsarchive.storage._lookups import next_change
from newsarchive.storage._schema import (
    ArticleRow,
    BandRow,
    CreditRow,
    FingerprintRow,
    KinshipRow,
    ReadingAuthorRow,
    ReadingRow,
    RulingRow,
    SourceRow,
    StoryMemberRow,
    StoryRow,
)

MAX_BANDS = 32  # of a text
_PLACES = tuple(f"b{number}" for number in range(MAX_BANDS))
_SHARING = select(BandRow.band, BandRow.article_id).where(
    BandRow.band.in_([bindparam(place) for place in _PLACES])
)
# built once: building them costs as much as running them
_WITH_TEXT = select(func.min(ArticleRow.id)).where(
    ArticleRow.text_hash == bindparam("text_hash"), ArticleRow.id != bindparam("but")
)
_STORIES = select(StoryMemberRow.article_id, StoryMemberRow.story_id).where(
    StoryMemberRow.article_id.in_(bindparam("ids", expanding=True))
)
_COMPARED = (
    select(
        ArticleRow.id,
        SourceRow.slug,
        ArticleRow.host,
        ArticleRow.title,
        ArticleRow.published_sort,
        ArticleRow.url,
        ReadingRow.body,
    )
    .join(ReadingRow, ReadingRow.id == ArticleRow.reading_id)
    .outerjoin(SourceRow, SourceRow.id == ArticleRow.source_id)
    .where(ArticleRow.id.in_(bindparam("ids", expanding=True)))
)
_ADD_FINGERPRINT = insert(FingerprintRow)
_ADD_BAND = insert(BandRow)
_ADD_KINSHIP = insert(KinshipRow)

_PRECISE = {Precision.MINUTE, Precision.SECOND}


@dataclass(frozen=True, slots=True)
class StoryState:
    """A story as it is or is to be: its members by row, each with kind and reason."""

    key: str
    original: int
    reason: str
    members: dict[int, tuple[StoryKind, str]]


class Stories:
    """Stories, inside one transaction; articles are named by row."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # --- what texts are found by

    def sharing(self, bands: Sequence[int]) -> dict[int, list[int]]:
        """Return the articles that have each of some bands, at most ``MAX_BANDS``."""
        found: dict[int, list[int]] = defaultdict(list)
        given = dict(zip(_PLACES, [*bands, *[-1] * (MAX_BANDS - len(bands))], strict=True))
        for band, article_id in self._run(_SHARING, **given):
            found[band].append(article_id)
        return found

    def fingerprint(
        self,
        article_id: int,
        *,
        text_hash: str,
        bands: Sequence[int],
        crowded: Collection[int],
        new: bool,
    ) -> None:
        """Write what an article's newest text is found by.

        Args:
            article_id: Its row.
            text_hash: Of the text.
            bands: Of the text.
            crowded: Bands that enough articles have already.
            new: There is no fingerprint of an earlier text, to be replaced.
        """
        if not new:
            self._forget(article_id)
        packed = {"article_id": article_id, "text_hash": text_hash, "bands": _pack(bands)}
        connection = self._session.connection()
        connection.execute(_ADD_FINGERPRINT, packed)
        rows = [{"band": band, "article_id": article_id} for band in bands if band not in crowded]
        if rows:
            connection.execute(_ADD_BAND, rows)

    def _forget(self, article_id: int) -> None:
        known = self._session.scalar(
            select(FingerprintRow.bands).where(FingerprintRow.article_id == article_id)
        )
        if known is None:
            return
        for some in chunks(_unpack(known)):
            self._session.execute(
                delete(BandRow).where(BandRow.band.in_(some), BandRow.article_id == article_id)
            )
        self._session.execute(delete(FingerprintRow).where(FingerprintRow.article_id == article_id))

    def fingerprint_of(self, article_id: int) -> tuple[str, list[int]] | None:
        """Return the hash of the text that was fingerprinted, and its bands."""
        row = self._session.execute(
            select(FingerprintRow.text_hash, FingerprintRow.bands).where(
                FingerprintRow.article_id == article_id
            )
        ).first()
        return (row.text_hash, _unpack(row.bands)) if row else None

    def forget_all(self, *, at: datetime) -> None:
        """Remove all fingerprints, kinships and stories; rulings stay."""
        known = list(self._session.scalars(select(StoryRow.id)))
        for some in chunks(known):
            self.write(self.states(some), [], at=at)
        for row in (KinshipRow, BandRow, FingerprintRow):
            self._session.execute(delete(row))

    def count(self) -> int:
        """Return how many articles there are."""
        return self._session.scalar(select(func.count()).select_from(ArticleRow)) or 0

    def by_text(self, *, after: tuple[str, int], limit: int) -> list[tuple[str, int]]:
        """Return hash and row of articles in the order of their texts' hashes, then addresses.

        That order is the same however they arrived.  ``after``: the last pair had; ``("", 0)``.
        """
        url = select(ArticleRow.url).where(ArticleRow.id == after[1]).scalar_subquery()
        query = select(ArticleRow.text_hash, ArticleRow.id)
        if after[1]:
            query = query.where(
                or_(
                    ArticleRow.text_hash > after[0],
                    and_(
                        ArticleRow.text_hash == after[0],
                        tuple_(ArticleRow.url, ArticleRow.id) > tuple_(url, literal(after[1])),
                    ),
                )
            )
        query = query.order_by(ArticleRow.text_hash, ArticleRow.url, ArticleRow.id).limit(limit)
        return [(hashed, row) for hashed, row in self._session.execute(query)]

    # --- who is kin

    def kin(self, article_id: int) -> dict[int, Kinship]:
        """Return what an article's kin are to it; its own share is ``of_one``."""
        found: dict[int, Kinship] = {}
        for row in self._session.scalars(
            select(KinshipRow).where(
                or_(KinshipRow.one_id == article_id, KinshipRow.other_id == article_id)
            )
        ):
            turned = row.other_id == article_id
            found[row.one_id if turned else row.other_id] = Kinship(
                kind=KinshipKind(row.kind),
                reason=row.reason,
                shared=row.shared,
                of_one=row.of_other if turned else row.of_one,
                of_other=row.of_one if turned else row.of_other,
            )
        return found

    def set_kin(self, article_id: int, kin: Mapping[int, Kinship], *, new: bool) -> None:
        """Write what others are to an article; ``new``: they were nothing before."""
        if not new:
            self._session.execute(
                delete(KinshipRow).where(
                    or_(KinshipRow.one_id == article_id, KinshipRow.other_id == article_id)
                )
            )
        values = []
        for other, found in kin.items():
            turned = other < article_id
            shares = (found.of_other, found.of_one) if turned else (found.of_one, found.of_other)
            values.append(
                {
                    "one_id": min(article_id, other),
                    "other_id": max(article_id, other),
                    "kind": found.kind.value,
                    "reason": found.reason,
                    "shared": found.shared,
                    "of_one": shares[0],
                    "of_other": shares[1],
                }
            )
        if values:
            self._session.connection().execute(_ADD_KINSHIP, values)

    def edges(
        self, ids: Collection[int]
    ) -> tuple[list[tuple[int, int, float]], list[tuple[int, int]]]:
        """Return pairs of copies among articles, with the sum of their shares; and follow-ups."""
        copies: list[tuple[int, int, float]] = []
        updates: list[tuple[int, int]] = []
        wanted = set(ids)
        for some in chunks(ids):
            query = select(
                KinshipRow.one_id,
                KinshipRow.other_id,
                KinshipRow.kind,
                KinshipRow.of_one + KinshipRow.of_other,
            ).where(KinshipRow.one_id.in_(some))
            for one, other, kind, shares in self._session.execute(query):
                if other in wanted and kind == KinshipKind.COPY:
                    copies.append((one, other, shares))
                elif other in wanted and kind == KinshipKind.FOLLOW_UP:
                    updates.append((one, other))
        return copies, updates

    # --- what people decided

    def rule(self, one: int, other: int, *, joined: bool, at: datetime) -> None:
        """Note that two articles are of one story, or are not, whatever their texts say."""
        values = {
            "one_id": min(one, other),
            "other_id": max(one, other),
            "joined": joined,
            "ruled_at": at,
        }
        statement = upsert(self._session, RulingRow).values(values)
        self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["one_id", "other_id"],
                set_={"joined": joined, "ruled_at": at},
            )
        )

    def rulings(self, ids: Collection[int]) -> dict[tuple[int, int], bool]:
        """Return what was decided about pairs that hold one of these articles."""
        found: dict[tuple[int, int], bool] = {}
        for some in chunks(ids):
            for row in self._session.scalars(
                select(RulingRow).where(
                    or_(RulingRow.one_id.in_(some), RulingRow.other_id.in_(some))
                )
            ):
                found[row.one_id, row.other_id] = row.joined
        return found

    # --- members

    def of(self, ids: Collection[int]) -> dict[int, int]:
        """Return the row of the story of each article that has one."""
        found: dict[int, int] = {}
        for some in chunks(ids):
            found |= dict(self._run(_STORIES, ids=some).all())
        return found

    def states(self, story_ids: Collection[int]) -> dict[int, StoryState]:
        """Return stories by row."""
        members: dict[int, dict[int, tuple[StoryKind, str]]] = defaultdict(dict)
        found: dict[int, StoryState] = {}
        for some in chunks(story_ids):
            for row in self._session.scalars(
                select(StoryMemberRow).where(StoryMemberRow.story_id.in_(some))
            ):
                kind = StoryKind(row.kind or StoryKind.REPOST)
                members[row.story_id][row.article_id] = (kind, row.reason)
            for story in self._session.scalars(select(StoryRow).where(StoryRow.id.in_(some))):
                found[story.id] = StoryState(
                    key=story.key,
                    original=story.original_id or 0,
                    reason=story.reason,
                    members=members[story.id],
                )
        return found

    def write(
        self, before: Mapping[int, StoryState], after: Iterable[StoryState], *, at: datetime
    ) -> None:
        """Write stories in place of others; articles whose story or kind is another now changed."""
        was = {
            article_id: (state.key, *told)
            for state in before.values()
            for article_id, told in state.members.items()
        }
        left = dict(before)
        by_key = {state.key: story_id for story_id, state in before.items()}
        now: dict[int, tuple[str, StoryKind, str]] = {}
        for state in after:
            now |= {key: (state.key, *told) for key, told in state.members.items()}
            story_id = by_key.get(state.key)
            if story_id is not None:
                left.pop(story_id)
                if before[story_id] == state:
                    continue
            self._write(story_id, state, at)
        for story_id in left:
            self._session.execute(delete(StoryMemberRow).where(StoryMemberRow.story_id == story_id))
            self._session.execute(delete(StoryRow).where(StoryRow.id == story_id))
        changed = [
            key for key in was.keys() | now.keys() if was.get(key, ())[:2] != now.get(key, ())[:2]
        ]
        for article_id in sorted(changed):
            self._session.execute(
                update(ArticleRow)
                .where(ArticleRow.id == article_id)
                .values(change_seq=next_change(self._session))
            )

    def _write(self, story_id: int | None, state: StoryState, at: datetime) -> None:
        told = {"original_id": state.original, "reason": state.reason}
        if story_id is None:
            story_id = self._session.execute(
                insert(StoryRow).values(key=state.key, created_at=at, **told).returning(StoryRow.id)
            ).scalar_one()
        else:
            self._session.execute(update(StoryRow).where(StoryRow.id == story_id).values(**told))
        kept = {
            row.article_id: (row.story_id, row.kind, row.reason)
            for row in self._session.scalars(
                select(StoryMemberRow).where(
                    or_(
                        StoryMemberRow.story_id == story_id,
                        StoryMemberRow.article_id.in_(state.members),
                    )
                )
            )
        }
        for article_id, before in kept.items():
            query: Delete | Update = delete(StoryMemberRow)
            if article_id in state.members:
                if before == (story_id, *state.members[article_id]):
                    continue
                kind, reason = state.members[article_id]
                query = update(StoryMemberRow).values(
                    story_id=story_id, kind=kind.value, reason=reason
                )
            self._session.execute(
                query.where(StoryMemberRow.article_id == article_id),
                execution_options={"synchronize_session": False},
            )
        added = [
            {
                "story_id": story_id,
                "article_id": article_id,
                "kind": kind.value,
                "reason": reason,
                "joined_at": at,
            }
            for article_id, (kind, reason) in state.members.items()
            if article_id not in kept
        ]
        if added:
            self._session.execute(insert(StoryMemberRow), added)

    def compared(self, ids: Collection[int]) -> dict[int, Compared]:
        """Return what of articles is compared, by row."""
        found: dict[int, Compared] = {}
        for some in chunks(ids):
            for row in self._run(_COMPARED, ids=some):
                article_id, slug, host, title, published, url, body = row
                found[article_id] = Compared(
                    site=slug or host, title=title, body=body, published=published, url=url
                )
        return found

    def members(self, ids: Collection[int]) -> dict[int, Member]:
        """Return articles as far as stories need them, by row."""
        found: dict[int, Member] = {}
        for some in chunks(ids):
            lists: dict[int, list[str]] = defaultdict(list)
            credits: dict[int, list[tuple[str, str]]] = defaultdict(list)
            for article_id, value in self._session.execute(
                select(ArticleRow.id, ReadingAuthorRow.value)
                .join(ReadingAuthorRow, ReadingAuthorRow.reading_id == ArticleRow.reading_id)
                .where(ArticleRow.id.in_(some))
                .order_by(ArticleRow.id, ReadingAuthorRow.position)
            ):
                lists[article_id].append(value)
            for article_id, source, url in self._session.execute(
                select(ArticleRow.id, CreditRow.source, CreditRow.url)
                .join(CreditRow, CreditRow.reading_id == ArticleRow.reading_id)
                .where(ArticleRow.id.in_(some))
                .order_by(ArticleRow.id, CreditRow.position)
            ):
                credits[article_id].append((source, url))
            edges = (
                func.substr(ReadingRow.body, 1, EDGE)
                + literal("\n")
                + func.substr(ReadingRow.body, func.length(ReadingRow.body) - EDGE)
            )
            query = (
                select(
                    ArticleRow,
                    SourceRow.slug,
                    ReadingRow.published_offset,
                    ReadingRow.published_precision,
                    ReadingRow.canonical_url,
                    ReadingRow.publisher,
                    edges.label("edges"),
                )
                .join(ReadingRow, ReadingRow.id == ArticleRow.reading_id)
                .outerjoin(SourceRow, SourceRow.id == ArticleRow.source_id)
                .where(ArticleRow.id.in_(some))
            )
            for row in self._session.execute(query):
                article = row.ArticleRow
                found[article.id] = Member(
                    id=article.id,
                    key=article.key,
                    url=article.url,
                    site=row.slug or article.host,
                    host=article.host,
                    published=article.published_sort,
                    reliable=row.published_offset is not None
                    and row.published_precision in _PRECISE,
                    first_seen_at=article.first_seen_at,
                    canonical_url=row.canonical_url or "",
                    publisher=row.publisher or "",
                    authors=tuple(lists[article.id]),
                    credits=tuple(credits[article.id]),
                    edges=row.edges,
                )
        return found

    def row(self, key: str) -> int | None:
        """Return the row of an article's public key, or None."""
        return self._session.scalar(select(ArticleRow.id).where(ArticleRow.key == key))

    def with_text(self, text_hash: str, *, but: int) -> int | None:
        """Return the first article, by row, whose newest text has a hash."""
        found: int | None = self._run(_WITH_TEXT, text_hash=text_hash, but=but).scalar()
        return found

    def _run(self, statement: Any, **values: Any) -> Any:
        return self._session.connection().execute(statement, values)


EDGE = 400  # characters of a text's beginning and end, where agencies are named


def _pack(bands: Sequence[int]) -> bytes:
    return b"".join(struct.pack(">Q", band)[2:] for band in bands)


def _unpack(packed: bytes) -> list[int]:
    return [int.from_bytes(packed[at : at + 6], "big") for at in range(0, len(packed), 6)]
