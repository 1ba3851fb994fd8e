"""How long until the library is on the screen, beside a Textual app with one empty screen. Recorded, never a failing test.

usage: python tests/benchmarks/startup.py [ARTICLES] [RUNS]

Each run is a process of its own on a real pseudo-terminal; the time is from its start to the first row of the table.
"""

from __future__ import annotations

import os
import pty
import select
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
BARE = """
from textual.app import App
from textual.screen import Screen
from textual.widgets import Static
class One(Screen):
    def compose(self):
        yield Static("ready to be read")
class Bare(App):
    def on_mount(self):
        self.push_screen(One())
Bare().run()
"""


def fill(path: Path, articles: int) -> None:
    """A library with so many short articles."""
    sys.path.insert(0, str(ROOT))
    from tui.library import articles as table
    from tui.library import meta
    from tui.library.connection import Library
    from tui.text.document import Document, Paragraph

    with Library.open(path) as library:
        with library.write():
            for n in range(articles):
                text = f"The council said on day {n} that the bridge would be open.\nIt was closed on day {n + 1}."
                cut = text.index("\n")
                paragraphs = (Paragraph(1, "body", 0, cut), Paragraph(2, "body", cut + 1, len(text)))
                document = Document(text, paragraphs, f"ready {n}", "The Record", published="2024-01-01", language="en")
                table.add(library, document, location=f"/articles/{n}.txt")
        meta.set(library, "app.welcomed", True)


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """From the start of the process until "ready" is on its screen."""
    start = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ.update(environment, TERM="xterm-256color", COLUMNS="120", LINES="40")
        os.chdir(ROOT)
        os.execvp(command[0], command)
    seen = b""
    try:
        while b"ready" not in seen:
            if not select.select([terminal], [], [], 60)[0]:
                raise TimeoutError(seen[-500:])
            seen += os.read(terminal, 1 << 16)
        return time.perf_counter() - start
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def main() -> None:
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library.db"
        fill(library, articles)
        environment = {"COUNTERPOINT_LIBRARY": str(library), "COUNTERPOINT_CONFIG": os.devnull}
        bare: list[float] = []
        app: list[float] = []
        for _ in range(runs + 1):  # In turns, so that a busy machine slows both.
            bare.append(seconds([sys.executable, "-c", BARE], {}))
            app.append(seconds([sys.executable, "-m", "tui"], environment))
    bare, app = bare[1:], app[1:]  # The first run may have compiled the modules.
    one, two = statistics.median(bare), statistics.median(app)
    ratio = statistics.median(b / a for a, b in zip(bare, app, strict=True))
    print(
        f"bare Textual app {one:.3f} s, library of {articles:,} articles {two:.3f} s: {ratio:.2f} times (median of pairs)"
    )


if __name__ == "__main__":
    main()
