"""A feed's or entry's elements by name, and what each kind of them says.

Values come out as plain text, as HTML, as names of people and as addresses joined to the
``xml:base`` in force; what is missing or makes no sense comes out empty.  Sources: RFC 4287
(3.1 text constructs, 3.2 persons, 4.1.3 content, 4.2.7 links), Atom 0.3 (``mode``), XML Base.
"""

from __future__ import annotations

import binascii
import html
import re
from base64 import b64decode
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from newsarchive.discovery._gather import MAX_CONTENT_CHARS, readable
from newsarchive.discovery._xml import name_of
from newsarchive.urls import absolute_url

MAX_CHILDREN = 1_000  # of one entry
MAX_VALUE_CHARS = 10_000  # of what is neither a text nor a summary
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_ALTERNATE = ("", "alternate", "http://www.iana.org/assignments/relation/alternate")
_WEB_PAGES = ("", "text/html", "application/xhtml+xml")


class Fields:
    """The children of one element by the names that ``name_of`` gives.

    Args:
        element: A channel or an entry.
        base: Where its relative references count from, unless it has an ``xml:base``.
        apart: Names of children that are left out.
        is_based: An element around it has an ``xml:base``.
    """

    def __init__(
        self,
        element: etree._Element,
        base: str,
        *,
        apart: tuple[str, ...] = (),
        is_based: bool = False,
    ) -> None:
        self.base = base_of(element, base)
        self.is_based = is_based or element.get(_BASE) is not None
        self._children: dict[str, list[etree._Element]] = {}
        self._take(element, apart)
        for group in self._children.get("media:group", ()):
            self._take(group, apart)

    def _take(self, element: etree._Element, apart: tuple[str, ...]) -> None:
        left = MAX_CHILDREN
        for child in element:
            name = name_of(child)
            if name in apart:
                continue
            self._children.setdefault(name, []).append(child)
            left -= 1
            if not left:
                return

    def all(self, name: str) -> list[etree._Element]:
        return self._children.get(name, [])

    def text(self, *names: str) -> str:
        """Return the first of these that is not empty, without markup around it."""
        return next(self.texts(*names), "")

    def texts(self, *names: str) -> Iterator[str]:
        """Yield all that are not empty, in the order of the names."""
        for name in names:
            for element in self.all(name):
                text = text_of(element)
                if text:
                    yield text

    def dates(self, *names: str) -> Iterator[str]:
        """Yield texts in the order of the names; of one name the last first, as in feedparser."""
        for name in names:
            yield from filter(None, map(text_of, reversed(self.all(name))))

    def html(self, *names: str) -> str:
        """Return the first of these that is not empty, as HTML."""
        for name in names:
            for element in self.all(name):
                text = self._based(element, html_of(element)).strip()
                if text:
                    return text
        return ""

    def address(self) -> str:
        """Return where the link to the page leads, absolute: RSS's own, or an alternate one."""
        second = ""
        for link in self.all("link"):
            href = link.get("href")
            if href is None:
                found = text_of(link) or _after(link)
                if found:
                    return self.joined(link, found)
            elif link.get("rel", "").strip().lower() in _ALTERNATE:
                if link.get("type", "").strip().lower() in _WEB_PAGES:
                    return self.joined(link, href)
                second = second or self.joined(link, href)
        return second

    def related(self, rel: str) -> str:
        """Return where the first link of this kind leads, absolute, or ""."""
        for link in self.all("link"):
            if link.get("rel", "").strip().lower() == rel:
                return self.joined(link, link.get("href", ""))
        return ""

    def joined(self, element: etree._Element, reference: str) -> str:
        """Return where a reference in an element leads, or ""."""
        return absolute_url(base_of(element, self.base), reference) if reference.strip() else ""

    def people(self, *names: str) -> Iterator[str]:
        """Yield the names that stand in these; an e-mail address is nobody's name."""
        for name in names:
            for element in self.all(name):
                named = (child for child in element if name_of(child) == "name")
                found = _person(text_of(next(named, element) if len(element) else element))
                if found:
                    yield found

    def _based(self, element: etree._Element, markup: str) -> str:
        """Join the references of HTML where an ``xml:base`` says where they count from."""
        if not self.is_based and element.get(_BASE) is None:
            return markup
        base = base_of(element, self.base)

        def join(match: re.Match[str]) -> str:
            absolute = absolute_url(base, html.unescape(match[3]))
            return (
                f"{match[1]}{match[2]}{html.escape(absolute)}{match[2]}" if absolute else match[0]
            )

        return _REFERENCE.sub(join, markup[: 2 * MAX_CONTENT_CHARS])


_REFERENCE = re.compile(r"""(\s(?:href|src)=)(["'])([^"'<>#][^"'<>]{0,2000})\2""", re.I)


def base_of(element: etree._Element, base: str) -> str:
    """Return where references in an element count from."""
    own = element.get(_BASE)
    return (absolute_url(base, own) or base) if own else base


def text_of(element: etree._Element) -> str:
    """Return an element's text, bounded, without white space around it."""
    if not len(element):
        return (element.text or "")[:MAX_VALUE_CHARS].strip()
    parts = (str(part) for part in islice(element.itertext(), MAX_CHILDREN))
    return "".join(parts)[:MAX_VALUE_CHARS].strip()


def _after(link: etree._Element) -> str:
    """Return what stands behind ``<link/>`` where it should stand inside."""
    text = (link.tail or "").strip()[:MAX_VALUE_CHARS]
    return text if text.startswith(("http://", "https://")) else ""


# Texts


def html_of(element: etree._Element) -> str:
    """Return a text construct as HTML.

    Where no type is stated, text that looks like HTML is HTML: in RSS nobody can say, and in
    Atom it is mostly a slip.  What is said to be text is taken at its word.
    """
    stated = (element.get("type") or "").strip().lower().partition(";")[0]
    if element.get("mode", "").lower() == "base64" or stated == _BYTES:
        return _from_base64(element, stated)
    if len(element):
        return markup_of(element, MAX_CONTENT_CHARS)
    text = element.text or ""
    if not text:
        return ""
    if stated in ("", "html", "xhtml", "escaped", "text/html", "application/xhtml+xml"):
        return text
    if stated in ("text", "text/plain"):
        return html.escape(text, quote=False)
    # RSS says "plain" of what is HTML all the same; other types of Atom's are files
    return text if stated == "plain" or stated.startswith("text/") else ""


_BYTES = "application/octet-stream"  # RFC 4287, 4.1.3.3: in base64


def _from_base64(element: etree._Element, stated: str) -> str:
    if stated and not stated.startswith(("text", "html", "application/xhtml", _BYTES)):
        return ""
    try:
        text = readable(b64decode((element.text or "").strip()).decode("utf-8", "replace"))
    except (binascii.Error, ValueError):
        return ""
    return html.escape(text, quote=False) if stated in ("text", "text/plain") else text


_VOID = frozenset(
    ["area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


def markup_of(element: etree._Element, most: int) -> str:
    """Return the markup inside an element as HTML of about ``most`` characters, for bounded work.

    Written by hand, since lxml repeats with each piece all namespaces around it.
    """
    parts = [html.escape(element.text or "", quote=False)]
    left = most - len(parts[0])
    for event, child in etree.iterwalk(element, events=("start", "end")):
        if child is element:
            continue
        name = child.tag.rpartition("}")[2]
        if event == "start":
            part = f"<{name}{_attributes(child)}>" + html.escape(child.text or "", quote=False)
        else:
            close = "" if name.lower() in _VOID else f"</{name}>"
            part = close + html.escape(child.tail or "", quote=False)
        parts.append(part)
        left -= len(part)
        if left < 0:
            break
    return "".join(parts)


def _attributes(element: etree._Element) -> str:
    stated = ((str(name), str(value)) for name, value in element.attrib.items())
    return "".join(
        f' {name}="{html.escape(value)}"' for name, value in stated if not name.startswith("{")
    )


# People

_MAX_PERSON_CHARS = 500
_ADDRESS_AND_NAME = re.compile(r"\s*[^\s@()<>]+@[^\s@()<>]+\s*\(([^()]*)\)\s*")  # RSS 2.0, <author>
_NAME_AND_ADDRESS = re.compile(r"([^<>()@]*?)\s*[<(]?(?:mailto:)?[^\s@()<>]+@[^\s@()<>]+[>)]?\s*")


def _person(text: str) -> str:
    text = text[:_MAX_PERSON_CHARS]
    if "@" in text:
        found = _ADDRESS_AND_NAME.fullmatch(text) or _NAME_AND_ADDRESS.fullmatch(text)
        text = found[1] if found else text
    return text.strip(" \t\n\"'")
