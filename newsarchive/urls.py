"""URLs: one canonical form for each, hosts, joining.

The canonical form is for telling documents apart, never for fetching: a server may insist
on the trailing slash, or on the parameter, that it lacks.  ``absolute_url`` gives what a
browser would request.

Sources: RFC 3986 (6.2 normalisation, 5.2 joining), the WHATWG URL Standard (host parsing,
backslashes, stray white space), UTS 46 for names outside ASCII.  Nothing here resolves
names or fetches; the public suffix list is the one publicsuffixlist ships.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes, urlsplit

import idna

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

# Sitemaps (sitemaps.org) allow 2,048; PostgreSQL indexes values of up to 2,704 bytes.
MAX_URL_CHARS = 2_600
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_url(url: str) -> str:
    """Return the form by which the document at ``url`` is known, or "" if it can't be one.

    Scheme and host in lower case, the host in punycode, IPv4 addresses dotted; user names,
    default ports, fragments (but not ``#!``), dot segments, trailing slashes (but not the
    root's), tracking parameters and Java session ids are gone; percent-encoding is in its
    shortest form with upper-case digits; the other parameters keep their order.

    "" for other schemes than http and https, impossible hosts and ports, and more than
    MAX_URL_CHARS.  The form of a canonical URL is itself.
    """
    parts = _split(_trim(url))
    if parts is None:
        return ""
    path = _JAVA_SESSION.sub("", _normal(parts.path, _PATH_SAFE))
    path = _without_dot_segments(path).rstrip("/") or "/"
    query = _normal(_without_tracking(parts.query), _QUERY_SAFE)
    fragment = parts.fragment if len(parts.fragment) > 1 and parts.fragment[0] == "!" else ""
    canonical = (
        f"{parts.scheme}://{parts.host_and_port}{path}"
        + (f"?{query}" if query else "")
        + (f"#{_normal(fragment, _QUERY_SAFE)}" if fragment else "")
    )
    return canonical if len(canonical) <= MAX_URL_CHARS else ""


def without_session(url: str) -> str:
    """Return a URL as it is written, but for the session ids in its path and query.

    Those of PHP, Java and ASP; and ``sid`` where its value is too long for a story's number.

    >>> without_session("https://a.example/list;jsessionid=5F?page=2&PHPSESSID=9f86d0")
    'https://a.example/list?page=2'
    """
    start, question, query = url.partition("?")
    query, mark, fragment = query.partition("#")
    kept = "&".join(part for part in query.split("&") if not _SESSION.match(part))
    return _JAVA_SESSION.sub("", start) + (question if kept else "") + kept + mark + fragment


def dropped_from(url: str) -> list[str]:
    """Return what of a URL its canonical form leaves out, a clause each.

    >>> dropped_from("https://a.example/1?utm_source=rss#top")
    ['the tracking parameter utm_source', 'the fragment #top']
    """
    parts = _split(_trim(url))
    if parts is None:
        return []
    told = [
        f"the tracking parameter {part.partition('=')[0]}"
        for part in parts.query.split("&")
        if part and _is_tracking(part)
    ]
    if _JAVA_SESSION.search(parts.path):
        told.append("a session id in the path")
    if parts.fragment and not (len(parts.fragment) > 1 and parts.fragment[0] == "!"):
        told.append(f"the fragment #{parts.fragment}")
    return told


def absolute_url(base: str, reference: str) -> str:
    """Return where ``reference`` leads from a page at ``base``, or "" if to no web page.

    Joined as browsers do (WHATWG URL Standard, 4.4): white space around it and line breaks
    inside are dropped, backslashes are slashes.  Otherwise as written, fragment included;
    only what no request may hold (spaces, quotes, angle brackets) is percent-encoded.
    ``base`` may be empty where the reference is absolute.
    """
    reference = _trim(reference)
    start = _trim(base)
    scheme = _SCHEME.match(reference)
    if scheme:
        name, rest = scheme[1].lower(), reference[scheme.end() :]
        if name not in _DEFAULT_PORTS:
            return ""
        same = start[: len(name) + 1].lower() == f"{name}:"
        if rest[:1] in ("/", "\\") or not same:
            return _usable(f"{name}://" + rest.lstrip("/\\"))
        reference = rest  # "http:page.html" is relative, WHATWG 4.4 "special relative"
    parts = _split(start)
    if parts is None:
        return ""
    where = f"{parts.scheme}://{parts.host_and_port}"
    reference, mark, fragment = reference.partition("#")
    path, question, query = reference.partition("?")
    path = path.replace("\\", "/")
    if path.startswith("//"):
        target = f"{parts.scheme}://{path.lstrip('/')}"
    elif path.startswith("/"):
        target = where + _without_dot_segments(path)
    elif path:
        folder = parts.path.rpartition("/")[0]
        target = where + _without_dot_segments(f"{folder}/{path}")
    elif question:
        target = where + (parts.path or "/")
    else:
        target = where + (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _usable(target + question + query + mark + fragment)


def join(base: str, reference: str) -> str:
    """Return the canonical URL that ``reference`` means on the page at ``base``, or ""."""
    return canonical_url(absolute_url(base, reference))


def host_of(url: str) -> str:
    """Return the host in punycode, with the port where it is not the default; or ""."""
    parts = _split(_trim(url))
    return parts.host_and_port if parts else ""


def variant_key(url: str) -> str:
    """Return what the addresses of one document share: AMP, print and mobile pages.

    No address: two documents may have it in common, so that their texts must bear it out.

    >>> variant_key("https://m.one.example/news/7/amp/") == variant_key("https://one.example/news/7")
    True
    """
    parts = urlsplit(canonical_url(url))
    host = _VARIANT_HOST.sub("", parts.netloc)
    path = _VARIANT_PATH.sub("", parts.path).rstrip("/")
    pairs = (pair for pair in parts.query.split("&") if not _VARIANT_PARAMETER.fullmatch(pair))
    return f"{host}{path}?{'&'.join(pairs)}" if host else ""


def same_site(a: str, b: str) -> bool:
    """Tell whether one publisher runs both URLs, as far as the public suffix list knows.

    Compares registrable domains (``www.bbc.co.uk`` and ``news.bbc.co.uk`` are one site, two
    blogs on ``github.io`` are two).  Addresses, localhost and names of one label are equal
    only with their port.
    """
    first, second = _split(_trim(a)), _split(_trim(b))
    if first is None or second is None:
        return False
    if first.host_and_port == second.host_and_port:
        return True
    if first.host.split(".")[-2:] != second.host.split(".")[-2:]:
        return False  # no registrable domain is shorter; the list need not be loaded
    domain = _registrable_domain(first.host)
    return bool(domain) and domain == _registrable_domain(second.host)


def is_private_host(host: str) -> bool:
    """Tell whether the host, as written, is one that only we or our network can reach.

    Everything that is not global unicast counts (loopback, link-local with the cloud's
    metadata address, RFC 1918, RFC 4193, shared, multicast, unspecified), in decimal, hex,
    octal, percent-encoded and full-width spelling, and inside IPv6 (mapped, 6to4, NAT64);
    ``localhost`` and the names reserved beside it (RFC 6761; RFC 6762; ICANN's
    ``.internal``); and what is no host at all.  A port may follow.  Names are not
    resolved: whoever connects checks the address again.
    """
    host = host.strip()
    found = _HOST_AND_PORT.fullmatch(host)
    normal = _host(found[1] if found else host)
    if not normal:
        return True
    labels = normal.split(".")
    if labels[-1] in _LOCAL_DOMAINS:
        return True
    try:
        address = ipaddress.ip_address(normal.strip("[]"))
    except ValueError:
        return False
    return _is_private(address)


# Parts


@dataclass(frozen=True, slots=True)
class _Parts:
    """A usable web URL; path and query as written, the rest normal."""

    scheme: str
    host: str
    port: int | None  # None: the scheme's default
    path: str  # "" or begins with a slash
    query: str
    fragment: str

    @property
    def host_and_port(self) -> str:
        return self.host if self.port is None else f"{self.host}:{self.port}"


_VARIANT_HOST = re.compile(r"^(?:(?:www|m|mobile|mobil|amp|touch|lite|wap)\.)+")
_VARIANT_PATH = re.compile(
    r"(?:/(?:amp|print|mobile|drucken|imprimir|stampa|print-view)(?=/|$)|\.(?:amp|print)(?=\.html?$|$)"
    r"|\.html?$)",
    re.I,
)
_VARIANT_PARAMETER = re.compile(
    r"(?:amp|print|printer|printable|mobile|m|output|outputtype|view|layout|format|type)"
    r"(?:=(?:1|true|yes|amp|print|mobile|default|simple|printable)?)?|",
    re.I,
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_WEB = re.compile(r"(https?):[/\\]*([^/\\?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.I | re.S)
_HOST_AND_PORT = re.compile(r"(\[[^\]]*\]|[^:]*)(?::([0-9]*))?")
_BREAKS = str.maketrans("", "", "\t\r\n")
_C0_AND_SPACE = "".join(map(chr, range(0x21)))
_SURROGATE = re.compile("[\ud800-\udfff]")


def _trim(url: str) -> str:
    """Drop what browsers drop (WHATWG URL Standard, 4.4, steps 1–3)."""
    url = url.strip(_C0_AND_SPACE)
    if "\n" in url or "\t" in url or "\r" in url:  # ten times as fast as to translate
        url = url.translate(_BREAKS)
    return url if url.isascii() else _SURROGATE.sub("\ufffd", url)


@lru_cache(maxsize=4096)
def _split(url: str) -> _Parts | None:
    if len(url) > MAX_URL_CHARS:
        return None
    match = _WEB.fullmatch(url)
    if match is None:
        return None
    scheme = match[1].lower()
    authority = _HOST_AND_PORT.fullmatch(match[2].rpartition("@")[2])
    if authority is None:
        return None
    host = _host(authority[1])
    digits = (authority[2] or "").lstrip("0")
    if not host or len(digits) > 5 or int(digits or 0) > 65_535 or authority[2] == "0":
        return None
    port = int(digits) if digits else None
    if port == _DEFAULT_PORTS[scheme]:
        port = None
    path = match[3].replace("\\", "/")
    return _Parts(scheme, host, port, path, match[4] or "", match[5] or "")


def _usable(url: str) -> str:
    if _split(url) is None:
        return ""
    return _UNFETCHABLE.sub(lambda match: f"%{ord(match[0]):02X}", url)


_UNFETCHABLE = re.compile(r'[\x00-\x20"<>`\x7f]')


# Hosts

_FORBIDDEN = re.compile(r"[\x00-\x20\x7f#/:<>?@\[\\\]^|%]")  # WHATWG URL Standard, 3.2
_PLAIN_NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")


@lru_cache(maxsize=4096)
def _host(host: str) -> str:
    """Return a host in its normal form, or "" when it can't be one."""
    if host.startswith("["):
        return _ipv6(host)
    host = host.lower()
    if not _PLAIN_NAME.fullmatch(host):
        host = _to_ascii(unquote(host, errors="replace")).removesuffix(".")
        if _FORBIDDEN.search(host):
            return ""
    if len(host) > 253 or any(not 1 <= len(label) <= 63 for label in host.split(".")):
        return ""
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        return _ipv4(host)
    return host


def _to_ascii(host: str) -> str:
    if host.isascii():
        return host.lower()
    try:
        return idna.encode(host, uts46=True, std3_rules=False).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        pass
    # Names that registries refuse but browsers open, such as emoji: the same by hand.
    mapped = unicodedata.normalize("NFKC", host).casefold()
    mapped = unicodedata.normalize("NFKC", mapped).replace("。", ".")
    try:
        labels = [
            label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")
            for label in mapped.split(".")
        ]
    except UnicodeError:
        return ""
    return ".".join(labels)


def _ipv4(host: str) -> str:
    """Return the dotted form of an address in decimal, octal or hex (WHATWG, 3.5), or ""."""
    numbers = []
    for part in host.split("."):
        if not _NUMBER.fullmatch(part):
            return ""
        try:
            if part.startswith("0x"):
                numbers.append(int(part[2:] or "0", 16))
            else:
                numbers.append(int(part, 8 if part.startswith("0") else 10))
        except ValueError:  # an eight in an octal number
            return ""
    if len(numbers) > 4 or any(number > 255 for number in numbers[:-1]):
        return ""
    if numbers[-1] >= 256 ** (5 - len(numbers)):
        return ""
    value = numbers[-1]
    for place, number in enumerate(numbers[:-1]):
        value += number << (8 * (3 - place))
    return str(ipaddress.IPv4Address(value))


def _ipv6(host: str) -> str:
    try:
        return f"[{ipaddress.IPv6Address(host[1:-1])}]" if "%" not in host else ""
    except ValueError:
        return ""


_LOCAL_DOMAINS = frozenset({"localhost", "localdomain", "local", "internal"})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def _is_private(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour
        if address in _NAT64 or address.packed[:12] == bytes(12):  # ::a.b.c.d, RFC 4291, 2.5.5.1
            inside = ipaddress.IPv4Address(address.packed[12:])
        if inside is not None:
            return _is_private(inside)
    return not address.is_global or address.is_multicast


@cache
def _suffixes() -> PublicSuffixList:
    # 45 ms, only where sites are compared; tldextract, which brings requests, takes 140
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


@lru_cache(maxsize=4096)
def _registrable_domain(host: str) -> str:
    """Return "bbc.co.uk" for "news.bbc.co.uk"; "" for addresses and lone suffixes.

    An unknown last label is a suffix (publicsuffix.org, algorithm, default rule "*").
    """
    labels = host.split(".")
    if len(labels) < 2 or labels[-1].isdigit() or host.startswith("["):
        return ""
    return _suffixes().privatesuffix(host) or ""


# Paths and queries

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_SAFE = _UNRESERVED | frozenset(b"!$&'()*+,;=:@/")  # RFC 3986, 3.3
_QUERY_SAFE = _PATH_SAFE | frozenset(b"?")  # RFC 3986, 3.4
_NORMAL_ALREADY = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@/?-]*")
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})?|[^%]")
_SESSION = re.compile(
    r"(?:phpsessid|jsessionid|aspsessionid\w*|session_?id)=|s(?:id|ess)=\w{16}", re.I
)
_JAVA_SESSION = re.compile(r";jsessionid=[^/;]*", re.I)


def _normal(text: str, safe: frozenset[int]) -> str:
    """Return text percent-encoded in one way: no more than needed, upper-case digits.

    A lone percent sign becomes %25; left alone, decoding what follows could make an escape.
    """
    if _NORMAL_ALREADY.fullmatch(text):
        return text

    def encode(match: re.Match[bytes]) -> bytes:
        digits = match[1]
        if digits:
            byte = int(digits, 16)
            return bytes([byte]) if byte in _UNRESERVED else b"%" + digits.upper()
        byte = match[0][0]
        return match[0] if byte in safe else b"%%%02X" % byte

    return _ESCAPE.sub(encode, text.encode("utf-8", "replace")).decode("ascii")


def _without_dot_segments(path: str) -> str:
    """Resolve ``.`` and ``..`` (RFC 3986, 5.2.4); a path above the root stays at the root."""
    if "/." not in path and "%2" not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for place, segment in enumerate(segments):
        last = place == len(segments) - 1
        plain = segment.replace("%2e", ".").replace("%2E", ".")
        if plain == "..":
            kept = kept[:-1]
        elif plain != ".":
            kept.append(segment)
            continue
        if last:
            kept.append("")
    return "/" + "/".join(kept)


def _without_tracking(query: str) -> str:
    if not query:
        return ""
    return "&".join(part for part in query.split("&") if part and not _is_tracking(part))


def _is_tracking(parameter: str) -> bool:
    rules = _tracking_rules()
    name, _, value = parameter.partition("=")
    if "%" in name:
        name = unquote_to_bytes(name).decode("utf-8", "replace")
    name = name.lower()
    if name in rules.names or name.startswith(rules.prefixes):
        return True
    values = rules.values.get(name)
    return values is not None and value.lower().startswith(values)


@dataclass(frozen=True, slots=True)
class _TrackingRules:
    names: frozenset[str]
    prefixes: tuple[str, ...]
    values: dict[str, tuple[str, ...]]  # name → beginnings of the value


@cache
def _tracking_rules() -> _TrackingRules:
    text = files("newsarchive").joinpath("tracking_parameters.txt").read_text("utf-8")
    lines = [line.strip() for line in text.splitlines()]
    rules = [line for line in lines if line and not line.startswith("#")]
    values: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        name, equals, value = rule.partition("=")
        if equals:
            values[name] = (*values.get(name, ()), value)
    return _TrackingRules(
        names=frozenset(rule for rule in rules if "=" not in rule and not rule.endswith("*")),
        prefixes=tuple(rule[:-1] for rule in rules if rule.endswith("*")),
        values=values,
    )
