"""From what a person types to a full-text query that cannot be a syntax error.

`"two words"` is a phrase, `word*` a prefix, anything else words that must all be there. FTS5's own operators are never
reached: every piece goes in as a quoted string.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from tui.library.segment import runs

_PIECE = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»](\*?)|(\S+)')
_TOKENS = 64
"""More words than this in one query are cut off: nobody types them."""


def everything(text: str) -> bool:
    """Is there nothing to look for, so that the filter lets everything through?"""
    return not text.strip()


def match_expression(text: str, *, prefix: bool = False) -> str | None:
    """The FTS5 expression for a query; None when it holds nothing that the index could hold.

    With `prefix` the last word also matches words that begin with it, as for a filter while one types.
    """
    return " AND ".join(pieces(text, prefix=prefix)) or None


def pieces(text: str, *, prefix: bool = False) -> list[str]:
    """The expressions, one for each word or phrase, that must all hold."""
    found: list[tuple[str, bool]] = []
    for match in _PIECE.finditer(text[:4000]):
        phrase, star, word = match.groups()
        if word is None:
            found.append((phrase, bool(star)))
        else:
            found.append((word.rstrip("*"), word.endswith("*")))
    expressions: list[str] = []
    last = len(found) - 1
    for i, (piece, starred) in enumerate(found[:_TOKENS]):
        open_end = starred or (prefix and i == last and not text[-1:].isspace() and text[-1:] not in '"”»')
        if made := _phrase(piece, open_end):
            expressions.append(made)
    return list(dict.fromkeys(expressions))


def any_of(terms: Iterable[str]) -> str | None:
    """The FTS5 expression for passages that hold any of these words or phrases; None when there is none."""
    made = [phrase for term in list(terms)[:_TOKENS] if (phrase := _phrase(term, False))]
    return " OR ".join(dict.fromkeys(made)) or None


def index_tokens(text: str) -> list[str]:
    """A phrase as the index spells its words: case folded, without diacritics."""
    folded = unicodedata.normalize("NFD", " ".join(_tokens(text)[0]))
    return "".join(c for c in folded if not 0x300 <= ord(c) <= 0x331).lower().split()


def _phrase(text: str, open_end: bool) -> str | None:
    tokens, ends_in_run = _tokens(text)
    if not tokens:
        return None
    # A run at the end of the phrase may go on in the text, so its last character stands for itself only as a prefix.
    star = "*" if open_end or (ends_in_run and len(tokens[-1]) == 1) else ""
    return '"' + " ".join(tokens) + '"' + star


def _tokens(text: str) -> tuple[list[str], bool]:
    """The index's own tokens of a phrase, and whether it ends inside a run of characters without spaces."""
    tokens: list[str] = []
    place = 0
    ends_in_run = False
    found: Sequence[re.Match[str]] = list(runs().finditer(text))
    for match in found:
        tokens += _words(text[place : match.start()])
        run = match.group()
        pairs = [run[i : i + 2] for i in range(len(run) - 1)]
        ends_in_run = match is found[-1] and not _words(text[match.end() :])
        tokens += pairs if ends_in_run and pairs else [*pairs, run[-1]]
        place = match.end()
    tail = _words(text[place:])
    tokens += tail
    return tokens[:_TOKENS], ends_in_run and not tail


def _words(text: str) -> list[str]:
    words: list[str] = []
    current = ""
    for character in text:
        if _is_token(character):
            current += character
        elif current:
            words.append(current)
            current = ""
    if current:
        words.append(current)
    return words


def _is_token(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LN" or category in ("Co", "Mn", "Mc")
