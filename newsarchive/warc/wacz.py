"""A WACZ 1.1.1 of some captures: one file that replayweb.page and its like can open.

The records are copied byte for byte, gzip members and all, so that their digests hold; only
the warcinfo at the top is new.  Revisits come with what they repeat.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO

from newsarchive import __version__
from newsarchive.errors import ArchiveDamaged
from newsarchive.model import Capture
from newsarchive.warc.cdxj import index_line
from newsarchive.warc.reading import Broken, read_at
from newsarchive.warc.records import warc_date, warcinfo

WARC_NAME = "data.warc.gz"
DESCRIPTION = (
    "Articles as their servers answered, with redirects and earlier revisions. Style sheets and "
    "scripts were not captured; pictures and sounds only of sources set to (capture_media)."
)
_EPOCH = (1980, 1, 1, 0, 0, 0)
# The same instant as an extra field ("extended timestamp", 0x5455).  Files of any length have an
# extra field in front of them (ZIP64), but replayweb.page looks for one only where the directory
# at the end lists one too, and else reads each file from 20 bytes too early.
_EXTRA = struct.pack("<HHBI", 0x5455, 5, 1, 315_532_800)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedPage:
    """A page to begin with, and the captures that belong to it."""

    url: str
    title: str
    id: str
    at: datetime  # when it was captured
    captures: tuple[Capture, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """What a WACZ holds."""

    pages: int
    records: int


def write_wacz(
    file: BinaryIO, folder: Path, pages: Iterable[PackedPage], *, title: str, at: datetime
) -> Packed:
    """Write the pages' captures to an open file, as they are handed over.

    Args:
        file: Seekable, empty.
        folder: Where the WARC files lie.
        pages: In any order; captures that several share are written once.
        title: Of the whole.
        at: The present.

    Raises:
        ArchiveDamaged: A record cannot be read.
    """
    listed: list[bytes] = [
        json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}).encode()
    ]
    lines: list[bytes] = []
    count = 0
    resources = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as package:
        with _Entry(package, f"archive/{WARC_NAME}") as out:
            said = (
                ("software", f"newsarchive/{__version__}"),
                ("format", "WARC File Format 1.1"),
                ("isPartOf", title),
            )
            out.write(warcinfo(WARC_NAME, at, said).packed())
            written: set[tuple[str, int]] = set()
            for page in pages:
                for capture in _with_originals(page.captures):
                    place = (capture.warc_file, capture.offset)
                    if place in written or not capture.warc_file:
                        continue
                    written.add(place)
                    line = _copy(folder, capture, out)
                    if line is not None:
                        lines.append(line)
                    count += 1
                told = {"id": page.id, "url": page.url, "ts": warc_date(page.at)}
                listed.append(json.dumps({**told, "title": page.title}).encode())
        resources.append(out.resource)
        for name, content in (
            ("indexes/index.cdx", sorted(lines)),
            ("pages/pages.jsonl", listed),
        ):
            with _Entry(package, name) as out:
                out.write(b"".join(line + b"\n" for line in content))
            resources.append(out.resource)
        about = {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": title,
            "description": DESCRIPTION,
            "created": warc_date(at),
            "software": f"newsarchive/{__version__}",
            "resources": resources,
        }
        with _Entry(package, "datapackage.json") as out:
            out.write(json.dumps(about, indent=2).encode())
        digest = {"path": "datapackage.json", "hash": out.resource["hash"]}
        with _Entry(package, "datapackage-digest.json") as out:
            out.write(json.dumps(digest).encode())
    return Packed(pages=len(listed) - 1, records=count)


def _with_originals(captures: Iterable[Capture]) -> Iterator[Capture]:
    for capture in captures:
        if capture.original is not None:
            yield capture.original
        yield capture


def _copy(folder: Path, capture: Capture, out: _Entry) -> bytes | None:
    """Copy a record with its request; its index line at its new place."""
    path = folder / capture.warc_file
    try:
        record = read_at(path, capture.offset, capture.length)
        with path.open("rb") as file:
            file.seek(capture.offset)
            members = file.read(capture.length + capture.request_length)
    except (OSError, Broken) as error:
        raise ArchiveDamaged(
            str(path), f"the record of {capture.url} at {capture.offset} cannot be read"
        ) from error
    at = out.size
    out.write(members)
    moved = type(record)(at, record.length, record.fields, record.block)
    return index_line(moved, WARC_NAME)


class _Entry:
    """A file in the package that is written in pieces, with its size and digest."""

    def __init__(self, package: zipfile.ZipFile, name: str) -> None:
        self.name = name
        self.size = 0
        self._digest = hashlib.sha256()
        info = zipfile.ZipInfo(name, _EPOCH)
        info.external_attr = 0o644 << 16
        info.extra = _EXTRA
        self._file: IO[bytes] = package.open(info, "w", force_zip64=True)

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self.size += len(data)

    @property
    def resource(self) -> dict[str, object]:
        """As datapackage.json lists it."""
        return {
            "name": self.name.rpartition("/")[2],
            "path": self.name,
            "hash": f"sha256:{self._digest.hexdigest()}",
            "bytes": self.size,
        }

    def __enter__(self) -> _Entry:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
