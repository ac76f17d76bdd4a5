"""What a page shows its readers beside the text: heading, byline, date line, breadcrumb.

Old-fashioned pages say it nowhere else.  Places matter: a date in the footer, a name in a
list of related stories or below a comment are not the article's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from newsarchive.dates import find_date
from newsarchive.extraction._claims import Claim, lowered, text_of_element
from newsarchive.extraction._layout import FIGURE, Block, Layout
from newsarchive.extraction.body import Body
from newsarchive.extraction.bylines import find_byline, parse_byline, says_by
from newsarchive.model import Image

# Parts of a page whose dates, names and headings belong to something else.
ELSEWHERE = frozenset(
    ["menu", "footer", "aside", "comments", "related", "promo", "player", "hidden", "form", "bio"]
)
HEAD_BLOCKS = 25  # blocks before the text in which its byline and date are looked for
TAIL_BLOCKS = 8  # and behind it: some papers sign at the end
MAX_LINE = 160  # characters of a byline or date line
# Searched in lower case.
_UPDATED = re.compile(
    r"updat|modifi|revis|\bakt\.|aktualisi|geändert|bearbeitet|mis à jour|actualizad|aggiornat|atualizad|"
    r"обновл|изменен|zaktualizowan|oppdatert|opdateret|uppdaterad|bijgewerkt|güncelle|最終更新|更新|수정"
)


@dataclass(slots=True)
class Surroundings:
    """The blocks around the text, and where its heading stands."""

    headings: list[Claim]  # h1 and the like, likeliest first
    head: list[Block]  # near the heading and before the text, in order
    tail: list[Block]  # after the text
    heading: int  # index of the heading's block, -1 where none stands before the text
    first: int  # index of the text's first block
    last: int
    container: int  # the element that holds the text
    elsewhere: list[bool]  # for each region whether it is no part of the article

    def lines(self) -> list[str]:
        """The lines before the text."""
        return [line for block in self.head for line in block.text.split("\n")]


def find_surroundings(layout: Layout, body: Body) -> Surroundings:
    """Find the heading and the blocks before and after the text."""
    blocks = layout.blocks
    first = body.blocks[0].at if body.blocks else len(blocks)
    last = body.blocks[-1].at if body.blocks else -1
    elsewhere = flags(layout, body.node)
    near: list[tuple[float, Claim]] = []
    title_at = None
    for _, start, end in layout.headings:
        joined = -1
        for index in range(start, end):
            block = blocks[index]
            kinds = layout.kinds(block.region) if block.region else []
            if joined >= 0 and kinds[:1] in (["date"], ["byline"], ["meta"], ["share"]):
                continue
            bad = elsewhere[block.region]
            distance = abs(index - first) + (100 if index > first else 0) + (1000 if bad else 0)
            if joined < 0:
                joined = len(near)
                near.append((distance, Claim(block.text, "visible")))
                if not bad and index <= first:
                    title_at = index
            else:
                near[joined] = (near[joined][0], _joined(near[joined][1], block))
            near.append((distance + 0.5, Claim(block.text, "visible")))
    for index, block in enumerate(blocks[max(0, first - 60) : first + 1], max(0, first - 60)):
        if elsewhere[block.region] or len(block.text) > 300:
            continue
        if block.tag in ("h2", "h3") and first - index < 12:
            near.append((200 + first - index, Claim(block.text, "visible")))
        elif block.tag != "h1" and len(block.text) > 12 and "title" in layout.kinds(block.region):
            near.append((100 + first - index, Claim(block.text, "visible")))
    near.sort(key=lambda pair: pair[0])
    start = max(0, first - HEAD_BLOCKS) if title_at is None else max(0, title_at - 8)
    start = max(start, first - 3 * HEAD_BLOCKS)
    head = [block for block in blocks[start : first + 2] if not elsewhere[block.region]]
    tail = [
        block for block in blocks[last + 1 : last + 1 + TAIL_BLOCKS] if not elsewhere[block.region]
    ]
    if body.blocks:
        tail = body.blocks[-2:] + tail
    return Surroundings(
        headings=[claim for _, claim in near],
        head=head,
        tail=tail,
        heading=-1 if title_at is None else title_at,
        first=first,
        last=last,
        container=body.node,
        elsewhere=elsewhere,
    )


def _joined(claim: Claim, block: Block) -> Claim:
    """A heading of several lines as one: how they are joined is a guess."""
    return Claim(f"{claim.value} {block.text}"[:1000], "visible", guessed=True)


def flags(layout: Layout, container: int, kinds: frozenset[str] = ELSEWHERE) -> list[bool]:
    """For each region whether it, or one around it, is elsewhere.

    A region around the text's container is not: what it calls itself is then a mistake.
    """
    found = [False]
    for region in layout.regions[1:]:
        around = region.node <= container < layout.ends[region.node] and container > 0
        found.append((region.kind in kinds and not around) or found[region.parent])
    return found


def byline_claims(
    layout: Layout, around: Surroundings, used: Collection[int] = ()
) -> Iterator[tuple[str, Claim]]:
    """Names near the text: rel=author links, elements that call themselves byline, "By …"."""
    elsewhere = around.elsewhere
    low = max(0, around.first - 3 * HEAD_BLOCKS)
    high = around.last + TAIL_BLOCKS
    for relation, element, region, at in layout.rels:
        if elsewhere[region] or not low <= at <= high + 1:
            continue
        if "author" in relation.split():
            yield "authors", Claim(text_of_element(element), "rel-author")
        elif relation == "person" and at <= around.first + 1:
            for name in parse_byline(text_of_element(element), strict=True):
                yield "authors", Claim(name, "person-link")
    bylines = 0
    for index, block in enumerate(layout.blocks[low : high + 1], low):
        if len(block.text) > MAX_LINE or elsewhere[block.region] or index in used:
            continue
        kinds = layout.kinds(block.region) if block.region else []
        if "byline" in kinds and kinds[0] in ("byline", "meta", "title"):
            names = parse_byline(block.text, strict=True)
            if names:
                bylines += 1
                for name in names:
                    yield "authors", Claim(name, "byline", raw=block.text)
        if bylines >= 4:
            break
    for blocks in (around.head, around.tail):
        found: list[tuple[str, Claim]] = []
        for block in blocks:
            if block.tag in ("h1", "h2") or block.at in used:
                continue
            if not found and len(block.text) <= 2 * MAX_LINE:
                found = list(_signed_lines(layout, block))
        yield from found
        if found:
            return


def _signed_lines(layout: Layout, block: Block) -> Iterator[tuple[str, Claim]]:
    """Names in the first line of a block that signs it."""
    kinds = layout.kinds(block.region)[:1] if block.region else []
    for line in block.text.split("\n"):
        if len(line) > MAX_LINE:
            continue
        names = (parse_byline(line, strict=True) if says_by(line) else []) or find_byline(line)
        for name in names:
            yield "authors", Claim(name, "visible", raw=line)
        dated = kinds and kinds[0] in ("meta", "date") and any(map(str.isdigit, line))
        if not names and (dated or kinds == ["byline"]):
            names = find_byline(line, in_byline=True)
            for name in names:
                yield "authors", Claim(name, "line", raw=line, guessed=True)
        if names:
            return


def date_claims(
    layout: Layout, around: Surroundings, used: Collection[int] = ()
) -> Iterator[tuple[str, Claim]]:
    """Date texts near the text: ``time`` elements, elements that call themselves dates, lines.

    What stands far from it, or opens the text itself, comes last and is marked as guessed.
    Lines between heading and text come once more as ``shown``: "date" where their element
    calls itself a date or byline, "visible" where it does not.
    """
    # Responsive pages hide one of two date lines, and put the other beside the author's picture.
    elsewhere = flags(layout, around.container, ELSEWHERE - {"hidden", "bio"})
    wide = flags(layout, around.container, _NO_DATE)
    yield from _time_claims(layout, around, used, elsewhere, wide)
    yield from _near_lines(layout, around, used, elsewhere)
    yield from _far_lines(layout, around, used, elsewhere, wide)


# 1990, 2004, 3.2.04; written so that it begins with a digit, which is five times as fast.
_YEAR = re.compile(r"\d(?:(?:(?<=1)9|(?<=2)0)\d\d|[./]\d\d?[./]\d\d\b)")
_NO_DATE = frozenset(("menu", "comments", "related", "promo", "form"))  # never the article's
OPENING_BLOCKS = 6  # of the text, of which one may begin with its day; htmldate folder
FAR_LINE = 80  # characters of a line whose date counts although it stands far from the text
# The numbers below were chosen by what pages show readers alone: the day of the 539 pages of
# fundus, htmldate and traf that state one to machines was read without those statements.
DATED_BLOCKS = 9  # of the text, where a byline stands below lede or picture: 4 right, 0 wrong
BEFORE_TEXT = 12  # blocks before the text whose date counts in a menu, too: 7 right, 0 wrong
_DATED = (["date"], ["byline"], ["meta"])  # where other words may stand beside a date


def _time_claims(
    layout: Layout,
    around: Surroundings,
    used: Collection[int],
    elsewhere: Sequence[bool],
    wide: Sequence[bool],
) -> Iterator[tuple[str, Claim]]:
    """The ``time`` elements around and in the text, except those of embedded posts."""
    blocks = layout.blocks
    low = around.first - 3 * HEAD_BLOCKS
    for element, region, at in layout.times:
        if wide[region] or at in used or not low <= at <= around.last + TAIL_BLOCKS:
            continue
        if at < len(blocks) and _HANDLE in blocks[at].text:
            continue
        shown = text_of_element(element)
        stated = element.get("datetime") or element.get("title")
        label = f"{element.get('class') or ''} {element.get('itemprop') or ''} {_before(element)}"
        name = "modified" if _UPDATED.search(lowered(f"{label}\n{shown}")) else "published"
        origin, guessed = ("far", True) if elsewhere[region] else ("time", False)
        if stated and stated.strip():
            yield name, Claim(stated.strip(), origin, guessed=guessed)
        yield name, Claim(shown, origin, guessed=guessed)


def _near_lines(
    layout: Layout, around: Surroundings, used: Collection[int], elsewhere: Sequence[bool]
) -> Iterator[tuple[str, Claim]]:
    """Lines beside the text, the likeliest first.

    What stands above the heading is the site's, and its first date often today's; what stands
    behind the text is often a related story's.
    """
    head = [block for block in around.head if block.at > around.heading]
    above = [block for block in reversed(around.head) if block.at <= around.heading]
    dated = [
        block
        for block in layout.blocks[around.first + 2 : min(around.first + DATED_BLOCKS, around.last)]
        if layout.kinds(block.region)[:1] in _DATED and not elsewhere[block.region]
    ]
    for block in [*head, *dated, *above, *around.tail]:
        if block.at in used or len(block.text) > MAX_LINE or _YEAR.search(block.text) is None:
            continue
        kinds = layout.kinds(block.region)
        origin = "date" if "date" in kinds else "visible"
        between = around.heading < block.at <= around.first + 1 and block.tag not in ("h1", "h2")
        for name, claim in _line_claims(block, origin if block.at <= around.last else "far"):
            yield name, claim
            if between and name == "published" and len(claim.value) <= FAR_LINE:
                yield "shown", Claim(claim.value, "date" if kinds[:1] in _DATED else "visible")


def _far_lines(
    layout: Layout,
    around: Surroundings,
    used: Collection[int],
    elsewhere: Sequence[bool],
    wide: Sequence[bool],
) -> Iterator[tuple[str, Claim]]:
    """The day that opens the text, lines in and behind it, and those of a menu just before it."""
    blocks = layout.blocks
    for block in blocks[around.first : around.first + OPENING_BLOCKS]:
        opening = block.text[:60]
        found = find_date(opening) if _YEAR.search(opening) else None
        if found is not None and opening.find(found.raw) in range(20):
            yield "published", Claim(found, "far", raw=opening, guessed=True)
            break
    within = range(around.first, around.last + 1)
    behind = range(around.last + 1, min(len(blocks), around.last + 40))
    before = range(min(around.first, len(blocks)) - 1, max(0, around.first - 60), -1)
    lines = [
        block
        for block in (blocks[index] for index in (*before, *within, *behind))
        if len(block.text) <= FAR_LINE and not wide[block.region] and block.at not in used
    ]
    for block in sorted(lines, key=lambda block: elsewhere[block.region]):
        yield from _line_claims(block, "far")
    for block in reversed(blocks[max(0, around.first - BEFORE_TEXT) : around.first]):
        if not wide[block.region] or block.at in used or len(block.text) > FAR_LINE:
            continue
        if layout.regions[block.region].kind in ("date", "meta"):
            yield from _line_claims(block, "far")


def _line_claims(block: Block, origin: str) -> Iterator[tuple[str, Claim]]:
    if _YEAR.search(block.text) is None:
        return
    for line in block.text.split("\n"):
        low = lowered(line)
        updated = _is_updated(low)
        if updated or not (_is_sentence(line) or _HANDLE in line):
            name = "modified" if updated else "published"
            yield name, Claim(line, origin, guessed=origin == "far")


def _is_updated(low: str) -> bool:
    """Tell whether the first date of a line is a revision's.

    "4 May 2020 | Updated 2 hours ago" begins with another's.
    """
    label = _UPDATED.search(low)
    if label is None:
        return False
    before = low[: label.start()]
    return _YEAR.search(before) is None or before.rstrip()[-1:] not in _SEPARATORS


_SEPARATORS = frozenset("/|·•–—-,;(")


def _is_sentence(line: str) -> bool:
    """Tell a sentence, whose date may be of anything, from a date line.

    On the htmldate and traf folders 2 pages of 2 hosts are right by it, none is wrong.
    """
    return len(line) > MIN_SENTENCE and line.endswith(_SENTENCE_ENDS)


MIN_SENTENCE = 30  # characters: "04 de mayo 2022, 12:00 A. M." ends with a full stop, too
_SENTENCE_ENDS = (".", "!", "?", "。", "…")
# Who signs an embedded post.  Of what pages show readers 2 are right by it, none is wrong, and
# of 3 that show no other day none is given.
_HANDLE = "(@"


def _before(element: etree._Element) -> str:
    """The words just before an element: they say what its date is."""
    previous = element.getprevious()
    if previous is not None:
        return (previous.tail or "")[-40:]
    parent = element.getparent()
    return (parent.text or "")[-40:] if parent is not None else ""


_PHOTO = re.compile(
    r"""[\s(\[|–—-]*(?:(?:photo|foto|image|bild|picture|credit|crédit|fotografía|imagen|quelle|source|фото)\w*
    (?:\s*(?:credits?|by|de|von|courtesy\s+of))?\s*[:/]\s*|©\s*|\(c\)\s*|photo(?:graph)?\s+by\s+)(?P<credit>[^()\[\]]{2,100}?)[\s)\].]*$""",
    re.I | re.X,
)
MAX_CAPTION = 1_000  # characters
MAX_CREDIT = 120  # characters


def caption_claims(layout: Layout, around: Surroundings) -> Iterator[tuple[str, Claim]]:
    """Caption and credit of the picture that stands first, near or in the text."""
    holder = -1
    texts: list[str] = []
    for block in layout.blocks[max(0, around.first - HEAD_BLOCKS) : around.last + 1]:
        if not block.region or layout.regions[block.region].kind != "caption":
            continue
        if around.elsewhere[block.region]:
            continue
        figure = layout.outermost(block.region, FIGURE)
        if texts and figure != holder:
            break
        holder = figure
        texts.append(block.text.replace("\n", " ")[:MAX_CAPTION])
    if texts:
        yield "image", Claim(_captioned(texts), "visible", raw=" ".join(texts))


def _captioned(texts: Sequence[str]) -> Image:
    """Caption and credit from the lines below a picture; the credit comes last."""
    match = _PHOTO.search(texts[0])
    caption, credit = (texts[0][: match.start()], match["credit"]) if match else (texts[0], "")
    for text in texts[1:]:
        if not credit and len(text) <= MAX_CREDIT:
            match = _PHOTO.search(text)
            credit = match["credit"] if match else text
    if not caption and len(texts) > 1 and texts[1] != credit:
        caption = texts[1]
    return Image(caption=caption.strip(" |–—-"), credit=credit.strip())
