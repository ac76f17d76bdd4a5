"""An answer's header fields as text."""

from __future__ import annotations

from scrapy.http import Response


def header(response: Response, name: str) -> str:
    """Return a header's first value, or ""."""
    return (response.headers.get(name) or b"").decode("latin-1")


def header_fields(response: Response) -> list[tuple[str, str]]:
    """Return all header fields of an answer."""
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    ]
