"""Why downloads failed, in words."""

from __future__ import annotations

import pytest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newsarchive.crawl.causes import cause_of


@pytest.mark.parametrize(
    ("status", "location", "cause"),
    [
        (503, "", "the server answered 503"),
        (302, "", "the server answered 302, a redirect that does not say where"),
        (
            302,
            "ftp://a.example/x",
            "the server answered 302, a redirect to what is no http(s) address: ftp://a.example/x",
        ),
        (
            301,
            "mailto:" + "x" * 999,
            "the server answered 301, a redirect to what is no http(s) address: mailto:"
            + "x" * 193,
        ),
    ],
)
def test_answers(status: int, location: str, cause: str):
    response = Response("https://a.example/", status=status, headers={"Location": location})

    assert cause_of(Failure(HttpError(response, "ignored"))) == cause
