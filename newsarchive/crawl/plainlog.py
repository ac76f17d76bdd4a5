"""Logs that pages cannot steer: no terminal controls, no bidi tricks, no secrets in addresses."""

from __future__ import annotations

import logging
from typing import Any

from newsarchive.printable import masked, plain

_make = logging.getLogRecordFactory()


def make_logs_plain() -> None:
    """See to it that whatever is logged in this process is fit to print, whoever logs it.

    Not by a filter of handlers: Scrapy puts up others when a crawl begins.
    """
    logging.setLogRecordFactory(_plain_record)


def _plain_record(*args: Any, **words: Any) -> logging.LogRecord:
    record = _make(*args, **words)
    try:
        told = record.getMessage()
    except (TypeError, ValueError):  # a user's spider mistook its own words: logging tells
        return record
    record.msg, record.args = masked(plain(told)), None
    return record
