"""Near-duplicates and stories: bands, kinships, rulings, members.

Nothing is compared here; see ``newsarchive.stories``.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
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
from newsarchive.storage._lookups import next_changes
from newsarchive.storage._prepared import Prepared
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

EDGE = 400  # characters of a text's beginning and end, where agencies are named

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_SHARING = Prepared(
    select(BandRow.band, BandRow.article_id).where(
        BandRow.band.in_(bindparam("bands", expanding=True))
    ),
    ids="bands",
)
_WITH_TEXT = Prepared(
    select(func.min(ArticleRow.id)).where(
        ArticleRow.text_hash == bindparam("text_hash"), ArticleRow.id != bindparam("but")
    )
)
_COMPARED = Prepared(
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
    .where(ArticleRow.id.in_(_IDS)),
    ids="ids",
)
_ADD_FINGERPRINT = Prepared(insert(FingerprintRow), columns=("article_id", "text_hash", "bands"))
_ADD_BAND = Prepared(insert(BandRow), columns=("band", "article_id"))
_ADD_KINSHIP = Prepared(
    insert(KinshipRow),
    columns=("one_id", "other_id", "kind", "reason", "shared", "of_one", "of_other"),
)
_EDGES = Prepared(
    select(
        KinshipRow.one_id,
        KinshipRow.other_id,
        KinshipRow.kind,
        KinshipRow.of_one + KinshipRow.of_other,
    ).where(KinshipRow.one_id.in_(_IDS)),
    ids="ids",
)
_RULINGS = tuple(
    Prepared(
        select(RulingRow.one_id, RulingRow.other_id, RulingRow.joined).where(column.in_(_IDS)),
        ids="ids",
    )
    for column in (RulingRow.one_id, RulingRow.other_id)
)
_STORIES = Prepared(
    select(StoryMemberRow.article_id, StoryMemberRow.story_id).where(
        StoryMemberRow.article_id.in_(_IDS)
    ),
    ids="ids",
)
_STATES = Prepared(
    select(
        StoryRow.id,
        StoryRow.key,
        StoryRow.original_id,
        StoryRow.reason,
        StoryMemberRow.article_id,
        StoryMemberRow.kind,
        StoryMemberRow.reason,
    )
    .outerjoin(StoryMemberRow, StoryMemberRow.story_id == StoryRow.id)
    .where(StoryRow.id.in_(_IDS)),
    ids="ids",
)
_ADD_STORY = Prepared(
    insert(StoryRow).returning(StoryRow.id),
    columns=("key", "created_at", "original_id", "reason"),
    returns=(StoryRow.id,),
)
_SET_STORY = Prepared(
    update(StoryRow)
    .where(StoryRow.id == bindparam("story"))
    .values(original_id=bindparam("original"), reason=bindparam("why"))
)
_DROP_STORY = Prepared(delete(StoryRow).where(StoryRow.id == bindparam("story")))
_ADD_MEMBER = Prepared(
    insert(StoryMemberRow), columns=("story_id", "article_id", "kind", "reason", "joined_at")
)
_SET_MEMBER = Prepared(
    update(StoryMemberRow)
    .where(StoryMemberRow.article_id == bindparam("member"))
    .values(story_id=bindparam("story"), kind=bindparam("what"), reason=bindparam("why"))
)
_DROP_MEMBER = Prepared(
    delete(StoryMemberRow).where(StoryMemberRow.article_id == bindparam("member"))
)
_CHANGED = Prepared(
    update(ArticleRow)
    .where(ArticleRow.id == bindparam("article"))
    .values(change_seq=bindparam("change"))
)
_AUTHORS = Prepared(
    select(ArticleRow.id, ReadingAuthorRow.value)
    .join(ReadingAuthorRow, ReadingAuthorRow.reading_id == ArticleRow.reading_id)
    .where(ArticleRow.id.in_(_IDS))
    .order_by(ArticleRow.id, ReadingAuthorRow.position),
    ids="ids",
)
_CREDITS = Prepared(
    select(ArticleRow.id, CreditRow.source, CreditRow.url)
    .join(CreditRow, CreditRow.reading_id == ArticleRow.reading_id)
    .where(ArticleRow.id.in_(_IDS))
    .order_by(ArticleRow.id, CreditRow.position),
    ids="ids",
)
_MEMBERS = Prepared(
    select(
        ArticleRow.id,
        ArticleRow.key,
        ArticleRow.url,
        SourceRow.slug,
        ArticleRow.host,
        ArticleRow.published_sort,
        ReadingRow.published_offset,
        ReadingRow.published_precision,
        ArticleRow.first_seen_at,
        ReadingRow.canonical_url,
        ReadingRow.publisher,
        func.substr(ReadingRow.body, 1, EDGE)
        + literal("\n")
        + func.substr(ReadingRow.body, func.length(ReadingRow.body) - EDGE),
    )
    .join(ReadingRow, ReadingRow.id == ArticleRow.reading_id)
    .outerjoin(SourceRow, SourceRow.id == ArticleRow.source_id)
    .where(ArticleRow.id.in_(_IDS)),
    ids="ids",
)

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

    @cached_property
    def _connection(self) -> Connection:
        return self._session.connection()

    # --- what texts are found by

    def sharing(self, bands: Sequence[int]) -> dict[int, list[int]]:
        """Return the articles that have each of some bands."""
        found: dict[int, list[int]] = defaultdict(list)
        for band, article_id in _SHARING.all(self._connection, bands=bands):
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
        _ADD_FINGERPRINT.each(self._connection, [packed])
        rows = [{"band": band, "article_id": article_id} for band in bands if band not in crowded]
        _ADD_BAND.each(self._connection, rows)

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
        _ADD_KINSHIP.each(self._connection, values)

    def edges(
        self, ids: Collection[int]
    ) -> tuple[list[tuple[int, int, float]], list[tuple[int, int]]]:
        """Return pairs of copies among articles, with the sum of their shares; and follow-ups."""
        copies: list[tuple[int, int, float]] = []
        updates: list[tuple[int, int]] = []
        wanted = set(ids)
        for one, other, kind, shares in _EDGES.all(self._connection, ids=ids):
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
        return {
            (one, other): joined
            for query in _RULINGS
            for one, other, joined in query.all(self._connection, ids=ids)
        }

    # --- members

    def of(self, ids: Collection[int]) -> dict[int, int]:
        """Return the row of the story of each article that has one."""
        return dict(_STORIES.all(self._connection, ids=ids))

    def states(self, story_ids: Collection[int]) -> dict[int, StoryState]:
        """Return stories by row."""
        found: dict[int, StoryState] = {}
        for row in _STATES.all(self._connection, ids=story_ids):
            story_id, key, original, reason, article_id, kind, why = row
            state = found.get(story_id)
            if state is None:
                state = StoryState(key=key, original=original or 0, reason=reason, members={})
                found[story_id] = state
            if article_id is not None:
                state.members[article_id] = (StoryKind(kind or StoryKind.REPOST), why)
        return found

    def write(
        self, before: Mapping[int, StoryState], after: Iterable[StoryState], *, at: datetime
    ) -> None:
        """Write stories in place of others; articles whose story or kind is another now changed.

        ``before`` holds every story that a member of those after was in.
        """
        by_key = {state.key: story_id for story_id, state in before.items()}
        was = _by_member(before.items())
        told: list[tuple[int, StoryState]] = []
        for state in after:
            story_id = by_key.pop(state.key, None)
            if story_id is None:
                story_id = self._add(state, at)
            elif (before[story_id].original, before[story_id].reason) != (
                state.original,
                state.reason,
            ):
                values = {"story": story_id, "original": state.original, "why": state.reason}
                _SET_STORY.each(self._connection, [values])
            told.append((story_id, state))
        now = _by_member(told)
        self._write_members(was, now, at)
        _DROP_STORY.each(self._connection, [{"story": gone} for gone in by_key.values()])
        keys = {story_id: state.key for story_id, state in (*before.items(), *told)}

        def seen(member: tuple[int, StoryKind, str] | None) -> tuple[str, StoryKind] | None:
            return member and (keys[member[0]], member[1])

        changed = sorted(
            row for row in was.keys() | now.keys() if seen(was.get(row)) != seen(now.get(row))
        )
        numbers = next_changes(self._session, len(changed))
        _CHANGED.each(
            self._connection,
            [
                {"article": row, "change": number}
                for row, number in zip(changed, numbers, strict=True)
            ],
        )

    def _add(self, state: StoryState, at: datetime) -> int:
        added: int = _ADD_STORY.first(
            self._connection,
            key=state.key,
            created_at=at,
            original_id=state.original,
            reason=state.reason,
        )
        return added

    def _write_members(
        self,
        was: Mapping[int, tuple[int, StoryKind, str]],
        now: Mapping[int, tuple[int, StoryKind, str]],
        at: datetime,
    ) -> None:
        _DROP_MEMBER.each(
            self._connection,
            [{"member": article_id} for article_id in was if article_id not in now],
        )
        added, moved = [], []
        for article_id, (story_id, kind, reason) in now.items():
            if article_id not in was:
                added.append(
                    {
                        "story_id": story_id,
                        "article_id": article_id,
                        "kind": kind.value,
                        "reason": reason,
                        "joined_at": at,
                    }
                )
            elif was[article_id] != (story_id, kind, reason):
                moved.append(
                    {"member": article_id, "story": story_id, "what": kind.value, "why": reason}
                )
        _SET_MEMBER.each(self._connection, moved)
        _ADD_MEMBER.each(self._connection, added)

    def compared(self, ids: Collection[int]) -> dict[int, Compared]:
        """Return what of articles is compared, by row."""
        found: dict[int, Compared] = {}
        for row in _COMPARED.all(self._connection, ids=ids):
            article_id, slug, host, title, published, url, body = row
            found[article_id] = Compared(
                site=slug or host, title=title, body=body, published=published, url=url
            )
        return found

    def members(self, ids: Collection[int]) -> dict[int, Member]:
        """Return articles as far as stories need them, by row."""
        authors: dict[int, list[str]] = defaultdict(list)
        for article_id, name in _AUTHORS.all(self._connection, ids=ids):
            authors[article_id].append(name)
        credits: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for article_id, source, url in _CREDITS.all(self._connection, ids=ids):
            credits[article_id].append((source, url))
        found: dict[int, Member] = {}
        for row in _MEMBERS.all(self._connection, ids=ids):
            article_id, key, url, slug, host, published, offset, precision, seen_at, *said = row
            canonical_url, publisher, edges = said
            found[article_id] = Member(
                id=article_id,
                key=key,
                url=url,
                site=slug or host,
                host=host,
                published=published,
                reliable=offset is not None and precision in _PRECISE,
                first_seen_at=seen_at,
                canonical_url=canonical_url or "",
                publisher=publisher or "",
                authors=tuple(authors[article_id]),
                credits=tuple(credits[article_id]),
                edges=edges,
            )
        return found

    def row(self, key: str) -> int | None:
        """Return the row of an article's public key, or None."""
        return self._session.scalar(select(ArticleRow.id).where(ArticleRow.key == key))

    def with_text(self, text_hash: str, *, but: int) -> int | None:
        """Return the first article, by row, whose newest text has a hash."""
        found: int | None = _WITH_TEXT.first(self._connection, text_hash=text_hash, but=but)
        return found


def _by_member(
    states: Iterable[tuple[int, StoryState]],
) -> dict[int, tuple[int, StoryKind, str]]:
    """The members of stories by row: their story's row, what they are in it, and why."""
    return {
        article_id: (story_id, *told)
        for story_id, state in states
        for article_id, told in state.members.items()
    }


def _pack(bands: Sequence[int]) -> bytes:
    return b"".join(struct.pack(">Q", band)[2:] for band in bands)


def _unpack(packed: bytes) -> list[int]:
    return [int.from_bytes(packed[at : at + 6], "big") for at in range(0, len(packed), 6)]
