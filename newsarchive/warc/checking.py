"""Re-read every record of a WARC file against its own digests, and what rows say of them.

Nothing is mended here: what fails is named, with file, offset and address.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from newsarchive.model import Capture
from newsarchive.warc.cdxj import index_line
from newsarchive.warc.reading import Broken, Read, next_record, records
from newsarchive.warc.records import IDENTICAL, Fields, digest, target, warc_date
from newsarchive.warc.recovery import index_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that is not as it was written."""

    file: str
    offset: int  # -1: of the whole file
    problem: str  # one clause
    url: str = ""

    def __str__(self) -> str:
        place = f"{self.file} at {self.offset}" if self.offset >= 0 else self.file
        return f"{place}: {self.problem}" + (f" ({self.url})" if self.url else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A file's records as they were counted, and what is wrong."""

    records: int
    bytes: int
    faults: tuple[Fault, ...]


def check_file(path: Path, captures: Collection[Capture]) -> Checked:
    """Check a file's records, the captures that rows say lie in it, and its index.

    Args:
        path: The WARC file.
        captures: What rows say lies in it.
    """
    wanted = {capture.offset: capture for capture in captures}
    faults: list[Fault] = []
    lines: set[bytes] = set()
    count = 0
    seen: Read | None = None
    for found in _all(path):
        if isinstance(found, Fault):
            faults.append(found)
            seen = None
            continue
        count += 1
        faults += _against_itself(path, found)
        if capture := wanted.pop(found.offset, None):
            faults += _against_row(path, found, capture)
        if line := index_line(found, path.name):
            lines.add(line)
        if seen is not None and found.kind == "request":
            faults += _is_of(path, found, seen)
        seen = found
    faults += [
        Fault(file=path.name, offset=offset, problem="a row's record is not there", url=capture.url)
        for offset, capture in wanted.items()
    ]
    faults += _index_faults(path, lines)
    size = path.stat().st_size if path.exists() else 0
    return Checked(records=count, bytes=size, faults=tuple(faults))


def _all(path: Path) -> Iterator[Read | Fault]:
    at: int | None = 0
    while at is not None:
        try:
            yield from records(path, at)
            return
        except OSError as error:
            yield Fault(file=path.name, offset=-1, problem=f"cannot be read: {error.strerror}")
            return
        except Broken as broken:
            yield Fault(file=path.name, offset=broken.offset, problem=f"a record {broken.problem}")
            at = None if broken.torn else next_record(path, broken.offset)


def _against_itself(path: Path, record: Read) -> Iterator[Fault]:
    stated = record.fields.get("warc-block-digest", "")
    if stated.startswith("sha256:") and stated != digest(record.block):
        yield _fault(path, record, "the block is not what its digest says")
    stated = record.fields.get("warc-payload-digest", "")
    if (
        record.kind != "revisit"
        and stated.startswith("sha256:")
        and stated != digest(record.payload)
    ):
        yield _fault(path, record, "the payload is not what its digest says")
    if not record.kind or not record.id:
        yield _fault(path, record, "the record has no type or no id")


def _against_row(path: Path, record: Read, capture: Capture) -> Iterator[Fault]:
    if record.length != capture.length:
        yield _fault(path, record, "a row says another length")
    if capture.record_id and capture.record_id != record.id:
        yield _fault(path, record, "a row says another record id")
    kept = record.fields.get("warc-payload-digest", "")
    if record.kind != "revisit":
        kept = digest(record.payload)
    elif record.fields.get("warc-profile") != IDENTICAL:
        kept = capture.digest  # of a 304, which has no payload
    if kept != capture.digest:
        yield _fault(path, record, "a row says another digest")
    if target(record.url) != target(capture.final_url):
        yield _fault(path, record, f"a row says another address, {capture.final_url}")
    if record.fields.get("warc-date", "")[:19] != warc_date(capture.fetched_at)[:19]:
        yield _fault(path, record, f"a row says another time, {warc_date(capture.fetched_at)}")
    if record.kind in ("response", "revisit"):  # rows of what a browser made have no header fields
        if record.status != capture.status:
            yield _fault(path, record, f"a row says another status, {capture.status}")
        if _http_fields(record) != _as_written(capture.headers):
            yield _fault(path, record, "a row says other header fields")
    if record.kind == "revisit" and capture.original is None:
        yield _fault(path, record, "the row of a revisit does not know what it repeats")
    if capture.original is not None and not capture.original.warc_file:
        yield _fault(path, record, "what a revisit repeats is no longer kept")


def _http_fields(record: Read) -> list[tuple[bytes, bytes]]:
    """Header fields of a record's HTTP message, in order."""
    lines = record.http_head.split(b"\r\n")[1:]
    pairs = (line.partition(b":") for line in lines if line)
    return [(name.strip(), value.strip()) for name, _, value in pairs]


def _as_written(headers: Fields) -> list[tuple[bytes, bytes]]:
    """A row's header fields, in order, as a record has them."""
    return [
        (name.encode("latin-1", "replace").strip(), value.encode("latin-1", "replace").strip())
        for name, value in headers
    ]


def _is_of(path: Path, request: Read, answer: Read) -> Iterator[Fault]:
    if request.fields.get("warc-concurrent-to", "").strip("<>") != answer.id:
        yield _fault(path, request, "a request does not lie behind its answer")


def _index_faults(path: Path, lines: set[bytes]) -> Iterator[Fault]:
    index = index_path(path)
    try:
        stands = set(index.read_bytes().splitlines())
    except FileNotFoundError:
        return  # it is being written, or was left behind: the next crawl makes the index
    except OSError as error:
        yield Fault(file=index.name, offset=-1, problem=f"cannot be read: {error.strerror}")
        return
    if stands != lines:
        differing = len(stands ^ lines)
        yield Fault(
            file=index.name,
            offset=-1,
            problem=f"the index differs from its file in {differing} lines; "
            "'newsarchive index --rebuild' writes it anew",
        )


def _fault(path: Path, record: Read, problem: str) -> Fault:
    return Fault(file=path.name, offset=record.offset, problem=problem, url=record.url)
