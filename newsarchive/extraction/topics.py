"""Where a page is filed, as its readers see it: breadcrumb, category and tag links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsarchive.extraction._claims import Claim, text_of_element
from newsarchive.extraction._layout import Layout

MAX_CRUMBS = 8
MAX_VISIBLE_TAGS = 20
REACH = 30  # blocks behind the text in which its tags may stand
LABEL = re.compile(
    r"^(?:related\s+topics?|more\s+on\s+this\s+story|topics?(?:\s+in\s+this\s+article)?|tags?|tagged(?:\s+(?:with|as|in))?|keywords?|"
    r"filed\s+under|themen|schlag(?:worte|wörter|wort)|mehr\s+zu(?:m\s+thema|\s+den\s+themen)?|stichworte|"
    r"thèmes?|sujets?|mots[- ]clés|sur\s+le\s+même\s+thème|temas|etiquetas|argomenti|tag\s+correlati|"
    r"emner|ämnen|aiheet|onderwerpen|теги|метки|темы|tematy|tagi|témata|štítky|etiketler|konular)\s*:?$",
    re.I,
)
MAX_TOPIC = 60  # characters of a topic's name that readers see
HOME = re.compile(
    r"^(?:home|homepage|website|start|startseite|accueil|inicio|início|главная|головна|etusivu|forside|hem|"
    r"hjem|anasayfa|ana sayfa|strona główna|hlavní stránka|index|top|トップ|ホーム|首页|首頁|홈|you are here:?|"
    r"sie sind hier:?|›|»|>|/|\||…|\.\.\.)$",
    re.I,
)


def topic_claims(layout: Layout, last: int, elsewhere: list[bool]) -> Iterator[tuple[str, Claim]]:
    """Breadcrumb, rel=category and rel=tag links, and what calls itself tags.

    ``last`` is the index of the text's last block, ``elsewhere`` tells of each region
    whether it is no part of the article.
    """
    for relation, element, region, _ in layout.rels:
        words = relation.lower().split()
        if elsewhere[region] or ("tag" not in words and "category" not in words):
            continue
        text = text_of_element(element)
        if text and len(text) <= MAX_TOPIC:
            yield ("categories" if "category" in words else "tags"), Claim(text, "rel")
    crumbs = tags = 0
    for block in layout.blocks:
        if not block.region or len(block.text) > MAX_TOPIC:
            continue
        kinds = layout.kinds(block.region)
        if crumbs < MAX_CRUMBS and "breadcrumb" in kinds:
            crumbs += 1
            yield "categories", Claim(block.text, "breadcrumb")
    labelled = False
    for block in layout.blocks[max(0, last - 2) : last + REACH]:
        text = block.text
        linked = block.linked * 5 >= len(text) * 4 and len(text) <= MAX_TOPIC
        if tags >= MAX_VISIBLE_TAGS or elsewhere[block.region]:
            break
        if LABEL.match(text):
            labelled = True
        elif linked and (labelled or "tags" in layout.kinds(block.region)):
            tags += 1
            yield "tags", Claim(text, "visible")
        elif labelled and tags:
            labelled = False
