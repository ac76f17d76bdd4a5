"""Bylines: the people a text names as its writers.

``parse_byline`` turns "By Jane Roe and John Doe, Science Editor" into two names.  It is
used on what a page states for machines too, since that often holds the printed byline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from newsarchive.extraction._claims import letters, lowered, plain, squeeze

MAX_NAMES = 25
MAX_NAME = 80  # characters; longer ones are sentences
KEPT_BYLINES = 2_000  # readings kept, since a page states its byline four times over

# "By" and its like before a name, in the languages of the corpus.
_BY = re.compile(
    r"""^(?:(?:(?:(?:article|story|report(?:ed)?|written|posted|published|words?|authored|edited|created|review(?:ed)?|
    compiled|submitted|opinion|analysis|guest\s+post|column|commentary|photograph(?:s|ed)?|photos?|pictures?)\s+)?by
    |from|author(?:s|\(s\))?|writer|reporter|text(?:e|o)?(?:\s+(?:by|von|av|af))?|words
    |(?:ein\s+)?(?:artikel|beitrag|bericht|gastbeitrag|kommentar|analyse|interview|essay|kolumne|reportage)?\s*von
    |(?:veröffentlicht|geschrieben|verfasst|erstellt|gepostet)\s+von|autor(?:en|in|innen|es|a|as|e|i|zy)?|redaktion:|verfasser(?:in)?
    |(?:publié|écrit|posté|rédigé)\s+par|par|auteurs?|(?:publicado|escrito)\s+por|por|redacción:
    |(?:scritto|pubblicato)\s+da|di|(?:geschreven\s+)?door|auteur|(?:skrevet\s+|publisert\s+)?av|(?:skrevet\s+)?af|tekst|skribent
    |автор(?:ы|и)?(?:\s+(?:текста|статьи))?|текст|от|autor\s+textu|napsal(?:a)?|napisał(?:a)?|yazan|yazar|haber|kirjoittanut|írta|szerző
    |oleh|penulis|tác\s+giả|责任编辑|责编|编辑|来源|记者|作者|文|撰文|記者|文章作者|筆者|執筆|글|기자|بقلم|كتب|כתב|מאת|مؤلف|نویسنده|โดย|लेखक|του|της|από(?:\s+τ(?:ον|ην))?)
    (?:\s*[:：/]\s*|\s+(?!.*\b(?:years?|days?)\b)))""",
    re.I | re.X,
)
# What ends the names: what follows is a date, a role, a place, another line.
_CUT = re.compile(
    r"""\s(?:\||•|·|–|—|»|›|-)\s.*$
    |\s*[|•»›].*$
    |\s*\b(?:published|updated|posted|last\s+updated|modified|aktualisiert|veröffentlicht|publié\s+le|mis\s+à\s+jour|actualizado|publicado|pubblicato|
    опубликовано|обновлено)\b.*$
    |\s+(?:on|am|le|el|il|den|vom|du|op)\s+(?:\w+[,.]?\s+)?\d.*$
    |[,\s]+\d{1,2}[./:h-]\d.*$
    |[,\s]+(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s+.*\d.*$
    |[,\s]+(?:\d{1,2}\.?\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez)[a-zä]*\.?\s+\d.*$
    |\s*\(?https?://.*$
    |\s*\bfollow\b.*$""",
    re.I | re.X,
)
_HANDLE = re.compile(r"\(?(?<!\w)@\w[\w.]*\)?")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|\[email\s*protected\]")
_BRACKETS = frozenset("([（【")
_BRACKET = re.compile(r"\s*[(\[（【][^()\[\]（）【】]*[)\]）】]")
# Conjunctions between names; one-letter ones only before a capital.
_AND_PLAIN = re.compile(
    r"""\s+(?:and|und|et|och|og|ja|en|és|oraz|ve|dan|và|with|mit)\s+(?=\S)
    |\s*[&＆;；、，]\s*|\s+\+\s+|\s*[\n\t]\s*|\s+/\s+|\s*·\s*""",
    re.I | re.X,
)
_AND_CASED = re.compile(r"(?<=[^\W\d_])\s+(?:y|e|i|и|та|й|a)\s+(?=[A-ZÀ-ÞА-ЯІЄҐČŠŽŁŚ])")
_COMMA = re.compile(r"\s*,\s+|,(?=[^\W\d_])")
_SUFFIX = re.compile(
    r"^(?:jr|sr|ii|iii|iv|ph\.?\s?d|m\.?d|esq|mba|m\.?a|m\.?sc|b\.?a|rn|rd|dds|dvm|jd|lcsw|cfa|cpa|msc|mph|frcp|obe|mbe|cbe)\.?$",
    re.I,
)
# Roles that stand beside a name, in lower case.
_ROLE = re.compile(
    r"""\b(?:editor|correspondent|reporter|columnist|journalist|producer|contributor|contributing|freelance|staff\s+writer|
    senior\s+writer|bureau\s+chief|writer|photographer|analyst|professor|director|president|host|associate|assistant|fellow|
    lecturer|researcher|redakteur(?:in)?|redaktor|korrespondent(?:in)?|reporterin|chefredakteur(?:in)?|volontär(?:in)?|
    leiter(?:in)?|ressortleiter(?:in)?|journaliste|rédact(?:eur|rice)(?:\s+en\s+chef)?|correspondante?|envoyée?\s+spéciale?|
    chef(?:fe)?\s+de|redact(?:or|ora)|corresponsal|periodista|enviad[oa]\s+especial|giornalista|inviat[oa]|redaktør|
    journalistin|redaktör|verslaggever|redacteur|muhabir(?:i)?|корреспондент|журналист(?:ка)?|редактор|обозреватель)\b""",
    re.X,
)
_ROLE_BEFORE = re.compile(
    r"""^(?:(?:senior|chief|deputy|associate|political|business|science|health|technology|sports?|digital|news|staff|special|
    foreign|diplomatic|economics?|managing|executive|contributing|assistant|freelance|us|uk|eu|world|europe|africa|asia|media|
    environment|culture|education|royal|home\s+affairs|consumer|crime|security|defence|north\s+america)\s+)*
    (?:editor|correspondent|reporter|columnist|journalist|producer|contributor|writer)(?:-in-chief)?s?\s*[:,]?\s+(?=[A-Z])
    |^(?:de\s+nuestr[oa]\s+\w+|redaktør|redaktör|dr\.\s+phil\.)\s+""",
    re.I | re.X,
)
_TAIL_ROLE = re.compile(
    r"\s+(?:기자|특파원|記者|记者|編集委員|논설위원|선임기자|인턴기자|객원기자)$|(?<=[\uac00-\ud7a3]{2})\s?기자$"
)
# What is no name at all, in lower case.
_NOBODY = frozenset(
    [
        "admin",
        "administrator",
        "webmaster",
        "unknown",
        "anonymous",
        "none",
        "null",
        "undefined",
        "nan",
        "staff",
        "author",
        "authors",
        "editor",
        "editors",
        "guest",
        "user",
        "root",
        "test",
        "wordpress",
        "info",
        "contact",
        "home",
        "share",
        "print",
        "email",
        "comments",
        "comment",
        "facebook",
        "twitter",
        "newsletter",
        "published",
        "updated",
        "online",
        "autor",
        "autoren",
        "redazione-web",
        "n/a",
        "na",
        "by",
        "von",
        "por",
        "par",
        "door",
        "โดย",
        "लेखक",
        "του",
        "της",
        "από",
        "מאת",
        "בקלם",
        "بقلم",
        "كتب",
        "نویسنده",
        "автор",
        "yazan",
        "글",
        "文",
        "and",
    ]
)
_NOT_IN_NAME = re.compile(
    r"[{}<>=#%$€£*\\^~_]{2}|https?:|www\.|\d{3,}|[?!]$|:\s|\bcookie|\bsubscribe|\bclick here|\bread more|\bmin(?:ute)?s?\s+read"
)


def parse_byline(text: str, *, strict: bool = False) -> list[str]:
    """Return the names in a byline, in order, each once.

    ``strict`` is for text of unknown kind (visible lines): what does not look like names
    gives nothing.

    >>> parse_byline("By Jane Roe and John Doe, Science Editor")
    ['Jane Roe', 'John Doe']
    >>> parse_byline("Roe, Jane")
    ['Roe, Jane']
    """
    text = plain(text) if "\n" not in text else "\n".join(plain(line) for line in text.split("\n"))
    if not text or len(text) > 1000:
        return []
    return list(_names_in(text, strict=strict))


@lru_cache(maxsize=KEPT_BYLINES)
def _names_in(text: str, *, strict: bool) -> tuple[str, ...]:
    for _ in range(2):
        text = _BY.sub("", text, count=1).strip(" \n:–—-,")
    if "@" in text or "[" in text:
        text = _MAIL.sub(" ", text)
        without_handles = _HANDLE.sub(" ", text)
        text = without_handles if without_handles.strip(" ,()") else text.replace("@", "")
    if not _BRACKETS.isdisjoint(text):
        text = _BRACKET.sub(" ", text)
    names: list[str] = []
    for part in _split(text):
        name = _clean_name(part)
        if name and _may_be_name(name, strict=strict) and name not in names:
            names.append(name)
    return tuple(names[:MAX_NAMES])


def _split(text: str) -> list[str]:
    """Part a byline at conjunctions and commas."""
    parts: list[str] = []
    for piece in _AND_CASED.sub("\n", _AND_PLAIN.sub("\n", text)).split("\n"):
        words = [word.strip() for word in _COMMA.split(piece) if word.strip()]
        kept: list[str] = []
        for word in words:
            if kept and _SUFFIX.match(word):
                kept[-1] = f"{kept[-1]}, {word}"
            else:
                kept.append(word)
        if len(kept) == 2 and " " not in kept[0] and " " not in kept[1] and kept[1].istitle():
            kept = [f"{kept[0]}, {kept[1]}"]  # "Last, First"
        parts.extend(kept)
    return parts


def _clean_name(part: str) -> str:
    part = _CUT.sub("", squeeze(part))
    part = _ROLE_BEFORE.sub("", part)
    part = _BY.sub("", part, count=1)
    part = _TAIL_ROLE.sub("", part)
    part = part.strip(" \"'“”„«»‘’,;:/|–—-•·*©")
    if part.endswith(".") and not re.search(
        r"\b(?:\w|[JS]r|St|Dr|Inc|Ltd|Co|PhD|MD|e\.V)\.$", part
    ):
        part = part[:-1]
    return part


def _may_be_name(name: str, *, strict: bool) -> bool:
    folded = name.casefold()
    if not 1 < len(name) <= MAX_NAME or folded in _NOBODY or _NOT_IN_NAME.search(lowered(name)):
        return False
    if not any(c.isalpha() for c in name):
        return False
    words = name.split()
    if len(words) > 7:
        return False
    role = _ROLE.search(lowered(name))
    if (
        role
        and (len(words) > 2 or len(words) == 1 or strict)
        and not folded.startswith(("dr", "prof"))
    ):
        return False
    if not strict:
        return True
    if any(c.isdigit() for c in name):
        return False
    if name.isascii() or name[0].isupper() or name[0].islower():
        capitals = sum(word[0].isupper() for word in words)
        if capitals * 2 < len(words) or not name[0].isupper():
            return False
    return len(words) <= 5


def without_publisher(names: Iterable[str], publishers: Iterable[str]) -> list[str]:
    """The names without the publication's own, unless nobody else signed."""
    names = list(names)
    own = {letters(name) for name in publishers} - {""}
    people = [name for name in names if letters(name) not in own]
    return people or names


_SIGNED = re.compile(
    r"""(?:^|[|·•,–-]\s*|\d\.?\s+|\d\s*(?:uhr|[ap]\.?m\.?)(?:\s+[a-z]{2,4})?\s+)(?:von|by|par|por|door|escribe|napsala?|napisała?|글|文|作者|記者)\s+(?P<after>[^\W\d].*)$
    |(?:^|[|·•,–-]\s*|\s)(?:(?:(?:gespeichert|eingestellt|erstellt|geschrieben|verfasst|veröffentlicht|kolumne|gastbeitrag|
    blog\s+beitrag)\s+von|(?:posted|written|published)\s+by|(?:publié|écrit)\s+par|publicado\s+por)\s+
    |(?:text|texte|interview|redaktion|words|auteure?|autor(?:in|ka)?|author|writer|story|report|автор|текст)\s*:\s*)(?P<names>[^\W\d].*)$""",
    re.I | re.X,
)
# What each of these holds, found six times as fast.
_MAY_SIGN = re.compile("by|von|p[ao]r|door|escribe|napsal|napisa|[:글文作記]")
_PART = re.compile(r"\s*[|·•]\s*|\s+[–—-]\s+|,\s+(?=\d)|(?<=\d)\s*,\s+")


def find_byline(line: str, *, in_byline: bool = False) -> list[str]:
    """Return the names that a line of byline, date and place signs with, or none.

    >>> find_byline("4 February 2022 | 13:10 | by Jane Roe")
    ['Jane Roe']

    ``in_byline`` is for lines whose markup says that such stands there: then a part that is
    but a name counts without "by".
    """
    signed = _SIGNED.search(line) if _MAY_SIGN.search(lowered(line)) else None
    if signed:
        names = parse_byline(_PART.split(signed["names"] or signed["after"])[0], strict=True)
        if names:
            return names
    if not in_byline:
        return []
    for part in _PART.split(line):
        names = parse_byline(part, strict=True)
        if names and all(len(name.split()) > 1 for name in names):
            return names
    return []


def says_by(line: str) -> bool:
    """Tell whether a line begins like a byline: "By", "Von", "Автор:"."""
    return bool(_BY.match(line))
