"""What this process used so far: CPU time and memory."""

from __future__ import annotations

import sys

_KILO = 1024 if sys.platform == "darwin" else 1  # ru_maxrss is in bytes there (getrusage(2))


def used() -> dict[str, int]:
    """Return figures of this process: ``cpu_ms``, ``peak_kb``; empty where the system has none."""
    try:
        import resource
    except ImportError:
        return {}
    found = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "cpu_ms": round((found.ru_utime + found.ru_stime) * 1000),
        "peak_kb": found.ru_maxrss // _KILO,
    }
