"""The headline: which of the titles a page carries, without the site's name.

A page names its headline up to six times and rarely twice alike: for search engines, for
social networks, for the browser's tab, for readers.  What readers see wins where another
one agrees with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from newsarchive.extraction._claims import Claim, letters, plain
from newsarchive.urls import host_of

MAX_TITLE = 500  # characters; longer ones are cut, they are no headlines
KEPT_TITLES = 100  # readings kept, since a page states its headline six times over
_SEPARATOR = re.compile(
    r"(\s+[|\-–—·»«•⋆:/~>‹›ㅣ]{1,2}\s+(?=\S)|\s*[|｜ㅣ]\s*(?=\S)|\s+::\s+|\s*[_＿]\s*(?=[^_]+$))"
)
_SEPARATING = re.compile(r"[|\-–—·»«•⋆:/~>‹›ㅣ｜_＿]")  # one of these is in every separator
_PARTED = re.compile(r"[:/|]\s|\s[-–—]\s")
_WITNESSES = ("json-ld", "opengraph", "twitter", "meta")  # microdata is often the heading itself
_LOW_LABELS = frozenset(("www", "com", "co", "org", "net", "m", "amp", "news", "blog", "en"))


def site_names(names: Sequence[str], url: str) -> frozenset[str]:
    """What the site may be called, folded: stated names, and its host with and without dots."""
    found = {letters(_account(name) if "://" in name else name.lstrip("@")) for name in names}
    host = host_of(url).split(":")[0]
    if host:
        labels = host.removeprefix("www.").split(".")
        found.add(letters(host))
        found.add(letters(".".join(labels)))
        found.update(label.replace("-", "") for label in labels[:-1] if len(label) > 3)
    return frozenset(name for name in found if name and name not in _LOW_LABELS)


def _account(address: str) -> str:
    """The account that an address leads to: some state it in place of a name."""
    return address.rstrip("/").rpartition("/")[2]


def without_site(title: str, names: frozenset[str]) -> str:
    """The title without a site's name at either end.

    >>> without_site("Rain expected - The Daily Reed", frozenset(["thedailyreed"]))
    'Rain expected'
    """
    parts = list(_parted(title))
    while len(parts) > 2 and _is_site(parts[-1], names):
        del parts[-2:]
    while len(parts) > 2 and _is_site(parts[0], names):
        del parts[:2]
    return "".join(parts).strip()


def longest_part(title: str) -> str:
    """The longest of the parts between a title's separators: the site's name is shorter.

    >>> longest_part("Rain expected in the hills - The Daily Reed")
    'Rain expected in the hills'
    """
    parts = [part for part in _parted(title)[::2] if part.strip()]
    return max(parts, key=len, default="").strip()


@lru_cache(maxsize=KEPT_TITLES)
def _parted(title: str) -> tuple[str, ...]:
    """A title's parts and, between them, its separators."""
    return tuple(_SEPARATOR.split(title)) if _SEPARATING.search(title) else (title,)


def _is_site(part: str, names: frozenset[str]) -> bool:
    folded = letters(part)
    if folded in names:
        return True
    if not folded:
        return False
    bare = folded.removeprefix("the")
    return any(
        bare == name
        or (
            len(name) > 4
            and (folded.startswith(name) or folded.endswith(name))
            and len(folded) < len(name) + 14
        )
        or (len(bare) > 5 and bare in name)
        for name in names
    )


def choose_title(
    visible: Sequence[Claim], stated: Sequence[Claim], tabs: Sequence[str], names: frozenset[str]
) -> Claim | None:
    """Return the headline.

    Args:
        visible: Headings readers see, likeliest first.
        stated: Titles stated for machines, the most trusted first.
        tabs: Texts of ``title`` elements.
        names: The site's names, folded.
    """
    shown = _cleaned(visible[:12], names)
    told = _cleaned(stated, names)
    tab_texts = [plain(tab)[:MAX_TITLE] for tab in tabs[:2]]
    folded_tabs = [letters(tab) for tab in tab_texts]
    folded_shown = [letters(claim.value) for claim in shown]
    witnesses = [(letters(claim.value), claim) for claim in told if claim.origin in _WITNESSES]
    others = [*witnesses, *((tab, None) for tab in folded_tabs)]
    for agree in _AGREEMENTS:
        for claim, folded in zip(shown, folded_shown, strict=True):
            for other, statement in others:
                if folded and other and agree(folded, other):
                    if statement is not None and _prefers_stated(
                        agree, claim, statement, witnesses
                    ):
                        return _shortest(_spelled(statement, told, tab_texts), told)
                    return claim
    by_origin = {claim.origin: claim for claim in reversed(told)}
    if "json-ld" in by_origin:
        # A newsroom that wrote three different headlines: readers of this measure take the
        # social one (fundus 13 of 18, traf 1 of 12).
        machine = by_origin["json-ld"]
        if letters(machine.value) not in folded_tabs:
            machine = by_origin.get("opengraph", machine)
        return _shortest(machine, told)
    for claim in shown:
        words = set(claim.value.casefold().split())
        for other in [claim.value for claim in told] + tab_texts:
            theirs = set(other.casefold().split())
            if len(words & theirs) * 2 >= min(len(words), len(theirs)) > 2:
                return claim
    if shown and (not told or len(shown[0].value.split()) > 3 or len(shown[0].value) > 15):
        return shown[0]
    if told:
        return _shortest(told[0], told)
    for tab in tab_texts:
        best = without_site(tab, names)
        if best == tab:
            best = longest_part(tab)
        if letters(best):
            return Claim(best, "title", raw=tab)
    return shown[0] if shown else None


def _cleaned(claims: Sequence[Claim], names: frozenset[str]) -> list[Claim]:
    """The claims without the site's name; those that are nothing else are gone."""
    done: dict[str, str] = {}
    kept = []
    for claim in claims:
        text = str(claim.value)[:MAX_TITLE]
        if text not in done:
            bare = without_site(plain(text), names)
            done[text] = bare if letters(bare) not in names else ""
        if letters(done[text]):
            kept.append(Claim(done[text], claim.origin, raw=text, guessed=claim.guessed))
    return kept


def _spelled(claim: Claim, told: Sequence[Claim], tabs: Sequence[str]) -> Claim:
    """The claim, or another of the same letters that the browser's tab shows as it is."""
    folded = letters(claim.value)
    same = [other for other in told if letters(other.value) == folded]
    return next((other for other in same if any(other.value in tab for tab in tabs)), claim)


def _shortest(claim: Claim, told: Sequence[Claim]) -> Claim:
    """The claim, or another that is its beginning: what follows there is the site's."""
    folded = letters(claim.value)
    for other in told:
        theirs = letters(other.value)
        if len(theirs) > 11 and len(theirs) < len(folded) and folded.startswith(theirs):
            return other
    return claim


def _prefers_stated(
    agree: Callable[[str, str], bool],
    shown: Claim,
    statement: Claim,
    witnesses: Sequence[tuple[str, Claim]],
) -> bool:
    """Tell whether of two forms of a headline the one for machines is the whole one."""
    if agree is _has_kicker:
        return True
    if agree is _is_equal:  # kicker and headline on two lines: only the other says how to join
        parts = len(_PARTED.findall(str(statement.value)))
        return shown.guessed or parts > len(_PARTED.findall(str(shown.value)))
    if agree is _ends:  # a kicker that readers see elsewhere, if two agree on it
        folded = letters(statement.value)
        return len({claim.origin for text, claim in witnesses if text == folded}) > 1
    return False


def _is_equal(shown: str, other: str) -> bool:
    return shown == other


def _has_kicker(shown: str, other: str) -> bool:
    """Tell whether a heading is a kicker and the other title behind it."""
    return len(other) > 11 and len(other) * 5 > len(shown) * 2 and shown.endswith(other)


def _begins(shown: str, other: str) -> bool:
    """Tell whether the other title is the heading, and perhaps the site's name behind it."""
    return len(shown) > 11 and other.startswith(shown)


def _ends(shown: str, other: str) -> bool:
    """The same with the site's name before it; a site's own heading looks like that too."""
    return len(shown) > 11 and other.endswith(shown)


_AGREEMENTS = (_is_equal, _has_kicker, _begins, _ends)
