"""The merging rules of docs/architecture.md, section 5, through the one writer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsarchive.ingest import ingest, recognise
from newsarchive.model import (
    Absence,
    Archived,
    Article,
    Capture,
    Credit,
    Evidence,
    Image,
    Kind,
    ListingState,
    Precision,
    Rung,
    Source,
    VerdictKind,
)
from newsarchive.storage import Archive
from tests.fakes import BODY, article, sentences

AT = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)


def put(archive: Archive, page: Article, hours: int = 0):
    return ingest(archive, page, at=AT + timedelta(hours=hours))


def held(archive: Archive) -> list[Archived]:
    with archive.reading() as rows:
        return rows.archived.page()[0]


def test_everything_an_article_says_comes_back(archive: Archive):
    page = article(
        canonical_url="https://one.example/a",
        authors=["Jane Roe", "Li Wei"],
        posted_by="desk",
        published=datetime.fromisoformat("2026-03-04T01:00:00-05:00"),
        published_raw="4 March",
        published_precision=Precision.MINUTE,
        modified=datetime(2026, 3, 5),
        modified_raw="5 March",
        modified_precision=Precision.DAY,
        categories=["World", "Seas"],
        tags=["tide"],
        language="en",
        body_html="<p>x</p>",
        summary="Lede.",
        image=Image(url="https://one.example/i.png", caption="A wall", credit="Roe"),
        publisher="One",
        credit=Credit(source="Two", byline="Ann", via=(Credit(source="Three"),)),
        evidence=[
            Evidence(field="title", position=0, origin="json-ld", raw="t"),
            Evidence(field="categories", position=0, origin="visible", raw="c", guessed=True),
        ],
    )

    put(archive, page)
    (item,) = held(archive)

    assert item.article.origins == {"title": "json-ld", "categories": "visible (guessed)"}
    for name in Article.__dataclass_fields__:
        if name not in ("capture", "source", "verdict"):
            assert getattr(item.article, name) == getattr(page, name), name
    assert item.article.published
    assert item.article.published.utcoffset() == timedelta(hours=-5)
    assert item.article.modified
    assert item.article.modified.tzinfo is None


def test_the_same_page_again_is_a_mere_visit(archive: Archive):
    first = put(archive, article())
    again = put(archive, article(), hours=1)
    (item,) = held(archive)

    assert again.kind is VerdictKind.UNCHANGED
    assert again.article_id == first.article_id
    assert item.revisions == 1
    assert item.last_seen_at == AT + timedelta(hours=1)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Harbour wall breaks"},
        {"body": BODY.replace("word1x1", "other")},
        {"authors": ["Ann Other"]},
    ],
)
def test_a_changed_article_becomes_a_revision_and_the_old_text_stays(
    archive: Archive, change: dict
):
    first = put(archive, article(authors=["Jane Roe"]))
    verdict = put(archive, article(**{"authors": ["Jane Roe"], **change}), hours=1)
    with archive.reading() as rows:
        revisions = rows.archived.revisions(first.article_id)

    assert verdict.kind is VerdictKind.REVISED
    assert [revision.number for revision in revisions] == [1, 2]
    assert (revisions[0].title, revisions[0].body) == ("Harbour wall holds", BODY)
    assert revisions[1].body == change.get("body", BODY)


def test_white_space_and_quotes_make_no_revision(archive: Archive):
    put(archive, article(body=BODY + ' He said "no".'))
    verdict = put(archive, article(body=BODY + "\n\nHe  said “no”."))

    assert verdict.kind is VerdictKind.UNCHANGED


def test_a_field_we_missed_before_is_a_reading_not_a_revision(archive: Archive):
    put(archive, article())
    verdict = put(archive, article(categories=["World"]))
    (item,) = held(archive)

    assert verdict.kind is VerdictKind.UNCHANGED
    assert item.revisions == 1
    assert item.article.categories == ["World"]


def test_tracking_parameters_fragments_and_slashes_are_one_address(archive: Archive):
    for url in (
        "https://one.example/a",
        "https://ONE.example:443/a/?utm_source=x#part",
        "https://one.example/a/?fbclid=1",
    ):
        put(archive, article(url))

    (item,) = held(archive)
    assert item.urls == ("https://one.example/a",)


def test_amp_and_print_variants_are_the_same_document(archive: Archive):
    put(archive, article())
    verdict = put(
        archive,
        article(
            "https://one.example/amp/a", canonical_url="https://one.example/a", body=BODY + " amp"
        ),
    )
    (item,) = held(archive)

    assert verdict.kind is VerdictKind.SAME_DOCUMENT
    assert item.revisions == 1
    assert set(item.urls) == {"https://one.example/a", "https://one.example/amp/a"}
    again = put(
        archive,
        article(
            "https://one.example/amp/a", canonical_url="https://one.example/a", body=BODY + " amp2"
        ),
    )
    assert again.kind is VerdictKind.UNCHANGED


def test_the_canonical_page_takes_over_from_a_variant_met_first(archive: Archive):
    put(archive, article("https://one.example/amp/a", canonical_url="https://one.example/a"))
    verdict = put(archive, article(canonical_url="https://one.example/a", body=BODY + " full"))
    (item,) = held(archive)

    assert verdict.kind is VerdictKind.SAME_DOCUMENT
    assert item.url == "https://one.example/a"
    assert item.revisions == 1, "a variant's other wording is no edit"
    assert item.article.body.endswith("full")
    edited = article(canonical_url="https://one.example/a", body=BODY + " edited")
    assert put(archive, edited).kind is VerdictKind.REVISED


def test_a_page_that_takes_over_is_told_from_its_copies_in_any_order(archive: Archive):
    variant = {"canonical_url": "https://one.example/a"}
    put(archive, article("https://one.example/amp/a", body=BODY + " amp", **variant))
    put(archive, article("https://two.example/copy", body=BODY + " full"))
    put(archive, article("https://one.example/a", body=BODY + " full", **variant))

    assert [len(item.copies) for item in held(archive)] == [1, 1]


def test_a_canonical_url_on_another_site_merges_nothing(archive: Archive):
    put(archive, article())
    verdict = put(
        archive,
        article(
            "https://evil.example/a", canonical_url="https://one.example/a", body="other " * 60
        ),
    )

    assert verdict.kind is VerdictKind.NEW
    assert len(held(archive)) == 2


@pytest.mark.parametrize("canonical", ["https://one.example/", "https://one.example/fixed"])
def test_a_site_whose_every_page_names_one_canonical_url(archive: Archive, canonical: str):
    for number in range(3):
        words = " ".join(f"w{number}n{index}" for index in range(80))
        put(
            archive,
            article(
                f"https://one.example/{number}",
                title=f"Story {number}",
                body=words,
                canonical_url=canonical,
            ),
        )

    assert len(held(archive)) == 3


def test_equal_title_and_text_within_a_site_are_one_article(archive: Archive):
    put(archive, article())
    verdict = put(archive, article("https://one.example/print?id=7"))

    assert verdict.kind is VerdictKind.SAME_DOCUMENT
    assert len(held(archive)) == 1


def test_equal_text_elsewhere_is_a_linked_copy(archive: Archive):
    original = put(archive, article(published=datetime(2026, 3, 1, tzinfo=UTC)))
    copy = put(
        archive, article("https://two.example/b", published=datetime(2026, 3, 2, tzinfo=UTC))
    )
    third = put(archive, article("https://three.example/c"))
    items = {item.source: item for item in held(archive)}
    with archive.reading() as rows:
        copies = {figures.source: figures.copies for figures in rows.figures()}

    assert copy.kind is third.kind is VerdictKind.COPY
    assert copy.story == third.story != ""
    assert items["one.example"].copies == (copy.article_id, third.article_id)
    assert items["three.example"].copies == (original.article_id, copy.article_id)
    assert copies == {"one.example": 0, "two.example": 1, "three.example": 1}


def test_an_article_revised_into_the_text_of_another_is_its_copy(archive: Archive):
    original = put(archive, article())
    elsewhere = "\n\n".join(sentences("Lund"))
    other = put(archive, article("https://two.example/b", title="Rain", body=elsewhere))
    revised = put(archive, article("https://two.example/b"), hours=1)

    assert (other.kind, revised.kind) == (VerdictKind.NEW, VerdictKind.REVISED)
    assert {item.source: item.copies for item in held(archive)} == {
        "one.example": (other.article_id,),
        "two.example": (original.article_id,),
    }


def test_a_variant_that_was_met_first_says_whose_it_is(archive: Archive):
    put(archive, article("https://one.example/amp/a", canonical_url="https://one.example/a"))
    put(archive, article("https://one.example/a"), hours=1)
    with archive.reading() as rows:
        known = rows.why("https://one.example/amp/a")

    assert known.article_url == "https://one.example/a"
    assert known.reason == "names https://one.example/a as canonical"


def test_short_texts_never_merge_by_hash(archive: Archive):
    put(archive, article(body="Subscribe to read on."))
    verdict = put(archive, article("https://one.example/b", body="Subscribe to read on."))

    assert verdict.kind is VerdictKind.NEW


def test_an_article_that_moved_keeps_its_id(archive: Archive):
    first = put(archive, article())
    moved = article("https://one.example/2026/a")
    moved.capture = Capture(
        url="https://one.example/a",
        final_url="https://one.example/2026/a",
        fetched_at=AT,
        status=200,
        digest="sha256:0",
    )
    verdict = put(archive, moved)
    (item,) = held(archive)

    assert verdict.article_id == first.article_id
    assert item.url == "https://one.example/2026/a"
    assert set(item.urls) == {"https://one.example/a", "https://one.example/2026/a"}


def test_the_source_is_found_by_its_site(archive: Archive):
    source = Source(slug="one", name="One", home="https://www.one.org/")
    with archive.writing() as rows:
        rows.sources.add(source, at=AT)

    put(archive, article("https://news.one.org/x"))

    assert held(archive)[0].source == "one"


def test_what_has_no_address_goes_by_its_digest(archive: Archive):
    put(archive, article(url=""))
    again = put(archive, article(url=""))
    (item,) = held(archive)

    assert item.url.startswith("urn:sha256:")
    assert item.source == "imported"
    assert again.kind is VerdictKind.UNCHANGED


def test_surrogates_and_nul_never_reach_the_database(archive: Archive):
    put(archive, article(title="a\ud800b\0c", authors=["\udfffx"], image=Image(caption="\0y")))
    (item,) = held(archive)

    assert item.article.title == "a?bc"
    assert item.article.authors == ["?x"]
    assert item.article.image == Image(caption="y")


def test_recognising_writes_nothing_new(archive: Archive):
    put(archive, article())

    assert recognise(archive, article(), at=AT) is not None
    assert recognise(archive, article(title="Other"), at=AT) is None
    assert recognise(archive, article("https://one.example/new"), at=AT) is None
    assert len(held(archive)) == 1


def test_a_deleted_article_is_gone_until_it_is_seen_again(archive: Archive):
    put(archive, article())
    url = "https://one.example/a"

    def miss(hours: int) -> Absence | None:
        with archive.writing() as rows:
            return rows.absences.missed(
                url, at=AT + timedelta(hours=hours), cause=f"404 at {hours}"
            )

    assert miss(1) == Absence(
        first_at=AT + timedelta(hours=1),
        first_cause="404 at 1",
        last_at=AT + timedelta(hours=1),
        last_cause="404 at 1",
        times=1,
    )
    miss(7)
    assert held(archive)[0].gone_at is None, "two visits, but within a day"
    miss(26)
    assert held(archive)[0].gone_at == AT + timedelta(hours=1)

    put(archive, article())

    assert held(archive)[0].gone_at is None
    with archive.reading() as rows:
        (absence,) = rows.absences.of(held(archive)[0].id)
    assert (absence.times, absence.last_cause, absence.returned_at) == (3, "404 at 26", AT)
    miss(30)
    assert held(archive)[0].gone_at is None, "a new absence begins"


def test_what_a_backfill_noted_is_followed_once_it_is_added(archive: Archive):
    url = "https://one.example/sitemap.xml"
    source = Source(slug="one", name="One", home="https://one.example/")
    with archive.writing() as rows:
        rows.sources.add(source, at=AT)
        rows.rungs.save("one", [Rung(kind="sitemap", url=url)], at=AT)
        assert rows.sources.get("one").listings == ()
        followed = replace(source, listings=(ListingState(url=url, kind="sitemap"),))
        rows.sources.add(followed, at=AT)
        (listing,) = rows.sources.get("one").listings
        assert (listing.url, listing.kind) == (url, "sitemap")


def test_listings_that_say_the_same_change_nothing(archive: Archive):
    source = Source(
        slug="one",
        name="One",
        home="https://one.example/",
        listings=(ListingState(url="https://one.example/feed"),),
    )
    with archive.writing() as rows:
        rows.sources.add(source, at=AT)
        rows.sources.add(source, at=AT)
        assert len(rows.sources.get("one").listings) == 1


def test_kind_is_kept(archive: Archive):
    put(archive, article(kind=Kind.GALLERY))

    assert held(archive)[0].article.kind is Kind.GALLERY


def test_a_page_that_others_only_named_as_canonical_overwrites_nothing(archive: Archive):
    fixed = "https://one.example/fixed"
    words = " ".join(f"first{number}" for number in range(80))
    first = put(archive, article(title="First", body=words, canonical_url=fixed))
    verdict = put(archive, article(fixed, title="Fixed", canonical_url=fixed))
    again = put(archive, article(title="First", body=words, canonical_url=fixed))
    items = {item.url: item.article.title for item in held(archive)}

    assert verdict.kind is VerdictKind.NEW
    assert items == {"https://one.example/a": "First", fixed: "Fixed"}
    assert (again.kind, again.article_id) == (VerdictKind.UNCHANGED, first.article_id)
    assert put(archive, article(fixed, title="Fixed", canonical_url=fixed)).kind is (
        VerdictKind.UNCHANGED
    )


def test_pages_without_a_title_do_not_share_one(archive: Archive):
    for number in range(3):
        words = " ".join(f"w{number}n{index}" for index in range(80))
        page = article(
            f"https://one.example/{number}",
            title=None,
            body=words,
            canonical_url="https://one.example/fixed",
        )
        assert put(archive, page).kind is VerdictKind.NEW


def test_imports_that_declare_one_fixed_address_stay_apart(archive: Archive):
    for number in range(3):
        words = " ".join(f"w{number}n{index}" for index in range(80))
        page = article("", title=f"T{number}", body=words, canonical_url="https://one.example/f")
        assert put(archive, page).kind is VerdictKind.NEW
    assert len(held(archive)) == 3


def test_a_variant_never_replaces_the_main_pages_reading(archive: Archive):
    put(archive, article())
    variant = {"canonical_url": "https://one.example/a", "tags": ["printed"]}
    for _ in range(2):
        put(archive, article("https://one.example/print/a", body=BODY + " print", **variant))
        put(archive, article())
    (item,) = held(archive)

    assert item.article.tags == []
    assert item.article.body == BODY


def test_a_redirect_to_an_address_already_known_moves_the_article(archive: Archive):
    put(archive, article())
    put(archive, article("https://one.example/b", canonical_url="https://one.example/a"))
    moved = article("https://one.example/b", body=BODY + " edited")
    moved.capture = Capture(
        url="https://one.example/a",
        final_url="https://one.example/b/",
        fetched_at=AT,
        status=200,
        digest="sha256:0",
    )
    verdict = put(archive, moved)
    with archive.reading() as rows:
        (due,) = rows.frontier.pick(["https://one.example/b"], at=AT, revisit="all")

    assert verdict.kind is VerdictKind.REVISED
    assert held(archive)[0].url == "https://one.example/b"
    assert due.fetch_url == "https://one.example/b/", "asked as it answered"


def test_recognising_leaves_a_move_to_the_writer(archive: Archive):
    put(archive, article())
    moved = article("https://one.example/b")
    moved.capture = Capture(
        url="https://one.example/a", final_url="https://one.example/b", fetched_at=AT, status=200
    )

    assert recognise(archive, moved, at=AT) is None
