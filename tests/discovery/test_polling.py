from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.discovery.polling import (
    MAX_WAIT,
    MIN_WAIT,
    VISITS,
    fresh_for,
    next_poll,
    next_poll_after_failure,
    next_try,
    next_visit,
)

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("gap", "wait"),
    [
        (4 * HOUR, 2 * HOUR),
        (timedelta(minutes=1), MIN_WAIT),
        (timedelta(days=30), MAX_WAIT),
        (timedelta(0), MIN_WAIT),
    ],
)
def test_half_the_usual_gap(gap: timedelta, wait: timedelta):
    published = [NOW - number * gap for number in range(9)]

    assert next_poll(published, now=NOW) == NOW + wait


@pytest.mark.parametrize(
    ("hint", "wait"),
    [
        (timedelta(minutes=1), 2 * HOUR),
        (timedelta(days=3), timedelta(days=3)),
        (timedelta(days=300), timedelta(weeks=1)),
    ],
)
def test_a_server_may_ask_for_more_patience(hint: timedelta, wait: timedelta):
    published = [NOW - number * 4 * HOUR for number in range(9)]

    assert next_poll(published, now=NOW, hint=hint) == NOW + wait


def test_an_unknown_rhythm():
    assert next_poll([], now=NOW) == NOW + HOUR
    assert next_poll([NOW], now=NOW) == NOW + HOUR


@given(st.lists(st.datetimes(timezones=st.just(UTC)), max_size=30))
def test_the_answer_always_lies_within_bounds(published: list[datetime]):
    assert NOW + MIN_WAIT <= next_poll(published, now=NOW) <= NOW + MAX_WAIT


def test_visits_decay_and_end():
    seen, now = [], NOW
    while (due := next_visit(NOW, now=now)) is not None:
        seen.append(due - NOW)
        now = due

    assert tuple(seen) == VISITS
    assert next_visit(NOW, now=NOW + timedelta(hours=7)) == NOW + timedelta(days=1)


def test_retries_back_off_and_end_for_pages_but_not_for_listings():
    waits = [next_try(failures, now=NOW) for failures in range(1, 7)]

    assert waits[-1] is None
    kept = [wait for wait in waits if wait]
    assert kept == sorted(kept)
    assert next_poll_after_failure(1, now=NOW) == NOW + timedelta(minutes=15)
    assert next_poll_after_failure(1000, now=NOW) == NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"cache_control": "max-age=600"}, 600),
        ({"cache_control": "public, Max-Age=600", "age": "100"}, 500),
        ({"cache_control": "max-age=600", "age": "700"}, None),
        ({"cache_control": "max-age=600, s-maxage=60"}, 60),
        ({"cache_control": "no-cache, max-age=600"}, None),
        ({"cache_control": "max-age=soon"}, None),
        ({"cache_control": "max-age=0"}, None),
        ({"expires": "Wed, 04 Mar 2026 13:00:00 GMT"}, 3600),
        (
            {
                "expires": "Wed, 04 Mar 2026 19:00:00 GMT",
                "date": "Wed, 04 Mar 2026 18:30:00 GMT",
            },
            1800,
        ),
        ({"expires": "0"}, None),
        ({"expires": "Wed, 04 Mar 1026 13:00:00 GMT"}, None),
        ({}, None),
    ],
)
def test_how_long_an_answer_is_fresh(headers: dict[str, str], wait: int | None):
    found = fresh_for(headers.pop("cache_control", ""), **headers, now=NOW)

    assert found == (None if wait is None else timedelta(seconds=wait))


def test_skipped_hours_are_left_out():
    published = [NOW - number * 4 * HOUR for number in range(9)]
    wednesday = 2 * 24
    night = {wednesday + hour for hour in range(13, 18)}

    assert next_poll(published, now=NOW, skip=night) == NOW + 6 * HOUR
    assert next_poll(published, now=NOW, skip=range(168)) == NOW + 2 * HOUR


def test_bounds_of_the_users_own():
    published = [NOW - number * 4 * HOUR for number in range(9)]

    assert next_poll(published, now=NOW, least=3 * HOUR) == NOW + 3 * HOUR
    assert next_poll(published, now=NOW, most=HOUR, hint=4 * HOUR) == NOW + HOUR
