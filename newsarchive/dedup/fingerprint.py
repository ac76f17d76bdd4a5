"""What makes two texts equal: words, with form, case and punctuation folded away."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
# scripts that write without spaces: Thai, kana, CJK; a character stands for half a word
_WIDE = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNIT = re.compile(f"[{_WIDE}]|[^\\W_{_WIDE}]+")
_WIDE_CHARACTER = re.compile(f"[{_WIDE}]")


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


def _units(text: str) -> set[str]:
    return set(_UNIT.findall(unicodedata.normalize("NFKC", text).casefold()))
