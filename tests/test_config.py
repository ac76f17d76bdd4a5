from pathlib import Path

import pytest

from newsarchive.config import holds_secret, load_config, variables_set
from newsarchive.errors import ConfigError


def test_defaults_without_a_file(tmp_path: Path):
    config = load_config(tmp_path, {})

    assert config.archive_place == str(tmp_path / "data/newsarchive.db")
    assert config.robots
    assert config.file is None


def test_paths_count_from_the_file(tmp_path: Path):
    (tmp_path / "newsarchive.toml").write_text('archive = "store/news.db"\ndelay = 3\n')
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)

    config = load_config(below, {})

    assert config.archive_place == str(tmp_path / "store/news.db")
    assert config.delay == 3.0


@pytest.mark.parametrize(
    ("named", "place"),
    [
        ("store/news.db", "{}/store/news.db"),
        ("/srv/news.db", "/srv/news.db"),
        ("sqlite:///store/news.db", "sqlite:///{}/store/news.db"),
        ("sqlite:////srv/news.db", "sqlite:////srv/news.db"),
        ("~/news.db", "~/news.db"),
        ("sqlite:///~/news.db", "sqlite:///~/news.db"),
        ("postgresql://host/news", "postgresql://host/news?warc={}/data/warc/news"),
        ("postgresql://host/news?warc=w&a=b", "postgresql://host/news?a=b&warc={}/w"),
        ("postgresql://host/news?warc=/srv/w", "postgresql://host/news?warc=/srv/w"),
        ("postgresql://host/news?warc=~/w", "postgresql://host/news?warc=~/w"),
        ("postgresql://host", "postgresql://host"),
    ],
)
def test_the_archive_counts_from_the_file(tmp_path: Path, named: str, place: str):
    (tmp_path / "newsarchive.toml").write_text(f'archive = "{named}"\n')
    (tmp_path / "below").mkdir()

    assert load_config(tmp_path / "below", {}).archive_place == place.format(tmp_path)


def test_variables_win(tmp_path: Path):
    (tmp_path / "newsarchive.toml").write_text("delay = 3\nrobots = true\n")

    config = load_config(
        tmp_path,
        {
            "NEWSARCHIVE_DELAY": "0.5",
            "NEWSARCHIVE_ROBOTS": "no",
            "NEWSARCHIVE_SPIDER_MODULES": "a, b",
            "NEWSARCHIVE_ARCHIVE": "sqlite:////tmp/x.db",
        },
    )

    assert (config.delay, config.robots, config.spider_modules) == (0.5, False, ("a", "b"))
    assert config.archive_place == "sqlite:////tmp/x.db"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("delay = 1\ndelai = 2\n", r"newsarchive\.toml, line 2: there is no setting 'delai'"),
        ("\n\ndelay = 'fast'\n", r"line 3: 'delay' must be a number, not 'fast'"),
        ("concurrency = 0\n", r"line 1: 'concurrency' must lie between 1 and 64, not 0"),
        ("robots = 1\n", r"'robots' must be true or false"),
        ("spider_modules = 'x'\n", r"must be a list of names"),
        ("delay = \n", r"no valid TOML: .*line 1"),
        ("[crawl]\ndelay = 1\n", r"line 1: there is no setting 'crawl'"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, text: str, told: str):
    (tmp_path / "newsarchive.toml").write_text(text)

    with pytest.raises(ConfigError, match=told):
        load_config(tmp_path, {})


def test_a_broken_variable_is_named(tmp_path: Path):
    with pytest.raises(ConfigError, match="NEWSARCHIVE_DELAY: 'delay' must be a number"):
        load_config(tmp_path, {"NEWSARCHIVE_DELAY": "soon"})


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("smtp", "mail.example", "mail.example:587"),
        ("alert_mail", "nobody", "me@paper.example"),
        ("alert_webhook", "hooks.example/T0K3N", "env:HOOK"),
    ],
)
def test_a_slip_in_who_is_told_shows_at_once(tmp_path: Path, name: str, wrong: str, right: str):
    (tmp_path / "newsarchive.toml").write_text(f'{name} = "{right}"\n')
    assert getattr(load_config(tmp_path, {}), name) == right

    (tmp_path / "newsarchive.toml").write_text(f'{name} = "{wrong}"\n')
    with pytest.raises(ConfigError, match=f"line 1: '{name}' must be") as raised:
        load_config(tmp_path, {})
    assert wrong not in str(raised.value)


def test_a_password_with_a_slash_is_no_part_of_the_database(tmp_path: Path):
    (tmp_path / "newsarchive.toml").write_text(
        'archive = "postgresql+psycopg://u:pa/ss@db.example/news"\n'
    )
    place = load_config(tmp_path, {}).archive_place
    assert place.endswith(f"@db.example/news?warc={tmp_path}/data/warc/news")
    (tmp_path / "newsarchive.toml").write_text('archive = "postgresql/news.db"\n')
    assert load_config(tmp_path, {}).archive_place == f"{tmp_path}/postgresql/news.db"


@pytest.mark.parametrize(
    ("name", "text", "secret"),
    [
        ("archive", "postgresql://u:pa/ss@h/db", True),
        ("archive", "postgresql://h/db?user=u&password=x", True),
        ("archive", "postgresql://u@h/db", False),
        ("archive", "data/news.db", False),
        ("alert_apprise", "env:A, tgram://token/123", True),
        ("alert_apprise", "env:A, env:B", False),
        ("alert_command", "mail me", True),
        ("contact", "me@x.example", False),
    ],
)
def test_what_is_not_to_be_printed(name: str, text: str, *, secret: bool) -> None:
    assert holds_secret(name, text) is secret
    variable = f"NEWSARCHIVE_{name.upper()}"
    assert variables_set({variable: text, "HOME": "/"}) == {variable: None if secret else text}
