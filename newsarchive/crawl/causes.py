"""Why a download failed, in words for people."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure


def cause_of(failure: Failure) -> str:
    """Return why a download failed, as one clause for people."""
    error = failure.value
    if isinstance(error, HttpError):
        return f"the server answered {error.response.status}"
    if isinstance(error, IgnoreRequest):
        text = str(error) or "refused"
        return "robots.txt forbids it" if "robots.txt" in text else text
    name = type(error).__name__
    known = {
        "DNSLookupError": "the host's name could not be found",
        "CannotResolveHostError": "the host's name could not be found",
        "ConnectionRefusedError": "the host refused the connection",
        "DownloadConnectionRefusedError": "the host refused the connection",
        "TimeoutError": "the host did not answer in time",
        "DownloadTimeoutError": "the host did not answer in time",
        "TCPTimedOutError": "the host did not answer in time",
        "DownloadCancelledError": "the page is larger than the limit (max_page_bytes)",
    }
    told = str(error).strip()
    if name in known:
        return f"{known[name]}{': ' + told if 'private address' in told else ''}"
    return f"{name}: {told}" if told else name
