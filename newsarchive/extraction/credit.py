"""Republished pages: where the text says it comes from.

Aggregators copy feeds and leave the original's byline, time and name at the end of the
text, often without any markup that says so.  Everything here works on lines of text, so
that a page with classes, one without, and one that lost its tags altogether are read by
the same rules, anchored at the end: comment form, attribution, original time, byline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from newsarchive.dates import find_date, parse_date
from newsarchive.extraction._claims import lowered, squeeze
from newsarchive.extraction.bylines import parse_byline, says_by
from newsarchive.model import Credit, Moment
from newsarchive.urls import host_of

MAX_SOURCE = 70  # characters of an outlet's name
MAX_SIGNATURE = 40  # characters of a user name or desk that signs without being a name
FIRST_LINES = 6  # lines of the text among which an earlier source may be named
TAIL_LINES = 6  # lines before the comment form among which the attribution stands

# Where the text ends: WordPress' comment form and list in its usual themes and in other
# systems, and what stands between a text and them.  Searched in lower case.
_AFTER_TEXT = re.compile(
    r"""^(?:leave\ (?:a|your)\ (?:reply|comment|response)|leave\ a\ comment\ cancel.*|(?:post|add|write|submit)\ (?:a|your)\ comment|
    cancel\ reply|your\ e-?mail\ address\ will\ not\ be\ published.*|required\ fields\ are\ marked.*|
    (?:\d+|no|one|two|three)\ (?:comments?|responses?|repl(?:y|ies)|thoughts?)(?:\ (?:on|to)\b.*)?|comments?(?:\ \(\d+\))?:?|
    be\ the\ first\ to\ (?:comment|reply).*|comments\ are\ closed\.?|join\ the\ (?:discussion|conversation).*|
    you\ must\ be\ logged\ in\ to\ (?:post|comment).*|log\ in\ to\ (?:reply|comment).*|
    post\ navigation|previous\ (?:post|article).*|next\ (?:post|article).*|[←«‹]\ .*|related\ (?:posts?|articles?|stories).*|you\ (?:may|might)\ also\ like.*|
    share\ this:?.*|like\ this:?|loading[.…]*|tags?:\ .*|about\ the\ author.*|
    schreibe\ einen\ kommentar.*|kommentar\ (?:verfassen|hinterlassen).*|laisser\ un\ commentaire.*|deja\ un(?:a)?\ (?:comentario|respuesta).*|
    deixe\ (?:um|uma)\ .*|lascia\ un\ commento.*|оставить\ комментарий.*|добавить\ комментарий.*)$""",
    re.X,
)
_READ_ON = (
    r"read\s+more|read\s+on|go\s+to\s+source|continue\s+reading|view\s+(?:the\s+)?original(?:\s+(?:article|post|story))?|full\s+(?:article|story)|"
    r"read\s+(?:the\s+)?(?:full|entire|original|whole)\s+(?:story|article|post)|original\s+(?:article|post|link)|weiterlesen|lire\s+la\s+suite|leer\s+más"
)
_SOURCE_READ_ON = re.compile(
    rf"^(?:(?:source|via|from)\s*:?\s+)?(?P<source>\S.*?)\s*(?:[-–—|:·»]\s*)?(?:{_READ_ON})\s*(?:[.…»›→>]+)?$",
    re.I,
)
_ENDS_WITH_READ_ON = re.compile(rf"(?:{_READ_ON})\s*[.…»›→>]*\s*$")  # in lower case
_WEEKDAY_BEFORE = re.compile(r"[,\s]*(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s*$", re.I)
_ONLY_READ_ON = re.compile(rf"^(?:{_READ_ON})\s*(?:[.…»›→>:]+)?\s*(?P<url>https?://\S+)?$", re.I)
_APPEARED_FIRST = re.compile(
    r"^the\s+post\s+(?P<title>.*?)\s+(?:first\s+)?appeared\s+(?:first\s+)?(?:on|at|in)\s+(?P<source>.+?)\.?$",
    re.I,
)
_ORIGINALLY = re.compile(
    r"""^(?:this\s+(?:article|post|story|piece|report|column)\s+(?:was\s+)?)?(?:(?:first|originally)\s+(?:appeared|published|posted|ran|reported)|
    (?:appeared|published|posted)\s+(?:first|originally)|republished\s+(?:with\s+permission\s+)?from|reprinted\s+(?:with\s+permission\s+)?from)
    \s*(?:on|at|in|by|from)?\s+(?P<source>.+?)\.?$""",
    re.I | re.X,
)
_LABELLED = re.compile(
    r"^(?:source|sources?\s+link|original\s+source|via|h/t|quelle|fuente|fonte|источник|read\s+more(?:\s+(?:at|on|here|from))?|go\s+to\s+source)\s*[:：]\s*(?P<source>\S.*)$"
    r"|^(?:read\s+more\s+(?:at|on|from)|via)\s+(?P<named>[^a-z\s].*)$",
    re.I,
)
_AUTHORED_VIA = re.compile(
    r"^(?:(?:authored|written|submitted|posted)\s+by|by)\s+(?P<byline>[^,;:]{3,80}?)\s+(?:via|of|from|at|for)\s+(?P<source>[^,;:]{2,60}?)\s*[,;:]?\s*(?:\((?:emphasis|emphases)[^)]*\)\s*)?$",
    re.I,
)
_URL = re.compile(r"https?://\S+")
# IFTTT's form: "via The Reed https://reed.example/1 Jane Roe"
_VIA_URL = re.compile(
    r"^via\s+(?P<source>[^\s:].{1,70}?)\s+(?P<url>https?://\S+)(?:\s+(?P<byline>\S.{1,80}))?$", re.I
)
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)]*$")
_IMAGE_CREDIT = re.compile(
    r"""^[(\[]?\s*(?:featured\s+|file\s+|cover\s+|header\s+|main\s+)?(?:image|images|photo|photos|photograph|picture|pictures|pic|illustration|graphic|screenshot|
    bild|foto|fotos|imagen|imagem|immagine|фото|getty\ images?)
    (?:\s+(?:credits?|source|courtesy(?:\s+of)?|by|via|from|quelle))?\s*(?:[:：/]|(?<=by)|(?<=via)|(?<=from)|(?<=of)|(?<=credit)|(?<=courtesy))\s*(?P<credit>\S.{0,110}?)\s*[)\]]?$
    |^[(\[]?\s*(?:credits?|source\ image|image\ source|(?:photo\ )?courtesy(?:\ of)?)\s*:\s*(?P<other>\S.{0,110}?)\s*[)\]]?$""",
    re.I | re.X,
)


@dataclass(slots=True)
class Republication:
    """What a text says of its origin, and which of its lines said so."""

    credit: Credit
    names: list[str]
    end: int  # index of the first line that is no longer text
    used: list[int] = field(default_factory=list)  # lines before ``end`` that are no text
    read_on: bool = False  # the attribution was a link's text, so there is an address


def says_read_on(text: str) -> bool:
    """Tell whether a link's text leads on to the original: "Read More", "Go to Source"."""
    return bool(_ONLY_READ_ON.match(text))


def is_after_text(line: str) -> bool:
    """Tell whether a line begins what follows an article: comments, navigation."""
    return len(line) < 160 and bool(_AFTER_TEXT.match(lowered(line)))


def image_credit(line: str) -> str:
    """The credit in a line that is only that, or "".

    >>> image_credit("Image: Jane Roe/The Reed")
    'Jane Roe/The Reed'
    """
    if len(line) > 140 or (match := _IMAGE_CREDIT.match(line)) is None:
        return ""
    credit: str = (match["credit"] or match["other"] or "").strip()
    words = credit.split()
    if len(words) > 14 or (_SENTENCE_END.search(credit) and len(words) > 6):
        return ""
    return credit.rstrip(".")


_ENDS_IN_CREDIT = re.compile(
    r"""(?:[\s(\[|–—-](?:photo|foto|image|bild|picture|credit|crédit|imagen|фото|fot\.?|fotó|사진|写真|撮影|图片|摄影|攝影)\w*(?:\s+(?:by|de|von|courtesy\s+of))?\s*[:/]\s*[^.!?]{2,60}
    |©\s*[^.!?]{2,60}|\((?=[^()]*(?:\b(?:photo|foto|fot\.|image|bild|фото)|사진|写真|撮影|摄影|攝影))[^()]{3,40}\))[\s.)]*$""",
    re.X,
)


def ends_in_credit(line: str) -> bool:
    """Tell whether a line ends by crediting a picture: it is the picture's caption.

    >>> ends_in_credit("The quay at noon. Photo: Ann Lee")
    True
    """
    return len(line) < 250 and bool(_ENDS_IN_CREDIT.search(lowered(line)))


def find_credit(
    lines: Sequence[str], *, languages: Sequence[str] = (), bylines: Sequence[int] = ()
) -> Republication | None:
    """Return where the text was taken from, or None where it does not say.

    Args:
        lines: The page's lines of text in order, from the title to behind the comments.
        languages: For dates.
        bylines: Indexes of lines that their markup calls the original's byline.
    """
    end = _end_of_text(lines)
    found: tuple[int, str, str, bool] | None = None
    lines, moved = _with_signature_apart(lines, end)
    end += moved
    for index in range(end - 1, max(-1, end - 1 - TAIL_LINES), -1):
        attribution = _attribution(lines[index])
        if attribution is not None:
            found = (index, *attribution)
            break
    if found is None:
        return _by_first_lines(lines)
    index, source, url, read_on = found
    moment, names, byline, used = _signature(lines, index, languages, bylines)
    if not names:
        names = _names_behind(lines, index)
        byline = ", ".join(names)
    credit = Credit(
        source=source,
        byline=byline,
        url=url,
        published=moment.when if moment else None,
        published_raw=moment.raw if moment else "",
        published_precision=moment.precision if moment else None,
    )
    if not source and not url and not read_on:
        return None
    if moved:
        index, used = index - 1, [line for line in used if line < index - 1]
    result = Republication(credit, names, index, used, read_on)
    _add_earlier_hop(lines, result)
    return result


def _by_first_lines(lines: Sequence[str]) -> Republication | None:
    """What "Authored by X via Y," alone tells, where nothing at the end does."""
    for index, line in enumerate(lines[:FIRST_LINES]):
        if hop := _authored_via(line):
            credit = Credit(source=hop[0], byline=", ".join(hop[1]))
            return Republication(credit, hop[1], len(lines), [index])
    return None


def _names_behind(lines: Sequence[str], index: int) -> list[str]:
    """Who signs in the attribution's own line, behind the address, or in the one below it."""
    match = _VIA_URL.match(lines[index])
    if match and match["byline"]:
        return parse_byline(match["byline"], strict=True)
    below = lines[index + 1] if index + 1 < len(lines) else ""
    return parse_byline(below, strict=True) if len(below) < 120 and says_by(below) else []


def _with_signature_apart(lines: Sequence[str], end: int) -> tuple[Sequence[str], int]:
    """Part "Jane Roe Sat, 01/28/2023 - 16:00 The ReedRead More", where spans met on one line."""
    for index in range(end - 1, max(-1, end - 1 - TAIL_LINES), -1):
        line = lines[index]
        if len(line) > 250 or not _leads_on(line):
            continue
        moment = find_date(line)
        place = _place(moment, line)
        if moment is None or place < 0:
            return lines, 0
        cut = place + len(moment.raw)
        if not line[cut:].strip():
            return lines, 0
        return [*lines[:index], line[:cut], line[cut:].strip(), *lines[index + 1 :]], 1
    return lines, 0


_DASHES = str.maketrans("–—−", "---")  # as dates folds them in what it returns


def _place(moment: Moment | None, line: str) -> int:
    """Where in the line the moment's text stands, or -1."""
    return line.translate(_DASHES).find(moment.raw.translate(_DASHES)) if moment else -1


def _end_of_text(lines: Sequence[str]) -> int:
    """Index of the line at which comments, navigation and the like begin."""
    long_seen = False
    for index, line in enumerate(lines):
        if long_seen and is_after_text(line):
            return index
        long_seen = long_seen or len(line) > 60
    return len(lines)


def _leads_on(line: str) -> bool:
    """Tell whether a line ends with "Read More" and the like."""
    return bool(_ENDS_WITH_READ_ON.search(lowered(line)))


def _attribution(line: str) -> tuple[str, str, bool] | None:
    """Source, address, and whether it was a "Read more"; or None."""
    if len(line) > 400:
        return None
    match = _APPEARED_FIRST.match(line) or _ORIGINALLY.match(line)
    if match:
        return _source(match["source"])
    if len(line) > MAX_SOURCE + 60:
        return None
    match = _ONLY_READ_ON.match(line)
    if match:
        return "", match["url"] or "", True
    match = _VIA_URL.match(line)
    if match:
        found = _source(match["source"])
        return (found[0], match["url"], False) if found else None
    match = _LABELLED.match(line)
    if match:
        return _source(match["source"] or match["named"])
    match = _SOURCE_READ_ON.match(line) if _leads_on(line) else None
    if match:
        found = _source(match["source"])
        return (found[0], found[1], True) if found else None
    return None


def _source(text: str) -> tuple[str, str, bool] | None:
    """An outlet's name, perhaps with its address."""
    address = _URL.search(text)
    url = address[0].rstrip(".,;)>") if address else ""
    name = squeeze(_URL.sub(" ", text)).strip(" .,:;|-–—()[]")
    if not name and url:
        name = host_of(url).removeprefix("www.")
    if not name or len(name) > MAX_SOURCE or len(name.split()) > 8:
        return None
    if re.search(r"[.!?]\s+\w|[?!]$", name):
        return None
    return name, url, False


def _signature(
    lines: Sequence[str], index: int, languages: Sequence[str], bylines: Sequence[int]
) -> tuple[Moment | None, list[str], str, list[int]]:
    """The original's time and byline in the lines before the attribution."""
    moment: Moment | None = None
    names: list[str] = []
    byline = ""
    used: list[int] = []
    at = index - 1
    for _ in range(4):
        if at < 1:
            break
        line = lines[at]
        if len(line) > 120:
            break
        if moment is None:
            moment = parse_date(line, languages=languages)
            if moment is not None:
                used.append(at)
                at -= 1
                continue
            found = find_date(line, languages=languages)
            before = ""
            place = _place(found, line)
            if place > 0:
                before = _WEEKDAY_BEFORE.sub("", line[:place]).strip(" ,|–—-·•")
            people = parse_byline(before, strict=True) if before else []
            if found and people and len(before.split()) <= 6:
                return found, people, before, [*used, at]
            if found and _may_sign(before):
                return found, parse_byline(before), before, [*used, at]
        if not names and (moment is not None or says_by(line) or at in bylines):
            people = parse_byline(line, strict=at not in bylines)
            if people and not _SENTENCE_END.search(line.removesuffix("Jr.")) and len(line) <= 90:
                names, byline = people, line
                used.append(at)
                at -= 1
                if moment is not None:
                    break
                continue
            if moment is not None and _may_sign(line):
                names, byline = parse_byline(line), line
                used.append(at)
        break
    if says_by(byline):
        byline = ", ".join(names)
    return moment, names, byline, used


def _may_sign(text: str) -> bool:
    """Whether a few words right before the original's time sign it: "zerohedge", "Staff Writer"."""
    few = 0 < len(text) <= MAX_SIGNATURE and len(text.split()) <= 3
    return few and not re.search(r"[.!?…:;,\d]", text)


def _add_earlier_hop(lines: Sequence[str], found: Republication) -> None:
    """ "Authored by X via Y," at the beginning names a still earlier source."""
    for index, line in enumerate(lines[:FIRST_LINES]):
        if hop := _authored_via(line):
            later = found.credit
            found.credit = Credit(source=hop[0], byline=", ".join(hop[1]), via=(later,))
            found.names = hop[1]
            found.used.append(index)
            return


def is_authored_via(line: str) -> bool:
    """Tell whether a line says "Authored by X via Y,": a byline that names an outlet too."""
    return _authored_via(line) is not None


def _authored_via(line: str) -> tuple[str, list[str]] | None:
    """The outlet and the names in such a line."""
    match = _AUTHORED_VIA.match(line) if len(line) < 180 else None
    if match is None:
        return None
    names = parse_byline(match["byline"], strict=True)
    source = _source(match["source"])
    if not names or source is None or not source[0][:1].isupper():
        return None
    return source[0], names
