"""Logs that pages cannot steer: no terminal controls, no bidi tricks, no secrets in addresses."""

from __future__ import annotations

import logging

from newsarchive.printable import masked, plain


class PlainLog(logging.Filter):
    """Makes what is logged fit to print, whoever logs it."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            told = record.getMessage()
        except (TypeError, ValueError):  # a user's spider mistook its own words
            told = str(record.msg)
        record.msg, record.args = masked(plain(told)), None
        return True


def make_logs_plain() -> None:
    """See to it that every handler of the process logs so."""
    for handler in logging.getLogger().handlers:
        if not any(isinstance(known, PlainLog) for known in handler.filters):
            handler.addFilter(PlainLog())
