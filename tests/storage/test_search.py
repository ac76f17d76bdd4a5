"""What is found, in what order; the index follows what is archived."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from newsarchive.errors import NotFound, UsageError
from newsarchive.ingest import ingest
from newsarchive.model import Article, Source
from newsarchive.search import Search
from newsarchive.storage import Archive, Understood, _fulltext, _search, open_archive
from tests.fakes import article

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)
TEXTS = {
    "de": (
        "Hochwasser an der Küste",
        "Die Straße zum Hafen steht unter Wasser. Ein COVID-19-Test.",
    ),
    "en-GB": ("Rising tide at the harbour", "The café closed early while the rising tide came in."),
    "zh": ("北京大学的消息", "昨天在北京举行了NATO峰会。"),
    "ja": ("東京都の天気", "東京タワーは今日も晴れです。"),
    "th": ("ข่าวประเทศไทย", "น้ำท่วมกรุงเทพมหานคร"),
    "ko": ("서울시장 발표", "서울에서 회의가 열렸다."),
    "hi": ("हिन्दी समाचार", "मुंबई में बारिश"),
}


def fill(archive: Archive) -> None:
    for number, (language, (title, body)) in enumerate(TEXTS.items()):
        page = article(
            f"https://{language[:2]}.example/a",
            title=title,
            body=body,
            language=language,
            published=AT - timedelta(days=number),
            authors=["Jane Doe"] if number % 2 else ["Doe Jane", "Ann Lee"],
            categories=["Weather"] if number < 2 else [],
        )
        ingest(archive, page, at=AT)


def found(archive: Archive, query: str = "", limit: int = 20, **filters) -> list[str]:
    with archive.reading() as rows:
        hits = rows.search.find(Search(query=query, **filters), limit=limit).hits
    return [hit.url.split("/")[2][:2] for hit in hits]


@pytest.mark.parametrize(
    ("query", "languages"),
    [
        ("strasse kuste", "de"),
        ("STRASSE Küste", "de"),
        ("cafe", "en"),
        ('"rising tide"', "en"),
        ('"tide rising"', ""),
        ("hafen OR harbour", "de en"),
        ("harb*", "en"),
        ("body:harbour", ""),
        ("title:harbour", "en"),
        ("covid-19", "de"),
        ("北京", "zh"),
        ("北京大学", "zh"),
        ("京大", "zh"),
        ("大北", ""),
        ("学", "zh"),
        ("nato 峰会", "zh"),
        ("nato", "zh"),
        ("東京", "ja"),
        ("タワー", "ja"),
        ("ไทย", "th"),
        ("กรุงเทพ", "th"),
        ("서울", "ko"),
        ("회의", "ko"),
        ("मुंबई", "hi"),
        ("北京 OR tide OR 서울", "en zh ko"),
        ("NOT 北京", "de en ja th ko hi"),
        ("lang:en", "en"),
        ("lang:en-gb", "en"),
        ('author:"jane doe"', "en ja ko"),
        ("author:lee -北京", "de th hi"),
        ("category:weather NOT tide", "de"),
        ("source:zh.example", "zh"),
    ],
)
def test_what_is_found(searched: Archive, query, languages):
    assert found(searched, query) == languages.split()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def searched(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("search")
    place = folder / "a.db"
    if request.param == "postgresql":
        urls = request.getfixturevalue("postgresql_urls")
        place = f"{urls.format('searched')}&warc={folder}"
    with open_archive(place, create=True) as opened:
        fill(opened)
        yield opened


def test_filters_and_dates(searched: Archive):
    day = timedelta(days=1)

    assert found(searched, source="zh.example") == ["zh"]
    assert found(searched, "tide", author="jane", category="weather", lang="en") == ["en"]
    assert found(searched, since=AT - 2 * day, until=AT) == ["en", "zh"]
    assert found(searched, until=AT - 5 * day) == ["hi"]
    assert found(searched, since=AT, sort="best") == ["de"]
    with searched.reading() as rows, pytest.raises(UsageError, match="no letter or digit"):
        rows.search.find(Search(author="&"))


def test_pages_go_on_where_the_last_ended(searched: Archive):
    seen, before = [], None
    with searched.reading() as rows:
        for _ in range(4):
            page = rows.search.find(Search(), limit=2, before=before)
            seen += [hit.url for hit in page.hits]
            before = page.hits[-1].position
            assert page.more == (len(seen) < len(TEXTS))
    assert len(set(seen)) == len(TEXTS)


@pytest.mark.parametrize(
    "query",
    [
        "学",
        "title:学",
        "body:学",
        "学 海",
        "学 OR 海",
        "海 -学",
        "-学",
        "学 lang:zh",
        "学生 海",
        "大学 学 海",
        "(学 OR 山) 者",
        "没有 学",
    ],
)
def test_one_character_finds_the_same_by_the_shorter_way(archive: Archive, monkeypatch, query):
    for number in range(30):
        body = "，".join(("海", "学生", "大学", "海学者", "水。学")[: number % 6]) + "，山"
        page = article(
            f"https://x{number:02}.example/a",
            title="学" if number % 7 == 0 else f"消息{number}",
            body=body,
            language="zh" if number % 2 else "ja",
            published=AT - timedelta(days=number),
        )
        ingest(archive, page, at=AT)

    def told() -> list[list[str]]:
        answers = []
        with archive.reading() as rows:
            for limit in (1, 3, 20):
                for since in (None, AT - timedelta(days=9)):
                    search = Search(query=query, since=since)
                    first = rows.search.find(search, limit=limit)
                    before = first.hits[-1].position if first.hits else None
                    then = rows.search.find(search, limit=limit, before=before)
                    answers.append([hit.url for hit in (*first.hits, *then.hits)])
        return answers

    monkeypatch.setattr(_search, "RECENT", ())
    whole = told()
    for steps in ((2, 5), (6, 25), (40, 200)):
        monkeypatch.setattr(_search, "RECENT", steps)
        assert told() == whole
    assert whole[0] or query == "没有 学"


def test_one_character_is_ranked_among_the_newest_that_hold_it(sqlite_archive, monkeypatch):
    for number in range(12):
        page = article(
            f"https://x{number:02}.example/a",
            title="学" if number == 7 else f"消息{number}",
            body="山水学" + "学" * (number % 3) + "，山",
            language="zh",
            published=AT - timedelta(days=number),
        )
        ingest(sqlite_archive, page, at=AT)

    with sqlite_archive.reading() as rows:

        def best(limit: int, *, query: str = "学"):
            found = rows.search.find(Search(query=query, sort="best"), limit=limit)
            return [hit.url[9:11] for hit in found.hits], found.ranked

        assert best(1) == (["07"], None)  # all twelve were ranked
        assert best(12)[0][:5] == ["07", "02", "05", "08", "11"]
        monkeypatch.setattr(_search, "RECENT", (3, 6))
        assert best(2) == (["02", "05"], 6)
        assert set(best(20)[0]) == {f"{number:02}" for number in range(12)}  # FTS5 had to tell
        assert best(1, query="学 消息3") == (["03"], None)  # what is rare is looked up first


def test_the_best_stands_first_and_what_was_not_ranked_is_said(archive: Archive, monkeypatch):
    for number in range(6):
        page = article(
            f"https://one.example/{number}",
            title="Tide tide" if number == 1 else f"Story {number}",
            body=f"A tide of {number} " + "and other words " * 20,
            published=AT + timedelta(days=number),
        )
        ingest(archive, page, at=AT)

    with archive.reading() as rows:
        best = rows.search.find(Search(query="tide", sort="best"))
        assert best.hits[0].url.endswith("/1")
        assert best.ranked is None
        monkeypatch.setattr(_fulltext, "RANKED", {"sqlite": 3, "postgresql": 3})
        few = rows.search.find(Search(query="tide", sort="best"))
        assert few.ranked == 3
        assert {hit.url[-1] for hit in few.hits} == {"3", "4", "5"}
        with pytest.raises(UsageError, match="cannot be continued"):
            rows.search.find(Search(query="tide", sort="best"), before=1)


def test_the_index_follows_revisions_readings_and_dates(archive: Archive):
    old, new = "The harbour wall holds. " * 20, "The lighthouse fell. " * 20
    ingest(archive, article(body=old, published=None), at=AT)
    assert found(archive, "harbour") == ["on"]

    ingest(archive, article(body=new, title="News 東京", published=AT), at=AT + timedelta(days=9))

    assert found(archive, "holds") == []
    assert found(archive, "lighthouse 東京") == ["on"]
    assert found(archive, until=AT) == []
    assert found(archive, since=AT, until=AT + timedelta(seconds=1)) == ["on"]
    assert list(archive.faults()) == []  # what was taken out left nothing
    with archive.writing() as rows:
        rows.search.drop([1])
    assert found(archive, "lighthouse") == []


def test_articles_of_one_moment_and_of_long_ago_are_all_found(archive: Archive):
    for number in range(5):
        ingest(
            archive,
            article(f"https://o{number}.example/", body=f"tide {number}", published=AT),
            at=AT,
        )
    ingest(
        archive,
        article("https://x.example/", body="tide x", published=datetime(1923, 5, 1, tzinfo=UTC)),
        at=AT,
    )

    assert sorted(found(archive, "tide")) == ["o0", "o1", "o2", "o3", "o4", "x."]
    assert found(archive, "tide")[-1] == "x."
    assert len(found(archive, "tide", since=AT, until=AT + timedelta(seconds=1))) == 5
    assert found(archive, "tide", until=AT) == ["x."]


def test_a_source_is_found_by_its_slug(archive: Archive):
    with archive.writing() as rows:
        source = Source(slug="the-one", name="One", home="https://one.example/")
        slug = rows.sources.add(source, at=AT).slug
    ingest(archive, article(source=slug), at=AT)

    assert found(archive, source="the-one") == ["on"]
    assert found(archive, source="one.example") == []


def test_filling_gives_what_writing_gave(archive: Archive):
    fill(archive)
    queries = ["tide", "北京", "NOT lang:de", 'author:"jane doe"', "서울 OR hafen"]
    before = [found(archive, query) for query in queries]
    with archive.writing() as rows:
        assert _search.index_anew(rows._session.connection()) == len(TEXTS)

    assert [found(archive, query) for query in queries] == before


def test_an_article_that_moves_is_found_by_its_host(archive: Archive):
    key = ingest(archive, article(body="tide"), at=AT).article_id
    with archive.writing() as rows:
        rows.articles.move(key, "https://two.example/a")

    assert found(archive, source="one.example") == []
    assert found(archive, "tide", source="two.example") == ["tw"]
    assert list(archive.faults()) == []


def test_a_text_that_is_understood_better_is_found_and_is_no_news(archive: Archive):
    ingest(archive, article(body="tide " * 60), at=AT)
    with archive.writing() as rows:
        rows.watches.add("sea", Search(query="tide OR flood"), at=AT)
        (readable,) = rows.rereadings.load(rows.rereadings.ids(limit=9))
        better = replace(readable.article, body="flood " * 60)
        rows.rereadings.add(
            Understood(
                revision_id=readable.revision_id,
                reading_id=readable.reading_id,
                article=better,
                text_hash="1",
            ),
            extractor="2",
            at=AT,
        )

    assert found(archive, "tide") == []
    assert found(archive, "flood") == ["on"]
    assert list(archive.faults()) == []
    with archive.reading() as rows:
        assert rows.search.changed(Search(query="flood"), rows.watches.get("sea").told, 9)[0] == ()


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE search_entries SET reading_id = 99 WHERE article_id = 2",
        "UPDATE search_entries SET source = 'x' WHERE article_id = 2",
        "DELETE FROM search_entries WHERE article_id = 2",
        "UPDATE search_entries SET id = id + 1000000 WHERE article_id = 2",
    ],
)
def test_an_index_out_of_step_is_named_and_mended(archive: Archive, harm):
    fill(archive)
    with archive.writing() as rows:
        rows._session.execute(text(harm))
        key = rows._session.scalar(text("SELECT key FROM articles WHERE id = 2"))

    told = list(archive.faults())

    assert any(fault.endswith(key) or f"{key};" in fault for fault in told)
    assert all("newsarchive vacuum" in fault for fault in told)
    archive.vacuum()
    assert list(archive.faults()) == []
    assert found(archive, "tide") == ["en"]


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("UPDATE search_spaced_data SET block = X'00' WHERE id > 10", "search_spaced is damaged"),
        (
            (
                "INSERT INTO search_spaced (search_spaced, rowid, body, title, facts)"
                " SELECT 'delete', id, 'other words', '', '' FROM search_entries"
                " WHERE article_id = 2"
            ),
            "words, its articles have",
        ),
    ],
)
def test_a_damaged_index_is_named_and_mended(sqlite_archive: Archive, harm, told):
    fill(sqlite_archive)
    with sqlite_archive.writing() as rows:
        rows._session.execute(text(harm))

    with sqlite_archive.writing():  # a crawl goes on meanwhile
        assert any(told in fault for fault in sqlite_archive.faults())
    sqlite_archive.vacuum()
    assert list(sqlite_archive.faults()) == []
    assert found(sqlite_archive, "tide") == ["en"]


def test_a_watch_goes_on_after_the_index_is_made_anew_and_in_a_copy(
    archive: Archive, tmp_path, postgresql_url
):
    fill(archive)
    with archive.writing() as rows:
        rows.watches.add("sea", Search(query="tide OR 北京 OR news"), at=AT)
    ingest(archive, article("https://new.example/", body="news"), at=AT)
    with archive.writing() as rows:
        _search.index_anew(rows._session.connection())
    places = [tmp_path / "copy.db"]
    if archive.place.path is not None:
        places.append(postgresql_url)

    for place in places:
        with open_archive(place, create=True) as copy:
            archive.copy_to(copy)
            with copy.reading() as rows:
                watch = rows.watches.get("sea")
                (hit,), _ = rows.search.changed(watch.search, watch.told, 9)
            assert hit.url == "https://new.example/"
            assert found(copy, "東京 OR tide") == ["en", "ja"]
            assert list(copy.faults()) == []


def test_many_of_one_midnight_find_places_near_it(archive: Archive, monkeypatch):
    monkeypatch.setattr(_search, "TRIED", 2)
    for number in range(40):
        page = article(f"https://o{number}.example/", body=f"tide {number}", published=AT)
        ingest(archive, page, at=AT)

    assert len(found(archive, "tide", since=AT, until=AT + timedelta(seconds=1), limit=50)) == 40
    with archive.reading() as rows:
        hits = rows.search.find(Search(query="tide"), limit=50).hits
    assert len(hits) == 40
    assert 40 <= max(hit.position for hit in hits) - _search.slot_of(AT) < 400


def test_words_beyond_what_postgresql_holds_are_still_found(archive: Archive):
    body = " ".join(f"w{number}" for number in range(20_000)) + " tide " + "x" * 5_000
    ingest(archive, article(body=body), at=AT)

    assert found(archive, "tide w19999") == ["on"]
    assert found(archive, "x" * 1_000) == ["on"]
    assert found(archive, '"w1 w2 w3"') == ["on"]


def test_a_watch_tells_what_is_new_or_revised_once(archive: Archive):
    ingest(archive, article(body="tide " * 60), at=AT)
    with archive.writing() as rows:
        rows.watches.add("sea", Search(query="tide", since=LONG_AGO), at=AT)
        with pytest.raises(UsageError, match="already"):
            rows.watches.add("sea", Search(query="x"), at=AT)

    def ask(limit: int = 10) -> list[str]:
        with archive.writing() as rows:
            watch = rows.watches.get("sea")
            hits, change = rows.search.changed(watch.search, watch.told, limit)
            rows.watches.told("sea", change, at=AT)
        return [hit.url for hit in hits]

    assert ask() == []
    ingest(archive, article("https://two.example/", body="tide two"), at=AT)
    ingest(archive, article("https://three.example/", body="other"), at=AT)
    old = datetime(1999, 5, 1, tzinfo=UTC)  # new is what was archived since, however old
    ingest(archive, article("https://four.example/", body="tide four", published=old), at=AT)
    assert ask(limit=1) == ["https://two.example/"]
    assert ask() == ["https://four.example/"]
    assert ask() == []
    ingest(archive, article(body="the tide came " * 60), at=AT + timedelta(days=1))
    assert ask() == ["https://one.example/a"]
    with archive.writing() as rows:
        assert rows.watches.all()[0].search.since == LONG_AGO
        rows.watches.remove("sea")
        with pytest.raises(NotFound, match="no watch 'sea'"):
            rows.watches.get("sea")


def test_fts5_is_there():
    sqlite3.connect(":memory:").execute("CREATE VIRTUAL TABLE t USING fts5(x)")


def test_an_article_without_any_text(archive: Archive):
    ingest(archive, Article(url="https://one.example/", body="¶ “”"), at=AT)

    assert found(archive) == ["on"]
