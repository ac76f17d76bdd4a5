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
from itertools import chain

from newsarchive.dates import find_date, parse_date
from newsarchive.extraction._claims import letters, lowered
from newsarchive.extraction._layout import Block, Layout
from newsarchive.extraction.bylines import find_byline, parse_byline, says_by
from newsarchive.extraction.credit import ends_in_credit, is_authored_via

# Regions whose text is not the article's, wherever they stand.
_OUTSIDE = frozenset(
    [
        "menu",
        "breadcrumb",
        "footer",
        "aside",
        "share",
        "comments",
        "related",
        "promo",
        "form",
        "hidden",
        "button",
        "tags",
        "bio",
        "toc",
        "player",
        "caption",
        "figure",
        "byline",
        "date",
        "meta",
        "categories",
        "factbox",
    ]
)
LONG = 60  # characters from which a block counts as running text; tuned on aeb and fundus
_DESCENT = 0.88  # share of the text that must stay when the container is narrowed; same
# Pages laid out with tables put masthead and footer into rows beside the text.
_DESCENT_CELL = 0.75
_CELLS = frozenset(("table", "tbody", "tr", "td"))
OUTSIDE_WEIGHT = 0.1
HINTED = 0.6  # share of the text that an element must hold to be believed its own name
TITLED = 0.2  # share of the page's text that the element around headline and text holds
TOLD = 400  # letters from which a text stated for machines is a guide
TOLD_REST = 0.6  # more than this beside it, and it was only the text's beginning
TOLD_SHOWN = 0.6  # share of it that must stand on the page
ARTICLE = 400  # characters that a second article on the page holds at least
KIN = 100  # characters of text in an element like the container beside it
MAX_HEADLINE = 500  # characters of a first heading; a longer one is no text either
MAX_HEADING = 100  # characters; longer ones are ledes and paragraphs set as headings; traf folder
MAX_LINKED = 300  # characters of a block of nothing but links
STRAY = 0.05  # share of the text below which a place is no place of text; aeb and fundus
LEDE_REACH = 30  # blocks before the text
LEDE_LENGTH = 50
_NEVER_LEDE = frozenset(("menu", "footer", "comments", "related", "promo", "aside"))
# Where the comments begin, whatever their element calls itself.
_COMMENTS = re.compile(
    r"^\W*(?:\d+\W*)?(?:comments?|reader comments|kommentare?|leserkommentare|commentaires?|comentarios?|comentários?|commenti|"
    r"комментарии|komentarze|komentáře|yorumlar|reacties|kommentarer|댓글|网友评论|评论|評論|コメント|تعليقات|تگاه|תגובות)\W*(?:\d+)?\W*$",
    re.I,
)
_NETWORKS = re.compile(
    r"^(?:(?:share|teilen|partager|compartir|condividi|поделиться|udostępnij|paylaş|分享到|分享|기사 공유|공유|シェア)[\w\s]{0,24}?)?"
    r"(?:\W*(?:facebook|twitter|x|whatsapp|telegram|linkedin|pinterest|reddit|e-?mail|line|weibo|vk|xing|print|link)\b)+\W*$"
)
# What asks readers to do something; searched in lower case, as the networks are.
_PROMPT = re.compile(
    r"""^\W*(?:read\ (?:more|also|next|the\ full)|also\ read|see\ also|more\ (?:on|from|about)\b|more\ (?:[\w’']+\ ){0,3}stories\W*$|related(?:\ (?:stories|articles?|content|topics|news|posts?|reading|links?))?\W*$
    |recommended(?:\ (?:stories|articles|for\ you))?\W*$|don[’']t\ miss|watch(?:\ (?:now|this|more|live|the\ video))?\W*$|watch:|listen(?:\ to)?:
    |advertisement|story\ continues|article\ continues|continue\ reading|sign\ up\ (?:for|to|here)|subscribe\ (?:to|now|here|today)|click\ here
    |https?://\S+$|(?:www\.)?[\w-]+\.(?:com|org|net|co\.uk|de|fr)/\S+$|write\ to\ [^.!?]{3,60}\S+@\S+$|like\ this\ (?:story|article)\?|iklan\W*$
    |[\w.+-]+@[\w-]+\.[\w.-]+$|this\ (?:copy|document)\ is\ (?:for|subject)|text\ size\W*$|tags?\ ?:|comments?\W*$|more\ ?:$
    |(?:last\ )?updated?\ (?:at|on)\b|our\ standards:|(?:copyright\ )?(?:©|\(c\)\ ?\d)|copyright\ \d|tell\ us\ what|this\ (?:web)?site\ uses\ cookies|we\ use\ cookies
    |follow\ (?:us|him|her|the|@)|like\ us\ on|download\ (?:the|our)\ app|join\ (?:our|the\ conversation)|get\ (?:our|the\ latest|breaking)
    |lesen\ sie\ (?:auch|hier|mehr|dazu)|lesen\ sie\ auch|mehr\ (?:zum\ thema|dazu|lesen)\W*|auch\ interessant|das\ könnte\ sie|anzeige\W*$|lies\ (?:auch|hier)|passend\ dazu
    |kommentare?\ (?:sind\ )?(?:geschlossen|deaktiviert)|(?:beitrags|titel)bild\ ?:?|empfohlene\ (?:beiträge|artikel)|mehr\ themen\W*$|(?:zum\ )?weiterlesen\W*$
    |(?:der|dieser)\ (?:beitrag|artikel)\ wurde\ (?:am|von)|erstellt\ am|(?:möchten|wollen)\ sie\ (?:den|diesen)\ artikel|\(?noch\ keine\ bewertungen|unterstütz(?:en\ sie|e)\ (?:uns|unsere)
    |anzeige\ [-–]|quellen\ (?:aus|ein)blenden|teilen\ sie\ (?:diesen|den)|be\ sociable|never\ miss|stay\ up[- ]to[- ]date|submit\ (?:your|a)|read\ further|drukuj\W*$|więcej\W*$
    |vous\ aimerez|lire\ aussi|à\ lire|a\ lire|lisez\ aussi|voir\ aussi|sur\ le\ même\ sujet|publicité|abonnez-vous|inscrivez-vous
    |lea\ (?:también|además)|lee\ (?:también|además)|te\ puede\ interesar|vea\ (?:también|además)|mira\ (?:también|además)|también\ (?:puede|te)|más\ información\W*$|suscríbete|publicidad\W*$
    |leggi\ anche|leia\ (?:também|mais)|veja\ (?:também|mais)|saiba\ mais|les\ også|læs\ også|läs\ (?:också|mer|även)|lees\ (?:ook|meer)|lue\ myös
    |читайте\ (?:также|еще|ещё)|читай\ также|подписывайтесь|реклама\W*$|czytaj\ (?:także|również|też)|zobacz\ (?:także|też)|čtěte\ (?:také|i)|přečtěte\ si
    |ayrıca\ (?:bkz|oku)|ilgili\ haber|baca\ juga|関連記事|相关阅读|延伸閱讀|相关新闻|관련기사|اقرأ\ (?:أيضا|أيضًا|المزيد))""",
    re.X,
)
_SURE = frozenset(("comments", "menu", "footer", "related"))
_IGNORED_SURELY = 0.8  # the same for regions that hardly ever call themselves so by mistake
_IGNORED_REGION = 0.4  # a region that holds more than this share is the article after all; same
_WIDE = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
MAX_PLACE = 2  # words of a place beside a date
MAX_PARTED = 8  # words beside a date on a line that bars part
BEHIND_LEDE = 2  # blocks behind the first in which a date line may stand
HEAD = 8  # blocks at the beginning among which the headline may be repeated
POSTED = re.compile(
    r"^(?:posted|published|submitted|written|added|created)\s+(?:by\b\s*(?P<by>.*?)\s*)?"
    r"\b(?:on|at|in)\b:?\s*(?P<when>.*\d.*)$",
    re.I,
)
CATEGORIES = re.compile(
    r"^(?:categor(?:y|ies)|filed\s+(?:under|in)|posted\s+in|section|sections|topics?|kategorien?|"
    r"catégories?|categorías?|categori[ae]|rubrik|rubriques?|ressort|pubblicato\s+in|publié\s+dans|publicado\s+en|"
    r"veröffentlicht\s+in|abgelegt\s+unter|рубрик[аи]|категори[яи]|kategori(?:e|a|er)?|カテゴリー?|分类|分類|카테고리)\s*:?\s+(?P<names>\S.*)$"
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
    start = text if text.isascii() else text[:24]
    if start.isascii() or _WIDE.search(start) is None:
        return len(text)
    return 3 * len(text)


def find_body(
    layout: Layout,
    *,
    titles: frozenset[str] = frozenset(),
    summaries: frozenset[str] = frozenset(),
    told: str = "",
    within: Sequence[int] = (),
) -> Body:
    """Return the page's article; empty where nothing is long enough to be one.

    Args:
        layout: The page's blocks.
        titles: What the headline may be, folded (letters and digits only).
        summaries: What the page states as its summary, folded: how its lede is known.
        told: The article's text as the page states it for machines, folded.  It has no
            paragraphs and often lacks lede and subheadings; but what it holds is text.
        within: The elements that hold the text, where a rule says so.
    """
    blocks = layout.blocks
    if not blocks:
        return Body([], 0, "")
    outside = _outside(layout)
    widths = [width(block.text) for block in blocks]
    spoken = _spoken(layout, widths, told)
    own = [0.0] * len(layout.elements)
    for index, block in enumerate(blocks):
        size = widths[index]
        if size < LONG or (block.tag == "h1" and size > MAX_HEADLINE):
            continue
        if spoken[index] or block.linked * 2 < len(block.text):
            weight = OUTSIDE_WEIGHT if outside[block.region] else 1.0
            if told:
                weight = 1.0 if spoken[index] else OUTSIDE_WEIGHT * weight
            own[block.node] += size * weight
    mass = own[:]
    parents = layout.parents
    for node in range(len(mass) - 1, 0, -1):
        mass[parents[node]] += mass[node]
    longest = 2 * max(map(len, titles), default=0) + 20  # a text this long is no title
    shortest = min(map(len, titles), default=longest)
    is_title = [
        shortest <= len(block.text) < longest and letters(block.text) in titles for block in blocks
    ]
    if within:
        places = [range(node, layout.ends[node]) for node in within]
        chosen = _select(layout, within[0], places, widths, is_title, [False] * len(blocks))
        return Body(chosen, within[0], "\n\n".join(block.text for block in chosen))
    container = _container(layout, own, mass, _headline(layout, is_title, outside))
    chosen = _select(layout, container, _kin(layout, container, mass), widths, is_title, spoken)
    chosen = _lede(layout, chosen, widths, is_title, outside, summaries) + chosen
    return Body(chosen, container, "\n\n".join(block.text for block in chosen))


def _spoken(layout: Layout, widths: list[int], told: str) -> list[bool]:
    """For each block whether the text stated for machines holds it; all False where unusable."""
    nothing = [False] * len(widths)
    if len(told) < TOLD:
        return nothing
    spoken = [
        size >= LONG and letters(block.text) in told
        for block, size in zip(layout.blocks, widths, strict=True)
    ]
    blocks = layout.blocks
    held = sum(widths[i] for i, is_spoken in enumerate(spoken) if is_spoken)
    if held < TOLD_SHOWN * width(told):
        return nothing
    # A text cut for the machines: what goes on in the same place is the rest of it.
    places = {layout.parents[blocks[i].node] for i, is_spoken in enumerate(spoken) if is_spoken}
    rest = sum(
        size
        for block, size, is_spoken in zip(blocks, widths, spoken, strict=True)
        if not is_spoken and size >= LONG and layout.parents[block.node] in places
    )
    return spoken if rest < TOLD_REST * held else nothing


def _headline(layout: Layout, is_title: list[bool], outside: list[bool]) -> int:
    """The node of the heading that is the page's headline, or -1."""
    first_of_all = -1
    for node, first, last in layout.headings:
        if first == last or outside[layout.blocks[first].region]:
            continue
        if any(is_title[first:last]):
            return node
        if first_of_all < 0 and len(layout.blocks[first].text) > 20:
            first_of_all = node
    return first_of_all


def _lede(
    layout: Layout,
    chosen: list[Block],
    widths: list[int],
    is_title: list[bool],
    outside: list[bool],
    summaries: frozenset[str],
) -> list[Block]:
    """Paragraphs between the headline and the text: its lede, where it stands apart."""
    if not chosen:
        return []
    first = chosen[0].at
    start = max(0, first - LEDE_REACH)
    pictured = {at for _, _, at in layout.images}
    titles = [index for index in range(start, first) if is_title[index]]
    found = []
    for index in range(titles[-1] + 1 if titles else start, first):
        block = layout.blocks[index]
        if widths[index] < LEDE_LENGTH or block.linked * 2 > len(block.text):
            continue
        if index in pictured and ends_in_credit(block.text):
            continue
        is_summary = letters(block.text)[:60] in summaries
        kinds = layout.kinds(block.region)
        if (
            is_summary
            and block.tag in ("p", "div", "h2", "h3", "h4")
            and not any(kind in _NEVER_LEDE for kind in kinds)
        ) or (
            titles
            and (not outside[block.region] or _is_teaser(block, kinds))
            and (block.tag in ("p", "div") or len(block.text) > MAX_HEADING)
        ):
            found.append(block)
    return found


def trim(layout: Layout, body: Body, title: str, languages: Sequence[str]) -> None:
    """Take from the text's beginning what stands between a headline and a text.

    A first block that calls itself a title is one, whatever it says: an importer may have
    put another headline above it.
    """
    folded = letters(title)
    blocks = body.blocks
    start, cut = 0, False
    for index, block in enumerate(blocks[:HEAD]):
        text = block.text
        kinds = layout.kinds(block.region)[:1] if block.region else []
        if (letters(text) == folded and folded) or (
            not index and kinds == ["title"] and block.tag not in ("p", "h2", "h3", "h4")
        ):
            start = index + 1
        elif index == start:
            lines = text.split("\n")
            first = _first_of_text(lines, folded, languages)
            if first == len(lines):
                start = index + 1
            elif first:
                block.text, block.cut = "\n".join(lines[first:]), True
                cut = True
        elif index > start:
            break
    dated = {
        block.at
        for block in blocks[start + 1 : start + 1 + BEHIND_LEDE]
        if len(block.text) < 80 and parse_date(block.text, languages=languages) is not None
    }
    if start or cut or dated:
        body.blocks = [block for block in blocks[start:] if block.at not in dated]
        body.text = "\n\n".join(block.text for block in body.blocks)


def _first_of_text(lines: Sequence[str], title: str, languages: Sequence[str]) -> int:
    """Index of the first line behind the headline (and a kicker above it) and furniture."""
    start = next(
        (n + 1 for n, line in enumerate(lines[:HEAD]) if letters(line) == title and title), 0
    )
    for index, line in enumerate(lines[start:], start):
        if not is_furniture(line, languages):
            return index
    return len(lines)


def is_furniture(line: str, languages: Sequence[str]) -> bool:
    """Tell whether a line is a byline, a date line, a list of categories or the like."""
    if len(line) > 160 or is_authored_via(line):
        return False
    if _FURNITURE.match(line) or POSTED.match(line) or CATEGORIES.match(line):
        return True
    if says_by(line) and parse_byline(line, strict=True):
        return True
    if not any(map(str.isdigit, line)):
        return False
    if len(line) < 80 and parse_date(line, languages=languages) is not None:
        return True
    found = find_date(line, languages=languages)
    if found is None:
        return False
    # place and date on one line, perhaps a name: "Port Ellery, 3 March 2004. By Jane Roe"
    rest = line.replace(found.raw, " ").split()
    return bool(find_byline(line)) or len(rest) <= (MAX_PARTED if "|" in rest else MAX_PLACE)


def _outside(layout: Layout) -> list[bool]:
    """For each region whether it, or one around it, is not the article."""
    found = [False]
    for region in layout.regions[1:]:
        found.append(region.kind in _OUTSIDE or found[region.parent])
    return found


def _is_teaser(block: Block, kinds: list[str]) -> bool:
    """Tell whether a block is a lede although its class says "teaser"."""
    return kinds == ["related"] and block.tag == "p" and len(block.text) > 100 > 4 * block.linked


def _kin(layout: Layout, container: int, mass: list[float]) -> list[range]:
    """The container and its brothers and cousins of the same class that hold text too."""
    element = layout.elements[container]
    name = element.get("class")
    found = [range(container, layout.ends[container])]
    if not name or not container:
        return found
    parent = layout.parents[container]
    grandparent = layout.parents[parent]
    near = _children(layout, parent)
    if grandparent != parent and len(near) < 4:
        near = [
            cousin
            for uncle in _children(layout, grandparent)
            for cousin in _children(layout, uncle)
        ]
    for node in near[:200]:
        other = layout.elements[node]
        if (
            node != container
            and mass[node] >= KIN
            and other.tag == element.tag
            and other.get("class") == name
        ):
            found.append(range(node, layout.ends[node]))
    return sorted(found, key=lambda nodes: nodes.start)


def _container(layout: Layout, own: list[float], mass: list[float], headline: int) -> int:
    """The element that holds the article.

    Of two articles on one page, as endless scrolling leaves them, the one with the headline.
    """
    total = mass[0]
    node = 0
    if headline >= 0:
        node = headline
        while node and mass[node] < max(ARTICLE, TITLED * total):
            node = layout.parents[node]
    inside = range(node, layout.ends[node])
    hints = [h for h in layout.hints if h in inside and mass[h] >= HINTED * mass[node] > 0]
    if hints:
        node = max(hints, key=lambda hint: (mass[hint], hint))
    while True:
        children = _children(layout, node)
        if not children or own[node] > 0.2 * mass[node]:
            return node
        best = max(children, key=lambda child: mass[child])
        share = _DESCENT_CELL if layout.elements[best].tag in _CELLS else _DESCENT
        if mass[best] < share * mass[node] or mass[best] <= 0:
            return node
        if layout.elements[best].tag in ("p", "li", "blockquote", "h1", "h2", "ul"):
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
    layout: Layout,
    container: int,
    kin: list[range],
    widths: list[int],
    is_title: list[bool],
    spoken: list[bool],
) -> list[Block]:
    """The blocks that are the article's: the container's, or those spoken for."""
    guided = any(spoken)
    pictured = {at for _, _, at in layout.images}
    nodes = kin[0] if len(kin) == 1 else frozenset(chain.from_iterable(kin))
    inside = [
        (block, widths[index], is_title[index], spoken[index])
        for index, block in enumerate(layout.blocks)
        if block.node in nodes or (guided and spoken[index])
    ]
    skipped = _skipped_regions(layout, inside, container)
    likely: list[Block] = []
    seen: set[str] = set()
    for block, size, titled, is_spoken in inside:
        if is_spoken:
            if block.text not in seen:
                likely.append(block)
                seen.add(block.text)
            continue
        if skipped[block.region] or titled:
            continue
        if block.linked * 10 > len(block.text) * 8 and size < MAX_LINKED:
            continue
        if not likely and (block.tag == "h1" or size < 25):
            continue
        if size < 250:
            line = lowered(block.text)
            if _PROMPT.match(line) or _NETWORKS.match(line):
                continue
        if size < 60 and likely and _COMMENTS.match(block.text):
            break
        if block.at in pictured and ends_in_credit(block.text):
            continue
        if guided and seen and size >= LONG and not _is_heading(block):
            continue
        likely.append(block)
    return _without_strays(layout, likely, seen)


def _is_heading(block: Block) -> bool:
    """Tell whether a block is a heading; some sites set whole paragraphs in h3."""
    return block.tag[0] == "h" and len(block.tag) == 2 and len(block.text) <= MAX_HEADING


def _without_strays(layout: Layout, likely: list[Block], spoken: set[str]) -> list[Block]:
    """The blocks that stand where the text stands.

    Each long block speaks for its parent, its grandparent and its kind of element; a block
    for which nothing speaks is a remark between other things.
    """
    parents = layout.parents
    by_parent: dict[int, int] = {}
    by_grandparent: dict[int, int] = {}
    by_kind: dict[tuple[str, str | None], int] = {}
    kinds: dict[int, tuple[str, str | None]] = {}
    total = 0
    for block in likely:
        node = block.node
        if node not in kinds:
            kinds[node] = (block.tag, layout.elements[node].get("class"))
        size = width(block.text)
        if size < LONG or block.linked * 2 > len(block.text):
            continue
        parent = parents[node]
        grandparent = parents[parent]
        kind = kinds[node]
        by_parent[parent] = by_parent.get(parent, 0) + size
        by_grandparent[grandparent] = by_grandparent.get(grandparent, 0) + size
        by_kind[kind] = by_kind.get(kind, 0) + size
        total += size
    floor = STRAY * total
    kept: list[Block] = []
    for block in likely:
        tag = block.tag
        if block.text in spoken or _is_heading(block):
            kept.append(block)
            continue
        parent = parents[block.node]
        near = max(by_parent.get(parent, 0), by_grandparent.get(parents[parent], 0))
        if tag == "li":  # a list among the paragraphs
            near = max(near, by_parent.get(parents[parent], 0))
        if (
            near >= floor
            or tag in ("td", "th", "pre", "blockquote")
            or (tag != "div" and by_kind.get(kinds[block.node], 0) >= 2 * floor)
        ):
            kept.append(block)
    return _without_empty_headings(kept)


def _without_empty_headings(blocks: list[Block]) -> list[Block]:
    """The blocks without headings that head nothing."""
    kept: list[Block] = []
    for block in blocks:
        if _is_heading(block):
            while (
                kept
                and kept[-1].tag[0] == "h"
                and len(kept[-1].tag) == 2
                and kept[-1].tag >= block.tag
            ):
                kept.pop()
        kept.append(block)
    while kept and kept[-1].tag[0] == "h" and len(kept[-1].tag) == 2:
        kept.pop()
    return kept


def _skipped_regions(
    layout: Layout, inside: list[tuple[Block, int, bool, bool]], container: int
) -> list[bool]:
    """For each region whether its blocks are left out.

    A region around the container is the article's own, and so are regions of a kind that
    together hold much of the container's long text: what they call themselves is then a
    mistake of ours.
    """
    regions = layout.regions
    held = [0] * len(regions)
    total = 0
    for block, size, _, _ in inside:
        if size >= LONG and block.linked * 2 < len(block.text):
            held[block.region] += size
            total += size
    for index in range(len(held) - 1, 0, -1):
        held[regions[index].parent] += held[index]
    around = [region.node <= container < layout.ends[region.node] for region in regions]
    by_kind: dict[str, int] = {}
    for index, region in enumerate(regions):
        if held[index] and index and not around[index]:
            parent = region.parent
            if regions[parent].kind != region.kind or around[parent]:  # else it is counted there
                by_kind[region.kind] = by_kind.get(region.kind, 0) + held[index]
    left_out = {
        kind
        for kind in _OUTSIDE
        if by_kind.get(kind, 0) <= (_IGNORED_SURELY if kind in _SURE else _IGNORED_REGION) * total
    }
    skipped = [False]
    for region, is_around in zip(regions[1:], around[1:], strict=True):
        skipped.append(skipped[region.parent] or (region.kind in left_out and not is_around))
    return skipped
