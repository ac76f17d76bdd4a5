"""Feed exporters: ``-O out.json`` gives articles in the dump's form."""

from __future__ import annotations

from typing import Any

from scrapy.exporters import JsonItemExporter, JsonLinesItemExporter

from newsarchive.export import describe
from newsarchive.model import Article


class ArticleJsonExporter(JsonItemExporter):
    """A JSON array; items that are no articles are written as Scrapy writes them."""

    def export_item(self, item: Any) -> None:
        super().export_item(describe(item) if isinstance(item, Article) else item)


class ArticleLinesExporter(JsonLinesItemExporter):
    """JSON lines; items that are no articles are written as Scrapy writes them."""

    def export_item(self, item: Any) -> None:
        super().export_item(describe(item) if isinstance(item, Article) else item)
