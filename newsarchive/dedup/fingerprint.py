"""What makes two texts equal: words, with form, case and punctuation folded away."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+")
# scripts that write without spaces: Thai, kana, CJK; a character stands for half a word
_WIDE = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNIT = re.compile(f"[{_WIDE}]|[^\\W_{_WIDE}]+")
_WIDE_CHARACTER = re.compile(f"[{_WIDE}]")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")  # Arabic-Indic, Devanagari, …: the same figures
WIDE_SAMPLE = 200  # words that tell which script a text is in


@dataclass(frozen=True, slots=True)
class _Page:
    """A code page: a text that fits in is cut into words by a table of its 256 letters."""

    name: str
    words: bytes  # each byte as it is, or a space where it is of no word
    folded: bytes  # likewise, case-folded
    longer: tuple[tuple[str, str], ...]  # letters that are folded to several


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
    return _Page(name, bytes(words), bytes(folded), tuple(longer))


# Of Western Europe, Cyrillic, Central Europe, Arabic: most texts of alphabets fit in one, and are
# cut in less than half the time that regular expressions take
_PAGES = tuple(map(_page, ("cp1252", "cp1251", "cp1250", "cp1256")))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("\u00ad", "")


def _paged(plain: str) -> tuple[_Page, bytes] | None:
    """The first page that a normalised text fits in, and the text in it."""
    for page in _PAGES:
        try:
            return page, plain.encode(page.name)
        except UnicodeEncodeError:
            continue
    return None


def _folded_words(page: _Page, data: bytes) -> list[str]:
    text = data.translate(page.folded).decode(page.name, "replace")
    for letter, small in page.longer:
        text = text.replace(letter, small)
    return text.split()


def fold(text: str) -> str:
    """Return the text's words, compatibility-normalised and case-folded, single spaces between.

    Quote styles, dashes, white space and invisible characters thus make no difference.
    """
    plain = _plain(text)
    paged = _paged(plain)
    return " ".join(_folded_words(*paged) if paged else _WORD.findall(plain.casefold()))


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

    >>> units("A \u201cRain\u201d of 1,000 \u6771\u4eac")
    ['a', 'rain', 'of', '1', '000', '\u6771', '\u4eac']
    """
    return cut(text)[1]


def cut(text: str) -> tuple[list[str], list[str]]:
    """Return the words of a text with the case they are written in, and the same folded."""
    plain = _plain(text)
    paged = _paged(plain)
    if paged:
        page, data = paged
        spelled = data.translate(page.words).decode(page.name, "replace").split()
        return spelled, _folded_words(page, data)
    if _OTHER_DIGIT.search(plain):
        plain = _OTHER_DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), plain)
    spelled = _UNIT.findall(plain)
    return spelled, list(map(str.casefold, spelled))


def wide_share(words: Sequence[str]) -> float:
    """Return the share of ``units`` that are characters of scripts without spaces, 0 to 1."""
    joined = "".join(words[:WIDE_SAMPLE])
    return len(_WIDE_CHARACTER.findall(joined)) / max(1, len(words[:WIDE_SAMPLE]))


def _units(text: str) -> set[str]:
    return set(units(text))
