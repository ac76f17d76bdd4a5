import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.dedup import containment, fold, text_hash, word_count
from newsarchive.dedup.fingerprint import units


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Hello,” she said – twice", '"Hello," she said - twice'),
        ("two  words\n\nhere", "two words here"),
        ("co\u00adoperate", "cooperate"),
        ("Straße", "STRASSE"),
        ("ﬁne", "fine"),
    ],
)
def test_form_makes_no_difference(one: str, other: str):
    assert text_hash(one) == text_hash(other)


@pytest.mark.parametrize(("one", "other"), [("12 dead", "13 dead"), ("now here", "nowhere")])
def test_words_make_a_difference(one: str, other: str):
    assert text_hash(one) != text_hash(other)


@given(st.text())
def test_folding_twice_changes_nothing(text: str):
    assert fold(fold(text)) == fold(text)


def test_words_of_scripts_without_spaces():
    assert word_count("one two three") == 3
    assert word_count("北京大学の学生") == 3
    assert word_count("") == 0


def test_containment():
    assert containment("the tide rose", "when the tide rose again") == 1.0
    assert containment("the tide rose", "the sun") == pytest.approx(1 / 3)
    assert containment("", "x") == 0.0


# the letters of all code pages by which texts are cut, and some of none
_LETTERS = sorted(
    {
        bytes([byte]).decode(page, "ignore")
        for page in ("cp1252", "cp1251", "cp1250", "cp1256")
        for byte in range(256)
    }
    - {""}
)


@pytest.mark.parametrize("beside", ["x", "Ж", "ł", "ع"])
def test_words_are_the_same_with_and_without_a_code_page(beside: str):
    outside = "\u6771"  # in no page, and a word of its own among units
    for letter in _LETTERS:
        text = f"{beside}{letter}{letter}S {letter} {beside.upper()}{letter}"

        assert f"{fold(text)} {outside}".split() == fold(f"{text} {outside}").split(), letter
        assert [*units(text), outside] == units(f"{text} {outside}"), letter
