"""Copies put into stories, whichever comes first."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.dedup.grouping import groups

Pair = tuple[int, int]
IDS = st.integers(0, 9)
PAIRS = st.tuples(IDS, IDS).filter(lambda pair: pair[0] < pair[1])
EDGES = st.dictionaries(PAIRS, st.sampled_from([0.5, 0.6, 0.8, 1.0]), max_size=20)
RULINGS = st.dictionaries(PAIRS, st.booleans(), max_size=6)
APART = st.lists(PAIRS, max_size=6)


def told(edges: dict[Pair, float]) -> list[tuple[int, int, float]]:
    return [(one, other, share) for (one, other), share in edges.items()]


@given(EDGES, RULINGS, APART, st.randoms(use_true_random=False))
def test_the_order_makes_no_difference(
    edges: dict[Pair, float], rulings: dict[Pair, bool], apart: list[Pair], random: Random
) -> None:
    first = groups(range(10), told(edges), rulings, apart)

    ids = random.sample(range(10), 10)
    shuffled = [
        (other, one, share) if random.random() < 0.5 else (one, other, share)
        for one, other, share in random.sample(told(edges), len(edges))
    ]
    ruled = dict(random.sample([*rulings.items()], len(rulings)))
    turned = [(other, one) for one, other in random.sample(apart, len(apart))]

    assert groups(ids, shuffled, ruled, turned) == first


@given(EDGES, RULINGS, APART)
def test_who_is_kept_apart_is(
    edges: dict[Pair, float], rulings: dict[Pair, bool], apart: list[Pair]
) -> None:
    found = groups(range(10), told(edges), rulings, apart)

    members = [member for story in found for member in story]
    assert len(members) == len(set(members))
    assert all(len(story) > 1 and story == sorted(story) for story in found)
    assert found == sorted(found)
    parted = [pair for pair, joined in rulings.items() if not joined]
    parted += [pair for pair in apart if not rulings.get(pair, False)]
    for one, other in parted:
        assert not [story for story in found if one in story and other in story]


@given(EDGES)
def test_without_rulings_whoever_is_linked_is_together(edges: dict[Pair, float]) -> None:
    found = groups(range(10), told(edges), {})

    story = {member: number for number, story in enumerate(found) for member in story}
    assert set(story) == {member for pair in edges for member in pair}
    assert all(story[one] == story[other] for one, other in edges)


def test_chains_are_one_story_and_the_lonely_none() -> None:
    assert groups([5, 4, 3, 2, 1], [(5, 4, 0.5), (3, 4, 0.9)], {}) == [[3, 4, 5]]
    assert groups([1, 2], [], {}) == []
    assert groups([], [], {}) == []


def test_the_weakest_tie_between_the_parted_gives_way() -> None:
    chain = [(1, 2, 0.9), (2, 3, 0.5), (3, 4, 0.8)]

    assert groups([1, 2, 3, 4], chain, {(1, 4): False}) == [[1, 2], [3, 4]]
    assert groups([1, 2, 3, 4], chain, {}, [(4, 1)]) == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("rulings", "apart", "expected"),
    [
        ({}, [], [[1, 2]]),
        ({(1, 2): False}, [], []),
        ({}, [(1, 2)], []),
        ({}, [(2, 1)], []),
        ({(1, 2): True}, [(2, 1)], [[1, 2]]),  # a person says so
        ({(1, 2): False}, [(2, 1)], []),
    ],
)
def test_rulings_and_follow_ups(
    rulings: dict[Pair, bool], apart: list[Pair], expected: list[list[int]]
) -> None:
    assert groups([1, 2], [(2, 1, 0.95)], rulings, apart) == expected


def test_a_person_joins_what_has_nothing_in_common() -> None:
    assert groups([1, 2, 3], [], {(1, 3): True}) == [[1, 3]]


def test_joined_goes_before_every_copy() -> None:
    # 3 was joined to 1, and parted from 2: so 2 is left, however much it shares with 1
    rulings = {(1, 3): True, (2, 3): False}
    assert groups([1, 2, 3], [(1, 2, 1.0)], rulings) == [[1, 3]]


def test_rulings_about_others_are_not_for_these() -> None:
    assert groups([1, 2], [(1, 2, 0.9)], {(1, 7): True, (7, 8): False, (2, 7): True}) == [[1, 2]]
