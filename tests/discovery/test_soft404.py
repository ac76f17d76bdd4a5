"""Pages that say "200 OK" of what is not there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.discovery.soft404 import Look, load_look, look_of
from newsarchive.page import Page
from tests.fakes import page, sentences

BODY = (
    "The ferry that was to carry timber across the sound lay at anchor all night, since a rope "
    "had parted and nobody could say when the harbour master would let it sail again."
)

HOME = "https://a.example"


def look(html: str, path: str) -> Look:
    return look_of(Page(url=HOME + path, body=html).tree, url=HOME + path)


@pytest.mark.parametrize(
    ("html", "is_nothing"),
    [
        (page("Not found", ["Nothing at lost story.", *sentences("help")]), True),
        (page("Not found: lost story", ["Nothing at lost story.", *sentences("help")]), True),
        (page("Not found", ["Nothing at 12:04.", *sentences("help")]), True),
        (page("Wall holds", ["Nothing at lost.", *sentences("help")]), False),
        # a site whose pages have all the same title
        (page("Not found", [*sentences("help", 1), BODY]), False),
        (page("Not found", []), True),
    ],
)
def test_looks(html: str, is_nothing: bool):
    nothing = look(page("Not found", ["Nothing at nonsense.", *sentences("help")]), "/nonsense")

    assert nothing.is_of(look(html, "/lost/story")) is is_nothing


def test_text_that_scripts_make_is_not_on_the_page():
    shell = look("<title>Wall</title><div id=app></div>", "/x")

    assert shell.is_of(look("<title>Wall</title><div id=app></div>", "/wall"))
    assert not shell.says(" ".join(sentences("wall")), url=f"{HOME}/wall")
    assert not shell.says("", url=HOME)


def test_what_is_kept_comes_back():
    found = look(page("Not found", sentences("help")), "/x")

    assert load_look(found.dump()) == found
    assert load_look("") is None


@given(st.text())
def test_what_is_kept_may_be_junk(text: str):
    load_look(text)
