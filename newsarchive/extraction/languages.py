"""The language of a text whose page does not state it."""

from __future__ import annotations

from resiliparse.parse.lang import detect_fast

from newsarchive.extraction._claims import Claim

DETECTABLE = 150  # characters from which the text's language is worth a guess


def detected_language(text: str) -> list[Claim]:
    """What a text's words say of its language, where it is long enough for a guess."""
    if len(text) < DETECTABLE:
        return []
    name, _ = detect_fast(text[:3000])
    return [Claim(name, "text", guessed=True)] if name != "unknown" else []
