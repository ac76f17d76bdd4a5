"""What a climb tells of itself."""

from __future__ import annotations

from datetime import UTC, datetime

from newsarchive.discovery.ladder import summary
from newsarchive.model import Rung

HOME = "https://a.example/"


def rung(kind: str, name: str, **words) -> Rung:
    return Rung(kind=kind, url=f"{HOME}{name}", **{"state": "done", "asked": 1, **words})


def test_a_long_climb_is_told_in_few_lines():
    may = datetime(2020, 5, 1, tzinfo=UTC)
    maps = [rung("sitemap", f"map{n}.xml", found=n + 1) for n in range(200)]
    maps.append(rung("sitemap", "lost.xml", state="failed", cause="the host is down"))
    walk = [rung("walk", "#walk", cause="read"), rung("walk", "x", depth=1, found=7, reached=may)]
    dropped = [rung("section", f"{n}", asked=0, cause="not needed") for n in range(30)]

    told = summary([*walk, *dropped, *maps])

    assert told == [
        f"sitemap {HOME}lost.xml: failed, 1 pages, 0 addresses (the host is down)",
        *(
            f"sitemap {HOME}map{n}.xml: done, 1 pages, {n + 1} addresses"
            for n in range(199, 195, -1)
        ),
        f"sitemap: 196 others done, 196 pages, {196 * 197 // 2} addresses",
        "section: 30 others done, 0 pages, 0 addresses (not needed)",
        f"walk {HOME}: done, 2 pages, 7 addresses, back to 2020-05-01 (read)",
    ]


def test_a_walk_that_goes_on_is_open():
    told = summary([rung("walk", "#walk"), rung("walk", "x", depth=1, state="open", asked=0)])

    assert told == [f"walk {HOME}: open, 1 pages, 0 addresses"]
