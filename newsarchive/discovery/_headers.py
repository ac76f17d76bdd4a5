"""Link header fields (RFC 8288) taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

_MAX_CHARS = 20_000  # all header fields of an answer; servers send 8 to 16 KB at most
_MAX_LINKS = 200

_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:\"[^\"]*\"|[^\s;,\"]*))*)")
_PARAMETER = re.compile(r"([\w*-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]*))")


def links_in_headers(
    headers: Iterable[tuple[str, str]],
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each reference of the ``Link`` fields with its parameters, names in lower case.

    Of a parameter that is given twice the first counts (RFC 8288, 3.3).
    """
    value = ", ".join(value for name, value in headers if name.lower() == "link")
    for match in islice(_LINK.finditer(value[:_MAX_CHARS]), _MAX_LINKS):
        pairs = reversed(_PARAMETER.findall(match[2]))
        yield match[1], {key.lower(): quoted or bare for key, quoted, bare in pairs}
