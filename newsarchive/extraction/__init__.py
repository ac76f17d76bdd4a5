"""What a page says: its title, who wrote it and when, its text, where it was taken from.

``read_article`` is the one door for pages, ``read_text`` for text that lost its markup,
``read_entry`` for what a feed says in a page's place; ``extract`` is ``read_article`` for
people who have a string and no crawl.  All of them return an ``Article`` for any input and
raise nothing.
"""

from __future__ import annotations

from newsarchive.extraction._read import extract, read_article
from newsarchive.extraction.directives import read_directives, stated_in
from newsarchive.extraction.entries import fuller, read_entry
from newsarchive.extraction.flattened import read_text
from newsarchive.extraction.loader import ArticleLoader

__all__ = [
    "ArticleLoader",
    "extract",
    "fuller",
    "read_article",
    "read_directives",
    "read_entry",
    "read_text",
    "stated_in",
]
