"""Why a download failed, in words for people."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newsarchive.errors import NewsArchiveError

TOO_LARGE = "the page is larger than the limit (max_page_bytes)"
_NO_NAME = "the host's name could not be found"
_REFUSED = "the host refused the connection"
_TOO_SLOW = "the host did not answer in time"
_KNOWN = {  # by the error's class name: Scrapy's, and Twisted's below them
    "CannotResolveHostError": _NO_NAME,
    "DNSLookupError": _NO_NAME,
    "ConnectionRefusedError": _REFUSED,
    "DownloadConnectionRefusedError": _REFUSED,
    "DownloadTimeoutError": _TOO_SLOW,
    "TCPTimedOutError": _TOO_SLOW,
    "TimeoutError": _TOO_SLOW,
    "DownloadCancelledError": TOO_LARGE,
}


def cause_of(failure: Failure) -> str:
    """Return why a download failed, as one clause for people."""
    error = failure.value
    told = str(error).strip()
    if isinstance(error, HttpError):
        return f"the server answered {error.response.status}"
    if "private address" in told:  # by our resolver, in whatever Scrapy wraps it
        return told.partition(": ")[2] or told
    if isinstance(error, IgnoreRequest):
        if "DOWNLOAD_MAXSIZE" in told:
            return f"{TOO_LARGE} once unpacked"
        return told or "refused"
    if isinstance(error, NewsArchiveError):
        return told
    name = type(error).__name__
    return _KNOWN.get(name) or (f"{name}: {told}" if told else name)
