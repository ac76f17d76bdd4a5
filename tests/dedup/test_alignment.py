"""Texts laid on each other: what they share, in which order, in bounded time."""

from __future__ import annotations

from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.dedup.alignment import MAX_BLOCKS, MAX_WORDS, MOVED, Block, align

WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=60)
GENEROUS = 5.0  # seconds; hostile input takes hours where work is not bounded


def words(text: str) -> list[str]:
    return text.split()


def numbered(name: str, length: int) -> list[str]:
    return [f"{name}{number}" for number in range(length)]


@given(WORDS, WORDS)
def test_blocks_are_equal_words_in_the_order_of_both(one: list[str], other: list[str]) -> None:
    lying = align(one, other)

    for block in lying.blocks:
        assert block.size >= 3
        here = one[block.one : block.one + block.size]
        assert len(here) == block.size
        assert here == other[block.other : block.other + block.size]
    for before, after in pairwise(lying.blocks):
        assert before.one + before.size <= after.one
        assert before.other + before.size <= after.other


@given(st.lists(st.integers(), unique=True, min_size=3).map(lambda found: [*map(str, found)]))
def test_a_text_is_itself(text: list[str]) -> None:
    lying = align(text, text)

    assert lying.blocks == (Block(0, 0, len(text)),)
    assert lying.moved == 0


@given(
    st.permutations(range(6)),
    st.lists(st.integers(3, 40), min_size=6, max_size=6),
)
def test_what_both_have_is_found_wherever_it_stands(order: list[int], sizes: list[int]) -> None:
    passages = [numbered(f"p{number}.", size) for number, size in enumerate(sizes)]
    one = [word for passage in passages for word in passage]
    other = [word for number in order for word in passages[number]]

    lying = align(one, other)

    assert sum(block.size for block in lying.blocks) >= max(sizes)
    # no more than both have, and no less than its long passages
    assert sum(size for size in sizes if size >= MOVED) <= lying.shared <= sum(sizes)


def test_what_was_put_in_and_left_out() -> None:
    one = words("der fluss stieg am montag ueber die alte marke")
    other = words("heute der fluss stieg am montag abend ueber die alte marke")

    assert align(one, other).blocks == (Block(0, 1, 5), Block(5, 7, 4))


def test_two_words_are_no_passage() -> None:
    assert align(words("a b c d"), words("x a b y c d")).shared == 0


@pytest.mark.parametrize(("size", "moved"), [(MOVED, MOVED), (MOVED - 1, 0)])
def test_a_passage_that_was_moved(size: int, moved: int) -> None:
    passage, rest = numbered("m", size), numbered("r", 40)

    lying = align([*passage, *rest], [*rest, *passage])

    assert lying.blocks == (Block(size, 0, 40),)
    assert lying.moved == moved
    assert lying.shared == 40 + moved


def test_the_heavier_order_is_kept() -> None:
    a, b, c = numbered("a", 20), numbered("b", 30), numbered("c", 25)

    lying = align([*a, *b, *c], [*b, *a, *c])

    assert lying.blocks == (Block(20, 0, 30), Block(50, 50, 25))
    assert lying.moved == 20


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["same"] * 100_000, ["same"] * 100_000),
        (numbered("a", 100_000), numbered("b", 100_000)),
        (numbered("a", 100_000), numbered("a", 100_000)),
        (numbered("a", 100_000), numbered("a", 100_000)[::-1]),
        (["a", "b"] * 50_000, ["b", "a", "a"] * 33_000),
        # as many blocks as there can be, each in a place before the last
        (
            [word for n in range(1_500) for word in (*numbered(f"{n}.", 3), f"x{n}")],
            [word for n in range(1_500)[::-1] for word in (*numbered(f"{n}.", 3), f"y{n}")],
        ),
        (["same"] * 100_000, []),
    ],
    ids=["equal", "different", "identical", "reversed", "two words", "blocks", "nothing"],
)
def test_work_is_bounded(one: list[str], other: list[str]) -> None:
    begun = perf_counter()
    lying = align(one, other)
    taken = perf_counter() - begun

    assert len(lying.blocks) <= MAX_BLOCKS
    assert sum(block.size for block in lying.blocks) <= MAX_WORDS
    assert taken < GENEROUS


def test_no_more_than_the_beginning_is_looked_at() -> None:
    text = numbered("w", MAX_WORDS + 500)

    assert align(text, text).shared == MAX_WORDS
    assert align(text, text[MAX_WORDS:]).shared == 0
