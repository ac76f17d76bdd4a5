"""When feeds wish to be asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from newsarchive.discovery._timing import hours_to_skip, longest_wait

HOUR = timedelta(hours=1)
WEEK = 7 * 24 * HOUR


@pytest.mark.parametrize(
    ("ttl", "period", "frequency", "expected"),
    [
        ("", "", "", None),
        ("60", "", "", HOUR),
        ("0", "", "", None),
        ("-5", "", "", None),
        ("10081", "", "", None),
        ("٣", "", "", None),
        ("", "hourly", "", HOUR),
        ("", "Hourly", "2", HOUR / 2),
        ("", "daily", "0", 24 * HOUR),
        ("", "daily", "often", 24 * HOUR),
        ("", "yearly", "1", WEEK),
        ("", "sometimes", "1", None),
        ("15", "hourly", "1", HOUR),
        ("120", "hourly", "1", 2 * HOUR),
    ],
)
def test_longest_wait(ttl: str, period: str, frequency: str, expected: timedelta | None) -> None:
    assert longest_wait(ttl, period, frequency) == expected


@pytest.mark.parametrize(
    ("hours", "days", "expected"),
    [
        ([], [], set()),
        (["1"], [], {1, 25, 49, 73, 97, 121, 145}),
        (["24"], [], {0, 24, 48, 72, 96, 120, 144}),
        (["25", "x", ""], ["Caturday"], set()),
        ([], [" MONDAY "], set(range(24))),
        (["23"], ["Tuesday"], {23, *range(24, 48), 71, 95, 119, 143, 167}),
        (map(str, range(24)), [], set()),
    ],
)
def test_hours_to_skip(hours: list[str], days: list[str], expected: set[int]) -> None:
    assert hours_to_skip(hours, days) == expected
