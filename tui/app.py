"""The app: it owns the library, the keymap, the themes and the work that goes on in the background."""

from __future__ import annotations

import contextlib
import gc
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import ModalScreen
from textual.worker import get_current_worker

from tui.config import Config
from tui.screens.leaving import may_suspend, watch_for_the_end
from tui.text.display import visible
from tui.text.errors import CounterpointError
from tui.themes import GROUNDS, next_theme, register_themes
from tui.widgets.bindings import ActionProvider, bindings_for
from tui.widgets.clipboard import say
from tui.widgets.key_order import KeysInOrder

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.timer import Timer

    from tui.library.connection import Library
    from tui.screens.fetching import Fetching

Done = TypeVar("Done")
POLL_SECONDS = 1.0
"""How often we look whether another copy of the app, or a command, has written to the library."""
SETTLE_SECONDS = 0.5
"""What can wait until the first screen is painted begins after this."""
MOST_PROBLEMS = 2
"""Sentences said at the start; more would cover the screen."""
LATE_SECONDS = 0.6
"""Work that takes longer than this is spoken of before it is done."""


class Catching:
    """Says what is refused, and goes on after the block."""

    def __init__(self, warn: Callable[[str], None]) -> None:
        self._warn = warn

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> bool:
        if isinstance(error, CounterpointError):
            self._warn(str(error))
            return True
        return False


class ArticleAnalysed(Message, bubble=False):
    """The suggestions of an article are new, or its analysis failed. Posted to the screen that is shown."""

    def __init__(self, article_id: str) -> None:
        super().__init__()
        self.article_id = article_id


class CounterpointApp(KeysInOrder[None], inherit_bindings=False):
    """Screens find here what they share. Whatever the library refuses is said in a notification."""

    TITLE = "Counterpoint"
    ENABLE_COMMAND_PALETTE = False  # Textual would bind its key beside the reader's own; `action_palette` opens it.
    # In the line of hints, which can wait: the header says what is read and listed, the rows above are what is read.
    CSS = (
        GROUNDS
        + """
    ToastRack { dock: bottom; align: right bottom; margin: 0; max-height: 50%; scrollbar-size: 0 0; }
    Toast { width: auto; max-width: 100%; margin: 0; padding: 0 1; }
    """
    )
    COMMANDS: ClassVar[set[Any]] = {ActionProvider}
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "help_quit", show=False, system=True)]

    class AnalysisDone(Message):
        """From the worker to the app."""

        def __init__(self, article_id: str, problem: str = "") -> None:
            super().__init__()
            self.article_id = article_id
            self.problem = problem

    class JobDone(Message):
        """From a worker: what came of a job, and who is to hear it."""

        def __init__(self, late: Timer, then: Callable[[Any], Any], came: Any) -> None:
            super().__init__()
            self.late, self.then, self.came = late, then, came

    def __init__(
        self,
        library: Library,
        config: Config | None = None,
        *,
        start: tuple[str, int | None] | None = None,
        problems: Sequence[str] = (),
    ) -> None:
        """`start` is an article's id and a paragraph to open at once; `problems` are sentences to say at the start."""
        super().__init__()
        self.library = library
        self.config = config or Config()
        self.keymap = self.config.keymap
        self.analyses_by_itself = True
        """Whether articles are analysed that the reader has not opened."""
        self._start = start
        self._problems = problems
        self.fetching: Fetching | None = None
        """What is being fetched in the background; one at a time."""
        self._due: deque[tuple[str, bool]] = deque()
        self._analysing = False
        self._pressing = False
        """Whether an article waits that the reader has open; what nobody looks at is put off for it."""
        self._lock = Lock()
        self._acts = 0
        """Counts what the reader does, and the jobs that come to an end."""
        self._spoke_in = 0
        self._refusal = ""
        """What was refused last."""
        # Before any style is read: the styles use the variables of the themes.
        register_themes(self, self.config.theme)
        for binding in bindings_for("app", keymap=self.keymap):
            self._bindings.key_to_bindings.setdefault(binding.key, []).append(binding)

    # --- starting --------------------------------------------------------------------------------------------------

    def get_default_screen(self) -> Screen[Any]:
        """The library lies under all other screens."""
        from tui.screens.library import LibraryScreen

        return LibraryScreen()

    def on_mount(self) -> None:
        if self._start is not None:
            self.open_reader(self._start[0], self._start[1] or None)
        if self._first_start():
            from tui.screens.welcome import Welcome
            from tui.workflows import startup

            self.push_screen(Welcome(self.keymap, samples=startup.has_samples(self.library)))
        for problem in self._problems[:MOST_PROBLEMS]:
            self.warn(problem)
        if more := len(self._problems[MOST_PROBLEMS:]):
            self.warn(f"… and {more} more; “counterpoint config” says all that is wrong in the configuration.")
        if self.library.read_only:
            self.say("The library is read-only here; you can read, but nothing is kept.")
        watch_for_the_end(self)
        self.set_interval(POLL_SECONDS, self._poll)
        self.set_timer(SETTLE_SECONDS, self._settle)

    def _first_start(self) -> bool:
        from tui.workflows import startup

        with contextlib.suppress(CounterpointError):
            return startup.first_start(self.library)
        return False

    def _settle(self) -> None:
        """After the first paint: load what the other screens need, and analyse what was never analysed."""
        if not gc.isenabled():
            gc.freeze()  # What the start made stays for good: no later collection needs to look at it.
            gc.enable()
        self._load_modules()
        self.analyse_what_is_due()

    @work(thread=True, group="modules", exit_on_error=False)
    def _load_modules(self) -> None:
        import sqlite_utils  # noqa: F401

        import tui.screens.reader  # noqa: F401

    def analyse_what_is_due(self) -> None:
        """Analyse what was never analysed, or is older than an article that came since; the newest articles first."""
        if self.analyses_by_itself and not self.library.read_only:
            self._look_for_work()

    @work(thread=True, exclusive=True, group="due", exit_on_error=False)
    def _look_for_work(self) -> None:
        from tui.workflows import startup

        with contextlib.suppress(CounterpointError):
            self._queue((article_id, False) for article_id in startup.due(self.library))

    # --- for the screens -------------------------------------------------------------------------------------------

    def notify(self, message: str, *, title: str = "", **more: Any) -> None:
        """As Textual's, but never with markup, and never with what would steer the terminal: titles, quotes and names
        of files come in here, and Textual sends escape sequences in them on."""
        super().notify(visible(message), title=visible(title), **{**more, "markup": False})

    def say(self, sentence: str, undo: bool = False) -> None:
        """Tell the reader what was done; with `undo`, also which key takes it back."""
        say(self, sentence, undo=undo)

    def warn(self, sentence: str) -> None:
        """Tell the reader what could not be done. What one act brings stays together; what came of another goes."""
        if self._spoke_in != self._acts:
            self.clear_notifications()
        self._spoke_in = self._acts
        self._refusal = sentence
        say(self, sentence, error=True)

    def catching(self) -> Catching:
        """What the library (or a file) refuses inside becomes a notification. The one place where that is done."""
        return Catching(self.warn)

    def open_reader(
        self,
        article_id: str,
        paragraph: int | None = None,
        offset: int | None = None,
        claim_key: str | None = None,
        version_id: str | None = None,
        placing: str | None = None,
    ) -> None:
        """Open an article where the reader left it, or at a place of it; or to place one of the reader's annotations."""
        from tui.screens.reader import ReaderScreen

        self.push_screen(
            ReaderScreen(
                article_id,
                paragraph=paragraph,
                offset=offset,
                claim_key=claim_key,
                version_id=version_id,
                placing=placing,
            )
        )

    def copy_text(self, text: str) -> None:
        """Copy text with the reader's command or through the terminal, and say so."""
        from tui.widgets.clipboard import copy

        with self.catching():
            self.say(copy(self, text, self.config.copy_command))

    def refresh_shown(self, at: Mapping[str, str] | None = None) -> None:
        """Have the screen that shows data (the dialogs over it aside) read it again; a list of articles or annotations
        goes to the one that `at` names under `article` or `annotation`."""
        for screen in reversed(self.screen_stack):
            refresh: Callable[[], None] | None = getattr(screen, "refresh_data", None)
            go_to: Callable[[Mapping[str, str]], None] | None = getattr(screen, "refresh_at", None)
            if refresh is not None:
                # One that is not built yet reads when it is; one that is taken down has nothing to show it in.
                if not (self.is_running and screen.is_mounted):
                    return
                with self.catching():
                    if at and go_to is not None:
                        go_to(at)
                    else:
                        refresh()
                return

    def in_background(self, what: str, job: Callable[[Callable[[], bool]], Done], then: Callable[[Done], Any]) -> None:
        """Do a long job in a thread, then `then` with its result. It is handed a function that says when to stop.

        `what` is said where it takes a while; nothing is said for an empty one.
        """
        late = self.set_timer(LATE_SECONDS, lambda: self.say(f"{what}…") if what else None)
        self._work(job, then, late)

    @work(thread=True, group="job", exit_on_error=False)
    def _work(self, job: Callable[[Callable[[], bool]], Any], then: Callable[[Any], Any], late: Timer) -> None:
        worker = get_current_worker()
        try:
            came = job(lambda: worker.is_cancelled)
        except CounterpointError as error:
            self.post_message(self.JobDone(late, self.warn, str(error)))
        except Exception as error:  # or the reader would wait for ever
            self.post_message(self.JobDone(late, self.warn, f"It failed ({type(error).__name__}: {str(error)[:200]})."))
        else:
            self.post_message(self.JobDone(late, then, came))

    def on_counterpoint_app_job_done(self, message: JobDone) -> None:
        message.late.stop()
        self._acts += 1
        with self.catching():
            message.then(message.came)

    # --- analysis in the background --------------------------------------------------------------------------------

    def request_analysis(self, article_id: str, *, force: bool = False) -> None:
        """Have an article analysed before all others that wait; the shown screen gets `ArticleAnalysed`."""
        self._queue([(article_id, force)], first=True)

    def _queue(self, articles: Iterable[tuple[str, bool]], *, first: bool = False) -> None:
        with self._lock:
            waiting = {article_id for article_id, force in self._due if not force}
            for article in articles:
                if first:
                    self._due.appendleft(article)
                    self._pressing = True
                elif article[0] not in waiting:
                    self._due.append(article)
            if self._analysing or not self._due:
                return
            self._analysing = True
        self.call_later(self._analyse)

    @work(thread=True, group="analysis", exit_on_error=False)
    def _analyse(self) -> None:
        from tui.workflows.apart import Analyst
        from tui.workflows.progress import CancelledError

        worker = get_current_worker()
        analyst = Analyst(self.library)
        while True:
            with self._lock:
                if not self._due or worker.is_cancelled:
                    self._analysing = False
                    break
                article_id, force = self._due.popleft()
                waiting, self._pressing = len(self._due), False
            problem = ""
            try:
                analyst.analyse(
                    article_id, force=force, waiting=waiting, cancelled=lambda: worker.is_cancelled or self._pressing
                )
            except CancelledError:
                with self._lock:
                    self._due.append((article_id, force))
                continue
            except CounterpointError as error:
                problem = str(error)
            except Exception as error:
                problem = (
                    f"The analysis failed ({type(error).__name__}: {error}); the article can be read all the same."
                )
            self.post_message(self.AnalysisDone(article_id, problem))
        analyst.rest()

    def on_counterpoint_app_analysis_done(self, message: AnalysisDone) -> None:
        if message.problem:
            self.warn(message.problem)
        for screen in reversed(self.screen_stack):
            if hasattr(screen, "refresh_data"):
                screen.post_message(ArticleAnalysed(message.article_id))
                return

    # --- what other copies do --------------------------------------------------------------------------------------

    def _poll(self) -> None:
        with contextlib.suppress(CounterpointError):
            if self.library.changed():
                self.refresh_shown()

    def on_app_focus(self) -> None:
        self._poll()

    # --- errors ----------------------------------------------------------------------------------------------------

    async def run_action(self, *args: Any, **kwargs: Any) -> bool:
        """Every key, click and palette entry comes through here; so do the refusals of what they do."""
        self._acts += 1
        with self.catching():
            done = await super().run_action(*args, **kwargs)
            after: Callable[[], None] | None = getattr(self.screen, "after_action", None)
            if done and after is not None:
                after()
            return done
        return True

    def push_screen(self, screen: Any, callback: Any = None, *args: Any, **kwargs: Any) -> Any:
        """As Textual's; what a dialog's answer sets off may be refused too, and is caught like any action.

        A dialog takes away what was said before it: it would lie over what the dialog asks. One that has something
        written (`again`) comes back with it when it could not be kept.
        """
        if getattr(screen, "WRITES", False) and self.library.read_only:
            return self.warn("The library is read-only here: what you wrote could not be kept.")
        if isinstance(screen, ModalScreen):
            self.clear_notifications()
        if callback is None:
            return super().push_screen(screen, None, *args, **kwargs)

        def guarded(answer: Any) -> None:
            self._refusal = ""
            with self.catching():
                callback(answer)
            if self._refusal and answer is not None and (again := getattr(screen, "again", None)) is not None:
                self.push_screen(again(answer, self._refusal), callback)

        if hasattr(screen, "on_answer"):
            screen.on_answer = guarded
        return super().push_screen(screen, guarded, *args, **kwargs)

    # --- actions ---------------------------------------------------------------------------------------------------

    def action_help(self) -> None:
        from tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(getattr(self.screen, "contexts", ()), self.keymap))

    def action_palette(self) -> None:
        from tui.screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def action_undo(self) -> None:
        from tui.workflows import undoing

        sentence = undoing.undo(self.library)
        self.clear_notifications()
        key = self.keymap.shown("app.redo")
        self.say(f"{sentence} {key} does it again." if key else sentence)
        self.refresh_shown(undoing.undone(self.library))

    def action_redo(self) -> None:
        from tui.workflows import undoing

        sentence = undoing.redo(self.library)
        self.clear_notifications()
        self.say(sentence, undo=True)
        self.refresh_shown(undoing.done(self.library))

    def action_annotations(self) -> None:
        from tui.screens.annotations import AnnotationsScreen

        self._show(AnnotationsScreen)

    def action_ledger(self) -> None:
        from tui.screens.ledger import LedgerScreen

        self._show(LedgerScreen)

    def action_ask(self) -> None:
        from tui.screens.ask import ask

        ask(self)

    def action_learned(self) -> None:
        from tui.screens.learned import show_learned

        show_learned(self)

    def action_triage_all(self) -> None:
        from tui.screens.triage import TriageScreen

        screen = self.screen
        if isinstance(screen, TriageScreen) and screen.article_id is not None:
            # Of one article: what is judged there is a part of what the reader asks for now.
            self.pop_screen()
        if any(isinstance(one, TriageScreen) and one.article_id is None for one in self.screen_stack):
            self._show(TriageScreen)
        else:
            self.push_screen(TriageScreen())

    def _show(self, kind: type[Screen[Any]]) -> None:
        """Push a screen of this kind, or go back to the one that lies under the shown one."""
        if any(type(screen) is kind for screen in self.screen_stack):
            while type(self.screen) is not kind:
                self.pop_screen()
        else:
            self.push_screen(kind())

    def action_theme(self) -> None:
        name = next_theme(self)
        self.say(f'{name}: write theme = "{name}" into the configuration to keep it.')

    def action_suspend(self) -> None:
        if may_suspend(self):
            self.action_suspend_process()
        else:
            self.say("There is no shell here that could bring the app back; it stays.")

    async def action_quit(self) -> None:
        self.exit()

    def action_help_quit(self) -> None:
        """What ctrl+c does: it is too easily hit to quit."""
        self.say(f"{self.keymap.shown('app.quit') or 'q'} leaves the app; everything is saved already.")


def run(
    library: Library,
    config: Config,
    *,
    start: tuple[str, int | None] | None = None,
    problems: Sequence[str] = (),
) -> int:
    """Run the app until the reader leaves it; the exit status. The caller opened the library, and closes it."""
    app = CounterpointApp(library, config, start=start, problems=problems)
    app.run()
    return app.return_code or 0


__all__ = ["ArticleAnalysed", "CounterpointApp", "run"]
