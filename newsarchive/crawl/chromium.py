"""Which Chromium there is, and how it is started.  Nothing of Scrapy is imported: settings ask."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_OWN = "chromium-*/chrome-linux*/chrome"  # where 'playwright install chromium' puts its own
_ARGUMENTS = (
    # no network: neither names nor addresses lead anywhere, loopback included
    "--proxy-server=http://none.invalid:9",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    "--js-flags=--max-old-space-size=512",  # MB a page's scripts may fill
)


def find_browser(given: str = "") -> str:
    """Return the Chromium to use, or "" where there is none or scrapy-playwright is missing.

    Args:
        given: Its program, as ``newsarchive.toml`` says; "" to look where they usually are.
    """
    if find_spec("scrapy_playwright") is None:
        return ""
    if given:
        return shutil.which(Path(given).expanduser()) or ""
    for name in _PROGRAMS:
        if found := shutil.which(name):
            return found
    own = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache/ms-playwright"
    return max(map(str, Path(own).glob(_OWN)), default="")


def launch_options(browser: str) -> dict[str, Any]:
    """Return how Playwright is to start a Chromium: unseen, sandboxed, cut off from networks."""
    return {
        "executable_path": browser,
        "headless": True,
        "chromium_sandbox": os.geteuid() != 0,  # Chromium refuses it to root
        "args": list(_ARGUMENTS),
        "handle_sigint": False,  # Ctrl-C ends the crawl in good order, and that the browser
    }
