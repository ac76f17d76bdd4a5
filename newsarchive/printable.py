"""Text from the web, made fit to print: nothing that steers a terminal, no secrets in addresses."""

from __future__ import annotations

import re

# C0 and C1 controls but tab and newline, surrogates, and what turns the reading direction
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_USER = re.compile(r"(\bhttps?://)[^/\s?#@]{1,300}@", re.I)
_DATABASE_USER = re.compile(r"(\bpostgresql[\w+]*://)[^\s?#]{1,300}@", re.I)  # "/" may be in it
_SECRET_PARAMETER = re.compile(  # names by which sites hand out access; signatures expire
    r"([?&;](?:[\w.-]*(?:token|secret|passw(?:or)?d|signature)|auth|(?:api|access)[_-]?key|sig|"
    r"session[_-]?id|pwd|x-amz-(?:credential|security-token))=)[^&;#\s\"'<>]+",
    re.I,
)


def plain(text: object) -> str:
    """Return text without control characters: what pages say must not steer a terminal.

    Joiners stay, since Persian, Indic scripts and emoji are written with them.
    """
    return _STEERING.sub("\ufffd", str(text))


def masked(text: str) -> str:
    """Return text in which addresses keep their passwords, keys and tokens to themselves."""
    text = _DATABASE_USER.sub(r"\1***@", _USER.sub(r"\1***@", text))
    return _SECRET_PARAMETER.sub(r"\1***", text)
