"""What every kind of listing does with what it finds: links once each, text plain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from lxml import etree

from newsarchive.model import Link, Moment
from newsarchive.urls import absolute_url, canonical_url

MAX_LINKS = 10_000  # the longest feed met in the wild had some 5,000 entries
MAX_TITLE_CHARS = 500
MAX_SUMMARY_CHARS = 2_000
MAX_NAMES = 50  # authors or categories of one entry
MAX_NAME_CHARS = 200
_MAX_HTML_CHARS = 50_000  # a summary is at the front of its text

_MARKUP = re.compile(r"<[a-zA-Z/!]|&(?:[a-zA-Z]+|#\d+|#x[0-9a-fA-F]+);")
_BREAK = re.compile(
    r"<(?:br|/?(?:p|div|li|ul|ol|h[1-6]|tr|td|blockquote|figure|figcaption))\b", re.I
)
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Links:
    """The links of one listing in the order met, each document once, MAX_LINKS at most."""

    def __init__(self, base: str, source: str | None, *, most: int = MAX_LINKS) -> None:
        self.base = base
        self.source = source
        self.most = most
        self.full = False  # something was left out
        self._found: dict[str, Link] = {}

    def add(
        self,
        reference: str,
        *,
        guid: str = "",
        title: str = "",
        authors: Iterable[str] = (),
        published: Moment | None = None,
        modified: Moment | None = None,
        categories: Iterable[str] = (),
        summary: str = "",
    ) -> None:
        """Take in one link; what leads to no web page, or was met before, is passed over."""
        absolute = absolute_url(self.base, reference)
        url = canonical_url(absolute)
        if not url or url in self._found:
            return
        if len(self._found) >= self.most:
            self.full = True
            return
        self._found[url] = Link(
            url=url,
            raw_url=without_fragment(absolute),
            source=self.source,
            guid=_UNREADABLE.sub("", guid).strip()[:MAX_TITLE_CHARS],
            title=plain_text(title, MAX_TITLE_CHARS),
            authors=names(authors),
            published=published,
            modified=modified,
            categories=names(categories),
            summary=plain_text(summary, MAX_SUMMARY_CHARS),
        )

    def all(self) -> tuple[Link, ...]:
        return tuple(self._found.values())

    def problem(self) -> str:
        """Return why links are missing, in one sentence, or ""."""
        return f"Only the first {self.most:,} links were read." if self.full else ""


def without_fragment(url: str) -> str:
    return url.partition("#")[0]


def names(found: Iterable[str]) -> tuple[str, ...]:
    """Return the names as plain text, each once, none empty."""
    plain = (plain_text(name, MAX_NAME_CHARS) for name in islice(found, MAX_NAMES))
    return tuple(dict.fromkeys(name for name in plain if name))


def plain_text(text: str, most: int) -> str:
    """Return text or HTML as one line of text, cut at a word after ``most`` characters."""
    text = _UNREADABLE.sub("", text[:_MAX_HTML_CHARS])
    if _MARKUP.search(text):
        text = _text_of_html(text)
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0] + " …"


def _text_of_html(text: str) -> str:
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(_BREAK.sub(r" \g<0>", f"<div>{text}</div>"), parser)
    except etree.LxmlError:
        return ""
    if root is None:
        return ""
    etree.strip_elements(root, "script", "style", "template", with_tail=False)
    return "".join(str(part) for part in root.itertext())
