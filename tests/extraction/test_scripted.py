"""Which pages lack their text because scripts would make it."""

from __future__ import annotations

import pytest

from newsarchive.extraction.scripted import needs_browser
from newsarchive.page import Page
from tests.fakes import page, sentences


def told(markup: str) -> bool:
    return needs_browser(Page(url="https://one.example/a", body=markup))


@pytest.mark.parametrize(
    "body",
    [
        '<div id="root"></div><script src="/static/js/main.js"></script>',
        '<div id="__next"><nav><a href="/">Home</a></nav></div><script src="/n.js"></script>',
        "<app-root></app-root><script src=main.js type=module></script>",
        '<div ng-app="news"></div><script src="/a.js"></script>',
        '<noscript>You need to enable JavaScript.</noscript><script src="/a.js"></script>',
        '<noscript>Bitte aktivieren Sie JavaScript.</noscript><script src="/a.js"></script>',
        "<p>Loading</p><script>" + "render();" * 500 + "</script>",
        '<p>Loading</p><script type="module" src="/a.js"></script>',
    ],
)
def test_signs_of_a_page_made_by_scripts(body: str):
    assert told(f"<!doctype html><html><head><title>Wall</title></head><body>{body}</body></html>")


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<html></html>",
        "<p>Gone.</p>",
        '<div id="root"></div>',  # no script would fill it
        '<div id="root"></div><script type="application/ld+json">{}</script>',
        '<p>Gone.</p><script src="/analytics.js"></script>',
        page("Story", sentences("wall"), '<script src="/a.js"></script>'),
        f'<div id="root">{page("Story", sentences("wall"))}</div><script src="/a.js"></script>',
        '<noscript><img src="//t.example/p"></noscript><p>Short.</p><script src="/a.js"></script>',
    ],
)
def test_pages_that_say_what_they_have_to_say(markup: str):
    assert not told(markup)


def test_deep_and_broken_markup_is_harmless():
    assert not told("<div>" * 50_000 + "<script>1</script>")
    assert told('<div id="root"><script src=a>' + "<b" * 1000)
