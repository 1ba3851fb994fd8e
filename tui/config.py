"""The reader's settings: `config.toml`, read once at the start and handed on as a value."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from os import environ as os_environ
from pathlib import Path
from typing import Any

import platformdirs
from msgspec import Struct, field
from msgspec.structs import replace

from tui.actions import BY_NAME
from tui.keymap import Keymap, normal_key, shown_key

THEMES = ("counterpoint-dark", "counterpoint-contrast", "counterpoint-paper", "counterpoint-ansi")
"""The names of the app's themes; the first is the default where the terminal has more than 16 colours."""
MEASURES = range(20, 201)
"""The text measures that can be set, in terminal cells."""
LARGEST = 1_000_000
"""Bytes of a configuration that are read."""


class Config(Struct, frozen=True):
    """What the reader has set."""

    creator: str = ""
    """The name that stands in the reader's annotations."""
    theme: str = ""
    """One of `THEMES`; empty takes the one for the colours that the terminal has."""
    measure: int = 72
    """Cells a line of text."""
    copy_command: str = ""
    """A command that takes what is copied on standard input; empty asks the terminal's clipboard."""
    editor: str = ""
    """The command that edits notes; empty takes $VISUAL or $EDITOR."""
    library: str = ""
    """The library file; empty means the platform's data directory."""
    nli_model: str = ""
    """The model of inference that `--nli` asks: a folder, or OWNER/NAME of one that `counterpoint model get` fetched."""
    llm_model: str = ""
    """The language model that `--llm` asks: a name of the library `llm`, or of the server at `llm_address`."""
    llm_address: str = ""
    """An OpenAI-compatible address, such as http://localhost:11434/v1; empty asks the library `llm`."""
    llm_price_in: float = 0.0
    """What a million tokens cost that are sent, in the reader's currency; 0 where that is not known."""
    llm_price_out: float = 0.0
    """The same for those that are answered."""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Remapped actions: name to Textual key names. Actions that are not here keep their default keys."""

    @property
    def keymap(self) -> Keymap:
        return Keymap(self.keys)


class Loaded(Struct, frozen=True):
    """A configuration as read, with a sentence for each entry that could not be taken."""

    config: Config
    problems: list[str]
    path: Path
    """Where it was looked for; the file need not exist."""


def config_path(environ: Mapping[str, str] = os_environ) -> Path:
    """Where the configuration is looked for: COUNTERPOINT_CONFIG, else the platform's configuration directory."""
    named = environ.get("COUNTERPOINT_CONFIG")
    return _at_home(named) if named else platformdirs.user_config_path("counterpoint") / "config.toml"


def library_path(given: str | Path | None, environ: Mapping[str, str], config: Config) -> Path:
    """The library file: `--library`, else COUNTERPOINT_LIBRARY, else the configuration, else the platform's place."""
    named = given or environ.get("COUNTERPOINT_LIBRARY") or config.library
    return _at_home(named) if named else platformdirs.user_data_path("counterpoint") / "library.db"


def _at_home(named: str | Path) -> Path:
    """With `~` and `~name` as the folders they stand for; as it is where nobody goes by that name."""
    try:
        return Path(named).expanduser()
    except RuntimeError:
        return Path(named)


def load(path: Path | None = None, environ: Mapping[str, str] = os_environ) -> Loaded:
    """Read the configuration. Never fails: what is wrong becomes a sentence, and the default stands in its place."""
    asked_for = path is not None or bool(environ.get("COUNTERPOINT_CONFIG"))
    path = path or config_path(environ)
    try:
        text = _bytes_of(path).decode("utf-8-sig")
    except FileNotFoundError:
        problems = [f"{path}: there is no such file; the defaults stand."] if asked_for else []
        return Loaded(Config(), problems, path)
    except OSError as error:
        return Loaded(Config(), [f"{path} cannot be read ({error.strerror or error}); the defaults stand."], path)
    except UnicodeDecodeError:
        return Loaded(Config(), [f"{path} is not UTF-8 text; the defaults stand."], path)
    import tomllib  # Here, because most starts have nothing for it to read.

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Loaded(Config(), [f"{path} is not valid TOML ({error}); the defaults stand."], path)
    except RecursionError:
        return Loaded(Config(), [f"{path} is nested too deeply; the defaults stand."], path)
    except ValueError:  # a number of thousands of digits
        return Loaded(Config(), [f"{path} holds a value that cannot be read; the defaults stand."], path)
    config, problems = read(table)
    return Loaded(config, [f"{path}: {problem}" for problem in problems], path)


def _bytes_of(path: Path) -> bytes:
    """What is in the file. Raises OSError for what is no file, or too large for a configuration."""
    # Opened without waiting: a pipe would block the start for ever, a device never end.
    with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError("it is not a file")
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise OSError(f"it is larger than {LARGEST // 1_000_000} MB")
    return data


def read(table: Mapping[str, Any]) -> tuple[Config, list[str]]:
    """A configuration from a parsed TOML table, with a sentence for each wrong entry."""
    problems: list[str] = []
    config = Config()
    for key, value in table.items():
        if key == "keys":
            continue
        check = _SETTINGS.get(key)
        if check is None:
            problems.append(
                f"[{key}] is not a table of the configuration; it is passed over."
                if isinstance(value, dict)
                else f"“{key}” is not a setting; it is passed over."
            )
        elif wrong := check(value):
            problems.append(f"“{key}” {wrong}; the default{_shown(getattr(config, key))} stands.")
        else:
            config = replace(config, **{key: value})
    keys = table.get("keys", {})
    if not isinstance(keys, dict):
        problems.append("“keys” must be a table, [keys]; the default keys stand.")
    else:
        own, wrong_keys = _read_keys(keys)
        problems += wrong_keys
        config = replace(config, keys=own)
    return config, problems


def _text(value: object) -> str:
    if not isinstance(value, str):
        return "must be text in quotes"
    return "holds a character that no text has (U+0000)" if "\0" in value else ""


def _theme(value: object) -> str:
    return "" if value in THEMES else f"must be one of {', '.join(THEMES)}"


def _measure(value: object) -> str:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return "" if whole and value in MEASURES else f"must be a whole number from {MEASURES[0]} to {MEASURES[-1]}"


def _price(value: object) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return "" if number and 0 <= value <= 1_000_000 else "must be a number from 0 to 1000000"  # type: ignore[operator]


_SETTINGS: dict[str, Callable[[object], str]] = {
    "creator": _text,
    "theme": _theme,
    "measure": _measure,
    "copy_command": _text,
    "editor": _text,
    "library": _text,
    "nli_model": _text,
    "llm_model": _text,
    "llm_address": _text,
    "llm_price_in": _price,
    "llm_price_out": _price,
}
"""What is wrong with a value, as a predicate of the sentence; empty when it is right."""


def _shown(value: object) -> str:
    return f" ({value})" if value != "" else ""


def _read_keys(table: Mapping[str, Any]) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """The table [keys], entry by entry; then entries go, the last first, until no key does two things at once."""
    own: dict[str, tuple[str, ...]] = {}
    problems: list[str] = []
    for name, value in table.items():
        if name not in BY_NAME:
            problems.append(f'[keys] "{name}" is not an action; `counterpoint keys` lists them.')
            continue
        taken = _key_names(name, value)
        if isinstance(taken, str):
            problems.append(f'[keys] "{name}" {taken}; {_default(name)}.')
        else:
            own[name] = taken
    order = list(own)
    while clashes := Keymap(own).clashes():
        key, first, second = clashes[0]
        loser = max((name for name in (first, second) if name in own), key=order.index)
        other = second if loser == first else first
        del own[loser]
        problems.append(f'[keys] "{loser}": {shown_key(key)} already does {other}; {_default(loser)}.')
    return own, problems


def _key_names(name: str, value: object) -> tuple[str, ...] | str:
    """The keys of one entry, or what is wrong with it."""
    keys = [value] if isinstance(value, str) else value
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        return "must be a key or a list of keys in quotes"
    names: dict[str, None] = {}
    for key in keys:
        normal = normal_key(key)
        if normal is None:
            return f"names “{key}”, which is not a key"
        if normal.isdecimal() and BY_NAME[name].context in ("reader", "pair"):
            return f"names “{key}”, but digits are the count before a command there"
        names[normal] = None
    return tuple(names)


def _default(name: str) -> str:
    keys = Keymap().all_shown(name)
    return f"the default ({keys}) stands"
