"""Commands that take the library out and bring exports in."""

from __future__ import annotations

from pathlib import Path

import click

from tui.commands.console import (
    Session,
    named,
    notice,
    out,
    out_array,
    out_bytes,
    out_json,
    pass_session,
    progress,
    read_stdin,
    speaks,
    table,
)
from tui.text.errors import CounterpointError


@click.command("export")
@click.argument("articles", nargs=-1, metavar="[ARTICLE...]")
@click.option("--format", "name", default="json", show_default=True, help="One of `counterpoint formats`.")
@click.option("-o", "--output", metavar="PATH|DIR", help="The file or folder to write; else standard output.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--suggestions", is_flag=True, help="Also what the engine suggests and nobody has judged.")
@pass_session
@speaks
def export_command(
    session: Session, articles: tuple[str, ...], name: str, output: str | None, force: bool, suggestions: bool
) -> None:
    """Write articles with everything on them, or the whole library.

    Example: counterpoint export -o library.json
    """
    from tui.exchange import registry
    from tui.workflows import articles as work
    from tui.workflows import transfer

    try:
        chosen = registry.get(name, to_write=True)
    except CounterpointError as error:
        raise click.UsageError(str(error)) from error
    if chosen.several_files and output in (None, "-"):
        raise click.UsageError(f"{chosen.label} makes several files: name a folder for them with -o.")
    if output == "":
        raise click.UsageError("-o needs the name of a file or a folder.")
    if suggestions and chosen.name != "json":
        raise click.UsageError("--suggestions is for the format json; the others hold what was judged.")
    with session.library(read_only=True, allow_newer=True) as lib:
        ids = [work.find(lib, reference).id for reference in articles] or None
        if output is None or output == "-":
            out_bytes(transfer.export(lib, ids, format=name, suggestions=suggestions))
            return
        with progress("Exporting") as show:
            folder = output.endswith(("/", "\\"))
            transfer.export_file(
                lib, Path(output), ids, format=name, suggestions=suggestions, force=force, folder=folder, progress=show
            )
        notice(f"Wrote {output}.")


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--format", "name", help="One of `counterpoint formats`; else it is told from the file.")
@click.option(
    "--offsets",
    type=click.Choice(["code-points", "utf-16", "graphemes"]),
    help="What the file counts characters in, where that matters and it does not say.",
)
@click.option("--json", "as_json", is_flag=True, help="Say what was done as one JSON object.")
@pass_session
@speaks
def import_command(
    session: Session, files: tuple[str, ...], name: str | None, offsets: str | None, as_json: bool
) -> None:
    """Bring in exports of Counterpoint and of other programs; - is standard input. Importing twice adds nothing.

    Example: counterpoint import library.json "My Clippings.txt"
    """
    from tui.exchange import registry
    from tui.exchange.native import MAX_BYTES as MOST
    from tui.exchange.reading import Question
    from tui.workflows import transfer

    if name is not None:
        try:
            registry.get(name, to_read=True)
        except CounterpointError as error:
            raise click.UsageError(str(error)) from error
    counts = dict.fromkeys(("articles", "versions", "annotations", "relations", "verdicts", "unchanged", "waiting"), 0)
    problems: list[dict[str, str]] = []
    answers = {"offsets": offsets} if offsets else {}
    try:
        with session.library() as lib, progress("Importing") as show:
            for file in files:
                try:
                    if not file:
                        raise CounterpointError("An empty name is not the name of a file.")
                    source = read_stdin(MOST) if file == "-" else Path(file)
                    report = transfer.import_file(lib, source, format=name, answers=answers, progress=show)
                except Question as question:
                    options = " or ".join(f"--{question.name} {value}" for value, _ in question.options)
                    problems.append({"source": file, "message": f"{question} Say {options}."})
                    continue
                except CounterpointError as error:
                    problems.append({"source": file, "message": str(error)})
                    continue
                for key in counts:
                    counts[key] += getattr(report, key)
                problems += [{"source": file, "message": problem.message} for problem in report.problems]
                if not as_json:
                    out(report.message)
    except CounterpointError as error:
        problems.append({"source": "", "message": str(error)})
    if as_json:
        out_json({**counts, "problems": problems})
    for problem in problems:
        session.fail(named(problem["source"], problem["message"]))


@click.command("formats")
@click.option("--lossy", is_flag=True, help="Also what each format cannot carry.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
def formats_command(lossy: bool, as_json: bool) -> None:
    """List the exchange formats."""
    from tui.exchange.registry import FORMATS

    if as_json:
        names = ("name", "label", "suffix", "media_type", "reads", "writes", "several_files", "help", "lossy")
        out_array({name: getattr(format, name) for name in names} for format in FORMATS)
        return
    ways = {(True, True): "in and out", (True, False): "in", (False, True): "out"}
    if lossy:
        for one in FORMATS:
            out(f"{one.name} ({ways[one.reads, one.writes]})")
            for sentence in one.lossy if one.writes else ():
                out(f"  - {sentence}")
            if one.writes and not one.lossy:
                out("  Nothing is lost.")
        return
    table(["name", "way", "what"], ([one.name, ways[one.reads, one.writes], one.help] for one in FORMATS), cut=(2,))
