"""WARC folders copied file by file, each whole or not at all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from newsarchive.errors import UsageError


def copy_files(source: Path, target: Path) -> tuple[int, int]:
    """Copy what a folder holds and the other lacks; return the number of files and bytes.

    Raises:
        UsageError: The target cannot be written.
    """
    files = size = 0
    if not source.is_dir() or source.resolve() == target.resolve():
        return 0, 0
    try:
        for path in sorted(source.rglob("*")):
            place = target / path.relative_to(source)
            if path.is_symlink() or not path.is_file() or place.exists():
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            part = place.with_name(f".{place.name}.part-{os.getpid()}")
            try:
                shutil.copyfile(path, part)
                part.rename(place)
            finally:
                part.unlink(missing_ok=True)
            files, size = files + 1, size + place.stat().st_size
    except OSError as error:
        raise UsageError(f"{error.filename}: cannot be copied: {error.strerror}") from error
    return files, size
