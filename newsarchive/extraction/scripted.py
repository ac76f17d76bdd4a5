"""Does a page lack its text because scripts would make it?

Asked only of pages whose text was not found; ``newsarchive.crawl.rendering`` then has a
browser make it.  The signs are those of single-page applications as the usual tools build
them; each needs that the page runs scripts and has next to no prose of its own.  Of the
corpus' 1,310 pages as served 7 show one, 5 of them without a text that can be found.
"""

from __future__ import annotations

import re

from lxml import etree

from newsarchive.page import Page

# Characters of prose (text outside links, menus and buttons).  A shell's cookie notice or
# slogan has up to some hundred; a short news item in full has more.  Chosen, not measured.
LITTLE_PROSE = 600
NEARLY_NONE = 200
# Bytes of inline scripts per character of prose.  Server-rendered pages with the heaviest
# analytics stay near 20.
SCRIPT_RATIO = 50
# What builders call the element that scripts fill: React, Vue, Next, Nuxt, Gatsby, Angular,
# Svelte, Ember, in that order.
_ROOT_IDS = frozenset(
    [
        "root",
        "react-root",
        "app",
        "__next",
        "__nuxt",
        "___gatsby",
        "app-root",
        "svelte",
        "ember-app",
        "main-app",
        "spa-root",
    ]
)
_ROOT_TAGS = frozenset(["app-root", "ng-app", "my-app"])
_ROOT_MARKS = ("data-reactroot", "ng-app", "ng-version", "data-v-app")
_NO_PROSE = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "a",
        "nav",
        "button",
        "select",
        "option",
        "header",
        "footer",
        "title",
    ]
)
_DATA = re.compile(r"json|template|html", re.I)  # types of script elements that run nothing
# "JavaScript" beside a word for needing it or turning it on, as far as one sentence goes.
_ASKS = re.compile(
    r"java\s?script[^.]{0,80}(?:enable|turn|switch|requir|need|activ|aktiv|habilit|einschalten|erforderlich|nécessaire|requis|включ|有効|启用)"
    r"|(?:enable|turn on|switch on|requir|need|activ|aktiv|habilit|schalten|включ)[^.]{0,80}java\s?script"
    r"|java\s?script.{0,20}(?:有効|启用|啟用)",
    re.I,
)


def needs_browser(page: Page) -> bool:
    """Tell whether a page without a text of its own shows signs that scripts would make one.

    An element with a builder's name that is empty; a ``noscript`` that asks to turn
    JavaScript on; or scripts and nothing else.
    """
    tree = page.tree
    scripts = [item for item in tree.iter("script") if not _DATA.search(item.get("type") or "")]
    if not scripts:
        return False
    prose = _prose(tree)
    if prose >= LITTLE_PROSE:
        return False
    if _has_empty_root(tree) or _asks_for_scripts(tree):
        return True
    inline = sum(len(item.text or "") for item in scripts)
    return prose < NEARLY_NONE and (
        inline > SCRIPT_RATIO * max(prose, 20)
        or any(item.get("type") == "module" for item in scripts)
    )


def _prose(element: etree._Element) -> int:
    """Characters of text outside links, menus, buttons and scripts."""
    count = 0
    waiting = [element]
    while waiting:  # not recursive: pages nest thousands deep
        item = waiting.pop()
        if isinstance(item.tag, str) and item.tag not in _NO_PROSE:
            count += len((item.text or "").strip())
            waiting.extend(item)
        if item is not element:
            count += len((item.tail or "").strip())
    return count


def _has_empty_root(tree: etree._Element) -> bool:
    return any(
        _prose(item) < NEARLY_NONE
        for item in tree.iter(etree.Element)
        if (item.get("id") or "").lower() in _ROOT_IDS
        or item.tag in _ROOT_TAGS
        or any(mark in item.attrib for mark in _ROOT_MARKS)
    )


def _asks_for_scripts(tree: etree._Element) -> bool:
    return any(_ASKS.search(" ".join(map(str, item.itertext()))) for item in tree.iter("noscript"))
