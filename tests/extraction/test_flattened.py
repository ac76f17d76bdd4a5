"""Flattened pages: a text file, and beside it what it must give."""

from __future__ import annotations

import re
import tomllib
from datetime import datetime
from pathlib import Path

import pytest

from newsarchive.extraction import read_text
from newsarchive.extraction.topics import part_categories
from newsarchive.model import Credit, Site

CASES = sorted((Path(__file__).parent / "flattened").glob("*.toml"))
SEED = Path(__file__).parents[3] / "shared" / "seed"


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_fields(case: Path) -> None:
    spec = tomllib.loads(case.read_text("utf-8"))
    site = Site(categories=tuple(spec.get("known", ())))

    article = read_text(case.with_suffix(".txt").read_text("utf-8"), site=site)

    for name in ("title", "published", "published_precision", "authors", "categories"):
        assert getattr(article, name) == spec[name], name
    assert article.posted_by == spec.get("posted_by")
    assert (article.image.credit if article.image else None) == spec.get("image_credit")
    assert article.body.startswith(spec["first"])
    assert article.body.endswith(spec["last"])
    assert article.body.count("\n\n") == 1 + ("“" in article.body and "union" in article.body)
    assert ("guessed" in article.origins["categories"]) == spec.get("guessed", True)
    stated = spec.get("credit")
    found = article.credit
    assert (found is None) == (stated is None)
    if stated and found:
        for name, value in stated.items():
            assert getattr(found, name) == value, name


def test_an_earlier_outlet_comes_first() -> None:
    text = (Path(__file__).parent / "flattened" / "wire_via_blog.txt").read_text("utf-8")

    credit = read_text(text).credit

    assert credit is not None
    assert credit.via == (
        Credit(
            source="Grain Ledger",
            byline="Rolf Karr",
            published=datetime(2023, 1, 3, 14, 0),
            published_raw="Tue, 01/03/2023 – 14:00",
            published_precision=credit.via[0].published_precision,
        ),
    )


@pytest.mark.skipif(not SEED.is_dir(), reason=f"the seed document is not at {SEED}")
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_seed(newline: str) -> None:
    (file,) = SEED.glob("*.txt")
    article = read_text(file.read_text("utf-8").replace("\n", newline))

    assert article.title is not None
    assert article.title not in article.body
    assert article.published == datetime(2023, 1, 28, 16, 46)
    assert article.published_precision == "minute"
    assert article.categories == ["Breaking News", "News", "Zero Hedge"]
    assert article.origins["categories"] == "visible (guessed)"
    assert article.authors == ["Tyler Durden"]
    assert article.posted_by is None
    assert article.credit is not None
    assert article.credit.source == "ZeroHedge News"
    assert article.credit.byline == "Tyler Durden"
    assert article.credit.published == datetime(2023, 1, 28, 16, 0)
    assert article.credit.url == ""
    assert article.image is not None
    assert article.image.credit == "STR/KCNA/Getty Images"
    assert article.body.startswith("North Korea has issued")
    assert article.body.endswith("in the far east.")
    assert article.body.count("\n\n") == 8
    assert not re.search("Image:|Durden|Read More|Leave a Reply", article.body)


@pytest.mark.parametrize(
    ("line", "source", "parts"),
    [
        ("News", "", ["News"]),
        ("Breaking News News", "", ["Breaking News", "News"]),
        ("News Breaking News", "", ["News", "Breaking News"]),
        ("Politics Tall Ship Weekly", "Tall Ship Weekly", ["Politics", "Tall Ship Weekly"]),
        ("Tall Ship Politics", "TallShip News", ["Tall Ship", "Politics"]),
        ("Arts & Culture World", "", ["Arts & Culture", "World"]),
        ("", "", []),
    ],
)
def test_part_categories(line: str, source: str, parts: list[str]) -> None:
    assert part_categories(line, source=source) == parts


def test_nothing_is_no_error() -> None:
    assert read_text("").body == ""
    assert read_text("\n\n \n").title is None
