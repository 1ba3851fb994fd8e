"""The real program, in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
ROOT = str(Path(__file__).parents[2])


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG") if name in os.environ}
    (tmp_path / "config.toml").write_text('creator = "Ada"\n', encoding="utf-8")
    return {
        **kept,
        "HOME": str(tmp_path / "home"),
        "COUNTERPOINT_LIBRARY": str(tmp_path / "library.db"),
        "COUNTERPOINT_CONFIG": str(tmp_path / "config.toml"),
        "PYTHONIOENCODING": "utf-8",
    }


@pytest.fixture
def run(tmp_path: Path, environment: dict[str, str]) -> Run:
    def runner(
        *arguments: str, status: int = 0, input: str | None = None, prefix: list[str] | None = None, **more: str
    ) -> Any:
        done = subprocess.run(
            [*(prefix or []), sys.executable, "-m", "tui", *arguments],
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            env={**environment, "PYTHONPATH": ROOT, **more},
            input=input,
            timeout=60,
        )
        assert done.returncode == status, done.stderr
        assert "Traceback" not in done.stderr
        return done

    return runner


@pytest.fixture
def unprivileged() -> list[str]:
    """What to put before a command so that the modes of files hold for it, also when root runs the tests."""
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("root may read everything, and there is no setpriv to change that")
    return [setpriv, "--bounding-set=-dac_override,-dac_read_search,-fowner", "--"]
