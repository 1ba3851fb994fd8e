"""Markdown, ready for Obsidian: a note for each article, with its quotations as blocks and links between them.

In a folder a link names the note and the block (`[[Note#^block]]`); in one file the block alone.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from tui.exchange.plain import blocks, one_line, own_name, tame
from tui.exchange.view import Object, Pair, Stand, View, address, publication, quote

_MARKS: Final = re.compile(r"([\\`*_{}\[\]<>#|~$^=%!&])")
_STARTS: Final = re.compile(r"(?m)^(\s*)([+]|-+|\d+[.)])(?=\s|$)")
"""What begins an item of a list, draws a line, or makes a heading of the line before."""
_HEADING: Final = re.compile(r"(?m)^(#{1,4} )")
_BLOCK: Final = re.compile(r"[^A-Za-z0-9-]")
_ACTIVE: Final = {
    "contradicts": ("contradicts", "contradicted by"),
    "weakens": ("weakens", "weakened by"),
    "qualifies": ("qualifies", "qualified by"),
    "supports": ("supports", "supported by"),
    "updates": ("updates", "updated by"),
}
Link = Callable[[Object], str]


def write(view: View) -> Iterator[bytes]:
    """All notes in one file."""

    def link(annotation: Object) -> str:
        return f"#^{_block(annotation)}"

    return blocks(_notes(view, link))


def _notes(view: View, link: Link) -> Iterator[str]:
    for number, article in enumerate(view.articles()):
        if number:
            yield "\n"
        yield from _note(view, article, link, front=False)


def files(view: View) -> Iterator[tuple[str, Iterator[bytes]]]:
    """A note for each article."""
    taken: set[str] = set()
    names = {article["id"]: own_name(f"{_title(article)}.md", taken) for article in view.articles()}

    def link(annotation: Object) -> str:
        name = names.get(annotation["targets"][0]["article"])
        if name is None:  # an article that was not asked for
            return ""
        return f"{name.removesuffix('.md')}#^{_block(annotation)}"

    for article in view.articles():
        yield names[article["id"]], blocks(_note(view, article, link, front=True))


def _note(view: View, article: Object, link: Link, *, front: bool) -> Iterator[str]:
    if front:
        yield _front(article)
    yield f"# {escape(_title(article))}\n\n"
    about = [article["author"], publication(article), article["published"]]
    line = " · ".join(escape(one_line(part)) for part in about if part)
    url = address(article)
    if url:
        line = " · ".join(filter(None, [line, f"<{_plain_url(url)}>"]))
    if line:
        yield f"{line}\n\n"
    newest = article["versions"][-1]
    starts = [paragraph["start"] for paragraph in newest["paragraphs"]]
    for stand in view.standing(newest["id"]):
        place = ""
        if not stand.spans:
            place = "not found in the newest version"
        elif starts:
            place = f"paragraph {bisect_right(starts, stand.spans[0][0])}"
        yield _entry(stand, place, link)


def _entry(stand: Stand, place: str, link: Link) -> str:
    one = stand.annotation
    said = one["claim"] or {}
    head = one["kind"].capitalize()
    if said.get("kind"):
        head = f"{head}: {said['kind']}"
    who = one_line(said.get("claimant") or "")
    if who:
        speaker = one_line(said.get("speaker") or "")
        head = f"{head} by {escape(who)}" + (f" (said by {escape(speaker)})" if speaker else "")
    parts = [f"## {head}\n\n"]
    for part in one["targets"]:
        parts += [f"> {escape(line.strip())}\n" for line in tame(part["exact"]).split("\n")]
    parts.append(f"\n^{_block(one)}\n\n")
    colour = f"{one['colour']} highlight" if one["colour"] else ""
    tags = " ".join([f"#{_tag(tag)}" for tag in one["tags"]])
    if line := " · ".join(filter(None, [place, colour, tags])):
        parts.append(f"{line}\n\n")
    if one["body"]:
        # The reader's own headings stand below those of the note.
        parts.append(_HEADING.sub(r"##\1", tame(one["body"]).strip()) + "\n\n")
    if stand.pairs:
        parts.append("\n".join([_link(one, pair, link) for pair in stand.pairs]) + "\n\n")
    return "".join(parts)


def _link(one: Object, pair: Pair, link: Link) -> str:
    active, passive = _ACTIVE[pair.relation["relation"]]
    here_is_claim = pair.claim["id"] == one["id"]
    other = pair.evidence if here_is_claim else pair.claim
    words = one_line(quote(other))
    words = words if len(words) <= 120 else f"{words[:119].rstrip()}…"
    # Inside a link the marks of links themselves cannot be escaped.
    shown = re.sub(r"[\[\]|]", " ", words)
    target = link(other)
    made = f"[[{target}|“{shown}”]]" if target else f"“{escape(words)}”"
    note = one_line(pair.relation["note"])
    return f"- **{passive if here_is_claim else active}** {made}" + (f" — {escape(note)}" if note else "")


def _front(article: Object) -> str:
    """YAML front matter; strings as JSON has them, which YAML reads the same."""
    url = address(article)
    fields = {
        "title": _title(article),
        "author": article["author"],
        "source": publication(article),
        "url": url,
        "published": article["published"],
        "language": article["language"],
        "tags": [_tag(tag) for tag in article["tags"]] or None,
        "counterpoint": article["id"],
    }
    lines = [f"{name}: {_yaml(value)}" for name, value in fields.items() if value]
    return "---\n" + "\n".join(lines) + "\n---\n\n"


def _yaml(value: object) -> str:
    return json.dumps([tame(one) for one in value] if isinstance(value, list) else tame(str(value)), ensure_ascii=False)


def _title(article: Object) -> str:
    return one_line(article["title"]) or "Untitled"


def _block(annotation: Object) -> str:
    return _BLOCK.sub("-", annotation["id"])


@lru_cache(maxsize=1024)
def _tag(tag: str) -> str:
    """A tag as Obsidian takes it: letters, digits, _, - and /; not digits alone."""
    made = re.sub(r"[^\w/-]+", "-", tag).strip("-/") or "tag"
    return f"{made}-" if made.isdigit() else made


def _plain_url(url: str) -> str:
    return re.sub(r"[<>\s\x00-\x1f\x7f]", lambda match: f"%{ord(match[0]):02X}", tame(url))


def escape(text: str) -> str:
    """Text in which no character is Markdown, nor HTML."""
    return _STARTS.sub(lambda match: f"{match[1]}{match[2][:-1]}\\{match[2][-1]}", _MARKS.sub(r"\\\1", text))
