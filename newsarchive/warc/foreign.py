"""WARC files that others made, in stretches that can be read side by side.

Web archives pack each record as a gzip member of its own (ISO 28500:2017, annex D; Common
Crawl's files are so), hence a file may be entered anywhere: the next whole record is looked
for.  Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

from newsarchive.warc.payloads import unchunked
from newsarchive.warc.reading import Broken, Read, next_record, records
from newsarchive.warc.records import Answer, Cut

STRETCH = 2_000_000  # packed bytes, about 70 pages of Common Crawl's: a second or two of reading
MAX_FOREIGN_BYTES = 64_000_000  # a record, unpacked; Common Crawl cuts pages after 1 MiB
_PAGE_TYPES = ("text/html", "application/xhtml")


@dataclass(frozen=True, slots=True)
class Stretch:
    """The records of a file that begin at ``start`` or behind it, and before ``end``."""

    path: Path
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.path} at {self.start}"


@dataclass(slots=True)
class Seen:
    """How a stretch was gone through."""

    first: int | None = None  # where its first record begins; None: none begins in it
    upto: int = 0  # where its last record ends; 0: nobody knows
    faults: list[tuple[int, str]] = field(default_factory=list)  # offset, and what is wrong


def stretches(path: Path, start: int = 0) -> Iterator[Stretch]:
    """Yield a file's stretches from an offset on.

    Raises:
        OSError: The file cannot be looked at.
    """
    size = path.stat().st_size
    while start < size:
        end = min(start + STRETCH, size)
        yield Stretch(path, start, end)
        start = end


def unfit(path: Path) -> str:
    """Return why a file cannot be read as a WARC file, as one clause; "" where it can."""
    try:
        with path.open("rb") as file:
            start = file.read(5)
        if not start:
            return "is empty; get it again"
        if start == b"WARC/":
            return "is not packed; pack it record by record: warcio recompress FILE FILE.gz"
        next(records(path, limit=MAX_FOREIGN_BYTES))
    except FileNotFoundError:
        return "there is no such file"
    except IsADirectoryError:
        return "is a folder; name files"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    except Broken as broken:
        if broken.torn:
            return "breaks off within its first record; get it again"
        if next_record(path, 0, before=STRETCH, limit=MAX_FOREIGN_BYTES) is None:
            return "is no WARC file that is packed record by record; see warcio recompress"
    return ""


def records_of(stretch: Stretch, seen: Seen) -> Iterator[Read]:
    """Yield a stretch's records in order, and note in ``seen`` what lies where.

    What is damaged is passed over, up to the next whole record.
    """
    path, end = stretch.path, stretch.end
    at: int | None = stretch.start
    if stretch.start:
        at = next_record(path, stretch.start - 1, before=end, limit=MAX_FOREIGN_BYTES)
    seen.first = at
    while at is not None and at < end:
        try:
            for record in records(path, at, limit=MAX_FOREIGN_BYTES):
                if record.offset >= end:
                    return
                at = seen.upto = record.offset + record.length
                yield record
            return
        except Broken as broken:
            seen.faults.append((broken.offset, broken.problem))
            if broken.torn:
                seen.upto = 0
                return
            at = next_record(path, broken.offset, before=end, limit=MAX_FOREIGN_BYTES)
            seen.upto = at or 0


def page_of(record: Read) -> Answer | str:
    """Return the web page that a record holds, or what it is instead, in a few words.

    Pages are answers with status 200, and files, that are HTML; a file has status 0.  Chunked
    framing is taken off, where there is any: some writers took it off and left the field.
    """
    if record.kind not in ("response", "resource"):
        return f"{record.kind or 'unnamed'} records"
    answered = record.kind == "response"
    if answered and record.status != 200:
        return "answers with other statuses" if record.status else "answers not of HTTP"
    headers = _header_fields(record.http_head)
    content_type = _first(headers, "content-type")
    if not answered:
        content_type = record.fields.get("content-type", "")
    told = content_type or record.fields.get("warc-identified-payload-type", "")
    if not told.strip().lower().startswith(_PAGE_TYPES):
        return "not HTML"
    if answered and not record.url.startswith(("http://", "https://")):
        return "without a web address"
    at = _instant(record.fields.get("warc-date", ""))
    if at is None:
        return "without a date"
    payload = record.payload
    if "chunked" in _first(headers, "transfer-encoding").lower():
        payload = unchunked(payload)
    cut = record.fields.get("warc-truncated", "")
    return Answer(
        url=record.url,
        final_url=record.url,
        fetched_at=at,
        status=200 if answered else 0,
        headers=headers if answered else (("Content-Type", content_type),),
        payload=payload,
        protocol=record.http_head.partition(b" ")[0].decode("latin-1") or "HTTP/1.1",
        address=record.fields.get("warc-ip-address", ""),
        cut=cut if cut in get_args(Cut) else "unspecified",  # type: ignore[arg-type]
    )


def _header_fields(head: bytes) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for line in head.split(b"\n")[1:]:
        text = line.rstrip(b"\r").decode("latin-1")
        if text[:1] in (" ", "\t") and found:  # folded, as it once was allowed
            name, value = found.pop()
            found.append((name, f"{value} {text.strip()}"))
            continue
        name, parted, value = text.partition(":")
        if parted and name.strip():
            found.append((name.strip(), value.strip()))
    return tuple(found)


def _first(headers: tuple[tuple[str, str], ...], name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")


def _instant(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
