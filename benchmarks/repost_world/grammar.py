"""The notation of frames and templates: slots, alternatives, optional parts.

``{name}`` is a slot, ``{n:3..17}`` a figure of that range and precision, ``(a|b)`` one of several,
``[…]`` present in some texts only; brackets with no bar in them are text.  Slots of one name and
number (``{place2}``) hold one value in a template; in a story's frame each is drawn anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

OPTIONAL_SHARE = 0.6  # how many texts have an optional part; chosen, not measured

_RANGE = re.compile(r"(\w+):(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place in a text that a value goes into."""

    key: str  # the name as written, with its number
    name: str  # the name alone: which kind of value
    low: float = 0.0  # of a figure; both 0 where the slot is no range
    high: float = 0.0
    decimals: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Alternatives, of which a text has one (an optional part: one that is empty)."""

    options: tuple[Pattern, ...]
    optional: bool = False


Pattern = tuple["str | Slot | Choice", ...]


def parse_pattern(text: str) -> Pattern:
    """Return the parts of a frame or template, in order."""
    nodes, end = _parse(text, 0, "")
    if end != len(text):
        raise ValueError(f"unbalanced: {text[:60]!r}")
    return nodes[0]


def _parse(text: str, at: int, closing: str) -> tuple[list[Pattern], int]:
    """Return the alternatives up to ``closing`` and where reading stopped."""
    options: list[Pattern] = []
    parts: list[str | Slot | Choice] = []
    start = at
    while at < len(text) and text[at] != closing:
        mark = text[at]
        if mark in "([{" or (mark == "|" and closing == ")"):
            if at > start:
                parts.append(text[start:at])
            if mark == "{":
                end = text.index("}", at)
                parts.append(_slot(text[at + 1 : end]))
                at = end
            elif mark == "|":
                options.append(tuple(parts))
                parts = []
            else:
                inner, at = _parse(text, at + 1, ")" if mark == "(" else "]")
                if at >= len(text):
                    raise ValueError(f"unbalanced: {text[:60]!r}")
                if mark == "(" and len(inner) == 1:  # brackets of the text itself
                    parts += ["(", *inner[0], ")"]
                else:
                    if mark == "[":
                        inner.append(())
                    parts.append(Choice(options=tuple(inner), optional=mark == "["))
            start = at + 1
        at += 1
    if at > start:
        parts.append(text[start:at])
    return [*options, tuple(parts)], at


def _slot(text: str) -> Slot:
    if match := _RANGE.fullmatch(text):
        key, low, high = match.groups()
        decimals = len(low.partition(".")[2])
        return Slot(key=key, name="", low=float(low), high=float(high), decimals=decimals)
    return Slot(key=text, name=text.rstrip("0123456789"))


def render(
    pattern: Pattern,
    draw: Callable[[Slot], str],
    rng: Random,
    style: Sequence[float] = (),
) -> str:
    """Return the text of a pattern, its slots filled by ``draw``.

    Where ``style`` has numbers they decide the alternatives in turn, so that texts of one style
    are alike but for their slots; without, each is decided anew.
    """
    out: list[str] = []
    _render(pattern, draw, rng, style, out, 0)
    return "".join(out)


def _render(
    pattern: Pattern,
    draw: Callable[[Slot], str],
    rng: Random,
    style: Sequence[float],
    out: list[str],
    turn: int,
) -> int:
    for part in pattern:
        if type(part) is str:
            out.append(part)
        elif type(part) is Slot:
            out.append(draw(part))
        else:
            assert type(part) is Choice
            share = style[turn % len(style)] if style else rng.random()
            turn += 1
            if part.optional:
                option = part.options[0] if share < OPTIONAL_SHARE else ()
            else:
                option = part.options[int(share * len(part.options))]
            turn = _render(option, draw, rng, style, out, turn)
    return turn
