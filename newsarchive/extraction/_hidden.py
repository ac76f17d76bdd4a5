"""Text that a page carries only as data: JSON-LD's articleBody, or what scripts will render.

Looked for only where the page shows next to nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from newsarchive.extraction._claims import plain

MIN_TEXT = 400  # characters from which a string among a script's data is an article
MAX_SCRIPT = 3_000_000
# Names under which single-page sites keep an article's text, as met in the corpus.
_STRING = re.compile(
    r"""\\?"(?:articleBody|article_body|contentHtml|bodyHtml|htmlContent|body|content|text|html|storyBody|
    articleText|description_html|fulltext|value)\\?"\s*:\s*(?P<value>"(?:[^"\\]++|\\.)++")""",
    re.X | re.S,
)
_BREAK = re.compile(r"</?(?:p|div|h[1-6]|li|ul|ol|blockquote|br|section|figure|tr)\b[^<>]*>", re.I)
_NOT_SHOWN = re.compile(r"<(script|style|figcaption|button)\b.*?</\1\s*>", re.I | re.S)
_HTML = re.compile(r"<(?:p|div|br)\b", re.I)


def paragraphs_of(text: str) -> str:
    """The text of a string that may be HTML, paragraphs parted by a blank line."""
    if _HTML.search(text):
        text = _BREAK.sub("\n", _NOT_SHOWN.sub(" ", text))
    lines = [plain(line) for line in text.split("\n")]
    return "\n\n".join(line for line in lines if line)


_PUBLISHED = re.compile(
    r"""\\?"(?:date_?published|published_?(?:at|date|time|on)|publish_?(?:date|time)|publication_?date|first_?published(?:_?at)?)\\?"
    \s*:\s*\\?"(?P<when>\d{4}-\d\d-\d\d[^"\\]{0,20})""",
    re.X | re.I,
)


def find_data_date(tree: etree._Element) -> str:
    """The first date of publication among the data of the page's scripts, or ""."""
    for script in tree.iter("script"):
        if (
            script.text
            and len(script.text) <= MAX_SCRIPT
            and (match := _PUBLISHED.search(script.text))
        ):
            return match["when"]
    return ""


def find_data_text(tree: etree._Element) -> str:
    """The longest text among the data of the page's scripts, or ""."""
    best = ""
    for script in tree.iter("script"):
        source = script.text
        if not source or len(source) < MIN_TEXT or len(source) > MAX_SCRIPT:
            continue
        for match in _STRING.finditer(source):
            if len(match["value"]) < MIN_TEXT:
                continue
            try:
                value = json.loads(match["value"], strict=False)
            except ValueError:
                continue
            text = paragraphs_of(value)
            if len(text) > max(len(best), MIN_TEXT) and _is_prose(text):
                best = text
    return best


# Names under which the pieces of a text stand in lists of blocks.
_PIECES = ("html", "text", "content", "value", "body", "children", "data", "paragraph")
_OWN_HEADING = frozenset(("headline", "title", "url", "slug", "link", "permalink"))
MAX_BLOCKS = 1_000_000  # characters of text in lists of blocks
MAX_ITEMS = 50_000
MAX_DEPTH = 60


def find_block_text(blocks: Iterable[str]) -> str:
    """The longest text that the page's JSON keeps as a list of blocks, or ""."""
    best: list[str] = []
    size = MIN_TEXT
    for block in blocks:
        if not MIN_TEXT < len(block) <= MAX_SCRIPT:
            continue
        try:
            found = json.loads(block, strict=False)
        except (ValueError, RecursionError):
            continue
        left = MAX_BLOCKS  # a list inside lists would be read once for each
        for items in _lists(found):
            pieces = [_piece(item, 0) for item in items[:MAX_ITEMS]]
            length = sum(map(len, pieces))
            if length <= size or _are_stories(items):
                continue
            if length > left:
                break
            left -= length
            texts = [paragraphs_of(piece) for piece in pieces]
            total = sum(map(len, texts))
            prose = sum(len(text) for text in texts if len(text) > 60)
            if total > size and prose * 2 > total and _is_prose(" ".join(texts)):
                best, size = texts, total
    return "\n\n".join(text for text in best if text)


def _are_stories(items: list[Any]) -> bool:
    """Tell a list of other pages, each with its heading, from the blocks of a text."""
    headed = sum(isinstance(item, dict) and not _OWN_HEADING.isdisjoint(item) for item in items)
    return headed * 2 > len(items)


def _lists(value: Any) -> Iterator[list[Any]]:
    """Every list inside a JSON value, the outer ones first."""
    todo = [(value, 0)]
    count = 0
    while todo and count < MAX_ITEMS:
        item, depth = todo.pop()
        count += 1
        if isinstance(item, list):
            yield item
        inside = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
        if depth < MAX_DEPTH:
            todo += [(part, depth + 1) for part in inside if isinstance(part, (dict, list))]


def _piece(item: Any, depth: int) -> str:
    """The text of one block: its own string, or those of its parts."""
    if isinstance(item, str):
        return item if depth else ""
    if depth > MAX_DEPTH:
        return ""
    if isinstance(item, list):
        return "".join(_piece(part, depth + 1) for part in item)
    if isinstance(item, dict):
        return "".join(_piece(item[name], depth + 1) for name in _PIECES if name in item)
    return ""


def _is_prose(text: str) -> bool:
    """Tell sentences from code and settings."""
    sample = text[:3000]
    strange = sum(sample.count(c) for c in "{}[]<>=;\\_|#")
    return strange * 40 < len(sample)
