"""What outlets do to a text they take over, and to their own when they follow it up.

An edit changes a text in place and says whether it did; none touches a fact.  Templates are
spared the edits that take sentences away: what is left of a bulletin without its figures is
everybody's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from copy import copy
from random import Random

from .cast import capital
from .languages import Language
from .outlets import Outlet
from .stories import Text, paragraphs_of

Edit = Callable[[Text, Outlet, Random], bool]

OMITTED = 0.25  # at most, of the text, goes with a paragraph
KEPT = (0.35, 0.9)  # share of words that a cut tail leaves
QUOTED_WORDS = 14  # at least, of the first paragraph quoted
BOILERPLATE = (0.1, 0.4)  # put in, as a share of the text's words
SWAPPED = 0.02  # at most, of the words

# A figure as it stands, with thousands; hours and minutes; and one of up to three digits.
_FIGURE = re.compile(r"(?<![\d.,:/])\d+(?:[.,\u00a0]\d+)*(?![\d:/])")
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}):(\d\d)(?![\d:])")
_SMALL = re.compile(r"(?<![\d.,:/\u00a0])\d{1,3}(?![\d:/\u00a0]|[.,]\d)")


def copied(text: Text) -> Text:
    """Return a text that may be changed without changing the one it came from."""
    other = copy(text)
    other.paragraphs = [[*part] for part in text.paragraphs]
    other.tail = [*text.tail]
    other.id = None
    return other


def edit_copy(
    text: Text, outlet: Outlet, rng: Random, allowed: Collection[str], *, gently: bool = False
) -> tuple[str, ...]:
    """Make the edits of an outlet's habit in a copy; return which were made.

    Gently: nothing is taken away, as in a copy of a copy.
    """
    spared = _TAKING if gently or text.family else ()
    done = [
        name
        for name, edit in EDITS.items()
        if name in allowed
        and name not in spared
        and rng.random() < outlet.habits[name]
        and edit(text, outlet, rng)
    ]
    return tuple(done)


def _omission(text: Text, outlet: Outlet, rng: Random) -> bool:
    if len(text.paragraphs) < 4:
        return False
    at = rng.randint(1, len(text.paragraphs) - 2)
    if sum(map(len, text.paragraphs[at])) > OMITTED * text.letters():
        return False
    del text.paragraphs[at]
    return True


def _tail(text: Text, outlet: Outlet, rng: Random) -> bool:
    wanted = text.words() * rng.uniform(*KEPT) * text.language.letters_per_word
    kept: list[list[str]] = []
    length = 0
    for part in text.paragraphs:
        row: list[str] = []
        for sentence in part:
            if length >= wanted:
                break
            row.append(sentence)
            length += len(sentence) + 1
        if row:
            kept.append(row)
    cut = sum(map(len, kept)) < sum(map(len, text.paragraphs))
    text.paragraphs = kept
    return cut


def _lead(text: Text, outlet: Outlet, rng: Random) -> bool:
    figures = [] if text.family else _FIGURE.findall(" ".join(text.paragraphs[0]))
    given = {"figure": rng.choice(figures)} if figures else {}
    count = rng.randint(1, 2)
    lines: list[str] = []
    while len(lines) < count:
        try:
            line = text.cast.line("lead", **given)
        except KeyError:  # a lead with a figure, where the story begins with none
            continue
        if line not in lines:
            lines.append(line)
    if rng.random() < 0.5 or text.family:
        text.paragraphs.insert(0, lines)
    elif rng.random() < 0.5:
        text.paragraphs[0] = lines + text.paragraphs[0]
    else:  # the new lead takes the place of the old
        text.paragraphs[0] = lines + text.paragraphs[0][1:]
    return True


def _headline(text: Text, outlet: Outlet, rng: Random) -> bool:
    old = text.title
    share = rng.random()
    if share < 0.3:
        text.title = text.cast.line("suffix", headline=old, outlet=outlet.name)
    elif share < 0.65 and text.topic:
        text.title = text.cast.headline(rng.choice(text.topic.titles))
    else:
        text.title = text.cast.line("headline")
    return text.title != old


def _wording(text: Text, outlet: Outlet, rng: Random) -> bool:
    left = int(text.words() * SWAPPED * rng.uniform(0.4, 1.0))
    pairs = dict(text.language.swaps) | {b: a for a, b in text.language.swaps}
    done = False
    for part in text.paragraphs:
        for at, sentence in enumerate(part):
            if left > 0 and (match := text.language.swap_pattern.search(sentence)):
                part[at] = sentence[: match.start()] + pairs[match[1]] + sentence[match.end() :]
                left -= 1
                done = True
    return done


def _typo(text: Text, outlet: Outlet, rng: Random) -> bool:
    """Misspell one word, or correct one: which of two texts has the slip is all the same."""
    part = rng.choice(text.paragraphs)
    at = rng.randrange(len(part))
    if not (match := text.language.typo_pattern.search(part[at])):
        return False
    word = match[1]
    slip = rng.randrange(1, len(word)) if len(word) > 2 else 0
    wrong = word[:slip] + word[slip + 1 :] if len(word) > 2 else word + word[-1]
    part[at] = part[at][: match.start()] + wrong + part[at][match.end() :]
    return True


def _merge(text: Text, outlet: Outlet, rng: Random) -> bool:
    if len(text.paragraphs) < 2:
        return False
    for _ in range(rng.randint(1, max(1, len(text.paragraphs) // 2))):
        at = rng.randrange(len(text.paragraphs) - 1)
        text.paragraphs[at : at + 2] = [text.paragraphs[at] + text.paragraphs[at + 1]]
        if len(text.paragraphs) < 2:
            break
    return True


def _split(text: Text, outlet: Outlet, rng: Random) -> bool:
    if all(len(part) < 2 for part in text.paragraphs):
        return False
    text.paragraphs = [[sentence] for part in text.paragraphs for sentence in part]
    return True


def _subheading(text: Text, outlet: Outlet, rng: Random) -> bool:
    if len(text.paragraphs) < 3:
        return False
    at = rng.randint(1, len(text.paragraphs) - 1)
    text.paragraphs.insert(at, [text.cast.line("subheading")])
    return True


def _dateline(text: Text, outlet: Outlet, rng: Random) -> bool:
    old = text.dateline
    if old and rng.random() < 0.5:
        text.dateline = ""
    else:
        text.dateline = dateline(text, text.source or outlet.name)
    return text.dateline != old


def dateline(text: Text, source: str) -> str:
    """Return a dateline as agencies write them, with the gap after it."""
    line = text.cast.line("dateline", source=source, d=str(text.cast.now.day))
    return line + (text.language.gap or "\u3000")


def _times(text: Text, outlet: Outlet, rng: Random) -> bool:
    language = text.language

    def other(match: re.Match[str]) -> str:
        hour = int(match[1])
        return language.other_time.format(
            h=hour, h12=(hour - 1) % 12 + 1, min=match[2], half=language.halves[hour >= 12]
        )

    return _each(text, lambda sentence: _CLOCK.sub(other, sentence))


_DASHES: tuple[dict[str, str], ...] = ({"—": "–"}, {"—": "-", "–": "-"}, {"–": "—"}, {})


def _quotes(text: Text, outlet: Outlet, rng: Random) -> bool:
    opening, closing = text.language.quotes
    table = {opening: outlet.quotes[0], closing: outlet.quotes[1], "'": "’"}
    table |= rng.choice(_DASHES)
    marks = str.maketrans(table)
    spaces = rng.random() < 0.3
    text.title = text.title.translate(marks)

    def other(sentence: str) -> str:
        sentence = sentence.translate(marks)
        return _BEFORE_UNIT.sub("\\1\u00a0", sentence) if spaces else sentence

    return _each(text, other)


_BEFORE_UNIT = re.compile(r"(\d) (?=\w)")


_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def _digits(text: Text, outlet: Outlet, rng: Random) -> bool:
    if text.language.code != "ar":
        return False
    text.title = text.title.translate(_EASTERN)
    return _each(text, lambda sentence: sentence.translate(_EASTERN))


def _each(text: Text, change: Callable[[str], str]) -> bool:
    old = text.paragraphs
    text.paragraphs = [[change(sentence) for sentence in part] for part in old]
    return text.paragraphs != old


def _boilerplate(text: Text, outlet: Outlet, rng: Random) -> bool:
    """Put furniture before, between and after the paragraphs."""
    wanted = text.words() * rng.uniform(*BOILERPLATE) * text.language.letters_per_word
    text.paragraphs[0] = [text.dateline + text.paragraphs[0][0], *text.paragraphs[0][1:]]
    text.dateline = ""  # it stays where the text begins
    blurbs = [*outlet.blurbs]
    rng.shuffle(blurbs)
    done = False
    while True:
        if blurbs and rng.random() < 0.6:
            line = blurbs.pop()
        else:
            line = text.cast.line("more", headline=other_headline(text.language, text, rng))
        if done and len(line) > wanted:
            return done
        text.paragraphs.insert(rng.randint(0, len(text.paragraphs)), [line])
        wanted -= len(line)
        done = True


def other_headline(language: Language, text: Text, rng: Random) -> str:
    """Return the headline of some other story."""
    people = text.cast.people, text.cast.places, text.cast.orgs
    text.cast.people, text.cast.places, text.cast.orgs = [], [], []
    line = text.cast.sentence(rng.choice(rng.choice(language.topics).titles))
    text.cast.people, text.cast.places, text.cast.orgs = people
    return line


def _byline(text: Text, outlet: Outlet, rng: Random) -> bool:
    old = text.authors
    if outlet.byline == "none":
        text.authors = ()
    elif outlet.byline == "desk":
        text.authors = (text.cast.line("desk", outlet=outlet.name),)
    elif outlet.byline == "source" and (text.source or text.outlet):
        text.authors = (text.cast.line("byline", source=text.source or text.outlet),)
    elif outlet.byline == "own":
        text.authors = (rng.choice(outlet.staff),)
    return text.authors != old


# In the order in which they are made: sentences first, then their letters, then furniture.
EDITS: dict[str, Edit] = {
    "omission": _omission,
    "tail": _tail,
    "lead": _lead,
    "headline": _headline,
    "wording": _wording,
    "typo": _typo,
    "merge": _merge,
    "split": _split,
    "subheading": _subheading,
    "dateline": _dateline,
    "times": _times,
    "quotes": _quotes,
    "digits": _digits,
    "byline": _byline,
    "boilerplate": _boilerplate,
}
HELD_OUT_EDITS = ("omission", "subheading", "times", "digits")
_TAKING = ("omission", "tail")


def follow_up(text: Text, rng: Random) -> tuple[str, ...]:
    """Turn a copy of an outlet's own text into its follow-up; return what was changed.

    Figures near the top change where there are any, paragraphs always come in and may go: figures,
    paragraphs, cut, title.
    """
    done = []
    if _new_figures(text, rng):
        done.append("figures")
    if rng.random() < 0.4 and len(text.paragraphs) > 4:
        del text.paragraphs[rng.randint(2, len(text.paragraphs) - 1)]
        done.append("cut")
    cast = text.cast
    news = [cast.line("update", figure=cast.language.figure(rng.randint(101, 9900)))]
    frames = [*text.topic.frames] if text.topic else []
    rng.shuffle(frames)
    for _ in range(rng.randint(0, 4)):
        known = frames and rng.random() < 0.4
        news.append(cast.sentence(frames.pop()) if known else cast.free_sentence())
    at = rng.choice((0, 1, 1, len(text.paragraphs)))
    text.paragraphs[at:at] = paragraphs_of(news, rng)
    done.append("paragraphs")
    share = rng.random()
    if share < 0.3:
        text.title = cast.line("updated", headline=text.title)
        done.append("title")
    elif share < 0.55 and text.topic:
        text.title = cast.sentence(rng.choice(text.topic.titles))
        done.append("title")
    return tuple(done)


def _new_figures(text: Text, rng: Random) -> bool:
    places = [
        (row, at)
        for row, part in enumerate(text.paragraphs)
        for at, sentence in enumerate(part)
        if _SMALL.search(sentence)
    ]
    near = places[: max(2, len(places) // 3)]
    for row, at in rng.sample(near, min(len(near), rng.randint(1, 3))):
        sentence = text.paragraphs[row][at]
        text.paragraphs[row][at] = _SMALL.sub(
            lambda match: str(int(match[0]) + rng.randint(1, 9)), sentence, count=1
        )
    return bool(near)


def quote_in(text: Text, quoted: Text, rng: Random) -> None:
    """Put a paragraph or two of another outlet's article into a text of its own."""
    least = QUOTED_WORDS * text.language.letters_per_word
    lengths = [sum(map(len, part)) for part in quoted.paragraphs]
    long = [at for at, length in enumerate(lengths) if length >= least]
    first = rng.choice(long or [lengths.index(max(lengths))])
    size = rng.randint(1, 2)
    opening, closing = text.language.quotes if rng.random() < 0.6 else ("", "")
    parts = [
        [opening + text.language.gap.join(part) + closing]
        for part in quoted.paragraphs[first : first + size]
    ]
    at = rng.randint(1, len(text.paragraphs))
    line = capital(text.cast.line("quoted", source=quoted.outlet or quoted.source))
    text.paragraphs[at:at] = [[line], *parts]
