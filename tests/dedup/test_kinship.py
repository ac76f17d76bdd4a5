"""What two articles are to each other: kinds, facts, and the same answer both ways round."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.dedup.kinship import Told, explained, kinship, turned
from newsarchive.model import Compared, Kinship, KinshipKind

SAME, COPY, FOLLOW_UP, QUOTES, NONE = KinshipKind
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
GENEROUS = 5.0  # seconds


def article(
    body: str, title: str = "", *, site: str = "one", url: str = "", hour: float | None = None
) -> Told:
    published = None if hour is None else NOON + timedelta(hours=hour)
    return Told(Compared(site=site, title=title, body=body, published=published, url=url))


def judged(one: Told, other: Told) -> Kinship:
    """What two articles are to each other, whoever is asked first."""
    found = kinship(one, other)
    assert kinship(other, one) == turned(found)
    return found


def kind(body: str, other: str, title: str = "", other_title: str = "") -> KinshipKind:
    """The kind of two articles of different outlets."""
    return judged(article(body, title), article(other, other_title, site="two")).kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story in one language, and what outlets may make of it."""

    title: str
    other_title: str  # another outlet's
    lead: str  # likewise
    boilerplate: str
    body: str
    other: str  # about something else


TEXTS = tomllib.loads(Path(__file__).with_name("stories.toml").read_text("utf-8"))
STORIES = {language: Story(**said) for language, said in TEXTS["stories"].items()}
LANGUAGES = pytest.mark.parametrize("language", STORIES)


@LANGUAGES
def test_the_same_text_in_another_outlet(language: str) -> None:
    story = STORIES[language]
    title, body = story.title, story.body
    found = judged(article(body, title), article(body, title, site="two"))

    assert found.kind is COPY
    assert found.reason == "the same text, and no fact stated otherwise"
    assert (found.of_one, found.of_other) == (1.0, 1.0)


@LANGUAGES
def test_a_copy_with_another_lead_and_headline(language: str) -> None:
    story = STORIES[language]
    title, other_title, lead, body = story.title, story.other_title, story.lead, story.body

    assert kind(body, f"{lead}\n\n{body}", title, other_title) is COPY
    rest = body.split("\n\n", 1)[1]
    assert kind(body, f"{lead}\n\n{rest}", title, other_title) is COPY


@LANGUAGES
def test_a_copy_that_was_cut(language: str) -> None:
    story = STORIES[language]
    title, other_title, lead, body = story.title, story.other_title, story.lead, story.body
    cut = "\n\n".join(body.split("\n\n")[:3])

    assert kind(body, cut, title, title) is COPY
    assert kind(body, f"{lead}\n\n{cut}", title, other_title) is COPY


@LANGUAGES
def test_a_copy_with_other_marks(language: str) -> None:
    story = STORIES[language]
    title, body = story.title, story.body
    marks = str.maketrans(
        {'"': "“", "„": "»", "“": "«", "«": "“", "»": "”", "-": "–", ",": " ,", "，": "、"}
    )
    other = body.translate(marks).replace("\n\n", "\n").replace(" ", "\u00a0")

    assert other != body
    assert kind(body, other, title, title) is COPY


@LANGUAGES
def test_a_copy_amid_boilerplate(language: str) -> None:
    story = STORIES[language]
    title, boilerplate, body = story.title, story.boilerplate, story.body
    unit = 1 if language == "zh" else 0
    length = [len(text) if unit else len(text.split()) for text in (body, boilerplate)]
    wrapped = f"{boilerplate}\n\n{body}\n\n{boilerplate}"

    assert 2 * length[1] >= 0.3 * length[0]
    assert kind(body, wrapped, title, title) is COPY


@LANGUAGES
def test_a_dateline_makes_no_difference(language: str) -> None:
    story = STORIES[language]
    title, body = story.title, story.body
    datelines = {
        "en": ("SKARHOLM, March 4 (Norvik) - ", "Skarholm — "),
        "de": ("ALTENBACH (dpa) - ", "Altenbach. – "),
        "es": ("Valdoro, 4 mar (EFE).- ", "VALDORO — "),
        "fr": ("Valmont, 4 mars (AFP) – ", "VALMONT — "),
        "ru": ("ЗАРЕЧЬЕ, 4 марта (ТАСС). ", "Заречье — "),
        "ar": ("الواحة (رويترز) - ", "الواحة — "),
        "zh": ("新华社临河3月4日电 ", "本报临河讯 "),
    }
    one, other = datelines[language]

    assert kind(one + body, other + body, title, title) is COPY
    assert judged(article(one + body), article(other + body, site="two")).of_one == 1.0


@LANGUAGES
def test_a_round_up_quotes(language: str) -> None:
    story = STORIES[language]
    title, body = story.title, story.body
    first = "\n\n".join(body.split("\n\n")[:3])
    others = [story.body for name, story in STORIES.items() if name != language]

    found = kind(first, "\n\n".join([*others[:4], first, *others[4:]]), title, "The week")

    assert found is QUOTES


@LANGUAGES
def test_a_passage_quoted(language: str) -> None:
    story = STORIES[language]
    title, body = story.title, story.body
    own = STORIES["fr" if language != "fr" else "en"].body
    passage = "\n\n".join(body.split("\n\n")[2:5])

    found = judged(article(body, title), article(f"{own}\n\n{passage}\n\n{own}", site="two"))

    assert found.kind is QUOTES
    assert found.reason == "a passage is in both"


@pytest.mark.parametrize(("one", "other"), [*combinations(STORIES, 2)])
def test_stories_of_their_own(one: str, other: str) -> None:
    assert (
        kind(STORIES[one].body, STORIES[other].body, STORIES[one].title, STORIES[other].title)
        is NONE
    )


@LANGUAGES
def test_only_boilerplate_in_common(language: str) -> None:
    story = STORIES[language]
    one = f"{story.boilerplate}\n\n{story.body}"
    other = f"{story.boilerplate}\n\n{story.other}"
    found = judged(article(one, story.title), article(other, site="two"))

    assert found.kind is NONE
    assert found.shared >= 18
    assert found.reason.startswith("have ")  # too little, and no facts were looked at


BULLETINS = {
    name: (said["one"], said["other"], said["fact"]) for name, said in TEXTS["bulletins"].items()
}


@pytest.mark.parametrize("name", BULLETINS)
def test_two_issues_of_one_column(name: str) -> None:
    one, other, fact = BULLETINS[name]
    found = judged(article(one, "Today"), article(other, "Today", site="two"))

    assert found.kind is NONE
    assert found.reason.startswith("the same words with other facts: ")
    assert fact in found.reason.removeprefix("the same words with other facts: ").split()
    assert found.of_one > 0.6  # it is the facts that tell them apart
    # an issue taken by another outlet is a copy
    assert kind(one, one, "Today", "Today") is COPY


@pytest.mark.parametrize("name", BULLETINS)
def test_issues_in_one_outlet_are_stories_of_their_own(name: str) -> None:
    one, other, _ = BULLETINS[name]

    def found(title: str, other_title: str, days: int) -> KinshipKind:
        return judged(article(one, title, hour=0), article(other, other_title, hour=24 * days)).kind

    assert found("The town today", "The town today", 1) in (FOLLOW_UP, NONE)
    assert found("The town on 27 March", "The town on 28 March", 1) is NONE
    assert found("The town today", "The town today", 8) is NONE


def test_names_in_a_headline_tell_where_the_texts_do_not() -> None:
    """Two words written large of eight are names; German alone writes nouns so."""
    body = STORIES["en"].body
    one = article(body, "Magistrates' court of Thornmouth: list for the day")
    other = article(body, "Magistrates' court of Kingsby: list for the day", site="two")

    found = judged(one, other)

    assert found.kind is NONE
    shown = found.reason.removeprefix("headlines of one form with other facts: ")
    assert set(shown.split(" / ")) == {"thornmouth", "kingsby"}
    titled = kind(
        body, body, "Town Council Opens Harbour Museum", "Town Council Shows Harbour Museum"
    )
    assert titled is COPY


def test_places_of_datelines_tell_bulletins_apart_where_headlines_name_them() -> None:
    body = STORIES["en"].body
    one = article(f"Duntree — {body}", "Tide times for Duntree")
    other = article(f"Westminster — {body}", "Westminster: high water", site="two")
    taken = article(f"Westminster — {body}", "Tide times for Duntree", site="two")

    assert judged(one, other).reason.startswith("the same words from other places: ")
    assert judged(one, taken).kind is COPY  # an outlet's own dateline


def test_one_document_has_nothing_within_its_sentences_that_the_other_has_not() -> None:
    story = STORIES["en"]
    first, *rest = story.body.split("\n\n")
    inserted = "\n\n".join([first, "In brief", *rest])
    changed = "\n\n".join([first.replace(" a ", " a very new ", 1), *rest])

    def found(body: str) -> KinshipKind:
        return judged(
            article(story.body, "Today", hour=0), article(body, "Today", hour=2, url="b")
        ).kind

    assert first != first.replace(" a ", " a very new ", 1)
    assert found(inserted) is SAME
    assert found(changed) is FOLLOW_UP


@LANGUAGES
def test_headlines_tell_what_a_text_does_not(language: str) -> None:
    body = STORIES[language].body
    one = article(body, "Draw in the state lottery 811")
    other = article(body, "Draw in the state lottery 812", site="two")

    found = judged(one, other)

    assert found.kind is NONE
    assert found.reason == "headlines of one form with other facts: 811 / 812"


def test_texts_that_differ_by_case_are_compared_the_same_way_round() -> None:
    body = STORIES["en"].body
    one, other = article(body), article(body.lower(), site="two")

    assert explained(one, other).agreed > 5
    assert explained(other, one) == turned(explained(one, other))


def test_what_differs_is_told() -> None:
    one, other, _ = BULLETINS["weather"]
    found = explained(article(one), article(other, site="two"))
    back = explained(article(other, site="two"), article(one))

    assert found == turned(back)
    assert {("7", "9"), ("4", "6"), ("35", "50"), ("15", "17")} <= {*found.differing}
    assert ("9", "7") in back.differing
    assert found.agreed > 0
    assert kinship(article(one), article(other, site="two")).differing == ()


# One fact, written in two ways
WAYS = [
    ("The boat leaves at 17:30 from the quay.", "The boat leaves at 5:30 p.m. from the quay."),
    ("The boat leaves at 14.05 from the quay.", "The boat leaves at 2.05 pm from the quay."),
    ("It cost 1,000 crowns in the end.", "It cost 1.000 crowns in the end."),
    ("It cost 1,000 crowns in the end.", "It cost 1 000 crowns in the end."),
    ("It cost 1,000 crowns in the end.", "It cost 1000 crowns in the end."),
    ("It cost 1\u202f250\u202f000 crowns then.", "It cost 1,250,000 crowns then."),
    ("The theatre organised a colourful show.", "The theater organized a colorful show."),
    ("Der Senat beschloß die Maßnahme gestern.", "Der Senat beschloss die Massnahme gestern."),
    ("حضر الحفل 260 مسافرا في المساء.", "حضر الحفل ٢٦٠ مسافرا في المساء."),
    ("मेले में 350 लोग आए थे।", "मेले में ३५० लोग आए थे।"),
    ("镇上的居民捐出了1200本书。", "镇上的居民捐出了１２００本书。"),
    ("镇上的居民捐出了1200本书。", "镇上的居民捐出了1,200本书。"),
    ("They sent an e-mail to the co-operative.", "They sent an email to the cooperative."),
    ("It can’t have been “him”.", "It can't have been 'him'."),
]


@pytest.mark.parametrize(("one", "other"), WAYS)
@pytest.mark.parametrize("language", ["en", "de", "ar", "zh"])
def test_one_fact_in_two_ways(one: str, other: str, language: str) -> None:
    begin, _, end = STORIES[language].body.partition("\n\n")
    texts = [f"{begin}\n\n{said}\n\n{end}" for said in (one, other)]
    found = explained(article(texts[0]), article(texts[1], site="two"))

    assert kind(texts[0], texts[1]) is COPY, found.reason


# and what is two
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The boat leaves at 17:30 from the quay.", "The boat leaves at 5:45 p.m. from the quay."),
        ("The boat leaves on 5 March at noon.", "The boat leaves on 17 March at noon."),
        ("It cost 1,000 crowns in the end.", "It cost 2,000 crowns in the end."),
        ("It cost 1,000 crowns in the end.", "It cost 10,000 crowns in the end."),
        ("حضر الحفل 260 مسافرا في المساء.", "حضر الحفل ٢٧٠ مسافرا في المساء."),
        ("镇上的居民捐出了1200本书。", "镇上的居民捐出了1300本书。"),
    ],
)
@pytest.mark.parametrize("language", ["en", "de", "ar", "zh"])
def test_two_facts(one: str, other: str, language: str) -> None:
    begin, _, end = STORIES[language].body.partition("\n\n")

    assert kind(f"{begin}\n\n{one}\n\n{end}", f"{begin}\n\n{other}\n\n{end}") is NONE


ADDRESS = "https://one.example/news/ferry-7"


@LANGUAGES
@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://one.example/news/ferry-7/amp", "one.example"),
        ("https://one.example/print/news/ferry-7", "one.example"),
        ("https://m.one.example/news/ferry-7?output=amp", "m.one.example"),
        ("https://www.one.example/news/ferry-7.html", "www.one.example"),
    ],
)
def test_addresses_of_one_document(language: str, url: str, site: str) -> None:
    story = STORIES[language]
    title, other_title, boilerplate, body = (
        story.title,
        story.other_title,
        story.boilerplate,
        story.body,
    )
    variant = article(f"{body}\n\n{boilerplate}", other_title, site=site, url=url, hour=5)

    found = judged(article(body, title, site="one.example", url=ADDRESS, hour=0), variant)

    assert found.kind is SAME
    assert found.reason == "addresses of one form, and the same text"


def test_an_address_alone_makes_no_document() -> None:
    one = article(STORIES["en"].body, site="one.example", url=ADDRESS)
    other = article(STORIES["de"].body, site="one.example", url=ADDRESS + "/amp")
    assert judged(one, other).kind is NONE
    # nor does the address of another outlet
    foreign = article(STORIES["en"].body, site="two.example", url=ADDRESS + "/amp")
    assert judged(one, foreign).kind is COPY


@LANGUAGES
def test_equal_title_day_and_text_of_one_outlet(language: str) -> None:
    story = STORIES[language]
    title, other_title, body = story.title, story.other_title, story.body
    one = article(body, title, url="https://one.example/local/7", hour=0)

    def other(title: str, hour: float) -> KinshipKind:
        return judged(one, article(body, title, url="https://one.example/a/88", hour=hour)).kind

    assert other(title, 3) is SAME
    assert other(other_title, 3) is FOLLOW_UP
    assert other(title, 72) is FOLLOW_UP
    assert other(title, 24 * 30) is NONE


UPDATES = {
    "en": ("Forty-one passengers", "6 hours", "9 hours", "The mayor has called a meeting."),
    "de": ("Prüfer", "14 Trägern", "19 Trägern", "Der Rat berät darüber in einer Sitzung."),
    "es": ("Unos", "120 comerciantes", "135 comerciantes", "La alcaldesa visitó los puestos."),
    "ru": ("Жители", "350 тысяч", "420 тысяч", "Глава посёлка поблагодарил всех за труд."),
    "ar": ("وصل", "260 مسافرا", "310 مسافرا", "وزار المحافظ المحطة في المساء وشكر العمال."),
    "zh": ("镇上", "1200本", "1500本", "县长当天下午也来到现场，向居民们表示感谢。"),
}


@pytest.mark.parametrize("language", UPDATES)
def test_an_update_with_other_figures(language: str) -> None:
    story = STORIES[language]
    title, body = story.title, story.body
    _, old, new, more = UPDATES[language]
    assert old in body
    updated = f"{body.replace(old, new)}\n\n{more}"

    found = judged(article(body, title, hour=0), article(updated, title, hour=6))

    assert found.kind is FOLLOW_UP
    assert found.reason.startswith("of one outlet")
    # another outlet that states something else speaks of something else
    assert kind(body, updated, title, title) is NONE
    # a year later it is no update
    assert judged(article(body, title, hour=0), article(updated, title, hour=9_000)).kind is NONE


@pytest.mark.parametrize("body", ["", " \n ", "Rain.", "The ferry stopped on Tuesday at the quay."])
def test_next_to_nothing(body: str) -> None:
    found = judged(article(body), article(body, site="two"))

    assert found.kind is NONE
    assert found.reason == "have hardly a sentence in common"


SENTENCES = [part for story in STORIES.values() for part in story.body.split("\n\n")] + [
    text for one, other, _ in BULLETINS.values() for text in (one, other)
]
BODIES = st.lists(st.sampled_from(SENTENCES), max_size=8).map("\n\n".join)
WORDS = "The ferry stopped at 5 17 1,000 Ida Holm said März 港 العبارة . , ( ) — a@b"
SMALL = st.lists(
    st.sampled_from(WORDS.split()),
    max_size=60,
).map(" ".join)
ARTICLES = st.builds(
    article,
    BODIES | SMALL | st.text(max_size=80),
    st.sampled_from(["", "Draw 811", "Draw 812", STORIES["de"].title]),
    site=st.sampled_from(["one", "two"]),
    url=st.sampled_from(["", ADDRESS, ADDRESS + "/amp", "https://one.example/b"]),
    hour=st.none() | st.sampled_from([0, 0.5, 30, 900]),
)


@given(ARTICLES, ARTICLES)
def test_the_answer_is_the_same_both_ways(one: Told, other: Told) -> None:
    found = explained(one, other)

    assert explained(other, one) == turned(found)
    assert judged(one, other).kind is found.kind
    assert 0 <= found.of_one <= 1
    assert 0 <= found.of_other <= 1
    assert found.reason


@pytest.mark.parametrize(
    "body",
    [
        "ferry " * 100_000,
        " ".join(f"w{number}" for number in range(100_000)),
        " ".join(map(str, range(100_000))),
        "9" * 100_000,
        "9" * 100_000 + " and " + "8" * 5_000,
        "a" * 100_000 + " @",
        "港" * 100_000,
        "www." * 25_000,
        "(" * 50_000 + "a" * 50_000,
        " " * 100_000 + "A" + " " * 100_000,
        "A, " * 30_000,
        "\u0661" * 100_000,
        "\ud800 \x00 \u202e" * 10_000,
    ],
    ids=lambda body: repr(body[:12]),
)
def test_hostile_texts_take_bounded_work(body: str) -> None:
    story = STORIES["en"].body
    begun = perf_counter()
    whole = article(body, body)
    for other in (story, body, body[:-1], body + " 7", f"{story}\n\n{body}", f"{body} {story}"):
        explained(whole, article(other, other, site="two"))
    assert perf_counter() - begun < 2 * GENEROUS


@LANGUAGES
def test_the_beginning_is_a_copy_too(language: str) -> None:
    body = STORIES[language].body
    assert kind(body, "\n\n".join(body.split("\n\n")[:2])) is COPY


def test_spellings_throughout_are_no_other_words() -> None:
    british = (
        "They organised a show in town and brought their neighbours to it by boat. The whole"
        " harbour was painted in grey the night before by a traveller who came from the south."
        " He had labelled all of the doors, so it was cancelled after a short dialogue with him."
        " What it honours is the old theatre on the hill, and those who favour it were glad."
    )
    american = (
        "They organized a show in town and brought their neighbors to it by boat. The whole"
        " harbor was painted in gray the night before by a traveler who came from the south."
        " He had labeled all of the doors, so it was canceled after a short dialog with him."
        " What it honors is the old theater on the hill, and those who favor it were glad."
    )
    begin, _, end = STORIES["en"].body.partition("\n\n")
    found = explained(
        article(f"{begin}\n\n{british}\n\n{end}"),
        article(f"{begin}\n\n{american}\n\n{end}", site="two"),
    )
    assert found.kind is COPY, found.reason


def test_a_long_figure_is_no_time_of_day() -> None:
    begin, _, end = STORIES["en"].body.partition("\n\n")
    one, other = "8" * 6_000, "9" * 6_000
    said = f"{begin}\n\nIt leaves at {one} today.\n\n{end}"
    assert kind(said, f"{begin}\n\nIt leaves at {other} pm today.\n\n{end}") is NONE


def test_long_figures_are_compared_as_they_stand() -> None:
    begin, _, end = STORIES["en"].body.partition("\n\n")
    long = "8" * 6_000

    def said(figure: str) -> str:
        return f"{begin}\n\nThe number on the hull reads {figure} in white.\n\n{end}"

    assert kind(said(long), said(long)) is COPY
    assert kind(said(long), said(long + "1")) is NONE


def test_pages_that_differ_by_their_first_word_are_no_one_document() -> None:
    rest = (
        " today. Do not wait until others take the first step; put off what can be put off, and"
        " walk home before it grows dark. Somebody whom you have not seen for long will write."
        " The evening is for those who stay at home, and the news of the day can wait as well."
    )
    one, other = (
        article(sign + rest, "Your day", url=f"https://one.example/{sign}", hour=8)
        for sign in ("Aries", "Libra")
    )
    assert judged(one, other).kind is not SAME
    again = article("Aries" + rest, "Your day", url="https://one.example/again", hour=8)
    assert judged(one, again).kind is SAME


def test_lists_of_other_people_beside_a_subheading_are_of_other_cases() -> None:
    rules = (
        "Hearings begin at nine unless stated otherwise. Parties should be present half an hour"
        " before and report to the usher on the ground floor. Members of the public may attend;"
        " seats are given in order of arrival. Telephones must be switched off."
    )
    one = (
        "The following matter is listed before the court of Pell on Sunday: Paula Norcott against"
        f" Joan Marlowe, before Judge Tobias Lenk.\n\n{rules}"
    )
    other = (
        "The following matter is listed before the court of Orme on Monday: Wendy Dunmore against"
        f" Owen Langdon, before Judge Maya Yardley.\n\nReactions from Orme\n\n{rules}"
    )
    assert kind(one, other) is NONE


def test_another_sign_on_a_day_twelve_later_is_no_other_clock() -> None:
    rest = " Do not wait for others to take the first step. Read the small print. Lucky number: 10."
    assert kind(f"Aries, 4.03.{rest}", f"Libra, 16.03.{rest}") is NONE


def test_names_behind_a_colon_are_names_where_nouns_are_written_large() -> None:
    rules = (
        "Die Sitzungen beginnen um 9 Uhr, sofern nichts anderes angegeben ist. Die Beteiligten"
        " melden sich eine halbe Stunde vorher im Erdgeschoss. Zuhörer sind willkommen, Plätze"
        " werden in der Reihenfolge des Erscheinens vergeben. Telefone sind auszuschalten."
    )
    begin = "Vor dem Amtsgericht Pellheim wird am Montag verhandelt:"
    one = f"{begin} Holger Dornbusch gegen Norbert Lenk, Vorsitz Gudrun Marlow.\n\n{rules}"
    other = f"{begin} Andreas Tiedemann gegen Renate Lenk, Vorsitz Ulrich Yardley.\n\n{rules}"
    assert kind(one, other) is NONE


def test_a_letter_that_changes_its_length_gives_a_script_no_capitals() -> None:
    body = "İstanbul " + "في الميناء قال المدير إن السفن ستعود " * 5
    assert not article(body).text.cased
