"""What a page is, and whether it may be read for free, where it does not say so itself.

Wrong guesses cost: a page taken for a listing or an error is not archived.  Both are
therefore told only from plain signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from newsarchive.extraction._claims import Claim, lowered
from newsarchive.extraction._layout import Layout
from newsarchive.extraction.body import LONG, Body, width
from newsarchive.extraction.visible import ELSEWHERE, Surroundings, flags
from newsarchive.model import Access, Kind
from newsarchive.urls import absolute_url

SHORT = 250  # characters of text below which a page may be no article at all
LONG_TEXT = 1_000  # characters of text that a video's or gallery's page has not
EMPTY = 50  # characters below which there is no text at all
MANY_LINKS = 25  # blocks that are links, on a page without text
# Linked headings in the element that holds the text, and how many to each paragraph: of the
# corpus' 1,310 articles two have so many.
TEASERS = 8
TEASERS_THERE = 3  # where the address says that lists are kept
TEASERS_PER_PARAGRAPH = 1.5
LIVE_TIMES = 4  # times among the text of a live blog
GALLERY_IMAGES = 6
REACH = 15  # blocks behind the text in which a wall may stand

_ERROR = re.compile(
    r"\b(?:404|403|410|500|502|503)\b|not found|nicht gefunden|introuvable|no encontrad|não encontrad|"
    r"non trovat|не найден|access denied|just a moment|service unavailable|error\b",
    re.I,
)
_SURE_ERROR = re.compile(
    r"""^\W*(?:(?:error|fehler|erreur|ошибка)?\W*(?:404|410)\W*(?:error|(?:page\ )?not\ found|gone|fehler)?
    |(?:error\W*)?(?:oops\W*|sorry\W*)?(?:this\ |that\ |the\ )?page\ (?:was\ )?(?:not\ found|can(?:no|['’])t\ be\ found|does\ not\ exist).{0,20}
    |(?:diese\ |die\ )?seite\ (?:wurde\ )?nicht\ gefunden.{0,20}|page\ (?:introuvable|non\ trouvée).{0,20}|página\ no\ encontrada.{0,20}
    |página\ não\ encontrada.{0,20}|pagina\ non\ trovata.{0,20}|страница\ не\ найдена.{0,20}|nie\ znaleziono\ strony.{0,20})\W*$""",
    re.I | re.X,
)
# What the last part of an address says, where sites keep such pages.
_OTHER_PATH = re.compile(
    r"^/(?:[a-z]{2}/)?(?:about|about-us|contact|contact-us|privacy|privacy-policy|terms|terms-of-use|imprint|"
    r"impressum|datenschutz|kontakt|ueber-uns|o-nas|o-nás|quienes-somos|a-propos|qui-sommes-nous|chi-siamo|mentions-legales)(?:\.\w+)?/?$",
    re.I,
)
_LIVE_PATH = re.compile(
    r"/(?:live|live-?blogs?|liveticker|ticker|directo|en-direct|ao-vivo|diretta|live-updates)/",
    re.I,
)
_GALLERY_PATH = re.compile(
    r"/(?:in-)?(?:pictures?|photos?|fotos?|foto|gallery|galleries|galerien?|galer[ií]as?|gallerie|bilder|bildergalerien?|"
    r"fotostrecken?|diaporamas?|images)/",
    re.I,
)
_VIDEO_PATH = re.compile(r"/(?:watch|videos?|mediathek|vid[eé]os?)/", re.I)
_LISTING_PATH = re.compile(
    r"/(?:category|categories|categor[ií]a|kategorien?|tags?|topics?|themen?|t[eé]mas?|authors?|autor(?:en|es)?|archives?|"
    r"archiv|archivo|rubriques?|rubrik|rubriki|search|suche)/[^/]+/?$|/page/\d+/?$|/seite/\d+/?$",
    re.I,
)
_LIVE = re.compile(
    r"\b(?:live[- ]?blog|live[- ]?ticker|news[- ]?ticker|live updates?|as it happened|directo|en direct|en vivo|"
    r"minuto a minuto|ao vivo|in diretta|онлайн-трансляция|текстовая трансляция)\b|^live\b\s*[:|]|\blive\s*[:|]|실시간|速報中",
    re.I,
)
# Searched in lower case.
_GALLERY = re.compile(
    r"\bin pictures\b|\bphoto (?:gallery|essay)\b|\bfotostrecke\b|\bbildergalerie\b|\bdiaporama\b|"
    r"\ben images\b|\bfotogaler[ií]a\b|\bfotogalleria\b|\bfotogaleri\b|\bgalerie photos?\b|フォトギャラリー|写真特集"
)
_WALL = re.compile(
    r"""subscribe\ (?:now\ )?to\ (?:read|continue|keep\ reading|unlock|access)|(?:to\ )?(?:continue|keep)\ reading,?\ (?:please\ )?(?:subscribe|sign\ in|log\ in)
    |(?:article|story|content|page)\ is\ (?:only\ )?(?:available\ )?(?:to|for|exclusive(?:ly)?\ (?:to|for)|reserved\ for)\ (?:our\ )?(?:paying\ )?(?:subscribers|members)
    |(?:only|exclusively)\ for\ subscribers|already\ a\ subscriber\?|you\ have\ reached\ your\ (?:article\ )?limit|free\ articles?\ (?:left|remaining)
    |(?:nur|exklusiv)\ für\ (?:abonnent|mitglieder)|weiterlesen\ mit\ |jetzt\ weiterlesen|mit\ einem\ (?:digital-?)?abo\ weiterlesen|sie\ haben\ bereits\ ein\ (?:digital-?)?abo
    |réservé(?:\ |e\ )aux\ abonnés|(?:article|contenu)\ (?:est\ )?réservé|il\ vous\ reste\ .{0,12}%|pour\ lire\ la\ suite|déjà\ abonné
    |(?:solo|exclusivo|contenido)\ para\ (?:suscriptores|socios)|suscríbete\ para\ (?:leer|seguir)|ya\ (?:eres|es)\ suscriptor
    |(?:conteúdo|exclusivo)\ para\ assinantes|já\ é\ assinante|riservat[oa]\ agli\ abbonati|sei\ già\ abbonat
    |только\ для\ подписчиков|tylko\ dla\ (?:subskrybentów|prenumeratorów)|alleen\ voor\ abonnees|kun\ for\ abonnenter|endast\ för\ prenumeranter
    |会員限定|有料会員|この記事は有料|구독자\ ?전용|仅限订阅""",
    re.I | re.X,
)
_WALL_WORDS = (
    *("subscri", "abonn", "abo ", "suscri", "assinant", "abbonat", "подписчик", "prenumer"),
    *("subskry", "会員", "有料", "구독", "订阅", "weiterlesen", "members", "sign in", "log in"),
    *("limit", "free article", "réservé", "suite", "vous reste", "mitglieder", "socios"),
)


def kind_claims(
    layout: Layout, body: Body, around: Surroundings, *, title: str, address: str
) -> Iterator[tuple[str, Claim]]:
    """What the page seems to be, where there is a sign that it is no plain article.

    Plain signs have the origin ``layout``; ``visible`` is what a page almost without text
    may be.
    """
    kind, sign = _told_by(
        layout, body, around, title=title, path=urlsplit(absolute_url("", address)).path
    )
    if kind is not None:
        yield "kind", Claim(kind, "layout", raw=sign, guessed=True)
    elif width(body.text) < SHORT:
        links = _links(layout)
        empty = width(body.text) < EMPTY
        kind = Kind.LISTING if empty and links >= MANY_LINKS else Kind.OTHER
        yield "kind", Claim(kind, "visible", raw=f"{links} links", guessed=True)


def _told_by(
    layout: Layout, body: Body, around: Surroundings, *, title: str, path: str
) -> tuple[Kind | None, str]:
    """The kind that heading, address and layout tell together, and the sign."""
    size = width(body.text)
    if _ERROR.search(title) if size < SHORT else _SURE_ERROR.match(title):
        return Kind.ERROR, title
    if _OTHER_PATH.search(path):
        return Kind.OTHER, path
    within = range(around.first, around.last + 1)
    times = {element.get("datetime") or at for element, _, at in layout.times if at in within}
    if len(times) >= LIVE_TIMES and (_LIVE.search(title) or _LIVE_PATH.search(path)):
        return Kind.LIVE_BLOG, title
    if _GALLERY.search(lowered(title)) or _GALLERY_PATH.search(path):
        # slides call themselves a player
        no_part = flags(layout, around.container, ELSEWHERE - {"player"})
        if sum(not no_part[region] for _, region, _ in layout.images) >= GALLERY_IMAGES:
            return Kind.GALLERY, title or path
    if size < LONG_TEXT and _VIDEO_PATH.search(path):
        return Kind.VIDEO, path
    if path == "/" and _links(layout) >= MANY_LINKS:
        return Kind.LISTING, "a home page"
    teasers, paragraphs = _teasers(layout, body)
    least = TEASERS_THERE if _LISTING_PATH.search(path) else TEASERS
    if teasers >= max(least, TEASERS_PER_PARAGRAPH * paragraphs):
        return Kind.LISTING, f"{teasers} teasers"
    return None, ""


def _links(layout: Layout) -> int:
    """How many blocks are links."""
    return sum(block.linked * 5 >= len(block.text) * 4 for block in layout.blocks)


def access_claims(layout: Layout, around: Surroundings) -> Iterator[tuple[str, Claim]]:
    """Whether a wall stands at the end of the text or right behind it."""
    near = layout.blocks[max(around.first, around.last - 2) : around.last + 1 + REACH]
    lines = [block.text for block in near if len(block.text) <= 300]
    # The words first, in all lines at once: the pattern takes 60 µs a line.
    told = "\n".join(lines).casefold()
    words = [word for word in _WALL_WORDS if word in told]
    if not words:
        return
    for line in lines:
        text = line.casefold()
        if any(word in text for word in words) and _WALL.search(text):
            yield "access", Claim(Access.PAYWALLED, "visible", raw=line, guessed=True)
            return


_LESSER_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))


def _teasers(layout: Layout, body: Body) -> tuple[int, int]:
    """Headings that are links, and paragraphs, in the element that holds the text."""
    first, end = body.node, layout.ends[body.node]
    teasers = paragraphs = 0
    for block in layout.blocks:
        if not first <= block.node < end:
            continue
        if block.tag in _LESSER_HEADINGS:
            teasers += block.linked * 5 >= len(block.text) * 4
        elif block.linked * 2 < len(block.text) and width(block.text) >= LONG:
            paragraphs += 1
    return teasers, paragraphs
