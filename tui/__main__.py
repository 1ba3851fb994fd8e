"""`python -m tui` is `counterpoint`."""

from __future__ import annotations

import sys


def main() -> None:
    """The entry point. What it needs is imported here, so that an interrupt meanwhile is no traceback either."""
    try:
        from tui.commands.main import main as run
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped; nothing was done.\n")
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
