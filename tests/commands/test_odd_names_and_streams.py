"""File names that are no text, and streams that are closed: a sentence or silence, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def run(tmp_path: Path, command: str) -> subprocess.CompletedProcess[bytes]:
    environ = {
        **os.environ,
        "HOME": str(tmp_path),
        "COUNTERPOINT_LIBRARY": str(tmp_path / "l.db"),
        "PY": sys.executable,
    }
    return subprocess.run(["bash", "-c", command], env=environ, cwd=tmp_path, capture_output=True, timeout=60)


def test_a_name_that_is_not_utf_8(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.txt")).write_text(
        "The mayor said it rained.\n", encoding="utf-8"
    )
    done = run(tmp_path, '"$PY" -m tui add $(printf "bad\\xff.txt")')
    assert done.returncode == 1
    assert b"not valid UTF-8" in done.stderr
    assert b"Traceback" not in done.stderr


def test_closed_streams(tmp_path: Path) -> None:
    for closed in (">&-", "2>&-", "<&-", ">&- 2>&- <&-"):
        done = run(tmp_path, f'"$PY" -m tui list {closed}')
        assert done.returncode == 0, closed
        assert b"Traceback" not in done.stderr + done.stdout
