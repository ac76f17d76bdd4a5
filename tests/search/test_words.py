import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.search.words import LIKE_IDEOGRAPHS, fold, runs, wanted, words, words_with


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Straße in ŁÓDŹ, l'été", "strasse in lodz l ete"),
        ("e\u0301te\u0301 ﬁn Ｔｅｓｔ x²", "ete fin test x2"),
        ("Άνθρωπος ΣΑΣ", "ανθρωποσ σασ"),
        ("йод, ёлка", "йод елка"),
        ("أَخْبَار", "اخبار"),
        ("हिन्दी में", "हिन्दी में"),
        ("Bundes\u00adtag", "bundestag"),
        ("東京都に NATO峰会", "東京 京都 都に に nato 峰会 会"),
        ("北京2008年", "北京 京 2008 年"),
        ("ｶﾞｷﾞ", "ガギ ギ"),
        ("สวัสดี", "สว วั ัส สด ดี ี"),
        ("서울시장이", "서울 울시 시장 장이 이"),
    ],
)
def test_words(text, found):
    assert words(text) == found.split()


@pytest.mark.parametrize(
    ("asked", "found", "beginning"),
    [("東京", "東京", False), ("東", "東", True), ("北京2008", "北京 京 2008", False)],
)
def test_what_a_query_wants_leaves_the_end_open(asked, found, beginning):
    assert wanted(asked) == (found.split(), beginning)


@given(st.text(max_size=60))
def test_any_text(text):
    found = words(text)

    assert all(word and not set(word) & set(" \"'\\¶") for word in found)
    assert fold(fold(text)) == fold(text) or not text.isascii()
    for begin, end, _ in runs(text):
        assert 0 <= begin < end <= len(text)


@given(
    st.text(
        st.sampled_from("京都东一ー。， a1가ก้ักが\u3099\u0301\u1161㆒〸⼀ﾃﾞ株㍿\u00ad"), max_size=40
    ),
    st.sampled_from("京一가กが株"),
)
def test_words_that_begin_with_a_character_are_those_of_all(text: str, char: str):
    assert words_with(text, char) == {word for word in words(text) if word[0] == char}


@pytest.mark.parametrize("accents", [0, 1, 14, 15, 16, 40])
def test_accents_between_two_characters_do_not_part_them(accents: int):
    text = "京" + "\u0301" * accents + "か\u3099" + "，" * 20
    assert words_with(text, "京") == {word for word in words(text) if word[0] == "京"}


def test_all_that_folds_to_an_ideograph_is_known():
    for code in range(0x110000):
        char = chr(code)
        if not 0x3400 <= code <= 0x9FFF and re.search("[\u3400-\u9fff]", fold(char)):
            assert LIKE_IDEOGRAPHS.match(char), hex(code)
