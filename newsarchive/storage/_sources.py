"""Sources and their listings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Session

from newsarchive.errors import NotFound
from newsarchive.model import ListingState, Site, Source, Validators
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
                created_at=at,
            )
            self._session.add(row)
            self._session.flush()
        else:
            row = known
            row.allow_private = row.allow_private or source.allow_private
            self._session.flush()
        for listing in source.listings:
            self._session.execute(
                upsert(ListingRow)
                .values(source_id=row.id, url=listing.url, kind=listing.kind, title=listing.title)
                .on_conflict_do_nothing()
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

    def due(self, slugs: Collection[str] | None, *, at: datetime) -> list[Source]:
        """Return sources with only the listings to ask now.

        Those named by slug are asked whether due or not; with None, all that are due.

        Raises:
            NotFound: A slug is unknown.
        """
        if slugs is not None:
            return [self.get(slug) for slug in slugs]
        found = []
        for source in self.all():
            listings = tuple(
                listing for listing in source.listings if not listing.due_at or listing.due_at <= at
            )
            found.append(replace(source, listings=listings))
        return found

    def polled(
        self,
        slug: str,
        url: str,
        *,
        at: datetime,
        due_at: datetime,
        title: str = "",
        validators: Validators | None = None,
        body_hash: str = "",
        failed: bool = False,
    ) -> None:
        """Note how a poll of a listing went and when it is due again.

        Validators and hash stay as they were where the poll failed or brought nothing new.
        """
        values: dict[str, object] = {
            "polled_at": at,
            "due_at": due_at,
            "errors": ListingRow.errors + 1 if failed else 0,
        }
        if title:
            values["title"] = title
        if validators is not None:
            values |= {"etag": validators.etag, "last_modified": validators.last_modified}
        if body_hash:
            values["body_hash"] = body_hash
        self._session.execute(
            update(ListingRow)
            .where(
                ListingRow.url == url,
                ListingRow.source_id.in_(select(SourceRow.id).where(SourceRow.slug == slug)),
            )
            .values(**values)
        )

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
            .where(ListingRow.source_id.in_([row.id for row in rows]))
            .order_by(ListingRow.id)
        ):
            listings[row.source_id].append(_listing(row))
        return [_source(row, tuple(listings[row.id])) for row in rows]


def _source(row: SourceRow, listings: tuple[ListingState, ...]) -> Source:
    return Source(
        slug=row.slug,
        name=row.name,
        home=row.home,
        country=row.country,
        language=row.language,
        timezone=row.timezone,
        allow_private=row.allow_private,
        listings=listings,
    )


def _listing(row: ListingRow) -> ListingState:
    return ListingState(
        url=row.url,
        kind=row.kind,
        title=row.title,
        validators=Validators(etag=row.etag, last_modified=row.last_modified),
        body_hash=row.body_hash,
        due_at=row.due_at,
        polled_at=row.polled_at,
        errors=row.errors,
    )
