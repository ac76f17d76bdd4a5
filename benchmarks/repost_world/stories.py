"""Stories: texts that were written once, of frames, drawn words and shared phrases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from .cast import Cast
from .languages import Language, Topic

MEDIAN_WORDS = 230.0
SPREAD = 0.6  # of the log-normal lengths; 90 to 900 words hold 94 % of them
SHORTEST, LONGEST = 90, 900
FRAME_SHARE = 0.38  # of sentences, until a topic's frames are used up
GENERAL_SHARE = 0.12
STOCK_SHARE = 0.03


@dataclass(slots=True, kw_only=True)
class Text:
    """What an outlet publishes, before its furniture; edits change copies of it."""

    language: Language
    story: int  # the true story
    cast: Cast
    title: str
    paragraphs: list[list[str]]  # sentences
    topic: Topic | None = None  # none in a template
    dateline: str = ""
    authors: tuple[str, ...] = ()
    family: str = ""
    tail: list[str] = field(default_factory=list)  # lines after the text: contributors, credit
    outlet: str = ""  # the name of the outlet, and below what it is known by once published
    source: str = ""  # the agency in whose words it is written
    url: str = ""
    id: int | None = None

    def words(self) -> float:
        """Return about how many words the paragraphs have."""
        return self.letters() / self.language.letters_per_word

    def letters(self) -> int:
        """Return how many letters the paragraphs have."""
        return sum(len(text) + 1 for part in self.paragraphs for text in part)


def write_story(
    language: Language, rng: Random, *, story: int, now: datetime, words: float = 0.0
) -> Text:
    """Return a story that nobody wrote before, of about as many words (0: drawn)."""
    cast = Cast(language, rng, now).fill()
    topic = rng.choice(language.topics)
    wanted = (words or _length(rng)) * language.letters_per_word
    sentences = [cast.lead(rng.choice(topic.leads))]
    frames = list(topic.frames)
    general = [*language.general]
    stock = [*language.stock]
    rng.shuffle(frames)
    length = len(sentences[0])
    while length < wanted:
        share = rng.random()
        if share < FRAME_SHARE and frames:
            text = cast.sentence(frames.pop())
        elif FRAME_SHARE <= share < FRAME_SHARE + GENERAL_SHARE and general:
            text = cast.sentence(general.pop(int(len(general) * rng.random())))
        elif share > 1 - STOCK_SHARE and stock:
            text = cast.sentence(stock.pop(int(len(stock) * rng.random())))
        else:
            text = cast.free_sentence()
        sentences.append(text)
        length += len(text) + 1
    return Text(
        language=language,
        story=story,
        cast=cast,
        topic=topic,
        title=cast.headline(rng.choice(topic.titles)),
        paragraphs=paragraphs_of(sentences, rng),
    )


def _length(rng: Random) -> float:
    while True:
        words = rng.lognormvariate(0.0, SPREAD) * MEDIAN_WORDS
        if SHORTEST <= words <= LONGEST:
            return words


def paragraphs_of(sentences: list[str], rng: Random) -> list[list[str]]:
    """Return the sentences in paragraphs of one to four."""
    out = []
    at = 0
    while at < len(sentences):
        size = 1 + int(4 * rng.random() ** 1.3)
        out.append(sentences[at : at + size])
        at += size
    return out
