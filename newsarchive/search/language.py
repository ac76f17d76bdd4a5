"""The query language: text → a tree of what is wanted, or an error that names its place.

::

    query  = and { "OR" and }
    and    = not { ["AND"] not }            what stands side by side must all hold
    not    = ("NOT" | "-") not | thing
    thing  = [field ":"] ( "(" query ")" | quoted ["*"] | word ["*"] )
    field  = title body author category tag source lang

Operators are written in capitals.  Words lose case and accents (``words.py``); a word that
holds several of those, as ``COVID-19``, is the phrase of them.  ``*`` at the end of a word or
quotation stands for any ending.  The tree is pure data; ``fts5.py`` and ``tsquery.py``
turn it into what a database asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from newsarchive.errors import QueryError
from newsarchive.search.words import has_unspaced, wanted

MAX_LENGTH = 2_000  # characters of a query
MAX_TERMS = 64  # words, phrases and values in one
MAX_DEPTH = 16  # brackets and negations within each other
SHORTEST_BEGINNING = 3  # letters before *: two took 73 ms at 200,000 articles, three 5

TEXT_FIELDS = ("title", "body")
NAME_FIELDS = {"author": "a", "category": "c", "tag": "t"}  # words of a name, in order
EXACT_FIELDS = {"source": "s", "lang": "l"}  # the whole value
FIELDS = (*TEXT_FIELDS, *NAME_FIELDS, *EXACT_FIELDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Words that follow each other: a phrase, or a single word."""

    words: tuple[str, ...]  # as words.wanted gives them; never empty
    beginning: bool = False  # the last is only the beginning of a word
    field: str = ""  # title, body, author, category, tag; "": title or body


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A field has exactly this value: a source's slug or host, a language's tag."""

    field: str  # source, lang
    value: str


@dataclass(frozen=True, slots=True)
class And:
    """All of these hold; at least two."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these holds; at least two."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """This does not hold."""

    part: Node


Node = Term | Value | And | Or | Not

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
    | (?P<open>\()
    | (?P<close>\))
    | (?P<quoted>["“„«”](?P<inside>[^"“”»]*)(?P<end>["“”»]?)(?P<star>\*?))
    | (?P<minus>-(?=[^\s)-]))
    | (?P<field>[^\W\d_]+:)(?=\S)
    | (?P<word>[^\s()"“„”«»]+)
    | (?P<stray>.)
    """,
    re.VERBOSE,
)


def parse(query: str) -> Node | None:
    """Return what a query asks for, or None where it holds nothing but space.

    Raises:
        QueryError: It is written wrongly, or exceeds MAX_LENGTH, MAX_TERMS or MAX_DEPTH.
    """
    if len(query) > MAX_LENGTH:
        raise QueryError(
            query, MAX_LENGTH + 1, f"a query has at most {MAX_LENGTH:,} characters; shorten it"
        )
    return _Parser(query).whole()


class _Parser:
    """One pass over a query; recursion is bounded by MAX_DEPTH."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.tokens = [
            match for match in _TOKEN.finditer(query) if match.lastgroup and not match["space"]
        ]
        self.place = 0
        self.terms = 0

    def whole(self) -> Node | None:
        if not self.tokens:
            return None
        node = self._any("", 0)
        if token := self._peek():
            self._fail(token, "this bracket closes nothing; take it away or open one before")
        return node

    def _any(self, field: str, depth: int) -> Node:
        parts = [self._all(field, depth)]
        while self._takes("OR"):
            parts.append(self._all(field, depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all(self, field: str, depth: int) -> Node:
        parts = [self._negated(field, depth)]
        while token := self._peek():
            if token["close"] or token["word"] == "OR":
                break
            self._takes("AND")
            parts.append(self._negated(field, depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _negated(self, field: str, depth: int) -> Node:
        token = self._peek()
        if token and (token["minus"] or token["word"] == "NOT"):
            self.place += 1
            return Not(self._negated(field, self._deeper(token, depth)))
        return self._thing(field, depth)

    def _thing(self, field: str, depth: int) -> Node:
        token = self._peek()
        if token is None:
            self._fail(None, "something to search for is missing here")
        self.place += 1
        if token["stray"]:
            self._fail(token, "this quotation mark opens nothing")
        if token["minus"] or token["word"] == "NOT":
            self._fail(token, f"write '{token[0]}' before the field, not behind it")
        if token["field"]:
            return self._of_field(token, field, depth)
        if token["open"]:
            inner = self._deeper(token, depth)
            node = self._any(field, inner)
            closing = self._peek()
            if closing is None:
                self._fail(token, "this bracket is never closed; add a )")
            self.place += 1
            return node
        if token["close"] or token["word"] in ("AND", "OR"):
            self._fail(token, f"something to search for is missing before '{token[0]}'")
        return self._term(token, field)

    def _of_field(self, token: re.Match[str], outer: str, depth: int) -> Node:
        name = token["field"][:-1].casefold()
        if name not in FIELDS:
            known = ", ".join(FIELDS)
            self._fail(
                token,
                f"there is no field '{name}'; there are {known}, and quotation marks for a colon",
            )
        if outer:
            self._fail(token, f"this stands within '{outer}:' already")
        return self._thing(name, self._deeper(token, depth))

    def _term(self, token: re.Match[str], field: str) -> Node:
        self.terms += 1
        if self.terms > MAX_TERMS:
            self._fail(token, f"a query has at most {MAX_TERMS} words and phrases")
        if token["quoted"] is not None and not token["end"]:
            self._fail(token, "this quotation is never closed; add a quotation mark")
        text = token["inside"] if token["quoted"] is not None else token["word"]
        if token["word"] and text[-1] == ":" and text[:-1].casefold() in FIELDS:
            self._fail(token, f"'{text}' wants what to find right behind it, without a space")
        if field in EXACT_FIELDS:
            return self._value(token, field, text)
        begins = bool(token["star"]) or text.endswith("*")
        text = text.rstrip("*")
        if "*" in text:
            self._fail(token, "* stands for the end of a word only", token[0].index("*"))
        found, open_end = wanted(text)
        if not found:
            self._fail(token, "there is no letter or digit to search for")
        if has_unspaced(found[-1]):
            begins = open_end  # there any ending is found without *
        elif begins and len(found[-1]) < SHORTEST_BEGINNING:
            self._fail(token, f"* needs at least {SHORTEST_BEGINNING} letters before it")
        return Term(words=tuple(found), beginning=begins, field=field)

    def _value(self, token: re.Match[str], field: str, text: str) -> Value:
        if token["star"] or "*" in text:
            self._fail(token, f"{field}: takes a whole value, without *")
        if not text.strip():
            self._fail(token, f"a value for {field}: is missing")
        return Value(field=field, value=text.strip())

    def _peek(self) -> re.Match[str] | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def _takes(self, operator: str) -> bool:
        token = self._peek()
        if token is None or token["word"] != operator:
            return False
        self.place += 1
        return True

    def _deeper(self, token: re.Match[str], depth: int) -> int:
        if depth >= MAX_DEPTH:
            self._fail(token, f"brackets and negations nest at most {MAX_DEPTH} deep")
        return depth + 1

    def _fail(self, token: re.Match[str] | None, problem: str, offset: int = 0) -> NoReturn:
        place = len(self.query) if token is None else token.start() + offset
        raise QueryError(self.query, place + 1, problem)
