"""Raw answers in WARC 1.1 files, and what is made of them: indexes, checks, seals, packages.

No database and no network: ``newsarchive.storage`` keeps rows that point here.  One door for
writing and reading records, ``WarcStore``; the other modules work on whole files.
"""

from __future__ import annotations

from newsarchive.warc.records import Answer, Sent, digest
from newsarchive.warc.store import WarcStore

__all__ = ["Answer", "Sent", "WarcStore", "digest"]
