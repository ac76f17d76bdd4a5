"""Text as compressed bytes, for what is seldom read."""

from __future__ import annotations

import sys

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def pack(text: str) -> bytes:
    """Return a text as zstd; lone surrogates become question marks."""
    return zstd.compress(text.encode("utf-8", "replace"))


def unpack(packed: bytes) -> str:
    """Return the text that ``pack`` took."""
    return zstd.decompress(packed).decode("utf-8", "replace")
