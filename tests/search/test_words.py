import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.search.words import fold, runs, wanted, words


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
