"""The demo's stories, read from ``texts/*.toml``, as they stand at a stage of the world.

Stage 0 is the beginning; at stage 1 the world has moved on: stories were added, changed
and taken down.  A story that is taken down stays in the answer, marked ``gone``: its
address then answers 410 or 404.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of a body."""

    kind: Literal["paragraph", "subhead", "quote", "list"]
    lines: tuple[str, ...]  # several only in a list


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An article of the Courier."""

    slug: str
    section: str
    title: str
    deck: str
    authors: tuple[str, ...]
    published: datetime  # aware
    modified: datetime | None  # aware; None: never changed
    keywords: tuple[str, ...]
    caption: str
    credit: str
    body: tuple[Block, ...]
    gone: bool

    @property
    def path(self) -> str:
        return f"/{slug_of(self.section)}/{self.published.year}/{self.slug}"

    @property
    def changed(self) -> datetime:
        return self.modified or self.published


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post of the Digest: its own, or a story of the Courier put up again."""

    id: int
    slug: str
    title: str
    poster: str  # "" as importers leave it
    posted: datetime  # naive: the site's own clock
    modified: datetime | None  # naive
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    body: tuple[Block, ...]
    original: Story | None  # None: the site's own
    shape: str  # how the importer wrote the tail; see texts/digest.toml
    gone: bool

    @property
    def path(self) -> str:
        return f"/{self.posted:%Y/%m}/{self.slug}/"

    @property
    def changed(self) -> datetime:
        return self.modified or self.posted


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A page of the Landbote."""

    file: str
    title: str
    author: str  # "" for unsigned
    place: str
    day: date
    encoding: str
    declared: bool  # the page names its charset
    soup: bool  # its markup is broken
    body: tuple[Block, ...]

    @property
    def path(self) -> str:
        return f"/2026/{self.file}"


@cache
def courier_stories(stage: int) -> tuple[Story, ...]:
    """Return the Courier's stories, newest first, with those that are gone."""
    found = []
    for raw in _table("courier.toml", "story"):
        if raw.get("stage", 0) > stage:
            continue
        later: Mapping[str, Any] = raw.get("later", {}) if stage else {}
        story = Story(
            slug=raw["slug"],
            section=raw["section"],
            title=later.get("title", raw["title"]),
            deck=raw["deck"],
            authors=tuple(raw["authors"]),
            published=raw["published"],
            modified=later.get("modified"),
            keywords=tuple(raw["keywords"]),
            caption=raw["caption"],
            credit=raw["credit"],
            body=_blocks(_changed(raw["body"], later)),
            gone=raw.get("gone", stage + 1) <= stage,
        )
        found.append(story)
    return tuple(sorted(found, key=lambda story: story.published, reverse=True))


@cache
def digest_posts(stage: int) -> tuple[Post, ...]:
    """Return the Digest's posts, newest first, with those that are gone.

    A repost has the words its original had at stage 0 (or when it appeared): importers do
    not come back.
    """
    originals = {story.slug: story for story in (*courier_stories(1), *courier_stories(0))}
    found = []
    for kind in ("repost", "post"):
        for raw in _table("digest.toml", kind):
            if raw.get("stage", 0) > stage:
                continue
            later: Mapping[str, Any] = raw.get("later", {}) if stage else {}
            original = originals[raw["slug"]] if kind == "repost" else None
            title = original.title if original else raw["title"]
            post = Post(
                id=raw["id"],
                slug=raw["slug"],
                title=later.get("title", title),
                poster=raw["poster"],
                posted=raw["posted"],
                modified=later.get("modified"),
                categories=tuple(raw["categories"]),
                tags=tuple(raw.get("tags", ())),
                body=original.body if original else _blocks(_changed(raw["body"], later)),
                original=original,
                shape=raw.get("shape", ""),
                gone=raw.get("gone", stage + 1) <= stage,
            )
            found.append(post)
    return tuple(sorted(found, key=lambda post: post.posted, reverse=True))


@cache
def landbote_reports(stage: int) -> tuple[Report, ...]:
    """Return the Landbote's pages, newest first."""
    found = [
        Report(
            file=raw["file"],
            title=raw["title"],
            author=raw["author"],
            place=raw["place"],
            day=raw["date"],
            encoding=raw["encoding"],
            declared=raw["declared"] == "meta",
            soup=raw.get("soup", False),
            body=_blocks(raw["body"]),
        )
        for raw in _table("landbote.toml", "story")
        if raw.get("stage", 0) <= stage
    ]
    return tuple(sorted(found, key=lambda report: report.day, reverse=True))


def slug_of(name: str) -> str:
    """Return a name as it stands in an address: "M. Garrow" gives "m-garrow"."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


@cache
def _table(name: str, kind: str) -> tuple[dict[str, Any], ...]:
    text = files("newsarchive.demo").joinpath("texts", name).read_text("utf-8")
    return tuple(tomllib.loads(text)[kind])


def _changed(body: str, later: Mapping[str, Any]) -> str:
    if "replace" in later:
        old, new = later["replace"]
        if old not in body:
            raise ValueError(f"The text to replace is not in the story: {old}")
        body = body.replace(old, new)
    return f"{body.strip()}\n\n{later['append']}" if "append" in later else body


def _blocks(body: str) -> tuple[Block, ...]:
    blocks = []
    for text in re.split(r"\n\s*\n", body.strip()):
        if text.startswith("## "):
            blocks.append(Block(kind="subhead", lines=(text[3:],)))
        elif text.startswith("> "):
            blocks.append(Block(kind="quote", lines=(text[2:],)))
        elif text.startswith("- "):
            items = tuple(line.removeprefix("- ") for line in text.split("\n"))
            blocks.append(Block(kind="list", lines=items))
        else:
            blocks.append(Block(kind="paragraph", lines=(text,)))
    return tuple(blocks)
