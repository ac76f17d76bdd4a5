"""What near-duplicates are found by: the smallest hashes of a text's shingles.

A bottom-k sketch (Broder, "On the resemblance and containment of documents", 1997): of all runs of
``SHINGLE`` words the ``KEPT`` with the smallest hashes, and some that hold figures.  Each is a band
of its own: two texts that share a fifth of their runs have some in common with a probability
of 97 % and more, where bands of several hashes find them in one case of twenty.  That many
texts share one by accident is for the judgement to tell (``newsarchive.dedup.likeness``).
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import compress

from xxhash import xxh3_64_intdigest

from newsarchive.dedup.likeness import Text

SHINGLE = 4  # words
WIDE_SHINGLE = 8  # characters, of texts mostly in scripts without spaces: about as telling
KEPT = 16
FIGURES = 10  # more, of runs that hold a figure: what tells one bulletin of a series from others
_BITS = 48  # of a hash: what SQLite stores in six bytes; 10^6 texts share one by accident in 10^7


def bands(text: Text) -> tuple[int, ...]:
    """Return the bands of a text, ascending: up to ``KEPT + FIGURES`` integers under 2^48.

    The same for every spelling that ``fold`` folds; empty for less than a shingle.

    >>> len(bands(Text("the quick brown fox jumps over the lazy dog")))
    6
    """
    words = text.words
    length = WIDE_SHINGLE if text.wide else SHINGLE
    encoded = " ".join(words).encode("utf-8", "replace").split(b" ")
    runs = zip(*(encoded[place:] for place in range(length)), strict=False)
    hashes = list(map(xxh3_64_intdigest, map(b" ".join, runs)))
    figures = list(compress(range(len(words)), map(str.isdecimal, words)))
    told = {value for place in figures for value in hashes[max(0, place - length + 1) : place + 1]}
    kept = {*_smallest(hashes, KEPT), *_smallest(told, FIGURES)}
    return tuple(sorted(value >> (64 - _BITS) for value in kept))


def _smallest(hashes: Collection[int], count: int) -> list[int]:
    """The ``count`` smallest of some hashes, each once, ascending.

    Hashes are even over their range: of many, those below a bound are looked at first.
    """
    if len(hashes) > 4 * count:
        bound = 2 * count * (1 << 64) // len(hashes)
        low = {value for value in hashes if value < bound}
        if len(low) >= count:
            return sorted(low)[:count]
    return sorted(set(hashes))[:count]
