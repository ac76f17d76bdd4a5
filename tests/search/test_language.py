import sqlite3

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsarchive.errors import QueryError
from newsarchive.search import parse
from newsarchive.search.documents import document
from newsarchive.search.fts5 import match
from newsarchive.search.language import MAX_DEPTH, MAX_LENGTH, MAX_TERMS
from newsarchive.search.tsquery import tsquery


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("Rising Tide", '("rising" AND "tide")'),
        ("tide -harbour", '(("tide") NOT ("harbour"))'),
        ("a AND b OR c NOT d", '(("a" AND "b") OR (("c") NOT ("d")))'),
        ("a (b OR NOT c)", '("a" AND ("b" OR (("¶") NOT ("c"))))'),
        ('"rising tide" flood*', '("rising tide" AND "flood" *)'),
        ('"rising ti*" “und so” „zitat“ «dit»', None),
        ("COVID-19", '"covid 19"'),
        ("title:Straße", '(title : "strasse")'),
        ('author:"Jane Doe" tag:sea', '("¶ajane ¶adoe" AND "¶tsea")'),
        ("source:the-courier lang:en-GB", '("¶sthe－courier" AND "¶len－gb")'),
        ("title:(a OR b)", '((title : "a") OR (title : "b"))'),
        ("NOT x", '(("¶") NOT ("x"))'),
        ("and or not", '("and" AND "or" AND "not")'),
        ("10:30", '"10 30"'),
    ],
)
def test_what_fts5_is_asked(query, asked):
    assert asked is None or match(parse(query), unspaced=True) == asked


def test_terms_of_unspaced_scripts_are_worked_out_where_none_can_be():
    node = parse("北京 OR nato -峰会")

    assert match(node, unspaced=True) == '("北京" OR (("nato") NOT ("峰会")))'
    assert match(node, unspaced=False) == '(("nato"))'
    assert match(parse("北京 nato"), unspaced=False) is None


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("tide -harbour", "('tide' & !'harbour')"),
        ('"rising tide" OR flood*', "(('rising' <-> 'tide') | 'flood':*)"),
        ("title:a body:b author:c", "('a':A & 'b':D & '¶ac')"),
        ("source:x 東京都", "('¶sx' & ('東京' <-> '京都'))"),
    ],
)
def test_what_postgresql_is_asked(query, asked):
    assert tsquery(parse(query)) == asked


@pytest.mark.parametrize(
    ("query", "position", "problem"),
    [
        ("tide AND", 9, "missing here"),
        ("tide title:", 6, "right behind it"),
        ("author: doe", 1, "right behind it"),
        ("OR tide", 1, "missing before 'OR'"),
        ("tide (harbour", 6, "never closed"),
        ("tide)", 5, "closes nothing"),
        ('tide "harbour', 6, "never closed"),
        ("tide»", 5, "opens nothing"),
        ("*tide", 1, "end of a word only"),
        ("tide autor:doe", 6, "no field 'autor'"),
        ("title:-tide", 7, "before the field"),
        ("title:NOT tide", 7, "before the field"),
        ("title:(body:x)", 8, "within 'title:'"),
        ("tide &", 6, "no letter or digit"),
        ("tide har*bour", 9, "end of a word only"),
        ("tide ha*", 6, "at least 3 letters"),
        ("source:x*", 8, "without *"),
        ('source:" "', 8, "is missing"),
        ("x" * (MAX_LENGTH + 1), MAX_LENGTH + 1, "shorten"),
        ("x " * (MAX_TERMS + 1), 2 * MAX_TERMS + 1, "at most 64"),
        ("(" * (MAX_DEPTH + 1) + "x", MAX_DEPTH + 1, "at most 16 deep"),
    ],
)
def test_errors_name_their_place(query, position, problem):
    with pytest.raises(QueryError, match=problem) as caught:
        parse(query)

    assert caught.value.position == position
    sentence, shown, caret = str(caught.value).splitlines()
    assert sentence.startswith(f"search: position {position}: ")
    assert shown[caret.index("^") :][:1] in query[position - 1 : position] or position > len(query)


def test_the_caret_stands_under_wide_characters():
    with pytest.raises(QueryError) as caught:
        parse("東京 ）)")
    assert str(caught.value).splitlines()[2] == "  " + " " * 5 + "^"


_PIECES = (
    """AND OR NOT - ( ) " * title: lang: author: tide é 東京 京 กา 한국 ¶ ' \\ x:y ^ NEAR “ abc*"""
)
_pieces = st.sampled_from([*_PIECES.split(" "), " ", " ", "\x00"])


@pytest.fixture(scope="module")
def index():
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE t USING fts5(body, title, facts, content='')")
    return database


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(_pieces, max_size=12).map("".join)))
@example("(-(-(-x)))")
def test_any_text_is_a_query_or_an_error_at_a_place_and_fts5_takes_it(index, query):
    try:
        node = parse(query)
    except QueryError as error:
        place, told = error.position, str(error)
    else:
        place, told = 1, "\n\n"
        tsquery(node)
        for unspaced in (False, True):
            if asked := match(node, unspaced=unspaced):
                index.execute("SELECT rowid FROM t WHERE t MATCH ?", (asked,)).fetchall()
    assert 1 <= place <= len(query) + 1
    assert told.count("\n") == 2


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.text(max_size=20))
def test_no_text_holds_a_word_of_the_fields(text, name):
    found = document(title=text, body=text, source=name, language=name, authors=[name])

    assert "¶" not in found.body + found.title
    assert all(word.startswith("¶") for word in found.facts.split())
