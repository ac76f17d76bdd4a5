"""Crawls asked for from odd places, with broken settings or beside broken spiders."""

from pathlib import Path

import pytest

from newsarchive.storage import open_archive
from tests.conftest import Command
from tests.fakes import Web, page, sentences

BROKEN = {"syntax": "def x(:\n", "absent": "import os\nimport no_such_module\n"}


@pytest.fixture
def working_folder(run: Command, tmp_path: Path) -> Path:
    """What ``newsarchive init`` makes."""
    (tmp_path / "scrapy.cfg").unlink()
    run("newsarchive", "init")
    return tmp_path


def test_commands_work_below_the_working_folder(run: Command, working_folder: Path, site: Web):
    below = working_folder / "notes" / "json"
    below.mkdir(parents=True)
    (below / "json.py").write_text("raise RuntimeError('shadows a module')\n")
    url = site.put("/a", page("Wall holds", sentences("below")))

    def told(*words: str, code: int) -> str:
        return run(*words, folder="notes/json", code=code, cold=True).stderr

    assert "there is no source yet" in told("newsarchive", "crawl", code=2)
    assert "no list of articles" in told("newsarchive", "add", url, "--allow-private", code=2)
    assert not told("newsarchive", "extract", url, "--allow-private", code=0)


def test_a_broken_spider_stops_no_other(run: Command, working_folder: Path, site: Web):
    for name, text in BROKEN.items():
        (working_folder / "my_spiders" / f"a_{name}.py").write_text(text)
    (working_folder / "my_spiders" / "good.py").write_text(
        "import scrapy\nclass Good(scrapy.Spider):\n    name = 'good'\n"
    )
    url = site.put("/a", page("Wall holds", sentences("broken")))

    # cold: nor does loading say anything
    assert run("newsarchive", "extract", url, "--allow-private", cold=True).stderr == ""
    assert "there is no source yet" in run("newsarchive", "crawl", code=2).stderr
    listed = run("scrapy", "list", cold=True)
    run("scrapy", "crawl", "good", "--nolog", cold=True)

    assert listed.stdout.split() == ["backfill", "good", "pages", "poll"]
    syntax, absent = sorted(listed.stderr.splitlines(), reverse=True)
    assert "my_spiders/a_syntax.py, line 1: invalid syntax; mend it" in syntax
    assert "a_absent.py, line 2: ModuleNotFoundError: No module named 'no_such_module'" in absent


def test_a_package_of_spiders_that_is_not_there_is_named(run: Command):
    told = run("scrapy", "list", NEWSARCHIVE_SPIDER_MODULES="nowhere")

    assert told.stderr == (
        "newsarchive: there is no module 'nowhere'; make it, or take it out of spider_modules\n"
    )
    assert told.stdout.split() == ["backfill", "pages", "poll"]


_NO_NUMBER = ("contact = ''\ndelay = 'x'\n", "line 2: 'delay' must be a number, not 'x'")


@pytest.mark.parametrize(
    ("words", "text", "sentence"),
    [
        (("newsarchive", "crawl"), *_NO_NUMBER),
        (("newsarchive", "crawl"), "delai = 1\n", "line 1: there is no setting 'delai'"),
        (("newsarchive", "crawl"), "\ndelay = \n", "is no valid TOML: Invalid value (at line 2"),
        (("newsarchive", "crawl", "--archive", "data/newsarchive.db"), *_NO_NUMBER),
        (("newsarchive", "extract", "http://127.0.0.1:9/", "--allow-private"), *_NO_NUMBER),
        (("scrapy", "crawl", "poll"), *_NO_NUMBER),
    ],
)
def test_a_broken_configuration_is_misuse(
    run: Command, tmp_path: Path, words: tuple[str, ...], text: str, sentence: str
):
    open_archive(tmp_path / "data" / "newsarchive.db", create=True).close()
    (tmp_path / "newsarchive.toml").write_text(text)

    told = run(*words, code=2).stderr

    assert f"{tmp_path / 'newsarchive.toml'}" in told
    assert sentence in told
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("DOWNLOAD_TIMEOUT=abc", "-s DOWNLOAD_TIMEOUT=abc: write a number"),
        ("DOWNLOAD_TIMEOUT=-1", "-s DOWNLOAD_TIMEOUT=-1: write a number from 0 up"),
        ("CONCURRENT_REQUESTS=x", "-s CONCURRENT_REQUESTS=x: write a whole number"),
        ("CONCURRENT_REQUESTS_PER_DOMAIN=0", "write a whole number from 1 up"),
        ("NEWSARCHIVE_ALLOW_PRIVATE=maybe", "-s NEWSARCHIVE_ALLOW_PRIVATE=maybe: write 0 or 1"),
        ("ITEM_PIPELINES=mine", "-s ITEM_PIPELINES=mine: write a JSON object"),
        ("LOG_LEVEL=loud", "LOG_LEVEL=loud: write DEBUG, INFO"),
        ("NOEQUALS", "-s NOEQUALS: write it as NAME=VALUE"),
    ],
)
def test_a_setting_of_the_wrong_kind_is_misuse(
    run: Command, tmp_path: Path, given: str, sentence: str
):
    open_archive(tmp_path / "data" / "newsarchive.db", create=True).close()
    # both commands check alike; each is shown with half of the values
    pages = ("scrapy", "crawl", "pages", "-a", "urls=http://a.example/")
    words = pages if len(given) % 2 else ("newsarchive", "crawl")

    told = run(*words, "-s", given, code=2).stderr

    assert sentence in told
    assert told.count("\n") == 1


def test_a_setting_that_names_nothing_is_told(run: Command):
    told = run(
        *("scrapy", "crawl", "pages", "-a", "urls=http://a.example/"),
        *("-s", "SCHEDULER=no.such.Thing", "-s", "LOG_LEVEL=ERROR"),
        code=1,
    ).stderr

    assert "the crawl could not start: ModuleNotFoundError: No module named 'no'" in told
    assert told.count("\n") == 1
