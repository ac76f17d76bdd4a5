"""Every article's place among the others: found, compared, put into a story.

The door between the comparing (``newsarchive.dedup``) and the rows (``newsarchive.storage``).
``look`` finds what is kin to an article, ``place`` writes it; both within the caller's
transaction.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from newsarchive.dedup.diff import compare
from newsarchive.dedup.fingerprint import fold, text_hash
from newsarchive.dedup.grouping import groups
from newsarchive.dedup.kinship import Told, explained, kinship
from newsarchive.dedup.likeness import Text, likeness
from newsarchive.dedup.origins import origin_of
from newsarchive.dedup.shingles import bands as bands_of
from newsarchive.model import Article, Compared, Kinship, KinshipKind, Member
from newsarchive.storage import Archive, Rows, StoryState

CANDIDATES = 24  # articles that one may be compared with; the most telling first
COMMON = 16  # articles that share a band; what more share says nothing, and takes no more rows
SHARED = 3  # bands that two texts have in common, to be compared
ALONE = 2.0  # or so many that no third has: they find a fifth more of the quotations, at no cost
STRANGERS = 3  # of different stories, after which the less telling ones are not compared
ENOUGH = 2  # members of one story, after which its others need not be compared
CROWDED = 8  # members of its story that share a band, by which an article is found as well
REBUILT = 200  # articles of a rebuilding a transaction
KEPT = 64  # articles kept ready to be compared, 0.1 MB each: a third of those that are asked for
KEPT_LENGTH = 20_000  # characters of a text that is kept so


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found of an article: its bands, and who is kin."""

    text_hash: str
    bands: tuple[int, ...]
    crowded: frozenset[int] = frozenset()
    kin: Mapping[int, Kinship] = field(default_factory=dict)  # by row

    def of_kind(self, kind: KinshipKind) -> list[int]:
        """Return the rows that are so."""
        return [row for row, found in self.kin.items() if found.kind is kind]


def look(rows: Rows, said: Compared, *, but: int = 0) -> Looked:
    """Find what is kin to an article.

    Args:
        rows: Where.
        said: The article.
        but: Its own row; 0 where it has none yet.
    """
    told = _told(said)  # its copies come soon
    hashed, bands = text_hash(said.body), bands_of(told.text)
    sharing = rows.stories.sharing(bands)
    full = {band for band, ids in sharing.items() if len(ids) > COMMON}
    scores: dict[int, float] = defaultdict(float)
    times: Counter[int] = Counter()
    for band, ids in sharing.items():
        if band in full:
            continue
        times.update(ids)
        for row in ids:
            scores[row] += 1 / len(ids)
    least = min(SHARED, len(bands) / 3)
    scores = {row: s for row, s in scores.items() if times[row] >= least or s >= ALONE}
    equal = rows.stories.with_text(hashed, but=but)
    if equal is not None:
        scores[equal] = 2.0 * len(bands) + 1
    scores.pop(but, None)
    found = sorted(scores, key=lambda row: (-scores[row], row))[:CANDIDATES]
    kin = _compared(rows, told, found) if found else {}
    crowded = full | _crowded(rows, sharing, kin)
    return Looked(text_hash=hashed, bands=bands, crowded=frozenset(crowded), kin=kin)


def _crowded(
    rows: Rows, sharing: Mapping[int, Sequence[int]], kin: Mapping[int, Kinship]
) -> set[int]:
    """The bands that enough members of an article's own story have."""
    copies = [row for row, known in kin.items() if known.kind is KinshipKind.COPY]
    wide = {band: ids for band, ids in sharing.items() if len(ids) >= CROWDED}
    if not (copies and wide):
        return set()
    stories = rows.stories.of({*copies, *(row for ids in wide.values() for row in ids)})
    own = {stories[row] for row in copies if row in stories}
    return {
        band for band, ids in wide.items() if sum(stories.get(row) in own for row in ids) >= CROWDED
    }


@lru_cache(KEPT)
def _kept(said: Compared) -> Told:
    return Told(said)


def _told(said: Compared) -> Told:
    """An article ready to be compared; copies of a story come at about the same time."""
    return _kept(said) if len(said.body) <= KEPT_LENGTH else Told(said)


def _compared(rows: Rows, told: Told, candidates: Sequence[int]) -> dict[int, Kinship]:
    stories = rows.stories.of(candidates) if len(candidates) > ENOUGH else {}
    copies: Counter[int] = Counter()  # by story
    strangers: Counter[int] = Counter()  # likewise, or by article
    kin: dict[int, Kinship] = {}
    others: dict[int, Compared] = {}
    for place, row in enumerate(candidates):
        story = stories.get(row, 0)
        if story and (copies[story] >= ENOUGH or strangers[story] >= ENOUGH):
            continue
        if row not in others:
            others = rows.stories.compared(candidates[place : place + STRANGERS])
        found = kinship(told, _told(others[row]))
        if found.kind is KinshipKind.NONE:
            strangers[story or -row] += 1
            if len(strangers) == STRANGERS:
                break
            continue
        kin[row] = found
        if found.kind is KinshipKind.COPY:
            copies[story] += 1
    return kin


def place(rows: Rows, row: int, looked: Looked, *, at: datetime, new: bool = False) -> str:
    """Write what was found of an archived article; return its story's key, "" where it has none.

    ``new``: it had no place before.
    """
    rows.stories.fingerprint(
        row, text_hash=looked.text_hash, bands=looked.bands, crowded=looked.crowded, new=new
    )
    rows.stories.set_kin(row, looked.kin, new=new)
    copies = looked.of_kind(KinshipKind.COPY)
    if not copies and (new or not rows.stories.of([row])):
        return ""
    return settle(rows, [row, *copies], at=at).get(row, "")


def refresh(rows: Rows, key: str, *, at: datetime) -> None:
    """Place an article anew where its text is understood otherwise than when it was placed."""
    row = rows.stories.row(key)
    said = rows.stories.compared([row]).get(row) if row else None
    if row is None or said is None:
        return
    known = rows.stories.fingerprint_of(row)
    if known is None or known[0] != text_hash(said.body):
        place(rows, row, look(rows, said, but=row), at=at)


def settle(rows: Rows, ids: Collection[int], *, at: datetime) -> dict[int, str]:
    """Put articles, and all that are of one story with them, into stories anew.

    Returns the key of the story of each that is not alone now.
    """
    before = rows.stories.states(set(rows.stories.of(ids).values()))
    around = set(ids).union(*(state.members for state in before.values()))
    rulings = rows.stories.rulings(around)
    joined = {row for pair, together in rulings.items() if together for row in pair} - around
    if joined:
        before |= rows.stories.states(set(rows.stories.of(joined).values()))
        around |= joined.union(*(state.members for state in before.values()))
    edges, apart = rows.stories.edges(around)
    found = groups(sorted(around), edges, rulings, apart)
    members = rows.stories.members(sorted({row for group in found for row in group}))
    after = [_state([members[row] for row in group]) for group in found]
    rows.stories.write(before, after, at=at)
    return {row: state.key for state in after for row in state.members}


def _state(members: Sequence[Member]) -> StoryState:
    origin = origin_of(members)
    return StoryState(
        key=min(members, key=lambda member: member.id).key,  # the member archived first
        original=origin.original,
        reason=origin.reason,
        members=dict(origin.kinds),
    )


def rule(rows: Rows, key: str, others: Sequence[str], *, joined: bool, at: datetime) -> str:
    """Note that an article is one story with others, or is not; return its story's key.

    Articles are named by their public keys.  "" where it stands alone afterwards.
    """
    row = rows.stories.row(key) or 0
    members = [found for other in others if (found := rows.stories.row(other))]
    for other in members:
        rows.stories.rule(row, other, joined=joined, at=at)
    return settle(rows, [row, *members], at=at).get(row, "")


@dataclass(frozen=True, slots=True)
class Explained:
    """Why two articles are one story, or are not."""

    found: Kinship  # of their texts; ``of_one`` is the share of the first
    together: bool  # whether they are one story
    ruled: bool | None  # what a person decided: joined, parted, or None
    link: tuple[str, ...]  # keys of members through which they are one story, where not directly


def why(rows: Rows, key: str, other: str) -> Explained:
    """Compare two articles, named by their public keys."""
    one, two = rows.stories.row(key) or 0, rows.stories.row(other) or 0
    said = rows.stories.compared([one, two])
    found = explained(Told(said[one]), Told(said[two]))
    of = rows.stories.of([one, two])
    together = len(of) == 2 and of[one] == of[two]
    ruled = rows.stories.rulings([one, two]).get((min(one, two), max(one, two)))
    link: tuple[str, ...] = ()
    if together and found.kind is not KinshipKind.COPY and not ruled:
        (state,) = rows.stories.states([of[one]]).values()
        path = _path(one, two, rows.stories.edges(state.members)[0])
        members = rows.stories.members(path)
        link = tuple(members[row].key for row in path)
    return Explained(found=found, together=together, ruled=ruled, link=link)


def _path(start: int, end: int, edges: Sequence[tuple[int, int, float]]) -> tuple[int, ...]:
    """The members between two in a story, by the fewest steps."""
    beside: dict[int, list[int]] = defaultdict(list)
    for one, other, _ in edges:
        beside[one].append(other)
        beside[other].append(one)
    reached: dict[int, int] = {start: 0}
    waiting = deque([start])
    while waiting and end not in reached:
        at = waiting.popleft()
        for row in sorted(beside[at]):
            if row not in reached:
                reached[row] = at
                waiting.append(row)
    path = []
    at = reached.get(end, 0)
    while at and at != start:
        path.append(at)
        at = reached[at]
    return tuple(path[::-1])


@dataclass(frozen=True, slots=True)
class Changed:
    """What a copy made of its original."""

    kept: float  # share of the original's words, 0 to 1
    headline: str  # the original's, where the copy has another; else ""
    added: tuple[str, ...]  # passages that only the copy has
    dropped: tuple[str, ...]  # passages that only the original has


def changes(original: Article, copy: Article) -> Changed:
    """Return what a copy kept, added and dropped."""
    alike = likeness(Text(original.body), Text(copy.body))
    passages: dict[str, list[str]] = {"added": [], "removed": []}
    for pieces in compare(original.body, copy.body):
        for piece in pieces:
            if piece.change != "same" and any(map(str.isalnum, piece.text)):
                passages[piece.change].append(piece.text.strip())
    before, after = original.title or "", copy.title or ""
    return Changed(
        kept=alike.of_one,
        headline=before if fold(before) != fold(after) else "",
        added=tuple(passages["added"]),
        dropped=tuple(passages["removed"]),
    )


def rebuild(archive: Archive, *, at: datetime) -> Iterator[int]:
    """Compute all stories anew from the texts; yield how many articles were done.

    What people ruled stays.  Articles are taken in the order of their texts' hashes, so that
    the answer is the same in whichever order they arrived.
    """
    with archive.writing() as rows:
        rows.stories.forget_all(at=at)
    done, last = 0, ("", 0)
    while True:
        with archive.writing() as rows:
            some = rows.stories.by_text(after=last, limit=REBUILT)
            compared = rows.stories.compared([row for _, row in some])
            for _, row in some:
                # not as new: what is archived meanwhile has a place already, and one of the
                # same text, which is found by its hash, may have been compared with it
                place(rows, row, look(rows, compared[row], but=row), at=at, new=False)
        if not some:
            return
        last = some[-1]
        done += len(some)
        yield done
