"""Sources and their listings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from newsarchive.errors import NotFound
from newsarchive.model import ListingState, Site, Source, SourceSettings
from newsarchive.storage._engine import upsert
from newsarchive.storage._listings import NEVER, listing_state
from newsarchive.storage._rungs import HISTORY
from newsarchive.storage._schema import ListingRow, SourceRow
from newsarchive.urls import canonical_url, host_of, same_site


class Sources:
    """Sources and their listings, inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, source: Source, *, at: datetime) -> Source:
        """Save a source, or add listings to the one with the same home page; return it as saved.

        The slug gets a number where another source has it already.
        """
        known = self._session.scalars(
            select(SourceRow).where(SourceRow.home == source.home)
        ).first()
        slug = known.slug if known else self._free_slug(source.slug)
        if known is None:
            row = SourceRow(
                slug=slug,
                name=source.name,
                home=source.home,
                host=host_of(source.home),
                country=source.country,
                language=source.language,
                timezone=source.timezone,
                allow_private=source.allow_private,
                settings=_changed(source.settings),
                api=source.api,
                created_at=at,
            )
            self._session.add(row)
            self._session.flush()
        else:
            row = known
            row.allow_private = row.allow_private or source.allow_private
            row.api = source.api or row.api
            self._session.flush()
        for listing in source.listings:
            words = {"kind": listing.kind, "title": listing.title}
            self._session.execute(
                upsert(self._session, ListingRow)
                .values(source_id=row.id, url=listing.url, **words)
                .on_conflict_do_update(  # a backfill may have noted it, which nobody polls
                    index_elements=["source_id", "url"],
                    set_=words,
                    where=ListingRow.kind == HISTORY,
                )
            )
        return self.get(slug)

    def get(self, slug: str) -> Source:
        """Return the source with this slug.

        Raises:
            NotFound: There is none.
        """
        found = self._load([slug])
        if not found:
            known = ", ".join(source.slug for source in self.all()) or "none yet"
            raise NotFound(f"there is no source '{slug}'; the archive follows: {known}")
        return found[0]

    def all(self) -> list[Source]:
        """Return every source with its listings, by slug."""
        return self._load(None)

    def of_host(self, host: str) -> Source | None:
        """Return the source a host belongs to: that very host's, else one of the same site."""
        query = select(SourceRow.slug, SourceRow.host).order_by(SourceRow.id)
        hosts = list(self._session.execute(query).all())
        for slug, known in hosts:
            if known == host:
                return self.get(slug)
        for slug, known in hosts:
            if same_site(f"http://{known}/", f"http://{host}/"):
                return self.get(slug)
        return None

    def configure(self, source: Source) -> None:
        """Save a source's name, language, time zone and settings.

        Raises:
            NotFound: There is none with its slug.
        """
        self.get(source.slug)
        self._session.execute(
            update(SourceRow)
            .where(SourceRow.slug == source.slug)
            .values(
                name=source.name,
                language=source.language,
                timezone=source.timezone,
                settings=_changed(source.settings),
            )
        )

    def note_scripted(self, slug: str, scripted: int) -> None:
        """Remember whether a source's pages need a browser (``Source.scripted``)."""
        self._session.execute(
            update(SourceRow).where(SourceRow.slug == slug).values(scripted=scripted)
        )

    def visits(self, slug: str) -> tuple[str, ...]:
        """Return a source's setting of that name; () where it has none."""
        settings = self._session.scalar(select(SourceRow.settings).where(SourceRow.slug == slug))
        return tuple((settings or {}).get("visits", ()))

    def following(self, urls: Collection[str]) -> dict[str, str]:
        """Return which of these listings are followed already, and the slug of whose."""
        wanted = {canonical_url(url): url for url in urls}
        return {
            wanted[address]: source.slug
            for source in self.all()
            for listing in source.listings
            if (address := canonical_url(listing.url)) in wanted
        }

    def site(self, host: str) -> Site:
        """Return how to read a host's pages, as far as its source tells."""
        source = self.of_host(host) if host else None
        if source is None:
            return Site(host=host)
        return Site(host=host, name=source.name, timezone=source.timezone, language=source.language)

    def due(
        self, slugs: Collection[str] | None, *, at: datetime, wake: bool = False
    ) -> list[Source]:
        """Return sources with only the listings to ask now.

        Those named by slug are asked whether due or not, except for listings that rest, unless
        ``wake`` says so; with None, all that are due.  One that rests since the source follows
        its new address already is never asked.

        Raises:
            NotFound: A slug is unknown.
        """
        named = slugs is not None
        found = [self.get(slug) for slug in slugs] if slugs is not None else self.all()
        return [
            replace(
                source,
                listings=tuple(
                    listing
                    for listing in source.listings
                    if not listing.due_at
                    or listing.due_at <= at
                    or (named and not listing.rests)
                    or (named and wake and listing.due_at < NEVER)
                ),
            )
            for source in found
        ]

    def _free_slug(self, wanted: str) -> str:
        taken = set(
            self._session.scalars(
                select(SourceRow.slug).where(
                    or_(SourceRow.slug == wanted, SourceRow.slug.startswith(f"{wanted}-"))
                )
            )
        )
        if wanted not in taken:
            return wanted
        return next(
            slug
            for number in range(2, len(taken) + 3)
            if (slug := f"{wanted}-{number}") not in taken
        )

    def _load(self, slugs: Collection[str] | None) -> list[Source]:
        query = select(SourceRow).order_by(SourceRow.slug)
        if slugs is not None:
            query = query.where(SourceRow.slug.in_(slugs))
        rows = list(self._session.scalars(query))
        listings: dict[int, list[ListingState]] = defaultdict(list)
        for row in self._session.scalars(
            select(ListingRow)
            .where(
                ListingRow.source_id.in_([row.id for row in rows]),
                ListingRow.parent_id.is_(None),
                ListingRow.kind != HISTORY,
            )
            .order_by(ListingRow.id)
        ):
            listings[row.source_id].append(listing_state(row))
        return [_source(row, tuple(listings[row.id])) for row in rows]


def _changed(settings: SourceSettings) -> dict[str, Any]:
    """The settings that differ from the usual ones, as JSON takes them."""
    usual = asdict(SourceSettings())
    return {name: value for name, value in asdict(settings).items() if value != usual[name]}


def settings_of(session: Session, slug: str) -> SourceSettings:
    """Return the settings of a source; the usual ones where there is none."""
    stored = session.scalar(select(SourceRow.settings).where(SourceRow.slug == slug))
    return _settings(stored or {})


def _settings(stored: dict[str, Any]) -> SourceSettings:
    names = {item.name for item in fields(SourceSettings)}
    known: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in stored.items()
        if name in names  # a later version may know more
    }
    return SourceSettings(**known)


def _source(row: SourceRow, listings: tuple[ListingState, ...]) -> Source:
    return Source(
        slug=row.slug,
        name=row.name,
        home=row.home,
        country=row.country,
        language=row.language,
        timezone=row.timezone,
        allow_private=row.allow_private,
        settings=_settings(row.settings),
        api=row.api,
        scripted=row.scripted,
        listings=listings,
    )
