"""A PostgreSQL server of the tests' own, where the machine has its programs."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

MISSING = "PostgreSQL is not installed (Debian: apt install postgresql)"
USER = "newsarchive"


def programs() -> Path | None:
    """The folder of initdb and postgres, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))  # Debian: not on PATH
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).resolve())
    return found[-1].parent if found else None


@contextmanager
def postgresql() -> Iterator[str]:
    """A server that listens on a socket alone; yields its URLs, ``.format(database)``."""
    where = programs()
    assert where is not None
    become: dict[str, Any] = {}
    if os.getuid() == 0:  # it refuses to run as root
        become = {"user": "nobody", "group": "nogroup"}
    # not in pytest's folder: nobody else may look into that, and a socket's path is short
    with TemporaryDirectory(prefix="newsarchive-pg-") as temporary:
        folder = Path(temporary)
        if become:
            shutil.chown(folder, **become)
        control = [where / "pg_ctl", "-D", folder / "data", "-w"]
        options = f"-c listen_addresses= -c unix_socket_directories={folder}"
        options += " -c fsync=off -c autovacuum=off"
        initdb = [where / "initdb", "-D", folder / "data", "-U", USER, "-A", "trust"]

        def run(*words: Any) -> None:
            subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd=folder, **become)

        run(*initdb, "-E", "UTF8", "--no-sync")
        run(*control, "-l", folder / "log", "-o", options, "start")
        try:
            yield f"postgresql+psycopg://{USER}@/{{}}?host={folder}"
        finally:
            run(*control, "-m", "immediate", "stop")
