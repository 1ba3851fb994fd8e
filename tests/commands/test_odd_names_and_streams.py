"""File names that are no text, and streams that are closed: a sentence or silence, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


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


def test_what_cannot_be_said_is_lost_and_the_rest_is_done(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The mayor said it rained.\n", encoding="utf-8")
    done = run(tmp_path, '"$PY" -m tui add none.txt a.txt 2>/dev/full')
    assert (done.returncode, done.stdout) == (1, "Added “The mayor said it rained.” as article 1.\n".encode())
    for command, status in (("list", 1), ("--help", 1), ("nonsense", 2)):
        assert run(tmp_path, f'"$PY" -m tui {command} >/dev/full 2>/dev/full').returncode == status, command
    assert run(tmp_path, '"$PY" -m tui nonsense 2>/dev/full').returncode == 2


def test_a_reader_of_the_help_that_has_enough_is_no_failure(tmp_path: Path) -> None:
    for command in ("--help", "--version"):
        done = run(tmp_path, f'set -o pipefail; "$PY" -m tui {command} | true')
        assert (done.returncode, done.stderr) == (0, b""), command


ODD_NUMBER = "9" * 30


def test_what_is_no_text_is_no_name_of_anything(tmp_path: Path) -> None:
    (tmp_path / "list.opml").write_text(
        '<opml version="2.0"><body><outline xmlUrl="https://example.org/feed"/></body></opml>', encoding="utf-8"
    )
    assert run(tmp_path, '"$PY" -m tui feed import list.opml').returncode == 0
    odd = "$(printf 'a\\xffb')"
    for command, status in (
        (f"tag {odd} x", 1),
        (f"feed edit {odd} --full", 1),
        (f"feed edit 1 --title {odd} --tag {odd}", 0),
        (f"feed rule {odd} --tag {odd}", 0),
        (f"feed rule x --skip --feed {odd}", 1),
        (f"feed rule --remove {ODD_NUMBER}", 1),
        (f"import --json {odd}", 1),
        (f"add --json {odd}", 1),
        (f"--library {odd} config --json", 0),
        ("backup '~nobody-here/x'", 1),
    ):
        done = run(tmp_path, f'"$PY" -m tui {command}')
        assert done.returncode == status, (command, done.stderr)
        assert done.stderr.count(b"\n") == status, (command, done.stderr)
        if "--json" in command:
            json.loads(done.stdout)
    assert "a\ufffdb" in run(tmp_path, '"$PY" -m tui feed list').stdout.decode()


def test_wrong_usage_makes_no_library(tmp_path: Path) -> None:
    for command in ("feed rule", "feed rule '' --skip", "feed rule --skip", "export -o ''", "backup ''"):
        done = run(tmp_path, f'"$PY" -m tui {command}')
        assert done.returncode == 2, command
        assert not (tmp_path / "l.db").exists(), command


@pytest.mark.parametrize("command", ["add", "analyze", "judge", "import", "later", "feed import"])
def test_an_empty_name_is_said(tmp_path: Path, command: str) -> None:
    done = run(tmp_path, f'"$PY" -m tui {command} ""')
    assert done.returncode == 1
    assert done.stderr.decode() == "An empty name is not the name of a file.\n"


@pytest.mark.parametrize("command", ["analyze", "later --no-fetch", "feed import", "judge"])
def test_standard_input_has_a_name(tmp_path: Path, command: str) -> None:
    given = {
        "analyze": "The mayor said that it will rain.",
        "later --no-fetch": '<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF="https://example.org/a">A</A></DL>',
        "feed import": '<opml version="2.0"><body><outline xmlUrl="https://example.org/feed"/></body></opml>',
        "judge": '{"claim": "It is open.", "evidence": "It is shut."}',
    }[command]
    (tmp_path / "given").write_text(given, encoding="utf-8")
    done = run(tmp_path, f'"$PY" -m tui {command} - <given')
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout
    assert run(tmp_path, f'"$PY" -m tui {command} - <&-').returncode == 1


def test_an_interrupt_at_any_moment_is_no_traceback(tmp_path: Path) -> None:
    """While modules are imported, too."""
    interrupted = """
import builtins, sys
from tui.__main__ import main
module, real = sys.argv[1], builtins.__import__
def importing(name, *rest, **more):
    if name == module:
        raise KeyboardInterrupt
    return real(name, *rest, **more)
builtins.__import__ = importing
sys.argv = ["counterpoint", "list"]
main()
"""
    (tmp_path / "interrupted.py").write_text(interrupted, encoding="utf-8")
    for module in ("click", "tui.config", "tui.workflows.seeding"):
        done = run(tmp_path, f'"$PY" interrupted.py {module}')
        assert (done.returncode, done.stderr[:9]) == (130, b"\nStopped;"), module


@pytest.mark.skipif(sys.platform != "linux", reason="the bound on memory holds on Linux only")
def test_too_little_memory_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The council said it will build a pool.\n" * 900_000, encoding="utf-8")
    done = run(tmp_path, 'ulimit -v 250000; exec "$PY" -m tui analyze a.txt')
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"There is not enough memory for this; what was done before stays.\n"
