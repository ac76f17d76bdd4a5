"""News agencies, as datelines, bylines and credits name them.

An agency is told by its name, or by the form: "BERLIN (Norvik) -" names whoever stands in
brackets.  Names are of agencies that sell their text to others, not of publishers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from newsarchive.dedup.fingerprint import fold

# as it is named → how it is folded where it is written out otherwise
_NAMES = {
    "AFP": ("agence france presse",),
    "ANI": ("asian news international",),
    "ANSA": ("agenzia ansa",),
    "ANP": ("algemeen nederlands persbureau",),
    "AP": ("associated press", "the associated press"),
    "APA": ("austria presse agentur",),
    "AAP": ("australian associated press",),
    "Anadolu": ("anadolu agency", "anadolu ajansı", "aa com tr"),
    "Antara": ("antara news",),
    "Belga": ("belga news agency",),
    "Bernama": (),
    "Canadian Press": ("the canadian press", "la presse canadienne", "presse canadienne"),
    "ČTK": ("ctk", "česká tisková kancelář"),
    "dpa": ("deutsche presse agentur", "dpa afx"),
    "EFE": ("agencia efe",),
    "Europa Press": (),
    "IANS": ("indo asian news service",),
    "Interfax": ("интерфакс",),
    "IRNA": ("islamic republic news agency",),
    "Jiji": ("jiji press", "時事通信", "時事"),
    "Keystone-SDA": ("keystone sda", "sda", "ats"),
    "Kyodo": ("kyodo news", "共同通信", "共同"),
    "Lusa": ("agência lusa",),
    "MTI": (),
    "NTB": ("norsk telegrambyrå",),
    "PA": ("press association", "pa media"),
    "PAP": ("polska agencja prasowa",),
    "PTI": ("press trust of india",),
    "Reuters": ("thomson reuters", "рейтер", "رويترز", "路透社", "路透"),
    "RIA Novosti": ("риа новости", "ria"),
    "Ritzau": (),
    "SID": ("sport informations dienst",),
    "SPA": ("saudi press agency", "واس"),
    "STT": ("suomen tietotoimisto",),
    "Tanjug": (),
    "TASS": ("тасс", "itar tass"),
    "TT": ("tidningarnas telegrambyrå",),
    "Ukrinform": ("укрінформ", "укринформ"),
    "UNIAN": ("уніан", "униан"),
    "UPI": ("united press international",),
    "WAM": ("emirates news agency", "وام"),
    "Xinhua": ("xinhua news agency", "新华社", "新華社"),
    "Yonhap": ("yonhap news agency", "연합뉴스"),
    "Zhongxin": ("中新社", "中新网", "china news service"),
}
_BY_NAME = {fold(spelling): name for name, also in _NAMES.items() for spelling in (name, *also)}
# what an agency nobody has listed calls itself
_CALLED = re.compile(
    r"\b(?:news agency|press agency|presse-?agentur|nachrichten-?agentur|agence de presse|"
    r"agencia de noticias|agenzia di stampa|agência de notícias|persbureau|nyhetsbyrå|newswire)\b"
    r"|информационное агентство|информагентство|телеграфн\w+ агентств\w+"
    r"|وكالة|通讯社|通訊社|通信社",
    re.I,
)
# BERLIN, Jan 28 (dpa) - · МОСКВА, 28 января (ТАСС). · 北京1月28日（新华社）· (AFP) –
_DATELINE = re.compile(
    r"^\W*(?:[^\W\d_][^\n()（）]{0,60})?[(（]([^\W\d_][^()（）\n]{1,40})[)）]\s*(?:([-–—:.。])|,|$)"
)
_LINE = re.compile(r"^\W*([^\W\d_][^\n\d]{1,24}?)(?:\s*/\s*[^\n]{1,40}|\s+-)?\s*[-–—]\s")
_CHINESE = re.compile(r"^\W*([\u4e00-\u9fff]{2,6}社)[\u4e00-\u9fff\d]{2,20}[日电電讯訊]")
# (Reporting by A; editing by B; Reuters) · Quelle: dpa · © AFP
_END = re.compile(
    r"(?:©|\(c\)|quelle|source|fuente|fonte|источник|المصدر|来源|來源)\s*:?\s*([^\n.;|)]{2,40})"
    r"|[(（]([^\W\d_][^()（）\n;]{1,30})[)）]\W*$",
    re.I,
)
HEAD = 160  # characters in which a dateline stands


def agency_named(text: str) -> str:
    """Return the agency that a name is one of, in one spelling, or "".

    >>> agency_named("The Associated Press")
    'AP'
    """
    folded = fold(text)
    found = _BY_NAME.get(folded, "")
    if not found and _CALLED.search(text):
        return text.strip()
    return found


def agencies_of(*, body: str, authors: Iterable[str], sources: Iterable[str]) -> frozenset[str]:
    """Return the agencies that an article says its text is from, folded.

    Args:
        body: Its text, or the beginning and the end of it.
        authors: Its byline: "Anna Berg, dpa", "AP".
        sources: What it credits.
    """
    found = {agency_named(name) for name in sources}
    for author in authors:
        found |= {agency_named(part) for part in re.split(r"[,/|]|\s[-–—]\s", author)}
        found.add(agency_named(author))
    head = body[:HEAD].lstrip()
    if match := _CHINESE.search(head):  # first: in brackets behind it stands who wrote it
        found.add(agency_named(match[1]) or match[1])
    elif match := _DATELINE.search(head):
        # in brackets before a dash or stop stands an agency, whichever; before a comma, or where
        # that is all there is, anything may: "Ida Holm (Greens), the mayor, said"
        found |= {
            agency_named(part) or (part.strip() if match[2] else "") for part in match[1].split("/")
        }
    elif match := _LINE.search(head):
        found.add(agency_named(match[1]))
    lines = [line for line in body.split("\n") if line.strip()]
    for line in lines[-2:]:
        for match in _END.finditer(line[-120:]):
            found.add(agency_named((match[1] or match[2]).strip()))
    return frozenset(fold(name) for name in found if name)


def calls_itself(names: Iterable[str]) -> frozenset[str]:
    """Return the words of an outlet's names and host, folded, and the agencies they name."""
    found: set[str] = set()
    for name in names:
        found.update(fold(name).split(), [fold(agency_named(name))])
    return frozenset(found - {""})


def is_of_agency(called: Collection[str], agencies: Iterable[str]) -> bool:
    """Whether an outlet, by what ``calls_itself`` gave, is one of these agencies itself."""
    return any(
        agency in called or (len(agency) > 3 and agency.replace(" ", "") in called)
        for agency in agencies
    )
