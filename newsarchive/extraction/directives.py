"""What a page asks of robots: ``<meta name=robots>`` and ``X-Robots-Tag``.

There is no specification; the words are those that search engines document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

KNOWN = ("noindex", "nofollow", "noarchive", "nosnippet", "noimageindex", "notranslate")
OURS = "newsarchive"
MAX_LOOKED_AT = 100_000  # bytes of a page in which its head is to end
_META = re.compile(
    rb"""<meta\s[^>]{0,300}?\bname\s*=\s*["']?(?:robots|newsarchive)\b[^>]{0,300}>""", re.I
)
_CONTENT = re.compile(rb"""\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.I)
_FOR = re.compile(r"^\s*([\w*.-]+)\s*:\s*(.*)$")


def read_directives(values: Iterable[str]) -> list[str]:
    """Return the directives that concern us, each once, in the order of ``KNOWN``.

    Args:
        values: Contents of ``<meta name=robots>``, values of ``X-Robots-Tag``; those that
            begin with another robot's name do not concern us.

    >>> read_directives(["noarchive, NOINDEX", "otherbot: nofollow"])
    ['noindex', 'noarchive']
    """
    said: set[str] = set()
    for value in values:
        addressed = _FOR.match(value)
        if addressed and addressed[1].lower() != "unavailable_after":
            if addressed[1].lower() not in (OURS, "*"):
                continue
            value = addressed[2]
        said.update(word.strip().lower() for word in value.split(","))
    if "none" in said:
        said |= {"noindex", "nofollow"}
    return [word for word in KNOWN if word in said]


def stated_in(body: bytes) -> list[str]:
    """Return what the head of a page asks for, without parsing the page."""
    found = []
    for tag in _META.findall(body[:MAX_LOOKED_AT]):
        content = _CONTENT.search(tag)
        if content:
            found.append(next(filter(None, content.groups()), b"").decode("latin-1"))
    return read_directives(found)
