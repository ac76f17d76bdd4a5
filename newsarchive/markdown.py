"""The small HTML of ``Article.body_html`` → Markdown (CommonMark 0.31, tables as GitHub's)."""

from __future__ import annotations

import re

from lxml import etree

_SPECIAL = re.compile(r"([\\`*_\[\]<>])")
_BLOCK_START = re.compile(r"^(\d{0,9})([#+.)-])(?=[#\s])", re.M)
_HEADINGS = {"h2": "## ", "h3": "### ", "h4": "#### "}
_EMPHASIS = {"em": "*", "strong": "**"}


def markdown(html: str) -> str:
    """Return the Markdown of an article's clean HTML; "" of nothing.

    >>> markdown('<h2>Rain</h2><p>It <em>rained</em> *all* day, see <a href="/a">here</a>.</p>')
    '## Rain\\n\\nIt *rained* \\\\*all\\\\* day, see [here](/a).'
    """
    if not html.strip():
        return ""
    body = etree.HTML(f"<body>{html}</body>").find("body")
    parts = [_block(child) for child in body] if body is not None else []
    return "\n\n".join(part for part in parts if part)


def _block(element: etree._Element) -> str:
    tag = element.tag
    if tag in _HEADINGS:
        return _HEADINGS[tag] + _inline(element).replace("\\\n", " ")
    if tag in ("ul", "ol"):
        items = enumerate(element.iter("li"), 1)
        return "\n".join(f"{f'{n}.' if tag == 'ol' else '-'} {_inline(li)}" for n, li in items)
    if tag == "blockquote":
        return "> " + _inline(element).replace("\n", "\n> ")
    if tag == "pre":
        text = "".join(map(str, element.itertext()))
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
        return f"{fence}\n{text}\n{fence}"
    if tag == "table":
        return _table(element)
    if tag == "figure":
        image, caption = element.find("img"), element.find("figcaption")
        shown = _image(image) if image is not None else ""
        return "\n\n".join(filter(None, (shown, _inline(caption) if caption is not None else "")))
    return _BLOCK_START.sub(r"\1\\\2", _inline(element))


def _table(element: etree._Element) -> str:
    rows = [[_inline(cell) for cell in row] for row in element.iter("tr")]
    wide = max(map(len, rows), default=0)
    lines = []
    for number, row in enumerate(rows):
        cells = [cell.replace("|", "\\|").replace("\\\n", " ") for cell in row]
        lines.append(f"| {' | '.join(cells + [''] * (wide - len(cells)))} |")
        if number == 0:
            lines.append("|" + " --- |" * wide)
    return "\n".join(lines)


def _inline(element: etree._Element) -> str:
    pieces = [_escaped(element.text)]
    for child in element:
        tag = str(child.tag)
        if tag == "br":
            pieces.append("\\\n")
        elif tag == "img":
            pieces.append(_image(child))
        elif tag == "a" and child.get("href"):
            pieces.append(f"[{_inline(child)}]({_address(child.get('href'))})")
        elif tag in _EMPHASIS and (text := _inline(child).strip()):
            pieces.append(f"{_EMPHASIS[tag]}{text}{_EMPHASIS[tag]}")
        else:
            pieces.append(_inline(child))
        pieces.append(_escaped(child.tail))
    return re.sub(r"[ \t\r\n]*\\\n[ \t\r\n]*", "\\\\\n", "".join(pieces)).strip()


def _image(element: etree._Element) -> str:
    return f"![{_escaped(element.get('alt'))}]({_address(element.get('src'))})"


def _address(url: str | None) -> str:
    return re.sub(r"[\s()<>]", lambda match: f"%{ord(match[0]):02X}", url or "")


def _escaped(text: str | None) -> str:
    return _SPECIAL.sub(r"\\\1", text or "")
