"""Argdown (https://argdown.org/syntax): a statement for each claim on which evidence bears, the evidence below it.

`><` stands for contradicts, `-` for weakens, `+` for supports. Argdown has no word for qualifies and updates: they are
comments.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from tui.exchange.plain import blocks, one_line
from tui.exchange.view import Object, Pair, View, address, quote

_MARKS: Final = {"contradicts": "><", "weakens": "-", "supports": "+"}
_BRACES: Final = {ord("{"): "(", ord("}"): ")"}
_SPECIAL: Final = re.compile(r"([\\\[\](){}<>#@*_/:~|=+-])")


def write(view: View) -> Iterator[bytes]:
    """The argument map as one document."""
    return blocks(_lines(view))


def _lines(view: View) -> Iterator[str]:
    pairs: dict[str, list[Pair]] = {}
    for pair in view.pairs():
        pairs.setdefault(pair.claim["id"], []).append(pair)
    names: dict[str, str] = {}
    yield f"===\ntitle: Claims and their evidence\ndate: {view.exported_at[:10]}\n===\n"
    for found in pairs.values():
        yield f"\n{_statement(view, found[0].claim, names, 'C')}\n"
        for pair in found:
            relation = pair.relation["relation"]
            said = _statement(view, pair.evidence, names, "E")
            note = one_line(pair.relation["note"])
            if mark := _MARKS.get(relation):
                yield f"    {mark} {said}\n"
            else:
                # A comment ends with its line, and holds nothing that is read.
                yield f"    // {relation}: {said}\n"
            if note:
                yield f"        // {note}\n"


def _statement(view: View, one: Object, names: dict[str, str], letter: str) -> str:
    """A statement in full the first time, its name alone after that."""
    if one["id"] in names:
        return f"[{names[one['id']]}]"
    name = names[one["id"]] = f"{letter}{len(names) + 1}"
    article = view.article(one["targets"][0]["article"]) or {}
    said = one["claim"] or {}
    data = {
        "claimant": said.get("claimant"),
        "speaker": said.get("speaker"),
        "kind": said.get("kind"),
        "article": article.get("title"),
        "published": article.get("published"),
        "url": address(article),
    }
    # JSON in one line is YAML, which is what stands between braces.
    # The first closing brace ends it, wherever it stands.
    known = {key: one_line(value).translate(_BRACES) for key, value in data.items() if value}
    written = ", ".join(f"{key}: {json.dumps(value)}" for key, value in known.items())
    text = _SPECIAL.sub(r"\\\1", one_line(quote(one)))
    return f"[{name}]: {text}" + (f" {{{written}}}" if written else "")
