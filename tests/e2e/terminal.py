"""A real terminal for tests: the program on a pty, its screen read by pyte."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from pathlib import Path

import pexpect
import pyte

NAMED = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "backspace": "\x7f",
}


class Terminal:
    """A child process on a pty of `columns` x `rows`; `raw` holds every byte that it wrote."""

    def __init__(
        self,
        *arguments: str,
        home: Path,
        columns: int = 120,
        rows: int = 40,
        command: list[str] | None = None,
        environ: dict[str, str] | None = None,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = bytearray()
        program, *first = command or [sys.executable, "-m", "tui"]
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("COUNTERPOINT", "TEXTUAL"))},
            "HOME": str(home),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            **(environ or {}),
        }
        environment.pop("NO_COLOR", None) if not (environ or {}).get("NO_COLOR") else None
        self.child = pexpect.spawn(
            program, [*first, *arguments], dimensions=(rows, columns), env=environment, timeout=30, encoding=None
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if not self.child.closed and self.child.isalive():
            self.kill()  # When it is hung up it would first save what is being written.
        self.child.close(force=True)

    def read(self, seconds: float = 0.05) -> bool:
        """Take in what the program wrote within `seconds`; False at its end."""
        try:
            data = self.child.read_nonblocking(65536, timeout=seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += data
        self.stream.feed(data)
        return True

    @property
    def text(self) -> str:
        """The screen as it is now, a line a row."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait_for(self, pattern: str, seconds: float = 30) -> re.Match[str]:
        """Read until `pattern` is on the screen; AssertionError with the screen when it does not come."""
        deadline = time.monotonic() + seconds
        while True:
            found = re.search(pattern, self.text)
            if found:
                return found
            alive = self.read()
            if not alive or time.monotonic() > deadline:
                found = re.search(pattern, self.text)
                if found:
                    return found
                raise AssertionError(f"{pattern!r} did not come up on this screen:\n{self.text}")

    def wait_gone(self, pattern: str, seconds: float = 30) -> None:
        """Read until `pattern` is no longer on the screen."""
        deadline = time.monotonic() + seconds
        while re.search(pattern, self.text):
            if not self.read() or time.monotonic() > deadline:
                raise AssertionError(f"{pattern!r} stayed on this screen:\n{self.text}")

    def press(self, *keys: str) -> None:
        """Send named keys (`enter`, `escape`, `ctrl+x`, …) or text, one after another."""
        for key in keys:
            if key.startswith("ctrl+") and len(key) == 6:
                self.child.send(chr(ord(key[5]) & 0x1F))
            else:
                self.child.send(NAMED.get(key, key))
            self.read(0.02)

    def wait_end(self, seconds: float = 30) -> int | None:
        """Read to the program's end; its exit status."""
        deadline = time.monotonic() + seconds
        while self.read(0.2):
            if time.monotonic() > deadline:
                raise AssertionError(f"the program goes on:\n{self.text}")
        self.child.close()
        status: int | None = self.child.exitstatus
        return status

    def kill(self) -> None:
        """End the program as a power cut would."""
        self.child.kill(signal.SIGKILL)
        self.child.wait()
