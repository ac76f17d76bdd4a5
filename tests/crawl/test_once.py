"""No page is asked twice in one crawl; listings and robots.txt may be."""

from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request

from newsarchive.crawl.once import AskedAlready, AskOnce


def gate() -> AskOnce:
    session: Any = SimpleNamespace(asked=set())
    return AskOnce(session)


def test_a_page_is_asked_once_however_it_is_spelled():
    once = gate()
    asked = Request("https://one.example/a?utm_source=x", meta={"keep": True})
    once.process_request(asked)
    once.process_request(asked.copy())  # a retry

    with pytest.raises(AskedAlready, match="one"):
        once.process_request(Request("https://one.example/a", meta={"keep": True}))
    way = {"keep": True, "redirect_urls": ["https://one.example/b"], "asked_as": "x"}
    with pytest.raises(AskedAlready):
        once.process_request(Request("https://one.example/a", meta=way))


def test_a_redirect_back_to_where_it_began_is_the_same_page():
    once = gate()
    once.process_request(Request("https://one.example/a", meta={"keep": True}))
    way = {"keep": True, "redirect_urls": ["https://one.example/a"], "asked_as": "y"}
    once.process_request(Request("https://one.example/a/", meta=way))


@pytest.mark.parametrize("purpose", ["listing", "robots", "media", None])
def test_what_is_no_page_may_be_asked_again(purpose: str | None):
    once = gate()
    for _ in range(2):
        once.process_request(Request("https://one.example/feed", meta={"keep": purpose}))
