"""How well and how fast copies are recognised, on a synthetic world with known truth.

    python benchmarks/reposts.py [--articles N] [--seed N] [--families fixed|held-out|all]
    python benchmarks/reposts.py --cost [--articles N] [--among M] [--peer]
    python benchmarks/reposts.py --file WORLD.jsonl

The world (``benchmarks/repost_world``) holds stories with copies of many kinds, updates,
quotations, variants, and series of bulletins that differ in their facts alone.  Articles go
into an archive in the order of publication and are placed as ingest places them.

* quality: precision and recall over pairs of articles of one story, after all are archived;
  how many pairs of different bulletins are in one story; recall by edit and by language.
* --cost: CPU per article for words, bands, candidates, judgement and rows, and bytes on
  disk per article, in steps up to N; with --among in an archive that holds M other articles
  already, as far as copies are found by them (addresses, hashes and bands, by chance); with
  --peer beside datasketch's MinHashLSH (128 permutations, threshold 0.5, shingles of four
  words), in an environment of its own (``benchmarks/.datasketch``), over the same texts in the
  same run.
* --file: quality on another world, as lines of JSON with story, family, kind, outlet,
  title, published, body, and, where they are known, edits and language.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

ENVIRONMENT = Path(__file__).parent / ".datasketch"
PACKAGES = ("datasketch==2.0.0",)
BATCH = 200  # articles a transaction
SAMPLE = 4_000  # articles of the world whose texts the peer gets


@dataclass(slots=True)
class Placed:
    """What became of a world's articles."""

    rows: dict[int, int] = field(default_factory=dict)  # article of the world → row, or whose
    stories: dict[int, int] = field(default_factory=dict)  # row → story
    seconds: float = 0.0  # CPU, of placing alone
    settling: float = 0.0  # of it, of putting into stories what was judged
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)  # kind, and what was said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--families", choices=("fixed", "held-out", "all"), default="all")
    parser.add_argument("--cost", action="store_true")
    parser.add_argument("--among", type=int, default=0)
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--file", type=Path)
    chosen = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).parent))
    if chosen.cost:
        cost(chosen.articles, chosen.seed, among=chosen.among, peer=chosen.peer)
        return
    items = _read(chosen.file) if chosen.file else list(_world(chosen))
    with tempfile.TemporaryDirectory() as name:
        placed = place_all(Path(name) / "world.db", items)
    report(items, placed)


def _world(chosen: argparse.Namespace) -> Iterator[Any]:
    from repost_world import FAMILIES, HELD_OUT, world

    families = {
        "fixed": [name for name in FAMILIES if name not in HELD_OUT],
        "held-out": list(HELD_OUT),
        "all": None,
    }[chosen.families]
    return world(chosen.seed, chosen.articles, families=families)


@dataclass(slots=True)
class _Read:
    id: int
    story: object
    family: str
    kind: str
    outlet: str
    title: str
    published: datetime
    body: str
    of: int | None = None
    edits: tuple[str, ...] = ()
    language: str = ""
    url: str = ""


def _read(path: Path) -> list[_Read]:
    found = []
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            said = json.loads(line)
            at = datetime.fromisoformat(said["published"])
            found.append(
                _Read(
                    id=number,
                    story=said["story"],
                    family=said.get("family") or "",
                    kind=said["kind"],
                    outlet=said["outlet"],
                    title=said["title"],
                    published=at if at.tzinfo else at.replace(tzinfo=UTC),
                    body=said["body"],
                    edits=tuple(said.get("edits") or ()),
                    language=said.get("language") or "",
                    url=said.get("url") or f"https://{said['outlet']}/{number}",
                )
            )
    return sorted(found, key=lambda item: item.published)


def place_all(path: Path, items: Sequence[Any]) -> Placed:
    """Archive articles one after the other and return their stories."""
    from newsarchive.storage import open_archive

    placed = Placed()
    with open_archive(path, create=True) as archive:
        for start in range(0, len(items), BATCH):
            with archive.writing() as rows:
                for item in items[start : start + BATCH]:
                    _place(rows, item, placed)
        with archive.reading() as rows:
            placed.stories = rows.stories.of(list(placed.rows.values()))
    return placed


def _place(rows: Any, item: Any, placed: Placed) -> None:
    from newsarchive.model import Compared, KinshipKind
    from newsarchive.stories import look, place

    said = Compared(
        site=item.outlet,
        title=item.title,
        body=item.body,
        published=item.published,
        url=item.url,
    )
    began = time.process_time()
    looked = look(rows, said)
    placed.seconds += time.process_time() - began
    same = looked.of_kind(KinshipKind.SAME_DOCUMENT)
    placed.kinds[item.kind, "same document" if same else _said(looked)] += 1
    if same:
        placed.rows[item.id] = same[0]
        return
    row = _archived(rows, item, looked.text_hash)
    began = time.process_time()
    place(rows, row, looked, at=item.published, new=True)
    placed.seconds += time.process_time() - began
    placed.rows[item.id] = row


def _said(looked: Any) -> str:
    kinds = {found.kind.value for found in looked.kin.values()}
    return next((kind for kind in ("copy", "follow_up", "quotes") if kind in kinds), "alone")


def _archived(rows: Any, item: Any, hashed: str) -> int:
    """The least rows an article needs; what else ingest writes is not measured here."""
    from sqlalchemy import insert, update

    from newsarchive.storage._schema import ArticleRow, ReadingRow, RevisionRow

    session = rows.stories._session
    article = session.execute(
        insert(ArticleRow)
        .values(
            key=f"w{item.id}",
            url=item.url,
            host=item.outlet,
            text_hash=hashed,
            title=item.title,
            published_sort=item.published,
            revision=1,
            first_seen_at=item.published,
            last_seen_at=item.published,
            change_seq=item.id,
        )
        .returning(ArticleRow.id)
    ).scalar_one()
    revision = session.execute(
        insert(RevisionRow)
        .values(article_id=article, number=1, seen_at=item.published, text_hash=hashed)
        .returning(RevisionRow.id)
    ).scalar_one()
    reading = session.execute(
        insert(ReadingRow)
        .values(
            revision_id=revision,
            extractor="",
            read_at=item.published,
            title=item.title,
            published_raw="",
            modified_raw="",
            body=item.body,
            body_html="",
            summary="",
            kind="article",
            access="unknown",
        )
        .returning(ReadingRow.id)
    ).scalar_one()
    session.execute(update(ArticleRow).where(ArticleRow.id == article).values(reading_id=reading))
    return int(article)


# --- quality --------------------------------------------------------------------------------


def report(items: Sequence[Any], placed: Placed) -> None:
    """Print precision and recall of pairs, and where they are lost."""
    group = {item.id: _group(item, placed) for item in items}
    true_pairs, told_pairs, right = Counter[Any](), 0, 0
    by_story: dict[Any, list[Any]] = defaultdict(list)
    by_group: dict[Any, list[Any]] = defaultdict(list)
    for item in items:
        by_story[item.story].append(item)
        by_group[group[item.id]].append(item)
    for members in by_story.values():
        true_pairs["all"] += len(members) * (len(members) - 1) // 2
    merged: Counter[str] = Counter()
    false: Counter[tuple[str, str]] = Counter()
    for members in by_group.values():
        told_pairs += len(members) * (len(members) - 1) // 2
        right += sum(n * (n - 1) // 2 for n in Counter(m.story for m in members).values())
        if len({member.story for member in members}) > 1:
            for one, other in combinations(members, 2):
                if one.story != other.story:
                    kinds = sorted((one.family or one.kind, other.family or other.kind))
                    false[kinds[0], kinds[1]] += 1
                    if one.family and one.family == other.family:
                        merged[one.family] += 1
    print(f"{len(items)} articles, {true_pairs['all']} pairs of one story")
    print(f"precision {right / max(1, told_pairs):.4f} ({told_pairs - right} false pairs)")
    print(f"recall    {right / max(1, true_pairs['all']):.4f} ({true_pairs['all'] - right} missed)")
    print(f"pairs of different bulletins in one story: {sum(merged.values())} {dict(merged)}")
    if false:
        print("false pairs by kind or family:", false.most_common(8))
    print(f"CPU {1_000 * placed.seconds / max(1, len(items)):.2f} ms an article")
    for name, of in (
        ("edit", lambda m: m.edits or ("none",)),
        ("language", lambda m: [m.language]),
    ):
        known: Counter[str] = Counter()
        found: Counter[str] = Counter()
        for members in by_story.values():
            for member in members[1:]:
                for value in of(member):
                    known[value] += 1
                    found[value] += any(
                        group[other.id] == group[member.id]
                        for other in members
                        if other is not member
                    )
        told = "  ".join(f"{value} {found[value] / known[value]:.3f}" for value in sorted(known))
        print(f"copies found with another of their story, by {name}: {told}")
    for kind in ("update", "quotation", "variant"):
        said = {what: n for (of, what), n in placed.kinds.items() if of == kind}
        if said:
            print(f"{kind}s are told as {said}")


def _group(item: Any, placed: Placed) -> Any:
    row = placed.rows[item.id]
    return placed.stories.get(row, ("row", row))


# --- cost -----------------------------------------------------------------------------------


def cost(articles: int, seed: int, *, among: int, peer: bool) -> None:
    """Print CPU and bytes an article, in tenths of a world."""
    from repost_world import world

    from newsarchive.storage import open_archive

    placed = Placed()
    sample: list[str] = []
    done = 0
    last = 0.0
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "world.db"
        open_archive(path, create=True).close()
        _fill(path, among, seed)
        before = _bytes(path) if among else 0
        with open_archive(path) as archive, _settling(placed):
            batch: list[Any] = []
            for item in world(seed, articles):
                batch.append(item)
                if len(sample) < SAMPLE:
                    sample.append(item.body)
                if len(batch) < BATCH:
                    continue
                with archive.writing() as rows:
                    for one in batch:
                        _place(rows, one, placed)
                done += len(batch)
                batch = []
                placed.rows.clear()
                if done % max(BATCH, articles // 10 // BATCH * BATCH) == 0:
                    step = max(BATCH, articles // 10 // BATCH * BATCH)
                    print(
                        f"{done:>9,} articles: {1_000 * (placed.seconds - last) / step:.3f} ms CPU"
                        " an article",
                        flush=True,
                    )
                    last = placed.seconds
        whole, settling = (1_000 * spent / done for spent in (placed.seconds, placed.settling))
        size = (_bytes(path) - before) / done
        print(f"in all {whole:.3f} ms, of it {settling:.3f} to settle stories; {size:,.0f} bytes")
    if peer:
        _peer(sample)


@contextmanager
def _settling(placed: Placed) -> Iterator[None]:
    """Count apart what it takes to put articles into stories, once they are judged."""
    from newsarchive import stories

    settle = stories.settle

    def counted(*given: Any, **named: Any) -> Any:
        began = time.process_time()
        try:
            return settle(*given, **named)
        finally:
            placed.settling += time.process_time() - began

    stories.settle = counted
    try:
        yield
    finally:
        stories.settle = settle


def _fill(path: Path, count: int, seed: int) -> None:
    """Put other articles into an archive, as far as copies are found by them."""
    if not count:
        return
    import sqlite3

    chance = random.Random(seed)
    each = 26  # bands
    at = "2020-01-01 00:00:00.000000"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.executemany(
            "INSERT INTO articles (id, key, url, host, text_hash, title, published_sort, revision,"
            " first_seen_at, last_seen_at, change_seq) VALUES (?, ?, ?, ?, ?, '', ?, 1, ?, ?, ?)",
            (
                (
                    row,
                    f"f{row}",
                    f"https://s{row % 300}.example/{row}",
                    f"s{row % 300}.example",
                    f"{chance.getrandbits(128):032x}",
                    at,
                    at,
                    at,
                    -row,
                )
                for row in range(1, count + 1)
            ),
        )
        connection.executemany(
            "INSERT INTO fingerprints (article_id, text_hash, bands) VALUES (?, '', ?)",
            ((row, bytes(6 * each)) for row in range(1, count + 1)),
        )
        gap = (1 << 48) // (count * each)  # ascending, which fills the table fast
        connection.executemany(
            "INSERT INTO bands (band, article_id) VALUES (?, ?)",
            (
                (place * gap + chance.randrange(gap), chance.randrange(1, count + 1))
                for place in range(count * each)
            ),
        )


def _bytes(path: Path) -> int:
    """Bytes that bands, fingerprints, kinships and stories take in the database."""
    import sqlite3

    with sqlite3.connect(path) as connection:
        names = ("bands", "fingerprints", "kinships", "stories", "story_members", "rulings")
        tables = ",".join("?" for _ in names)
        query = (
            "SELECT SUM(pgsize) FROM dbstat WHERE name IN (SELECT name FROM sqlite_master"
            f" WHERE tbl_name IN ({tables}))"
        )
        try:
            return int(connection.execute(query, names).fetchone()[0])
        except sqlite3.OperationalError:  # this SQLite tells no sizes: the tables packed anew
            return _repacked(connection, names)


def _repacked(connection: Any, names: Sequence[str]) -> int:
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    free = connection.execute("PRAGMA freelist_count").fetchone()[0]
    connection.execute("PRAGMA foreign_keys=OFF")
    for name in names:
        connection.execute(f"DROP TABLE {name}")
    connection.commit()
    after = connection.execute("PRAGMA freelist_count").fetchone()[0]
    return int((after - free) * size)


def _peer(texts: Sequence[str]) -> None:
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *PACKAGES], check=True)
    done = subprocess.run(
        [str(python), __file__, "--as-peer"],
        input=json.dumps(list(texts)),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    theirs = float(done.stdout)
    ours = _alone(texts)
    print(
        f"{len(texts)} texts: datasketch {theirs:.3f} ms for signature, query and insertion in"
        f" memory, without judging; ours {ours:.3f} ms in the database, judged:"
        f" x {theirs / ours:.2f}"
    )


def _alone(texts: Sequence[str]) -> float:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    items = [
        _Read(
            id=number,
            story=number,
            family="",
            kind="",
            outlet=f"site{number % 300}.example",
            title="",
            published=at,
            body=body,
            url=f"https://site{number % 300}.example/{number}",
        )
        for number, body in enumerate(texts)
    ]
    with tempfile.TemporaryDirectory() as name:
        placed = place_all(Path(name) / "world.db", items)
    return 1_000 * placed.seconds / len(texts)


def _as_peer() -> None:
    from datasketch import MinHash, MinHashLSH

    texts = json.load(sys.stdin)
    index = MinHashLSH(threshold=0.5, num_perm=128)
    began = time.process_time()
    for number, text in enumerate(texts):
        words = text.casefold().split()
        runs = {" ".join(words[at : at + 4]).encode() for at in range(max(1, len(words) - 3))}
        signature = MinHash(num_perm=128)
        signature.update_batch(runs)
        index.query(signature)
        index.insert(number, signature)
    print(1_000 * (time.process_time() - began) / len(texts))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--as-peer"]:
        _as_peer()
    else:
        main()
