"""Downloader middleware: conditional requests (RFC 9110, 13.1).

A request whose ``meta["validators"]`` holds what the last answer gave is sent with
If-None-Match or If-Modified-Since; a 304 then reaches the spider's callback.
"""

from __future__ import annotations

from scrapy import Request

from newsarchive.model import Validators


class Revalidate:
    """Adds If-None-Match and If-Modified-Since."""

    def process_request(self, request: Request) -> None:
        validators = request.meta.get("validators")
        if not isinstance(validators, Validators):
            return
        if request.meta.get("redirect_times"):  # another document answers; Scrapy copied them
            request.headers.pop("If-None-Match", None)
            request.headers.pop("If-Modified-Since", None)
            return
        if validators.etag:
            request.headers.setdefault("If-None-Match", validators.etag)
        if validators.last_modified:
            request.headers.setdefault("If-Modified-Since", validators.last_modified)
