"""Text as the words that are searched: what is indexed, and what a query is made of.

Both databases get the same words from here, parted by spaces, so that a query finds the same
articles in either; neither's own reading of text is used.  What changes here or in
``documents.py`` changes what is indexed: raise ``INDEXED`` in ``storage/_engine.py`` then.

Words are runs of letters, digits and their marks, without case, accents and width (NFKC).
Scripts that put no spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese), and
Hangul, where particles hang on the words, are cut into overlapping pairs of characters and
the last character of the run: ``東京都`` is ``東京 京都 都``.  Every place then holds one word,
a run of two characters or more is a phrase of pairs, and one character the beginning of a pair.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

# Blocks of Unicode 15 whose scripts are written without spaces, and Hangul; no punctuation.
_UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e"  # Thai
    "\u0e81-\u0ece\u0edc-\u0edf"  # Lao
    "\u1000-\u103f\u1050-\u108f\u109a-\u109d\uaa60-\uaa7f"  # Burmese
    "\u1780-\u17d3\u17d7\u17dc\u17dd"  # Khmer
    "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"  # Hangul
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c"  # ideographic signs: 々, 〇
    "\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"  # kana
    "\u3105-\u312f\u31a0-\u31bf"  # Bopomofo
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # ideographs
    "\uff66-\uff9f"  # half-width kana, before folding
    "\U0001b000-\U0001b16f\U00020000-\U000323af"  # kana and ideographs beyond the first plane
)
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_PLAIN_WORD = re.compile("[a-z0-9]+")
# Characters that fold to an ideograph and are none: radicals, 〸, ㆒, ㊀, 🈔, those kept for
# other standards.  Others are ideographs only where they are written as such.
LIKE_IDEOGRAPHS = re.compile(
    "[\u2e80-\u2fdf\u3038-\u303a\u3190-\u319f\u3200-\u33ff\uf900-\ufaff"
    "\U0001f200-\U0001f2ff\U0002f800-\U0002fa1f]"
)
PIECE = 16  # characters behind an ideograph that are folded to learn which comes next

# Points and vowel signs that writers may leave out: Latin, Greek, Cyrillic; Hebrew; Arabic.
# Й is a letter of its own, not an accented И.
_ACCENTS = re.compile(
    "(?<!\u0438)\u0306|[\u0300-\u0305\u0307-\u036f"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u00ad]"  # and soft hyphens
)
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
LONGEST = 64  # characters of a word that count; a tsvector takes 2,046 bytes
_MARKER = "¶"  # begins the words that tell a field; no text holds it within a word


def fold(text: str) -> str:
    """Return text without differences of case, width and accent; ``Straße`` is ``strasse``."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", text)).translate(_LETTERS)


def has_unspaced(text: str) -> bool:
    """Tell whether a text holds any character that is cut into pairs."""
    return not text.isascii() and _IS_UNSPACED.search(text) is not None


def words(text: str) -> list[str]:
    """Return the words of a text in order; each place of it holds one word."""
    folded = fold(text)
    if folded.isascii():
        return [word[:LONGEST] for word in _PLAIN_WORD.findall(folded)]
    if not has_unspaced(folded):
        return [word[:LONGEST] for word in _runs().findall(folded)]
    return [word for run in _runs().findall(folded) for word in _cut(run)]


def wanted(text: str) -> tuple[list[str], bool]:
    """Return the words that a stretch of a query asks for, and whether the last is a beginning.

    Where a run of pairs ends the stretch, its last character is left out: anything may follow.
    """
    found = words(text)
    if not found or not has_unspaced(found[-1]):
        return found, False
    paired = len(found) > 1 and len(found[-1]) == 1 and len(found[-2]) == 2
    if paired and has_unspaced(found[-2]) and found[-2][1] == found[-1]:
        return found[:-1], False
    return found, True


def words_with(text: str, char: str) -> set[str]:
    """Return the words of a text that begin with an unspaced character.

    The same as ``words`` has, but the text is folded only where it must be.
    """
    if not _is_ideograph(char) or LIKE_IDEOGRAPHS.search(text):
        return _begun(fold(text), char)
    found = set()
    for match in re.finditer(char, text):
        place = match.start()
        if _is_ideograph(text[place + 1 : place + 2]):
            found.add(text[place : place + 2])
            continue
        piece = fold(text[place : place + PIECE])
        if len(piece) < 4 and place + PIECE < len(text):  # it may go on behind accents
            return _begun(fold(text), char)
        found |= _begun(piece[:2], char)
    return found


def _begun(folded: str, char: str) -> set[str]:
    return {char + second for second in re.findall(f"{char}(?=([{_UNSPACED}]?))", folded)}


def _is_ideograph(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def runs(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield where each run of a text begins and ends, and its words, as a snippet needs them.

    The words of an unspaced run of n characters are n, the i-th beginning at character i.
    """
    for match in _runs().finditer(text):
        yield match.start(), match.end(), _words_of_run(match[0])


@lru_cache(maxsize=20_000)
def _words_of_run(run: str) -> tuple[str, ...]:
    return tuple(words(run))


def token(field: str, value: str) -> str:
    """Return the one word that stands for an exact value of a field, as ``¶s`` and a slug."""
    kept = "".join(char for char in value.casefold() if char.isprintable() and char != " ")
    kept = kept[: 4 * LONGEST]  # a host has at most 253
    return _MARKER + field + kept.translate(_WIDE)


def marked(field: str, text: str) -> list[str]:
    """Return the words of a text as words of a field, which free text never holds."""
    return [_MARKER + field + word for word in words(text)]


EVERY = _MARKER  # a word that every article has
GAP = _MARKER + _MARKER  # parts two values of a field, so that no phrase spans them

# A field's value is one word: what would part it stands in its full-width form.
_WIDE = {code: chr(0xFEE0 + code) for code in range(0x21, 0x7F) if not chr(code).isalnum()}


def _cut(run: str) -> Iterator[str]:
    if _IS_UNSPACED.match(run) is None:
        yield run[:LONGEST]
        return
    for place in range(len(run) - 1):
        yield run[place : place + 2]
    yield run[-1]


@cache
def _runs() -> re.Pattern[str]:
    """Match a run of unspaced characters, or of other letters, digits and their marks."""
    marks = _ranges(
        code
        for code in range(0x300, 0x1E000)  # all blocks with marks of living scripts
        if unicodedata.category(chr(code)).startswith("M") and not has_unspaced(chr(code))
    )
    letter = f"[^\\W_{_UNSPACED}]+"
    return re.compile(f"[{_UNSPACED}]+|{letter}(?:[{marks}\u00ad]+(?:{letter})?)*")


def _ranges(codes: Iterator[int]) -> str:
    spans: list[list[int]] = []
    for code in codes:
        if spans and spans[-1][1] == code - 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return "".join(f"{chr(low)}-{chr(high)}" for low, high in spans)
