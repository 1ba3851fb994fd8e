"""Ask: what in the library speaks against a sentence, and what for it. And the engine as a filter for pairs of others."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tui import engine
from tui.engine import types
from tui.library.connection import Library
from tui.text.errors import CounterpointError
from tui.workflows.analysis import library_candidates, plain_reasons, reason_object
from tui.workflows.lookup import Lookup

Json = dict[str, Any]
LONGEST_LINE = 4_000_000
"""Characters of one line of pairs; a longer one is no pair."""


def against(lib: Library, sentence: str, *, limit: int = 20) -> list[Json]:
    """The evidence in the library that bears on a sentence, counter-evidence first: evidence objects with `n` and `title`.

    Raises CounterpointError when there is nothing to ask.
    """
    if not sentence.strip():
        raise CounterpointError("There is nothing to ask; give a sentence.")
    lookup = Lookup(lib)
    met: dict[str, types.Article] = {}
    _, found = engine.against(sentence, library_candidates(lookup, met, {}), limit=limit)
    return [_evidence_json(lookup, met, evidence) for evidence in found]


def _evidence_json(lookup: Lookup, met: dict[str, types.Article], evidence: types.Evidence) -> Json:
    article = lookup.article(evidence.article)
    return {
        "n": article.n if article else None,
        "title": met[evidence.article].title,
        "start": evidence.span.start,
        "end": evidence.span.end,
        "text": evidence.text,
        "paragraph": evidence.paragraph,
        "relation": evidence.relation,
        "score": evidence.score,
        "reasons": plain_reasons(map(reason_object, evidence.reasons)),
    }


def judge_lines(lines: Iterable[bytes], fail: Callable[[int, str], None]) -> Iterator[bytes]:
    """Each line of JSON with `claim` and `evidence`, written back with `scores` and `reasons`.

    A line that is no such object goes to `fail` with its 1-based number and is left out; empty lines are passed over.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            pair = _read_pair(line if number > 1 else line.removeprefix(b"\xef\xbb\xbf"))
        except CounterpointError as error:
            fail(number, str(error))
            continue
        judged = engine.judge_pair(pair["claim"], pair["evidence"])
        pair["scores"] = judged.scores
        pair["reasons"] = plain_reasons(map(reason_object, judged.reasons))
        # Lone surrogates of the input leave as they came, escaped.
        try:
            yield json.dumps(pair, ensure_ascii=False, allow_nan=False).encode("utf-8") + b"\n"
        except UnicodeEncodeError:
            yield json.dumps(pair, allow_nan=False).encode("ascii") + b"\n"


def _no_number(text: str) -> float:
    raise CounterpointError(f"“{text}” is no number in JSON; write null or a number in its place.")


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise CounterpointError(f"“{text[:20]}” is too large a number; write null or a smaller one in its place.")
    return value


def _read_pair(line: bytes) -> Json:
    if len(line) > LONGEST_LINE:
        raise CounterpointError("The line is too long to be a pair.")
    try:
        pair = json.loads(line, parse_constant=_no_number, parse_float=_number)
    except (ValueError, RecursionError):
        raise CounterpointError("This is no JSON; each line needs an object with “claim” and “evidence”.") from None
    if not isinstance(pair, dict):
        raise CounterpointError("This is no object; each line needs one with “claim” and “evidence”.")
    for key in ("claim", "evidence"):
        if not isinstance(pair.get(key), str):
            raise CounterpointError(f"“{key}” is missing or no text; each line needs “claim” and “evidence” as texts.")
    return pair
