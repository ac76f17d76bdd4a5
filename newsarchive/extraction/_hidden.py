"""Text that a page carries only as data: JSON-LD's articleBody, or what scripts will render.

Looked for only where the page shows next to nothing.
"""

from __future__ import annotations

import json
import re

from lxml import etree

from newsarchive.extraction._claims import plain

MIN_TEXT = 400  # characters from which a string among a script's data is an article
MAX_SCRIPT = 3_000_000
# Names under which single-page sites keep an article's text, as met in the corpus.
_STRING = re.compile(
    r"""\\?"(?:articleBody|article_body|contentHtml|bodyHtml|htmlContent|body|content|text|html|storyBody|
    articleText|description_html|fulltext|value)\\?"\s*:\s*(?P<value>"(?:[^"\\]|\\.){400,}")""",
    re.X | re.S,
)
_BREAK = re.compile(r"</?(?:p|div|h[1-6]|li|ul|ol|blockquote|br|section|figure|tr)\b[^<>]*>", re.I)
_NOT_SHOWN = re.compile(r"<(script|style|figcaption|button)\b.*?</\1\s*>", re.I | re.S)
_HTML = re.compile(r"<(?:p|div|br)\b", re.I)


def paragraphs_of(text: str) -> str:
    """The text of a string that may be HTML, paragraphs parted by a blank line."""
    if _HTML.search(text):
        text = _BREAK.sub("\n", _NOT_SHOWN.sub(" ", text))
    lines = [plain(line) for line in text.split("\n")]
    return "\n\n".join(line for line in lines if line)


_PUBLISHED = re.compile(
    r"""\\?"(?:date_?published|published_?(?:at|date|time|on)|publish_?(?:date|time)|publication_?date|first_?published(?:_?at)?)\\?"
    \s*:\s*\\?"(?P<when>\d{4}-\d\d-\d\d[^"\\]{0,20})""",
    re.X | re.I,
)


def find_data_date(tree: etree._Element) -> str:
    """The first date of publication among the data of the page's scripts, or ""."""
    for script in tree.iter("script"):
        if (
            script.text
            and len(script.text) <= MAX_SCRIPT
            and (match := _PUBLISHED.search(script.text))
        ):
            return match["when"]
    return ""


def find_data_text(tree: etree._Element) -> str:
    """The longest text among the data of the page's scripts, or ""."""
    best = ""
    for script in tree.iter("script"):
        source = script.text
        if not source or len(source) < MIN_TEXT or len(source) > MAX_SCRIPT:
            continue
        for match in _STRING.finditer(source):
            try:
                value = json.loads(match["value"], strict=False)
            except ValueError:
                continue
            text = paragraphs_of(value)
            if len(text) > max(len(best), MIN_TEXT) and _is_prose(text):
                best = text
    return best


def _is_prose(text: str) -> bool:
    """Tell sentences from code and settings."""
    sample = text[:3000]
    strange = sum(sample.count(c) for c in "{}[]<>=;\\_|#")
    return strange * 40 < len(sample)
