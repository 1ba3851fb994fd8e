"""Where the articles, passages and relations of another program's file belong in the library.

An article of the file is the one here that has its id, its text, its address, its path or its title; else it is new. Where
the title is that of several, or its address is another, what is quoted from it must stand there. A file that has no text
makes an article of its title and passages, until the text itself is added: the new version takes its place. A passage is
looked for in the newest version; one that is not found beyond doubt comes in on an old version that holds just the passages
as the file quotes them, so that it stands for review or as an orphan, with its quote, and is never guessed or dropped.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID, uuid5

from tui.exchange import foreign, native
from tui.exchange.foreign import ForeignAnnotation, ForeignArticle, ForeignRelation, Passage, Taken
from tui.library import articles as store
from tui.library import held
from tui.library.connection import Library, moment
from tui.library.extra import PASSAGES, only_passages
from tui.library.records import Article
from tui.text.anchoring import CONTEXT, Anchor, describe
from tui.text.assemble import assemble
from tui.text.candidates import AT_HOME
from tui.text.document import ParagraphKind
from tui.text.errors import CounterpointError
from tui.text.folding import fold, fold_line
from tui.text.frontmatter import Metadata
from tui.text.intake import clean, sha256
from tui.text.offsets import Offsets
from tui.text.quoting import find_quote
from tui.text.spans import Span
from tui.workflows.recognising import Recognised

_NAMES: Final = UUID("7f9d3d0e-2f43-5d1c-9d4e-0c8f6a1b5e21")
_UNKNOWN_TIME: Final = "1970-01-01T00:00:00Z"
"""When passages were taken: before any text that is fetched."""
WHOLE: Final = "whole_article"
"""The key of an annotation that stands on its article as a whole; its passage is then the first paragraph."""


@dataclass(slots=True)
class Settled:
    """What is to be merged, and what there is to say about it."""

    export: native.Export
    new_articles: int = 0
    unchanged: int = 0
    """Annotations that are here already."""
    unsure: int = 0
    """Passages that are not found beyond doubt: the reader confirms them, or they are orphans."""
    only_passages: set[str] = field(default_factory=set)
    """Articles that are here already, of which nothing comes but passages that found no place."""
    without_text: int = 0
    """New articles of which the file has no text."""
    without_address: int = 0
    """Those of them that came from no address or path."""


_Placed = tuple[Passage, int, int, str]
"""A passage, its span, and the version it is in: an id, or one of the two that are still to be made."""


class _Gathered:
    """Passages, one after another in a text of their own, each once."""

    def __init__(self, text: str = "") -> None:
        self.lines = text.split("\n") if text else []
        self.length = len(text)
        self.places: dict[str, int] = {}
        start = 0
        for line in self.lines:
            self.places.setdefault(line, start)
            start += len(line) + 1
        self.grown = False

    def add(self, passage: str) -> int:
        """Where the passage begins, at the end of the text when it is new."""
        if passage not in self.places:
            start = self.length + 1 if self.lines else 0
            self.places[passage] = start
            self.lines.append(passage)
            self.length = start + len(passage)
            self.grown = True
        return self.places[passage]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(slots=True)
class _Home:
    """An article of the library, or one that is to come."""

    id: str
    here: Article | None
    version: str
    text: str
    given: ForeignArticle
    passages: _Gathered | None = None
    """Where the text is made of passages, and more can be added to it."""
    orphans: _Gathered = field(default_factory=_Gathered)
    offsets: dict[str, Offsets] = field(default_factory=dict)


def settle(lib: Library, taken: Taken) -> Settled:
    """Find for everything in the file its place in the library; nothing is written."""
    return _Settler(lib, taken).settled()


def own_id(format: str, kind: str, key: str) -> str:
    """The id that something of another program's file goes by here, where the file does not say one of ours."""
    return str(uuid5(_NAMES, f"{format}:{kind}:{key}"))


class _Settler:
    def __init__(self, lib: Library, taken: Taken) -> None:
        self.lib, self.taken = lib, taken
        self.now = lib.now()
        self.homes: dict[str, _Home] = {}
        self.texts: dict[str, tuple[str, str] | None] = {}
        self.quotes: dict[str, list[str]] = {}
        self.found: dict[tuple[str, Anchor, tuple[tuple[int, int], ...]], Span | None] = {}
        for one in taken.annotations:
            self.quotes.setdefault(one.article, []).extend(passage.exact for passage in one.passages)
        export = native.Export(format="counterpoint", version=1)
        export.left_out.extend(taken.left_out)
        self.made = Settled(export)

    def settled(self) -> Settled:
        made, lib = self.made, self.lib
        homes: dict[str, _Home] = {}
        for given in self.taken.articles.values():
            home = self._home(given)
            # Two articles of the file can be one here.
            self.homes[given.key] = homes.setdefault(home.id, home)
        self._tell_apart()
        ids = {one.key: one.id or self._id("annotation", one.key) for one in self.taken.annotations}
        here = held.modified(lib, "annotation", ids.values())
        known = Recognised(lib, here)
        waiting: list[tuple[native.Annotation, _Home, list[_Placed]]] = []
        for one in self.taken.annotations:
            before = here.get(ids[one.key])
            if before and (one.modified_at is None or moment(one.modified_at) <= moment(before)):
                made.unchanged += 1
                continue
            home = self.homes[one.article]
            if home.here is not None and before is None and known.take(home.id, one):
                made.unchanged += 1
                continue
            placed = [self._place(home, passage) for passage in one.passages or [_whole(home)]]
            waiting.append((self._annotation(one, ids[one.key]), home, placed))
        versions = self._finish()
        for annotation, home, passages in waiting:
            annotation.targets = [self._target(home, versions, one) for one in passages]
            made.export.annotations.append(annotation)
        relations = {one.key: one.id or self._id("relation", one.key) for one in self.taken.relations}
        times = held.modified(lib, "relation", relations.values())
        for relation in self.taken.relations:
            if relation.evidence in ids and relation.claim in ids:
                id = relations[relation.key]
                made.export.relations.append(self._relation(relation, id, ids, times.get(id)))
            else:
                made.export.left_out.append(f"A relation ({relation.relation}) joins annotations that are not there.")
        return made

    def _tell_apart(self) -> None:
        """Number annotations that their format cannot tell apart, such as two notes on one quotation; what is there twice
        is taken once."""
        seen: dict[str, ForeignAnnotation] = {}
        contents: dict[str, set[str]] = {}
        numbers: dict[str, int] = {}
        kept: list[ForeignAnnotation] = []
        for one in self.taken.annotations:
            key = one.key
            if key in seen:
                alike, content = contents.setdefault(key, {_content(seen[key])}), _content(one)
                if content in alike:
                    self.made.unchanged += 1
                    continue
                alike.add(content)
                while one.key in seen:
                    numbers[key] = numbers.get(key, 1) + 1
                    one.key = f"{key} {numbers[key]}"
            seen[one.key] = one
            kept.append(one)
        self.taken.annotations[:] = kept

    def _id(self, kind: str, key: str) -> str:
        return own_id(self.taken.format, kind, key)

    # Articles

    def _home(self, given: ForeignArticle) -> _Home:
        text = clean(given.text) if given.text is not None else None
        here = self._find(given, text)
        id = given.id or self._id("article", given.key)
        if here is not None:
            version = store.version(self.lib, here.newest_version)
            if text is not None and version.text != text:
                digest = sha256(text)
                same = [one for one in store.versions(self.lib, here.id) if one.sha256 == digest]
                version = same[-1] if same else version
            home = _Home(here.id, here, version.id, version.text, given)
            if only_passages(version.extra):
                home.passages = _Gathered(version.text)
        elif text:
            version_id = given.version or self._id("version", f"{given.key}:{sha256(text)}")
            self.made.new_articles += 1
            home = _Home(id, None, version_id, text, given)
        else:
            self.made.new_articles += 1
            self.made.without_text += 1
            self.made.without_address += not (given.url or os.path.isabs(given.source or ""))
            title = clean(" ".join((given.title or given.url or "Untitled").split()))
            home = _Home(id, None, "", title, given, _Gathered(title))
        return home

    def _find(self, given: ForeignArticle, text: str | None) -> Article | None:
        lib = self.lib
        for id in (given.id, self._id("article", given.key)):
            if id is not None:
                try:
                    return store.get(lib, id)
                except CounterpointError:
                    continue
        if text and (same := store.by_sha256(lib, sha256(text))):
            return same[0]
        if given.url and (there := held.by_address(lib, given.url)):
            return there[0]
        if given.source and (there := store.by_location(lib, given.source)):
            return there[0]
        if text:
            return None
        named = held.by_title(lib, given.title)
        named = [one for one in named if not given.author or not one.author or _alike(given.author, one.author)]
        ids = {one.id for one in named}
        named = [one for one in named if one.copy_of not in ids]
        if given.url or len(named) > 1:
            # A title alone does not say which article it is: what is quoted from it must stand there too.
            named = [one for one in named if self._quoted_from(one, given)]
        return named[0] if len(named) == 1 else None

    def _quoted_from(self, article: Article, given: ForeignArticle) -> bool:
        """Does at least half of what the file quotes from an article stand in this one? Short passages say nothing."""
        text = fold(store.version(self.lib, article.newest_version).text).text
        quotes = [fold_line(clean(quote)).text.strip() for quote in self.quotes.get(given.key, ())]
        quotes = [quote for quote in quotes if len(quote) >= AT_HOME]
        return bool(quotes) and 2 * sum(quote in text for quote in quotes) >= len(quotes)

    # Passages

    def _place(self, home: _Home, passage: Passage) -> _Placed:
        passage.exact = clean(passage.exact)
        passage.prefix, passage.suffix = clean(passage.prefix)[-CONTEXT:], clean(passage.suffix)[:CONTEXT]
        if not passage.exact.strip():
            passage.exact = next((home.text[a:b] for a, b in self._said(home, passage)), "")
            if not passage.exact.strip():
                passage = _whole(home)
        start, end = passage.start, passage.end
        if passage.version and passage.version != home.version and start is not None and end is not None:
            older = self._text(passage.version)
            if older and older[1] == home.id and older[0][start:end] == passage.exact:
                return passage, start, end, passage.version
        if home.passages is not None:
            start = home.passages.add(passage.exact)
            return passage, start, start + len(passage.exact), "passages"
        anchor = Anchor(start or 0, end or 0, passage.exact, passage.prefix, passage.suffix)
        said = tuple(self._said(home, passage))
        if (home.version, anchor, said) not in self.found:  # many can quote one passage
            self.found[home.version, anchor, said] = find_quote(home.text, anchor, said)
        found = self.found[home.version, anchor, said]
        if found is not None:
            return passage, found.start, found.end, home.version
        self.made.unsure += 1
        start = home.orphans.add(passage.exact)
        return passage, start, start + len(passage.exact), "orphans"

    def _said(self, home: _Home, passage: Passage) -> Iterable[tuple[int, int]]:
        """The places where the file says that the passage stands, in code points."""
        start, end = passage.start, passage.end
        if start is None:
            return
        end = start + len(passage.exact) if end is None else end
        if passage.unit in ("code points", "unknown"):
            yield start, end
        for unit in ("utf-16", "graphemes"):
            if passage.unit == unit or (passage.unit == "unknown" and unit == "utf-16"):
                if unit not in home.offsets:
                    home.offsets[unit] = Offsets(home.text, unit)
                yield home.offsets[unit].back(start), home.offsets[unit].back(end)

    def _text(self, version: str) -> tuple[str, str] | None:
        if version not in self.texts:
            try:
                found = store.version(self.lib, version)
                self.texts[version] = (found.text, found.article_id)
            except CounterpointError:
                self.texts[version] = None
        return self.texts[version]

    def _target(self, home: _Home, made: dict[str, str], placed: _Placed) -> native.Target:
        passage, start, end, version = placed
        exact, prefix, suffix = passage.exact, passage.prefix, passage.suffix
        if version == home.version:
            around = describe(home.text, (start, end))
            if exact != around.exact or not (prefix or suffix):
                exact, prefix, suffix = around.exact, around.prefix, around.suffix
        return native.Target(
            article=home.id,
            version=made.get(f"{version} {home.id}", version),
            start=start,
            end=end,
            exact=exact,
            prefix=prefix,
            suffix=suffix,
        )

    def _annotation(self, one: ForeignAnnotation, id: str) -> native.Annotation:
        made = native.Annotation(
            id=id,
            kind=one.kind,
            claim=_claim(one.claim),
            body=clean(one.body),
            tags=_tags(one.tags),
            colour=one.colour if one.colour in foreign.COLOURS else None,  # type: ignore[arg-type]
            origin=one.origin if one.origin in ("reader", "engine", "import") else "import",  # type: ignore[arg-type]
            creator=clean(one.creator)[:500],
            created_at=one.created_at or one.modified_at or self.now,
            modified_at=one.modified_at or one.created_at or self.now,
            targets=[],
        )
        unknown = self._kept(one.extra, f"annotation {one.key[:60]}")
        if not one.passages:
            unknown[WHOLE] = True
        if unknown:
            made.__dict__["unknown_keys"] = unknown
        return made

    def _relation(self, one: ForeignRelation, id: str, ids: dict[str, str], before: str | None) -> native.Relation:
        made = native.Relation(
            id=id,
            relation=one.relation,  # type: ignore[arg-type]
            evidence=ids[one.evidence],
            claim=ids[one.claim],
            note=clean(one.note),
            origin=one.origin if one.origin in ("reader", "engine", "import") else "import",  # type: ignore[arg-type]
            score=one.score if one.score is not None and 0 <= one.score <= 1 else None,
            reasons=[
                native.Reason(kind=clean(reason["kind"]), text=clean(reason["text"]))
                for reason in one.reasons
                if isinstance(reason, dict)
                and isinstance(reason.get("kind"), str)
                and isinstance(reason.get("text"), str)
            ],
            creator=clean(one.creator)[:500],
            created_at=one.created_at or one.modified_at or before or self.now,
            modified_at=one.modified_at or one.created_at or before or self.now,
        )
        if unknown := self._kept(one.extra, f"relation {one.key[:60]}"):
            made.__dict__["unknown_keys"] = unknown
        return made

    def _kept(self, extra: dict[str, Any], name: str) -> dict[str, Any]:
        """What we have no words for, unless it nests too deep to be kept."""
        if extra and native.depth(extra) > native.MAX_DEPTH:
            self.made.export.left_out.append(f"What else is said of {name} nests too deep and was left out.")
            return {}
        return dict(extra)

    # What the articles become

    def _finish(self) -> dict[str, str]:
        """Make the articles and versions that are to come; the ids of those that passages are gathered in."""
        made: dict[str, str] = {}
        articles: dict[str, native.Article] = {}
        for home in self.homes.values():
            versions: list[native.Version] = []
            if home.passages is not None:
                text = home.passages.text
                made[f"passages {home.id}"] = home.version
                if home.here is None or home.passages.grown:
                    if home.here is not None:
                        versions.append(_version(home.version, home.text, _UNKNOWN_TIME, passages=True))
                    made[f"passages {home.id}"] = self._id("version", f"{home.id}:{sha256(text)}")
                    versions.append(_version(made[f"passages {home.id}"], text, _UNKNOWN_TIME, passages=True))
            elif home.here is None:
                versions.append(_version(home.version, home.text, self.now))
            if home.orphans.lines:
                text = home.orphans.text
                made[f"orphans {home.id}"] = self._id("version", f"{home.id}:{sha256(text)}")
                versions.insert(0, _version(made[f"orphans {home.id}"], text, _UNKNOWN_TIME, passages=True))
            gone = home.here is not None and home.here.deleted_at is not None
            if gone and not versions:
                versions.append(_version(home.version, home.text, self.now))
            if home.here is not None and not gone:
                self.made.only_passages.add(home.id)
            if versions and home.id not in articles:
                articles[home.id] = self._article(home, versions)
        self.made.export.articles = list(articles.values())
        return made

    def _article(self, home: _Home, versions: list[native.Version]) -> native.Article:
        given, here = home.given, home.here
        if here is None:
            made = native.Article(
                id=home.id,
                title=" ".join(clean(given.title or given.url or home.text[:80]).split())[:500] or "Untitled",
                author=clean(given.author) if given.author else None,
                source=clean(given.source) if given.source else None,
                url=clean(given.url) if given.url else None,
                published=clean(given.published)[:100] if given.published else None,
                language=clean(given.language)[:40] if given.language else None,
                added_at=given.added_at or self.now,
                modified_at=self.now,
                tags=_tags(given.tags),
                versions=versions,
            )
            if given.extra:
                made.__dict__["unknown_keys"] = dict(given.extra)
            return made
        return native.Article(
            id=here.id,
            title=here.title,
            author=here.author,
            source=here.source,
            url=here.url,
            published=here.published,
            language=here.language,
            added_at=here.added_at,
            # What was removed comes back when the reader brings its passages in again.
            modified_at=here.modified_at if here.deleted_at is None else self.now,
            tags=list(here.tags),
            place=native.Place(paragraph=here.place_paragraph, offset=here.place_offset),
            progress=here.progress,
            copy_of=here.copy_of,
            versions=versions,
        )


def _whole(home: _Home) -> Passage:
    """The first paragraph, for what stands on the article as a whole."""
    first = home.text.split("\n", 1)[0]
    return Passage(first, start=0, end=len(first))


def _version(id: str, text: str, fetched_at: str, *, passages: bool = False) -> native.Version:
    blocks: list[tuple[str, ParagraphKind]] = [(line, "body") for line in text.split("\n")]
    made = native.Version(id=id, sha256=sha256(text), fetched_at=fetched_at, text=text)
    if not passages and text.strip():
        made.paragraphs = [
            native.Paragraph(n=p.n, kind=p.kind, start=p.start, end=p.end, origin=p.origin)
            for p in assemble(blocks, Metadata()).paragraphs
        ]
    if passages:
        made.__dict__["unknown_keys"] = {PASSAGES: True}
    return made


def _alike(one: str, other: str) -> bool:
    """Do two bylines share a name?"""
    return bool(set(one.casefold().replace(",", " ").split()) & set(other.casefold().replace(",", " ").split()))


def _tags(tags: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(tag for one in tags if (tag := " ".join(clean(one).split())[:200])))


def _content(one: ForeignAnnotation) -> str:
    """What it says, without the key."""
    return repr(replace(one, key=""))


def _claim(said: dict[str, Any] | None) -> native.ClaimOf | None:
    if said is None:
        return None
    kind = said.get("kind")
    who = {name: clean(value) for name in ("claimant", "speaker") if isinstance(value := said.get(name), str) and value}
    return native.ClaimOf(kind=kind if kind in foreign.CLAIM_KINDS else None, **who)
