"""Texts compared word by word."""

from hypothesis import given
from hypothesis import strategies as st

from newsarchive.dedup.diff import Piece, compare


def told(old: str, new: str) -> str:
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "\n".join(
        "".join(marks[piece.change].format(piece.text) for piece in pieces)
        for pieces in compare(old, new)
    )


def test_words_paragraphs_and_scripts() -> None:
    old = "The council met on Monday evening.\n\nNobody came to hear it.\n\nIt rained."
    new = "A note.\n\nThe council met on Tuesday evening.\n\nIt rained."

    assert told(old, new) == (
        "{+A note.+}\n"
        "The council met on [-Monday-]{+Tuesday+} evening.\n"
        "[-Nobody came to hear it.-]\n"
        "It rained."
    )
    assert told(
        "\u5e02\u9577\u306f\u8f9e\u4efb\u3057\u305f", "\u5e02\u9577\u306f\u7559\u4efb\u3057\u305f"
    ) == ("\u5e02\u9577\u306f[-\u8f9e-]{+\u7559+}\u4efb\u3057\u305f")


@given(st.text(max_size=200), st.text(max_size=200))
def test_both_texts_come_back(old: str, new: str) -> None:
    pieces = [piece for paragraph in compare(old, new) for piece in paragraph]

    def side(other: str) -> str:
        return "".join(piece.text for piece in pieces if piece.change != other)

    squeezed = "".join
    assert squeezed(side("added").split()) == squeezed(old.split())
    assert squeezed(side("removed").split()) == squeezed(new.split())


def test_nothing_changed() -> None:
    assert compare("One.", "One.") == [[Piece("same", "One.")]]
