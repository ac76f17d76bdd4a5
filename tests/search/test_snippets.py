import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.search import parse
from newsarchive.search.snippets import searched_terms, snippet

LONG = "Nothing of note was said. " * 30


def marked(text, query, **how):
    return snippet(text, searched_terms(parse(query), "body"), **how).marked()


@pytest.mark.parametrize(
    ("text", "query", "told"),
    [
        ("The Tide\nreturns.", "tide", "The «Tide» returns."),
        ("L'Été à Łódź", "ete lodz", "L'«Été» à «Łódź»"),
        ("rising tide, tide", '"rising tide"', "«rising tide», tide"),
        ("flooded floods", "flood*", "«flooded» «floods»"),
        ("no tide", "sea -tide", "no tide"),
        ("no tide", "title:tide", "no tide"),
        ("住在東京都的人", "東京", "住在«東京»都的人"),
        ("住在東京都的人", "東京都", "住在«東京都»的人"),
        ("住在東京都的人", "京", "住在東«京»都的人"),
        ("ประเทศไทย", "ไทย", "ประเทศ«ไทย»"),
        ("เที่ยวตลาดน้ำคืน", "ตลาดน้ำ", "เที่ยว«ตลาดน้ำ»คืน"),  # ำ folds to two
        ("เที่ยวตลาดน้ำคืน", "น้ำ", "เที่ยวตลาด«น้ำ»คืน"),
        ("เที่ยวตลาดน้ำคืน", "คืน", "เที่ยวตลาดน้ำ«คืน»"),
        ("ນ້ຳຖ້ວມ", "ຖ້ວມ", "ນ້ຳ«ຖ້ວມ»"),
        ("ｶﾞﾗｽ", "ガラ", "«ｶﾞﾗｽ»"),  # two characters joined in one: the whole run
        ("서울에서", "서울", "«서울»에서"),
        ("東京。京都、東京", "東京", "«東京»。京都、«東京»"),
        ("´ a tide", "tide", "´ a «tide»"),
        ("a tide – in spring", '"tide in spring"', "a «tide – in spring»"),
        ("Straße, Straßen, STRASSE", "strasse", "«Straße», Straßen, «STRASSE»"),
        ("", "tide", ""),
    ],
)
def test_hits_are_marked(text, query, told):
    assert marked(text, query) == told


def test_the_piece_shows_most_terms():
    text = LONG + "a tide alone. " + LONG + "The tide took the harbour. " + LONG

    told = marked(text, "tide harbour")

    assert "«tide» took the «harbour»" in told
    assert told.startswith("…")
    assert told.endswith("…")
    assert len(told) < 200


@given(st.text(max_size=300), st.text(alphabet="abc東京 ", min_size=1, max_size=8))
def test_any_text(text, query):
    found = snippet(text, searched_terms(parse(query), "body"), length=20)

    assert len(found.text) <= 22
    assert "\n" not in found.text
    places = [place for mark in found.marks for place in mark]
    assert places == sorted(places)
    assert all(0 <= place <= len(found.text) for place in places)
