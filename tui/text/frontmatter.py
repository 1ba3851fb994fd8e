"""The YAML block between two `---` lines at the head of a text."""

from __future__ import annotations

import re
from datetime import datetime

import yaml
from msgspec import Struct, field

MAX_CHARACTERS = 65_536
"""A longer block is text, not front matter."""

MAX_DEPTH = 32
"""The deepest nesting that is read as YAML: its scanner takes the square of the depth."""

_FENCE = re.compile(r"(?m)^(?:---|\.\.\.)[ \t]*$")
_OPEN = re.compile(r"---[ \t]*\n")
_PAIR = re.compile(r"([A-Za-z_][\w-]{0,40})[ \t]*:(?:[ \t]+(.*))?$")

_OPENING = (
    yaml.BlockMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.FlowSequenceStartToken,
)
_CLOSING = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)


def split(raw: str) -> tuple[dict[str, object], str]:
    """Front matter of the clean text `raw`, and the text after it; `({}, raw)` where there is none.

    Values are strings, or lists and dicts of them: nothing is guessed (a date stays as it was written). A block that is
    not YAML but plainly `key: value` lines (a title with a colon in it) is read line by line. Any other block is no
    front matter and stays in the text, so that nothing is lost. One that nests more than `MAX_DEPTH` deep is not YAML.
    """
    head = _OPEN.match(raw)
    if not head:
        return {}, raw
    tail = _FENCE.search(raw, head.end(), head.end() + MAX_CHARACTERS)
    if not tail:
        return {}, raw
    block = raw[head.end() : tail.start()]
    found = _yaml(block)
    if found is None:
        found = _lines(block)
    if found is None:
        return {}, raw
    return found, raw[tail.end() :].removeprefix("\n")


def _yaml(block: str) -> dict[str, object] | None:
    try:
        depth = 0
        for token in yaml.scan(block, Loader=yaml.BaseLoader):
            # Anchors and aliases let a kilobyte stand for gigabytes; no front matter needs them.
            if isinstance(token, (yaml.AliasToken, yaml.AnchorToken, yaml.TagToken)):
                return None
            depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
            if depth > MAX_DEPTH:
                return None
        found = yaml.load(block, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found):
        return None
    return found


def _lines(block: str) -> dict[str, object] | None:
    found: dict[str, object] = {}
    for line in block.split("\n"):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        pair = _PAIR.match(line)
        if not pair:
            return None
        found[pair[1]] = (pair[2] or "").strip().strip("\"'")
    return found or None


class Metadata(Struct):
    """What front matter says, sorted into what a document knows and the rest."""

    title: str | None = None
    source: str | None = None
    url: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    extra: dict[str, object] = field(default_factory=dict)


_KNOWN = ("title", "source", "url", "author", "published", "language")
_OTHER_NAMES = (("published", "date"), ("language", "lang"), ("author", "authors"), ("url", "link"))


def metadata(found: dict[str, object]) -> Metadata:
    """`found` sorted: known keys in any letter case; `date`, `lang`, `authors` and `link` where theirs is missing.

    `tags` is a list, or names with commas between them.
    """
    known: dict[str, str] = {}
    tags: tuple[str, ...] = ()
    extra: dict[str, object] = {}
    for key, value in found.items():
        name = key.lower()
        line = _one_line(value)
        if name in _KNOWN and name not in known and line is not None and _fits(name, value, line):
            known[name] = line
        elif name == "tags" and not tags and line is not None:
            listed = value if isinstance(value, list) else line.split(",")
            tags = tuple(dict.fromkeys(tag for item in listed if (tag := " ".join(str(item).split()))))
        else:
            extra[key] = value
    folded = {key.lower(): value for key, value in extra.items()}
    for name, other in _OTHER_NAMES:
        if not known.get(name) and other in folded:
            line = _one_line(folded[other]) or ""
            known[name] = line if _fits(name, folded[other], line) else ""
    if not known.get("url") and re.match(r"https?://\S+$", known.get("source", "")):
        known["url"] = known["source"]
    kept = {name: line for name, line in known.items() if line}
    if "language" in kept:
        kept["language"] = kept["language"].replace("_", "-").lower()
    return Metadata(tags=tags, extra=extra, **kept)


def is_date(given: str) -> bool:
    """Is this a year, a month or a day, as ISO 8601 writes them, with or without a time?"""
    try:
        datetime.fromisoformat(given + "0001-01-01"[len(given) :])
    except ValueError:
        return False
    return re.match(r"\d{4}(-\d\d(-\d\d([T ].*)?)?)?$", given) is not None


def _fits(name: str, value: object, line: str) -> bool:
    """Can the field hold this? Of lists only the authors; what does not fit stays with the other keys."""
    if name == "published":
        return not line or is_date(line)
    return name == "author" or isinstance(value, str)


def _one_line(value: object) -> str | None:
    """A string on one line; a list of strings joined; None for anything else."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return ", ".join(" ".join(item.split()) for item in value)
    return None
