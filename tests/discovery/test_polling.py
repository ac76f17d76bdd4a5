from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.discovery.polling import (
    MAX_WAIT,
    MIN_WAIT,
    VISITS,
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
