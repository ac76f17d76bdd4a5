"""One page: bytes → text → the one tree everybody reads.

Nothing is done before it is asked for, and everything is done once.  A page is what a
stranger's server sent, so no bytes make it raise, and size, number of tags and depth are
bounded before the parser sees them: parse time can't be cut off inside a crawl.

Damaged markup is first repaired by resiliparse (the parser of a browser), but only where
the damage moves text: that costs as much again as parsing.
"""

from __future__ import annotations

import re
import threading
from codecs import utf_8_decode
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree
from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

from newsarchive._overload import bounded

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

MAX_BYTES = 16_000_000  # the rest is cut; the largest page of the corpus has 1.6 MB
SNIFFED = 65_536  # bytes shown to the charset detector
BEGINNING = 16_384  # bytes in which text of another charset is nearly always met
# Encodings in which harmless bytes turn into markup; browsers refuse UTF-7 too
# (WHATWG Encoding Standard, 4.2 and 14.1).
_REFUSED = re.compile(r"utf-?7|hz-gb|iso-2022-(?:cn|kr)|unicode-1-1", re.I)
# libxml2 ignores a stray end tag like a browser does; one that closes another's element
# moves what follows.  Of 711 corpus pages 26 came out with other text, 21 of them with this.
_MISPLACED = "ending tag mismatch"
# libxml2 says it of the first byte that is not strict UTF-8, wherever it stands; so it did of
# 2,600 pages of the corpus with one such byte.
_NOT_UTF8 = "Invalid bytes in character encoding"
_SAYS_NOT_UTF8 = etree.LIBXML_VERSION >= (2, 14)  # that reads all of a page in the same way
_MAX_COMPLAINTS = 100  # libxml2 makes no more of them
_TOO_DEEP = "Excessive depth"  # libxml2 drops what is deeper than 2,048
# Tags that cannot nest, or that libxml2 closes by itself: what a too deep page may keep.
_TAG_THAT_NESTS = re.compile(
    rb"</?(?!(?:p|br|title|meta|link|script|style|html|head|body|hr|img)\b)[a-zA-Z][^<>]*>", re.I
)


# The bytes that were parsed, the root, and what the parser complained about.
_Reading = tuple[bytes, etree._Element, list[str]]


class Page:
    """A page as it came: its address, its bytes or text, and what the server called it.

    ``url`` may be empty.  ``content_type`` is the header's value; its charset counts
    unless the bytes disprove it.
    """

    def __init__(self, url: str, body: bytes | str, content_type: str = "") -> None:
        self.url = url
        self.body = body
        self.content_type = content_type

    @cached_property
    def text(self) -> str:
        """The page as text: at most ``MAX_BYTES``, without NUL and lone surrogates."""
        if isinstance(self.body, str):
            text = _without_surrogates(self.body[:MAX_BYTES].removeprefix("\ufeff"))
        else:
            text = decode(self.body[:MAX_BYTES], self.content_type)
        return text.replace("\0", "")

    @cached_property
    def tree(self) -> etree._Element:
        """The root element, always an ``html`` element, possibly an empty one."""
        markup, root, complaints = self._read_as_sent() or self._read_as_text()
        if any(_TOO_DEEP in complaint for complaint in complaints):
            root, _ = _parse(_TAG_THAT_NESTS.sub(b"<br>", markup))
        elif any(_MISPLACED in complaint for complaint in complaints) or _holds_text(root):
            root = _repaired(markup, root)
        return root

    def _read_as_sent(self) -> _Reading | None:
        """What the parser makes of the bytes; None where they are not plain UTF-8.

        The parser says whether they are: to decode and encode all of them, only to learn
        this, takes as long as a seventh of parsing.
        """
        if isinstance(self.body, str) or b"\0" in self.body:
            return None
        body = self.body[:MAX_BYTES]
        if not _may_be_utf8(body):
            return None
        markup = bounded(body)
        root, complaints = _parse(markup)
        if _tells_encoding(complaints) and markup is body:
            is_utf8 = not any(_NOT_UTF8 in complaint for complaint in complaints)
        else:
            is_utf8 = bool(_utf8(body))
        return (markup, root, complaints) if is_utf8 else None

    def _read_as_text(self) -> _Reading:
        markup = bounded(self.text.encode())
        return markup, *_parse(markup)

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page for Beautiful Soup, for readers written by hand; parsed anew."""
        from bs4 import BeautifulSoup  # 4 MB, which only readers written by hand need

        return BeautifulSoup(_XML_DECLARATION.sub("", self.text), "lxml")


_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")  # pages of XHTML are read as HTML all the same


_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_TOLERATED = 0.02  # share of control bytes; text has none, legacy files a stray one


def looks_binary(body: bytes) -> bool:
    """Tell a picture, archive or program from text; UTF-16, full of NUL, is text."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")) or _wide_without_mark(body):
        return False
    sample = body[:100_000]
    return len(_BINARY.findall(sample)) > _TOLERATED * len(sample)


def decode(body: bytes, content_type: str = "") -> str:
    """Return the text of a page's bytes, with U+FFFD where they make no sense.

    In this order: byte order mark; strict UTF-8, since other text is never valid UTF-8 by
    accident; the header's charset; the page's own; a guess from the bytes.  A stated
    charset that does not fit the bytes loses to one that does.
    """
    if _may_be_utf8(body) and (text := _utf8(body)):
        return text
    name, mark = read_bom(body)
    if name and mark:
        return body[len(mark) :].decode(name, "replace")
    wide = _wide_without_mark(body)
    if wide:
        return body.decode(wide, "replace")
    text = _utf8(body)
    best, fewest = text, len(body) + 1
    for name in _candidates(body, content_type):
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            attempt = body.decode(name, "replace")
            broken = attempt.count("\ufffd")
            if broken < fewest:
                best, fewest = attempt, broken
        except (LookupError, ValueError):
            continue
    return best


def _may_be_utf8(body: bytes) -> bool:
    """Tell whether bytes begin as strict UTF-8 without a mark, and are nothing else."""
    # ISO-2022-JP is plain ASCII with escapes
    if b"\x1b" in body or read_bom(body)[0] or _wide_without_mark(body):
        return False
    try:
        utf_8_decode(body[:BEGINNING], "strict", False)  # may end within a character
    except UnicodeDecodeError:
        return False
    return True


def _utf8(body: bytes) -> str:
    """The text of bytes that are strict UTF-8, or ""."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return ""


def _candidates(body: bytes, content_type: str) -> list[str]:
    """Codecs worth trying, the most trusted first; the last one always exists."""
    stated = [http_content_type_encoding(content_type or None), html_body_declared_encoding(body)]
    names = [name for name in stated if name and not _REFUSED.match(name)]
    from resiliparse.parse.encoding import detect_encoding  # 4 MB, for odd bytes only

    try:
        names.append(detect_encoding(body, max_len=SNIFFED) or "utf-8")
    except (ValueError, MemoryError):
        names.append("utf-8")
    resolved = [resolve_encoding(name) for name in [*names, "utf-8"]]
    return [name for name in dict.fromkeys(resolved) if name and not _REFUSED.match(name)]


def _wide_without_mark(body: bytes) -> str:
    """UTF-16's name when every other byte of the beginning is NUL, else nothing."""
    start = body[:200]
    if len(start) < 4 or start.count(0) * 5 < len(start) * 2:
        return ""
    return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"


def _without_surrogates(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:  # Python's json makes them of "\\ud800"
        return text.encode("utf-8", "replace").decode()
    return text


class _Own(threading.local):
    """Each thread's parser: a second page takes a twentieth less time than a first."""

    def __init__(self) -> None:
        self.parser = etree.HTMLParser(
            encoding="utf-8",
            huge_tree=True,  # else a text of 10 MB ends the page
            remove_comments=True,
            remove_pis=True,
            no_network=True,
            collect_ids=False,  # nobody looks elements up by their id alone
        )


_own = _Own()


def _parse(markup: bytes) -> tuple[etree._Element, list[str]]:
    """Parse, and return the root with what the parser complained about."""
    parser = _own.parser
    try:
        root = etree.fromstring(markup, parser)
    except (etree.LxmlError, ValueError):  # nothing that would be an element
        root = None
    if root is None:
        root = etree.Element("html")
    return root, [entry.message for entry in parser.error_log]


def _tells_encoding(complaints: list[str]) -> bool:
    """Tell whether the parser read all bytes and would have said that one is no UTF-8."""
    all_told = len(complaints) < _MAX_COMPLAINTS
    all_read = not any(_TOO_DEEP in complaint for complaint in complaints)
    return _SAYS_NOT_UTF8 and all_told and all_read


# What a head may hold (WHATWG HTML, 4.2).  libxml2 does not know that an article, a section
# or a main element ends it where the tags of head and body are left out, as they may be.
_OF_HEAD = frozenset(
    ["base", "link", "meta", "noscript", "object", "script", "style", "template", "title"]
)


def _holds_text(root: etree._Element) -> bool:
    """Tell whether the head swallowed the body, or there is none."""
    head = root.find("head")
    return head is not None and any(child.tag not in _OF_HEAD for child in head)


def _repaired(markup: bytes, unrepaired: etree._Element) -> etree._Element:
    from resiliparse.parse.html import HTMLTree  # 4 MB, for damaged pages only

    try:
        root, _ = _parse(str(HTMLTree.parse(markup.decode())).encode())
    except (ValueError, RuntimeError, MemoryError):
        return unrepaired
    return root if len(root) else unrepaired
