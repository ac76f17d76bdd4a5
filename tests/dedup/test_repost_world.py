"""The world that recognition of copies is measured on is what it says it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime
from itertools import pairwise
from random import Random

import pytest
from repost_world import EDITS, FAMILIES, HELD_OUT, HELD_OUT_EDITS, Item, world
from repost_world.families import FAMILY, write_issue

COPIES = {"repost", "wire"}
# Share of articles by kind: from, to.
SHARES = {
    "single": (0.27, 0.42),
    "original": (0.07, 0.16),
    "template": (0.15, 0.25),
    "repost": (0.1, 0.26),
    "wire": (0.03, 0.13),
    "update": (0.03, 0.07),
    "quotation": (0.015, 0.05),
    "variant": (0.01, 0.035),
}


@pytest.fixture(scope="module")
def items() -> list[Item]:
    return list(world(1, 5_000))


@pytest.fixture(scope="module")
def sources(items: list[Item]) -> list[tuple[Item, Item]]:
    """Each article that derives from another, with that one."""
    by_id = {item.id: item for item in items}
    return [(item, by_id[item.of]) for item in items if item.of is not None]


def pieces(item: Item) -> set[str]:
    """Runs of six letters, whatever the marks, gaps and case."""
    text = "".join(filter(str.isalpha, item.body.lower()))
    return {text[at : at + 6] for at in range(len(text) - 5)}


def shared(one: Item, other: Item) -> float:
    """How much of the shorter text is in the longer."""
    a, b = pieces(one), pieces(other)
    return len(a & b) / min(len(a), len(b))


def test_a_seed_gives_one_world():
    assert list(world(7, 300)) == list(world(7, 300))
    assert list(world(7, 300)) != list(world(8, 300))


def test_articles_come_in_order(items: list[Item]):
    assert len(items) == 5_000
    assert [item.id for item in items] == list(range(5_000))
    assert all(one.published <= other.published for one, other in pairwise(items))
    assert len({item.url for item in items}) == 5_000
    assert {item.language for item in items} == {"en", "de", "es", "ru", "ar", "zh"}
    assert all(item.title and item.body and item.published.tzinfo for item in items)
    assert not [item.id for item in items if set("{}[]|") & set(item.body)]


def test_kinds_have_their_shares(items: list[Item]):
    kinds = Counter(item.kind for item in items)

    assert set(kinds) == set(SHARES)
    for kind, (low, high) in SHARES.items():
        assert low <= kinds[kind] / len(items) <= high, kind


def test_every_family_and_edit_occurs(items: list[Item]):
    families = {item.family for item in items if item.kind == "template"}
    edits = {edit for item in items if item.kind in COPIES for edit in item.edits}

    assert families == set(FAMILIES)
    assert edits == set(EDITS)
    assert set(HELD_OUT) < set(FAMILIES)
    assert set(HELD_OUT_EDITS) < set(EDITS)


def test_copies_share_their_text(sources: list[tuple[Item, Item]]):
    copies = [(item, of) for item, of in sources if item.kind in COPIES]
    shares = sorted(shared(item, of) for item, of in copies[::3])

    assert len(copies) > 500
    assert all(item.story == of.story and item.outlet != of.outlet for item, of in copies)
    assert shares[0] > 0.35
    assert shares[len(shares) // 2] > 0.85
    assert any(item.family for item, _ in copies)


def test_a_copy_without_edits_is_the_same_text(sources: list[tuple[Item, Item]]):
    plain = [pair for pair in sources if pair[0].kind in COPIES and not pair[0].edits]

    assert plain
    assert all(item.body.split("\n\n")[0] == of.body.split("\n\n")[0] for item, of in plain)
    assert all(item.title == of.title for item, of in plain)


def test_variants_are_the_same_document(sources: list[tuple[Item, Item]]):
    for item, of in sources:
        if item.kind == "variant":
            assert (item.story, item.outlet, item.title) == (of.story, of.outlet, of.title)
            assert item.published == of.published
            assert item.url != of.url


def test_updates_are_stories_of_their_own(sources: list[tuple[Item, Item]]):
    updates = [(item, of) for item, of in sources if item.kind == "update"]

    assert all(item.story != of.story and item.outlet == of.outlet for item, of in updates)
    assert all(item.body != of.body for item, of in updates)
    assert sum("figures" in item.edits for item, _ in updates) > 0.9 * len(updates)
    assert min(shared(item, of) for item, of in updates) > 0.5


def test_quotations_are_mostly_their_own(sources: list[tuple[Item, Item]]):
    quotations = [(item, of) for item, of in sources if item.kind == "quotation"]

    for item, of in quotations:
        assert item.story != of.story
        assert item.credit
        parts = [part.strip("“”„«»") for part in item.body.split("\n\n")]
        assert any(part in of.body for part in parts if len(part) > 20)
        own, quoted = pieces(item), pieces(of)
        assert len(own & quoted) < 0.6 * len(own)


def test_no_two_issues_of_a_family_are_alike(items: list[Item]):
    issues = defaultdict(list)
    for item in items:
        if item.kind == "template":
            issues[item.family, item.language].append(item)

    for found in issues.values():
        assert len({item.body for item in found}) == len(found)
        assert len({item.story for item in found}) == len(found)
    assert len({language for _, language in issues}) == 6


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_has_other_facts_each_time(name: str):
    assert len(FAMILY[name].texts) >= 3
    for language in FAMILY[name].texts:
        issues = [
            write_issue(
                name,
                language,
                Random(number),
                now=datetime(2024, 3, 4, 5, tzinfo=UTC),
                place="Ashford",
                style=(0.1, 0.9) if number % 2 else (),
                form=number,
            )
            for number in range(8)
        ]
        assert len({issue.facts for issue in issues}) == 8
        assert {len(issue.facts) for issue in issues} == {len(issues[0].facts)}
        assert all(issue.title and issue.paragraphs for issue in issues)


def test_families_and_edits_may_be_held_out():
    families = set(FAMILIES) - set(HELD_OUT)
    edits = set(EDITS) - set(HELD_OUT_EDITS)

    items = list(world(2, 1_000, families=families, edits=edits))

    assert {item.family for item in items} - {""} == families
    assert {edit for item in items if item.kind in COPIES for edit in item.edits} <= edits
    assert not [item for item in world(2, 300, families=()) if item.family]
    with pytest.raises(ValueError, match="tides"):
        world(1, 1, families=["tides"])
