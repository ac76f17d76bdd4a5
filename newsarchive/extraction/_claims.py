"""What a reader says of a field, before anybody decides whom to believe."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from lxml import etree

# The fields that a person may say how to read.
FIELDS = (
    *("title", "authors", "posted_by", "published", "modified", "categories", "tags"),
    *("language", "summary", "image", "publisher", "body"),
)

# Characters that show nothing: zero-width space and joiners' neighbours, soft hyphen, BOM,
# direction marks.  The joiners themselves (U+200C, U+200D) stay: Persian and emoji need them.
_INVISIBLE = "\u00ad\u200b\ufeff\u200e\u200f\u2060\u202a\u202b\u202c"
SHORT = 200  # characters of a text that is looked through one by one
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_NO_LETTERS = re.compile(r"[\W_]+")
_NO_ASCII_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
_MARKS = tuple(mark.encode() for mark in "’‘“”–—…")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


@dataclass(slots=True)  # a page makes hundreds; frozen, each takes three times as long
class Claim:
    """One value somebody claims for a field; never changed."""

    value: Any  # text as found, or a value of the model; the loader's processors clean it
    origin: str  # json-ld, microdata, opengraph, meta, visible, url, feed, …
    raw: str = ""  # the text it was read from, where ``value`` is no longer that text
    guessed: bool = False

    def meaning(self, value: Any, raw: str) -> Claim:
        """The same claim with another value, read from ``raw``."""
        return Claim(value, self.origin, raw, self.guessed)


def squeeze(text: str) -> str:
    """The text on one line: invisible characters gone, white space folded."""
    # The first test is quick for a name or a headline, the second for a text.
    if not text.isascii() and not (len(text) < SHORT and text.isprintable()):
        for character in _INVISIBLE:  # ten times as fast as str.translate
            if character in text:
                text = text.replace(character, "")
    return " ".join(text.split())


def letters(text: str) -> str:
    """The text's letters and digits alone, case folded: how titles and names are compared."""
    if text.isascii():  # ten times as fast as the expression
        return text.encode().translate(None, _NO_ASCII_LETTERS).decode().lower()
    bare = text.casefold().encode("utf-8", "surrogatepass").translate(None, _NO_ASCII_LETTERS)
    if b"\xe2\x80" in bare:  # twice as fast as the expression, for what most texts hold
        for mark in _MARKS:
            bare = bare.replace(mark, b"")
    found = bare.decode("utf-8", "surrogatepass")
    return found if found.isalnum() else _NO_LETTERS.sub("", found)


def lowered(text: str) -> str:
    """The text in lower case, character by character, as expressions that ignore case see it.

    An expression in lower case searches it five times as fast as one with ``re.I`` searches
    the text: only then can it pass over what begins none of its alternatives.
    """
    return text.replace("İ", "i").lower()  # else two characters


def text_of_element(element: etree._Element) -> str:
    """All text inside an element, on one line."""
    return squeeze(" ".join(map(str, element.itertext())))


def plain(text: str) -> str:
    """One line of plain text from a value that may hold tags or entities by mistake."""
    if "&" in text and _ENTITY.search(text):
        text = unescape(text)
        if "&" in text and _ENTITY.search(text):  # escaped twice, common in JSON-LD
            text = unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    return squeeze(text)
