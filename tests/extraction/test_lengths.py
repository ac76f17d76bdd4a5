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
        "the page's title (31 characters) and authors (3 of 10 kept) and tags (1 of 2 kept) "
        "went beyond the bounds and were cut"
    )
