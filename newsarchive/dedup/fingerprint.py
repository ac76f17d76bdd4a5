"""What makes two texts equal: words, with form, case and punctuation folded away."""

from __future__ import annotations

import codecs
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_WORD = re.compile(r"[^\W_]+")
# scripts that write without spaces: Thai, kana, CJK; a character stands for half a word
_WIDE = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNIT = re.compile(f"[{_WIDE}]|[^\\W_{_WIDE}]+")
_WIDE_CHARACTER = re.compile(f"[{_WIDE}]")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")  # Arabic-Indic, Devanagari, …: the same figures
WIDE_SAMPLE = 200  # words that tell which script a text is in
ASKED_AGAIN = 8  # texts whose words are kept: one is hashed and cut within moments


@dataclass(frozen=True, slots=True)
class _Page:
    """A code page: a text that fits in is cut into words by a table of its 256 letters."""

    name: str
    letters: str  # of each byte
    places: Any  # of each letter, as codecs take them
    words: bytes  # each byte as it is, or a space where it is of no word
    folded: bytes  # likewise, case-folded
    longer: tuple[tuple[str, str], ...]  # letters that are folded to several

    def read(self, data: bytes) -> str:
        """Return bytes as text; without Python's own codec around it, which takes as long."""
        return codecs.charmap_decode(data, "replace", self.letters)[0]

    def write(self, text: str) -> bytes:
        """Return text as bytes.

        Raises:
            UnicodeEncodeError: It does not fit in.
        """
        return codecs.charmap_encode(text, "strict", self.places)[0]


def _page(name: str) -> _Page:
    words, folded, longer = bytearray(b" " * 256), bytearray(b" " * 256), []
    for byte in range(256):
        letter = bytes([byte]).decode(name, "replace")
        if not _WORD.fullmatch(letter) or unicodedata.normalize("NFKC", letter) != letter:
            continue
        words[byte] = folded[byte] = byte
        small = letter.casefold()
        if len(small) == 1:
            folded[byte] = small.encode(name)[0]
        else:
            longer.append((letter, small))
    letters = bytes(range(256)).decode(name, "replace")
    places = codecs.charmap_build(letters.replace("\ufffd", "\ufffe"))
    return _Page(name, letters, places, bytes(words), bytes(folded), tuple(longer))


# Of Western Europe, Cyrillic, Central Europe, Arabic: most texts of alphabets fit in one, and are
# cut in less than half the time that regular expressions take
_PAGES = tuple(map(_page, ("cp1252", "cp1251", "cp1250", "cp1256")))


def _plain(text: str) -> str:
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text).replace("\u00ad", "")


def _paged(plain: str) -> tuple[_Page, bytes] | None:
    """The first page that a normalised text fits in, and the text in it."""
    for page in _PAGES:
        try:
            return page, page.write(plain)
        except UnicodeEncodeError:
            continue
    return None


@lru_cache(ASKED_AGAIN)
def _read(text: str) -> tuple[str, tuple[_Page, bytes] | None, list[str]]:
    """A text normalised, in the page that it fits in, and its folded words there."""
    plain = _plain(text)
    paged = _paged(plain)
    return plain, paged, _folded_words(*paged) if paged else []


def _folded_words(page: _Page, data: bytes) -> list[str]:
    text = page.read(data.translate(page.folded))
    for letter, small in page.longer:
        text = text.replace(letter, small)
    return text.split()


def fold(text: str) -> str:
    """Return the text's words, compatibility-normalised and case-folded, single spaces between.

    Quote styles, dashes, white space and invisible characters thus make no difference.
    """
    plain, paged, folded = _read(text)
    return " ".join(folded if paged else _WORD.findall(plain.casefold()))


@lru_cache(ASKED_AGAIN)
def text_hash(body: str) -> str:
    """Return the exact hash of a folded text: 32 hexadecimal digits of SHA-256."""
    return hashlib.sha256(fold(body).encode("utf-8", "replace")).hexdigest()[:32]


def word_count(body: str) -> int:
    """Return how many words a text has; two CJK or Thai characters count as one."""
    units = len(_UNIT.findall(body))
    wide = len(_WIDE_CHARACTER.findall(body))
    return units - wide + wide // 2


def containment(part: str, whole: str) -> float:
    """Return the share of ``part``'s distinct words that ``whole`` has too, 0 to 1."""
    words = _units(part)
    return len(words & _units(whole)) / len(words) if words else 0.0


def units(text: str) -> list[str]:
    """Return the words of a text, folded; CJK and Thai characters one by one.

    The list may be others' too, and is not to be changed.

    >>> units("A \u201cRain\u201d of 1,000 \u6771\u4eac")
    ['a', 'rain', 'of', '1', '000', '\u6771', '\u4eac']
    """
    _, paged, folded = _read(text)
    return folded if paged else list(map(str.casefold, spellings(text)))


def spellings(text: str) -> list[str]:
    """Return the words of a text with the case they are written in, as many as ``units`` has."""
    plain, paged, _ = _read(text)
    if paged:
        page, data = paged
        return page.read(data.translate(page.words)).split()
    if _OTHER_DIGIT.search(plain):
        plain = _OTHER_DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), plain)
    return _UNIT.findall(plain)


def wide_share(words: Sequence[str]) -> float:
    """Return the share of ``units`` that are characters of scripts without spaces, 0 to 1."""
    joined = "".join(words[:WIDE_SAMPLE])
    return len(_WIDE_CHARACTER.findall(joined)) / max(1, len(words[:WIDE_SAMPLE]))


def _units(text: str) -> set[str]:
    return set(units(text))
