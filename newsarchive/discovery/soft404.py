"""Soft 404: pages that say "200 OK" of what is not there, told by how a site answers nonsense.

A server that answers any address with a page fills an archive with "sorry, this story has
moved".  How that page looks is learned from one address that cannot be there; what looks
the same is as little an article.  Pure: ``newsarchive.crawl.soft404`` asks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import unquote, urlsplit
from zlib import crc32

from lxml import etree

MAX_WORDS = 5_000  # of a page that are compared; a front page has some 3,000
MAX_TITLE_CHARS = 300
# How much of its own a page may say and still be the same: the hour, a headline that came
# meanwhile.  In 270 pairs of pages of 78 sites (the extraction corpora) another article said at
# least .27 of its own, the same article at a second address .17; titles are compared besides.
OWN_SHARE = 0.1
_WORD = re.compile(r"[^\W\d_]+")
_UNSEEN = frozenset(("script", "style", "template", "noscript", "title", "head"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What tells one page from another, whatever its text says of the address that was asked."""

    title: tuple[str, ...]  # words, folded, without figures
    said: frozenset[int]  # CRC-32 of each three words in a row of the visible text
    address: frozenset[str] = field(
        default=frozenset(), compare=False
    )  # words of the address that was asked

    def is_of(self, other: Look) -> bool:
        """Tell whether another page is this one again: the same title, and hardly a word more.

        What it may have repeated of its own address does not count.
        """
        titles = [
            [word for word in title if word not in other.address]
            for title in (self.title, other.title)
        ]
        return titles[0] == titles[1] and self._covers(other.said, other.address)

    def says(self, text: str, *, url: str) -> bool:
        """Tell whether the page says a text, but for a tenth; False where there is none."""
        return bool(text.strip()) and self._covers(_threes(_words(text)), _address(url))

    def _covers(self, said: frozenset[int], address: frozenset[str]) -> bool:
        repeated = len(address) + 2 if address else 0  # threes that a row of so many words is in
        return len(said - self.said) <= OWN_SHARE * len(said) + repeated

    def dump(self) -> str:
        """Return it as JSON, at most some 60 KB."""
        return json.dumps([self.title, sorted(self.said)])


def load_look(text: str) -> Look | None:
    """Return what ``Look.dump`` wrote; None for "" and for what it did not write."""
    try:
        title, said = json.loads(text)
        return Look(
            title=tuple(str(word) for word in title), said=frozenset(int(each) for each in said)
        )
    except (ValueError, TypeError):
        return None


def look_of(root: etree._Element, *, url: str) -> Look:
    """Return how a page looks.

    Args:
        root: The page's tree.
        url: The address that was asked, which the page may repeat.
    """
    title = (root.findtext(".//title") or "")[:MAX_TITLE_CHARS]
    last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    return Look(
        title=tuple(_words(title.replace(last, " ") if last else title)),
        said=_threes(_visible(root)),
        address=_address(url),
    )


def _address(url: str) -> frozenset[str]:
    return frozenset(_words(unquote(urlsplit(url).path)))


def _threes(words: Iterable[str]) -> frozenset[int]:
    kept = list(islice(words, MAX_WORDS))
    threes = zip(kept, kept[1:], kept[2:], strict=False) if len(kept) > 2 else [tuple(kept)]
    return frozenset(crc32(" ".join(three).encode()) for three in threes)


def _visible(root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag not in _UNSEEN:
            yield from _words(element.text or "")
        if element.getparent() is not None:
            yield from _words(element.tail or "")


def _words(text: str) -> Iterator[str]:
    return (found[0].casefold() for found in _WORD.finditer(text))
