"""A page as a reader sees it: blocks of text in reading order, each with its place.

One walk over the tree.  A block is the text between two block-level boundaries.  Its
``node`` tells which block-level element holds it, its ``region`` whether some element
around it calls itself something else than the article: a menu, comments, a byline.
Nothing is dropped here but what is never shown; deciding is left to those who look for
the body, the byline, the date.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from string import digits

from lxml import etree

# The walk ends when so many characters of text were followed by so many blocks of links,
# comments and the like: two fifths of a page's elements stand behind its article.
ENOUGH_READ = 1_500
ENOUGH_IDLE = 50
MAX_BLOCKS = 20_000  # the rest is not read; the largest page of the corpus has 6,151
MAX_MARKS = 1_000  # links to writers and topics, times, headings; the corpus has at most 209
MAX_DEPTH = 220  # deeper text is kept, without its structure; Python's own limit is 1,000

# Elements whose text is no text of the page.
_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "select",
        "option",
        "optgroup",
        "datalist",
        "textarea",
        "input",
        "iframe",
        "object",
        "embed",
        "applet",
        "canvas",
        "audio",
        "video",
        "map",
        "head",
        "link",
        "meta",
        "title",
        "dialog",
        "progress",
        "meter",
        "param",
        "source",
        "track",
        "img",
        "picture",
        "colgroup",
        "col",
        "frame",
        "frameset",
    ]
)
# Elements that do not interrupt a line of text; all others do.
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "blink",
        "amp-link",
        "path",
        "g",
        "use",
        "button",
    ]
)
_BLOCK, _SPAN, _DROP, _BREAK, _RULE, _IMAGE = range(6)
# What the walk does with an element, by its tag; one look-up for each of them.
_ROLES: dict[object, int] = {
    **dict.fromkeys(_INLINE, _SPAN),
    **dict.fromkeys(_DROPPED, _DROP),
    "br": _BREAK,
    "hr": _RULE,
    "img": _IMAGE,
    "picture": _IMAGE,
}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_TAG_REGIONS = {
    "nav": "menu",
    "footer": "footer",
    "aside": "aside",
    "figcaption": "caption",
    "figure": "figure",
    "form": "form",
    "button": "button",
    "menu": "menu",
}

# What an element calls itself, in class and id, is cut into words; these words tell what
# it is.  Collected from the corpus' development pages; English as templates are.
_WORDS = {
    "menu": "nav navi navbar navigation menu submenu megamenu dropdown toolbar pagination pager "
    "paging paginator skip sitemap topbar masthead burger",
    "breadcrumb": "breadcrumb breadcrumbs crumb crumbs crumbtrail breadcrumbtrail pathway",
    "footer": "footer colophon copyright foot bottombar",
    "aside": "sidebar sidebars aside rail widget widgets widgetarea sidebox rightcol leftcol "
    "rightcolumn secondary tertiary",
    "share": "share shares sharing sharebar sharer sharedaddy addthis addtoany social socials "
    "socialmedia sns facebook twitter whatsapp pinterest follow followus a2a jetpack likes",
    "comments": "comment comments commentlist commentarea respond disqus discussion reply replies "
    "kommentar kommentare commentaires comentarios fb-comments responses livefyre",
    "related": "related relatedposts relatedarticles recommended recommendation recommendations "
    "recirc recirculation readmore morestories seealso similar popular trending mostread "
    "mostpopular latest outbrain taboola yarpp teaser teasers upnext recent recentposts "
    "suggested moreon jp-relatedposts articlelist linklist readnext infobox-links crosslinks "
    "alsoread readalso",
    "promo": "ad ads adv advert advertisement advertising adsense adslot adunit banner banners "
    "promo promos promotion promobox newsletter newsletters subscribe subscription "
    "subscriptions subscriber signup paywall piano donate donation donations cta sponsor "
    "sponsored sponsors anzeige werbung cookie cookies consent gdpr cmp modal popup overlay "
    "lightbox regwall login loginform signin affiliate affiliates optin mailchimp mc4wp "
    "marketing premiumbox callout offer offers app-promo",
    "byline": "byline bylines author authors authorname writer writers autor autore autores "
    "auteur auteurs verfasser redakteur journalist reporter contributor contributors "
    "forfatter postedby credits-author authored skribent",
    "date": "date dates dateline datetime published pubdate publishdate postdate postedon timestamp "
    "datum fecha updated modified dateposted date-published posted-on entry-date time "
    "publicationdate publish",
    "meta": "meta postmeta entrymeta articlemeta metadata postinfo articleinfo byline-meta "
    "readtime readingtime info",
    "caption": "caption captions imagecaption figcaption photocaption wpcaption legend "
    "bildunterschrift imgcaption picturecaption copyrightnotice photocredit imagecredit credit "
    "credits bildnachweis pictureinfo",
    "tags": "tags tag taglist tagcloud tagged topics topic keywords keyword hashtags posttags "
    "tagslist labels",
    "categories": "category categories cat catlinks section-label rubric rubrik kicker eyebrow",
    "bio": "bio biography authorbio authorbox aboutauthor authorinfo authordescription vcard-bio "
    "aboutblock",
    "title": "headline title posttitle entrytitle articletitle pagetitle",
    "hidden": "hidden hide sr-only visuallyhidden screenreader screenreadertext "
    "assistive assistivetext offscreen noprint-hidden",
    "toc": "toc tableofcontents",
    "player": "player playlist jwplayer videoplayer audioplayer podcast transcript-toggle gallery "
    "slideshow carousel slider swiper slick",
}
_REGION_OF_WORD = {word: kind for kind, words in _WORDS.items() for word in words.split()}
# Pairs of neighbouring words that only together tell.
_REGION_OF_PAIR = {
    ("name", "uid"): "byline",  # Drupal's fields: field--name-uid
    ("name", "created"): "date",
    ("name", "title"): "title",
    ("read", "more"): "related",
    ("see", "also"): "related",
    ("also", "read"): "related",
    ("read", "also"): "related",
    ("read", "next"): "related",
    ("more", "stories"): "related",
    ("more", "news"): "related",
    ("more", "articles"): "related",
    ("more", "from"): "related",
    ("most", "read"): "related",
    ("most", "popular"): "related",
    ("next", "article"): "related",
    ("previous", "article"): "related",
    ("post", "navigation"): "menu",
    ("language", "switcher"): "menu",
    ("language", "selector"): "menu",
    ("language", "list"): "menu",
    ("lang", "switcher"): "menu",
    ("author", "bio"): "bio",
    ("author", "box"): "bio",
    ("author", "info"): "bio",
    ("author", "description"): "bio",
    ("about", "author"): "bio",
    ("about", "the"): "bio",
    ("sr", "only"): "hidden",
    ("visually", "hidden"): "hidden",
    ("screen", "reader"): "hidden",
    ("wp", "caption"): "figure",
    ("post", "tags"): "tags",
    ("entry", "meta"): "meta",
    ("entry", "footer"): "meta",
    ("post", "footer"): "meta",
    ("article", "footer"): "meta",
    ("asset", "footer"): "meta",
    ("node", "footer"): "meta",
    ("post", "meta"): "meta",
    ("reading", "time"): "meta",
    ("read", "time"): "meta",
    ("table", "contents"): "toc",
    ("sign", "up"): "promo",
    ("back", "top"): "menu",
    ("cookie", "notice"): "promo",
    ("hot", "topics"): "related",
    ("fact", "box"): "factbox",
    ("image", "credit"): "caption",
    ("photo", "credit"): "caption",
}
# schema.org properties whose element holds something else than the text.
_REGION_OF_PROP = {"image": "figure", "caption": "caption"}
_BODY_WORDS = frozenset(
    [
        "articlebody",
        "articletext",
        "articlecontent",
        "storybody",
        "storytext",
        "storycontent",
        "entrycontent",
        "postcontent",
        "postbody",
        "maintext",
        "bodytext",
        "bodycopy",
        "richtext",
        "contentbody",
        "textbody",
        "articlebodytext",
        "newstext",
        "newsbody",
        "newscontent",
        "postentry",
        "fulltext",
    ]
)
_BODY_FIRST = frozenset(
    [
        "article",
        "entry",
        "post",
        "story",
        "news",
        "main",
        "node",
        "single",
        "blog",
        "detail",
        "details",
        "page",
        "field",
    ]
)
_BODY_SECOND = frozenset(["body", "content", "text", "copy", "contents"])
_WORD = re.compile(r"[A-Z]?[a-z]+[0-9]*|[A-Z]+(?![a-z])|[0-9]*[a-z]+")
_LOWER_WORD = re.compile(r"[0-9]*[a-z]+[0-9]*")
FIGURE = ("caption", "figure")  # regions that belong to a picture
MAX_NAME = 300  # characters of class and id that are looked at
_HIDING_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)


@dataclass(slots=True)
class Block:
    """A run of text without a block boundary inside."""

    text: str  # white space folded; "\n" where the page breaks the line
    tag: str  # of the element that holds it: p, h2, li, td, div, …
    node: int  # index into Layout.elements
    region: int  # index into Layout.regions; 0 is the page itself
    linked: int  # characters inside links
    strong: int = 0  # characters inside b, strong and headings' fonts
    part: int = 0  # which part of its element, where line breaks part it
    cut: bool = False  # lines were taken out of it
    at: int = 0  # index into Layout.blocks


@dataclass(slots=True)
class Region:
    """A part of the page that calls itself something else than the article."""

    kind: str
    parent: int
    node: int


@dataclass(slots=True)
class Layout:
    """Block-level elements in document order, the blocks in them, and what they call themselves."""

    elements: list[etree._Element] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)  # index after the last element inside
    hints: list[int] = field(default_factory=list)  # nodes that call themselves the article's body
    blocks: list[Block] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    has_props: bool = False  # an element with an itemprop was met
    headings: list[tuple[int, int, int]] = field(
        default_factory=list
    )  # h1: node, first, last block
    times: list[tuple[etree._Element, int, int]] = field(
        default_factory=list
    )  # element, region, block
    rels: list[tuple[str, etree._Element, int, int]] = field(default_factory=list)
    images: list[tuple[etree._Element, int, int]] = field(
        default_factory=list
    )  # element, region, block

    def outermost(self, region: int, kinds: Collection[str]) -> int:
        """The outermost of the regions of these kinds that directly hold one another."""
        while self.regions[self.regions[region].parent].kind in kinds:
            region = self.regions[region].parent
        return region

    def inside(self, kind: str) -> list[bool]:
        """For each region whether it, or one around it, calls itself so."""
        found = [False]
        for region in self.regions[1:]:
            found.append(region.kind == kind or found[region.parent])
        return found

    def kinds(self, region: int) -> list[str]:
        """What the regions around call themselves, the innermost first."""
        found = []
        while region:
            found.append(self.regions[region].kind)
            region = self.regions[region].parent
        return found


@lru_cache(maxsize=20_000)
def describe(name: str) -> tuple[str, bool]:
    """Tell what an element with this class and id is, and whether it holds an article's body.

    >>> describe("sidebar-widget")
    ('aside', False)
    >>> describe("entry-content")
    ('', True)
    """
    name = name[:MAX_NAME]
    words = _words_of(name)
    if _TELLING.isdisjoint(words) or "hentry" in words:
        return "", False  # WordPress writes a post's status, categories and tags into its class
    kind = ""
    for pair in pairwise(words):
        if pair in _REGION_OF_PAIR:
            kind = _REGION_OF_PAIR[pair]
            break
        if (pair[0] in _BODY_FIRST and pair[1] in _BODY_SECOND) or pair == ("name", "body"):
            return "", True
    before = ""
    for word in words:
        if word in _BODY_WORDS:
            return "", True
        if not kind and word in _REGION_OF_WORD and before not in _HOLDING:
            kind = _REGION_OF_WORD[word]
        before = word
    return kind, False


_HOLDING = frozenset(("has", "with", "no", "not", "without"))  # "has-sidebar" is no sidebar


def _words_of(name: str) -> list[str]:
    if not name.islower():
        return [word.lower() for word in _WORD.findall(name)]
    if name.isascii():  # three times as fast as the expression, where there is no digit
        spaced = name.encode().translate(_SPACED).decode()
        if "0" not in spaced:
            return spaced.split()
    return _LOWER_WORD.findall(name)


# Letters stay, a digit becomes 0, all else a space.
_SPACED = bytes(
    code if chr(code).islower() and code < 128 else ord("0" if chr(code) in digits else " ")
    for code in range(256)
)


_TELLING = frozenset(
    [*_REGION_OF_WORD, *(word for pair in _REGION_OF_PAIR for word in pair), *_BODY_WORDS]
) | (_BODY_SECOND | {"name"})


def read_layout(tree: etree._Element) -> Layout:
    """Return the page's blocks in reading order."""
    layout = Layout()
    layout.regions.append(Region("", 0, 0))
    body = next(tree.iterchildren("body"), None)
    start = tree if body is None else body
    walker = _Walker(layout, _around_paragraphs(start))
    with suppress(_Enough):
        walker.visit(start, "body", start.text, 0, False)
    for node, end in enumerate(layout.ends):
        if not end:
            layout.ends[node] = len(layout.elements)
    return layout


def nodes_of(layout: Layout, elements: Collection[etree._Element]) -> list[int]:
    """Where elements stand in the layout, in order; those without text are absent."""
    return [node for node, element in enumerate(layout.elements) if element in elements]


class _Enough(Exception):
    """The article is read, and nothing but other things has come since."""


# Regions that are not entered when they hold no paragraph and little text: nobody looks
# for anything there.  Half of a page's elements stand in such.
_SKIPPED = frozenset(("menu", "footer", "aside", "share", "related", "promo", "form", "player"))
_NEVER_REGIONS = frozenset(("body", "main", "article"))
MAX_SKIPPED = 3_000  # characters


# A date written out; themes put the article's own into its footer or beside its author.
_DATE = re.compile(
    r"\b\d{1,2}([./-])\d{1,2}\1(?:19|20)?\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d"
    r"|\b[^\W\d_]{3,12}\.? \d{1,2},? (?:19|20)\d\d\b|\b\d{1,2}\.? [^\W\d_]{3,12}\.? (?:19|20)\d\d\b"
)
# What each of these dates holds, found ten times as fast: it begins with a digit.
_MAY_BE_DATE = re.compile(r"\d\d?(?:[./-]\d|,? (?:19|20)\d\d|\.? [^\W\d_]{3,12}\.? (?:19|20)\d\d)")
_MAY_DATE = frozenset(("footer", "aside", "share", "player"))


def _around_paragraphs(start: etree._Element) -> set[etree._Element]:
    """The elements that hold a paragraph or headline, or are one.

    To look inside each region anew takes seven times as long.
    """
    found: set[etree._Element] = set()
    for element in start.iter("p", "h1"):
        around: etree._Element | None = element
        while around is not None and around not in found:
            found.add(around)
            around = around.getparent()
    return found


def _says_little(element: etree._Element, kind: str) -> bool:
    text = etree.tostring(element, method="text", encoding="unicode")
    return len(text) < MAX_SKIPPED and not (
        kind in _MAY_DATE and _MAY_BE_DATE.search(text) and _DATE.search(text)
    )


# The attributes that say what an element is; most others are data for scripts.
_TELLING_ATTRIBUTES = frozenset(("class", "id", "itemprop", "hidden", "style"))


class _Walker:
    """The state of the walk: where it stands and the text not yet made a block."""

    def __init__(self, layout: Layout, around_paragraphs: set[etree._Element]) -> None:
        self.layout = layout
        self.around_paragraphs = around_paragraphs
        self.pieces: list[str] = []
        self.linked = 0
        self.strong = 0
        self.broken = False  # a <br> stands among the pieces
        self.node = 0
        self.region = 0
        self.tag = "body"
        self.read = 0  # characters of running text outside of other regions
        self.idle = 0  # blocks since that are links or in other regions

    def visit(
        self, element: etree._Element, tag: str, text: str | None, depth: int, in_link: bool
    ) -> None:
        """Walk a block-level element; ``text`` is what stands before its first child."""
        layout = self.layout
        if self.pieces:
            self.flush()
        elements = layout.elements
        parent, region, tag_before = self.node, self.region, self.tag
        me = len(elements)
        kind = self.kind_of(element, tag, me)
        if kind and tag not in _NEVER_REGIONS:
            hinted = layout.hints and layout.hints[-1] == me
            if (
                kind in _SKIPPED
                and not hinted
                and element not in self.around_paragraphs
                and _says_little(element, kind)
            ):
                return
            self.region = len(layout.regions)
            layout.regions.append(Region(kind, region, me))
        elements.append(element)
        layout.parents.append(parent)
        layout.ends.append(0)
        self.node = me
        self.tag = tag
        first = len(layout.blocks)
        self.descend(element, text, depth, in_link, False)
        if self.pieces:
            self.flush()
        if tag == "h1" and len(layout.headings) < MAX_MARKS:
            layout.headings.append((me, first, len(layout.blocks)))
        layout.ends[me] = len(elements)
        self.node, self.region, self.tag = parent, region, tag_before

    def kind_of(self, element: etree._Element, tag: str, me: int) -> str:
        """What a block-level element calls itself; its being a body is noted."""
        kind = _TAG_REGIONS.get(tag, "")
        if tag == "footer" and next(element.iterancestors("article"), None) is not None:
            kind = "meta"  # the article's own
        name = ""
        for attribute, value in element.items():
            if attribute not in _TELLING_ATTRIBUTES:
                continue
            if attribute == "class" or attribute == "id":
                name = f"{name} {value!s}" if name else str(value)
            elif attribute == "itemprop":
                self.layout.has_props = True
                if value == "articleBody":
                    self.layout.hints.append(me)
                    return ""
                kind = kind or _REGION_OF_PROP.get(str(value), "")
            elif attribute == "hidden" or (
                attribute == "style" and _HIDING_STYLE.search(str(value))
            ):
                kind = "hidden"
        if name and kind != "hidden" and tag != "blockquote":  # a quoted tweet is text
            found, is_body = describe(name)
            if is_body:
                self.layout.hints.append(me)
            return found or kind
        return kind

    def descend(
        self,
        element: etree._Element,
        text: str | None,
        depth: int,
        in_link: bool,
        in_strong: bool,
    ) -> None:
        """Walk what is inside an element; ``text`` is what stands before its first child."""
        pieces = self.pieces
        if text and (pieces or not text.isspace()):
            pieces.append(text)
            if in_link:
                self.linked += len(text)
            if in_strong:
                self.strong += len(text)
        if not len(element):
            return
        if depth > MAX_DEPTH:
            pieces.extend(str(part) for child in element for part in child.itertext())
            return
        for child in element:
            tag = child.tag
            role = _ROLES.get(tag, _BLOCK)
            if role == _BLOCK:
                text = child.text
                if text or len(child):
                    self.visit(child, tag, text, depth + 1, in_link)
            elif role == _SPAN:
                self.inline(child, tag, depth, in_link, in_strong)
            elif role == _BREAK:
                if pieces:
                    pieces.append("\0")
                    self.broken = True
            elif role == _RULE:
                if pieces:
                    self.flush()
            elif role == _IMAGE:
                image = child if tag == "img" else next(child.iter("img"), None)
                if image is not None and len(self.layout.images) < MAX_MARKS:
                    self.layout.images.append((image, self.region, len(self.layout.blocks)))
            tail = child.tail
            if tail and (pieces or not tail.isspace()):
                pieces.append(tail)
                if in_link:
                    self.linked += len(tail)
                if in_strong:
                    self.strong += len(tail)

    def inline(
        self, element: etree._Element, tag: str, depth: int, in_link: bool, in_strong: bool
    ) -> None:
        """Walk an inline element; one that names itself, like a byline's span, starts a block."""
        layout = self.layout
        if tag == "a":
            in_link = True
            for attribute, value in element.items():
                if attribute == "href":
                    relation = "person" if _PERSON_PATH.search(str(value).lower()) else ""
                elif attribute == "rel":
                    relation = str(value)
                else:
                    if attribute == "itemprop":
                        layout.has_props = True
                    continue
                if relation and len(layout.rels) < MAX_MARKS and _TELLING_REL.search(relation):
                    layout.rels.append((relation, element, self.region, len(layout.blocks)))
        elif tag == "b" or tag == "strong":
            in_strong = True
        elif tag in _NAMED_INLINE:
            kind = "button" if tag == "button" else ""
            for attribute, value in element.items():
                if attribute == "class":
                    kind = kind or describe(str(value))[0]
                elif attribute == "itemprop":
                    layout.has_props = True
                    kind = kind or _REGION_OF_PROP.get(str(value), "")
                elif attribute == "hidden" or (
                    attribute == "style" and _HIDING_STYLE.search(str(value))
                ):
                    kind = "hidden"
            dated = tag == "time" or (tag == "abbr" and element.get("title"))  # hAtom
            if dated and len(layout.times) < MAX_MARKS:
                layout.times.append((element, self.region, len(layout.blocks)))
            if kind and self.tag not in _HEADINGS:
                self.apart(element, kind, depth, in_link, in_strong)
                return
        text = element.text
        if len(element):
            self.descend(element, text, depth + 1, in_link, in_strong)
            return
        if text and (self.pieces or not text.isspace()):
            self.pieces.append(text)
            if in_link:
                self.linked += len(text)
            if in_strong:
                self.strong += len(text)

    def apart(
        self, element: etree._Element, kind: str, depth: int, in_link: bool, in_strong: bool
    ) -> None:
        """Walk an inline element as a region of its own."""
        self.flush()
        layout = self.layout
        before = self.region
        layout.regions.append(Region(kind, before, self.node))
        self.region = len(layout.regions) - 1
        self.descend(element, element.text, depth + 1, in_link, in_strong)
        self.flush()
        self.region = before

    def flush(self) -> None:
        """Make the pending text one block, or several where blank lines part it."""
        pieces = self.pieces
        raw = pieces[0] if len(pieces) == 1 else "".join(pieces)
        linked, strong = self.linked, self.strong
        pieces.clear()
        self.linked = self.strong = 0
        blocks = self.layout.blocks
        at = len(blocks)
        if at >= MAX_BLOCKS:
            raise _Enough
        if not self.broken:
            text = " ".join(raw.split())
            if text:
                size = len(text)
                if self.region or linked * 2 > size:
                    self.idle += 1
                    if self.idle > ENOUGH_IDLE and self.read > ENOUGH_READ:
                        raise _Enough
                elif size > 80:
                    self.read += size
                    self.idle = 0
                blocks.append(
                    Block(
                        text,
                        self.tag,
                        self.node,
                        self.region,
                        linked if linked < size else size,
                        strong if strong < size else size,
                        0,
                        False,
                        at,
                    )
                )
            return
        self.broken = False
        lines = [" ".join(line.split()) for line in raw.split("\0")]
        paragraphs = [part for part in _BLANK_LINES.split("\n".join(lines)) if part.strip("\n")]
        total = sum(map(len, paragraphs)) or 1
        for index, paragraph in enumerate(paragraphs):
            text = paragraph.strip("\n")
            share = len(text) / total
            blocks.append(
                Block(
                    text,
                    self.tag,
                    self.node,
                    self.region,
                    min(int(linked * share), len(text)),
                    min(int(strong * share), len(text)),
                    index,
                    at=len(blocks),
                )
            )


# Where sites keep the pages of their writers, in lower case.
_PERSON_PATH = re.compile(
    r"/(?:authors?|autore?n?s?|auteurs?|people|person|profiles?|users?|by|writers?|staff|contributors?|"
    r"journalists?|reporters?|redakteure?|team)(?:/|\?|=)"
)
_TELLING_REL = re.compile(r"author|category|tag|person", re.I)
_BLANK_LINES = re.compile(r"\n{2,}")
_NAMED_INLINE = frozenset(("span", "time", "button", "small", "em", "cite", "abbr"))
