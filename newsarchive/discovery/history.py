"""The way back through a site without an API: older pages of a list, archives by date.

A link leads back only if it is a page of the very list it stands on: same site, same path,
numbers that go one way.  So neither a calendar's next month nor a facet nor the next
article is ever taken for it.  Whoever climbs still remembers where he was, since a server
may answer every number with the same page.  Pure: addresses come back, nothing is fetched.
Sources: the HTML standard's link types, RFC 8288, what WordPress, Drupal, Blogger, Ghost,
Hugo, Jekyll, Joomla and MediaWiki print.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from typing import Literal

from lxml import etree

from newsarchive.dates import FIRST_YEAR
from newsarchive.discovery._gather import plain_text, without_fragment
from newsarchive.discovery._headers import links_in_headers
from newsarchive.discovery._pagewords import NEXT, OLDER
from newsarchive.urls import absolute_url, canonical_url, same_site

_MAX_ANCHORS = 10_000
_MAX_TEXT = 60  # characters of a link to a page; headlines that begin with "Next" are longer
_MAX_PAGE = 100_000
_MAX_OFFSET = 10_000_000


# Pages of a list


def find_older(
    root: etree._Element, *, url: str, base: str, headers: Iterable[tuple[str, str]] = ()
) -> str:
    """Return the address of the page with what is older than this one's, or "".

    In this order: ``rel=next``, links called "older posts" or "next" in many languages,
    numbered pagination (``/page/2/``, ``?paged=2``, ``?page=2``, ``?start=20`` …).  Nothing
    is guessed; for that see ``guessed_older``.

    Args:
        root: The page's tree.
        url: The page's own address.
        base: What relative links of the page count from.
        headers: The answer's header fields; ``Link`` counts.
    """
    here = _place(url)
    links = _links(root, base, here, headers)
    pages = [link for link in links if _is_page_of(link.place, here)]
    return (
        _called_so(pages, here)
        or _numbered(pages, here)
        or _by_cursor(links, here)
        or _in_a_folder(links, here)
    )


def guessed_older(url: str) -> tuple[str, ...]:
    """Return where the next older page may be of a list that does not link to it.

    For WordPress, whose themes load more by script: ``/page/2/``, then ``?paged=2``; from
    there on the next number of the kind that worked.  Ask only while new articles come.
    """
    url = without_fragment(url)
    here = _place(url)
    if here.number is not None:
        return (here.at(here.number + 1),) if here.style in _COUNTED else ()
    path, mark, query = url.partition("?")
    rest = mark + query
    folder = absolute_url(url, path.rstrip("/") + "/page/2/")
    return folder + rest, f"{url}{'&' if mark else '?'}paged=2"


_Style = Literal["path", "bare", "page", "p", "offset", ""]
_COUNTED = ("path", "bare", "page", "p")


@dataclass(frozen=True, slots=True)
class _Place:
    """An address as a page of a list: the list, and the number of the page in it."""

    list: str  # host and path without the page, canonical
    rest: tuple[str, ...]  # the other parameters, sorted
    style: _Style = ""
    number: int | None = None  # None: it names no page, so it is the first
    before: str = ""  # the address up to the number
    after: str = ""  # and from there on

    def at(self, number: int) -> str:
        return f"{self.before}{number}{self.after}"


_IN_PATH = re.compile(
    r"[/_-](?:page|pages|pagina|p%C3%A1gina|pagine|paginas|seite|strona|sida|side|sivu|stranica|"
    r"strana|stranka|oldal|sayfa|halaman|trang|hal|pag|pg|p)[/_:=-]?(\d{1,6})(?=/?$|\.\w{3,5}$)"
    r"|/(?:index|list|default)[_-](\d{1,6})(?=\.\w{3,5}$)",
    re.I,
)
_BARE = re.compile(r"/(\d{1,4})(?=/?$|\.html?$)")
_DATED = re.compile(r"/(?:19|20)\d\d(?:/\d{1,2})?$")  # what follows is a month or a day
_IN_QUERY = re.compile(
    r"(?:^|&)((?:e-)?(?:page|paged|pagina|seite|pg|pageno|page_?num(?:ber)?|pageindex|curpage|"
    r"currentpage|strona|sayfa|_page|query-\d+-page)|p|(?:start|offset|limitstart|skip|from|first))="
    r"(\d{1,8})(?=&|$)",
    re.I,
)
_OFFSETS = frozenset({"start", "offset", "limitstart", "skip", "from", "first"})


def _place(url: str) -> _Place:
    url = without_fragment(url)
    path, _, query = url.partition("?")
    found = _IN_QUERY.search(query)
    if found:
        name = found[1].lower()
        style: _Style = "offset" if name in _OFFSETS else "p" if name == "p" else "page"
        start = len(path) + 1
        return _Place(
            _list(path),
            _parameters(query[: found.start()] + query[found.end() :]),
            style,
            int(found[2]),
            url[: start + found.start(2)],
            url[start + found.end(2) :],
        )
    in_path = _IN_PATH.search(path)
    bare = None if in_path else _BARE.search(path)
    match = in_path or bare
    if match is None or (bare and _DATED.search(path[: bare.start()])):
        return _Place(_list(path), _parameters(query))
    group = next(number for number, text in enumerate(match.groups(), 1) if text)
    return _Place(
        _list(path[: match.start()]),
        _parameters(query),
        "path" if in_path else "bare",
        int(match[group]),
        url[: match.start(group)],
        url[match.end(group) :],
    )


_LAST_NAME = re.compile(r"(?:/(?:index|default))?(?:\.(?:html?|php|aspx?|jsp))?/*$", re.I)


def _list(path: str) -> str:
    where = canonical_url(path)
    return _LAST_NAME.sub("", where.partition("://")[2])


def _parameters(query: str) -> tuple[str, ...]:
    # as canonical URLs have them, so that no campaign makes another list
    plain = canonical_url(f"http://x/?{query}").partition("?")[2] if query else ""
    return tuple(sorted(part for part in plain.split("&") if part))


@dataclass(frozen=True, slots=True)
class _PageLink:
    address: str
    place: _Place
    text: str
    rank: int  # 0 rel=next, 1 older, 2 next, 3 nothing of the kind


_PLAIN = 3


def _links(
    root: etree._Element, base: str, here: _Place, headers: Iterable[tuple[str, str]]
) -> list[_PageLink]:
    """The links that may lead to another page of a list of this site, in document order."""
    named = [
        (reference, "", 0)
        for reference, fields in links_in_headers(headers)
        if "next" in fields.get("rel", "").lower().split()
    ]
    for element in islice(root.iter("link", "a"), _MAX_ANCHORS):
        relations = element.get("rel", "").lower().split()
        if element.tag == "a":
            text = _text(element)
            rank = 0 if "next" in relations else _rank(element, text)
            named.append((element.get("href", ""), text, rank))
        elif "next" in relations:
            named.append((element.get("href", ""), "", 0))
    found: list[_PageLink] = []
    seen: set[tuple[str, int]] = set()
    for reference, text, rank in named:
        # most links lead to articles: without a number or a word nothing more is asked
        if not reference or (rank == _PLAIN and not re.search(r"\d", reference)):
            continue
        address = without_fragment(absolute_url(base, reference))
        if address and (address, rank) not in seen and same_site(address, f"http://{here.list}"):
            seen.add((address, rank))
            found.append(_PageLink(address, _place(address), text, rank))
    return found


def _text(element: etree._Element) -> str:
    parts = islice(element.itertext(), 20)
    text = plain_text("".join(str(part) for part in parts)[:500], 500)
    return text or plain_text(element.get("aria-label", "") or element.get("title", ""), 500)


_AROUND_WORDS = re.compile(r"^[^\w]+|[^\w]+$")
_ARROWS = re.compile(r"\W*[›»→⟩>⇨❯]+\W*")
_OLDER_CLASS = re.compile(r"older|load-?more|nav-previous|(?:^|[\s_-])next(?:$|[\s_-])", re.I)


def _rank(element: etree._Element, text: str) -> int:
    words = _AROUND_WORDS.sub("", text.casefold())
    if len(words) <= _MAX_TEXT and words.startswith(OLDER):
        return 1
    parent = element.getparent()
    around = parent.get("class", "")[:200] if parent is not None else ""
    names = element.get("class", "")[:200]
    if _OLDER_CLASS.search(names) or "nav-previous" in around:  # WordPress: previous in time
        return 1 if "older" in names.lower() else 2
    return 2 if words in NEXT or _ARROWS.fullmatch(text) else _PLAIN


def _is_page_of(place: _Place, here: _Place) -> bool:
    if place.list != here.list or place.rest != here.rest or place.number is None:
        return False
    most = _MAX_OFFSET if place.style == "offset" else _MAX_PAGE
    return place.number <= most and (here.number is None or place.style == here.style)


def _called_so(pages: list[_PageLink], here: _Place) -> str:
    """The page that is called next or older; older ones may count down to the first."""
    for rank in (0, 1, 2):
        for page in pages:
            number = page.place.number or 0
            if page.rank == rank and (here.number is None or number > here.number) and number > 0:
                return page.address
    if here.number is None:
        return ""
    down = [page for page in pages if page.rank == 1 and 0 < (page.place.number or 0) < here.number]
    return down[0].address if down else ""


def _numbered(pages: list[_PageLink], here: _Place) -> str:
    """The next of the numbered pages, also where only the last is linked."""
    sure = [page for page in pages if _is_surely_a_number(page)]
    if here.number is None:
        # Drupal and others count from 0: what is called 2 has the number 1
        second = [page for page in sure if page.text == "2"]
        if second:
            return second[0].address
    current = 1 if here.number is None else here.number
    later = [page for page in sure if (page.place.number or 0) > current]
    if not later:
        return ""
    nearest = min(later, key=lambda page: page.place.number or 0)
    if nearest.place.style in _COUNTED and nearest.place.number != current + 1:
        return nearest.place.at(current + 1)
    return nearest.address


def _is_surely_a_number(page: _PageLink) -> bool:
    """``?p=7`` is a post of WordPress, ``/7/`` anything, unless the link's text counts too."""
    if page.place.style not in ("p", "bare"):
        return True
    number = page.place.number or 0
    return bool(re.fullmatch(r"[0-9]{1,6}", page.text)) and int(page.text) - number in (0, 1)


_CURSOR = re.compile(
    r"(?:^|&)(?:[\w-]*(?:cursor|token)|after|before|until|to|older|older_?than|max_?id|last_?id|"
    r"last|since_id|updated-max|ctoken|next)=([^&]+)",
    re.I,
)
_BLOGGER = re.compile(r"/search(?:/label/[^/?]+)?$")


def _by_cursor(links: list[_PageLink], here: _Place) -> str:
    """The same path with a mark in the query in place of a number; Blogger's ``/search``."""
    mine = _CURSOR.search("&".join(here.rest))
    for rank in (0, 1, 2):
        for link in links:
            query = "&".join(link.place.rest)
            mark = _CURSOR.search(query)
            if link.rank != rank or mark is None or (mine and mark[1] == mine[1]):
                continue
            blogger = "updated-max=" in query and bool(_BLOGGER.search(link.place.list))
            if blogger and mine and mark[1] >= mine[1]:
                continue  # times, which only go back
            host = here.list.partition("/")[0]
            if link.place.list == here.list or (blogger and link.place.list.startswith(host)):
                return link.address
    return ""


def _in_a_folder(links: list[_PageLink], here: _Place) -> str:
    """The second page of a list that the home page shows the first of: ``/blog/page/2/``."""
    if here.number is not None or here.rest:
        return ""
    for rank in (0, 1):
        for link in links:
            inside = link.place.list.startswith(here.list.rstrip("/") + "/")
            first = link.place.number == 2 and link.place.style in ("path", "page")
            if link.rank == rank and inside and first:
                return link.address
    return ""


# Archives by date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(
    r"(?P<before>.*?[/=_-])(?P<year>(?:19|20)\d\d)(?P<part>[/_-]?)"
    rf"(?P<month>0[1-9]|1[0-2]|[1-9](?!\d)|(?:{'|'.join(_MONTHS)}))"
    r"(?:(?P=part)(?P<day>0[1-9]|[12]\d|3[01]|[1-9](?!\d)))?(?P<after>(?:[/.?&].*)?)",
    re.I,
)
_END_OF_ARCHIVE = re.compile(r"(?:/|/?(?:index)?\.(?:html?|php|aspx?)|/all/?)?")
_MIN_ARTICLES = 3  # one dated address is a coincidence, three are a habit
_MIN_ARCHIVES = 2

Grain = Literal["day", "month"]


@dataclass(frozen=True, slots=True)
class DateArchive:
    """A shape that the archives of a site have: one address a day or a month."""

    before: str
    part: str  # what parts year, month and day
    after: str
    grain: Grain
    padded: bool = True  # 01, not 1
    named: bool = False  # jan, not 01
    linked: bool = False  # such an address was seen, not only concluded from articles

    def at(self, day: date) -> str:
        """Return the address of the archive that holds a day."""
        month = _MONTHS[day.month - 1] if self.named else self._number(day.month)
        parts = [str(day.year), month]
        if self.grain == "day":
            parts.append(self._number(day.day))
        return self.before + self.part.join(parts) + self.after

    def _number(self, value: int) -> str:
        return f"{value:02d}" if self.padded else str(value)


def find_date_archives(urls: Iterable[str], *, home: str) -> tuple[DateArchive, ...]:
    """Return the archives that a site seems to have, likeliest first.

    Months before days, since they take fewer requests and are paginated; those that were
    linked before those that follow from dated articles (``/2023/01/28/harbour-wall`` makes
    ``/2023/01/`` likely).

    Args:
        urls: Addresses of articles and links of pages, absolute.
        home: Only those of this site count.
    """
    linked: Counter[DateArchive] = Counter()
    concluded: Counter[DateArchive] = Counter()
    for url in islice(dict.fromkeys(urls), 100_000):
        found = _dated(without_fragment(url))
        if found is None or not same_site(url, home):
            continue
        archive, rest = found
        if archive.linked:
            linked[archive] += 1
        elif archive.part == "/" and re.search(r"[^\W\d_]{2}", rest):
            concluded[archive] += 1
    likely = [item for item in linked.most_common() if item[1] >= _MIN_ARCHIVES]
    guessed = [item for item in concluded.most_common(3) if item[1] >= _MIN_ARTICLES]
    shapes = [
        *sorted((shape for shape, _ in likely), key=lambda shape: shape.grain != "month"),
        *(shape for shape, _ in guessed),
    ]
    each: dict[str, DateArchive] = {}
    for shape in shapes:
        each.setdefault(shape.at(date(2001, 2, 3)), shape)
    return tuple(each.values())


def _dated(url: str) -> tuple[DateArchive, str] | None:
    match = _DATE.fullmatch(url)
    if match is None or url.count("/") < 3:
        return None
    month, day = match["month"], match["day"]
    named = month.isalpha()
    digits = [text for text in (month, day) if text and not text.isalpha()]
    if not match["part"] and (not match["before"].endswith("=") or any(len(x) < 2 for x in digits)):
        return None  # 202301 is a month only where a parameter says so; elsewhere any number
    linked = bool(_END_OF_ARCHIVE.fullmatch(match["after"])) or (
        match["before"].endswith("=") and match["after"].startswith("&")
    )
    return DateArchive(
        before=match["before"],
        part=match["part"],
        after=match["after"] if linked else "/",
        grain="day" if day and linked else "month",
        padded=not any(len(text) == 1 for text in digits),
        named=named,
        linked=linked,
    ), match["after"]


def date_archives(
    urls: Iterable[str],
    *,
    home: str,
    since: date,
    until: date,
    grain: Grain | None = None,
) -> Iterator[str]:
    """Yield addresses of archives, newest first, where ``urls`` show that there are some.

    Of the likeliest shape; where ``grain`` is given, of the likeliest with it (a day's page
    is made from a month's where only months were seen).  Both days are inside; nothing
    before FIRST_YEAR.  A month that is not over yet comes too.

    >>> links = ["https://a.example/2023/01/", "https://a.example/2022/12/"]
    >>> list(date_archives(links, home=links[0], since=date(2022, 12, 9), until=date(2023, 1, 3)))
    ['https://a.example/2023/01/', 'https://a.example/2022/12/']
    """
    shapes = find_date_archives(urls, home=home)
    shape = next((item for item in shapes if grain in (None, item.grain)), None)
    if shape is None and shapes and grain is not None:
        shape = replace(shapes[0], grain=grain, linked=False)
    if shape is None:
        return
    first_day = max(since, date(FIRST_YEAR, 1, 1))
    day = until
    while day >= first_day:
        yield shape.at(day)
        day = (day.replace(day=1) if shape.grain == "month" else day) - timedelta(days=1)


def previous_archive(url: str) -> str:
    """Return the archive of the day or month before the one at ``url``; "" where it is none.

    A page of an archive counts for it.

    >>> previous_archive("https://a.example/2023/01/page/2/")
    'https://a.example/2022/12/'
    """
    address = re.sub(r"/page/\d+/?$", "/", without_fragment(url))
    address = re.sub(r"[?&]paged?=\d+$", "", address)
    match, found = _DATE.fullmatch(address), _dated(address)
    if match is None or found is None or not found[0].linked:
        return ""
    shape = found[0]
    month = match["month"]
    number = _MONTHS.index(month.lower()[:3]) + 1 if month.isalpha() else int(month)
    try:
        day = date(int(match["year"]), number, int(match["day"] or 1))
    except ValueError:
        return ""
    before = day - timedelta(days=1)
    return shape.at(before) if before.year >= FIRST_YEAR else ""
