"""CDXJ: where in which WARC file the answer of an address lies, a line each.

A line is ``KEY TIMESTAMP JSON`` as pywb's indexers write it; lines are sorted by their bytes.
Servers' "not modified" answers are not indexed: a player that finds one shows an empty page,
and what it stands for is in the index already.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes, urlsplit

from newsarchive.warc.reading import Read, records

ENDING = ".cdxj"
_WWW = re.compile(r"^www\d*\.")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SAFE = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in "%#")
# Of one visit: pywb leaves them out of the key, so that visits are found by each other's.
_SESSION = re.compile(
    r"^(.*?)(?:(?:jsessionid|phpsessid|sid)=[0-9a-z]{32}|aspsessionid[a-z]{8}=[a-z]{24}"
    r"|cfid=[^&]+&cftoken=[^&]+)(?:&(.*))?$",
    re.S,
)


def index_line(record: Read, file: str) -> bytes | None:
    """Return a record's line, without line end; None for a record that players do not ask for."""
    if record.kind not in ("response", "revisit", "resource"):
        return None
    if not record.url.startswith(("http://", "https://")):
        return None
    status = record.status
    if record.kind == "revisit" and status == 304:
        return None
    mime = record.http_fields.get("content-type", "") if record.is_http else ""
    if record.kind == "resource":
        mime, status = record.fields.get("content-type", ""), 200
    elif record.kind == "revisit":
        mime = "warc/revisit"
    said = {
        "url": record.url,
        "mime": mime.partition(";")[0].strip().lower() or "unk",
        "status": str(status),
        "digest": record.fields.get("warc-payload-digest")
        or record.fields.get("warc-block-digest", ""),
        "length": str(record.length),
        "offset": str(record.offset),
        "filename": file,
    }
    stamp = re.sub(r"\D", "", record.fields.get("warc-date", ""))[:14]
    return f"{search_key(record.url)} {stamp} {json.dumps(said)}".encode()


def write_index(path: Path, lines: Iterable[bytes]) -> None:
    """Write a sorted index; it appears under its name only when it is complete."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as file:
            file.writelines(line + b"\n" for line in sorted(lines))
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def index_of(warc: Path) -> list[bytes]:
    """Return the lines of a WARC file, unsorted.

    Raises:
        OSError: It cannot be read.
        Broken: A record in it is damaged.
    """
    return [line for record in records(warc) if (line := index_line(record, warc.name))]


def search_key(url: str) -> str:
    """Return the key an address is looked up by: its host turned round (SURT), the rest folded.

    Equal to what pywb 2.10 makes of it, by comparison (tests/warc/test_replay.py); where two
    addresses have one key, players take the one that was captured nearest to the wanted time.

    >>> search_key("https://www.Example.org:443/News/?b=2&a=1#top")
    'org,example)/news?a=1&b=2'
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url
    try:
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        host = quote(host)
    host = _WWW.sub("", host.rstrip("."))
    turned = ",".join(reversed(host.split("."))) if ":" not in host else host
    if port is not None and port != _DEFAULT_PORTS.get(parts.scheme):
        turned += f":{port}"
    path = _path(_folded(parts.path))
    query = _folded(parts.query)
    if session := _SESSION.match(query):
        query = session[1] + (session[2] or "")
    query = "&".join(sorted(query.split("&")))
    return f"{turned}){path}" + (f"?{query}" if query else "")


def _folded(text: str) -> str:
    """Unescaped as often as it goes, escaped once, in lower case."""
    raw = text.encode("utf-8", "surrogatepass")
    for _ in range(10):
        again = unquote_to_bytes(raw)
        if again == raw:
            break
        raw = again
    return quote(raw, safe=_SAFE).lower()


def _path(path: str) -> str:
    path = re.sub(r"/\(s\([0-9a-z]{24}\)\)(?=/[^/]+\.aspx)", "", path)
    kept: list[str] = []
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part == ".." and kept and kept[-1] != "..":
            kept.pop()
        else:
            kept.append(part)
    return "/" + "/".join(kept)
