"""Why a download failed, in words for people."""

from __future__ import annotations

from scrapy.exceptions import DownloadFailedError, IgnoreRequest, ResponseDataLossError
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure
from twisted.web._newclient import ParseError
from twisted.web.http import _MalformedChunkedDataError

from newsarchive.crawl.headers import header
from newsarchive.crawl.transport import HeadTooLarge, LongerThanStated
from newsarchive.errors import NewsArchiveError
from newsarchive.urls import absolute_url

TOO_LARGE = "the page is larger than the limit (max_page_bytes)"
TOO_MANY_REDIRECTS = "the address redirects again and again (max_redirects)"
BREAKS_OFF = "the answer breaks off before its end"
_NO_HTTP = "the server's answer is no valid HTTP"
_BROKE = "the connection broke off before the answer was complete"
_NO_NAME = "the host's name could not be found"
_REFUSED = "the host refused the connection"
_TOO_SLOW = "the host did not answer in time (timeout)"
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


REDIRECTS = (301, 302, 303, 307, 308)
_MAX_SHOWN = 200  # characters of an address that leads nowhere


def cause_of(failure: Failure) -> str:
    """Return why a download failed, as one clause for people."""
    error = failure.value
    told = str(error).strip()
    if isinstance(error, HttpError):
        return _answered(error)
    if "private address" in told:  # by our resolver, in whatever Scrapy wraps it
        return told.partition(": ")[2] or told
    if isinstance(error, IgnoreRequest):
        return TOO_MANY_REDIRECTS if told == "max redirections reached" else told or "refused"
    if isinstance(error, ValueError):  # of a redirect; what we ask for was looked at before
        return "the server redirects to what is no http(s) address"
    if isinstance(error, DownloadFailedError | ResponseDataLossError):
        return _of_transport(error)
    if isinstance(error, NewsArchiveError):
        return told
    name = type(error).__name__
    return _KNOWN.get(name) or (f"{name}: {told}" if told else name)


def reasons_of(error: Exception) -> list[BaseException]:
    """Return why an answer did not come to its end, as Twisted wraps it."""
    wrapped: BaseException | None = error.__cause__
    return [reason.value for reason in getattr(wrapped, "reasons", None) or () if reason.value]


def _of_transport(error: Exception) -> str:
    for reason in reasons_of(error):
        if isinstance(reason, HeadTooLarge):
            return str(reason)
        if isinstance(reason, LongerThanStated):
            return "the answer goes on behind its Content-Length"
        if isinstance(reason, ParseError | ValueError | KeyError | _MalformedChunkedDataError):
            return _NO_HTTP
    return BREAKS_OFF if isinstance(error, ResponseDataLossError) else _BROKE


def _answered(error: HttpError) -> str:
    """What a server said; of a redirect that nobody followed, where it leads."""
    response = error.response
    told = f"the server answered {response.status}"
    if response.status not in REDIRECTS:
        return told
    location = header(response, "Location").strip()
    if not location:
        return f"{told}, a redirect that does not say where"
    if not absolute_url(response.url, location):
        return f"{told}, a redirect to what is no http(s) address: {location[:_MAX_SHOWN]}"
    return told
