"""A library of two short articles with known claims and evidence, whatever the engine would find in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tui.library import articles, suggestions
from tui.library.connection import Library
from tui.library.records import NewClaim, NewEvidence
from tui.text.document import Document, Paragraph, ParagraphKind
from tui.text.spans import Span
from tui.workflows import startup
from tui.workflows.analysis import analysis_key

HOME = (
    "The island ferry came back on Monday after a winter of repairs.",
    "The mayor, Ana Ruiz, promised that the ferry would never stop again. She added that fares would stay at 4 euros.",
    "Nobody on the quay believed her. “We have heard that before,” said a fisherman 👩‍👩‍👧 from 北島.",
    "On Friday the ferry stopped in the middle of the strait, with 80 people on board.",
    "Share this story",
    "The harbour office reported 12 delays in a month. Its clerk called the numbers provisional.",
)
OTHER = (
    "The ferry ran without a stop through all of June, its crew said.",
    "Engineers had warned in May that the engine would not last.",
    "By July the office counted 19 delays.",
)
HOME_TEXT, OTHER_TEXT = "\n".join(HOME), "\n".join(OTHER)
NEVER = "the ferry would never stop again"
FARES = "fares would stay at 4 euros"
DELAYS = "12 delays in a month"
STOPPED = "the ferry stopped in the middle of the strait"
WARNED = "Engineers had warned in May that the engine would not last"
JUNE = "The ferry ran without a stop through all of June"
JULY = "By July the office counted 19 delays"


def document(lines: tuple[str, ...], title: str, published: str | None) -> Document:
    paragraphs, start = [], 0
    for n, line in enumerate(lines, 1):
        kind: ParagraphKind = "furniture" if line.startswith("Share") else "body"
        paragraphs.append(Paragraph(n, kind, start, start + len(line)))
        start += len(line) + 1
    return Document("\n".join(lines), tuple(paragraphs), title, "The Strait Times", None, "B. Lind", published, "en")


def at(quote: str, text: str = HOME_TEXT) -> int:
    return text.index(quote)


def span(quote: str, text: str = HOME_TEXT) -> Span:
    return Span(at(quote, text), at(quote, text) + len(quote))


def paragraph(quote: str, text: str = HOME_TEXT) -> int:
    return text.count("\n", 0, at(quote, text)) + 1


def claim(quote: str, kind: Any, who: str | None, *evidence: NewEvidence, text: str = HOME_TEXT) -> NewClaim:
    n = paragraph(quote, text)
    line = text.split("\n")[n - 1]
    start = sum(len(before) + 1 for before in text.split("\n")[: n - 1])
    within = line.index(quote)
    first = line.rfind(". ", 0, within) + 2 if ". " in line[:within] else 0
    last = line.find(".", within) + 1
    return NewClaim(
        *span(quote, text), quote, Span(start + first, start + last), n, kind, who, None,
        "Ana Ruiz" if who == "The mayor" else None, None, 0.9, ({"kind": "commitment", "text": "It commits somebody"},),
        tuple(evidence),
    )  # fmt: skip


def evidence(version: str, quote: str, relation: Any, score: float, *, text: str, about: str = "") -> NewEvidence:
    reason = {
        "kind": "topic",
        "text": "Both name the ferry",
        "weight": 1.0,
        "claim_spans": [list(span(about))] if about else [],
        "evidence_spans": [[at(quote, text), at(quote, text) + 5]],
    }
    return NewEvidence(version, *span(quote, text), quote, paragraph(quote, text), relation, score, (reason,))


class Ferry:
    """The library, with the ids of its two articles."""

    def __init__(self, path: Path) -> None:
        self.lib = Library.open(path)
        self.home = articles.add(
            self.lib, document(HOME, "The ferry is back", "2024-07-20"), location="/tmp/home.txt"
        ).id
        self.other = articles.add(self.lib, document(OTHER, "A month at sea", None), location="/tmp/other.txt").id
        startup.first_start(self.lib)  # No welcome over the reader.
        self.suggest()

    def version(self, article_id: str) -> str:
        return articles.versions(self.lib, article_id)[-1].id

    def key(self, version_id: str) -> str:
        """By which the library knows that this engine has read the version."""
        return analysis_key(self.lib, articles.paragraphs(self.lib, version_id))

    def suggest(self) -> None:
        """What an analysis leaves in the library; once more, it leaves the same under other ids."""
        home, other = self.version(self.home), self.version(self.other)
        suggestions.replace(
            self.lib,
            home,
            self.key(home),
            [
                claim(
                    NEVER, "pledge", "The mayor",
                    evidence(home, STOPPED, "contradicts", 0.82, text=HOME_TEXT, about="ferry would"),
                    evidence(other, WARNED, "weakens", 0.61, text=OTHER_TEXT),
                    evidence(other, JUNE, "supports", 0.55, text=OTHER_TEXT),
                ),
                claim(FARES, "pledge", "The mayor"),
                claim(
                    DELAYS, "figure", "The harbour office",
                    evidence(other, JULY, "contradicts", 0.7, text=OTHER_TEXT),
                ),
            ],
        )  # fmt: skip
        suggestions.replace(
            self.lib,
            other,
            self.key(other),
            [claim(JUNE, "assertion", "The crew", evidence(home, STOPPED, "contradicts", 0.77, text=HOME_TEXT),
                   text=OTHER_TEXT)],
        )  # fmt: skip
        suggestions.recount(self.lib, [self.home, self.other])
