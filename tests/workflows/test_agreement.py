"""Annotators compared from their exports, and a colleague's export that keeps who made what."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.workflows.conftest import OpenLibrary
from tests.workflows.foreign_case import native as exported
from tui.commands.main import cli
from tui.exchange import native
from tui.library.connection import Library
from tui.text.errors import CounterpointError
from tui.text.spans import Span
from tui.workflows import agreement, annotating, reading, transfer
from tui.workflows.add import add_text
from tui.workflows.agreement import Agreement, LayerAgreement

TEXT = (
    "The mayor promised to keep the bridge open. 👩‍👩‍👧 cheered.\n"
    "On Friday the bridge was closed.\n"
    "ボブは橋が閉まったと言った。\n"
)
PROMISE, CLOSED, SAID = "The mayor promised to keep the bridge open", "the bridge was closed", "橋が閉まった"


def marked(
    lib: Library, *claims: tuple[str, Any], highlights: tuple[str, ...] = (), relation: Any = None, text: str = TEXT
) -> Library:
    """A library of one article with these claims (quote, kind), the second quote as evidence for the first."""
    add_text(lib, text, title="The bridge")
    [article_id] = [one["id"] for one in exported(lib)["articles"]]
    article = reading.open_article(lib, article_id)

    def span(quote: str) -> Span:
        return Span(article.text.index(quote), article.text.index(quote) + len(quote))

    for quote, kind in claims:
        annotating.mark_claim(lib, article, span(quote), kind, "The mayor")
    for quote in highlights:
        annotating.highlight(lib, article, [span(quote)], "green")
    if relation:
        claim = reading.open_article(lib, article_id).claims[0]
        annotating.mark_evidence(lib, article, span(CLOSED), claim, relation)
    return lib


def export_of(lib: Library) -> native.Export:
    return native.read(b"".join(transfer.export(lib)))


def layer(found: Agreement, name: str) -> LayerAgreement:
    return next(one for one in found.layers if one.layer == name)


@pytest.fixture
def ada(open_library: OpenLibrary) -> Library:
    return marked(
        open_library("ada.db", prefix=1, creator="Ada"),
        (PROMISE, "pledge"),
        (SAID, "assertion"),
        relation="contradicts",
    )


@pytest.fixture
def bob(open_library: OpenLibrary) -> Library:
    return marked(
        open_library("bob.db", prefix=2, creator="Bob"),
        (PROMISE, "pledge"),
        ("ボブは橋が閉まった", "assertion"),
        highlights=(CLOSED,),
        relation="weakens",
    )


# A colleague's export


def test_a_colleagues_export_keeps_who_made_what(ada: Library, bob: Library, tmp_path: Path) -> None:
    path = tmp_path / "bob.json"
    transfer.export_file(bob, path)
    before = exported(bob)
    report = transfer.import_file(ada, path)
    assert (report.annotations, report.relations) == (4, 1)
    made = exported(ada)
    for name in ("annotations", "relations"):
        theirs = {one["id"]: one for one in before[name]}
        assert theirs
        held = {one["id"]: one for one in made[name]}
        for key, one in theirs.items():
            assert held[key]["creator"] == "Bob"
            assert {**held[key], "targets": 0} == {**one, "targets": 0}
        assert {one["creator"] for key, one in held.items() if key not in theirs} == {"Ada"}
    # One article, though each of them added it: the text is the same.
    assert len(made["articles"]) == 1
    assert transfer.import_file(ada, path).annotations == 0
    # Undo is by creator; an import is the step of who imported.
    from tui.workflows import undoing

    undoing.undo(ada)
    assert {one["creator"] for one in exported(ada)["annotations"]} == {"Ada"}
    # And out again, both keep their names.
    undoing.redo(ada)
    transfer.export_file(ada, tmp_path / "both.json")
    assert sorted({one.creator for one in export_of(ada).annotations}) == ["Ada", "Bob"]


# The comparison


def test_two_exports(ada: Library, bob: Library) -> None:
    found = agreement.compare([("a.json", export_of(ada)), ("b.json", export_of(bob))])
    assert found.annotators == ("Ada", "Bob")
    assert [one.title for one in found.articles] == ["The bridge"]
    assert found.problems == ()
    claims = layer(found, "claims")
    assert claims.counts == {"Ada": 2, "Bob": 2}
    [pair] = claims.pairs
    assert pair.f1_exact == pytest.approx(0.5), "one of two is the same, one begins elsewhere"
    assert pair.f1_overlapping == 1
    assert pair.kappa_sentences == 1
    body = len(TEXT.strip()) - TEXT.strip().count("\n")
    both, one = len(PROMISE) + len(SAID), len("ボブは")
    agree = (body - one) / body
    chance = sum(a * b for a, b in (
        (len(PROMISE), len(PROMISE)), (len(SAID), len(SAID) + one), (body - both, body - both - one))) / body**2  # fmt: skip
    assert pair.kappa_characters == pytest.approx((agree - chance) / (1 - chance))
    assert claims.alpha_unitized is not None
    assert 0.8 < claims.alpha_unitized < 1
    highlights = layer(found, "highlights")
    assert highlights.pairs[0].f1_exact == 0
    relations = layer(found, "relations")
    assert relations.pairs[0].f1_exact == 0, "the same two passages, but another relation"
    assert relations.alpha_relations is not None
    assert relations.alpha_relations <= 0


def test_the_same_twice_is_full_agreement(ada: Library) -> None:
    once = export_of(ada)
    found = agreement.compare([("first.json", once), ("second.json", once)])
    assert found.annotators == ("first.json", "second.json"), "one creator in two files: each file is an annotator"
    for one in found.layers:
        assert one.pairs[0].f1_exact == 1
        assert one.pairs[0].f1_overlapping == 1
        for value in (one.pairs[0].kappa_characters, one.alpha_characters, one.alpha_unitized):
            assert value is None or value == pytest.approx(1)


def test_one_file_of_several_annotators(ada: Library, bob: Library, tmp_path: Path) -> None:
    transfer.export_file(bob, tmp_path / "bob.json")
    transfer.import_file(ada, tmp_path / "bob.json")
    together = agreement.compare([("team.json", export_of(ada))])
    apart = agreement.compare([("ada.json", export_of(ada)), ("bob.json", export_of(bob))])
    assert together.annotators == ("Ada", "Bob")
    assert together.layers == apart.layers, "what stands in both files counts once"


def test_one_who_found_nothing_has_seen_the_text(ada: Library, open_library: OpenLibrary) -> None:
    nobody = marked(open_library("nobody.db", prefix=3, creator="Cy"))
    found = agreement.compare([("ada.json", export_of(ada)), ("cy.json", export_of(nobody))])
    assert found.annotators == ("Ada", "cy.json")
    claims = layer(found, "claims")
    assert claims.pairs[0].f1_exact == 0
    assert claims.pairs[0].kappa_characters == 0


def test_different_versions_are_said(ada: Library, bob: Library, open_library: OpenLibrary) -> None:
    other = marked(
        open_library("cy.db", prefix=3, creator="Cy"), (PROMISE, "pledge"), text=TEXT.replace("Friday", "Monday")
    )
    theirs = export_of(other)
    theirs.articles[0].id = export_of(ada).articles[0].id
    found = agreement.compare([("a", export_of(ada)), ("b", export_of(bob)), ("c", theirs)])
    assert layer(found, "claims").counts == {"Ada": 2, "Bob": 2, "Cy": 0}
    [problem] = found.problems
    assert "different versions" in problem.message
    assert "Cy in that of 20" in problem.message
    with pytest.raises(CounterpointError, match=r"nothing to compare\..*different versions"):
        agreement.compare([("a", export_of(ada)), ("c", theirs)])


def test_the_agreed_layer_and_what_was_deleted_are_left_out(ada: Library, bob: Library) -> None:
    first, second = export_of(ada), export_of(bob)
    plain = agreement.compare([("a", first), ("b", second)])
    raw = json.loads(b"".join(transfer.export(bob)))
    for name in ("annotations", "relations"):
        raw[name] += [
            {**one, "id": f"{one['id']}-{n}", "creator": "Zoe", **more}
            for one in raw[name]
            for n, more in enumerate([{agreement.ADJUDICATED: {}}, {"deleted_at": "2030-01-01T00:00:00Z"}])
        ]
    assert agreement.compare([("a", first), ("b", native.read(json.dumps(raw).encode()))]) == plain


def test_what_does_not_fit_its_text_is_said(ada: Library, bob: Library) -> None:
    damaged = export_of(bob)
    damaged.annotations[0].targets[0].end = 10_000
    found = agreement.compare([("a", export_of(ada)), ("b", damaged)])
    assert [problem.message for problem in found.problems] == [
        "1 annotation stands in a text that the file does not hold; left out.",
        "1 relation without an annotation at an end; left out.",
    ]
    damaged.articles[0].versions[0].text += "!"
    with pytest.raises(CounterpointError, match="is not the one it was exported with"):
        agreement.compare([("a", export_of(ada)), ("b", damaged)])


def test_relations_that_are_not_compared_are_counted(ada: Library, bob: Library) -> None:
    whole, cut = export_of(ada), export_of(bob)
    cut.annotations = [one for one in cut.annotations if one.kind != "evidence"]
    found = agreement.compare([("a.json", whole), ("b.json", cut)])
    assert [(problem.source, problem.message) for problem in found.problems] == [
        ("b.json", "1 relation without an annotation at an end; left out.")
    ]
    assert layer(found, "relations").counts == {"Ada": 1, "Bob": 0}
    # An end that was deleted took its relation with it: nothing is missing there.
    gone = export_of(bob)
    [evidence] = [one for one in gone.annotations if one.kind == "evidence"]
    evidence.deleted_at = evidence.modified_at
    assert agreement.compare([("a.json", whole), ("b.json", gone)]).problems == ()
    # Somebody who drew a line between what others marked.
    drawn = export_of(bob)
    drawn.relations[0].creator = "Eve"
    found = agreement.compare([("a.json", whole), ("b.json", drawn)])
    assert [problem.message for problem in found.problems] == ["1 relation by Eve, who marked no text; left out."]


def test_relations_into_a_text_of_one_annotator_are_counted(ada: Library, bob: Library) -> None:
    add_text(bob, "The bridge was closed on Monday, too.\nIt was never open.", title="Another text")
    other = reading.open_article(bob, exported(bob)["articles"][1]["id"])
    annotating.mark_claim(bob, other, Span(0, 21), "assertion", None)
    [far] = reading.open_article(bob, other.id).claims
    annotating.mark_evidence(bob, other, Span(38, 55), far, "contradicts")
    files = [("a.json", export_of(ada)), ("b.json", export_of(bob))]
    assert agreement.compare(files).problems == (), "no end of it is in a text that is compared"
    claim = next(one for one in exported(bob)["annotations"] if one["kind"] == "claim")
    files[1][1].relations[1].claim = claim["id"]
    found = agreement.compare(files)
    assert [problem.message for problem in found.problems] == [
        "1 relation with an end in a text that is not compared; left out."
    ]


@pytest.mark.parametrize("seed", range(60))
def test_damaged_exports_give_a_sentence(seed: int, ada: Library, bob: Library, tmp_path: Path) -> None:
    chance = Random(seed)
    data = bytearray(b"".join(transfer.export(bob)))
    transfer.export_file(ada, tmp_path / "a.json")
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data))
        if chance.random() < 0.3:
            del data[at : at + chance.randint(1, 40)]
        else:
            data[at : at + 1] = chance.choice([b"9", b"-", b'"', b"{", b"]", b"\\", b"e", b"null", b"0"])
    (tmp_path / "b.json").write_bytes(data)
    said = "."
    try:
        agreement.read_files([tmp_path / "a.json", tmp_path / "b.json"])
    except CounterpointError as error:
        said = str(error)
    assert said.endswith(".")


# The command

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COUNTERPOINT_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.setenv("COUNTERPOINT_LIBRARY", str(tmp_path / "not" / "there.db"))
    monkeypatch.chdir(tmp_path)

    def runner(*arguments: str, status: int = 0) -> Result:
        done = CliRunner().invoke(cli, ["agreement", *arguments])
        assert done.exit_code == status, done.output
        assert done.exception is None or isinstance(done.exception, SystemExit)
        return done

    return runner


def test_the_command(run: Run, ada: Library, bob: Library, tmp_path: Path) -> None:
    transfer.export_file(ada, tmp_path / "a.json")
    transfer.export_file(bob, tmp_path / "b.json")
    lines = [line.split("\t") for line in run("a.json", "b.json").stdout.splitlines()]
    assert ["claims", "Ada · Bob", "F1", "0.500"] in lines
    assert ["claims", "Ada · Bob", "κ sentences", "1.000"] in lines
    assert ["relations", "all", "α", "0.000"] in lines
    made = json.loads(run("a.json", "b.json", "--json").stdout)
    assert made["annotators"] == ["Ada", "Bob"]
    assert [one["layer"] for one in made["layers"]] == ["highlights", "claims", "evidence", "relations"]
    assert made["layers"][1]["pairs"][0]["f1_exact"] == 0.5
    assert made["problems"] == []
    assert not (tmp_path / "not").exists(), "no library is made"
    for word in ("characters", "sentences", "unitiz", "Cohen", "Krippendorff"):
        assert word in run("--help").stdout


def test_bad_input_is_a_sentence(run: Run, ada: Library, tmp_path: Path) -> None:
    transfer.export_file(ada, tmp_path / "a.json")
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    (tmp_path / "w3c.json").write_text('{"type": "Annotation"}', encoding="utf-8")
    assert "only one annotator" in run("a.json", status=1).stderr
    assert "bad.json: The file is not JSON" in run("a.json", "bad.json", status=1).stderr
    assert "w3c.json: The file is JSON, but no export" in run("a.json", "w3c.json", status=1).stderr
    assert "there is no such file" in run("a.json", "none.json", status=1).stderr
    assert "folder" in run("a.json", str(tmp_path), status=1).stderr
    run(status=2)
