"""``newsarchive add`` shows what it chose, and why, before it saves."""

from __future__ import annotations

from tests.conftest import Command
from tests.fakes import Web, rss


def test_what_is_shown(run: Command, site: Web) -> None:
    site.put(
        "/",
        "<html lang=en><meta name=generator content='Ghost 5'><title>The Weir</title>"
        "<link rel=alternate type=application/rss+xml href=/rss/>"
        "<link rel=alternate type=application/rss+xml href=/tag/sea/rss/>",
    )
    both, one = [("a", "/a"), ("b", "/b")], [("b", "/b")]
    site.put("/rss/", rss("The Weir", site.url, both), Content_Type="text/xml")
    site.put("/tag/sea/rss/", rss("Sea", site.url, one), Content_Type="text/xml")

    told = run("newsarchive", "add", site.url, "--yes", "--allow-private").stdout

    assert told.splitlines() == [
        f"The Weir ({site.url}, en, Ghost)",
        "  4 addresses asked",
        f"  follow feed {site.url}/rss/ (rss, 2 entries)",
        f"  {site.url}/tag/sea/rss/ is left out: what it lists is in the others",
        "saved as 'the-weir'; next: newsarchive crawl the-weir",
    ]
