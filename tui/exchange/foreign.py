"""What a reader of another program's file hands on: articles, annotations and relations as that file has them.

Where their passages stand in the library, and which articles are there already, is not asked here: `workflows` does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Object = dict[str, Any]
Unit = Literal["code points", "utf-16", "graphemes", "unknown"]
Kind = Literal["highlight", "note", "claim", "evidence", "bookmark"]
KINDS: tuple[Kind, ...] = ("highlight", "note", "claim", "evidence", "bookmark")
CLAIM_KINDS = ("pledge", "denial", "assertion", "prediction", "figure")
RELATIONS = ("contradicts", "weakens", "qualifies", "supports", "updates")
COLOURS = ("yellow", "green", "blue", "pink", "orange")


@dataclass(slots=True)
class Passage:
    """A quotation, with what helps to find it."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None
    unit: Unit = "code points"
    """What `start` and `end` count; `unknown` is tried as code points, then as UTF-16."""
    version: str | None = None
    """The id of our version that it was taken from, where the file says so."""


@dataclass(slots=True)
class ForeignArticle:
    """An article as the file names it."""

    key: str
    """What tells it from the file's other articles."""
    title: str = ""
    author: str | None = None
    source: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    text: str | None = None
    """The whole text, where the file has it: one paragraph a line."""
    tags: list[str] = field(default_factory=list)
    id: str | None = None
    """Our id, where the file was made by Counterpoint."""
    version: str | None = None
    """Our id of the version whose text it is."""
    added_at: str | None = None
    extra: Object = field(default_factory=dict)


@dataclass(slots=True)
class ForeignAnnotation:
    """An annotation as the file has it."""

    key: str
    """What tells it from all others of its format: importing it again gives the same annotation."""
    article: str
    """The key of its article."""
    passages: list[Passage]
    """None: it stands on the article as a whole."""
    kind: Kind = "highlight"
    body: str = ""
    tags: list[str] = field(default_factory=list)
    colour: str | None = None
    claim: Object | None = None
    """`kind`, `claimant`, `speaker`."""
    origin: str = "import"
    creator: str = ""
    created_at: str | None = None
    modified_at: str | None = None
    id: str | None = None
    extra: Object = field(default_factory=dict)


@dataclass(slots=True)
class ForeignRelation:
    """Evidence → claim; both are keys of annotations."""

    key: str
    relation: str
    evidence: str
    claim: str
    note: str = ""
    origin: str = "import"
    score: float | None = None
    reasons: list[Object] = field(default_factory=list)
    creator: str = ""
    created_at: str | None = None
    modified_at: str | None = None
    id: str | None = None
    extra: Object = field(default_factory=dict)


@dataclass(slots=True)
class Taken:
    """All that a file holds."""

    format: str
    articles: dict[str, ForeignArticle] = field(default_factory=dict)
    annotations: list[ForeignAnnotation] = field(default_factory=list)
    relations: list[ForeignRelation] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """What of the file cannot be taken, a sentence each."""

    def article(self, key: str, **known: Any) -> ForeignArticle:
        """The article of this key, made when it is new; what is known of it fills what was not."""
        found = self.articles.get(key)
        if found is None:
            found = self.articles[key] = ForeignArticle(key)
        for name, value in known.items():
            if value and not getattr(found, name):
                setattr(found, name, value)
        return found

    def leave_out(self, what: str, why: str) -> None:
        """Note one thing that cannot be taken."""
        self.left_out.append(f"{what} was left out: {why}.")
