"""Commands on the reader's own models: fetch one, see whether the one that is set runs."""

from __future__ import annotations

import click

from tui.commands.console import Session, notice, out, pass_session, speaks


@click.group("model")
def model_command() -> None:
    """Models of inference, which may read beside the engine (the extra “nli”)."""


@model_command.command("get")
@click.argument("hub_id", metavar="OWNER/NAME")
@click.option("--revision", default="main", show_default=True, help="A branch, a tag or a commit.")
@pass_session
@speaks
def model_get(session: Session, hub_id: str, revision: str) -> None:
    """Fetch a model of inference from the Hugging Face hub: its labels, its tokenizer, and one file in ONNX format.

    This is the only command that does. Set nli_model = "OWNER/NAME" in the configuration to use it.

    Example: counterpoint model get OWNER/NAME
    """
    from tui.workflows.reranking import get_model

    out(str(get_model(hub_id, revision=revision, say=notice)))


@model_command.command("show")
@pass_session
@speaks
def model_show(session: Session) -> None:
    """Say which model of inference is set, whether it runs, and which are here."""
    from tui.workflows.reranking import fetched_models, load_nli

    for name in fetched_models():
        out(f"here   {name}")
    model = load_nli(session.config.nli_model)
    out(f"set    {session.config.nli_model}")
    out(f"runs   {model.folder}")
