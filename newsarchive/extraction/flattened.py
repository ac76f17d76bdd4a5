"""Text of a page that lost its markup: ``read_text``.

The shape is that of a blog with a feed importer: a line that says who posted it when, one
with its categories, the title (often twice), the text, the original's signature and source,
the comment form.  Any of them may be missing; what is left is the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsarchive.dates import find_date, parse_date
from newsarchive.extraction._claims import Claim, letters, squeeze
from newsarchive.extraction.body import CATEGORIES, POSTED
from newsarchive.extraction.bylines import parse_byline, says_by
from newsarchive.extraction.credit import (
    Republication,
    find_credit,
    image_credit,
    is_after_text,
)
from newsarchive.extraction.languages import detected_language
from newsarchive.extraction.loader import ArticleLoader
from newsarchive.extraction.topics import categories_in
from newsarchive.model import Article, Image, Moment, Site

MAX_TEXT = 5_000_000  # characters
MAX_LINES = 50_000
HEADER_LINES = 8  # lines before the text among which its own lines stand

_POSTED_LAST = re.compile(
    r"^(?:posted|published|submitted|written|added|created)?\s*(?:on|at)?:?\s*(?P<when>.*\d.*?)\s*[,|–—-]?\s*\bby\b:?\s*(?P<by>.*)$",
    re.I,
)
_TAGS = re.compile(
    r"^(?:tags?|tagged(?:\s+(?:with|as))?|keywords?|schlagwörter|mots[- ]clés|etiquetas)\s*:?\s+(?P<names>\S.*)$",
    re.I,
)
_NO_SITE = Site()


def read_text(text: str, *, url: str = "", site: Site = _NO_SITE) -> Article:
    """Return what a page's flattened text says.

    Categories in such text are parted by mere spaces; they are told apart by the site's
    known categories, the source's name and common section names, and marked as guessed.
    """
    paragraphs = _paragraphs(text[:MAX_TEXT])
    lines = [line for paragraph in paragraphs for line in paragraph]
    owners = [number for number, paragraph in enumerate(paragraphs) for _ in paragraph]
    languages = (site.language,) if site.language else ()
    loader = ArticleLoader(
        url=url, names=[site.name] if site.name else [], languages=languages, tabs=()
    )
    taken: set[int] = set()
    poster, categories_line = _read_header(lines, loader, taken, languages)
    title = next((index for index in range(len(lines)) if index not in taken), None)
    if title is not None and len(lines[title]) <= 300:
        loader.add_value("title", Claim(lines[title], "visible"))
        taken.add(title)
        folded = letters(lines[title])
        for index in range(title + 1, min(title + 4, len(lines))):
            if folded and letters(lines[index]) == folded:
                taken.add(index)
    start = min((index for index in range(len(lines)) if index not in taken), default=len(lines))
    offset = 0 if title is None else title
    found = find_credit(lines[offset:], languages=languages)
    end = len(lines)
    source = ""
    if found is not None:
        end = offset + found.end
        taken.update(offset + index for index in found.used)
        source = found.credit.via[-1].source if found.credit.via else found.credit.source
        loader.add_value("credit", Claim(found.credit, "credit", raw=lines[end]))
    else:
        end = next((i for i in range(start + 1, len(lines)) if is_after_text(lines[i])), end)
    _add_people(loader, found, poster)
    if categories_line:
        _add_categories(loader, categories_line, site, source)
    body, credit = _body(lines, owners, range(start, end), taken, found is None, loader, languages)
    if credit:
        loader.add_value("image", Claim(Image(credit=credit), "visible", raw=credit))
    if body:
        loader.add_value("body", Claim(body, "visible", raw=body[:200]))
        known = [Claim(tag, "site") for tag in languages]
        loader.add_value("language", known or detected_language(body))
    return loader.load_item()


def _paragraphs(text: str) -> list[list[str]]:
    """Paragraphs of lines; where no blank line parts them every line is one."""
    text = text.removeprefix("\ufeff").replace("\0", "")
    paragraphs: list[list[str]] = [[]]
    for raw in text.splitlines()[:MAX_LINES]:
        line = squeeze(raw)
        if line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    found = [paragraph for paragraph in paragraphs if paragraph]
    if len(found) < 3:
        return [[line] for paragraph in found for line in paragraph]
    return found


def _read_header(
    lines: Sequence[str], loader: ArticleLoader, taken: set[int], languages: Sequence[str]
) -> tuple[str, str]:
    """Read the lines before the title; return the poster's name and the category line."""
    poster = categories = ""
    for index, line in enumerate(lines[:HEADER_LINES]):
        if len(line) > 100 and not CATEGORIES.match(line):
            break  # the text has begun
        if (match := CATEGORIES.match(line)) is not None:
            categories = categories or (match["names"] or "")
            taken.add(index)
        elif (match := _TAGS.match(line)) is not None:
            loader.add_value("tags", Claim(match["names"], "meta"))
            taken.add(index)
        else:
            when, by = _posted(line, languages)
            if when is None:
                continue
            loader.add_value("published", Claim(when, "visible"))
            poster = poster or by
            taken.add(index)
    return poster, categories


def poster_in(line: str) -> str:
    """The name in "Posted by NAME on DATE", or ""."""
    return _posted(line, ())[1] if len(line) < 200 else ""


def _posted(line: str, languages: Sequence[str]) -> tuple[Moment | None, str]:
    """When a line says the page was posted, and by whom."""
    best: Moment | None = None
    for pattern in (POSTED, _POSTED_LAST):
        match = pattern.match(line)
        if match is None:
            continue
        when = parse_date(match["when"], languages=languages) or (
            find_date(match["when"], languages=languages) if len(match["when"]) < 60 else None
        )
        name = (match["by"] or "").strip(" ,|–—-")
        if when is not None and name:
            return when, name
        best = best or when
    return best or (parse_date(line, languages=languages) if len(line) < 60 else None), ""


def _add_people(loader: ArticleLoader, found: Republication | None, poster: str) -> None:
    """The original byline wrote it; who posted it did only that, unless nobody else is named."""
    names = parse_byline(poster)
    if found is not None:
        loader.add_value("authors", [Claim(name, "credit") for name in found.names])
        loader.add_value("posted_by", Claim(poster, "credit") if poster else None)
    else:
        loader.add_value("authors", [Claim(name, "visible", raw=poster) for name in names])


def _add_categories(loader: ArticleLoader, line: str, site: Site, source: str) -> None:
    parts, guessed = categories_in(line, known=site.categories, source=source)
    loader.add_value(
        "categories", [Claim(part, "visible", raw=line, guessed=guessed) for part in parts]
    )


def _body(
    lines: Sequence[str],
    owners: Sequence[int],
    places: range,
    taken: set[int],
    signed: bool,
    loader: ArticleLoader,
    languages: Sequence[str],
) -> tuple[str, str]:
    """The text, and the image credit that stood in it."""
    kept: list[tuple[int, str]] = []
    image = ""
    for index in places:
        if index in taken:
            continue
        line = lines[index]
        credit = image_credit(line)
        if credit:
            image = image or credit
            continue
        if signed and not kept and len(line) < 120:
            when = parse_date(line, languages=languages)
            if when is not None:
                loader.add_value("published", Claim(when, "visible"))
                continue
            if says_by(line) and (names := parse_byline(line, strict=True)):
                loader.add_value("authors", [Claim(name, "visible", raw=line) for name in names])
                rest = find_date(line, languages=languages)
                if rest is not None:
                    loader.add_value("published", Claim(rest, "visible"))
                continue
        kept.append((owners[index], line))
    text = ""
    for position, (owner, line) in enumerate(kept):
        if position:
            text += "\n" if owner == kept[position - 1][0] else "\n\n"
        text += line
    return text, image
