"""Site rules: where one layout keeps what, written down by a person.

A rule is a handful of selectors in a TOML file.  It is believed before everything else,
holds for one host or for pages of one layout, and only between the dates it names::

    timezone = "Europe/Berlin"          # sites/tageblatt.example.toml: the name is the host

    [[rule]]
    from = 2024-02-01                   # pages fetched since, as the layout changed then
    match = "body.article"              # only pages in which this selects something
    remove = ["div.teaser", "//aside"]
    title = "h1.head span"
    authors = "a.author"
    published = "time::attr(datetime)"
    body = "div.text"

Selectors are CSS with ``::text`` and ``::attr(name)``, or XPath when they begin with
``/``, ``.//`` or ``(``; a list of them is tried in order.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cssselect import SelectorError
from lxml import etree
from parsel.csstranslator import HTMLTranslator

from newsarchive.errors import ConfigError, ReaderFailed
from newsarchive.extraction._claims import FIELDS, Claim, text_of_element
from newsarchive.extraction.readers import load_reader
from newsarchive.model import Site, SiteRule
from newsarchive.urls import host_of

SHIPPED = Path(__file__).parents[1] / "sites"
MAX_VALUES = 100  # of one field
_ABOUT = ("host", "name", "timezone", "language", "rule")
_XPATH = re.compile(r"\.?/|\(")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")


class RuleBook:
    """The rules of every file in some folders.

    Args:
        folders: Where ``*.toml`` files lie; what a folder named first says of a host is
            tried first.  One that does not exist holds none.

    Raises:
        ConfigError: A file is no TOML, names what is unknown, or holds a selector that is
            none; says file and line.
    """

    def __init__(self, *folders: Path) -> None:
        self.files: list[Path] = []
        self._hosts: dict[str, Site] = {}
        self._layouts: list[SiteRule] = []
        for folder in folders:
            for file in sorted([*folder.glob("*.toml"), *folder.glob("*.py")]):
                self.add(file)

    def add(self, file: Path) -> None:
        """Read one more file: rules, or a reader in Python (newsarchive.extraction.readers)."""
        self.files.append(file)
        if file.suffix == ".py":
            known = self._hosts.get(file.stem, Site(host=file.stem))
            self._hosts[file.stem] = replace(known, reader=known.reader or load_reader(file))
            return
        about, rules = _read(file)
        hosts = about.pop("host", [file.stem] if _HOST.fullmatch(file.stem) else [])
        if not hosts:
            self._layouts += rules
        for host in hosts:
            known = self._hosts.get(host, Site(host=host))
            told = {name: getattr(known, name) or value for name, value in about.items()}
            self._hosts[host] = replace(known, rules=(*known.rules, *rules), **told)

    def __len__(self) -> int:
        return len(self._layouts) + sum(len(site.rules) for site in self._hosts.values())

    def site(self, known: Site, url: str) -> Site:
        """Return what is known of a page's host, with the rules for it: its own, then layouts'.

        A file for ``example.org`` holds for ``www.example.org`` and ``news.example.org`` too.
        """
        host = host_of(url).partition(":")[0]
        parts = host.split(".")
        names = (".".join(parts[start:]) for start in range(len(parts) - 1))
        own = next((self._hosts[name] for name in (host, *names) if name in self._hosts), None)
        if own is None:
            return replace(known, rules=tuple(self._layouts))
        return replace(
            known,
            name=own.name or known.name,
            timezone=own.timezone or known.timezone,
            language=own.language or known.language,
            rules=(*own.rules, *self._layouts),
            reader=own.reader,
        )


def rules_in(folder: Path) -> RuleBook:
    """Return the rules of a user's folder, before those for layouts, which ship.

    Raises:
        ConfigError: One is wrong; names its file and line.
    """
    return RuleBook(folder, SHIPPED)


def holding(rules: Sequence[SiteRule], tree: etree._Element, on: date) -> list[SiteRule]:
    """Return the rules that hold for a page fetched on a day."""
    return [
        rule
        for rule in rules
        if (rule.since is None or rule.since <= on)
        and (rule.until is None or on <= rule.until)
        and (not rule.match or _select(rule.match, tree))
    ]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule does with one page."""

    rule: SiteRule
    holds: bool
    found: dict[str, int]  # "field: selector" → how much it selects


def tried(rules: Sequence[SiteRule], tree: etree._Element, on: date | None = None) -> list[Trial]:
    """Return what each rule's selectors select in a page, whether the rule holds or not."""
    held = holding(rules, tree, on or datetime.now(UTC).date())
    trials = []
    for rule in rules:
        named = [("remove", rule.remove), *rule.fields.items()]
        found = {
            f"{name}: {selector}": len(_select(selector, tree))
            for name, selectors in named
            for selector in selectors
        }
        trials.append(Trial(rule, any(rule is other for other in held), found))
    return trials


def remove(rules: Sequence[SiteRule], tree: etree._Element) -> int:
    """Take out of the tree what the rules remove; return how many elements that were."""
    gone = 0
    for selector in (selector for rule in rules for selector in rule.remove):
        for element in _select(selector, tree):
            parent = element.getparent() if isinstance(element, etree._Element) else None
            if parent is None:
                continue
            _keep_tail(element, parent)
            parent.remove(element)
            gone += 1
    return gone


def rule_claims(rules: Sequence[SiteRule], tree: etree._Element) -> Iterator[tuple[str, Claim]]:
    """What the rules select for every field but the body; the first rule that does wins."""
    for name in FIELDS:
        if name == "body":
            continue
        for rule in rules:
            texts = [
                text
                for item in _first(rule.fields.get(name, ()), tree)
                if (text := _text(item, name))
            ]
            if texts:
                yield from ((name, Claim(text, "rule")) for text in texts[:MAX_VALUES])
                break


def body_elements(rules: Sequence[SiteRule], tree: etree._Element) -> list[etree._Element]:
    """The elements that hold the article's text, as the first rule that finds some says."""
    for rule in rules:
        found = _first(rule.fields.get("body", ()), tree)
        elements = [item for item in found if isinstance(item, etree._Element)]
        if elements:
            return elements
    return []


def _first(selectors: Sequence[str], tree: etree._Element) -> list[Any]:
    return next((found for selector in selectors if (found := _select(selector, tree))), [])


def _select(selector: str, tree: etree._Element) -> list[Any]:
    try:
        found = _compiled(selector)(tree)
    except etree.XPathError as error:  # of a function in a predicate only a page tells
        raise ReaderFailed("", f"the site rule's selector {selector!r} failed: {error}") from error
    return cast("list[Any]", found) if isinstance(found, list) else [found] if found else []


def _text(item: Any, field: str) -> str:
    """The text of what a selector selected: an element's, or the attribute that states it."""
    if not isinstance(item, etree._Element):
        return str(item).strip()
    stated = {"image": ("src", "content", "href"), "published": ("datetime", "content")}
    for attribute in stated.get(
        field, stated["published"] if field == "modified" else ("content",)
    ):
        if value := item.get(attribute):
            return value
    return text_of_element(item)


def _keep_tail(element: etree._Element, parent: etree._Element) -> None:
    """Give the text behind an element to what stands before it."""
    if not element.tail:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + element.tail
    else:
        parent.text = (parent.text or "") + element.tail


@lru_cache(maxsize=4_000)
def _compiled(selector: str) -> etree.XPath:
    """The selector as XPath.

    Raises:
        SelectorError, etree.XPathError: It is none.
    """
    path = selector if _XPATH.match(selector) else HTMLTranslator().css_to_xpath(selector)
    return etree.XPath(path)


# --- reading a file ----------------------------------------------------------------------


def _read(file: Path) -> tuple[dict[str, Any], list[SiteRule]]:
    """What a file says of its site, and its rules."""
    try:
        text = file.read_text("utf-8")
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(file), f"is no valid TOML: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(str(file), f"cannot be read: {error}") from error
    about: dict[str, Any] = {}
    for name, value in found.items():
        place = _place(file, text, name)
        if name not in _ABOUT:
            raise ConfigError(place, f"there is no '{name}'; there are: {', '.join(_ABOUT)}")
        if name == "rule":
            continue
        about[name] = _texts(place, name, value) if name == "host" else _one(place, name, value)
    if zone := about.get("timezone"):
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ConfigError(
                _place(file, text, "timezone"),
                f"'{zone}' is no time zone; write it like Europe/Berlin",
            ) from None
    tables = found.get("rule", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ConfigError(_place(file, text, "rule"), "rules are tables; begin each with [[rule]]")
    rules = [_rule(file, text, number, table) for number, table in enumerate(tables)]
    if not rules and len(about) == 0:
        raise ConfigError(str(file), "holds no rule; begin one with [[rule]]")
    local = "host" in about or _HOST.fullmatch(file.stem)
    for number, rule in enumerate(rules):
        if not local and not rule.match:
            raise ConfigError(
                _place(file, text, "", number),
                "a rule for no host needs 'match'; or name the file after its host",
            )
    return about, rules


def _rule(file: Path, text: str, number: int, table: dict[str, Any]) -> SiteRule:
    fields: dict[str, tuple[str, ...]] = {}
    values: dict[str, Any] = {}
    for name, value in table.items():
        place = _place(file, text, name, number)
        if name in ("from", "until"):
            if not isinstance(value, date) or hasattr(value, "hour"):
                raise ConfigError(
                    place, f"'{name}' must be a day such as 2024-02-01, not {value!r}"
                )
            values["since" if name == "from" else name] = value
        elif name == "match":
            values[name] = _checked(place, name, _one(place, name, value))
        elif name == "remove":
            values[name] = tuple(_checked(place, name, item) for item in _texts(place, name, value))
        elif name in FIELDS:
            fields[name] = tuple(_checked(place, name, item) for item in _texts(place, name, value))
        else:
            known = ("from", "until", "match", "remove", *FIELDS)
            raise ConfigError(place, f"a rule has no '{name}'; it may have: {', '.join(known)}")
    if values.get("since") and values.get("until") and values["since"] > values["until"]:
        raise ConfigError(_place(file, text, "until", number), "the rule ends before it begins")
    return SiteRule(place=_place(file, text, "", number), fields=fields, **values)


def _checked(place: str, name: str, selector: str) -> str:
    try:
        _compiled(selector)(etree.Element("html"))  # what a path calls is looked up only now
    except (SelectorError, etree.XPathError, ValueError) as error:
        raise ConfigError(
            place, f"'{name}': {selector!r} is no CSS selector and no XPath: {error}"
        ) from error
    return selector


def _one(place: str, name: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(place, f"'{name}' must be a text in quotes, not {value!r}")
    return value


def _texts(place: str, name: str, value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [_one(place, name, item) for item in values]


def _place(file: Path, text: str, name: str, rule: int | None = None) -> str:
    """File and line of a key, or of a rule's heading; tomllib does not tell."""
    lines = text.splitlines()
    start = 0
    if rule is not None:
        heads = [
            number for number, line in enumerate(lines) if re.match(r"\s*\[\[\s*rule\s*\]\]", line)
        ]
        start = heads[rule] if rule < len(heads) else 0
    pattern = re.compile(rf"\s*\[*\s*[\"']?{re.escape(name)}\b" if name else r"")
    found = next((n for n in range(start, len(lines)) if pattern.match(lines[n])), start)
    return f"{file}, line {found + 1}"
