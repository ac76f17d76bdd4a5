"""Markup that would take the parser too long: too many tags, or too many attributes on one.

Parse time can't be cut off, so this is looked at before; ``page`` calls it.  lxml looks
attributes up one by one: 100,000 on one tag take it 15 s, 60,000 take 7 s, 20,000 one.
"""

from __future__ import annotations

import re

MAX_TAGS = 250_000  # the largest page of the corpus has 20,000; lxml takes about 0.5 KB for each
MAX_ATTRIBUTES = 300  # of a tag, on a page on which some tag may have too many
HARMLESS = 150_000  # bytes below which no tag has attributes enough to take 1 s
_HARMLESS_VALUES = 300_000  # the same, where each attribute hides a ">" in its value
_MANY = 25_000  # attributes of a tag, which take a second
_SHORTEST_TAG = _SHORTEST_ATTRIBUTE = 3  # bytes; names that are met twice take no time
# Bytes looked at together.  On a page of 10 MB two thousand tags that just escape take 1.4 s
# with the shorter, 3 s with the longer; to look takes a third less with that.
_STRETCH, _LONGER_STRETCH = 4_000, 8_000
_LARGE = 1_000_000  # bytes of a page that is looked at in the shorter ones
_TRIED = 8  # signs ">" of a stretch; on the corpus' pages the first is nearly always outside
_ATTRIBUTE_ENDS = b" \t\n\r\f\v/\"'"
_BEFORE_VALUE = b"= \t\n\r\f\v"  # one of these stands before the quotation mark of a value
# Each tag is passed over as a whole: to look for one inside another takes minutes.
_TAG = re.compile(rb"""<[a-zA-Z](?>[^>=]++|=\s*+(?>"[^"]*+"|'[^']*+')?+)*+""")
_OVERLOADED_TAG = re.compile(
    rb"""<[^\s/]*+
    (?>[\s/]*+(?>=[^\s/>=]*+|[^\s/>=]++)(?>\s*+=\s*+(?>"[^"]*+"|'[^']*+'|[^\s>]*+))?+)"""
    + b"{%d}+" % MAX_ATTRIBUTES,
    re.X,
)


def bounded(markup: bytes) -> bytes:
    """Cut a text after ``MAX_TAGS`` tags, and take overloaded tags apart."""
    size = len(markup)
    if size < HARMLESS:
        return markup
    if size > _SHORTEST_TAG * MAX_TAGS and markup.count(b"<") > MAX_TAGS:
        markup = markup[: size - len(markup.split(b"<", MAX_TAGS)[-1]) - 1]
    # To look before anything is taken out takes half the time, and nearly nothing ever is.
    if _may_be_overloaded(markup) and any(map(_is_overloaded, _TAG.finditer(markup))):
        markup = _TAG.sub(lambda tag: b"<br " if _is_overloaded(tag) else tag[0], markup)
    return markup


def _is_overloaded(tag: re.Match[bytes]) -> bool:
    long = tag.end() - tag.start() > _SHORTEST_ATTRIBUTE * MAX_ATTRIBUTES
    return long and _OVERLOADED_TAG.match(tag[0]) is not None


def _may_be_overloaded(markup: bytes) -> bool:
    """Tell whether tags may have so many attributes that they take lxml a second.

    Either many of them have values, which a "=" tells; or there are long stretches without a
    ">" that ends a tag, and much in them that parts attributes.
    """
    size = len(markup)
    if size > _HARMLESS_VALUES and markup.count(b"=") > _MANY:
        return True
    length = _STRETCH if size > _LARGE else _LONGER_STRETCH
    stretches = [
        markup[start : start + length]
        for start in range(0, size, length)
        if not _ends_a_tag(markup, start, start + length)
    ]
    if len(stretches) * length <= _SHORTEST_ATTRIBUTE * _MANY:
        return False
    inside = b"".join(stretches)
    return len(inside) - len(inside.translate(None, _ATTRIBUTE_ENDS)) > _MANY


def _ends_a_tag(markup: bytes, start: int, end: int) -> bool:
    """Tell whether a ">" of a stretch is surely in no value, so that no tag spans the stretch."""
    at, low = start - 1, max(0, 2 * start - end)
    for _ in range(_TRIED):
        at = markup.find(b">", at + 1, end)
        if at < 0:
            return False
        if not (_opens_value(markup, b'"', low, at) or _opens_value(markup, b"'", low, at)):
            return True
    return False


def _opens_value(markup: bytes, mark: bytes, low: int, at: int) -> bool:
    """Tell whether the last quotation mark before a place follows a "=".

    It may stand in the stretch before; a value that is longer leaves no room for attributes.
    """
    place = markup.rfind(mark, low, at)
    if place < 0 or markup[place - 1] not in _BEFORE_VALUE:
        return False
    return markup[low:place].rstrip().endswith(b"=")
