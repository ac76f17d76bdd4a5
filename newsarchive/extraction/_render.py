"""The text as small, clean HTML: paragraphs, headings, lists, quotes, and links in them.

Nothing of the page's markup is copied: every element is written anew from a short list, so
there is nothing to sanitise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from lxml import etree

from newsarchive.extraction._layout import MAX_DEPTH, Block, Layout
from newsarchive.urls import absolute_url

_KEPT = frozenset(("p", "h2", "h3", "h4", "blockquote", "pre"))
_RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4", "th": "td"}
_EMPHASIS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em"}


def render(layout: Layout, blocks: Sequence[Block], base: str) -> str:
    """Return the blocks as HTML; links are absolute, those to nowhere are left out."""
    shares = Counter(block.node for block in blocks)
    parts: list[str] = []
    inside = ""  # the list or table that is open
    for block in blocks:
        holder, tag = _place(layout, block)
        if holder != inside:
            parts += [_CLOSE[inside], _OPEN[holder]]
            inside = holder
        text = _inline(layout, block, base) if shares[block.node] == 1 else _plain(block)
        parts.append(_WRAP[tag].format(text) if tag in _WRAP else f"<{tag}>{text}</{tag}>")
    parts.append(_CLOSE[inside])
    return "\n".join(part for part in parts if part)


_OPEN = {"": "", "ul": "<ul>", "ol": "<ol>", "table": "<table>"}
_CLOSE = {"": "", "ul": "</ul>", "ol": "</ol>", "table": "</table>"}
_WRAP = {"td": "<tr><td>{}</td></tr>"}


def _place(layout: Layout, block: Block) -> tuple[str, str]:
    """The list or table a block stands in, and the tag it gets."""
    tag = _RENAMED.get(block.tag, block.tag)
    node = block.node
    for _ in range(3):
        around = str(layout.elements[node].tag)
        if around == "li":
            parent = str(layout.elements[layout.parents[node]].tag)
            return ("ol" if parent == "ol" else "ul"), "li"
        if around == "blockquote":
            return "", "blockquote"
        node = layout.parents[node]
    if tag == "td":
        return "table", "td"
    return "", tag if tag in _KEPT else "p"


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
