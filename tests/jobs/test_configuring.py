from __future__ import annotations

from pathlib import Path

import pytest

from newsarchive.errors import UsageError
from newsarchive.jobs.configuring import configure, described
from newsarchive.model import Source

SOURCE = Source(slug="wall", name="Daily Wall", home="https://wall.example/")


def test_words_change_a_source_and_reset_it():
    words = ["delay=2.5", "only=*/news/*,*/town/*", "mode=feed-only", "timezone=Europe/Oslo"]
    words += ["header.X-Plan=gold", "header.Authorization=Bearer env:TOKEN"]

    changed = configure(SOURCE, words)

    assert changed.settings.delay == 2.5
    assert changed.timezone == "Europe/Oslo"
    assert changed.settings.wants("https://wall.example/town/1")
    assert not changed.settings.wants("https://wall.example/sport/1")
    told = [f"{key}={value}" for key, value in described(changed).items()]
    assert configure(SOURCE, told) == changed
    assert configure(changed, [f"{word.partition('=')[0]}=" for word in words]) == SOURCE


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("delay", "write it as KEY=VALUE"),
        ("speed=1", "there is no setting 'speed'"),
        ("delay=fast", "write a number from 0 to 3600"),
        ("delay=nan", "write a number from 0 to 3600"),
        ("concurrency=1.5", "write a whole number from 1 to 64"),
        ("mode=all", "write pages or feed-only"),
        ("heed=noindex,never", "write some of noindex, noarchive"),
        ("timezone=Mars/Olympus", "write an IANA name"),
        ("timezone=../../etc/passwd", "write an IANA name"),
        ("proxy=somewhere", "write http://HOST:PORT"),
        ("proxy=http://me:word@host:80", "holds a secret"),
        ("header.Authorization=Bearer abc", "holds a secret"),
        ("header.Cookie=a=b", "holds a secret"),
        ("header.Bad Name=x", "is no header"),
        ("header.X=a\nb", "is no header"),
        ("cookies=none.txt", "is no cookies.txt file"),
    ],
)
def test_nonsense_is_told(word: str, told: str):
    with pytest.raises(UsageError) as raised:
        configure(SOURCE, [word])

    assert told in str(raised.value)


def test_bounds_that_cross():
    with pytest.raises(UsageError, match="longer than most_wait"):
        configure(SOURCE, ["least_wait=60", "most_wait=30"])


def test_a_cookies_file(tmp_path: Path):
    file = tmp_path / "cookies.txt"
    file.write_text("# Netscape HTTP Cookie File\n.wall.example\tTRUE\t/\tFALSE\t0\tid\t7\n")

    assert configure(SOURCE, [f"cookies={file}"]).settings.cookies == str(file)
