"""What every kind of listing does with what it finds: links once each, text plain."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from itertools import islice

from lxml import etree

from newsarchive.dates import parse_date
from newsarchive.model import Enclosure, Link, Moment
from newsarchive.urls import absolute_url, canonical_url

MAX_LINKS = 10_000  # the longest feed met in the wild had some 5,000 entries
MAX_TITLE_CHARS = 500
MAX_SUMMARY_CHARS = 2_000
MAX_CONTENT_CHARS = 500_000  # of one entry
MAX_CONTENTS_CHARS = 20_000_000  # of all entries of one listing
MAX_ENCLOSURES = 50  # of one entry
MAX_NAMES = 50  # authors or categories of one entry
MAX_NAME_CHARS = 200
MAX_TAG_CHARS = 35  # of a language (RFC 5646, 4.4.1)
MAX_BAD_DATES = 500  # in one listing; reading what is no date takes up to 0.4 ms
_MAX_HTML_CHARS = 50_000  # a summary is at the front of its text
_MAX_TYPE_CHARS = 100

_MARKUP = re.compile(r"<[a-zA-Z/!]|&(?:[a-zA-Z]+|#\d+|#x[0-9a-fA-F]+);")
_TAG = re.compile(r"<[a-zA-Z/!]")
_BREAK = re.compile(
    r"(?=<(?:br|/?(?:p|div|li|ul|ol|h[1-6]|tr|td|blockquote|figure|figcaption))\b)", re.I
)
# What absolute_url gives back as it is; the usual case, and a third of the time a URL takes
_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9.-]+/[A-Za-z0-9._~%!$&'()*+,;=:@/?-]*")
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Links:
    """The links of one listing in the order met, each document once, MAX_LINKS at most."""

    def __init__(self, base: str, source: str | None, *, most: int = MAX_LINKS) -> None:
        self.base = base
        self.source = source
        self.most = most
        self.full = False  # something was left out
        self._found: dict[str, Link] = {}
        self._content_left = MAX_CONTENTS_CHARS
        self._dates_left = MAX_BAD_DATES

    def add(
        self,
        reference: str,
        *,
        is_absolute: bool = False,
        guid: str = "",
        title: str = "",
        authors: Iterable[str] = (),
        published: Moment | None = None,
        modified: Moment | None = None,
        categories: Iterable[str] = (),
        tags: Iterable[str] = (),
        summary: str = "",
        content: str = "",
        enclosures: Iterable[Enclosure] = (),
        language: str = "",
    ) -> None:
        """Take in one link; what leads to no web page, or was met before, is passed over.

        ``is_absolute`` says that the reference came from ``absolute_url``.  ``content`` is HTML,
        free of control characters.  Where there is none, a ``summary`` too long for a summary
        is taken for the whole text.
        """
        is_absolute = is_absolute or _PLAIN_URL.fullmatch(reference) is not None
        absolute = reference if is_absolute else absolute_url(self.base, reference)
        url = canonical_url(absolute)
        if not url or url in self._found:
            return
        if len(self._found) >= self.most:
            self.full = True
            return
        raw_url = without_fragment(absolute)
        lede = plain_text(summary or content, MAX_SUMMARY_CHARS)
        if not content and lede.endswith(CUT):
            content = summary
        self._found[url] = Link(
            url=url,
            raw_url=url if raw_url == url else raw_url,  # one string less to hold
            source=self.source,
            guid=readable(guid[:MAX_TITLE_CHARS]).strip() if guid else "",
            title=plain_text(title, MAX_TITLE_CHARS),
            authors=names(authors) if authors else (),
            published=published,
            modified=modified,
            categories=names(categories) if categories else (),
            tags=names(tags) if tags else (),
            summary=lede,
            content=self._bounded(content),
            enclosures=_each_once(enclosures) if enclosures else (),
            language=plain_text(language, MAX_TAG_CHARS) if language else "",
        )

    def moment(self, texts: Iterable[str], language: str = "") -> Moment | None:
        """Return the first of these texts that is a date; none where too many were none."""
        languages = [language] if language else []
        for text in texts:
            if text and self._dates_left > 0:
                moment = parse_date(text, languages=languages)
                if moment is not None:
                    return moment
                self._dates_left -= 1
        return None

    def all(self) -> tuple[Link, ...]:
        return tuple(self._found.values())

    def problem(self, bound: str) -> str:
        """Return why links or texts are missing, in one sentence, or ""; ``bound`` is a setting."""
        if self.full:
            return f"Only the first {self.most:,} links were read ({bound})."
        if self._content_left < 0:
            return f"Only the first {MAX_CONTENTS_CHARS:,} characters of texts were kept."
        return ""

    def _bounded(self, content: str) -> str:
        if not content:
            return ""
        if len(content) > MAX_CONTENT_CHARS:
            content = content[:MAX_CONTENT_CHARS].rpartition("<")[0]
        if len(content) > self._content_left:
            self._content_left = -1
            return ""
        self._content_left -= len(content)
        return content.strip()


def without_fragment(url: str) -> str:
    return url.partition("#")[0]


def enclosure(base: str, url: str, media_type: str = "", length: str = "") -> Enclosure | None:
    """Return a file that an entry names, or ``None`` where the address is none of the web's.

    A length of 0 says that nobody knew it.
    """
    absolute = absolute_url(base, url) if url else ""
    if not absolute:
        return None
    length = length.strip()
    is_number = length.isascii() and length.isdigit() and len(length) <= 15
    return Enclosure(
        url=absolute,
        type=readable(media_type[:_MAX_TYPE_CHARS]).strip().lower(),
        length=(int(length) if is_number else 0) or None,
    )


def _each_once(found: Iterable[Enclosure]) -> tuple[Enclosure, ...]:
    each: dict[str, Enclosure] = {}
    for file in islice(found, 10 * MAX_ENCLOSURES):
        each.setdefault(file.url, file)
    return tuple(islice(each.values(), MAX_ENCLOSURES))


def names(found: Iterable[str]) -> tuple[str, ...]:
    """Return the names as plain text, each once, none empty."""
    plain = (plain_text(name, MAX_NAME_CHARS) for name in islice(found, MAX_NAMES))
    return tuple(dict.fromkeys(name for name in plain if name))


CUT = " …"  # ends a text that goes on


def plain_text(text: str, most: int) -> str:
    """Return text or HTML as one line of text, cut at a word after ``most`` characters."""
    if not text:
        return ""
    short = 2 * most + 1_000  # what mostly suffices, of texts that are mostly longer
    line = ""
    for size in (short, _MAX_HTML_CHARS):
        line = _line(text[:size])
        if len(line) > most:
            return line[:most].rsplit(" ", 1)[0] + CUT
        if len(text) <= size:
            break
    return line


def _line(text: str) -> str:
    if _MARKUP.search(text):
        text = _text_of_html(text) if _TAG.search(text) else html.unescape(text)
    return readable(" ".join(text.split()))


def readable(text: str) -> str:
    """Return text without control characters and lone surrogates."""
    return _UNREADABLE.sub("", text)


_HTML = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)


def _text_of_html(text: str) -> str:
    try:
        markup = _BREAK.sub(" ", text).replace("\0", "").encode("utf-8", "replace")
        root = etree.fromstring(b"<div>" + markup + b"</div>", _HTML)
    except (etree.LxmlError, ValueError):
        return ""
    if root is None:
        return ""
    etree.strip_elements(root, "script", "style", "template", with_tail=False)
    return str(etree.tostring(root, method="text", encoding="unicode"))
