"""The command that compares annotators."""

from __future__ import annotations

from pathlib import Path

import click

from tui.commands.console import Session, out, out_json, pass_session, speaks, table

_PAIRS = (
    ("f1_exact", "F1"),
    ("f1_overlapping", "F1 overlapping"),
    ("kappa_characters", "κ characters"),
    ("kappa_sentences", "κ sentences"),
    ("kappa_relations", "κ"),
)
_ALL = (
    ("alpha_characters", "α characters"),
    ("alpha_sentences", "α sentences"),
    ("alpha_unitized", "α unitized"),
    ("alpha_unitized_binary", "α unitized, labels aside"),
    ("alpha_relations", "α"),
)


@click.command("agreement")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@pass_session
@speaks
def agreement_command(session: Session, files: tuple[str, ...], as_json: bool) -> None:
    """Say how far annotators agree, from their exports (`counterpoint export`). No library is read or made.

    An annotator is a creator; annotations without one go by the name of their file. Highlights, claims (labelled with
    their kind), evidence and relations are compared, each by itself, on the texts that both have marked; page furniture
    does not count.

    \b
    F1              of two: same start, end and label; or, overlapping, the same
                    label and a character in common
    κ characters    Cohen's κ of two: how every character (code point) is labelled
    κ sentences     Cohen's κ of two: how every sentence is labelled, by what most
                    of its marked characters are
    α               Krippendorff's α of all, nominal, on the same two units
    α unitized      Krippendorff's α for unitizing, of all: where passages begin
                    and end, and their labels; or whether there is one at all
    relations       F1: same ends and relation, or ends that overlap. κ and α:
                    which relation, over the pairs of passages that both joined

    1 is full agreement, 0 what chance would give, below that worse; – is not defined, as where all is labelled alike.

    Example: counterpoint agreement ada.json bob.json
    """
    from tui.workflows.agreement import read_files

    found = read_files([Path(file) for file in files])
    if as_json:
        out_json(
            {
                "annotators": found.annotators,
                "articles": [_object(one) for one in found.articles],
                "layers": [
                    {**_object(layer), "pairs": [_object(pair) for pair in layer.pairs]} for layer in found.layers
                ],
                "problems": [{"source": one.source, "message": one.message} for one in found.problems],
            }
        )
    else:
        rows = []
        for layer in found.layers:
            for pair in layer.pairs:
                who = f"{pair.first} · {pair.second}"
                counts = f"{layer.counts[pair.first]}, {layer.counts[pair.second]}"
                rows.append([layer.layer, who, "number", counts])
                rows += [[layer.layer, who, name, _figure(pair, key)] for key, name in _shown(layer.layer, _PAIRS)]
            rows += [[layer.layer, "all", name, _figure(layer, key)] for key, name in _shown(layer.layer, _ALL)]
        if not rows:
            out("Nobody marked a highlight, a claim, evidence or a relation.")
        table(["layer", "annotators", "measure", "value"], rows, right=(3,), cut=(1,))
    for problem in found.problems:
        session.fail(problem.message if problem.source in problem.message else f"{problem.source}: {problem.message}")


def _shown(layer: str, measures: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """The measures that there are for a layer: relations have no characters and no sentences."""
    return [
        (key, name)
        for key, name in measures
        if key.startswith("f1") or key.endswith("relations") == (layer == "relations")
    ]


def _figure(record: object, key: str) -> str:
    value = getattr(record, key)
    return "–" if value is None else f"{value:.3f}"


def _object(record: object) -> dict[str, object]:
    """A record as an object of JSON; of its coefficients only those that there are for its layer, or null."""
    from msgspec import to_builtins

    made: dict[str, object] = to_builtins(record)
    return made
