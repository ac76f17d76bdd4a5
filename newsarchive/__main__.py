"""``python -m newsarchive`` is the ``newsarchive`` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; Ctrl-C is answered while it is still being loaded."""
    try:
        from newsarchive.cli import main as run
    except KeyboardInterrupt:
        print("newsarchive: stopped", file=sys.stderr)  # noqa: T201
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
