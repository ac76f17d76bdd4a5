"""A republication's signature on a page that kept its markup.

The lines are those of ``credit``; the markup adds the address behind "Read More", the
instant behind the original's time, and sometimes the names of the Drupal fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from newsarchive.dates import as_shown, parse_date
from newsarchive.extraction._claims import text_of_element
from newsarchive.extraction._layout import Block, Layout
from newsarchive.extraction.body import Body
from newsarchive.extraction.credit import Republication, find_credit, image_credit, says_read_on
from newsarchive.model import Moment
from newsarchive.urls import absolute_url, host_of, same_site

_ELSEWHERE = frozenset(("hidden", "share", "related", "aside", "menu", "promo", "player"))
MAX_BEHIND = 400  # characters of paragraphs behind an attribution; comments end the text before
AFTER = 12  # blocks behind the text in which its signature may stand


@dataclass(slots=True)
class Reprint:
    """What a page says of its origin, and the blocks that are not its text."""

    found: Republication | None = None
    used: set[int] = field(default_factory=set)  # indexes into Layout.blocks
    image_credit: str = ""


def find_reprint(layout: Layout, body: Body, *, url: str, languages: Sequence[str]) -> Reprint:
    """Find where the text was taken from, and take what says so out of the body."""
    reprint = Reprint()
    if not body.blocks:
        return reprint
    first, last = body.blocks[0].at, body.blocks[-1].at
    lines: list[str] = []
    owners: list[int] = []
    signed: list[int] = []
    for index in range(first, min(last + 1 + AFTER, len(layout.blocks))):
        block = layout.blocks[index]
        kinds = layout.kinds(block.region) if block.region else []
        if index > last and any(kind in _ELSEWHERE for kind in kinds):
            continue
        for line in block.text.split("\n"):
            if kinds and kinds[0] == "byline":
                signed.append(len(lines))
            lines.append(line)
            owners.append(index)
    found = find_credit(lines, languages=languages, bylines=signed)
    if found is not None and _cuts_text(found, lines, owners, last):
        found = None  # a source named in the middle of the text is no attribution of it
    signed_at_end = found is not None and found.end < len(lines)
    address = ""
    if found is not None and signed_at_end:
        address = _address(layout, owners[found.end], url)
        if address and same_site(address, url):
            found = None  # a teaser of the page's own site
        elif found.read_on and not (address or found.credit.url):
            found = None  # "Read more" above a list of the page's own
    if found is not None:
        gone = {*found.used, *range(found.end, len(lines))}
        reprint.used = {owners[line] for line in (*found.used, found.end) if line < len(owners)}
        _cut(layout, body, gone, owners, lines)
        credit = found.credit
        last_hop = credit.via[-1] if credit.via else credit
        if not last_hop.url and signed_at_end:
            last_hop = replace(last_hop, url=address)
        if not last_hop.source and last_hop.url:
            last_hop = replace(last_hop, source=host_of(last_hop.url).removeprefix("www."))
        moment = _instant(layout, reprint.used, languages)
        if moment is not None and last_hop.published is not None:
            last_hop = replace(
                last_hop,
                published=as_shown(moment.when, last_hop.published),
                published_raw=moment.raw,
                published_precision=moment.precision,
            )
        found.credit = replace(credit, via=(*credit.via[:-1], last_hop)) if credit.via else last_hop
        reprint.found = found
    kept = []
    for block in body.blocks:
        credit_line = image_credit(block.text)
        if credit_line:
            reprint.image_credit = reprint.image_credit or credit_line
        else:
            kept.append(block)
    body.blocks = kept
    body.text = "\n\n".join(block.text for block in kept)
    return reprint


def _cuts_text(found: Republication, lines: list[str], owners: list[int], last: int) -> bool:
    """Tell whether much of the text stands behind the attribution."""
    behind = (
        len(line)
        for owner, line in zip(owners[found.end + 1 :], lines[found.end + 1 :], strict=True)
        if owner <= last and len(line) > 80
    )
    return sum(behind) > MAX_BEHIND


def _cut(layout: Layout, body: Body, gone: set[int], owners: list[int], lines: list[str]) -> None:
    """Take lines out of the body's blocks."""
    left: dict[int, list[str]] = {}
    for number, (owner, line) in enumerate(zip(owners, lines, strict=True)):
        left.setdefault(owner, [])
        if number not in gone:
            left[owner].append(line)
    texts = {owner: "\n".join(kept) for owner, kept in left.items()}
    blocks: list[Block] = []
    for block in body.blocks:
        text = texts.get(block.at, block.text)
        if text != block.text:
            block = replace(block, text=text, cut=True)
        if text:
            blocks.append(block)
    body.blocks = blocks


def _address(layout: Layout, owner: int, base: str) -> str:
    """Where the attribution leads: its "Read more", else its first link, best to another site."""
    block = layout.blocks[owner]
    first = elsewhere = read_on = ""
    for link in layout.elements[block.node].iter("a"):
        stated = (link.get("href") or "").strip()
        href = absolute_url(base, stated) if stated and not stated.startswith("#") else ""
        text = text_of_element(link)
        if not href or (text and text not in block.text):
            continue
        if "feedzy-rss-link-icon" in (link.get("class") or ""):
            return href
        if says_read_on(text):
            read_on = read_on or href
        if not same_site(href, base):
            elsewhere = elsewhere or href
        first = first or href
    return read_on or elsewhere or first


def _instant(layout: Layout, used: set[int], languages: Sequence[str]) -> Moment | None:
    """The instant behind the original's time."""
    for element, _, at in layout.times:
        stated = element.get("datetime")
        if at in used and stated:
            return parse_date(stated, languages=languages)
    return None
