"""The command line as its users meet it: output, exit codes, bad input."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from newsarchive.cli import cli
from newsarchive.config import load_config
from newsarchive.export import dump_schema
from newsarchive.jobs.founding import found, setting_of
from newsarchive.storage import _engine
from tests.conftest import SEED, Command
from tests.fakes import Web, page, rss, sentences

DB = "data/newsarchive.db"


def test_every_command_shows_an_example():
    def walk(group, path=()):
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                yield from walk(command, (*path, name))
            yield " ".join((*path, name)), command

    commands = dict(walk(cli))
    wanted = {"init", "add", "sources", "crawl", "extract", "import", "show", "list", "export"}
    assert wanted | {"stats", "demo"} <= set(commands)
    for name, command in commands.items():
        assert f"Example: newsarchive {name}" in (command.help or ""), name


def test_module_and_command_are_the_same(run: Command):
    module = subprocess.run(
        [sys.executable, "-m", "newsarchive", "--help"], capture_output=True, text=True, check=True
    )
    assert module.stdout == run("newsarchive", "--help", cold=True).stdout


def test_importing_the_package_is_cheap():
    script = (
        "import sys, newsarchive, newsarchive.cli;"
        "heavy = ('scrapy', 'lxml', 'sqlalchemy', 'dateparser', 'rich');"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_public_names_resolve():
    import newsarchive

    for name in newsarchive.__all__:
        assert getattr(newsarchive, name) is not None
    with pytest.raises(AttributeError, match="nothing"):
        _ = newsarchive.nothing


def test_init_makes_a_working_folder(run: Command, tmp_path: Path):
    (tmp_path / "scrapy.cfg").unlink()

    told = run("newsarchive", "init").stdout

    assert "made newsarchive.toml" in told
    assert (tmp_path / DB).exists()
    listed = run("scrapy", "list").stdout.split()
    assert {"pages", "poll"} <= set(listed)
    (tmp_path / "my_spiders" / "own.py").write_text(
        "import scrapy\nclass Own(scrapy.Spider):\n    name = 'own'\n"
    )
    assert "own" in run("scrapy", "list").stdout.split()
    assert "kept newsarchive.toml" in run("newsarchive", "init").stdout


def test_init_writes_down_which_archive_it_made(run: Command, tmp_path: Path):
    told = run("newsarchive", "init", "here", "--archive", "here/kept/my.db")

    assert 'archive = "kept/my.db"\n' in (tmp_path / "here/newsarchive.toml").read_text()
    assert told.stderr == ""
    again = run("newsarchive", "init", "here", "--archive", "other.db")
    assert "the settings here name another archive" in again.stderr
    assert run("newsarchive", "init", "here").stderr == ""


@pytest.mark.parametrize(
    ("archive", "named"),
    [
        ("postgresql+psycopg://me:pw@host/news", "postgresql+psycopg://me@host/news"),
        (
            "postgresql://me@host/news?warc=/srv/w",
            "postgresql+psycopg://me@host/news?warc=%2Fsrv%2Fw",
        ),
        ("/srv/news.db", "/srv/news.db"),
    ],
)
def test_settings_name_an_archive_without_its_password(tmp_path: Path, archive: str, named: str):
    assert setting_of(archive, tmp_path) == named
    list(found(tmp_path, named))
    assert load_config(tmp_path, {}).archive == named


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("show", "abcdef"),
        ("sources",),
        ("crawl",),
        ("export", "-o", "x.json"),
        ("stats",),
        ("failures",),
    ],
)
def test_only_some_commands_make_an_archive(run: Command, tmp_path: Path, words: tuple[str, ...]):
    done = run("newsarchive", *words, code=2)

    assert "newsarchive.db: there is no archive; 'newsarchive init'" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "data").exists()


def test_archive_is_named_by_option_and_variable(run: Command, tmp_path: Path):
    (tmp_path / "a.txt").write_text("Headline\n\n" + "\n\n".join(sentences("x")))

    run("newsarchive", "import", "text", "a.txt", "--archive", "one.db")
    run("newsarchive", "import", "text", "a.txt", NEWSARCHIVE_ARCHIVE="two.db")

    assert (tmp_path / "one.db").exists()
    assert (tmp_path / "two.db").exists()
    assert run("newsarchive", "list", "--archive", "sqlite:///one.db").stdout


def test_extract_prints_fields_and_origins(run: Command, tmp_path: Path):
    (tmp_path / "a.html").write_text(
        page("Wall holds", sentences("x"), '<meta property="og:title" content="Wall holds">')
    )

    told = run("newsarchive", "extract", "a.html", "--url", "https://one.example/a").stdout
    as_json = json.loads(run("newsarchive", "extract", "a.html", "--json").stdout)

    assert "title        Wall holds   ← " in told
    assert as_json["title"] == "Wall holds"
    assert as_json["body"].startswith("The council of x met")
    assert "title" in as_json["origins"]
    piped = run("newsarchive", "extract", "-", "--json", stdin=(tmp_path / "a.html").read_text())
    assert json.loads(piped.stdout) == as_json


def test_extract_fetches(run: Command, site: Web):
    url = site.put("/a", page("Wall holds", sentences("x")))

    told = run("newsarchive", "extract", url, "--allow-private", "--json").stdout

    assert json.loads(told)["url"] == url
    told = run("newsarchive", "extract", url, code=2).stderr
    assert "is at a private address; add --allow-private if you mean it" in told


def test_bad_input_gives_one_sentence(run: Command, site: Web, tmp_path: Path):
    (tmp_path / "empty.html").write_text("")
    (tmp_path / "binary.html").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "doc.pdf").write_bytes(b"%PDF-1.7 and so on")
    gone = site.put("/gone", "x", 404)
    pdf = site.put("/x.pdf", b"%PDF-1.4", Content_Type="application/pdf")
    site.put("/", page("Nothing here", ["Just a page."]))

    for words, code, told in (
        (("extract", "none.html"), 2, "none.html: there is no such file"),
        (("extract", "empty.html"), 2, "empty.html: is empty"),
        (("extract", "binary.html"), 2, "binary.html: is a binary file"),
        (("extract", "doc.pdf"), 2, "doc.pdf: is a PDF"),
        (("extract", gone, "--allow-private"), 1, f"{gone}: the server answered 404"),
        (("extract", pdf, "--allow-private"), 1, "application/pdf is no web page"),
        (("extract", "http://no-such-host.invalid/"), 1, "name could not be found"),
        (("extract", "ftp://one.example/"), 2, "only http and https"),
        (("add", "http://no-such-host.invalid/", "--yes"), 1, "name could not be found"),
        (("add", "mailto:x", "--yes"), 2, "is no web address"),
        (("add", "nonsense", "--yes"), 2, "nonsense is no web address"),
        (("add", gone, "--yes", "--allow-private"), 1, "404"),
        (("add", site.url, "--yes", "--allow-private"), 2, "no feed and no list of articles"),
        (("import", "html", "none.html"), 1, "none.html: there is no such file"),
        (("import", "text", "binary.html"), 1, "is a binary file"),
        (("import", "html", "empty.html", "--url", "nonsense"), 2, "nonsense is no web address"),
        (("show", "zzzzzz"), 2, "zzzzzz: no such article"),
        (("export", "-o", "x.csv"), 2, "x.csv: name a file that ends in .json, .jsonl or .wacz"),
        (("export", "-o", "no/such/x.json"), 2, "does the folder exist?"),
        (("export", "-o", "x.json", "--since", "soon"), 2, "--since soon is no date"),
        (("crawl", "nobody"), 2, "there is no source 'nobody'"),
        (("crawl", "-s", "x"), 2, "write it as NAME=VALUE"),
        (("list", "--archive", "mysql://h/d"), 2, "SQLite or PostgreSQL"),
        (("nonsense",), 2, "No such command 'nonsense'"),
    ):
        done = run("newsarchive", *words, code=None)
        assert done.returncode == code, (words, done.stdout, done.stderr)
        assert told in done.stderr, (words, done.stderr)
    failures = run("newsarchive", "failures").stdout
    assert "none.html: there is no such file" in failures
    assert "binary.html: is a binary file" in failures


def test_a_broken_setting_is_named(run: Command, tmp_path: Path):
    (tmp_path / "newsarchive.toml").write_text("# settings\ndelay = 'x'\n")

    done = run("newsarchive", "list", code=2)

    assert "newsarchive.toml, line 2: 'delay' must be a number" in done.stderr


def test_an_archive_that_is_none(run: Command, tmp_path: Path):
    (tmp_path / "x.db").write_bytes(b"what is this " * 100)

    assert (
        "is not a newsarchive database"
        in run("newsarchive", "list", "--archive", "x.db", code=1).stderr
    )


def test_a_locked_archive_is_busy(run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(_engine, "BUSY_TIMEOUT_MS", 500)
    (tmp_path / "a.txt").write_text("Headline\n\n" + "\n\n".join(sentences("x")))
    run("newsarchive", "init")
    holder = sqlite3.connect(tmp_path / DB, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        done = run("newsarchive", "import", "text", "a.txt", code=3)
    finally:
        holder.close()

    assert "another program holds the archive locked" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_archive_can_be_read_but_not_written(run: Command, tmp_path: Path):
    (tmp_path / "a.txt").write_text("Headline\n\n" + "\n\n".join(sentences("x")))
    run("newsarchive", "import", "text", "a.txt")
    (tmp_path / DB).chmod(0o400)
    (tmp_path / "data").chmod(0o500)
    try:
        assert run("newsarchive", "list").stdout
        assert "cannot be written" in run("newsarchive", "import", "text", "a.txt", code=1).stderr
    finally:
        (tmp_path / "data").chmod(0o700)


def test_files_become_articles_and_the_dump_holds_them(run: Command, tmp_path: Path):
    (tmp_path / "saved" / "deep").mkdir(parents=True)
    (tmp_path / "saved" / "one.html").write_text(
        page("One", sentences("one"), "<link rel=canonical href=https://one.example/one>")
    )
    (tmp_path / "saved" / "deep" / "two.htm").write_text(page("Two", sentences("two")))
    (tmp_path / "saved" / "notes.txt").write_text("not a page")

    first = run("newsarchive", "import", "html", "saved")
    again = run("newsarchive", "import", "html", "saved")
    run("newsarchive", "export", "-o", "all.json")
    run("newsarchive", "export", "-o", "all.jsonl")

    assert "2 new" in first.stdout
    assert "2 unchanged" in again.stdout
    items = json.loads((tmp_path / "all.json").read_text())
    lines = [json.loads(text) for text in (tmp_path / "all.jsonl").read_text().splitlines()]
    assert items == lines
    assert [item["title"] for item in items] == ["Two", "One"]
    assert items[1]["url"] == "https://one.example/one"
    for item in items:
        jsonschema.validate(item, dump_schema())
        assert set(item) == set(dump_schema()["properties"])
    shown = run("newsarchive", "show", "https://one.example/one", "--json").stdout
    assert json.loads(shown) == items[1]
    assert items[0]["id"] in run("newsarchive", "list").stdout
    assert "imported" in run("newsarchive", "stats").stdout


def test_hostile_text_does_not_steer_the_terminal(run: Command, tmp_path: Path):
    (tmp_path / "a.html").write_text(page("Red \x1b[31malert\x07", sentences("x")))
    run("newsarchive", "import", "html", "a.html")

    for words in (("list",), ("show", "urn"), ("extract", "a.html")):
        assert "\x1b" not in run("newsarchive", *words, code=None).stdout


def test_the_seed_document(run: Command):
    if not SEED.exists():
        pytest.skip(f"the seed document is not at {SEED}")

    run("newsarchive", "import", "text", str(SEED))
    item = json.loads(run("newsarchive", "export", "-o", "-").stdout)

    assert item["published"] == "2023-01-28T16:46:00"
    assert item["published_precision"] == "minute"
    assert item["categories"] == ["Breaking News", "News", "Zero Hedge"]
    assert item["authors"] == ["Tyler Durden"]
    assert item["posted_by"] is None
    assert item["credit"]["source"] == "ZeroHedge News"
    assert item["credit"]["byline"] == "Tyler Durden"
    assert item["credit"]["published"] == "2023-01-28T16:00:00"
    assert item["image"]["credit"] == "STR/KCNA/Getty Images"
    assert item["body"].startswith("North Korea has issued")
    assert item["body"].endswith("in the far east.")
    assert "Posted by" not in item["body"]
    assert "STR/KCNA" not in item["body"]
    assert item["title"] not in item["body"]
    assert "guessed" in item["origins"]["categories"]


@pytest.mark.parametrize(
    "words",
    [("list",), ("export", "-o", "-"), ("stats",), ("extract", "a.html"), ("--help",)],
    ids=lambda words: words[0],
)
def test_output_that_nobody_reads_ends_quietly(
    run: Command, tmp_path: Path, words: tuple[str, ...]
):
    (tmp_path / "a.html").write_text(page("Wall holds", sentences("pipe")))
    run("newsarchive", "import", "html", "a.html")
    program = Path(sys.executable).parent / "newsarchive"

    with subprocess.Popen(
        [program, *words], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as command:
        assert command.stdout is not None
        assert command.stderr is not None
        command.stdout.close()  # as `| true` does
        told = command.stderr.read()

    assert told == b""
    assert command.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")
def test_output_that_cannot_be_written_is_told(run: Command, tmp_path: Path):
    run("newsarchive", "init")
    program = Path(sys.executable).parent / "newsarchive"

    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [program, "stats"], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, check=False
        )

    assert (done.stderr, done.returncode) == (
        b"newsarchive: the output: No space left on device\n",
        1,
    )


def test_names_no_file_can_have(run: Command, tmp_path: Path):
    long = "x" * 300
    (tmp_path / "file").write_text("")
    run("newsarchive", "init")

    for words, code, told in (
        (("list", "--archive", f"{long}.db"), 2, f"{long}.db: File name too long; name another"),
        (("list", "--archive", "~nosuchuser/x.db"), 2, "~nosuchuser/x.db: nobody has that home"),
        (("init", "--archive", "~nosuchuser/x.db"), 2, "~nosuchuser/x.db: nobody has that home"),
        (("init", long), 2, "File name too long"),
        (("init", "--archive", "file/x.db"), 1, "file/x.db: its folder cannot be made"),
        (("export", "-o", f"{long}.json"), 2, f"{long}.json cannot be written: File name too"),
        (("export", "-o", "file/x.json"), 2, "file/x.json cannot be written: Not a directory"),
        (("extract", long), 2, f"{long}: cannot be read: File name too long"),
        (("import", "html", long), 1, f"{long}: cannot be read: File name too long"),
        (("demo", "--archive", f"{long}.db"), 2, "File name too long; name another place"),
        (("demo", "--archive", "~nosuchuser/x.db"), 2, "~nosuchuser/x.db: nobody has that home"),
        (("demo", "--archive", "file/x.db"), 2, "Not a directory; name another place"),
    ):
        done = run("newsarchive", *words, code=code)
        assert told in done.stderr, words
        assert done.stderr.count("\n") == 1, words
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("data", "file", "my_spiders", "newsarchive.toml", "scrapy.cfg")
    ]


def test_a_setting_may_name_nobodys_home(run: Command):
    told = run("newsarchive", "list", code=2, NEWSARCHIVE_ARCHIVE="~nosuchuser/x.db").stderr

    assert told.startswith("newsarchive: ~nosuchuser/x.db: nobody has that home folder")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_the_demo_in_a_folder_that_cannot_be_written(run: Command, tmp_path: Path):
    tmp_path.chmod(0o500)
    try:
        done = run("newsarchive", "demo", code=2)
    finally:
        tmp_path.chmod(0o700)

    assert "Permission denied; name another place with --archive" in done.stderr


def test_the_demo_takes_a_url_as_every_command_does(run: Command, tmp_path: Path):
    shown = run("newsarchive", "demo", "--archive", "sqlite:///made/d.db").stdout

    assert "look around: newsarchive list --archive made/d.db" in shown
    assert {path.name for path in (tmp_path / "made").iterdir()} >= {"d.db", "exports", "warc"}
    assert {path.name for path in tmp_path.iterdir()} == {"made", "scrapy.cfg"}


def test_what_is_not_added_leaves_no_archive(run: Command, site: Web, tmp_path: Path):
    site.put("/feed", rss("Daily Wall", site.url, []), Content_Type="text/xml")

    assert "is no web address" in run("newsarchive", "add", "not a url", code=2).stderr
    asked = run("newsarchive", "add", f"{site.url}/feed", "--allow-private", code=2)

    assert "follow feed" in asked.stdout
    assert asked.stderr == (
        "newsarchive: nobody can be asked without a terminal; add --yes to save at once\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["scrapy.cfg"]


def test_an_unknown_source_is_misuse_everywhere(run: Command, tmp_path: Path):
    (tmp_path / "a.html").write_text(
        page("One", sentences("one"), "<link rel=canonical href=https://one.example/one>")
    )
    run("newsarchive", "import", "html", "a.html")

    for words in (("list",), ("failures",), ("export", "-o", "x.json"), ("crawl",)):
        option = () if words == ("crawl",) else ("--source",)
        told = run("newsarchive", *words, *option, "nosuch", code=2).stderr
        assert told == (
            "newsarchive: there is no source 'nosuch'; the archive follows: none yet\n"
        ), words
    assert not (tmp_path / "x.json").exists()
    run("newsarchive", "export", "-o", "x.json", "--source", "one.example")
    assert len(json.loads((tmp_path / "x.json").read_text())) == 1


def test_a_folder_that_is_named_as_a_page(run: Command, tmp_path: Path):
    folder = tmp_path / "saved" / "site.html"
    folder.mkdir(parents=True)
    (folder / "one.html").write_text(page("One", sentences("one")))

    done = run("newsarchive", "import", "html", "saved")

    assert (done.stdout.count("\n"), done.stderr) == (1, "")
    assert done.stdout.startswith("new ")


def test_ctrl_c_in_a_callback_is_not_dropped():
    script = (
        "import signal, newsarchive.__main__, newsarchive.cli\n"
        # a shell that starts us in the background has it ignored
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "class Callback:\n"
        "    def __del__(self): signal.raise_signal(signal.SIGINT)\n"
        "def run():\n"
        "    Callback()\n"
        "    print('ran on')\n"
        "newsarchive.cli.main = run\n"
        "newsarchive.__main__.main()\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (130, "", "newsarchive: stopped\n")
