"""A feed's bytes → the tree of its XML, in time that grows with their number.

What libxml2 takes as it is, is read at once.  Where it refuses, the damage is mended here
(bare ampersands, HTML's entities and tags, undeclared prefixes, junk around the root), and
what is still broken goes through libxml2's recovery.  Doctypes are cut out, and with them
every trick with entities; depth (256) and the length of a text (10 MB) are libxml2's limits.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html.entities import html5

from lxml import etree

from newsarchive.page import decode

MAX_FEED_BYTES = 20_000_000  # the longest podcast feeds have some 15 MB
MAX_TAGS = 1_000_000  # lxml takes some 150 bytes for each
MAX_DAMAGED_CHARS = 2_000_000  # mending takes 20 times as long as parsing
MAX_ATTRIBUTES = 200  # of one damaged tag
MAX_PREFIXES = 50  # undeclared ones


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


def read_xml(body: bytes, content_type: str) -> tuple[etree._Element | None, str]:
    """Return the root of a feed, and why the feed is incomplete, in one sentence or "".

    Junk before and after the root is passed over; comments and instructions are gone.
    ``None`` where not even a root could be read.
    """
    problem = ""
    if len(body) > MAX_FEED_BYTES:
        problem = f"Only the first {MAX_FEED_BYTES:,} bytes were read."
        body = body[:MAX_FEED_BYTES].rstrip(bytes(range(0x80, 0x100)))  # no half character
    text = decode(body, content_type)
    text = text[start_of_root(text) :]
    if text.count("<") > 2 * MAX_TAGS:
        text = text[:MAX_TAGS]
        problem = f"The feed holds more than {MAX_TAGS:,} tags; only its beginning was read."
    root = _parsed(text)
    if root is not None:
        return root, problem
    text = _ILLEGAL.sub("", text)
    end = max((match.end() for match in _ROOT_END.finditer(text)), default=0)
    if end:
        text = text[:end]
    elif not problem:
        problem = "The feed breaks off before its end."
    root = _parsed(text)
    if root is not None:
        return root, problem
    if len(text) > MAX_DAMAGED_CHARS:
        text = text[:MAX_DAMAGED_CHARS]
        problem = f"The feed is damaged: only its first {MAX_DAMAGED_CHARS:,} characters were read."
    text = _with_prefixes(_mended(text))
    root = _parsed(text)
    return (root if root is not None else _parsed(text, recover=True)), problem


_DOCTYPE_START = re.compile(r"<!DOCTYPE\b", re.I)
_DOCTYPE = re.compile(r"<!DOCTYPE\s[^>\[]*(?:\[.*?\]\s*)?>", re.I | re.S)
_ELEMENT = re.compile(r"<[A-Za-z_][\w.:-]*[\s/>]")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, 2.2
_ROOT_END = re.compile(r"</(?:\w{1,20}:)?(?:rss|feed|rdf)\s*>", re.I)


def _parsed(text: str, *, recover: bool = False) -> etree._Element | None:
    parser = etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return None


# Names

_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "georss": "http://www.georss.org/georss",
    "googleplay": "http://www.google.com/schemas/play-podcasts/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "opensearch": "http://a9.com/-/spec/opensearch/1.1/",
    "pheedo": "http://www.pheedo.com/namespace/pheedo",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
# Other spellings that are met, and "" for what feeds themselves are written in.
_OTHER_NAMESPACES = {
    "http://a9.com/-/spec/opensearchrss/1.0": "opensearch",
    "http://prismstandard.org/namespaces/1.2/basic": "prism",
    "http://purl.org/dc/elements/1.0": "dc",
    "http://search.yahoo.com/mrss": "media",
    "http://tools.search.yahoo.com/mrss": "media",
    "http://video.search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://backend.userland.com/rss091": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://cyber.law.harvard.edu/rss": "",
    "http://my.netscape.com/rdf/simple/0.9": "",
    "http://my.netscape.com/publish/formats/rss-0.91.dtd": "",
    "http://netscape.com/rdf/simple/0.9": "",
    "http://purl.org/atom/ns": "",
    "http://purl.org/net/rss1.1": "",
    "http://purl.org/rss/1.0": "",
    "http://channel.netscape.com/rdf/simple/0.9": "",
    "http://www.w3.org/2005/atom": "",
    "": "",
}
_PREFIXES = {
    address.lower().rstrip("/#"): prefix for prefix, address in _NAMESPACES.items()
} | _OTHER_NAMESPACES


def name_of(element: etree._Element) -> str:
    """Return an element's name in lower case: ``title``, ``dc:creator``, whatever its prefix.

    What feeds are written in has no prefix here, Atom's elements inside RSS included.  In an
    unknown namespace the prefix counts as written, since addresses are often misspelled.
    """
    return _name(element.tag, element.prefix)


@lru_cache(maxsize=4096)
def _name(tag: str, prefix: str | None) -> str:
    address, _, local = tag.lstrip("{").rpartition("}")
    known = _PREFIXES.get(address.strip().lower().rstrip("/#"))
    if known is None:
        known = (prefix or "").lower()
        known = "" if known == "atom" else known
    return f"{known}:{local.lower()}" if known else local.lower()


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
