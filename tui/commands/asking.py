"""Commands that ask the engine: what speaks against a sentence, and how pairs of claim and evidence stand to each other."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from typing import cast

import click

from tui.commands.console import Session, notice, out, out_array, out_bytes, pass_session, speaks
from tui.text.errors import CounterpointError

SIGNS = {"contradicts": "✕", "weakens": "−", "qualifies": "~", "supports": "+", "updates": "→"}


@click.command("against")
@click.argument("sentence", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True, help="At most so many passages.")
@click.option("--nli", is_flag=True, help="Let the model of inference that is set read the likeliest pairs, too.")
@click.option("--llm", is_flag=True, help="Ask the language model that is set, too; this may cost money.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@pass_session
@speaks
def against_command(
    session: Session, sentence: tuple[str, ...], limit: int, nli: bool, llm: bool, as_json: bool
) -> None:
    """Ask what in the library speaks against SENTENCE, and what for it.

    What speaks against it stands first. English only, so far.

    Example: counterpoint against "Terrorism will not take root in Afghanistan again."
    """
    from tui.workflows.asking import against

    with session.library(read_only=True) as lib, session.beside(nli=nli, llm=llm) as scorer:
        found = against(lib, " ".join(sentence), limit=limit, scorer=scorer)
    if not found:
        notice("Nothing in the library was found to speak against it or for it.")
    if as_json:
        out_array(found)
        return
    for evidence in found:
        place = f"{evidence['n']}#{evidence['paragraph']}"
        out(
            f"{SIGNS[evidence['relation']]} {evidence['relation']} ({evidence['score']:.2f})  {place}  {evidence['title']}"
        )
        out(f"    “{evidence['text']}”")
        for reason in evidence["reasons"][:3]:
            out(f"    – {reason['text']}")


@click.command("judge")
@click.argument("pairs", metavar="PAIRS.jsonl")
@click.option("--nli", is_flag=True, help="Let the model of inference that is set read each pair, too.")
@click.option("--llm", is_flag=True, help="Ask the language model that is set, too; this may cost money.")
@pass_session
@speaks
def judge_command(session: Session, pairs: str, nli: bool, llm: bool) -> None:
    """Judge pairs of claim and evidence, one JSON object a line; - is standard input.

    Each line needs "claim" and "evidence"; it is written back, whatever else stands in it, with "scores" (contradicts,
    weakens, qualifies, supports, updates, none; together 1) and "reasons". No library is read or made. A line that is no
    such object is named on standard error, and the rest is done.

    Example: counterpoint judge pairs.jsonl > judged.jsonl
    """
    from tui.workflows.asking import judge_lines, lines_of

    name = "standard input" if pairs == "-" else pairs

    def fail(number: int, message: str) -> None:
        session.fail(f"{name}:{number}: {message}")

    try:
        with _opened(pairs) as stream, session.beside(nli=nli, llm=llm, each=True) as scorer:
            out_bytes(judge_lines(lines_of(stream), fail, scorer))
    except CounterpointError as error:
        raise CounterpointError(f"{name}: {error}" if name else str(error)) from None


@contextmanager
def _opened(name: str) -> Iterator[BufferedReader]:
    if name == "-":
        if sys.stdin is None:
            raise CounterpointError("It is closed; there is nothing to read.")
        yield cast(BufferedReader, sys.stdin.buffer)
        return
    if not name:
        raise CounterpointError("An empty name is not the name of a file.")
    try:
        stream = open(name, "rb")  # noqa: SIM115
    except FileNotFoundError:
        raise CounterpointError("There is no such file.") from None
    except (OSError, ValueError) as error:
        told = getattr(error, "strerror", None) or str(error)
        raise CounterpointError(f"It cannot be read ({told.lower()}).") from None
    with stream:
        yield stream
