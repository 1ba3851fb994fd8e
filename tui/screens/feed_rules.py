"""The rules that tag or skip what feeds announce."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from textual import on

from tui.actions import Context
from tui.screens.listing import Listing, ListScreen
from tui.widgets.list_header import HeaderContent
from tui.widgets.pane_lines import PaneLine
from tui.widgets.table import Cell, Column, Row, RowTable
from tui.workflows import browsing, feeds
from tui.workflows.feeds import FeedRow, Rule


class RulesScreen(ListScreen[Rule, str]):
    """All rules, in the order in which they were made."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("rules",)
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("action", "Does", width=4, sortable=False),
        Column("words", "What holds", flex=2, min_width=18, sortable=False),
        Column("tag", "Tag", flex=1, min_width=10, sortable=False),
        Column("feed", "Of", flex=1, min_width=14, sortable=False),
    )

    def __init__(self, feed: FeedRow | None = None) -> None:
        """`feed` is offered where a rule is made."""
        super().__init__()
        self.remove_class("-side")
        self.feed = feed
        self._names: dict[int, str] = {}

    def query_now(self) -> str:
        return self.filter_text

    def look(self, query: str, keep: str) -> Listing[Rule]:
        self._names = {row.n: row.title for row in feeds.all_feeds(self.lib)}
        rules = feeds.all_rules(self.lib)
        words = query.casefold().split()
        found = [one for one in rules if all(word in self._says(one).casefold() for word in words)]
        at = next((index for index, one in enumerate(found) if str(one.n) == keep), None)
        return Listing(len(found), found, (f"{len(rules):,} {'rule' if len(rules) == 1 else 'rules'}",), at)

    def _says(self, rule: Rule) -> str:
        return feeds.rule_says(rule, self._names.get(rule.feed or 0, ""))

    def fetch(self, offset: int, limit: int) -> Sequence[Rule]:
        return ()

    def row(self, record: Rule) -> Row:
        return Row(partial(self._cells, record), key=str(record.n))

    def _cells(self, record: Rule) -> Sequence[Cell]:
        table = self.table
        return (
            table.ink(record.action, "counter" if record.action == "skip" else "own"),
            table.ink(record.words[:200]) if record.words else table.ink("everything", "muted"),
            table.ink(f"#{record.tag}"[:200], "own") if record.tag else table.ink("·", "muted"),
            table.ink(self._names.get(record.feed, "?")[:200]) if record.feed else table.ink("all feeds", "muted"),
        )

    def header(self) -> HeaderContent:
        listing = self.listed
        chips = [f"{listing.count:,} shown"] if listing is not None and self.narrowed else []
        facts = listing.facts if listing is not None else ()
        tabs = (("", "for what feeds announce from now on"),)
        return HeaderContent("Rules for feeds", facts, tabs, "-", chips)

    @property
    def narrowed(self) -> bool:
        return bool(self.filter_text)

    def show_all(self) -> None:
        pass

    def empty_sentence(self) -> str:
        if self.narrowed:
            return f"No rule is like that. {self.key('rules.back')} shows all again."
        return f"There are no rules. {self.key('rules.add')} makes one: what holds some words is tagged or skipped."

    def side_lines(self, record: Rule, shown: Any, width: int) -> list[PaneLine]:
        return []

    # --- actions ---------------------------------------------------------------------------------------------------

    @on(RowTable.RowSelected)
    def _enter(self) -> None:
        rule = self.record
        if rule is not None:
            said = self._says(rule)
            self.counterpoint.say(f"Rule {rule.n}: {said}. {self.key('rules.delete')} removes it.")

    def action_add(self) -> None:
        from tui.screens.dialog_feeds import RuleAnswer, RuleForm

        feed = self.feed

        def filled(answer: RuleAnswer | None) -> None:
            if answer is not None:
                n = feed.n if answer.here and feed is not None else None
                made = feeds.add_rule(self.lib, answer.words, answer.action, answer.tag, n)
                self.refresh_data()
                self.counterpoint.say(f"Rule {made.n}: {feeds.rule_says(made, feed.title if feed and n else '')}.")

        tags = [tag for tag, _ in browsing.all_tags(self.lib)]
        self.app.push_screen(RuleForm(feed.title if feed is not None else "", tags), filled)

    def action_delete(self) -> None:
        from tui.screens.dialogs import Confirm

        rule = self.chosen()
        if rule is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                feeds.remove_rule(self.lib, rule.n)
                self.refresh_data()
                self.counterpoint.say(f"Rule {rule.n} is gone.")

        question = (
            f"Remove the rule “{self._says(rule)}”? What it did stays. This is not undone with {self.key('app.undo')}."
        )
        self.app.push_screen(Confirm(question, title="Rule", yes="Remove it", no="Keep it"), answered)
