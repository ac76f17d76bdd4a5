"""What a site of the demo says to a request, as a value; and filling templates."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from string import Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer, before conditional requests and compression."""

    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    body: bytes = b""
    modified: datetime | None = None  # when it last changed; naive is UTC
    location: str = ""  # of a redirect
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where the three sites are: scheme, host and port, without a slash at the end."""

    courier: str
    digest: str
    landbote: str


def page(text: str, modified: datetime | None, *, content_type: str = "") -> Answer:
    """Return the text as UTF-8."""
    kind = content_type or "text/html; charset=utf-8"
    return Answer(content_type=kind, body=text.encode(), modified=modified)


def missing(name: str, *, status: int = 404) -> Answer:
    """Return the page a site shows where there is nothing (404) or nothing any more (410)."""
    words = "This page has been removed." if status == 410 else "There is no page here."
    text = f"<!DOCTYPE html><title>{status} | {html.escape(name)}</title><h1>{words}</h1>"
    return Answer(status=status, body=text.encode())


def moved(location: str) -> Answer:
    return Answer(status=301, location=location)


def fill(template: str, **values: str) -> str:
    """Return ``templates/<template>`` with its ``$names`` replaced; values are markup already."""
    return _template(template).substitute(values)


def escape(text: str) -> str:
    return html.escape(text, quote=True)


@cache
def _template(name: str) -> Template:
    return Template(files("newsarchive.demo").joinpath("templates", name).read_text("utf-8"))
