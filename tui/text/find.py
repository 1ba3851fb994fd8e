"""Find in the article: the logical text, so that a phrase broken over two lines is found."""

from __future__ import annotations

from typing import Literal

import regex

from tui.text.errors import CounterpointError
from tui.text.spans import Span

Case = Literal["smart", "match", "ignore"]
TIMEOUT = 0.5
"""How long one search may take, in seconds: an expression can be written that never ends."""
_ALIKE = {character: f"[{alike}]" for alike in ("'‘’‛ʼ", '"“”„‟', "-‐‑‒–—") for character in alike}
_BLANK = regex.compile(r"\s+")


def find(text: str, pattern: str, *, regexp: bool = False, case: Case = "smart", limit: int = 10_000) -> list[Span]:
    """Where `pattern` occurs in `text`, in order, not overlapping, at most `limit` times; empty matches left out.

    White space in a pattern that is no expression matches any run of white space, line feeds included; its quotation
    marks and dashes match those of another shape. `smart` case: letters match in any case unless the pattern has a
    capital. Raises CounterpointError for an expression that is wrong, or that takes too long.
    """
    if not pattern.strip() or limit <= 0:
        return []
    flags = regex.VERSION0 | regex.MULTILINE
    capital = any(character.isupper() for character in (_without_escapes(pattern) if regexp else pattern))
    if case == "ignore" or (case == "smart" and not capital):
        flags |= regex.IGNORECASE
    found: list[Span] = []
    try:
        for match in regex.compile(pattern if regexp else _literal(pattern), flags).finditer(text, timeout=TIMEOUT):
            if match.end() > match.start():
                found.append(Span(match.start(), match.end()))
                if len(found) >= limit:
                    break
    except regex.error as error:
        raise CounterpointError(f"This is not a regular expression: {str(error).partition(chr(10))[0]}.") from None
    except TimeoutError:
        raise CounterpointError("The expression takes too long on this article; make it simpler.") from None
    except (RecursionError, MemoryError, OverflowError):
        raise CounterpointError("The expression is too large.") from None
    return found


def _without_escapes(pattern: str) -> str:
    r"""`pattern` without `\S`, `\W`, `\P{Lu}`: their capitals say nothing about case."""
    return regex.sub(r"\\(?:[pP]\{[^}]*\}|.)", "", pattern)


def _literal(pattern: str) -> str:
    # Possessive, and from the beginning of a run only: a megabyte of spaces must not take a square of its length.
    parts = [
        "".join(_ALIKE.get(character) or regex.escape(character) for character in part)
        for part in _BLANK.split(pattern)
    ]
    head, *rest = parts
    return r"\s++".join([head or r"(?<!\s)", *rest]) if rest else head
