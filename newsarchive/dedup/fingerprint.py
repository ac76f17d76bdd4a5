"""What makes two texts equal: words, with form, case and punctuation folded away."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+")
# scripts that write without spaces: Thai, kana, CJK; a character stands for half a word
_WIDE = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNIT = re.compile(f"[{_WIDE}]|[^\\W_{_WIDE}]+")
_WIDE_CHARACTER = re.compile(f"[{_WIDE}]")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")  # Arabic-Indic, Devanagari, …: the same figures
WIDE_SAMPLE = 200  # words that tell which script a text is in


def fold(text: str) -> str:
    """Return the text's words, compatibility-normalised and case-folded, single spaces between.

    Quote styles, dashes, white space and invisible characters thus make no difference.
    """
    plain = unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold()
    return " ".join(_WORD.findall(plain))


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
    return [word.casefold() for word in spelled(text)]


def spelled(text: str) -> list[str]:
    """Return the words of ``units`` with the case they are written in."""
    plain = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    if _OTHER_DIGIT.search(plain):
        plain = _OTHER_DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), plain)
    return _UNIT.findall(plain)


def wide_share(words: Sequence[str]) -> float:
    """Return the share of ``units`` that are characters of scripts without spaces, 0 to 1."""
    joined = "".join(words[:WIDE_SAMPLE])
    return len(_WIDE_CHARACTER.findall(joined)) / max(1, len(words[:WIDE_SAMPLE]))


def _units(text: str) -> set[str]:
    return set(units(text))
