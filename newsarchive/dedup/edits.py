"""What a publisher changed between two states of an article, and what kind of edit it is.

Pure.  Differences that nobody made on purpose are folded before: quote styles, white space,
case and punctuation (``fold``), counters, relative times and lists of links (``settled``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher

from newsarchive.dedup.fingerprint import fold, text_hash
from newsarchive.dedup.noise import settled
from newsarchive.model import Access, Article, EditKind, Known, Precision

MAX_COMPARED = 4_000  # words that differ; beyond, an edit is one of substance without counting
# Words with spelling mended in an edit that is no more than that; chosen, not measured
MAX_MENDED = 6
CUT = 0.9  # of the old text's words that a walled page's beginning of it may lack
_CORRECTION = re.compile(
    r"^\W*(?:corrections?|corrected|clarification|editor'?s'? note|erratum|"
    r"berichtigung|korrektur|richtigstellung|correctif|rectificatif|erratum|"
    r"correcci[oó]n|fe de errat\w+|rectificaci[oó]n|corre[cç][aã]o|errata|correzione|rettifica|"
    r"correctie|rectificatie|rättelse|rettelse|oikaisu|sprostowanie|oprava|исправление|поправка|"
    r"виправлення|düzeltme|koreksi|διόρθωση|更正|訂正|정정|แก้ไข|đính chính|تصحيح|תיקון)"
    r"(?:\W|\d|$)"
    r"|\b(?:an earlier|a previous) version of this (?:article|story|report)\b"
    r"|\bin einer früheren (?:version|fassung)\b|\bune version précédente\b"
    r"|\buna versi[oó]n anterior\b|\buma versão anterior\b|\buna versione precedente\b",
    re.I,
)
_RETRACTION = re.compile(
    r"\b(?:retraction|retracted|withdrawn)\b"
    r"|\b(?:article|story|report) (?:has been|was) (?:removed|withdrawn|taken down|unpublished)\b"
    r"|\b(?:artikel|beitrag|text) wurde (?:zurückgezogen|gelöscht|entfernt)\b|\bzurückgezogen\b"
    r"|\barticle (?:a été )?(?:retiré|supprimé)\b"
    r"|\bart[ií]culo (?:ha sido )?(?:retirado|retractado)\b"
    r"|\bartigo (?:foi )?retirado\b|\barticolo (?:è stato )?(?:rimosso|ritirato)\b"
    r"|\b(?:статья|материал) (?:удален\w*|отозван\w*)|撤稿|撤回|記事を削除|기사를 삭제",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Edit:
    """What changed, and what kind of edit that is."""

    kind: EditKind
    fields: tuple[str, ...]  # title, authors, published, categories, body


def edit_of(article: Article, known: Known) -> Edit | None:
    """Return what a page says otherwise than the archived article; None where nothing.

    Authors, times and categories count only where both state some: those that come or go
    tell of our reading.  A stated time of change alone is none, since many systems set it
    anew with each answer.
    """
    fields = tuple(
        name
        for name, differs in (
            ("title", fold(article.title or "") != fold(known.title)),
            ("authors", _differ(article.authors, known.authors)),
            ("published", _moved(article, known)),
            ("categories", _differ(sorted(article.categories), sorted(known.categories))),
            ("body", _text_changed(article, known)),
        )
        if differs
    )
    if not fields:
        return None
    return Edit(_kind(article, known, fields), fields)


def _differ(new: Sequence[str], old: Sequence[str]) -> bool:
    return bool(new and old) and [fold(name) for name in new] != [fold(name) for name in old]


def _moved(article: Article, known: Known) -> bool:
    """Whether the time of publication is another, by the coarser of both statements."""
    new, old = article.published, known.published
    if new is None or old is None:
        return False
    exact = {Precision.MINUTE, Precision.SECOND}
    if {article.published_precision, known.published_precision} <= exact:
        if bool(new.tzinfo) is bool(old.tzinfo):
            return abs(new - old) >= timedelta(minutes=1)
        return abs(_wall(new) - _wall(old)) > timedelta(hours=14)  # in any zone
    return abs(_wall(new) - _wall(old)) > timedelta(days=31)  # a coarse one says no more


def _wall(stated: datetime) -> datetime:
    return stated.replace(tzinfo=None)


def _text_changed(article: Article, known: Known) -> bool:
    if text_hash(article.body) == known.text_hash:
        return False
    new = settled(article.body, article.body_html)
    old = settled(known.body, known.body_html)
    if new == old:
        return False
    # a wall that went up shows the beginning of what was there
    walled = article.access is Access.PAYWALLED and len(new) < len(old)
    return not (walled and _begins(old, new))


def _begins(whole: str, part: str) -> bool:
    cut = part[: int(len(part) * CUT)]
    return bool(cut) and whole.startswith(cut)


def _kind(article: Article, known: Known, fields: tuple[str, ...]) -> EditKind:
    if "title" not in fields and "body" not in fields:
        return EditKind.DETAILS
    added, removed = _paragraphs_changed(article, known)
    said = [article.title or "", *added]
    before = f"{known.title}\n{known.body}"
    if any(_RETRACTION.search(text) for text in said) and not _RETRACTION.search(before):
        return EditKind.RETRACTION
    if any(_CORRECTION.search(text) for text in added):
        return EditKind.CORRECTION
    mended = _mended(added, removed) if "body" in fields else 0
    if "title" in fields:
        retitled = _mended([article.title or ""], [known.title])
        if retitled is None:
            return EditKind.HEADLINE if "body" not in fields else EditKind.SUBSTANCE
        mended = None if mended is None else mended + retitled
    return EditKind.SUBSTANCE if mended is None or mended > MAX_MENDED else EditKind.TYPO


def _paragraphs_changed(article: Article, known: Known) -> tuple[list[str], list[str]]:
    """The paragraphs that only the new text has, and those that only the old one had."""
    new = [part for part in article.body.split("\n") if part.strip()]
    old = [part for part in known.body.split("\n") if part.strip()]
    has, had = Counter(map(fold, new)), Counter(map(fold, old))
    added = [part for part in new if fold(part) not in had]
    removed = [part for part in old if fold(part) not in has]
    return added, removed


def _mended(new: Sequence[str], old: Sequence[str]) -> int | None:
    """How many words had their spelling mended; None where more than that changed."""
    after, before = fold(" ".join(new)).split(), fold(" ".join(old)).split()
    if len(after) + len(before) > MAX_COMPARED:
        return None
    count = 0
    for step, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if step == "equal":
            continue
        gone, come = before[a:b], after[c:d]
        respaced = "".join(gone) == "".join(come)
        n = len(gone)
        said_twice = step == "delete" and gone in (before[max(a - n, 0) : a], before[b : b + n])
        if respaced or said_twice:
            count += 1
        elif len(gone) == len(come) and all(map(_is_spelling, gone, come)):
            count += len(gone)
        else:
            return None
    return count


def _is_spelling(old: str, new: str) -> bool:
    """Whether one word is the other, mistyped: a letter in four, no figure."""
    if any(char.isdigit() for char in old + new):
        return False
    if sorted(old) == sorted(new):
        return True
    longest = max(len(old), len(new))
    return longest >= 4 and _distance(old, new) <= max(1, longest // 4)


def _distance(one: str, other: str) -> int:
    """Levenshtein's distance; words are short."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one[:50], 1):
        last, row[0] = row[0], i
        for j, b in enumerate(other[:50], 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[len(other[:50])]
