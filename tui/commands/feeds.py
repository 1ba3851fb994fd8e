"""The commands on feeds."""

from __future__ import annotations

import click

from tui.commands.console import (
    Session,
    named,
    out,
    out_array,
    out_bytes,
    pass_session,
    read_source,
    speaks,
    table,
)
from tui.text.errors import CounterpointError


@click.group("feed")
def feed_command() -> None:
    """Follow feeds: add, list, edit, remove, import, export, rule, rules."""


@feed_command.command("add")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option("--full", is_flag=True, help="Fetch the whole text of all that they announce, not only what they hold.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Tag their articles; may be given again.")
@click.option("--allow-private", is_flag=True, help="Fetch from private and local addresses too.")
@pass_session
@speaks
def add_feed(session: Session, urls: tuple[str, ...], full: bool, tags: tuple[str, ...], allow_private: bool) -> None:
    """Follow feeds by their address, or by that of a page that names one.

    Example: counterpoint feed add https://example.org/
    """
    from tui.workflows import feeds

    with session.library() as lib:
        for url in urls:
            try:
                row, fresh = feeds.follow(lib, url, full=full, tags=tags, allow_private=allow_private)
            except CounterpointError as error:
                session.fail(str(error))
            else:
                out(f"{'Following' if fresh else 'Already following'} “{row.title}” as feed {row.n}.")


@feed_command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@pass_session
@speaks
def list_feeds(session: Session, as_json: bool) -> None:
    """List the feeds that are followed, with how many of their articles are unread."""
    from tui.workflows import feeds

    with session.library(read_only=True) as lib:
        rows = feeds.all_feeds(lib)
        if as_json:
            names = (
                "n",
                "url",
                "title",
                "site",
                "full",
                "unread",
                "articles",
                "checked_at",
                "next_at",
                "failures",
                "problem",
            )
            out_array({**{name: getattr(row, name) for name in names}, "tags": list(row.tags)} for row in rows)
            return
        table(
            ["n", "title", "unread", "articles", "checked", "problem"],
            [
                [str(row.n), row.title, str(row.unread), str(row.articles), (row.checked_at or "")[:16], row.problem]
                for row in rows
            ],
            right=(0, 2, 3),
            cut=(1, 5),
            empty="No feed is followed; `counterpoint feed add URL` follows one.",
        )


@feed_command.command("edit")
@click.argument("references", nargs=-1, required=True, metavar="FEED...")
@click.option(
    "--full/--on-demand", "full", default=None, help="Fetch the whole text of all that they announce, or not."
)
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Tag their articles from now on; may be given again.")
@click.option("--title", metavar="TITLE", help="Call the feed so.")
@pass_session
@speaks
def edit_feed(
    session: Session, references: tuple[str, ...], full: bool | None, tags: tuple[str, ...], title: str | None
) -> None:
    """Change how feeds are followed, by number or address.

    Example: counterpoint feed edit 3 --full
    """
    from tui.workflows import feeds

    if full is None and not tags and title is None:
        raise click.UsageError("Give --full, --on-demand, --tag TAG or --title TITLE.")
    with session.library() as lib:
        for reference in references:
            try:
                row = feeds.edit(lib, feeds.find(lib, reference).n, title=title, full=full, add_tags=tags)
            except CounterpointError as error:
                session.fail(str(error))
            else:
                tagged = "".join(f" #{tag}" for tag in row.tags)
                out(f"Feed {row.n}, “{row.title}”: full text {'always' if row.full else 'on demand'}{tagged}.")


@feed_command.command("remove")
@click.argument("references", nargs=-1, required=True, metavar="FEED...")
@pass_session
@speaks
def remove_feed(session: Session, references: tuple[str, ...]) -> None:
    """Follow feeds no longer, by number or address; their articles stay."""
    from tui.workflows import feeds

    with session.library() as lib:
        for reference in references:
            try:
                row = feeds.find(lib, reference)
            except CounterpointError as error:
                session.fail(str(error))
            else:
                feeds.unfollow(lib, row.n)
                out(f"No longer following “{row.title}”; its articles stay.")


@feed_command.command("import")
@click.argument("files", nargs=-1, required=True, metavar="OPML...")
@pass_session
@speaks
def import_feeds(session: Session, files: tuple[str, ...]) -> None:
    """Follow the feeds in OPML files, the lists that feed readers export; - is standard input. Folders become tags."""
    from tui.workflows import feeds

    with session.library() as lib:
        for file in files:
            try:
                fresh, number = feeds.import_opml(lib, read_source(file))
            except CounterpointError as error:
                session.fail(named(file, error))
            else:
                out(f"{file}: {number:,} feeds, {fresh:,} of them new; `counterpoint refresh` asks them what there is.")


@feed_command.command("export")
@pass_session
@speaks
def export_feeds(session: Session) -> None:
    """Write the feeds that are followed to standard output, as OPML."""
    from tui.workflows import feeds

    with session.library(read_only=True) as lib:
        out_bytes([feeds.export_opml(lib)])


@feed_command.command("rule")
@click.argument("words", nargs=-1)
@click.option("--tag", metavar="TAG", help="Tag what holds all these WORDS.")
@click.option("--skip", is_flag=True, help="Do not add what holds all these WORDS.")
@click.option("--feed", "reference", metavar="FEED", help="Only of this feed.")
@click.option("--remove", type=int, metavar="N", help="Remove rule N instead.")
@pass_session
@speaks
def rule(
    session: Session, words: tuple[str, ...], tag: str | None, skip: bool, reference: str | None, remove: int | None
) -> None:
    """Make a rule for what feeds announce from now on: entries that hold WORDS are tagged or skipped.

    Example: counterpoint feed rule football --skip
    """
    from tui.workflows import feeds

    if remove is None:
        if bool(tag) == skip:
            raise click.UsageError("Give --tag TAG or --skip.")
        if not all(word.strip() for word in words):
            # Such as a variable of the shell that is not set: the rule would hold for everything.
            raise click.UsageError("These WORDS are empty; give some, or none and a feed with --feed.")
        if not words and not reference:
            raise click.UsageError("Give words, or a feed with --feed.")
    with session.library() as lib:
        if remove is not None:
            feeds.remove_rule(lib, remove)
            out(f"Rule {remove} is gone.")
            return
        feed = feeds.find(lib, reference).n if reference else None
        made = feeds.add_rule(lib, " ".join(words), "skip" if skip else "tag", tag or "", feed)
        out(f"Rule {made.n}: {feeds.rule_says(made)}")


@feed_command.command("rules")
@pass_session
@speaks
def rules(session: Session) -> None:
    """List the rules."""
    from tui.workflows import feeds

    with session.library(read_only=True) as lib:
        table(
            ["n", "rule"],
            [[str(one.n), feeds.rule_says(one)] for one in feeds.all_rules(lib)],
            right=(0,),
            cut=(1,),
            empty="There are no rules; `counterpoint feed rule WORDS --tag TAG` makes one.",
        )
