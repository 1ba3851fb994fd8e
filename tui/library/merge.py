"""Bringing an export in: merge by id, the later `modified_at` wins, equal times keep what is here. One step of the
journal.

Give articles first, then annotations, relations and verdicts, each as a record with its ids and times as they came:

    with merging(lib, "Imported notes.json") as merge:
        merge.article(article, [(version, paragraphs)])
        merge.annotation(annotation)

Each call is all or nothing, and raises a `LibraryError` for a thing that cannot be taken; the others stay.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from msgspec.structs import replace

from tui.library import annotations as marks
from tui.library import articles, journal, resolutions, verdicts
from tui.library.articles import clean, dump, quote
from tui.library.connection import Library, moment
from tui.library.errors import LibraryError, speaks
from tui.library.extra import merged, only_passages
from tui.library.records import Annotation, Article, Relation, Target, Verdict, Version
from tui.library.schema import PARAGRAPH_BITS
from tui.text.document import Paragraph

Outcome = Literal["added", "changed", "unchanged"]


@contextlib.contextmanager
def merging(lib: Library, summary: str, article_ids: Iterable[str] = ()) -> Iterator[Merge]:
    """One import. `article_ids` are the ids of all articles to come, which are never taken for copies of each other."""
    with journal.step(lib, summary):
        merge = Merge(lib, article_ids)
        yield merge
        resolutions.resolve_targets(lib, merge.fresh_targets)
        for k in merge.fresh_versions:
            resolutions.resolve_into(lib, k)


class Merge:
    """An import that is going on.

    Whatever can be wrong with an annotation, a relation or a verdict is found before its first row is written, which
    saves a savepoint for each: with 100,000 of them that is half of the time.
    """

    def __init__(self, lib: Library, article_ids: Iterable[str] = ()) -> None:
        self.lib = lib
        self.fresh_targets: list[int] = []
        self.fresh_versions: list[int] = []
        self.fresh_texts = 0
        """Versions that articles which are here got, those of passages alone aside."""
        self._coming = set(article_ids)
        self._articles: dict[str, str] = {}
        """Imported id → id here, where they differ."""
        self._versions: dict[str, str] = {}
        self._taken: set[str] = set()
        """Ids of articles here that an article of this import is already mapped onto."""
        self._copies: dict[str, str] = {}
        """Ids of imported originals that are still to come → ids of the articles here that copies of them became."""
        self._texts: dict[str, tuple[str, str] | None] = {}

    @speaks
    def article(self, article: Article, versions: Sequence[tuple[Version, Sequence[Paragraph]]]) -> Outcome:
        """An article with its versions, the newest last. `article.n` and the counters are not looked at.

        An article whose newest version has a text that is held already is mapped onto the one that holds it.
        """
        if not versions:
            raise LibraryError(f"{quote(article.title)} has no text; it was left out.")
        for version, _ in versions:
            if clean(version.text) != version.text or _sha256(version.text) != version.sha256:
                raise LibraryError(f"The text of {quote(article.title)} is not the one it was exported with; left out.")
        with self.lib.write():
            here = self._home(article.id, versions[-1][0].sha256)
            if here is None:
                if article.copy_of is None:
                    article = replace(article, copy_of=self._twin(article, versions[-1][0].sha256))
                self._add(article, versions)
                self._taken.add(article.id)
                return "added"
            if here.id != article.id:
                self._articles[article.id] = here.id
                if article.copy_of in self._coming:
                    self._copies.setdefault(article.copy_of, here.id)
            self._taken.add(here.id)
            newer = moment(article.modified_at) > moment(here.modified_at)
            changed = self._add_missing(here, versions, kinds=newer)
            values: dict[str, Any] = {}
            if newer:
                # An article that is exported is not removed; a removal here that is later than that stays.
                values["deleted_at"] = None
                values |= self._columns(article, merged(here.extra, article.extra))
                del values["added_at"], values["location"]
            if values:
                changed = journal.update(self.lib, "article", here.n, values) or changed
            if here.id != article.id or any(version.id in self._versions for version, _ in versions):
                changed = self._end_waiting(article.id) or changed
            return "changed" if changed else "unchanged"

    @speaks
    def annotation(self, annotation: Annotation) -> Outcome:
        """An annotation with its targets. One that stands in articles which are not here waits for them, out of
        sight."""
        lib = self.lib
        row = lib.conn.execute("SELECT k, modified_at FROM annotation WHERE id = ?", [annotation.id]).fetchone()
        if row and moment(annotation.modified_at) <= moment(row[1]):
            return "unchanged"
        targets = [self._target(t) for t in annotation.targets]
        if not targets:
            raise LibraryError(f"Annotation {annotation.id} points at nothing; it was left out.")
        values = {
            "kind": annotation.kind,
            "claim_kind": annotation.claim_kind,
            "claimant": clean(annotation.claimant),
            "speaker": clean(annotation.speaker),
            "body": clean(annotation.body),
            "colour": annotation.colour,
            "tags": dump(annotation.tags),
            "origin": annotation.origin,
            "creator": clean(annotation.creator),
            "created_at": annotation.created_at,
            "modified_at": annotation.modified_at,
            "deleted_at": annotation.deleted_at,
            "extra": dump(annotation.extra),
        }
        if row is None:
            k = journal.insert(lib, "annotation", {"id": clean(annotation.id), **values})
            self.fresh_targets += marks.insert_targets(lib, k, targets)
            return "added"
        held = marks.get(lib, annotation.id)
        values["extra"] = dump(merged(held.extra, annotation.extra))
        journal.update(lib, "annotation", row[0], values)
        if list(held.targets) != targets:
            self._retarget(row[0], targets)
        return "changed"

    @speaks
    def relation(self, relation: Relation) -> Outcome:
        """A relation; both of its annotations must be here (deleted ones will do)."""
        lib = self.lib
        ends = {
            end: lib.conn.execute("SELECT k FROM annotation WHERE id = ?", [id_]).fetchone()
            for end, id_ in (("evidence", relation.evidence_id), ("claim", relation.claim_id))
        }
        if ends["evidence"] is None or ends["claim"] is None:
            raise LibraryError(f"Relation {relation.id} joins annotations that are not here; it was left out.")
        row = lib.conn.execute("SELECT k, modified_at, extra FROM relation WHERE id = ?", [relation.id]).fetchone()
        values = {
            "relation": relation.relation,
            "evidence": ends["evidence"][0],
            "claim": ends["claim"][0],
            "note": clean(relation.note),
            "origin": relation.origin,
            "score": relation.score,
            "reasons": dump(list(relation.reasons)),
            "creator": clean(relation.creator),
            "created_at": relation.created_at,
            "modified_at": relation.modified_at,
            "deleted_at": relation.deleted_at,
            "extra": dump(relation.extra),
        }
        if row is None:
            journal.insert(lib, "relation", {"id": clean(relation.id), **values})
            return "added"
        if moment(relation.modified_at) <= moment(row[1]):
            return "unchanged"
        values["extra"] = dump(merged(json.loads(row[2]), relation.extra))
        journal.update(lib, "relation", row[0], values)
        return "changed"

    @speaks
    def verdict(self, verdict: Verdict) -> Outcome:
        """A verdict; the later `at` wins."""
        lib = self.lib
        mapped = replace(verdict, claim=self._target(verdict.claim), evidence=self._target(verdict.evidence))
        row = lib.conn.execute("SELECT k, at, extra FROM verdict WHERE id = ?", [verdict.id]).fetchone()
        if row is None:
            verdicts.insert(lib, mapped)
            return "added"
        if moment(verdict.at) <= moment(row[1]):
            return "unchanged"
        values = {"answer": verdict.answer, "relation": verdict.relation, "at": verdict.at}
        values |= verdicts.places(mapped.claim, mapped.evidence)
        values["extra"] = dump(merged(json.loads(row[2]), verdict.extra))
        journal.update(lib, "verdict", row[0], values)
        return "changed"

    # Articles and versions

    def _home(self, id_: str, sha256: str) -> Article | None:
        conn = self.lib.conn
        row = conn.execute(f"SELECT {articles.COLUMNS} FROM article a WHERE a.id = ?", [id_]).fetchone()
        if row:
            return articles.article(row)
        for row in conn.execute(
            f"SELECT {articles.COLUMNS} FROM article a WHERE a.deleted_at IS NULL"
            " AND a.n IN (SELECT article FROM version WHERE sha256 = ?) ORDER BY a.n",
            [sha256],
        ).fetchall():
            found = articles.article(row)
            if found.id not in self._taken and found.id not in self._coming:
                return found
        return None

    def _twin(self, article: Article, sha256: str) -> str | None:
        """The article here that a copy of this one became, when it has the same text and no link to this one yet."""
        row = self.lib.conn.execute(
            "SELECT a.id FROM article a JOIN version v ON v.article = a.n"
            " WHERE a.id = ? AND v.sha256 = ? AND a.copy_of IS NOT ?",
            [self._copies.get(article.id), sha256, article.id],
        ).fetchone()
        return row[0] if row else None

    def _columns(self, article: Article, extra: dict[str, Any]) -> dict[str, Any]:
        return {
            "title": clean(article.title) or "Untitled",
            "source": clean(article.source),
            "url": clean(article.url),
            "location": clean(article.location),
            "author": clean(article.author),
            "published": clean(article.published),
            "language": clean(article.language),
            "added_at": article.added_at,
            "modified_at": article.modified_at,
            "tags": dump(article.tags),
            "place_paragraph": article.place_paragraph,
            "place_offset": article.place_offset,
            "progress": article.progress,
            "copy_of": self._articles.get(article.copy_of, article.copy_of) if article.copy_of else None,
            "extra": dump(extra),
        }

    def _add(self, article: Article, versions: Sequence[tuple[Version, Sequence[Paragraph]]]) -> None:
        n = journal.insert(self.lib, "article", {"id": clean(article.id), **self._columns(article, article.extra)})
        k: int | None = None
        for version, paragraphs in versions:
            k = self._insert(n, version, paragraphs, k)

    def _insert(self, n: int, version: Version, paragraphs: Sequence[Paragraph], after: int | None) -> int:
        taken = self.lib.conn.execute("SELECT 1 FROM version WHERE id = ?", [version.id]).fetchone()
        id_ = self.lib.new_id() if taken else clean(version.id)
        if id_ != version.id:
            self._versions[version.id] = id_
        return articles.insert_version(
            self.lib,
            n,
            version.text,
            paragraphs,
            id=id_,
            fetched_at=version.fetched_at,
            extractor=version.extractor,
            extra=version.extra,
            sha256=version.sha256,
            after=after,
        )

    def _add_missing(
        self, here: Article, versions: Sequence[tuple[Version, Sequence[Paragraph]]], *, kinds: bool
    ) -> bool:
        """Adds the versions that the article lacks; with `kinds`, takes over what paragraphs are. Anything changed?"""
        conn = self.lib.conn
        held = conn.execute("SELECT k, id, sha256 FROM version WHERE article = ? ORDER BY k", [here.n]).fetchall()
        changed = False
        before: int | None = None
        for version, paragraphs in versions:
            k = next((k for k, id_, _ in held if id_ == version.id), None)
            if k is None:
                same = next(((k, id_) for k, id_, sha256 in held if sha256 == version.sha256), None)
                if same is None:
                    before = self._insert(here.n, version, paragraphs, before)
                    self.fresh_versions.append(before)
                    self.fresh_texts += not only_passages(version.extra)
                    changed = True
                    continue
                k, self._versions[version.id] = same
            before = k
            if kinds:
                changed = self._kinds(k, paragraphs) or changed
        return changed

    def _kinds(self, k: int, paragraphs: Sequence[Paragraph]) -> bool:
        held = {p.n: p for p in articles.paragraphs_of(self.lib, k)}
        changed = False
        for p in paragraphs:
            mine = held.get(p.n)
            if mine and (mine.start, mine.end) == (p.start, p.end) and (mine.kind, mine.origin) != (p.kind, p.origin):
                values = {"kind": p.kind, "origin": p.origin}
                changed = journal.update(self.lib, "paragraph", k << PARAGRAPH_BITS | p.n, values) or changed
        return changed

    # Targets

    def _target(self, target: Target) -> Target:
        """The target by the ids that its article and version go by here, quoting its text exactly."""
        article = self._articles.get(target.article_id, target.article_id)
        version = self._versions.get(target.version_id, target.version_id)
        if (article, version) != (target.article_id, target.version_id):
            target = replace(target, article_id=article, version_id=version)
        if version not in self._texts:
            if len(self._texts) >= 8:
                self._texts.clear()
            self._texts[version] = self.lib.conn.execute(
                "SELECT v.text, a.id FROM version v JOIN article a ON a.n = v.article WHERE v.id = ?", [version]
            ).fetchone()
        held = self._texts[version]
        if held is None:
            return target
        text, home = held
        if home != article:
            raise LibraryError(
                f"A passage is said to stand in another article than it does ({target.version_id}); left out."
            )
        found = text[target.start : target.end] if 0 <= target.start <= target.end else None
        if found == target.exact:
            return target
        if not target.exact and found:
            return replace(target, exact=found)
        place = resolutions.find(target, text)
        if place.start is None or place.end is None or place.state in ("review", "orphan"):
            raise LibraryError(f"The passage {quote(target.exact, 40)} is not where it is said to stand; left out.")
        return replace(target, start=place.start, end=place.end, exact=text[place.start : place.end])

    def _end_waiting(self, article_id: str) -> bool:
        """Maps what pointed at an imported article before it came, as what comes after it is. Was there any?"""
        conn = self.lib.conn
        changed = False
        for (id_,) in conn.execute(
            "SELECT id FROM annotation WHERE k IN (SELECT annotation FROM target WHERE article_id = ?)", [article_id]
        ).fetchall():
            held = marks.get(self.lib, id_)
            with contextlib.suppress(LibraryError):  # a passage that is not found goes on waiting
                targets = [self._target(target) for target in held.targets]
                if list(held.targets) != targets:
                    k = conn.execute("SELECT k FROM annotation WHERE id = ?", [id_]).fetchone()[0]
                    self._retarget(k, targets)
                    changed = True
        for verdict in [judged.verdict for judged in verdicts.of_articles(self.lib, [article_id])]:
            with contextlib.suppress(LibraryError):
                claim, evidence = self._target(verdict.claim), self._target(verdict.evidence)
                if (claim, evidence) != (verdict.claim, verdict.evidence):
                    k = conn.execute("SELECT k FROM verdict WHERE id = ?", [verdict.id]).fetchone()[0]
                    changed = journal.update(self.lib, "verdict", k, verdicts.places(claim, evidence)) or changed
        return changed

    def _retarget(self, k: int, targets: Sequence[Target]) -> None:
        conn = self.lib.conn
        for (key,) in conn.execute(
            "SELECT r.k FROM resolution r JOIN target t ON t.k = r.target WHERE t.annotation = ?", [k]
        ).fetchall():
            journal.remove(self.lib, "resolution", key)
        for (key,) in conn.execute("SELECT k FROM target WHERE annotation = ?", [k]).fetchall():
            journal.remove(self.lib, "target", key)
        self.fresh_targets += marks.insert_targets(self.lib, k, targets)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
