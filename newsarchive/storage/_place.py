"""Where an archive is: a file of SQLite, or a PostgreSQL database; and its WARC folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import exc
from sqlalchemy.engine import URL, make_url

from newsarchive.errors import UsageError
from newsarchive.printable import masked

_FORM = "write postgresql+psycopg://USER@HOST/DATABASE, or a file's path"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an archive is; its text is fit to be printed, without a password."""

    warc: Path  # folder of its WARC files
    path: Path | None = None  # of SQLite's file
    url: URL | None = None  # of a PostgreSQL database

    def __str__(self) -> str:
        if self.url is not None:
            return self.url.render_as_string(hide_password=True)
        return str(self.path)


def place_of(path_or_url: str | Path) -> Place:
    """Return where a path or an URL says that the archive is.

    A file's WARC folder is ``warc/NAME`` beside it.  A PostgreSQL database's is
    ``data/warc/DATABASE`` in the working folder, or what ``?warc=FOLDER`` in its URL names.

    Raises:
        UsageError: The URL names another kind of database, or ``~NAME`` nobody's home.
    """
    given = str(path_or_url)
    if "://" in given:
        try:
            url = make_url(given)
        except (exc.ArgumentError, ValueError) as error:
            told = masked(given)
            raise UsageError(f"{told} is no address of an archive; {_FORM}") from error
        backend = url.get_backend_name()
        if backend == "postgresql" and url.database:
            return _postgresql(url)
        if backend != "sqlite" or not url.database:
            told = url.render_as_string(hide_password=True)
            raise UsageError(f"{told}: archives are kept in SQLite or PostgreSQL; {_FORM}")
        given = url.database
    try:
        path = Path(given).expanduser()
    except RuntimeError as error:
        raise UsageError(f"{given}: nobody has that home folder; give a file's path") from error
    name = path.stem if path.suffix == ".db" else path.name
    return Place(path=path, warc=path.parent / "warc" / name)


def _postgresql(url: URL) -> Place:
    query = dict(url.query)
    folder = query.pop("warc", "")
    warc = Path(folder if isinstance(folder, str) else folder[-1]).expanduser()
    if not folder:
        warc = Path("data") / "warc" / str(url.database)
    url = url.set(drivername="postgresql+psycopg", query=query)
    return Place(url=url, warc=warc.absolute())
