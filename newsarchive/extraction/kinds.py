"""What a page is, and whether it may be read for free, where it does not say so itself.

Wrong guesses cost: a page taken for a listing or an error is not archived.  Both are
therefore told only from plain signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from newsarchive.extraction._claims import Claim
from newsarchive.extraction._layout import Layout
from newsarchive.extraction.body import LONG, Body, width
from newsarchive.extraction.visible import Surroundings
from newsarchive.model import Access, Kind

SHORT = 250  # characters of text below which a page may be no article at all
LONG_TEXT = 1_000  # characters of text that a video's or gallery's page has not
MANY_LINKS = 25  # blocks that are links, on a page without text
# Linked headings in the element that holds the text, and how many to each paragraph: of the
# corpus' 1,310 articles one has so many.
TEASERS = 8
TEASERS_PER_PARAGRAPH = 1.0
LIVE_TIMES = 4  # times among the text of a live blog
GALLERY_IMAGES = 6
REACH = 15  # blocks behind the text in which a wall may stand

_ERROR = re.compile(
    r"\b(?:404|403|410|500|502|503)\b|not found|nicht gefunden|introuvable|no encontrad|não encontrad|"
    r"non trovat|не найден|access denied|just a moment|service unavailable|error\b",
    re.I,
)
_LIVE = re.compile(
    r"\b(?:live[- ]?blog|live[- ]?ticker|news[- ]?ticker|live updates?|as it happened|en direct|en vivo|"
    r"minuto a minuto|ao vivo|in diretta|онлайн-трансляция|текстовая трансляция)\b|^live\b\s*[:|]|\blive\s*[:|]|실시간|速報中",
    re.I,
)
_GALLERY = re.compile(
    r"\bin pictures\b|\bphoto (?:gallery|essay)\b|\bfotostrecke\b|\bbildergalerie\b|\bdiaporama\b|"
    r"\ben images\b|\bfotogaler[ií]a\b|\bfotogalleria\b|\bfotogaleri\b|\bgalerie photos?\b|フォトギャラリー|写真特集",
    re.I,
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
    """What the page seems to be, where there is a sign that it is no plain article."""
    links = sum(block.linked * 5 >= len(block.text) * 4 for block in layout.blocks)
    if width(body.text) < SHORT:
        if _ERROR.search(title):
            yield "kind", Claim(Kind.ERROR, "visible", raw=title, guessed=True)
        kind = Kind.LISTING if links >= MANY_LINKS else Kind.OTHER
        yield "kind", Claim(kind, "visible", raw=f"{links} links", guessed=True)
        return
    parts = urlsplit(address)
    if address and parts.path in ("", "/") and not parts.query and links >= MANY_LINKS:
        yield "kind", Claim(Kind.LISTING, "visible", raw="a home page", guessed=True)
    teasers, paragraphs = _teasers(layout, body)
    if teasers >= max(TEASERS, TEASERS_PER_PARAGRAPH * paragraphs):
        yield "kind", Claim(Kind.LISTING, "visible", raw=f"{teasers} teasers", guessed=True)
    within = range(around.first, around.last + 1)
    times = {element.get("datetime") or at for element, _, at in layout.times if at in within}
    if _LIVE.search(title) and len(times) >= LIVE_TIMES:
        yield "kind", Claim(Kind.LIVE_BLOG, "visible", raw=title, guessed=True)
    pictures = sum(at in within for _, _, at in layout.images)
    if _GALLERY.search(title) and pictures >= GALLERY_IMAGES:
        yield "kind", Claim(Kind.GALLERY, "visible", raw=title, guessed=True)


def access_claims(layout: Layout, around: Surroundings) -> Iterator[tuple[str, Claim]]:
    """Whether a wall stands at the end of the text or right behind it."""
    for block in layout.blocks[max(around.first, around.last - 2) : around.last + 1 + REACH]:
        if len(block.text) > 300:
            continue
        text = block.text.casefold()  # the words first: the pattern takes 60 µs
        if any(word in text for word in _WALL_WORDS) and _WALL.search(text):
            yield "access", Claim(Access.PAYWALLED, "visible", raw=block.text, guessed=True)
            return


def _teasers(layout: Layout, body: Body) -> tuple[int, int]:
    """Headings that are links, and paragraphs, in the element that holds the text."""
    inside = range(body.node, layout.ends[body.node])
    teasers = paragraphs = 0
    for block in layout.blocks:
        if block.node not in inside:
            continue
        heads = block.tag[0] == "h" and len(block.tag) == 2 and block.tag != "h1"
        if heads and block.linked * 5 >= len(block.text) * 4:
            teasers += 1
        elif not heads and width(block.text) >= LONG and block.linked * 2 < len(block.text):
            paragraphs += 1
    return teasers, paragraphs
