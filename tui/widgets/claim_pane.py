"""The pane beside the article: the current claim, and each piece of evidence with its relation and reasons."""

from __future__ import annotations

from tui.widgets.lines_view import LinesView
from tui.widgets.pane_lines import PaneContent, lines


class ClaimPane(LinesView):
    """Shows a `PaneContent`. The screen decides what is shown and what is selected."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._content = PaneContent()

    @property
    def content(self) -> PaneContent:
        return self._content

    def show(self, content: PaneContent) -> None:
        """Show this, scrolled to the selected evidence; from the top when the claim is another one."""
        before, now = self._content.claim, content.claim
        same = before.key == now.key if before is not None and now is not None else before is now
        self._content = content
        self.show_lines(lambda width: lines(content, width, compact=self.low), selected=content.selected, top=not same)
        if content.reason is not None:
            self.reveal_lines(lambda line: line.row == content.selected and line.reason == content.reason)
