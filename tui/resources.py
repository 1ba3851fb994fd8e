"""Where the files that ship with the app are: sample articles, lexicons, schema, weights, the seed article.

A wheel carries `data/` and `seeds/` inside the package, as `tui/_bundled/data` and `tui/_bundled/seeds`; a checkout and
an editable install have them beside the package. This module is the only one that knows the difference.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path, PurePosixPath

from tui.text.errors import CounterpointError

_PACKAGE = Path(__file__).resolve().parent


class MissingResource(CounterpointError):
    """A file that ships with the app is not where it should be."""


@cache
def _folder(name: str) -> Path:
    """The folder `data` or `seeds`, bundled first, then beside the package."""
    for folder in (_PACKAGE / "_bundled" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise MissingResource(f"The app's folder “{name}” is missing; install counterpoint again.")


def data_path(name: str = "") -> Path:
    """The path of a file or folder in `data/`, such as `lexicon/en`; it need not exist.

    Raises:
        ValueError: `name` is absolute or leads out of `data/`.
        MissingResource: the app was installed without its data.
    """
    relative = PurePosixPath(name)
    if relative.is_absolute() or ".." in relative.parts:
        raise ValueError(f"not a name inside data/: {name!r}")
    return _folder("data").joinpath(*relative.parts)


def read_bytes(name: str) -> bytes:
    """The bytes of the file `name` in `data/`.

    Raises:
        MissingResource: there is no such file.
    """
    try:
        return data_path(name).read_bytes()
    except OSError as error:
        raise MissingResource(f"The app's file “data/{name}” is missing; install counterpoint again.") from error


def read_text(name: str) -> str:
    """The text (UTF-8) of the file `name` in `data/`, such as `lexicon/en/cues.txt`.

    Raises:
        MissingResource: there is no such file.
    """
    return read_bytes(name).decode("utf-8")


def names(folder: str, suffix: str = "") -> list[str]:
    """The names, for `read_text`, of the files in a folder of `data/` that end in `suffix`, sorted."""
    path = data_path(folder)
    if not path.is_dir():
        return []
    return sorted(
        f"{folder}/{file.name}" if folder else file.name
        for file in path.iterdir()
        if file.is_file() and file.name.endswith(suffix) and not file.name.startswith(".")
    )


def seed_files() -> list[Path]:
    """The seed articles, sorted by name."""
    return sorted(file for file in _folder("seeds").iterdir() if file.is_file() and not file.name.startswith("."))


def sample_files() -> list[Path]:
    """The sample articles in `data/articles`, sorted by name; none before there are any."""
    return [data_path(name) for name in names("articles", ".md")]
