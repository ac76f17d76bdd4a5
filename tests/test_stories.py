"""Stories end to end: found at ingest, overruled, computed anew, folded in what comes out."""

import json
import random
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner

import newsarchive.stories
from newsarchive.cli import cli
from newsarchive.dedup.likeness import Text
from newsarchive.dedup.shingles import bands
from newsarchive.export import dump, export
from newsarchive.ingest import ingest
from newsarchive.model import (
    Article,
    Credit,
    KinshipKind,
    Precision,
    Source,
    SourceSettings,
    StoryKind,
    VerdictKind,
)
from newsarchive.storage import Archive
from newsarchive.stories import Explained, changes, rebuild, rule, why

S = ("ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru")  # syllables
AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
LEAD = "The old ferry Marlin left the dock in Port Ellery on Sunday after eleven weeks of repairs."
REST = (
    (
        "Harbour master Runa Okafor said that 412 rivets had been replaced and the hull painted "
        "twice, at a cost of 38,000 crowns."
    ),
    (
        "The first passengers were a school class from Hollerbach, who had drawn posters for the "
        "crew and were given hot chocolate on the upper deck."
    ),
    (
        "From Monday the Marlin sails every forty minutes until nightfall, and on Fridays an hour "
        "longer, as the county council had asked for in its letter of 9 January."
    ),
    "Okafor added that a second boat would be tried in June, if the yard at Skarne keeps its word.",
)
BODY = "\n\n".join((LEAD, *REST))
AD = (
    "Read more of our reports from the coast in the weekend edition, with recipes, puzzles and "
    "letters from readers all along the Sound.\n\nWrite to us with what you have seen."
)
WEATHER = (
    "The outlook for {place} on {day}: after a cloudy morning the sun comes through, with a high "
    "of {high} degrees and a light wind from the {wind}. Rain is not expected. The night will be "
    "clear with {low} degrees, and fishermen should look out for fog near the shore until eight."
)


def page(url: str, body: str = BODY, *, hours: float = 0, **fields: object) -> Article:
    said = {
        "title": "Ferry Marlin is back",
        "published": AT + timedelta(hours=hours),
        "published_precision": Precision.MINUTE,
        **fields,
    }
    return Article(url=url, body=body, **said)  # type: ignore[arg-type]


def put(archive: Archive, *pages: Article) -> list[str]:
    """Archive pages an hour apart; return the articles' keys."""
    return [
        ingest(archive, article, at=AT + timedelta(hours=number)).article_id
        for number, article in enumerate(pages)
    ]


def groups(archive: Archive) -> set[frozenset[str]]:
    """The stories, by the hosts of their members."""
    return {
        frozenset(member.url.split("/")[2] for member in story.members)
        for story in archive.stories()
    }


def compared(archive: Archive, one: str, other: str) -> Explained:
    with archive.reading() as rows:
        return why(rows, one, other)


COPIES = {
    "lead": f"Boats are moving again on the Sound.\n\n{BODY}",
    "tail": "\n\n".join((LEAD, *REST[:2])),
    "quotes": BODY.replace("said that", "said: \u00bb").replace(
        "Okafor added", "\u201eOkafor added"
    ),
    "boilerplate": f"{AD}\n\n{BODY}",
}


@pytest.mark.parametrize("edit", COPIES)
def test_an_edited_copy_is_of_the_story(archive: Archive, edit: str):
    first, copy = put(
        archive,
        page("https://one.example/a"),
        page("https://two.example/b", COPIES[edit], hours=3, title="Boat sails"),
    )

    (story,) = archive.stories()
    assert [member.id for member in story.members] == [first, copy]
    assert [member.kind for member in story.members] == [StoryKind.ORIGINAL, StoryKind.REPOST]
    assert story.members[1].delay == timedelta(hours=3)
    with archive.reading() as rows:
        held = rows.archived.load([first, copy])
    told = [dump(held[key]) for key in (first, copy)]
    assert told[0]["story"] == told[1]["story"] == story.id
    assert [item["story_kind"] for item in told] == ["original", "repost"]
    assert [item["story_size"] for item in told] == [2, 2]


def test_bulletins_of_a_series_are_strangers(archive: Archive):
    facts = [("Ellery", "Monday", 14, "west", 6), ("Skarne", "Monday", 11, "north", 4)]
    facts += [("Ellery", "Tuesday", 17, "south", 9), ("Skarne", "Tuesday", 16, "west", 7)]
    keys = put(
        archive,
        *(
            page(
                f"https://site{number}.example/weather",
                WEATHER.format(place=place, day=day, high=high, wind=wind, low=low),
                title="The weather",
            )
            for number, (place, day, high, wind, low) in enumerate(facts)
        ),
    )

    assert archive.stories() == []
    told = compared(archive, keys[0], keys[2])
    assert told.found.kind is KinshipKind.NONE
    assert ("monday", "tuesday") in told.found.differing or told.found.differing


def test_an_outlets_update_follows_and_is_not_merged(archive: Archive):
    updated = BODY.replace("412 rivets", "431 rivets").replace("38,000", "41,500")
    first, later, copy = put(
        archive,
        page("https://one.example/a"),
        page("https://one.example/b", f"{updated}\n\nThe yard declined to comment.", hours=5),
        page("https://two.example/c", f"{updated}\n\nThe yard declined to comment.", hours=6),
    )

    assert groups(archive) == {frozenset({"one.example", "two.example"})}
    (story,) = archive.stories()
    assert {member.id for member in story.members} == {later, copy}
    with archive.reading() as rows:
        related = rows.republishing.related(first)
    assert (KinshipKind.FOLLOW_UP, later) in [(kind, key) for kind, key, *_ in related]


def test_two_texts_are_compared_for_two_bands_that_no_third_has(archive: Archive):
    """A passage of 40 words in 300 leaves hardly more of the bands in common."""
    names = iter(random.Random(1).sample([a + b + c for a in S for b in S for c in S], 600))
    whole, own = list(islice(names, 300)), list(islice(names, 300))
    shared = {
        start: len({*bands(Text(" ".join(whole)))} & {*bands(Text(" ".join(text)))})
        for start in range(0, 260, 5)
        for text in [own[:150] + whole[start : start + 40] + own[150:]]
    }
    start = next(start for start, count in shared.items() if count == 2)
    quoting = own[:150] + whole[start : start + 40] + own[150:]
    one, other = put(
        archive,
        page("https://one.example/a", " ".join(whole)),
        page("https://two.example/b", " ".join(quoting), title="Of something else"),
    )

    with archive.reading() as rows:
        ids = {key: rows.stories.row(key) for key in (one, other)}
        (kin,) = rows.stories.kin(ids[other] or 0).items()

    assert kin[0] == ids[one]
    assert kin[1].kind is KinshipKind.QUOTES


def test_print_and_amp_pages_are_the_article_itself(archive: Archive):
    (first,) = put(archive, page("https://one.example/a/7"))
    for address in ("https://m.one.example/a/7", "https://one.example/a/7/amp"):
        verdict = ingest(archive, page(address, BODY.replace(REST[1], "")), at=AT)
        assert (verdict.kind, verdict.article_id) == (VerdictKind.SAME_DOCUMENT, first)


def test_the_original_is_found_when_it_comes_after_its_copies(archive: Archive):
    copy, other, original = put(
        archive,
        page(
            "https://two.example/b",
            hours=2,
            credit=Credit(source="One", url="https://one.example/a"),
        ),
        page("https://three.example/c", COPIES["lead"], hours=1),
        page("https://one.example/a", hours=4),  # a clock that is wrong, or an edit of the time
    )

    (story,) = archive.stories()
    assert story.original.id == original
    assert "names it as its source" in story.reason
    assert {member.id: member.kind for member in story.members[1:]} == {
        copy: StoryKind.REPOST,
        other: StoryKind.REPOST,
    }


@pytest.mark.parametrize("credited", ["none", "fetch"])
def test_a_credited_page_is_to_be_fetched_where_the_source_is_set_so(
    archive: Archive, credited: str
):
    with archive.writing() as rows:
        settings = SourceSettings(credited=credited)
        rows.sources.add(
            Source(slug="two", name="Two", home="https://two.example/", settings=settings), at=AT
        )
    credit = Credit(source="One", url="https://one.example/a?utm_source=rss")
    put(archive, page("https://two.example/b", credit=credit))
    with archive.reading() as rows:
        wanted = [due.url for due in rows.frontier.pending("two", at=AT, revisit="none")]
    assert wanted == (["https://one.example/a"] if credited == "fetch" else [])


def test_an_agencys_text_in_several_outlets_is_a_wire_copy(archive: Archive):
    wired = f"PORT ELLERY, March 1 (Sundwire) - {BODY}"
    put(archive, page("https://one.example/a", wired), page("https://two.example/b", wired))

    (story,) = archive.stories()
    assert story.members[1].kind is StoryKind.WIRE_COPY
    assert "sundwire" in story.members[1].reason


def test_the_order_of_arrival_makes_no_difference(archive: Archive):
    weather = [
        page(
            f"https://w{number}.example/x",
            WEATHER.format(place=place, day="Monday", high=number + 9, wind="west", low=number),
            title="The weather",
        )
        for number, place in enumerate(("Ellery", "Skarne", "Hollerbach"))
    ]
    pages = [page(f"https://{edit}.example/x", body) for edit, body in COPIES.items()]
    pages += [*weather, page("https://one.example/a"), page("https://far.example/x", AD * 3)]
    random.Random(5).shuffle(pages)
    put(archive, *pages)
    found = groups(archive)

    assert found == {frozenset({*(f"{edit}.example" for edit in COPIES), "one.example"})}
    list(rebuild(archive, at=AT))
    assert groups(archive) == found


def test_articles_of_the_very_same_text_are_rebuilt(archive: Archive):
    """Each is found by the other's hash before it has a place of its own."""
    put(archive, *(page(f"https://outlet{n}.example/x") for n in range(3)))
    found = groups(archive)
    assert len(*found) == 3

    list(rebuild(archive, at=AT))

    assert groups(archive) == found


def test_what_is_archived_while_stories_are_rebuilt_is_placed_once(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(newsarchive.stories, "REBUILT", 1)
    put(archive, page("https://one.example/a"), page("https://two.example/b", COPIES["lead"]))
    done = rebuild(archive, at=AT)
    next(done)
    late = [f"{COPIES['tail']}\n\nThe report goes on in {town}." for town in "abcdefgh"]
    for number, body in enumerate(late):  # some of them are still to come, by their hashes
        ingest(archive, page(f"https://late{number}.example/x", body), at=AT)
    list(done)
    (story,) = archive.stories()
    assert {"one.example", "two.example"} < {m.url.split("/")[2] for m in story.members}


def test_what_people_rule_stays(archive: Archive):
    first, copy, other = put(
        archive,
        page("https://one.example/a"),
        page("https://two.example/b", COPIES["lead"]),
        page("https://three.example/c", COPIES["tail"]),
    )
    with archive.writing() as rows:
        assert rule(rows, copy, [first, other], joined=False, at=AT) == ""
    apart = {frozenset({"one.example", "three.example"})}
    assert groups(archive) == apart
    list(rebuild(archive, at=AT))
    assert groups(archive) == apart
    assert compared(archive, first, copy).ruled is False

    with archive.writing() as rows:
        assert rule(rows, copy, [other], joined=True, at=AT)
    # the first is parted from it still, and stands alone
    assert groups(archive) == {frozenset({"two.example", "three.example"})}
    with archive.writing() as rows:
        rule(rows, copy, [first], joined=True, at=AT)
    assert groups(archive) == {frozenset({"one.example", "two.example", "three.example"})}


def test_a_revision_leaves_a_story_and_finds_another(archive: Archive):
    elsewhere = BODY.replace("Marlin", "Gannet").replace("412", "90").replace("Okafor", "Lindt")
    put(
        archive,
        page("https://one.example/a"),
        page("https://two.example/b", COPIES["lead"]),
        page("https://three.example/c", elsewhere, title="Ferry Gannet is back"),
    )
    assert groups(archive) == {frozenset({"one.example", "two.example"})}

    ingest(
        archive,
        page("https://two.example/b", elsewhere, title="Ferry Gannet is back"),
        at=AT + timedelta(hours=9),
    )
    assert groups(archive) == {frozenset({"two.example", "three.example"})}


def test_many_copies_stay_one_story(archive: Archive):
    for number in range(30):
        town = "".join("aeioubcdlm"[int(digit)] for digit in f"{number:03}")
        local = f"Reported for readers in {town} by the desk that is there.\n\n{BODY}\n\n{AD}"
        ingest(archive, page(f"https://s{number}.example/x", local, hours=number / 10), at=AT)
    (story,) = archive.stories()
    assert len(story.members) == 30


def test_flows_and_folded_lists(archive: Archive, tmp_path: Path):
    first, *_ = put(
        archive,
        page("https://one.example/a"),
        page("https://two.example/b", COPIES["lead"], hours=2),
        page("https://two.example/c", "\n\n".join(reversed(WEATHER.split(". "))), title="Else"),
    )
    (flow,) = archive.flows()
    assert (flow.origin, flow.target, flow.copies) == ("one.example", "two.example", 1)
    assert flow.median_delay == timedelta(hours=2)

    target = tmp_path / "folded.jsonl"
    assert export(archive, str(target), stories=True) == 2
    ids = [json.loads(line)["id"] for line in target.read_text().splitlines()]
    assert first in ids
    with archive.reading() as rows:
        shown = rows.archived.newest(limit=10, stories=True)
        of_two = rows.archived.newest(limit=10, stories=True, source="two.example")
    assert first in {item.id for item in shown}
    assert (len(shown), len(of_two)) == (2, 2)


def test_the_commands_say_who_copied_whom(archive: Archive):
    first, copy = put(
        archive,
        page("https://one.example/a"),
        page("https://two.example/b", COPIES["boilerplate"], hours=2, title="Boat sails"),
    )
    run = CliRunner()
    place = ["--archive", archive.address]

    told = run.invoke(cli, ["reposts", copy, *place]).output
    assert "the original: was published first" in told
    assert "2.0 h later, 100% of the text kept" in told
    assert "headline was: Ferry Marlin is back" in told
    assert "weekend edition" in told
    said = json.loads(run.invoke(cli, ["reposts", first, "--json", *place]).output)
    assert [member["kind"] for member in said["members"]] == ["original", "repost"]
    assert "one.example" in run.invoke(cli, ["flows", *place]).output
    assert "one story" in run.invoke(cli, ["why", first, copy, *place]).output
    parted = run.invoke(cli, ["stories", "split", copy, *place])
    assert "stands alone" in parted.output
    assert "somebody ruled so" in run.invoke(cli, ["why", first, copy, *place]).output
    assert run.invoke(cli, ["stories", "split", copy, *place]).exit_code != 0
    assert (
        "2 articles compared, 0 stories" in run.invoke(cli, ["stories", "rebuild", *place]).output
    )
    assert "no copy of it is archived" in run.invoke(cli, ["reposts", first, *place]).output
    assert "[1 copies]" not in run.invoke(cli, ["list", "--stories", *place]).output
    run.invoke(cli, ["stories", "join", first, copy, *place])
    assert "[1 copies]" in run.invoke(cli, ["list", "--stories", *place]).output


def test_changes_between_a_text_and_its_copy():
    changed = changes(page("https://one.example/a"), page("https://two.example/b", COPIES["tail"]))
    assert 0.3 < changed.kept < 0.7
    assert changed.headline == ""
    assert any("forty minutes" in passage for passage in changed.dropped)
    assert changed.added == ()
