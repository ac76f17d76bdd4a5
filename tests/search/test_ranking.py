"""Ranking a few texts at hand."""

import pytest

from newsarchive.search import parse
from newsarchive.search.fts5 import characters, relaxed
from newsarchive.search.ranking import weigh


def order(query, *texts):
    weights = weigh(
        [text if isinstance(text, tuple) else ("", text) for text in texts], parse(query)
    )
    return sorted(range(len(texts)), key=lambda place: weights[place])


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("学", ["山学学水", "山学水水", "山山山水"]),  # oftener
        ("学", [("学", "山水山水"), "学水山水山"]),  # in the title
        ("学", ["学水", "学水山水山水山水山水山水"]),  # in a shorter text
        ("大学", ["大学", "大 学", "学大"]),  # in order
        ("tide 学", ["tide 学", "tidemark 学", "山"]),  # whole words
        ('"rising tide"', ["the rising, tide", "rising sea, tide"]),
        ("rare common", ["rare x", "common x", "common y", "common z"]),
        ("title:学", [("学", "山"), ("山", "学学学")]),
        ("学 -山", ["学水", "水"]),
        ("学 हिन्दी", ["学 हिन्दी", "学 水"]),  # words that end in a mark
    ],
)
def test_the_better_stands_first(query, texts):
    assert order(query, *texts)[0] == 0


def test_nothing_to_weigh_by():
    assert weigh([], parse("学")) == []
    assert weigh([("", "")], parse("学")) == [0.0]
    assert weigh([("学", "学")], parse("lang:zh")) == [0.0]


@pytest.mark.parametrize(
    ("query", "known"),
    [
        ("学", None),
        ("学 tide", "tide"),
        ("学 海", None),
        ("学 tide harbour", "tide harbour"),
        ("tide OR 学", None),
        ("(tide OR 学) harbour", "harbour"),
        ("tide -学", "tide"),
        ("-学", None),
        ("tide OR harbour", "tide OR harbour"),
        ("大学 -tide", "大学 -tide"),
    ],
)
def test_what_a_query_of_single_characters_finds_is_among_what_is_known(query, known):
    assert relaxed(parse(query)) == (parse(known) if known else None)
    assert bool(characters(parse(query))) == ("学" in query and "大学" not in query)


def test_what_is_in_half_of_the_texts_weighs_more_than_what_is_in_all():
    texts = [("", "学水")] * 4
    assert weigh(texts, parse("学"), among=8)[0] < weigh(texts, parse("学"))[0] < 0
