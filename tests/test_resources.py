"""What ships with the app is found from a checkout and from a wheel."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tui import resources

ROOT = Path(__file__).parent.parent


def test_from_here() -> None:
    assert resources.data_path().is_dir()
    assert [path.suffix for path in resources.seed_files()] == [".txt"]
    samples = resources.sample_files()
    assert 6 <= len(samples) <= 10
    assert all(path.read_text(encoding="utf-8").startswith("---\n") for path in samples)
    assert resources.read_text(f"articles/{samples[0].name}")
    assert resources.names("articles", ".md") == [f"articles/{path.name}" for path in samples]
    assert resources.names("no-such-folder") == []


@pytest.mark.parametrize("name", ["../pyproject.toml", "/etc/passwd", "articles/../../README.md"])
def test_no_way_out_of_the_data(name: str) -> None:
    with pytest.raises(ValueError, match="not a name inside"):
        resources.data_path(name)


def test_a_missing_file_is_one_sentence() -> None:
    with pytest.raises(resources.MissingResource, match=r"data/none\.txt"):
        resources.read_text("none.txt")


def installed(folder: Path, *, bundled: bool) -> subprocess.CompletedProcess[str]:
    """Ask a copy of the package, laid out as a wheel installs it, for its seed and a text."""
    shutil.copytree(ROOT / "tui", folder / "tui", ignore=shutil.ignore_patterns("__pycache__"))
    if bundled:
        wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
        for source, target in wheel["targets"]["wheel"]["force-include"].items():
            shutil.copytree(ROOT / source, folder / target)
    script = "from tui import resources as r; print(r.seed_files()[0], r.sample_files()[0], r.data_path())"
    return subprocess.run(
        [sys.executable, "-P", "-c", script],
        cwd=folder,
        env={"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_from_a_wheel(tmp_path: Path) -> None:
    done = installed(tmp_path, bundled=True)
    assert done.returncode == 0, done.stderr
    assert all(path.startswith(str(tmp_path / "tui" / "_bundled")) for path in done.stdout.split())


def test_an_install_without_its_data_says_so(tmp_path: Path) -> None:
    done = installed(tmp_path, bundled=False)
    assert done.returncode == 1
    assert "folder “seeds” is missing" in done.stderr
