"""The text as small, clean HTML: paragraphs, headings, lists, quotes, tables, pictures, links.

Nothing of the page's markup is copied: every element is written anew from a short list, so
there is nothing to sanitise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

from lxml import etree

from newsarchive.extraction._claims import squeeze
from newsarchive.extraction._layout import FIGURE, MAX_DEPTH, Block, Layout
from newsarchive.urls import absolute_url

_KEPT = frozenset(("p", "h2", "h3", "h4", "blockquote", "pre"))
_RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4", "th": "td"}
MIN_SIDE = 60  # pixels; smaller pictures are buttons and counters
MAX_IMAGES = 200
LEAD = 4  # blocks before the text, behind the headline, in which its picture stands
_SOURCES = ("data-src", "data-original", "data-lazy-src", "src")  # lazy pages put a blank into src
_EMPHASIS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em"}


def render(layout: Layout, blocks: Sequence[Block], base: str, outside: Sequence[bool]) -> str:
    """Return the blocks, and the pictures among them, as HTML.

    Links and pictures have absolute addresses; those to nowhere are left out.  ``outside``
    tells of each region whether its pictures are no part of the article.
    """
    shares = Counter(block.node for block in blocks)
    parts: list[str] = []
    inside: tuple[str, int] = ("", 0)  # the list or row that is open, and its node
    pictures = list(_pictures(layout, blocks, base, outside))
    for block in blocks:
        while pictures and pictures[0][0] <= block.at:
            parts += [_CLOSE[inside[0]], pictures.pop(0)[1]]
            inside = ("", 0)
        holder, tag, node = _place(layout, block)
        if (holder, node) != inside:
            if holder == inside[0] == "table":
                parts.append("</tr><tr>")
            elif holder != inside[0]:
                parts += [_CLOSE[inside[0]], _OPEN[holder]]
            inside = (holder, node)
        text = _inline(layout, block, base) if shares[block.node] == 1 else _plain(block)
        parts.append(f"<{tag}>{text}</{tag}>")
    parts += [_CLOSE[inside[0]], *(picture for _, picture in pictures)]
    return "\n".join(part for part in parts if part)


def _pictures(
    layout: Layout, blocks: Sequence[Block], base: str, outside: Sequence[bool]
) -> Iterator[tuple[int, str]]:
    """The pictures between the first block and the last: before which block, and the HTML."""
    if not blocks:
        return
    seen: set[str] = set()
    for image, region, at in layout.images[:MAX_IMAGES]:
        if not blocks[0].at - LEAD <= at <= blocks[-1].at + 1 or outside[region] or _is_tiny(image):
            continue
        stated = [value for name in _SOURCES if (value := (image.get(name) or "").strip())]
        address = next((url for value in stated if (url := absolute_url(base, value))), "")
        if not address or address in seen:
            continue
        seen.add(address)
        shown = f'<img src="{escape(address)}" alt="{escape(squeeze(image.get("alt") or ""))}">'
        caption = _caption(layout, region, at)
        told = f"<figcaption>{escape(caption, quote=False)}</figcaption>" if caption else ""
        yield at, f"<figure>{shown}{told}</figure>"


def _is_tiny(image: etree._Element) -> bool:
    sides = (image.get("width") or "", image.get("height") or "")
    return any(side.isascii() and side.isdigit() and int(side[:6]) < MIN_SIDE for side in sides)


def _caption(layout: Layout, region: int, at: int) -> str:
    """The caption in the same figure."""
    if not region:
        return ""
    figure = layout.outermost(region, FIGURE)
    texts = [
        block.text.replace("\n", " ")
        for block in layout.blocks[max(0, at - 2) : at + 4]
        if block.region
        and layout.regions[block.region].kind == "caption"
        and layout.outermost(block.region, FIGURE) == figure
    ]
    return " ".join(texts)


_OPEN = {"": "", "ul": "<ul>", "ol": "<ol>", "table": "<table><tr>"}
_CLOSE = {"": "", "ul": "</ul>", "ol": "</ol>", "table": "</tr></table>"}


def _place(layout: Layout, block: Block) -> tuple[str, str, int]:
    """The list or table a block stands in, the tag it gets, and the row's node."""
    tag = _RENAMED.get(block.tag, block.tag)
    node = block.node
    for _ in range(3):
        around = str(layout.elements[node].tag)
        if around == "li":
            parent = str(layout.elements[layout.parents[node]].tag)
            return ("ol" if parent == "ol" else "ul"), "li", 0
        if around == "blockquote":
            return "", "blockquote", 0
        node = layout.parents[node]
    if tag == "td":
        return "table", "td", layout.parents[block.node]
    return "", tag if tag in _KEPT else "p", 0


def _plain(block: Block) -> str:
    return escape(block.text, quote=False).replace("\n", "<br>\n")


def _inline(layout: Layout, block: Block, base: str) -> str:
    """The block's text with its links and emphasis, where its element holds nothing else."""
    element = layout.elements[block.node]
    if block.cut or block.tag != element.tag or not len(element):
        return _plain(block)
    pieces: list[str] = []
    _write(element, base, pieces, 0)
    lines = [" ".join(line.split()) for line in "".join(pieces).split("\0")]
    return "<br>\n".join(line for line in lines if line) or _plain(block)


def _write(element: etree._Element, base: str, pieces: list[str], depth: int) -> None:
    if element.text:
        pieces.append(escape(element.text, quote=False))
    for child in element:
        tag = child.tag
        if tag == "br":
            pieces.append("\0")
        elif isinstance(tag, str) and tag not in ("script", "style", "noscript", "svg", "button"):
            opened = closed = ""
            if tag == "a":
                href = absolute_url(base, child.get("href") or "")
                if href:
                    opened, closed = f'<a href="{escape(href)}">', "</a>"
            elif tag in _EMPHASIS:
                opened, closed = f"<{_EMPHASIS[tag]}>", f"</{_EMPHASIS[tag]}>"
            pieces.append(opened)
            if depth < MAX_DEPTH:
                _write(child, base, pieces, depth + 1)
            pieces.append(closed)
        if child.tail:
            pieces.append(escape(child.tail, quote=False))
