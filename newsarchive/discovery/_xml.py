"""A feed's bytes → XML that a strict parser takes, in time that grows with their number.

feedparser falls back on a forgiving parser of its own, which took 78 s for 6 MB of ``<a ``.
So nothing damaged reaches it: bare ampersands, HTML's entities and undeclared prefixes are
mended here, and what is still broken goes through libxml2's recovery.  Doctypes are cut
out, and with them every trick with entities.
"""

from __future__ import annotations

import re
from html.entities import html5
from itertools import islice
from xml.parsers import expat  # it only says yes or no here, and no doctype reaches it

from lxml import etree

from newsarchive.page import decode

MAX_FEED_BYTES = 10_000_000  # feedparser takes about a second for so much
MAX_ENTRIES = 10_000  # feedparser takes 0.15 ms for an empty one
MAX_DAMAGED_CHARS = 2_000_000  # mending takes as long again
MAX_ATTRIBUTES = 200  # of one tag; libxml2 looks each up among all others
MAX_PREFIXES = 50  # undeclared ones; feedparser takes minutes for 100,000
MAX_DEPTH = 100  # nested tags; XHTML inside Atom has some twenty


def start_of_root(text: str) -> int:
    """Return where the first element begins, after declaration, comments and doctype.

    The length of the text when there is none.
    """
    at = text.find("<")
    while at >= 0:
        if text.startswith("<?", at):
            end = text.find("?>", at)
        elif text.startswith("<!--", at):
            end = text.find("-->", at)
        elif _DOCTYPE_START.match(text, at):
            doctype = _DOCTYPE.match(text, at, at + 100_000)
            end = doctype.end() - 1 if doctype else -1
        elif _ELEMENT.match(text, at):
            return at
        else:
            end = at
        at = text.find("<", end + 1) if end >= 0 else -1
    return len(text)


def well_formed_xml(body: bytes, content_type: str) -> tuple[bytes, str]:
    """Return the feed in UTF-8, without declaration and doctype, and why it is incomplete.

    The second is one sentence, or "".  Junk before and after the root is cut off.
    """
    problem = ""
    if len(body) > MAX_FEED_BYTES:
        problem = f"Only the first {MAX_FEED_BYTES:,} bytes were read."
        body = body[:MAX_FEED_BYTES].rstrip(bytes(range(0x80, 0x100)))  # no half character
    text = _ILLEGAL.sub("", decode(body, content_type))
    text = text[start_of_root(text) :]
    end = max((match.end() for match in _ROOT_END.finditer(text)), default=0)
    if end:
        text = text[:end]
    elif not problem:
        problem = "The feed breaks off before its end."
    entries = [match.end() for match in islice(_ENTRY_END.finditer(text), 1_000_000)]
    if len(entries) > MAX_ENTRIES:
        text = text[: entries[MAX_ENTRIES - 1]] + text[entries[-1] :]
        problem = f"Only the first {MAX_ENTRIES:,} entries were read."
    data = text.encode("utf-8", "replace")
    if _is_well_formed(data):
        return data, problem
    if len(text) > MAX_DAMAGED_CHARS:
        text = text[:MAX_DAMAGED_CHARS]
        problem = f"The feed is damaged: only its first {MAX_DAMAGED_CHARS:,} characters were read."
    data = _with_prefixes(_mended(text)).encode("utf-8", "replace")
    return (data if _is_well_formed(data) else _recovered(data)), problem


_DOCTYPE_START = re.compile(r"<!DOCTYPE\b", re.I)
_DOCTYPE = re.compile(r"<!DOCTYPE\s[^>\[]*(?:\[.*?\]\s*)?>", re.I | re.S)
_ELEMENT = re.compile(r"<[A-Za-z_][\w.:-]*[\s/>]")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, 2.2
_ROOT_END = re.compile(r"</(?:\w{1,20}:)?(?:rss|feed|rdf)\s*>", re.I)
_ENTRY_END = re.compile(r"</(?:\w{1,20}:)?(?:item|entry)\s*>", re.I)


class _TooMuchError(Exception):
    """Raised through expat, which has no limits of its own."""


def _is_well_formed(data: bytes) -> bool:
    depth = 0

    def start(_: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH or len(attributes) > MAX_ATTRIBUTES:
            raise _TooMuchError

    def end(*_: object) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, _TooMuchError):
        return False
    return True


# Mending

_TOKEN = re.compile(
    r"<!\[CDATA\[|<!--|<[/?]?[A-Za-z_][^<>]*>|(?:<(?![/?!A-Za-z_]))+|<"
    r"|&(?:[A-Za-z][A-Za-z0-9]{1,31};|#[0-9]{1,7};|#[xX][0-9A-Fa-f]{1,6};)?"
)
_HTML_TAG = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|a|span|div|img|ul|ol|li|h[1-6]|hr|small|sup|sub|font|center|"
    r"blockquote|table|tr|td|th|tbody|thead|figure|figcaption|iframe|script|style)[\s/>]",
    re.I,
)
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")
_XML_ENTITIES = frozenset({"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"})


def _mended(text: str) -> str:
    """Escape what is no markup, resolve HTML's entities, drop comments."""
    parts: list[str] = []
    at = 0
    is_rss = text[:5].lower() == "<rss "  # whose own names are never HTML's, as Atom's may be
    closable = {"<![CDATA[": "]]>", "<!--": "-->"}
    while match := _TOKEN.search(text, at):
        parts.append(text[at : match.start()])
        piece = match[0]
        at = match.end()
        if piece in closable:
            end = text.find(closable[piece], at)
            if end >= 0:
                if piece == "<![CDATA[":
                    parts.append(text[match.start() : end + 3])
                at = end + 3
                continue
            del closable[piece]  # no other one can be closed either
        if piece[0] == "&":
            parts.append(_entity(piece))
        elif piece[-1] == ">":
            tag = _BARE_AMPERSAND.sub("&amp;", piece) if piece.count("=") <= MAX_ATTRIBUTES else ""
            if is_rss and _HTML_TAG.match(tag):
                tag = tag.replace("<", "&lt;")
            parts.append(tag)
        else:
            parts.append(piece.replace("<", "&lt;"))
    parts.append(text[at:])
    return "".join(parts)


def _entity(piece: str) -> str:
    if piece in _XML_ENTITIES:
        return piece
    if piece.startswith("&#"):
        code = int(piece[3:-1], 16) if piece[2] in "xX" else int(piece[2:-1])
        legal = code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD
        return f"&#{code};" if legal or 0x10000 <= code <= 0x10FFFF else ""
    return (
        html5.get(piece[1:], "").replace("&", "&amp;").replace("<", "&lt;") or f"&amp;{piece[1:]}"
    )


_PREFIX = re.compile(r"[<\s/]([A-Za-z_][\w.-]{0,40}):[A-Za-z_][\w.-]*(?=[\s=/>])")
_DECLARED_PREFIX = re.compile(r"xmlns:([\w.-]+)\s*=")
_ANY_PREFIX = re.compile(r"([<\s/])[A-Za-z_][\w.-]{0,40}:(?=[A-Za-z_])")
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "georss": "http://www.georss.org/georss",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "wfw": "http://wellformedweb.org/CommentAPI/",
}


def _with_prefixes(text: str) -> str:
    """Declare at the root the prefixes that are used without being declared."""
    used = {match[1] for match in _PREFIX.finditer(text)}
    missing = used - set(_DECLARED_PREFIX.findall(text)) - {"xml", "xmlns"}
    root = _ELEMENT.match(text)
    if root is None or not missing:
        return text
    if len(missing) > MAX_PREFIXES:  # nobody's vocabulary
        return _ANY_PREFIX.sub(r"\1", text)
    spaces = [
        f' xmlns:{prefix}="{_NAMESPACES.get(prefix, f"urn:undeclared:{prefix}")}"'
        for prefix in sorted(missing)
    ]
    at = root.end() - 1
    return text[:at] + "".join(spaces) + text[at:]


def _recovered(data: bytes) -> bytes:
    """Return what libxml2 makes of broken XML; an empty ``rss`` when it makes nothing."""
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.LxmlError:
        root = None
    if root is None:
        return b"<rss/>"
    _prune(root)
    return etree.tostring(root, encoding="utf-8")


def _prune(root: etree._Element) -> None:
    """Cut off what nests too deep."""
    level = [root]
    for _ in range(MAX_DEPTH - 1):
        level = [child for element in level for child in element]
    for element in level:
        del element[:]
