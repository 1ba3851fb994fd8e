"""What stands beside a list: an article at a glance, or an annotation in full. Lines only; `LinesView` draws them."""

from __future__ import annotations

from rich.cells import cell_len

from tui.text.display import visible
from tui.widgets.pane_lines import SIGNS, PaneLine, Piece, block, quoted
from tui.workflows.browsing import AnnotationRow, Article, Preview, source_name
from tui.workflows.views import ResolutionState

WORDS_A_MINUTE = 230
"""How fast prose is read."""
STANDING: dict[ResolutionState, str] = {
    "exact": "",
    "moved": "The article has changed since; the same text stands at another place.",
    "fuzzy": "The article has changed since, and so has this text.",
    "review": "The article has changed since. Its place is for review: does it stand there?",
    "orphan": "This text can no longer be found in the newest version of the article.",
}
"""How an annotation stands in the newest version of its article."""
LONG = 1480
"""An opening of so many code points was cut off somewhere; it ends with a word and an ellipsis then."""


def heading(text: str, role: str, width: int) -> PaneLine:
    """A name, and a rule to the end of the line."""
    rule = "─" * max(0, width - cell_len(text) - 1)
    return PaneLine((Piece(f"{text} ", role), Piece(rule, "rule")))


def minutes(words: int) -> str:
    """How long the reading of so many words takes."""
    return f"{max(1, round(words / WORDS_A_MINUTE))} min"


def by_line(article: Article) -> str:
    """Source, author, date and length, as far as they are known."""
    known = (source_name(article), article.author, article.published)
    length = f"{article.words:,} words, {minutes(article.words)}"
    return " · ".join([*(visible(part) for part in known if part), length])


def article_lines(shown: Preview, width: int) -> list[PaneLine]:
    """An article at a glance: what it is, what is contested in it, what the reader noted, how it begins."""
    width = max(8, width)
    article = shown.article
    out = block(visible(article.title), "claimant", width)
    out += block(by_line(article), "where", width)
    if article.tags:
        out += block(" ".join(f"#{visible(tag)}" for tag in article.tags), "note", width)
    contested = [claim for claim in shown.claims if claim[2]]
    if contested:
        out += [PaneLine(), heading("Contested", "counter", width)]
    elif shown.claims:
        out += [PaneLine(), heading("Claims", "heading", width)]
    sign = f"{SIGNS['contradicts']} " if contested else "· "
    for claimant, text, _ in (contested or list(shown.claims))[:4]:
        who = f"{visible(claimant)}: " if claimant else ""
        out += block(who + quoted(" ".join(text.split())), "text", width, indent=sign)
    if shown.notes:
        out += [PaneLine(), heading("Your notes", "note", width)]
        for note in shown.notes:
            out += block(visible(" ".join(note.split())), "text", width, indent="✎ ")
    out += [PaneLine(), heading("Text", "heading", width)]
    opening = shown.opening.rstrip()
    if len(opening) >= LONG:
        opening = opening[: opening.rfind(" ", LONG - 80) if " " in opening[LONG - 80 :] else None].rstrip() + " …"
    for n, paragraph in enumerate(opening.split("\n\n")):
        if n:
            out.append(PaneLine())
        out += block(visible(" ".join(paragraph.split())), "context", width)
    return out


def annotation_lines(row: AnnotationRow, width: int) -> list[PaneLine]:
    """An annotation in full: what it stands on, what was written, where and when."""
    width = max(8, width)
    what = [row.kind, row.colour or "", row.claim_kind or ""]
    out = block(" · ".join(part for part in what if part), "heading", width)
    if row.claimant:
        out += block(visible(row.claimant), "claimant", width)
    if row.speaker and row.speaker != row.claimant:
        out += block(f"through {visible(row.speaker)}", "muted", width)
    out += block(quoted(" ".join(row.quote.split())), "claim" if row.kind == "claim" else "text", width)
    if row.state != "exact":
        out += block(STANDING[row.state], "counter" if row.state in ("review", "orphan") else "muted", width)
    if row.body:
        out += [PaneLine(), heading("Note", "note", width)]
        for line in row.body.splitlines():
            out += block(visible(line), "text", width) if line.strip() else [PaneLine()]
    if row.tags:
        out += [PaneLine(), *block(" ".join(f"#{visible(tag)}" for tag in row.tags), "note", width)]
    out += [PaneLine(), heading("Where", "heading", width)]
    out += block(visible(row.article_title), "text", width)
    made = f"written {row.modified_at[:10]}" + (f" by {visible(row.creator)}" if row.creator else "")
    out += block(f"article {row.article_n}, paragraph {row.paragraph} · {made}", "where", width)
    return out
