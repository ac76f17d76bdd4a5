"""Pages as publishers send them: an HTML file, and beside it what a human reader sees."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from newsarchive.extraction import extract
from newsarchive.model import Article

PAGES = Path(__file__).parent / "pages"
CASES = sorted(PAGES.glob("*/*.toml"))


def check(value: object, expected: Any, name: str) -> None:
    """Compare a field; of an image or a credit only the parts that the case names."""
    if isinstance(expected, dict):
        assert value is not None, name
        for part, wanted in expected.items():
            check(getattr(value, part), wanted, f"{name}.{part}")
    elif expected == "":  # TOML has no null
        assert not value, name
    else:
        assert (list(value) if isinstance(value, tuple) else value) == expected, name


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_fields(case: Path) -> None:
    spec = tomllib.loads(case.read_text("utf-8"))

    article: Article = extract(case.with_suffix(".html").read_bytes(), spec["url"])

    for name, expected in spec["expected"].items():
        check(getattr(article, name), expected, name)
    for words in spec.get("body_has", ()):
        assert words in article.body
    for words in spec.get("body_lacks", ()):
        assert words not in article.body


def test_every_page_has_its_case() -> None:
    assert [page.with_suffix(".toml") for page in sorted(PAGES.glob("*/*.html"))] == CASES
