"""Which spiders there are: Scrapy's loader, but a broken module costs only its own spiders.

Scrapy's ``SPIDER_LOADER_WARN_ONLY`` prints a traceback, and gives up the rest of the package.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType

from scrapy.spiderloader import SpiderLoader


class ForgivingLoader(SpiderLoader):
    """Loads module by module; one that cannot be imported is named and left out."""

    def _load_all_spiders(self) -> None:
        for name in self.spider_modules:
            for module in _modules(name):
                self._load_spiders(module)
        self._check_name_duplicates()


def _modules(name: str) -> Iterator[ModuleType]:
    try:
        module = import_module(name)
    except Exception as error:  # noqa: BLE001 - a user's module may fail in any way
        print(f"newsarchive: {_told(name, error)}", file=sys.stderr)  # noqa: T201
        return
    yield module
    for found in iter_modules(getattr(module, "__path__", ())):
        yield from _modules(f"{name}.{found.name}")


def _told(name: str, error: Exception) -> str:
    """Which file is broken, where and how; or that there is none."""
    if isinstance(error, ModuleNotFoundError) and f"{name}.".startswith(f"{error.name}."):
        return f"there is no module '{name}'; make it, or take it out of spider_modules"
    if isinstance(error, SyntaxError):
        file, line, problem = error.filename, error.lineno, error.msg
    else:
        spec = find_spec(name)
        file = spec.origin if spec else None
        frames = traceback.extract_tb(error.__traceback__)
        line = next((frame.lineno for frame in reversed(frames) if frame.filename == file), None)
        problem = f"{type(error).__name__}: {error}"
    return f"{file or name}, line {line or 1}: {problem}; mend it, its spiders are left out"
