"""search and watch as their users meet them; in this process, since starting another takes 1 s."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsarchive.cli import _run
from newsarchive.cli._console import INTERRUPTED
from newsarchive.ingest import ingest
from newsarchive.storage import open_archive
from tests.fakes import article

AT = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)


@pytest.fixture
def run(tmp_path: Path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def command(*words: str, code: int = 0):
        capsys.readouterr()
        assert _run(list(words)) == code
        return capsys.readouterr()

    archived(1, "The \x1b[31m tide took the wall.")
    return command


def archived(number: int, body: str) -> None:
    page = article(f"https://one.example/{number}", body=body, published=AT, authors=["Jane Doe"])
    with open_archive("data/newsarchive.db", create=True) as opened:
        ingest(opened, page, at=AT)


def test_hits_are_shown_with_marks(run):
    told, _ = run("search", "tide wall", "--author", "jane", "--until", "2026-03-04")

    first, second = told.splitlines()
    assert "2026-03-04 05:06 +00:00  one.example  Harbour «wall» holds" in first
    assert second.strip() == "The \ufffd[31m «tide» took the «wall»."
    item = json.loads(run("search", "tide", "--json")[0])
    assert item["published"] == "2026-03-04T05:06:00+00:00"
    assert [item["snippet"][begin:end] for begin, end in item["marks"]] == ["tide"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("tide (wall",), "newsarchive: search: position 6: this bracket is never closed"),
        (("",), "say what to search for"),
        (("tide", "--since", "soon"), "--since soon is no date"),
        (("tide", "--source", "nobody"), "nobody"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(run, words, told):
    _, error = run("search", *words, code=2)

    assert told in error
    assert "Traceback" not in error


def test_nothing_and_more(run):
    archived(2, "Another tide.")

    assert "nothing was found" in run("search", "unheard")[1]
    assert "more than these 1" in run("search", "tide", "--limit", "1")[1]


def test_watches(run):
    assert "saves one" in run("watch", "list")[1]
    run("watch", "add", "sea", "tide OR 東京", "--author", "jane")
    assert "author jane" in run("watch", "list")[0]
    assert "sea: nothing new" in run("watch", "sea")[1]
    archived(2, "A second tide.")
    assert "second «tide»" in run("watch", "run", "--keep")[0]
    assert json.loads(run("watch", "run", "--json")[0])["watch"] == "sea"
    assert run("watch", "run", "--json")[0] == ""
    run("watch", "remove", "sea")
    assert "no watch 'sea'" in run("watch", "run", "sea", code=2)[1]
    assert "position 1" in run("watch", "add", "x", "(tide", code=2)[1]
    assert "is a command" in run("watch", "add", "list", "tide", code=2)[1]
    assert "no source 'nobody'" in run("watch", "add", "x", "tide", "--source", "nobody", code=2)[1]
    assert "on one line" in run("watch", "add", "x\ny", "tide", code=2)[1]


def test_what_was_not_printed_to_the_end_is_told_again(run, monkeypatch):
    run("watch", "add", "sea", "tide")
    archived(2, "A second tide.")

    def killed(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("newsarchive.cli.search._print", killed)
        run("watch", "sea", code=INTERRUPTED)

    assert "second «tide»" in run("watch", "sea")[0]
    assert run("watch", "sea")[0] == ""
