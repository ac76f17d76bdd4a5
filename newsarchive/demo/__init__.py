"""A little news world on loopback, for the first five minutes and for tests.

Three sites, all invented: a publisher that does everything right, a WordPress site that
republishes it through a feed importer, and an old-fashioned site with nothing but visible
text in legacy encodings.  ``serve`` runs them; ``DemoWorld.advance`` lets a week pass:
articles appear, change and are taken down.  The texts are the same on every run.

Needs nothing but the standard library, and nothing else of newsarchive.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import unquote

from newsarchive.demo.answers import Addresses, Answer
from newsarchive.demo.server import Request, Server
from newsarchive.demo.sites import courier, digest, landbote

__all__ = ["LAST_STAGE", "DemoSite", "DemoWorld", "Request", "serve"]

LAST_STAGE = 1
_SLUGS = ("courier", "digest", "landbote")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSite:
    """One site of the demo."""

    slug: str  # courier, digest, landbote
    name: str
    home: str  # its home page, with the slash
    about: str  # one sentence


@dataclass(slots=True)
class DemoWorld:
    """The running demo; what it serves depends on ``stage``."""

    addresses: Addresses
    stage: int
    log: list[Request] = field(default_factory=list)  # every request, in order of arrival

    @property
    def sites(self) -> tuple[DemoSite, ...]:
        return (
            DemoSite(
                slug="courier",
                name=courier.NAME,
                home=f"{self.addresses.courier}/",
                about="A publisher with JSON-LD, OpenGraph, RSS and sitemaps.",
            ),
            DemoSite(
                slug="digest",
                name=digest.NAME,
                home=f"{self.addresses.digest}/",
                about="A WordPress site that republishes the Courier through a feed importer.",
            ),
            DemoSite(
                slug="landbote",
                name=landbote.NAME,
                home=f"{self.addresses.landbote}/",
                about="A site made by hand: visible text only, legacy encodings, no feed.",
            ),
        )

    def advance(self) -> None:
        """Let the world move on: new, changed and deleted articles.  Twice is once."""
        self.stage = LAST_STAGE

    def respond(self, site: str, path: str, query: str = "") -> Answer:
        """Return what a site says to a GET right now."""
        path = unquote(path) or "/"
        if site == "courier":
            return courier.respond(self.addresses, self.stage, path)
        if site == "digest":
            return digest.respond(self.addresses, self.stage, path, query)
        return landbote.respond(self.addresses, self.stage, path)


@contextmanager
def serve(stage: int = 0, ports: Sequence[int] | None = None) -> Iterator[DemoWorld]:
    """Serve the demo until the block ends.

    The sites stand at 127.0.0.1, 127.0.0.2 and 127.0.0.3; where the system has only the
    first of these (macOS), all at that one with different ports.

    Args:
        stage: 0 for the beginning, 1 for a week later.
        ports: One for each site, in the order of ``DemoWorld.sites``; free ones without.

    Raises:
        ValueError: Not three ports, or no such stage.
        OSError: A port is taken.
    """
    if not 0 <= stage <= LAST_STAGE:
        raise ValueError(f"The demo has stages 0 to {LAST_STAGE}, not {stage}.")
    if ports is not None and len(ports) != len(_SLUGS):
        raise ValueError(f"The demo needs {len(_SLUGS)} ports, not {len(ports)}.")
    world = DemoWorld(Addresses(courier="", digest="", landbote=""), stage)
    with ExitStack() as stack:
        servers = []
        for number, slug in enumerate(_SLUGS):
            port = ports[number] if ports is not None else 0
            server = _bind(world, slug, f"127.0.0.{number + 1}", port)
            stack.callback(server.close)
            servers.append(server)
        world.addresses = Addresses(**dict(zip(_SLUGS, [s.url for s in servers], strict=True)))
        for server in servers:
            server.start()
        yield world


def _bind(world: DemoWorld, slug: str, address: str, port: int) -> Server:
    def make(at: str) -> Server:
        respond = partial(world.respond, slug)
        return Server(slug, at, port, respond, world.log.append, packs=slug == "courier")

    try:
        return make(address)
    except OSError:
        if address == "127.0.0.1":
            raise
        return make("127.0.0.1")
