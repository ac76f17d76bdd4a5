"""Which member a story began with, by which evidence, and what the others are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.dedup.origins import Origin, origin_of
from newsarchive.model import Member, StoryKind

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
ORIGINAL, REPOST, WIRE = StoryKind.ORIGINAL, StoryKind.REPOST, StoryKind.WIRE_COPY


def member(number: int, name: str = "", *, hour: float | None = None, **fields: Any) -> Member:
    name = name or f"outlet{number}"
    told: dict[str, Any] = {
        "id": number,
        "key": f"key{number}",
        "url": f"https://{name}.example/a{number}",
        "site": name,
        "host": f"{name}.example",
        "published": None if hour is None else NOON + timedelta(hours=hour),
        "reliable": hour is not None,
        "first_seen_at": NOON + timedelta(days=1, minutes=number),
        "canonical_url": "",
        "publisher": "",
        "authors": (),
        "credits": (),
        "edges": "The ferry to the island stopped on Tuesday.",
    }
    return Member(**{**told, **fields})


def kinds(found: Origin) -> dict[int, StoryKind]:
    return {number: kind for number, (kind, _) in found.kinds.items()}


def test_a_chain_of_credits_ends_with_the_first() -> None:
    a = member(1, hour=9)  # states a later time than those who took it
    b = member(2, hour=3, credits=(("", a.url),))
    c = member(3, hour=1, credits=(("Outlet2", ""),))

    found = origin_of([c, b, a])

    assert found.original == 1
    assert found.reason == "outlet3.example names it as its source"
    assert kinds(found) == {1: ORIGINAL, 2: REPOST, 3: REPOST}
    assert found.kinds[1][1] == found.reason
    assert found.kinds[2][1] == "links to it as its source"
    assert found.kinds[3][1] == "credits Outlet2"


def test_a_chain_of_canonical_addresses() -> None:
    a = member(1, hour=9)
    b = member(2, hour=3, canonical_url=a.url + "?utm_source=feed#top")
    c = member(3, hour=1, canonical_url=b.url)

    found = origin_of([a, b, c])

    assert found.original == 1
    assert found.kinds[2] == (REPOST, "names it as canonical")
    assert found.kinds[3] == (REPOST, "has its text")


@pytest.mark.parametrize(
    "name",
    ["Harbour Post", "harbour-post", "harbour-post.example", "HARBOUR  POST", "HarbourPost"],
)
def test_names_by_which_an_outlet_is_credited(name: str) -> None:
    own = member(1, "harbour-post", hour=9, publisher="Harbour Post")
    assert origin_of([own, member(2, hour=3, credits=((name, ""),))]).original == 1


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"canonical_url": "https://outlet2.example/a2"},  # itself
        {"credits": (("", "https://outlet2.example/a2"),)},
        {"credits": (("Outlet2", ""),)},
        {"credits": (("", "https://elsewhere.example/x"), ("Somebody", ""))},
        {"canonical_url": "no address", "credits": (("", ""),)},
    ],
)
def test_what_credits_nobody_here(fields: dict[str, Any]) -> None:
    assert origin_of([member(1, hour=9), member(2, hour=3, **fields)]).original == 2


def test_a_credit_goes_before_the_agency() -> None:
    agency = member(1, "norvik", hour=1, publisher="Norvik", edges="OSLO (Norvik) - The ferry.")
    local = member(2, hour=5)
    taker = member(3, hour=6, credits=(("", local.url),), edges="OSLO (Norvik) - The ferry.")

    assert origin_of([agency, local, taker]).original == 2


def test_the_agency_goes_before_the_earliest() -> None:
    agency = member(1, "reuters", hour=9)
    early = member(2, hour=1, edges="OSLO (Reuters) - The ferry stopped.")
    byline = member(3, hour=2, authors=("Ida Holm, Reuters",))
    plain = member(4, hour=3)

    found = origin_of([early, byline, plain, agency])

    assert found.original == 1
    assert found.reason == "it is the agency's own"
    assert kinds(found) == {1: ORIGINAL, 2: WIRE, 3: WIRE, 4: REPOST}
    assert found.kinds[2][1] == "names reuters, as others do"


def test_an_agency_that_nobody_names_is_an_outlet_like_others() -> None:
    assert origin_of([member(1, "reuters", hour=9), member(2, hour=1)]).original == 2


def test_the_agency_sends_again() -> None:
    first = member(1, "reuters", hour=1)
    again = member(2, "reuters", hour=2)
    taker = member(3, hour=3, authors=("Reuters",))

    found = origin_of([again, taker, first])

    assert kinds(found) == {1: ORIGINAL, 2: WIRE, 3: WIRE}
    assert found.kinds[2][1] == "the agency's own, sent again"


def test_an_agency_named_by_several_makes_copies_of_its_text() -> None:
    texts = "ROMA (ANSA) - Il traghetto."
    both = [member(1, hour=1), member(2, hour=2, edges=texts), member(3, hour=3, edges=texts)]
    once = [member(1, hour=1), member(2, hour=2, edges=texts), member(3, hour=3)]

    assert kinds(origin_of(both)) == {1: ORIGINAL, 2: WIRE, 3: WIRE}
    assert kinds(origin_of(once)) == {1: ORIGINAL, 2: REPOST, 3: REPOST}


def test_brackets_in_a_text_are_no_agency() -> None:
    body = "Ida Holm (Greens), the mayor, saw the ferry stop."
    found = origin_of([member(n, hour=n, edges=body) for n in (1, 2, 3)])
    assert kinds(found) == {1: ORIGINAL, 2: REPOST, 3: REPOST}


def test_the_earliest_reliable_time() -> None:
    vague = member(1, published=NOON - timedelta(days=1), reliable=False)
    later, earlier = member(2, hour=5), member(3, hour=4)

    found = origin_of([vague, later, earlier])

    assert (found.original, found.reason) == (3, "was published first")
    alone = origin_of([vague, later])
    assert (alone.original, alone.reason) == (2, "alone states when it was published")


def test_times_are_compared_across_zones() -> None:
    east = datetime.fromisoformat("2026-03-04T13:00:00+09:00")
    west = datetime.fromisoformat("2026-03-04T02:00:00-05:00")
    found = origin_of(
        [member(1, published=west, reliable=True), member(2, published=east, reliable=True)]
    )
    assert found.original == 2


def test_who_was_seen_first() -> None:
    unknown = member(2, published=NOON - timedelta(days=9), reliable=False)
    found = origin_of([member(3), unknown, member(4)])

    assert (found.original, found.reason) == (2, "was archived first")
    # equal times: whoever was seen first
    assert origin_of([member(7, hour=1), member(6, hour=1)]).original == 6


@pytest.mark.parametrize("length", [2, 3, 5, 400])
def test_a_circle_of_credits_ends(length: int) -> None:
    circle = [
        member(number, hour=number, canonical_url=f"https://outlet{after}.example/a{after}")
        for number, after in zip(range(length), [*range(1, length), 0], strict=True)
    ]
    outside = member(900, hour=-1, credits=(("", circle[1].url),))

    assert origin_of(circle).original == 0
    found = origin_of([*circle, outside])
    assert (found.original, found.reason) == (900, "was published first")
    assert len(found.kinds) == length + 1


def test_a_long_chain() -> None:
    chain = [
        member(
            number, hour=-number, canonical_url=f"https://outlet{number - 1}.example/a{number - 1}"
        )
        for number in range(300)
    ]
    assert origin_of(chain).original == 0


def test_of_two_that_are_credited_the_earlier() -> None:
    one, other = member(1, hour=5), member(2, hour=4)
    takers = [member(3, credits=(("", one.url),)), member(4, credits=(("", other.url),))]

    assert origin_of([one, other, *takers]).original == 2


def test_alone() -> None:
    assert kinds(origin_of([member(1)])) == {1: ORIGINAL}


NAMES = st.sampled_from(["", "Outlet1", "outlet2", "outlet3.example", "Reuters", "dpa"])
URLS = st.sampled_from(["", *(f"https://outlet{n}.example/a{n}" for n in range(6))])


@st.composite
def stories(draw: st.DrawFn) -> list[Member]:
    return [
        member(
            number,
            draw(st.sampled_from(["", "reuters"])) if number == 0 else "",
            hour=draw(st.none() | st.integers(0, 2)),
            first_seen_at=NOON + timedelta(minutes=draw(st.integers(0, 1))),
            canonical_url=draw(URLS),
            credits=tuple(draw(st.lists(st.tuples(NAMES, URLS), max_size=2))),
            authors=tuple(draw(st.lists(NAMES, max_size=1))),
        )
        for number in range(draw(st.integers(1, 6)))
    ]


@given(stories(), st.randoms(use_true_random=False))
def test_the_order_makes_no_difference(story: list[Member], random: Random) -> None:
    first = origin_of(story)

    assert origin_of(random.sample(story, len(story))) == first
    assert set(first.kinds) == {found.id for found in story}
    assert [n for n, kind in kinds(first).items() if kind is ORIGINAL] == [first.original]
    assert all(reason for _, reason in first.kinds.values())
