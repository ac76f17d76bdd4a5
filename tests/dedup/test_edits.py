"""What makes a revision, and of which kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsarchive.dedup import text_hash
from newsarchive.dedup.edits import edit_of
from newsarchive.dedup.noise import settled
from newsarchive.model import Access, Article, EditKind, Known, Precision

BODY = (
    "The ferry to Skarholm was cancelled on Tuesday after a rope caught in its propeller.\n\n"
    "Forty passengers waited at the quay until the harbour master sent a second boat.\n\n"
    "Its owner said that the rope had been reported to the coast guard a week before."
)
PUBLISHED = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)


def known(**fields: object) -> Known:
    was = Known(
        article_id="a",
        url="https://one.example/a",
        canonical_url="",
        site="one",
        title="Ferry cancelled after rope accident",
        authors=("Ida Holm",),
        text_hash="",
        body=BODY,
        revision=1,
        published=PUBLISHED,
        published_precision=Precision.MINUTE,
        categories=("Coast", "Traffic"),
    )
    was = replace(was, **fields)  # type: ignore[arg-type]
    return replace(was, text_hash=text_hash(was.body))


def page(**fields: object) -> Article:
    same: dict[str, object] = {
        "title": "Ferry cancelled after rope accident",
        "authors": ["Ida Holm"],
        "body": BODY,
        "published": PUBLISHED,
        "published_precision": Precision.MINUTE,
        "categories": ["Coast", "Traffic"],
    }
    return Article(**{**same, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"title": "Ferry cancelled after  rope accident"},
        {"body": BODY.replace("The ferry", "\u201cThe\u00a0ferry\u201d").replace("-", "\u2013")},
        {"body": BODY + "\n\nUpdated 12 minutes ago"},
        {"body": "1,204 views\n\n" + BODY + "\n\n17 comments"},
        {"modified": PUBLISHED + timedelta(days=3)},
        {"authors": []},
        {"published": None},
        {"published": PUBLISHED.astimezone().replace(second=0)},
        {"published": PUBLISHED.replace(tzinfo=None) + timedelta(hours=1)},  # of an unknown zone
        {"published": datetime(2026, 3, 4), "published_precision": Precision.DAY},
        {"categories": ["Traffic", "Coast"]},
        {"categories": []},
        {"body": BODY[:150], "access": Access.PAYWALLED},
    ],
)
def test_what_is_no_edit(fields: dict[str, object]) -> None:
    assert edit_of(page(**fields), known()) is None


@pytest.mark.parametrize(
    ("fields", "kind", "changed"),
    [
        ({"title": "Rope stops ferry"}, EditKind.HEADLINE, ("title",)),
        ({"title": "Ferry canceled after rope accident"}, EditKind.TYPO, ("title",)),
        ({"body": BODY.replace("harbour", "harbor")}, EditKind.TYPO, ("body",)),
        ({"body": BODY.replace("the quay", "the the quay")}, EditKind.SUBSTANCE, ("body",)),
        ({"body": BODY.replace("Forty", "Sixty")}, EditKind.SUBSTANCE, ("body",)),
        (
            {"body": BODY.replace("was cancelled", "was not cancelled")},
            EditKind.SUBSTANCE,
            ("body",),
        ),
        ({"body": BODY + "\n\nThe line runs again on Friday."}, EditKind.SUBSTANCE, ("body",)),
        (
            {"body": BODY + "\n\nCorrection: an earlier version named the wrong quay."},
            EditKind.CORRECTION,
            ("body",),
        ),
        (
            {"body": BODY + "\n\nKorrektur vom 5. M\u00e4rz: Es waren vierzig Menschen."},
            EditKind.CORRECTION,
            ("body",),
        ),
        (
            {"title": "Retracted: ferry story", "body": "This article has been removed."},
            EditKind.RETRACTION,
            ("title", "body"),
        ),
        ({"authors": ["Ida Holm", "Bo Lund"]}, EditKind.DETAILS, ("authors",)),
        ({"published": PUBLISHED + timedelta(hours=2)}, EditKind.DETAILS, ("published",)),
        ({"categories": ["Traffic", "Courts"]}, EditKind.DETAILS, ("categories",)),
        ({"body": BODY[:150]}, EditKind.SUBSTANCE, ("body",)),
    ],
)
def test_kinds_of_edits(
    fields: dict[str, object], kind: EditKind, changed: tuple[str, ...]
) -> None:
    edit = edit_of(page(**fields), known())

    assert edit is not None
    assert (edit.kind, edit.fields) == (kind, changed)


def test_a_word_said_twice_is_a_slip() -> None:
    edit = edit_of(page(), known(body=BODY.replace("the quay", "the the quay")))
    assert edit is not None
    assert edit.kind is EditKind.TYPO


def test_lists_of_links_are_furniture() -> None:
    more = "<p>Storm warning lifted</p><p><a href='/x'>Storm warning lifted</a></p>"
    assert settled("Rain.\n\nStorm warning lifted", more) == "rain"
    assert settled("Rain.\n\nStorm warning lifted", "<p>See <a href='/x'>this</a></p>") != "rain"


@pytest.mark.parametrize(
    "text",
    [
        "Updated 1 hour ago",
        "vor 5 Minuten aktualisiert",
        "Mis \u00e0 jour il y a 3 heures",
        "Actualizado hace 12 minutos",
        "5 \u043c\u0438\u043d\u0443\u0442 \u043d\u0430\u0437\u0430\u0434",
        "5\u5206\u524d",
        "Aktualisert for 4 timer siden",
    ],
)
def test_relative_times_are_none(text: str) -> None:
    assert not any(char.isdigit() for char in settled(text))


def test_a_figure_in_the_text_is_one() -> None:
    assert settled("The fire began 5 minutes ago, " + BODY) != settled(
        "The fire began 9 minutes ago, " + BODY
    )
