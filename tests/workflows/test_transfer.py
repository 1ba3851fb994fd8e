from __future__ import annotations

import json
import os
import stat
import tempfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workflows import golden
from tests.workflows.conftest import CLOSED, PLEDGE, OpenLibrary
from tui import resources
from tui.library import annotations as marks
from tui.library.check import check
from tui.library.connection import Library
from tui.sources.files import read_bytes
from tui.text.errors import CounterpointError
from tui.text.intake import sha256
from tui.workflows import add, annotating, articles, browsing, checking, reading, transfer, undoing
from tui.workflows.browsing import AnnotationQuery, ArticleQuery
from tui.workflows.progress import CancelledError

Json = dict[str, Any]
SCHEMA = jsonschema.Draft202012Validator(json.loads(resources.read_text("schema/counterpoint-1.json")))


def exported(lib: Library, *args: Any, **kwargs: Any) -> Json:
    made: Json = json.loads(b"".join(transfer.export(lib, *args, **kwargs)))
    SCHEMA.validate(made)
    return made


def timeless(export: Json) -> Json:
    return {key: value for key, value in export.items() if key not in ("exported_at", "generator")}


def bring(lib: Library, export: Json) -> transfer.ImportReport:
    return transfer.import_file(lib, json.dumps(export).encode())


# Out


def test_the_export_is_as_it_was(full: Library) -> None:
    data = b"".join(transfer.export(full))
    assert data.decode() == golden.FILE.read_text(encoding="utf-8")
    assert b"\x1b" not in data
    assert "\u202e" not in data.decode()
    SCHEMA.validate(json.loads(data))


def test_every_span_is_its_quote(full: Library) -> None:
    export = exported(full)
    texts = {version["id"]: version["text"] for article in export["articles"] for version in article["versions"]}
    targets = [target for annotation in export["annotations"] for target in annotation["targets"]]
    targets += [verdict[end] for verdict in export["verdicts"] for end in ("claim", "evidence")]
    assert len(targets) == 11
    for target in targets:
        text = texts[target["version"]]
        assert text[target["start"] : target["end"]] == target["exact"]
        assert text[: target["start"]].endswith(target["prefix"])
        assert text[target["end"] :].startswith(target["suffix"])
    for article in export["articles"]:
        for version in article["versions"]:
            assert version["sha256"] == sha256(version["text"])


def test_one_article_with_what_is_on_it(full: Library, lib: Library) -> None:
    second = articles.find(full, "2")
    export = exported(full, [second.id])
    assert [article["id"] for article in export["articles"]] == [second.id]
    # The claim in the other article is there, for the relation's sake.
    assert sorted(one["kind"] for one in export["annotations"]) == ["claim", "evidence", "highlight"]
    assert len(export["relations"]) == 1
    assert bring(lib, export).problems == []


def test_annotations_that_are_named(full: Library) -> None:
    [note] = marks.rows(full, AnnotationQuery(kind="note"))
    export = exported(full, annotations=[note.id])
    assert [one["id"] for one in export["annotations"]] == [note.id]
    assert [one["title"] for one in export["articles"]] == ["The bridge"]
    assert export["relations"] == []


def test_removed_articles_stay_here(full: Library) -> None:
    articles.remove(full, [articles.find(full, "2").id])
    export = exported(full)
    assert [one["title"] for one in export["articles"]] == ["The bridge"]
    assert {t["article"] for one in export["annotations"] for t in one["targets"]} == {export["articles"][0]["id"]}
    assert export["relations"] == export["verdicts"] == []


def test_suggestions_only_when_asked_for(full: Library) -> None:
    assert "suggestions" not in exported(full)
    [claim] = exported(full, suggestions=True)["suggestions"]
    assert claim["text"] == "the council would not close the bridge"
    assert claim["evidence"] == []  # both were judged


def test_a_file_is_written_whole_or_not_at_all(full: Library, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert transfer.export_file(full, out).startswith("Wrote the library to")
    first = out.read_bytes()
    with pytest.raises(CounterpointError, match="exists already"):
        transfer.export_file(full, out)
    with pytest.raises(CancelledError):
        transfer.write_atomically(out, stopping(), force=True)
    assert out.read_bytes() == first
    assert [path.name for path in tmp_path.glob("*out.json*")] == ["out.json"]
    out.chmod(0o600)
    transfer.write_atomically(out, [b"new"], force=True)
    assert (out.read_bytes(), stat.S_IMODE(out.stat().st_mode)) == (b"new", 0o600)


def stopping() -> Any:
    yield b"half"
    raise CancelledError


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none" / "out.json", Path("/dev/full"), tmp_path / ("x" * 300), Path("a\0b")):
        with pytest.raises(CounterpointError) as error:
            transfer.write_atomically(path, [b"data"])
        assert str(error.value).endswith(".")
    transfer.write_atomically(Path("/dev/null"), [b"data"])


def test_a_pipe_that_has_no_name_is_written_to(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    link = tmp_path / "stdout"
    os.symlink(f"/proc/self/fd/{writer}" if Path("/proc/self/fd").exists() else f"/dev/fd/{writer}", link)
    transfer.write_atomically(link, [b"one, ", b"two"])
    assert os.read(reader, 100) == b"one, two"
    os.close(reader)
    os.close(writer)


def test_an_export_never_replaces_the_library(full: Library, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in full.path.parent.iterdir()}
    link, twin = tmp_path / "link.json", tmp_path / "twin.json"
    os.symlink(full.path, link)
    os.link(full.path, twin)
    names = [full.path.with_name(full.path.name + ending) for ending in ("", "-wal", "-shm", "-journal")]
    for path in (*names, link, twin):
        with pytest.raises(CounterpointError, match="is the library itself"):
            transfer.export_file(full, path, force=True)
    assert {path: path.read_bytes() for path in full.path.parent.iterdir()} == before


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_bytes(b"old")
    os.symlink(real, link)
    transfer.write_atomically(link, [b"new"], force=True)
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


# In


def test_into_an_empty_library_and_out_again(full: Library, lib: Library) -> None:
    export = exported(full)
    report = bring(lib, export)
    assert (report.articles, report.versions, report.annotations) == (2, 3, 6)
    assert (report.relations, report.verdicts, report.problems) == (1, 2, [])
    assert timeless(exported(lib)) == timeless(export)
    assert check(lib) == []
    again = bring(lib, export)
    assert again.message == "Nothing new: all of it was here already."
    assert timeless(exported(lib)) == timeless(export)
    assert bring(full, export).message == again.message


def test_an_import_is_one_step(full: Library, lib: Library) -> None:
    bring(lib, exported(full))
    assert undoing.undo(lib) == "Taken back: imported standard input."
    assert timeless(exported(lib))["articles"] == []
    undoing.redo(lib)
    assert timeless(exported(lib)) == timeless(exported(full))


def test_the_later_change_wins_and_a_deletion_travels(full: Library, lib: Library) -> None:
    bring(lib, exported(full))
    [note] = marks.rows(full, AnnotationQuery(kind="note"))
    for _ in range(30):
        full.now()  # the other clock goes ahead
    annotating.edit(full, note.id, body="later")
    assert bring(lib, exported(full)).annotations == 1
    assert marks.get(lib, note.id).body == "later"
    stale = exported(full)
    annotating.delete(full, [note.id])
    assert bring(lib, exported(full)).annotations == 1
    assert marks.get(lib, note.id).deleted_at is not None
    assert bring(lib, stale).annotations == 0
    assert marks.get(lib, note.id).deleted_at is not None


def test_an_article_that_is_held_already_is_mapped_onto_it(
    full: Library, open_library: OpenLibrary, tmp_path: Path
) -> None:
    mine = open_library("mine.db", prefix=9)
    own = tmp_path / "own.md"
    own.write_text(CLOSED.replace("Lorries", "All lorries"), encoding="utf-8")
    [outcome] = add.add_sources(mine, [str(own)]).outcomes
    report = bring(mine, exported(full))
    assert report.problems == []
    assert browsing.article_count(mine, ArticleQuery()) == 2
    shown = reading.open_article(mine, outcome.article.id)
    assert [mark.kind for mark in shown.marks] == ["evidence"]
    assert all(span.of(shown.text) == mark.quote for mark in shown.marks for span in mark.spans)
    [claim] = reading.open_article(mine, articles.find(mine, "2").id).claims
    assert claim.evidence[0].place.article_n == 1
    assert bring(mine, exported(full)).message.startswith("Nothing new")
    assert check(mine) == []


def test_what_cannot_be_taken_is_said_and_the_rest_comes(full: Library, lib: Library) -> None:
    export = exported(full)
    export["articles"][1]["versions"][0]["sha256"] = "0" * 64
    export["annotations"][0]["targets"][0]["end"] = 2
    export["annotations"][0]["targets"][0]["start"] = 5
    report = bring(lib, export)
    messages = [problem.message for problem in report.problems]
    assert len(messages) >= 2
    assert any("not the one it was exported with" in message for message in messages)
    assert any("ends before it begins" in message for message in messages)
    assert report.articles == 1
    assert browsing.article_rows(lib, ArticleQuery())[0].title == "The bridge"
    assert check(lib) == []


@pytest.mark.parametrize(
    "times",
    [
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.500Z"),
        ("2026-01-01T00:00:00.5Z", "2026-01-01T00:00:00.499999Z", "2025-01-01T00:00:00Z"),
        ("2026-01-01T00:00:00+05:00", "2026-01-01T00:00:00Z"),
    ],
)
def test_the_last_version_is_the_newest(lib: Library, times: tuple[str, ...]) -> None:
    texts = [f"Text {number}." for number in range(len(times))]
    versions = [
        {"id": text, "text": text, "sha256": sha256(text), "fetched_at": at}
        for text, at in zip(texts, times, strict=True)
    ]
    made = {"id": "a", "title": "T", "added_at": times[0], "modified_at": times[0], "versions": versions}
    export = {"format": "counterpoint", "version": 1, "articles": [made]}
    bring(lib, export)
    assert reading.open_article(lib, "a").text == texts[-1]
    assert [version["text"] for version in exported(lib)["articles"][0]["versions"]] == texts
    (article,) = browsing.article_rows(lib, ArticleQuery())
    from_here = add.add_loaded(lib, read_bytes(b"Changed.", "changed.txt"), "changed.txt", version_of=article)
    assert reading.open_article(lib, from_here.article.id).text == "Changed."
    assert check(lib) == []


def test_what_would_be_refused_is_known_before_anything_is_taken_in(full: Library, lib: Library) -> None:
    export = exported(full)
    export["articles"] = export["articles"][:1]
    export["articles"][0]["versions"][0]["paragraphs"][1]["start"] += 1
    export["relations"][0]["claim"] = "nobody"
    plan = transfer.read_import(lib, json.dumps(export).encode())
    assert plan.refused is None
    tried = transfer.rehearsed(lib, plan)
    assert [exported(lib)[name] for name in ("articles", "annotations", "relations", "verdicts")] == [[]] * 4
    assert not lib.conn.execute("SELECT 1 FROM journal").fetchall()
    report = transfer.carry_out(lib, plan)
    assert tried.refused is not None
    assert list(tried.refused) == report.problems
    assert tried.notes == report.notes
    assert "does not fit its text; the article was left out" in tried.message
    assert report.problems[0].message in tried.message
    live = [one for one in export["annotations"] if one["deleted_at"] is None]
    assert report.notes == (f"{len(live)} annotations wait for an article that is not here.",)
    assert report.waiting == len(live)
    assert report.notes[0] in report.message
    assert browsing.annotation_rows(lib, AnnotationQuery()) == []
    again = transfer.import_file(lib, json.dumps(export).encode())
    assert again.annotations == 0
    assert report.notes[0] in again.message


def test_paragraphs_must_fit_the_text(full: Library, lib: Library) -> None:
    export = exported(full)
    export["articles"][0]["versions"][0]["paragraphs"][1]["start"] += 1
    del export["articles"][1]["versions"][-1]["paragraphs"][-1]
    report = bring(lib, export)
    assert report.articles == 0
    assert ["fit its text" in p.message or "cover its text" in p.message for p in report.problems[:2]] == [True, True]


def test_files_that_cannot_be_read(lib: Library, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.json", Path("a\0b")):
        with pytest.raises(CounterpointError) as error:
            transfer.import_file(lib, path)
        assert str(error.value).endswith(".")
    with pytest.raises(CounterpointError, match="no format called"):
        transfer.import_file(lib, b"{}", format="nope")


@pytest.mark.timeout(10)
def test_a_pipe_is_not_waited_for(lib: Library, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(CounterpointError, match="a device or a pipe"):
            transfer.import_file(lib, path)


def test_stopping_an_import_leaves_nothing(full: Library, lib: Library) -> None:
    with pytest.raises(CancelledError):
        transfer.import_file(lib, json.dumps(exported(full)).encode(), cancelled=lambda: True)
    assert browsing.article_count(lib, ArticleQuery()) == 0


def test_a_reader_without_metadata_still_exports(lib: Library) -> None:
    add.add_text(lib, "Just one line.")
    export = exported(lib)
    assert (export["articles"][0]["source"], export["articles"][0]["copy_of"]) == (None, None)
    article = reading.open_article(lib, export["articles"][0]["id"])
    annotating.bookmark(lib, article, 1)
    assert exported(lib)["annotations"][0]["claim"] is None


# Whatever is in it

TIMES = (
    st.datetimes()
    .map(lambda time: f"{max(time.year, 1000):04d}-{time:%m-%dT%H:%M:%S}Z")
    .filter(lambda text: "02-29" not in text)
)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
NAMES = st.none() | TEXT
LINE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\n"), min_size=1, max_size=30)
UNKNOWN = st.dictionaries(
    TEXT.map(lambda text: "x-" + text),
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(-1e9, 1e9) | TEXT,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
        max_leaves=5,
    ),
    max_size=2,
)
ORIGINS = st.sampled_from(["reader", "engine", "import"])
RELATIONS = st.sampled_from(["contradicts", "weakens", "qualifies", "supports", "updates"])
TAGS = st.lists(TEXT, unique=True, max_size=3)
SHARES = st.floats(0, 1)


@st.composite
def version_objects(draw: st.DrawFn, id: str) -> Json:
    lines = draw(st.lists(LINE, min_size=1, max_size=4))
    paragraphs, start = [], 0
    for n, line in enumerate(lines, 1):
        kind = draw(st.sampled_from(["heading", "body", "quote", "list", "caption", "furniture"]))
        end = start + len(line)
        paragraphs.append({"n": n, "kind": kind, "start": start, "end": end, "origin": draw(ORIGINS), **draw(UNKNOWN)})
        start = end + 1
    text = "\n".join(lines)
    times = {"fetched_at": draw(TIMES)}
    return {"id": id, "sha256": sha256(text), "text": text, "paragraphs": paragraphs, **times, **draw(UNKNOWN)}


@st.composite
def article_objects(draw: st.DrawFn, number: int) -> Json:
    versions = [draw(version_objects(f"v{number}-{n}")) for n in range(draw(st.integers(1, 2)))]
    place = {"paragraph": draw(st.integers(1, 9)), "offset": draw(st.integers(0, 99)), **draw(UNKNOWN)}
    fields = {name: draw(NAMES) for name in ("author", "source", "url", "published", "language")}
    fields["copy_of"] = draw(st.none() | TEXT.filter(bool))
    times = {"added_at": draw(TIMES), "modified_at": draw(TIMES)}
    title = draw(TEXT.filter(bool))
    made = {"id": f"a{number}", "title": title, "tags": draw(TAGS), "place": place, "progress": draw(SHARES)}
    return {**made, **fields, **times, "versions": versions, **draw(UNKNOWN)}


@st.composite
def exports(draw: st.DrawFn) -> Json:
    held = [draw(article_objects(number)) for number in range(draw(st.integers(1, 3)))]

    def target() -> Json:
        article = draw(st.sampled_from(held))
        version = draw(st.sampled_from(article["versions"]))
        text = version["text"]
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        at = {"article": article["id"], "version": version["id"], "start": start, "end": end, "exact": text[start:end]}
        return {**at, "prefix": draw(TEXT), "suffix": draw(TEXT), **draw(UNKNOWN)}

    def history() -> Json:
        deleted = draw(st.none() | TIMES)
        times = {"created_at": draw(TIMES), "modified_at": draw(TIMES), "deleted_at": deleted}
        return {"origin": draw(ORIGINS), "creator": draw(TEXT), **times}

    annotations = []
    for number in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(["highlight", "note", "claim", "evidence", "bookmark"]))
        claim_kind = draw(st.sampled_from([None, "pledge", "denial", "assertion", "prediction", "figure"]))
        said = {"kind": claim_kind, "claimant": draw(NAMES), "speaker": draw(NAMES), **draw(UNKNOWN)}
        annotations.append(
            {
                "id": f"n{number}",
                "kind": kind,
                "claim": said if kind == "claim" else None,
                "body": draw(TEXT),
                "tags": draw(TAGS),
                "colour": draw(st.sampled_from([None, "yellow", "green", "blue", "pink", "orange"])),
                "targets": [target() for _ in range(draw(st.integers(1, 2)))],
                **history(),
                **draw(UNKNOWN),
            }
        )
    relations = [
        {
            "id": f"r{number}",
            "relation": draw(RELATIONS),
            "evidence": draw(st.sampled_from(annotations))["id"],
            "claim": draw(st.sampled_from(annotations))["id"],
            "note": draw(TEXT),
            "score": draw(st.none() | SHARES),
            "reasons": [{"kind": draw(TEXT), "text": draw(TEXT), **draw(UNKNOWN)}],
            **history(),
            **draw(UNKNOWN),
        }
        for number in range(draw(st.integers(0, 2)) if annotations else 0)
    ]
    verdicts = [
        {
            "id": f"w{number}",
            "answer": draw(st.sampled_from(["accepted", "rejected", "changed"])),
            "relation": draw(RELATIONS),
            "claim": target(),
            "evidence": target(),
            "at": draw(TIMES),
            **draw(UNKNOWN),
        }
        for number in range(draw(st.integers(0, 2)))
    ]
    weights = draw(st.dictionaries(TEXT, st.floats(-9, 9), max_size=2))
    learned = {"verdicts": draw(st.integers(1, 50)), "weights": weights}
    return {
        "format": "counterpoint",
        "version": 1,
        "articles": held,
        "annotations": annotations,
        "relations": relations,
        "verdicts": verdicts,
        "learned": learned,
        **draw(UNKNOWN),
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(exports())
def test_nothing_is_lost_on_the_way_in_and_out(export: Json) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one, two = Library.open(Path(folder) / "one.db"), Library.open(Path(folder) / "two.db")
        try:
            report = bring(one, export)
            assert report.problems == []
            first = exported(one)
            assert timeless(first) == timeless(export)
            assert bring(one, first).message.startswith("Nothing new")
            bring(two, first)
            assert timeless(exported(two)) == timeless(first)
        finally:
            one.close()
            two.close()


def test_a_backup_is_a_library(full: Library, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert checking.backup(full, copy) == f"Copied the library to {copy}."
    lib = Library.open(copy)
    assert timeless(exported(lib)) == timeless(exported(full))
    lib.close()
    assert checking.check(full) == []
    assert PLEDGE.encode()[200:260] in copy.read_bytes()
