from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.library.conftest import TEXT, document, open_library
from tui.library import annotations, articles, check, journal, relations, verdicts
from tui.library.connection import Library
from tui.library.errors import Conflict, LibraryError
from tui.library.merge import merging
from tui.library.records import Annotation, Article, Target

TABLES = (
    "article",
    "version",
    "paragraph",
    "annotation",
    "target",
    "relation",
    "verdict",
    "article_tag",
    "annotation_tag",
)


def state(lib: Library) -> dict[str, Any]:
    """All rows that a reader can change, and what follows from them."""
    conn = lib.db.conn
    rows: dict[str, Any] = {name: conn.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in TABLES}
    rows["passages"] = conn.execute("SELECT id FROM passage_fts_docsize ORDER BY id").fetchall()
    rows["titles"] = conn.execute("SELECT rowid, * FROM article_fts ORDER BY rowid").fetchall()
    rows["marks"] = conn.execute("SELECT rowid, * FROM annotation_fts ORDER BY rowid").fetchall()
    rows["mosque"] = conn.execute(
        "SELECT rowid FROM passage_fts WHERE passage_fts MATCH 'mosque' ORDER BY rowid"
    ).fetchall()
    return rows


class History(RuleBasedStateMachine):
    """Whatever is done: undo gives the state before, redo the state after, also after closing and opening again."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.lib = open_library(self.folder / "library.db", "a")
        self.opened = 1
        self.states: list[dict[str, Any]] = [state(self.lib)]
        self.at = 0

    def teardown(self) -> None:
        self.lib.close()
        shutil.rmtree(self.folder)

    def done(self) -> None:
        now = state(self.lib)
        if now != self.states[self.at]:
            self.states[self.at + 1 :] = [now]
            self.at += 1

    def some(self, data: st.DataObject, table: str, live: bool = True) -> Any:
        where = "WHERE deleted_at IS NULL" if live else ""
        ids = [row[0] for row in self.lib.db.conn.execute(f"SELECT id FROM {table} {where} ORDER BY id")]
        return data.draw(st.sampled_from(ids)) if ids else None

    def target(self, data: st.DataObject) -> Target | None:
        id_ = self.some(data, "article")
        if id_ is None:
            return None
        article = articles.get(self.lib, id_)
        text = articles.version(self.lib, article.newest_version).text
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start, min(len(text), start + 40)))
        return Target(article.id, article.newest_version, start, end, text[start:end])

    @initialize()
    def first(self) -> None:
        articles.add(self.lib, document(), location="/a")
        self.done()

    @rule(text=st.sampled_from([TEXT, "One.\nTwo mosque.\nfoot", "中文清真寺\nfoot"]))
    def add_article(self, text: str) -> None:
        articles.add(self.lib, document(text), location="")
        self.done()

    @rule(data=st.data(), text=st.sampled_from([TEXT + "\nmore", "New mosque.\nfoot"]))
    def add_version(self, data: st.DataObject, text: str) -> None:
        if id_ := self.some(data, "article"):
            articles.add_version(self.lib, id_, document(text))
            self.done()

    @rule(data=st.data(), title=st.sampled_from(["New", "Other mosque"]))
    def edit(self, data: st.DataObject, title: str) -> None:
        if id_ := self.some(data, "article"):
            articles.edit(self.lib, id_, title=title, author="Somebody")
            self.done()

    @rule(data=st.data(), tags=st.lists(st.sampled_from(["x", "y", "ž"]), max_size=2))
    def tag(self, data: st.DataObject, tags: list[str]) -> None:
        if id_ := self.some(data, "article"):
            articles.tag(self.lib, id_, add=tags, remove=["x"])
            self.done()

    @rule(data=st.data())
    def remove_article(self, data: st.DataObject) -> None:
        if id_ := self.some(data, "article"):
            articles.remove(self.lib, [id_])
            self.done()

    @rule(data=st.data(), kind=st.sampled_from(["furniture", "body", "quote"]))
    def paragraph(self, data: st.DataObject, kind: Any) -> None:
        if id_ := self.some(data, "article"):
            articles.set_paragraph_kind(self.lib, articles.get(self.lib, id_).newest_version, 1, kind)
            self.done()

    @rule(data=st.data(), kind=st.sampled_from(["highlight", "note", "claim", "evidence"]))
    def annotate(self, data: st.DataObject, kind: Any) -> None:
        if target := self.target(data):
            annotations.add(self.lib, kind=kind, targets=[target], body="b", tags=["x"])
            self.done()

    @rule(data=st.data(), body=st.sampled_from(["one", "two"]))
    def change(self, data: st.DataObject, body: str) -> None:
        if id_ := self.some(data, "annotation"):
            annotations.update(self.lib, id_, body=body, tags=["x", "z"], colour="pink")
            self.done()

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        if id_ := self.some(data, "annotation"):
            annotations.delete(self.lib, [id_])
            self.done()

    @rule(data=st.data(), relation=st.sampled_from(["contradicts", "supports"]))
    def relate(self, data: st.DataObject, relation: Any) -> None:
        one, other = self.some(data, "annotation"), self.some(data, "annotation")
        if one and other and one != other:
            relations.add(self.lib, claim_id=one, evidence_id=other, relation=relation)
            self.done()

    @rule(data=st.data())
    def change_relation(self, data: st.DataObject) -> None:
        if id_ := self.some(data, "relation"):
            relations.update(self.lib, id_, relation="weakens", note="n")
            self.done()

    @rule(data=st.data(), answer=st.sampled_from(["accepted", "rejected", "changed"]))
    def judge(self, data: st.DataObject, answer: Any) -> None:
        claim, evidence = self.target(data), self.target(data)
        if claim and evidence:
            verdicts.add(self.lib, answer=answer, relation="contradicts", claim=claim, evidence=evidence)
            self.done()

    @rule(data=st.data())
    def bring(self, data: st.DataObject) -> None:
        target = self.target(data)
        if target is None:
            return
        held = self.some(data, "annotation", live=False)
        with merging(self.lib, "Imported a file") as merge:
            for id_ in filter(None, (held, self.lib.new_id(), self.lib.new_id())):
                later = "2027-01-01T00:00:00Z"
                merge.annotation(
                    Annotation(
                        id_,
                        "note",
                        None,
                        None,
                        None,
                        "in",
                        None,
                        (),
                        "import",
                        "",
                        later,
                        later,
                        None,
                        (target, target),
                    )
                )
        self.done()

    @rule()
    def failing(self) -> None:
        before = state(self.lib)
        with pytest.raises(ZeroDivisionError), journal.step(self.lib, "Failed"):  # noqa: PT012
            articles.add(self.lib, document("gone"), location="")
            raise ZeroDivisionError
        assert state(self.lib) == before

    @precondition(lambda self: self.at > 0)
    @rule()
    def undo(self) -> None:
        journal.undo(self.lib)
        self.at -= 1
        assert state(self.lib) == self.states[self.at]

    @precondition(lambda self: self.at < len(self.states) - 1)
    @rule()
    def redo(self) -> None:
        journal.redo(self.lib)
        self.at += 1
        assert state(self.lib) == self.states[self.at]

    @precondition(lambda self: self.at == len(self.states) - 1)
    @rule()
    def nothing_to_redo(self) -> None:
        with pytest.raises(LibraryError, match="nothing to redo"):
            journal.redo(self.lib)

    @rule()
    def restart(self) -> None:
        self.lib.close()
        self.opened += 1
        self.lib = open_library(self.folder / "library.db", f"a{self.opened}")

    @invariant()
    def whole(self) -> None:
        assert check.check(self.lib) == []


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)


def test_a_step_is_one_entry(lib: Library, article: Article, target: Any) -> None:
    with journal.step(lib, "Accepted a suggestion"):
        claim = annotations.add(lib, kind="claim", targets=[target(article, "no attack")])
        evidence = annotations.add(lib, kind="evidence", targets=[target(article, "bombed")])
        relations.add(lib, claim_id=claim.id, evidence_id=evidence.id, relation="contradicts")
    assert journal.last(lib).summary == "Accepted a suggestion"  # type: ignore[union-attr]
    assert articles.get(lib, 1).contested == 1
    assert journal.undo(lib).summary == "Accepted a suggestion"
    assert annotations.count(lib) == 0
    assert articles.get(lib, 1).contested == 0


def test_a_part_that_fails_leaves_the_rest_of_its_step(lib: Library, article: Article, target: Any) -> None:
    with journal.step(lib, "Two"):
        annotations.add(lib, kind="note", targets=[target(article, "mosque")])
        with pytest.raises(ZeroDivisionError), lib.write():  # noqa: PT012
            annotations.add(lib, kind="note", targets=[target(article, "bombed")])
            raise ZeroDivisionError
    assert annotations.count(lib) == 1
    journal.undo(lib)
    assert annotations.count(lib) == 0
    journal.redo(lib)
    assert annotations.count(lib) == 1


def test_undo_refuses_what_another_has_touched(path: Path, lib: Library, article: Article, target: Any) -> None:
    note = annotations.add(lib, kind="note", body="mine", targets=[target(article, "mosque")])
    with open_library(path, "other", creator="Ada") as other:
        annotations.update(other, note.id, body="hers")
        with pytest.raises(Conflict, match="newer change by Ada"):
            journal.undo(lib)
        assert annotations.get(lib, note.id).body == "hers"
        journal.undo(other)
        journal.undo(lib)
        assert annotations.count(lib) == 0
        with pytest.raises(LibraryError, match="cannot be redone"):
            journal.redo(other)


def test_undo_refuses_to_take_the_ground_from_another(path: Path, lib: Library, article: Article, target: Any) -> None:
    with open_library(path, "other", creator="Ada") as other:
        annotations.add(other, kind="note", targets=[target(article, "mosque")])
        with pytest.raises(Conflict):
            journal.undo(lib)
    assert articles.get(lib, 1).annotations == 1


def test_each_creator_has_a_history(path: Path, lib: Library, article: Article, target: Any) -> None:
    with open_library(path, "other", creator="Ada") as other:
        annotations.add(other, kind="note", body="hers", targets=[target(article, "mosque")])
        annotations.add(lib, kind="note", body="mine", targets=[target(article, "bombed")])
        journal.undo(other)
        assert [a.body for a in annotations.rows(lib)] == ["mine"]
        with pytest.raises(LibraryError, match="nothing to undo"):
            journal.undo(other)
