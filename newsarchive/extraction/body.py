"""The main text of a page: which of its blocks are the article.

First the container: the deepest element that still holds nearly all long text outside of
menus, comments and the like.  Then the blocks in it, one by one: what calls itself
something else, repeats the headline, is a byline, a date, a caption, a list of links or a
prompt is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsarchive.dates import parse_date
from newsarchive.extraction._claims import letters
from newsarchive.extraction._layout import Block, Layout
from newsarchive.extraction.bylines import parse_byline, says_by

# Regions whose text is not the article's, wherever they stand.
_OUTSIDE = frozenset(
    ["menu", "breadcrumb", "footer", "aside", "share", "comments", "related", "promo", "form"]
    + ["hidden", "button", "tags", "bio", "toc", "player", "caption", "figure", "byline"]
    + ["date", "meta", "categories"]
)
LONG = 60  # characters from which a block counts as running text; tuned on aeb and fundus
_DESCENT = 0.88  # share of the text that must stay when the container is narrowed; same
_IGNORED_REGION = 0.4  # a region that holds more than this share is the article after all; same
_WIDE = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
HEAD = 8  # blocks at the beginning among which the headline may be repeated
POSTED = re.compile(
    r"^(?:posted|published|submitted|written|added|created)\s+(?:by\b\s*(?P<by>.*?)\s*)?"
    r"\b(?:on|at|in)\b:?\s*(?P<when>.*\d.*)$",
    re.I,
)
CATEGORIES = re.compile(
    r"^(?:categor(?:y|ies)|filed\s+(?:under|in)|posted\s+in|section|sections|topics?|kategorien?|"
    r"catégories?|categorías?)\s*:?\s+(?P<names>\S.*)$"
    r"|^(?:categories|category|filed under)\s*:\s*$",
    re.I,
)
_FURNITURE = re.compile(
    r"^(?:\d+\s*-?\s*min(?:ute)?s?\.?(?:\s+read)?|reading\s+time:?.*|(?:estimated\s+)?read\s+time:?.*|"
    r"share(?:\s+(?:this|on).*)?|print|e-?mail|comments?(?:\s*\(?\d+\)?)?|\d+\s+comments?|"
    r"lesezeit:?.*|listen(?:\s+to.*)?|advertisement|anzeige|save|tweet|pin|facebook|twitter)$",
    re.I,
)


@dataclass(slots=True)
class Body:
    """The blocks that are the article, and the element that holds them."""

    blocks: list[Block]
    node: int
    text: str


def width(text: str) -> int:
    """How much a text says, in letters of an alphabet: an ideogram counts as three."""
    if text.isascii() or _WIDE.search(text, 0, 24) is None:
        return len(text)
    return 3 * len(text)


def find_body(layout: Layout, *, titles: frozenset[str] = frozenset()) -> Body:
    """Return the page's article; empty where nothing is long enough to be one.

    ``titles`` are folded texts (letters and digits only) of what the headline may be.
    """
    blocks = layout.blocks
    if not blocks:
        return Body([], 0, "")
    outside = _outside(layout)
    widths = [width(block.text) for block in blocks]
    own = [0.0] * len(layout.elements)
    for block, size in zip(blocks, widths, strict=True):
        if size >= LONG and block.linked * 2 < len(block.text):
            own[block.node] += size * (0.1 if outside[block.region] else 1.0)
    mass = own[:]
    parents = layout.parents
    for node in range(len(mass) - 1, 0, -1):
        mass[parents[node]] += mass[node]
    container = _container(layout, own, mass)
    chosen = _select(layout, container, widths, titles)
    return Body(chosen, container, "\n\n".join(block.text for block in chosen))


def trim(body: Body, title: str, languages: Sequence[str]) -> None:
    """Take from the text's beginning what stands between a headline and a text."""
    folded = letters(title)
    blocks = body.blocks
    start = 0
    for index, block in enumerate(blocks[:HEAD]):
        text = block.text
        if letters(text) == folded and folded:
            start = index + 1
        elif len(text) < 300 and all(is_furniture(line, languages) for line in text.split("\n")):
            start = index + 1 if index == start else start
        elif index > start:
            break
    if start:
        body.blocks = blocks[start:]
        body.text = "\n\n".join(block.text for block in body.blocks)


def is_furniture(line: str, languages: Sequence[str]) -> bool:
    """Tell whether a line is a byline, a date line, a list of categories or the like."""
    if len(line) > 160:
        return False
    if _FURNITURE.match(line) or POSTED.match(line) or CATEGORIES.match(line):
        return True
    if says_by(line) and parse_byline(line, strict=True):
        return True
    return (
        len(line) < 80
        and any(map(str.isdigit, line))
        and parse_date(line, languages=languages) is not None
    )


def _outside(layout: Layout) -> list[bool]:
    """For each region whether it, or one around it, is not the article."""
    found = [False]
    for region in layout.regions[1:]:
        found.append(region.kind in _OUTSIDE or found[region.parent])
    return found


def _container(layout: Layout, own: list[float], mass: list[float]) -> int:
    """The element that holds the article."""
    total = mass[0]
    node = 0
    hints = [hint for hint in layout.hints if mass[hint] >= 0.6 * total and mass[hint] > 0]
    if hints:
        node = max(hints, key=lambda hint: (mass[hint], hint))
    while True:
        children = _children(layout, node)
        if not children or own[node] > 0.2 * mass[node]:
            return node
        best = max(children, key=lambda child: mass[child])
        if mass[best] < _DESCENT * mass[node] or mass[best] <= 0:
            return node
        if layout.elements[best].tag in ("p", "li", "td", "blockquote", "h1", "h2", "ul"):
            return node
        node = best


def _children(layout: Layout, node: int) -> list[int]:
    children = []
    child = node + 1
    end = layout.ends[node]
    while child < end:
        children.append(child)
        child = layout.ends[child]
    return children


def _select(
    layout: Layout, container: int, widths: list[int], titles: frozenset[str]
) -> list[Block]:
    """The blocks of the container that are the article's."""
    end = layout.ends[container]
    inside = [
        (block, widths[index])
        for index, block in enumerate(layout.blocks)
        if container <= block.node < end
    ]
    skipped = _skipped_regions(layout, inside, container)
    longest = 2 * max(map(len, titles), default=0) + 20  # a text this long is no title
    chosen: list[Block] = []
    for block, size in inside:
        if skipped[block.region]:
            continue
        text = block.text
        if block.linked * 10 > len(text) * 8 and size < 200:
            continue
        if not chosen and (block.tag == "h1" or size < 25):
            continue
        if len(text) < longest and letters(text) in titles:
            continue
        chosen.append(block)
    while chosen and chosen[-1].tag[0] == "h":
        chosen.pop()
    return chosen


def _skipped_regions(layout: Layout, inside: list[tuple[Block, int]], container: int) -> list[bool]:
    """For each region whether its blocks are left out.

    A region around the container is the article's own, and so is one that holds much of
    the container's long text: what it calls itself is then a mistake of ours.
    """
    held = [0] * len(layout.regions)
    total = 0
    for block, size in inside:
        if size >= LONG and block.linked * 2 < len(block.text):
            held[block.region] += size
            total += size
    for index in range(len(held) - 1, 0, -1):
        held[layout.regions[index].parent] += held[index]
    skipped = [False]
    for index, region in enumerate(layout.regions[1:], 1):
        around = region.node <= container < layout.ends[region.node] and not (
            region.node == container and layout.elements[container].tag in ("span",)
        )
        alone = region.kind in _OUTSIDE and not around and held[index] <= _IGNORED_REGION * total
        skipped.append(skipped[region.parent] or alone)
    return skipped
