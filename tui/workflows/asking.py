"""Ask: what in the library speaks against a sentence, and what for it. And the engine as a filter for pairs of others."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BufferedReader
from itertools import islice
from typing import Any

from tui import engine
from tui.engine import types
from tui.engine.feature import Feature
from tui.exchange.jsontext import escape
from tui.library.connection import Library
from tui.text.errors import CounterpointError
from tui.text.intake import is_binary
from tui.workflows import browsing
from tui.workflows.analysis import analysis_key, library_candidates, plain_reasons, reason_object
from tui.workflows.learning import learned
from tui.workflows.lookup import Lookup
from tui.workflows.progress import Cancelled, never
from tui.workflows.views import EvidenceView

Json = dict[str, Any]
LONGEST_LINE = 4_000_000
"""Characters of one line of pairs; a longer one is no pair."""
_SAMPLE = 4096
BATCH = 64
"""Pairs that a scorer gets at once."""


def against(lib: Library, sentence: str, *, limit: int = 20, scorer: types.Scorer | None = None) -> list[Json]:
    """The evidence in the library that bears on a sentence, counter-evidence first: evidence objects with `n` and `title`.

    Raises CounterpointError when there is nothing to ask.
    """
    lookup = Lookup(lib)
    met: dict[str, types.Article] = {}
    found = _weighed(lookup, sentence, met, {}, limit, never, scorer)
    return [_evidence_json(lookup, met, evidence) for evidence in found]


def asked(lib: Library, sentence: str, *, limit: int = 60, cancelled: Cancelled = never) -> tuple[EvidenceView, ...]:
    """The same, as the screens show it.

    Raises CounterpointError when there is nothing to ask, CancelledError when stopped.
    """
    lookup = Lookup(lib)
    versions: dict[str, str] = {}
    found = _weighed(lookup, sentence, {}, versions, limit, cancelled)
    return tuple(
        EvidenceView(
            key=f"{place.version_id}:{place.span.start}:{place.span.end}",
            place=place,
            relation=one.relation,
            state="open",
            origin="engine",
            score=one.score,
            reasons=one.reasons,
        )
        for one in found
        if (place := lookup.place(one.article, versions[one.article], one.span)) is not None
    )


def state(lib: Library) -> str:
    """Changes when an answer may be another one: articles came or went, paragraphs were overruled, something was learned."""
    overruled = lib.conn.execute(
        "SELECT count(*), total(id), total(kind = 'furniture') FROM paragraph WHERE origin = 'reader'"
    )
    parts = (browsing.article_count(lib, browsing.ArticleQuery()), *overruled.fetchone())
    return "/".join((analysis_key(lib, ()), *map(str, parts)))


def _weighed(
    lookup: Lookup,
    sentence: str,
    met: dict[str, types.Article],
    versions: dict[str, str],
    limit: int,
    cancelled: Cancelled,
    scorer: types.Scorer | None = None,
) -> tuple[types.Evidence, ...]:
    if not sentence.strip():
        raise CounterpointError("There is nothing to ask; give a sentence.")
    candidates = library_candidates(lookup, met, versions, cancelled=cancelled)
    weights = learned(lookup.lib).weights
    return engine.against(sentence, candidates, limit=limit, learned=weights, scorer=scorer)[1]


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


def lines_of(stream: BufferedReader) -> Iterator[bytes]:
    """The lines of a stream, whatever stands in it: of one that is too long for a pair, as much as says so.

    Raises CounterpointError for binary data, and for what cannot be read.
    """
    if is_binary(_read(stream.peek, _SAMPLE)[:_SAMPLE]):
        raise CounterpointError("This is binary data; give lines of JSON.")
    goes_on = False
    while line := _read(stream.readline, LONGEST_LINE + 1):
        if not goes_on:
            yield line
        goes_on = len(line) > LONGEST_LINE and not line.endswith(b"\n")


def _read(read: Callable[[int], bytes], most: int) -> bytes:
    try:
        return read(most)
    except OSError as error:
        raise CounterpointError(f"It cannot be read ({(error.strerror or str(error)).lower()}).") from None


def judge_lines(
    lines: Iterable[bytes], fail: Callable[[int, str], None], scorer: types.Scorer | None = None
) -> Iterator[bytes]:
    """Each line of JSON with `claim` and `evidence`, written back with `scores` and `reasons`.

    A line that is no such object goes to `fail` with its 1-based number and is left out; empty lines are passed over.
    """
    pairs = _read_pairs(lines, fail)
    if scorer is None:
        for pair in pairs:
            yield _judged(pair, ())
        return
    while batch := list(islice(pairs, BATCH)):
        answers = scorer([(pair["evidence"], pair["claim"]) for pair in batch])
        whole = answers if len(answers) == len(batch) else [()] * len(batch)
        for pair, answer in zip(batch, whole, strict=True):
            yield _judged(pair, answer)


def _judged(pair: Json, inferred: Sequence[Feature]) -> bytes:
    judged = engine.judge_pair(pair["claim"], pair["evidence"], inferred=inferred)
    pair["scores"] = judged.scores
    pair["reasons"] = [{"kind": reason.kind, "text": reason.text} for reason in judged.reasons]
    # Lone surrogates of the input leave as they came, escaped.
    try:
        return escape(_ENCODER.encode(pair).encode("utf-8")) + b"\n"
    except UnicodeEncodeError:
        return json.dumps(pair, allow_nan=False).encode("ascii") + b"\n"


def _read_pairs(lines: Iterable[bytes], fail: Callable[[int, str], None]) -> Iterator[Json]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            pair = _read_pair(line if number > 1 else line.removeprefix(b"\xef\xbb\xbf"))
        except CounterpointError as error:
            fail(number, str(error))
            continue
        yield pair


def _no_number(text: str) -> float:
    raise CounterpointError(f"“{text}” is no number in JSON; write null or a number in its place.")


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise CounterpointError(f"“{text[:20]}” is too large a number; write null or a smaller one in its place.")
    return value


# Made once: json.loads and json.dumps with settings make a new one for each call.
_DECODER = json.JSONDecoder(parse_constant=_no_number, parse_float=_number)
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def _read_pair(line: bytes) -> Json:
    if len(line) > LONGEST_LINE:
        raise CounterpointError("The line is too long to be a pair.")
    try:
        pair = _DECODER.decode(line.decode(json.detect_encoding(line), "surrogatepass"))
    except (ValueError, RecursionError):
        raise CounterpointError("This is no JSON; each line needs an object with “claim” and “evidence”.") from None
    if not isinstance(pair, dict):
        raise CounterpointError("This is no object; each line needs one with “claim” and “evidence”.")
    for key in ("claim", "evidence"):
        if not isinstance(pair.get(key), str):
            raise CounterpointError(f"“{key}” is missing or no text; each line needs “claim” and “evidence” as texts.")
    return pair
