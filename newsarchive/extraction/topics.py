"""Where a page is filed, as its readers see it: breadcrumb, category and tag links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice

from newsarchive.extraction._claims import Claim, letters, text_of_element
from newsarchive.extraction._layout import Block, Layout
from newsarchive.extraction.body import CATEGORIES
from newsarchive.extraction.visible import Surroundings

MAX_CRUMBS = 8
MAX_VISIBLE_TAGS = 20
REACH = 30  # blocks behind the text in which its tags may stand
_LABELS = (
    r"(?:related\s+topics?|more\s+on\s+this\s+story|(?:explore\s+)?(?:more\s+on\s+these\s+)?topics?(?:\s+in\s+this\s+article)?|tags?|labels?|tagged(?:\s+(?:with|as|in))?|keywords?|"
    r"filed\s+under|(?:read\s+)?more\s+(?:about|on)|themen|schlag(?:worte|wörter|wort)|(?:lesen\s+sie\s+)?mehr\s+zu(?:m\s+thema|\s+den\s+themen)?|"
    r"mehr\s+(?:lesen\s+)?über|stichworte|"
    r"thèmes?|sujets?|mots[- ]clés|sur\s+le\s+même\s+thème|en\s+savoir\s+plus\s+sur|temas|más\s+sobre|mais\s+sobre|etiquetas|palavras-chave|argomenti|tag\s+correlati|"
    r"emner|mer\s+om|ämnen|aiheet|onderwerpen|meer\s+over|теги|метки|темы|ключевые\s+слова|теґи|мітки|tematy|tagi|témata|štítky|etiketler|konular|"
    r"タグ|キーワード|関連(?:タグ|キーワード|ワード)|标签|標籤|关键词|關鍵字|태그|키워드|الكلمات\s+(?:الدلالية|المفتاحية)|وسوم|תגיות|แท็ก|từ\s+khóa)"
)
MAX_LABEL = 48  # characters of the longest of these
LABEL = re.compile(rf"^{_LABELS}\s*[:：]?$", re.I)
LABELLED = re.compile(rf"^{_LABELS}\s*(?::\s+|：\s*)\S", re.I)  # with the tags on the same line
MAX_TOPIC = 60  # characters of a topic's name that readers see
HOME = re.compile(
    r"^(?:home|homepage|website|start|startseite|accueil|inicio|início|главная|головна|etusivu|forside|hem|"
    r"hjem|anasayfa|ana sayfa|strona główna|hlavní stránka|index|top|トップ|ホーム|首页|首頁|홈|דף הבית|ראשי|الرئيسية|خانه|होम|मुख्य पृष्ठ|หน้าแรก|หน้าหลัก|αρχική|kezdőlap|trang chủ|beranda|you are here:?|"
    r"sie sind hier:?|›|»|>|/|\||…|\.\.\.)$",
    re.I,
)
# What a site says of every page of its kind, which files it nowhere.
KIND = re.compile(
    r"^(?:(?:all\s+|alle\s+)?(?:articles?|artikel|posts?|beiträge|stories|artículos?|artigos?|articol[io]|artikler|"
    r"artiklar|artykuły|články|makaleler|статьи|публикации|публікації|статті|記事|文章|기사))$",
    re.I,
)
# The root of a news site's tree: like its home page, it says nothing where another part follows.
NEWS = re.compile(
    r"^(?:(?:all\s+|latest\s+)?news|nachrichten|aktuell(?:es)?|schlagzeilen|actualités?|noticias|notícias|notizie|nyheter|nyheder|"
    r"uutiset|nieuws|wiadomości|zprávy|správy|hírek|știri|haber(?:ler)?|новости|новини|ニュース|新闻|新聞|뉴스|أخبار|ข่าว|tin\s+tức|berita)$",
    re.I,
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
MAX_WORDS = 5  # of a tag that readers see
MAX_LINE = 300  # characters of a line that names the page's categories
MAX_CATEGORY_WORDS = 5
_JOINING = frozenset(("and", "&", "of", "the", "in", "for", "y", "und", "et"))


def topic_claims(
    layout: Layout, around: Surroundings, *, known: Iterable[str] = (), source: str = ""
) -> Iterator[tuple[str, Claim]]:
    """Breadcrumb, rel=category and rel=tag links, and what calls itself categories or tags.

    ``known`` are categories the site is known to use, ``source`` the outlet that the text
    was taken from.
    """
    last, elsewhere = around.last, around.elsewhere
    for relation, element, region, _ in layout.rels:
        words = relation.lower().split()
        if elsewhere[region] or ("tag" not in words and "category" not in words):
            continue
        text = text_of_element(element)
        if text and len(text) <= MAX_TOPIC:
            yield ("categories" if "category" in words else "tags"), Claim(text, "rel")
    in_crumbs = layout.inside("breadcrumb")
    crumbs = (
        block.text
        for block in layout.blocks
        if in_crumbs[block.region] and len(block.text) <= MAX_TOPIC
    )
    for name in islice(crumbs, MAX_CRUMBS):
        yield "categories", Claim(name, "breadcrumb")
    for block in around.head + around.tail:
        for line in block.text.split("\n"):
            if len(line) <= MAX_LINE and (match := CATEGORIES.match(line)) and match["names"]:
                yield from _filed_under(layout, block, match["names"], known, source)
    for block in around.head:
        if block.linked * 5 >= len(block.text) * 4 and len(block.text) <= MAX_LINE:
            yield from _category_links(layout, block)
    tags = 0
    labelled = False
    for block in layout.blocks[max(0, last - 2) : last + REACH]:
        text = block.text
        if (
            block.linked
            and (":" in text or "：" in text)
            and LABELLED.match(text)
            and not elsewhere[block.region]
        ):
            for name in _linked_names(layout, block)[:MAX_VISIBLE_TAGS]:
                yield "tags", Claim(name, "visible", raw=text)
            continue
        linked = block.linked * 5 >= len(text) * 4 and len(text) <= MAX_LINE
        if block.at <= last and elsewhere[block.region]:
            continue  # a box among the last paragraphs
        if tags >= MAX_VISIBLE_TAGS or elsewhere[block.region]:
            break
        named = "tags" in layout.kinds(block.region)
        if len(text) <= MAX_LABEL and LABEL.match(text):
            labelled = True
        elif block.tag in HEADINGS and not named:
            labelled = False  # what follows are stories of the topic
        elif linked and (labelled or named or _leads_to_topics(layout, block)):
            for name in _linked_names(layout, block):
                if len(name.split()) > MAX_WORDS:
                    continue  # another story's headline
                tags += 1
                yield "tags", Claim(name, "visible", raw=text)
        elif labelled and tags:
            labelled = False


def _filed_under(
    layout: Layout, block: Block, names: str, known: Iterable[str], source: str
) -> Iterator[tuple[str, Claim]]:
    """The categories in a line that says it names them: its links, or else its words."""
    texts = [text_of_element(link) for link in layout.elements[block.node].iter("a")]
    linked = [text for text in texts if text and text in names]
    if sum(map(len, linked)) * 2 > len(names):
        for name in linked:
            yield "categories", Claim(name, "visible", raw=block.text)
        return
    parts, guessed = categories_in(names, known=known, source=source)
    for name in parts:
        yield "categories", Claim(name, "visible", raw=block.text, guessed=guessed)


def _linked_names(layout: Layout, block: Block) -> list[str]:
    """The texts of a block's links; the block's own where it stands inside one."""
    texts = [text_of_element(link) for link in layout.elements[block.node].iter("a")]
    names = [text for text in texts if text and len(text) <= MAX_TOPIC and text in block.text]
    return names or ([block.text] if len(block.text) <= MAX_TOPIC else [])


# Where sites keep the pages of their topics.
_TOPIC_PATH = re.compile(
    r"/(?:topics?|tags?|hashtags?|keywords?|thema|themen|thèmes?|themes?|temas?|tematy?|sujets?|etiquetas?|"
    r"stichwort(?:e)?|schlagwort(?:e)?|argoment[io]|onderwerp(?:en)?|emner?|amne|etiket(?:ler)?|konu(?:lar)?)/",
    re.I,
)


def _leads_to_topics(layout: Layout, block: Block) -> bool:
    """Tell whether all links of a block lead to pages that call themselves a topic's."""
    links = [link.get("href") or "" for link in layout.elements[block.node].iter("a")]
    return bool(links) and all(_TOPIC_PATH.search(href) for href in links)


# Where the usual systems keep their lists of a category's posts.
_CATEGORY_PATH = re.compile(
    r"/(?:category|categories|categoria|categorie|kategorie|catégorie|rubrik|rubrique|section|sections)/",
    re.I,
)


def _category_links(layout: Layout, block: Block) -> Iterator[tuple[str, Claim]]:
    """The links of a block of links that says, or whose addresses say, that they are categories."""
    named = block.region and layout.regions[block.region].kind == "categories"
    for link in layout.elements[block.node].iter("a"):
        if not named and not _CATEGORY_PATH.search(link.get("href") or ""):
            continue
        text = text_of_element(link)
        if text and len(text) <= MAX_TOPIC and text in block.text:
            yield "categories", Claim(text, "visible", raw=block.text)


def categories_in(
    line: str, *, known: Iterable[str] = (), source: str = ""
) -> tuple[list[str], bool]:
    """The names in a line of categories, and whether it is a guess where they part.

    ``known`` are names the site is known to use, ``source`` is the outlet's own name.
    """
    if any(mark in line for mark in ",|;/"):
        parts = [part.strip() for part in re.split(r"\s*[,|;/]\s*", line)]
        return [part for part in parts if part], False
    parts = part_categories(line, known=known, source=source)
    return parts, len(line.split()) > 1


def part_categories(line: str, *, known: Iterable[str] = (), source: str = "") -> list[str]:
    """Part a line of category names that only spaces separate, by the cheapest reading.

    >>> part_categories("Breaking News News World Daily Reed", source="The Daily Reed")
    ['Breaking News', 'News', 'World', 'Daily Reed']
    """
    words = line.split()[:60]
    prices = {letters(name): 1.1 for name in _section_words()}
    prices.update({letters(name): 0.5 for name in known})
    own = letters(source).removeprefix("the")
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for end in range(1, len(words) + 1):
        options = []
        for start in range(max(0, end - MAX_CATEGORY_WORDS), end):
            phrase = " ".join(words[start:end])
            price = _price(words[start:end], letters(phrase), prices, own)
            before, parts = best[start]
            if phrase in parts:
                price += 2.0  # a page is filed once under each
            options.append((before + price, [*parts, phrase]))
        best.append(min(options, key=lambda option: (option[0], len(option[1]))))
    return best[-1][1]


def _price(words: Sequence[str], folded: str, prices: dict[str, float], source: str) -> float:
    if folded in prices:
        return prices[folded]
    bare = folded.removeprefix("the")
    if len(bare) > 3 and source and source.startswith(bare):
        return 1.0 + 0.01 * abs(len(bare) - len(source))
    if words[0].casefold() in _JOINING or words[-1].casefold() in _JOINING:
        return 9.0
    strange = sum(letters(word) not in prices and word.casefold() not in _JOINING for word in words)
    return 2.0 + 0.4 * strange + 0.9 * (len(words) - strange)


@cache
def _section_words() -> tuple[str, ...]:
    text = files(__package__).joinpath("section_words.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))
