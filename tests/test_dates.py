"""Date text in, wall clock and precision out; and what must not be taken for a date."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.dates import find_date, parse_date
from newsarchive.model import Precision

# text, languages, expected ISO 8601, precision (first letter: y, M, d, m, s)
CASES = [
    # machine-written
    ("2023-01-28T16:46:05Z", "", "2023-01-28T16:46:05+00:00", "s"),
    ("2023-01-28t16:46:05z", "", "2023-01-28T16:46:05+00:00", "s"),
    ("2023-01-28T16:46:05.123+01:00", "", "2023-01-28T16:46:05.123000+01:00", "s"),
    ("2023-01-28T16:46:05+0100", "", "2023-01-28T16:46:05+01:00", "s"),
    ("2023-01-28T16:46+01", "", "2023-01-28T16:46:00+01:00", "m"),
    ("2023-01-28T16:46:05", "", "2023-01-28T16:46:05", "s"),
    ("2023-01-28 16:46:05", "", "2023-01-28T16:46:05", "s"),
    ("2023-01-28 16:46:05 +0000", "", "2023-01-28T16:46:05+00:00", "s"),
    ("2023-01-28 16:46:05 UTC", "", "2023-01-28T16:46:05+00:00", "s"),
    ("2023-01-28T16:46:05+01:00[Europe/Berlin]", "", "2023-01-28T16:46:05+01:00", "s"),
    ("2023-01-28 16:46", "", "2023-01-28T16:46:00", "m"),
    ("2023-01-28T00:00:00Z", "", "2023-01-28T00:00:00+00:00", "s"),
    ("2023-01-28", "", "2023-01-28T00:00:00", "d"),
    ("2023-1-8", "", "2023-01-08T00:00:00", "d"),
    ("20230128", "", "2023-01-28T00:00:00", "d"),
    ("20230128T164605Z", "", "2023-01-28T16:46:05+00:00", "s"),
    ("20230128164605", "", "2023-01-28T16:46:05", "s"),
    ("2023-01", "", "2023-01-01T00:00:00", "M"),
    ("2023", "", "2023-01-01T00:00:00", "y"),
    ("1674924365", "", "2023-01-28T16:46:05+00:00", "s"),
    ("1674924365000", "", "2023-01-28T16:46:05+00:00", "s"),
    ("Sat, 28 Jan 2023 16:46:05 +0000", "", "2023-01-28T16:46:05+00:00", "s"),
    ("Sat, 28 Jan 2023 16:46:05 -0500", "", "2023-01-28T16:46:05-05:00", "s"),
    ("Sat, 28 Jan 2023 16:46:05 GMT", "", "2023-01-28T16:46:05+00:00", "s"),
    ("28 Jan 23 16:46 EST", "", "2023-01-28T16:46:00-05:00", "m"),
    ("Sat, 28 Jan 2023 16:46:05 -0000", "", "2023-01-28T16:46:05+00:00", "s"),
    ("Saturday, 28-Jan-23 16:46:05 GMT", "", "2023-01-28T16:46:05+00:00", "s"),
    ("Sat Jan 28 16:46:05 2023", "", "2023-01-28T16:46:05", "s"),
    ("Sat Jan 28 16:46:05 +0000 2023", "", "2023-01-28T16:46:05+00:00", "s"),
    ("Sat Jan 28 16:46:05 UTC 2023", "", "2023-01-28T16:46:05+00:00", "s"),
    (
        "Sat Jan 28 2023 16:46:05 GMT+0100 (Central European Standard Time)",
        "",
        "2023-01-28T16:46:05+01:00",
        "s",
    ),
    ("2023/01/28", "", "2023-01-28T00:00:00", "d"),
    ("2023/01/28 16:46", "", "2023-01-28T16:46:00", "m"),
    ("2023-01-28T16:46:05+01:00CET", "", "2023-01-28T16:46:05+01:00", "s"),
    # English
    ("28 JAN 23", "", "2023-01-28T00:00:00", "d"),
    ("Sat, 01/28/2023 – 16:00", "", "2023-01-28T16:00:00", "m"),
    ("Sat, 01/28/2023 - 16:00", "", "2023-01-28T16:00:00", "m"),
    ("January 28, 2023 4:46 pm", "", "2023-01-28T16:46:00", "m"),
    ("Posted by on January 28, 2023 4:46 pm", "", None, ""),
    ("Posted on January 28, 2023 at 4:46 p.m.", "en", "2023-01-28T16:46:00", "m"),
    ("January 28, 2023 12:05 am", "", "2023-01-28T00:05:00", "m"),
    ("January 28, 2023 12:05 PM", "", "2023-01-28T12:05:00", "m"),
    ("Jan. 28, 2023 | 4 p.m. ET", "", "2023-01-28T16:00:00-05:00", "m"),
    ("Updated 4:46 PM ET, Thu July 6, 2023", "", "2023-07-06T16:46:00-04:00", "m"),
    ("Jul 6, 2023 4:46 PM PDT", "", "2023-07-06T16:46:00-07:00", "m"),
    ("Published: 28 January 2023 16:46 GMT", "en", "2023-01-28T16:46:00+00:00", "m"),
    ("28th of January 2023", "", "2023-01-28T00:00:00", "d"),
    ("1st May 2021", "", "2021-05-01T00:00:00", "d"),
    ("3 March 2004", "", "2004-03-03T00:00:00", "d"),
    ("Sept. 9, 2019", "", "2019-09-09T00:00:00", "d"),
    ("September 9th, 2019", "", "2019-09-09T00:00:00", "d"),
    ("28-Jan-2023", "", "2023-01-28T00:00:00", "d"),
    ("2023-Jan-28", "", "2023-01-28T00:00:00", "d"),
    ("January 2023", "", "2023-01-01T00:00:00", "M"),
    ("Tuesday 6 June 2023 09.15 BST", "en", "2023-06-06T09:15:00+01:00", "m"),
    ("Tuesday 6 June 2023 09.15 BST", "bn", "2023-06-06T09:15:00", "m"),
    ("6 January 2023 09:15 BST", "en", "2023-01-06T09:15:00", "m"),
    ("January 28, 2023 16:46 IST", "en", "2023-01-28T16:46:00", "m"),
    ("0846 GMT, 28 January 2023", "en", "2023-01-28T08:46:00+00:00", "m"),
    ("01/02/2023", "", "2023-01-02T00:00:00", "d"),
    ("01/02/2023", "en-US", "2023-01-02T00:00:00", "d"),
    ("01/02/2023", "en-GB", "2023-02-01T00:00:00", "d"),
    ("01/02/2023", "fr", "2023-02-01T00:00:00", "d"),
    ("01-02-2023", "en", "2023-02-01T00:00:00", "d"),
    ("01.02.2023", "en", "2023-02-01T00:00:00", "d"),
    ("Wed, 01/02/2023", "en", "2023-02-01T00:00:00", "d"),  # the second was a Monday
    ("Mon, 01/02/2023", "fr", "2023-01-02T00:00:00", "d"),
    ("13/02/2023", "en", "2023-02-13T00:00:00", "d"),
    ("02/13/2023", "fr", "2023-02-13T00:00:00", "d"),
    # German, Dutch, Nordic
    ("28.01.2023, 16:46 Uhr", "", "2023-01-28T16:46:00", "m"),
    ("28.01.2023 um 16.46 Uhr", "de", "2023-01-28T16:46:00", "m"),
    ("Veröffentlicht am 28. Januar 2023 um 16:46", "", "2023-01-28T16:46:00", "m"),
    ("Stand: 3. März 2023, 7 Uhr", "", "2023-03-03T07:00:00", "m"),
    ("Samstag, 28. Jänner 2023", "", "2023-01-28T00:00:00", "d"),
    ("05. November 2024,10:38", "de", "2024-11-05T10:38:00", "m"),
    ("28.01.23, 16:46", "", "2023-01-28T16:46:00", "m"),
    ("28.01.2023 16:46 MEZ", "", "2023-01-28T16:46:00+01:00", "m"),
    ("Gepubliceerd op 5 mei 2023 om 16:46 uur", "", "2023-05-05T16:46:00", "m"),
    ("5 mrt 2023", "nl", "2023-03-05T00:00:00", "d"),
    ("Publicerad 28 januari 2023 kl. 16.46", "", "2023-01-28T16:46:00", "m"),
    ("28. maj 2023 kl. 16:46", "da", "2023-05-28T16:46:00", "m"),
    ("Julkaistu 28.1.2023 klo 16.46", "", "2023-01-28T16:46:00", "m"),
    ("lauantaina 28. tammikuuta 2023", "", "2023-01-28T00:00:00", "d"),
    # Romance
    ("Publié le 28 janvier 2023 à 16h46", "", "2023-01-28T16:46:00", "m"),
    ("1er février 2023", "", "2023-02-01T00:00:00", "d"),
    ("Mis à jour le 03/02/2023 à 16:46", "fr", "2023-02-03T16:46:00", "m"),
    ("mar. 28 févr. 2023", "fr", "2023-02-28T00:00:00", "d"),
    ("28 de enero de 2023 a las 16:46 h.", "", "2023-01-28T16:46:00", "m"),
    ("28 ENE 2023 - 16:46 CET", "", "2023-01-28T16:46:00+01:00", "m"),
    ("enero 28, 2023 4:46 p. m.", "", "2023-01-28T16:46:00", "m"),
    ("28 gennaio 2023 alle 16:46", "", "2023-01-28T16:46:00", "m"),
    ("Publicado em 28 de janeiro de 2023 às 16h46", "", "2023-01-28T16:46:00", "m"),
    ("28/01/2023 16h46", "pt", "2023-01-28T16:46:00", "m"),
    ("28 ianuarie 2023, ora 16:46", "", "2023-01-28T16:46:00", "m"),
    ("28 de gener de 2023", "", "2023-01-28T00:00:00", "d"),
    # Slavic, Baltic, Hungarian, Greek, Turkish
    ("28 stycznia 2023, godz. 16:46", "", "2023-01-28T16:46:00", "m"),
    ("5 listopada 2023", "pl", "2023-11-05T00:00:00", "d"),
    ("5. listopada 2023.", "hr", "2023-10-05T00:00:00", "d"),
    ("28 января 2023 г. в 16:46", "", "2023-01-28T16:46:00", "m"),
    ("28 января 2023, 16:46 МСК", "ru", "2023-01-28T16:46:00+03:00", "m"),
    ("Опубліковано 28 січня 2023 року о 16:46", "", "2023-01-28T16:46:00", "m"),
    ("28. ledna 2023 16:46", "", "2023-01-28T16:46:00", "m"),
    ("2023. január 28. 16:46", "", "2023-01-28T16:46:00", "m"),
    ("2023 m. sausio 28 d. 16:46", "", "2023-01-28T16:46:00", "m"),
    ("2023. gada 28. janvāris", "", "2023-01-28T00:00:00", "d"),
    ("28 Ιανουαρίου 2023, 16:46", "", "2023-01-28T16:46:00", "m"),
    ("28 Ocak 2023 16:46", "", "2023-01-28T16:46:00", "m"),
    ("Güncelleme: 28 AĞUSTOS 2023", "", "2023-08-28T00:00:00", "d"),
    # Asia
    ("2023年1月28日 16:46", "", "2023-01-28T16:46:00", "m"),
    ("2023年1月28日16時46分", "", "2023-01-28T16:46:00", "m"),
    ("公開日時：2023年1月28日(土) 午後4時46分", "", "2023-01-28T16:46:00", "m"),
    ("发布时间：2023-01-28 16:46:05", "", "2023-01-28T16:46:05", "s"),
    ("２０２３年１月２８日", "", "2023-01-28T00:00:00", "d"),
    ("2023년 1월 28일 오후 4:46", "", "2023-01-28T16:46:00", "m"),
    ("입력 2023.01.28. 16:46", "", "2023-01-28T16:46:00", "m"),
    ("2023. 1. 28.", "", "2023-01-28T00:00:00", "d"),
    ("28 जनवरी 2023", "", "2023-01-28T00:00:00", "d"),
    ("28 มกราคม 2566 เวลา 16:46 น.", "", "2023-01-28T16:46:00", "m"),
    ("28 يناير 2023", "", "2023-01-28T00:00:00", "d"),
    ("28 בינואר 2023", "", "2023-01-28T00:00:00", "d"),
    ("28 Januari 2023 16:46 WIB", "", "2023-01-28T16:46:00+07:00", "m"),
    ("28 tháng 1, 2023", "", "2023-01-28T00:00:00", "d"),
    # by dateparser
    ("28 ژانویه 2023", "fa", "2023-01-28T00:00:00", "d"),
    ("28 студзеня 2023 16:46", "be", "2023-01-28T16:46:00", "m"),
    # no dates, or not surely
    ("", "", None, ""),
    ("today", "en", None, ""),
    ("3 hours ago", "en", None, ""),
    ("yesterday at 16:46", "en", None, ""),
    ("Jan 28, 4:46 pm", "en", None, ""),
    ("January 28", "en", None, ""),
    ("16:46", "", None, ""),
    ("Saturday", "", None, ""),
    ("The 28 January 2023 earthquake in pictures", "en", None, ""),
    ("January 28, 2023 and January 29, 2023", "en", None, ""),
    ("28.01.2023 - 30.01.2023", "de", None, ""),
    ("31 February 2023", "", None, ""),
    ("2023-02-31", "", None, ""),
    ("2023-13-01", "", None, ""),
    ("25/25/2023", "", None, ""),
    ("2023-W04", "", None, ""),
    ("1890-01-28", "", None, ""),
    ("0001-01-01T00:00:00Z", "", None, ""),
    ("January 28, 1969", "", None, ""),
    ("9999-12-31", "", None, ""),
    ("12345678", "", None, ""),
    ("555-1234-2023", "", None, ""),
    ("192.168.1.20", "", None, ""),
    ("2023 comments", "en", None, ""),
    ("Version 3.11.2023 released", "en", None, ""),
    ("2023-01-28T99:99:99Z", "", None, ""),
    ("January 28, 2023 13:46 am", "en", None, ""),
    ("x" * 500, "", None, ""),
]
LETTERS = {
    "y": Precision.YEAR,
    "M": Precision.MONTH,
    "d": Precision.DAY,
    "m": Precision.MINUTE,
    "s": Precision.SECOND,
}


@pytest.mark.parametrize(("text", "languages", "expected", "letter"), CASES)
def test_parse_date(text: str, languages: str, expected: str | None, letter: str) -> None:
    moment = parse_date(f" {text}\n", languages=languages.split())

    if expected is None:
        assert moment is None
    else:
        assert moment is not None
        assert (moment.when.isoformat(), moment.precision) == (expected, LETTERS[letter])
        assert moment.raw == text


@pytest.mark.parametrize(
    ("text", "day_first", "month"),
    [
        ("01/02/2023", True, 2),
        ("01/02/2023", False, 1),
        ("01.02.2023", False, 1),
        ("13/02/2023", False, 2),  # there is no thirteenth month
        ("Wed 01/02/2023", False, 2),  # the weekday knows better
    ],
)
def test_order_told_by_caller(text: str, day_first: bool, month: int) -> None:
    moment = parse_date(text, day_first=day_first)

    assert moment is not None
    assert moment.when.month == month


@pytest.mark.parametrize(
    ("text", "expected", "raw"),
    [
        (
            "By Ada Quill | January 28, 2023 4:46 pm | News",
            "2023-01-28T16:46:00",
            "January 28, 2023 4:46 pm",
        ),
        (
            "Posted by on January 28, 2023 4:46 pm",
            "2023-01-28T16:46:00",
            "January 28, 2023 4:46 pm",
        ),
        ("Von Karl Beispiel, 28.01.2023", "2023-01-28T00:00:00", "28.01.2023"),
        ("Tyler Sat, 01/28/2023 – 16:00 more", "2023-01-28T16:00:00", "01/28/2023 - 16:00"),
        (
            "4:46 PM ET, January 28, 2023, by X",
            "2023-01-28T16:46:00-05:00",
            "4:46 PM ET, January 28, 2023",
        ),
        (
            "Updated 2023-01-28 at 16:46, read 14:00 later",
            "2023-01-28T16:46:00",
            "2023-01-28 at 16:46",
        ),
        (
            "On 28 January 2023 the council met at 16:46 in the hall",
            "2023-01-28T00:00:00",
            "28 January 2023",
        ),
        (
            "Published January 28, 2023. Updated January 30, 2023",
            "2023-01-28T00:00:00",
            "January 28, 2023",
        ),
        ("In January 2023 prices rose", None, None),
        ("Version 3.11.10 is out", None, None),
        ("No date at all", None, None),
    ],
)
def test_find_date(text: str, expected: str | None, raw: str | None) -> None:
    moment = find_date(text)

    assert (moment and moment.when.isoformat(), moment and moment.raw) == (expected, raw)


MINUTES_EAST = st.one_of(st.none(), st.just(0), st.integers(-12 * 60, 14 * 60))
TIMES = st.builds(
    lambda when, minutes: (
        when if minutes is None else when.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    ),
    st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31)),
    MINUTES_EAST,
)


@given(TIMES)
def test_round_trip_of_iso_format(when: datetime) -> None:
    moment = parse_date(when.isoformat())

    assert moment is not None
    assert moment.when == when
    assert moment.when.utcoffset() == when.utcoffset()
    assert moment.precision is Precision.SECOND


@given(TIMES)
def test_round_trip_of_english_text(when: datetime) -> None:
    text = when.strftime("%A, %B %d, %Y at %I:%M %p")
    moment = parse_date(text)

    assert moment is not None
    assert moment.when == when.replace(second=0, microsecond=0, tzinfo=None)


JUNK = st.one_of(
    st.text(max_size=200),
    st.text("0123456789 :./-,TZ+年月日 JanuaryFebSatUTCmp", max_size=60),
)


@given(JUNK)
def test_never_raises_and_stays_in_bounds(text: str) -> None:
    for moment in (parse_date(text), parse_date(text, languages=["xx"]), find_date(text)):
        if moment is not None:
            assert 1990 <= moment.when.year <= 2100
            assert moment.raw
