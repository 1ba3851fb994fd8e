"""What comes into the library and what goes out of it: adding, importing, exporting, each in the background."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tui.screens.listing import ListScreen
from tui.text.errors import CounterpointError
from tui.workflows import browsing
from tui.workflows.browsing import Article, ArticleQuery
from tui.workflows.progress import Cancelled

EXPORT_NAME = "counterpoint.json"


class Transfer(ListScreen[Article, ArticleQuery]):
    """The part of the library screen that reads and writes files."""

    def action_add(self) -> None:
        self._ask_what()

    def _ask_what(self, path: str = "", text: str = "", problem: str = "") -> None:
        from tui.screens.dialogs import AddAnswer, AddArticle

        def answered(answer: AddAnswer | None) -> None:
            if answer is not None:
                self._add(answer.path, answer.text, answer.title)

        self.app.push_screen(AddArticle(path, text=text, problem=problem), answered)

    def _add(self, path: str, text: str, title: str) -> None:
        from tui.workflows.add import AddReport, Problem, add_sources, add_text

        def job(cancelled: Cancelled) -> AddReport:
            if path:
                return add_sources(self.lib, [str(Path(path).expanduser())], cancelled=cancelled)
            try:
                return AddReport(outcomes=[add_text(self.lib, text, title=title or None)])
            except CounterpointError as error:
                return AddReport(problems=[Problem("", str(error))])

        def done(report: AddReport) -> None:
            for problem in report.problems:
                # Nothing that was typed is lost, unless the reader went on to something else.
                if self.app.screen is self:
                    self._ask_what(path, text, problem.message)
                else:
                    self.counterpoint.warn(f"{problem.source}: {problem.message}" if path else problem.message)
            for outcome in report.outcomes:
                self._added(outcome)

        self.counterpoint.in_background("Adding the article", job, done)

    def _added(self, outcome: object) -> None:
        from tui.workflows.add import AddOutcome

        assert isinstance(outcome, AddOutcome)
        self.counterpoint.say(outcome.message, undo=outcome.status != "unchanged")
        self.go_to(outcome.article.id)
        if outcome.status != "unchanged":
            self.counterpoint.request_analysis(outcome.article.id)
            self.counterpoint.analyse_what_is_due()

    def go_to(self, article_id: str) -> None:
        """Put the cursor on an article once it is listed."""
        self._look_up(keep_key=article_id)

    def action_export(self) -> None:
        from tui.screens.dialogs import Choice

        listing = self.listed
        if not self.narrowed or listing is None or not listing.count:
            self._ask_where(None)
            return
        ids: Sequence[str] = [
            article.id for article in browsing.article_rows(self.lib, self.query_now(), limit=listing.count)
        ]

        def chosen(answer: str | None) -> None:
            if answer is not None:
                self._ask_where(ids if answer == "shown" else None)

        shown = "the one shown article" if listing.count == 1 else f"the {listing.count:,} shown articles"
        self.app.push_screen(Choice("Export", [("s", "shown", shown), ("a", "all", "the whole library")]), chosen)

    def _ask_where(self, ids: Sequence[str] | None) -> None:
        from tui.screens.dialogs import ExportAnswer, ExportForm
        from tui.workflows.transfer import export_file

        def answered(answer: ExportAnswer | None) -> None:
            if answer is None:
                return
            path, force = Path(answer.path).expanduser(), answer.force

            def job(cancelled: Cancelled) -> str:
                return export_file(self.lib, path, ids, force=force, cancelled=cancelled)

            self.counterpoint.in_background("Exporting", job, self.counterpoint.say)

        what = "the library" if ids is None else "one article" if len(ids) == 1 else f"{len(ids):,} articles"
        self.app.push_screen(ExportForm(str(Path.cwd() / EXPORT_NAME), what=what), answered)

    def action_import_file(self) -> None:
        from tui.screens.dialogs import PathEntry
        from tui.workflows.transfer import ImportReport, import_file

        def done(report: ImportReport) -> None:
            for problem in report.problems[:3]:
                self.counterpoint.warn(f"{problem.source}: {problem.message}")
            self.counterpoint.say(report.message, undo=bool(report.articles or report.annotations or report.relations))
            self.refresh_data()
            self.counterpoint.analyse_what_is_due()

        def ask(path: str = "", problem: str = "") -> None:
            entry = PathEntry("Import a JSON file", value=path, hint="An export of Counterpoint.", problem=problem)
            self.app.push_screen(entry, answered)

        def answered(path: str | None) -> None:
            if not path:
                return
            source = Path(path).expanduser()

            def job(cancelled: Cancelled) -> ImportReport | CounterpointError:
                try:
                    return import_file(self.lib, source, cancelled=cancelled)
                except CounterpointError as error:
                    return error

            def came(report: ImportReport | CounterpointError) -> None:
                if not isinstance(report, CounterpointError):
                    done(report)
                elif self.app.screen is self:
                    ask(path, str(report))
                else:
                    self.counterpoint.warn(f"{path}: {report}")

            self.counterpoint.in_background("Importing", job, came)

        ask()
