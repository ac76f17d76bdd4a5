"""Fields cut to bounds."""

from __future__ import annotations

from newsarchive.extraction.lengths import Lengths, shorten
from tests.fakes import article


def test_what_fits_stays():
    found = article(authors=["Ann Lee"], categories=["Harbour"], tags=["wall"])

    assert shorten(found, Lengths()) == ""
    assert found == article(authors=["Ann Lee"], categories=["Harbour"], tags=["wall"])


def test_what_does_not_fit_is_cut_and_told():
    names = [f"Ann Lee {n}" for n in range(9)]
    found = article(title="x" * 31, authors=[*names, "y" * 81], tags=["z" * 81, "wall"])

    told = shorten(found, Lengths(title=30, authors=3))

    assert found.title == "x" * 29 + "…"
    assert (found.authors, found.tags) == (names[:3], ["wall"])
    assert told == (
        "of what the page holds is left out: title beyond 30 characters (max_title_chars);"
        " authors of more than 80 characters (max_name_chars); authors beyond the first 3"
        " (max_authors); tags of more than 80 characters (max_name_chars)"
    )
