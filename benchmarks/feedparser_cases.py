"""How many of feedparser's own well-formed cases come out right.

    pip download --no-binary feedparser --no-deps feedparser   # the cases are in its source
    python benchmarks/feedparser_cases.py FOLDER [--failures]

``FOLDER`` is ``tests/wellformed`` of that source.  Of each case the comparisons of an entry's
title, link, dates, authors and categories with a literal count.  An entry without a link,
which we leave out, is given one first.  What feedparser gives as HTML is compared as the text
it shows, for titles are text here; an author who is nothing but an e-mail address must come
out as nobody, which is this project's rule; RSS's ``updated`` is our ``published``.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from newsarchive.discovery import read_listing
from newsarchive.model import Link, Listing, Moment

FIELDS = ("title", "link", "dates", "authors", "categories")
_HEAD = re.compile(r"<!--.*?-->", re.S)
_EXPECT = re.compile(r"^Expect:\s*(.*)$", re.M)
_LOCATION = re.compile(r"^Header:\s*Content-Location:\s*(\S+)", re.M)
_ENTRY = re.compile(r"<((?:\w+:)?)(item|entry)\b([^>]*)>(.*?)</\1\2>", re.S | re.I)
_DATES = ("published", "updated", "created", "issued", "modified")
_URL = "http://127.0.0.1:8097/tests/feed.xml"  # where feedparser's tests serve them


@dataclass(frozen=True, slots=True)
class Wanted:
    """One comparison of a case."""

    field: str  # one of FIELDS
    entry: int
    path: tuple[str | int, ...]  # as feedparser names the value: ("authors", 0, "name")
    value: Any


def expectations(condition: str) -> Iterator[Wanted]:
    """Yield what a case says of the entries' fields that we read."""
    for node in ast.walk(ast.parse(condition.strip(), mode="eval")):
        if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], ast.Eq):
            continue
        try:
            value = ast.literal_eval(node.comparators[0])
        except ValueError:
            continue
        path = _path(node.left)
        if len(path) >= 3 and path[0] == "entries" and isinstance(path[1], int):
            field = _field(path[2:])
            if field:
                yield Wanted(field, path[1], path[2:], value)


def _path(node: ast.AST) -> tuple[str | int, ...]:
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        key = node.slice.value
        return (*_path(node.value), key if isinstance(key, int) else str(key))
    if isinstance(node, ast.Attribute):
        return (*_path(node.value), node.attr)
    return (node.id,) if isinstance(node, ast.Name) else ()


def _field(path: tuple[str | int, ...]) -> str:
    name, rest = str(path[0]), path[1:]
    if name == "title" or (name == "title_detail" and rest == ("value",)):
        return "title"
    if name == "link":
        return "link"
    if name.removesuffix("_parsed") in _DATES:
        return "dates"
    if (
        name == "author"
        or (name == "author_detail" and rest == ("name",))
        or (name == "authors" and rest[1:] == ("name",))
    ):
        return "authors"
    if name == "category" or (name == "tags" and rest[1:] in (("term",), ("label",))):
        return "categories"
    return ""


def is_right(want: Wanted, link: Link, listing: Listing) -> bool:
    """Tell whether a link says what a case expects."""
    if want.field == "title":
        return link.title in (_shown(want.value), " ".join(want.value.split()))
    if want.field == "link":
        return want.value in (link.raw_url, link.url)
    if want.field == "dates":
        return _is_time(want, link, listing)
    if want.field == "authors":
        if "@" in str(want.value):
            name = re.sub(r"\s*[(<]?\S+@\S+[)>]?\s*", "", want.value).strip("() ")
            return name in link.authors if name else not link.authors
        return (want.value in link.authors) if want.value else not link.authors
    return want.value in link.categories if want.value else True


def _is_time(want: Wanted, link: Link, listing: Listing) -> bool:
    name = str(want.path[0])
    found = {link.modified} if name.startswith(("updated", "modified")) else {link.published}
    if listing.kind == "rss" or name.startswith("created"):
        found = {link.published, link.modified}
    return any(_same_time(moment, want.value) for moment in found if moment)


def _same_time(moment: Moment, value: Any) -> bool:
    if isinstance(value, str):
        return moment.raw == value.strip()
    when = moment.when.astimezone(UTC) if moment.when.tzinfo else moment.when
    return when.timetuple()[:6] == tuple(value)[:6]


class _Shown(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _shown(html: str) -> str:
    parser = _Shown()
    parser.feed(html)
    parser.close()
    return " ".join("".join(parser.parts).split())


def with_links(text: str, wants_link: bool) -> str:
    """Give entries a link where they have none and the case is not about links."""
    if wants_link:
        return text

    def linked(match: re.Match[str]) -> str:
        prefix, name, attributes, inner = match.groups()
        if "link" in inner and "/link>" in inner.replace(" />", "/link>").replace("/>", "/link>"):
            inner = re.sub(r"<(?:\w+:)?link\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?link>)", "", inner)
        address = f"http://linked.example/{match.start()}"
        tag = (
            f'<{prefix}link rel="alternate" href="{address}"/>'
            if name.lower() == "entry"
            else f"<{prefix}link>{address}</{prefix}link>"
        )
        return f"<{prefix}{name}{attributes}>{inner}{tag}</{prefix}{name}>"

    return _ENTRY.sub(linked, text)


def main() -> int:
    """Measure, print a line per field."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--failures", action="store_true", help="print each comparison gone wrong")
    options = parser.parse_args()
    counts = {field: [0, 0] for field in FIELDS}
    for file in sorted(options.folder.rglob("*.xml")):
        for want, right, got in _judged(file):
            counts[want.field][0] += right
            counts[want.field][1] += 1
            if options.failures and not right:
                print(f"{file.relative_to(options.folder)}: {want.path} = {want.value!r}; {got}")
    for field, (hits, of) in counts.items():
        print(f"{field:12}{hits:5} of {of:5} right")
    total = [sum(count[place] for count in counts.values()) for place in (0, 1)]
    print(f"{'all':12}{total[0]:5} of {total[1]:5} right")
    return 0


def _judged(file: Path) -> Iterator[tuple[Wanted, bool, str]]:
    body = file.read_bytes()
    text = body.decode("utf-8", "replace")
    head = _HEAD.search(text)
    expect = _EXPECT.search(head[0]) if head else None
    if head is None or expect is None:
        return
    wants = list(expectations(expect[1]))
    if not wants:
        return
    if "\ufffd" not in text:
        body = with_links(text, any(want.field == "link" for want in wants)).encode()
    location = _LOCATION.search(head[0])
    listing = read_listing(body, url=location[1] if location else _URL)
    for want in wants:
        if want.entry >= len(listing.links):
            yield want, not want.value, f"no entry ({listing.problem})"
            continue
        link = listing.links[want.entry]
        yield want, is_right(want, link, listing), repr(link)


if __name__ == "__main__":
    sys.exit(main())
