"""A manifest of WARC files as a hash chain: shows later that nothing was altered.

``seals.jsonl`` lies beside the WARC files.  A line seals one closed file: its name, size and
SHA-256, when that was noted, and the hash of the line before; its own hash is that of the line
without it.  Whoever alters, removes or swaps a file or a line breaks the chain from there on,
unless he writes every later line anew: so the last hash is printed, to be kept elsewhere.

What retention removes is a line too (``removed``), so that a gap is told from a theft.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterable, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsarchive.errors import ArchiveDamaged
from newsarchive.warc.checking import Fault
from newsarchive.warc.recovery import WARC_ENDING, index_path

NAME = "seals.jsonl"
START = "0" * 64  # what the first line says of the line before


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What sealing added."""

    files: tuple[str, ...]
    head: str  # hash of the last line: keep it where nobody can alter it


def seal(folder: Path, *, at: datetime) -> Sealed:
    """Seal each closed file that is not sealed yet, in the order of names.

    Raises:
        ArchiveDamaged: The manifest is broken, or cannot be written.
    """
    return _append(
        folder,
        lambda known: [
            {"file": path.name, "bytes": path.stat().st_size, "sha256": _sha256(path)}
            for path in sorted(folder.glob(f"*{WARC_ENDING}"))
            if path.name not in known and index_path(path).exists()
        ],
        at=at,
    )


def note_removed(folder: Path, files: Collection[str], reason: str, *, at: datetime) -> Sealed:
    """Note that sealed files were removed on purpose; those never sealed need no word.

    Raises:
        ArchiveDamaged: The manifest is broken, or cannot be written.
    """
    return _append(
        folder,
        lambda known: [{"removed": file, "reason": reason} for file in files if file in known],
        at=at,
    )


def verify_seals(folder: Path, expected: str = "") -> tuple[int, str, list[Fault]]:
    """Return how many lines there are, the hash of the last, and what does not hold.

    Args:
        folder: Where the WARC files lie.
        expected: A hash noted before (or its beginning): it must be one in the chain.
    """
    lines, faults = _read(folder)
    hashes = [line["hash"] for line in lines]
    if expected and not any(known.startswith(expected.lower()) for known in hashes):
        faults.append(
            Fault(
                file=NAME,
                offset=-1,
                problem=f"the chain has no hash {expected}: lines were removed or written anew",
            )
        )
    removed = {line["removed"] for line in lines if "removed" in line}
    for line in lines:
        if "file" in line and line["file"] not in removed:
            faults += _altered(folder, line)
    return len(lines), hashes[-1] if hashes else START, faults


def _altered(folder: Path, line: dict[str, Any]) -> list[Fault]:
    path = folder / Path(str(line["file"])).name
    try:
        size = path.stat().st_size
        if size != line.get("bytes"):
            problem = f"has {size} bytes, {line.get('bytes')} were sealed"
        elif _sha256(path) != line.get("sha256"):
            problem = "was altered since it was sealed"
        else:
            return []
    except FileNotFoundError:
        problem = "was sealed and is gone"
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
    return [Fault(file=path.name, offset=-1, problem=problem)]


def _append(
    folder: Path, entries: Callable[[Set[str]], list[dict[str, Any]]], *, at: datetime
) -> Sealed:
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # two seals at once would fork the chain
            lines, faults = _read(folder)
            if faults:
                raise ArchiveDamaged(str(path), f"is broken, so nothing is added: {faults[0]}")
            known = {line["file"] for line in lines if "file" in line}
            known -= {line["removed"] for line in lines if "removed" in line}
            before = lines[-1]["hash"] if lines else START
            added = []
            for entry in entries(known):
                line = {"at": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", **entry, "before": before}
                before = _hash(line)
                file.write(json.dumps({**line, "hash": before}).encode() + b"\n")
                added.append(str(entry.get("file") or entry["removed"]))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise ArchiveDamaged(str(path), f"cannot be written: {error.strerror}") from error
    return Sealed(files=tuple(added), head=before)


def _read(folder: Path) -> tuple[list[dict[str, Any]], list[Fault]]:
    """The lines up to the first that does not hold, and what is wrong with that one."""
    lines: list[dict[str, Any]] = []
    before = START
    try:
        text: Iterable[str] = (folder / NAME).read_text("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return [], []
    except OSError as error:
        return [], [Fault(file=NAME, offset=-1, problem=f"cannot be read: {error.strerror}")]
    for number, said in enumerate(text, 1):
        try:
            line = json.loads(said)
            stated = line.pop("hash")
            holds = stated == _hash(line) and line["before"] == before
        except (ValueError, AttributeError, KeyError, TypeError):
            holds = False
        if not holds:
            problem = f"line {number} does not follow from the lines before it"
            return lines, [Fault(file=NAME, offset=-1, problem=problem)]
        before = stated
        lines.append({**line, "hash": stated})
    return lines, []


def _hash(line: dict[str, Any]) -> str:
    text = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
