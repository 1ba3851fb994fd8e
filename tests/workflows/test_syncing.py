"""Two readers and a server: what one makes reaches the other, and nothing is lost, doubled or overwritten on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sync.server import Team, cut, done_but_cut, serving, status
from tests.workflows.conftest import CLOSED, PLEDGE, OpenLibrary
from tests.workflows.golden import span
from tui.library import annotations as marks
from tui.library import articles as store
from tui.library import journal, relations, synced
from tui.library.connection import Library
from tui.library.records import Annotation
from tui.sync.errors import SyncError
from tui.text.errors import CounterpointError
from tui.text.spans import Span
from tui.workflows import add, annotating, reading, syncing
from tui.workflows.progress import CancelledError
from tui.workflows.sync_report import SyncReport
from tui.workflows.syncing import Sync

Act = Callable[..., SyncReport]


@pytest.fixture
def team() -> Iterator[Team]:
    with serving() as made:
        yield made


@pytest.fixture
def act(team: Team) -> Act:
    """Does one of the methods of `Sync`, as a reader who has a library and a token."""

    def acting(lib: Library, what: str, *arguments: Any, group: str = "team", **more: Any) -> SyncReport:
        token = f"token-{lib.creator.lower()}"
        cancelled = more.pop("cancelled", lambda: False)
        with syncing.connected(team.url, token=token, sleep=lambda _: None, cancelled=cancelled) as server:
            made: SyncReport = getattr(Sync(lib, server, group, cancelled=cancelled), what)(*arguments, **more)
            return made

    return acting


@pytest.fixture
def ada(open_library: OpenLibrary, files: tuple[Path, Path]) -> Library:
    lib = open_library("ada.db", creator="Ada")
    add.add_sources(lib, [str(one) for one in files])
    return lib


@pytest.fixture
def bea(open_library: OpenLibrary, tmp_path: Path) -> Library:
    """Another machine: the same texts, in files of other names."""
    lib = open_library("bea.db", prefix=1, creator="Bea")
    for name, text in (("mine.md", PLEDGE), ("hers.md", CLOSED)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    add.add_sources(lib, [str(tmp_path / name) for name in ("hers.md", "mine.md")])
    return lib


def all_of(lib: Library) -> list[Annotation]:
    return sorted(marks.rows(lib), key=lambda one: (one.kind, one.targets[0].exact))


def said(lib: Library) -> list[tuple[Any, ...]]:
    return [
        (one.kind, one.body, one.tags, one.colour, one.claim_kind, one.claimant, tuple(t.exact for t in one.targets))
        for one in all_of(lib)
    ]


def article(lib: Library, title: str) -> Any:
    row = next(one for one in (store.get(lib, n) for n in (1, 2)) if one.title == title)
    return reading.open_article(lib, row.id)


def make(lib: Library) -> str:
    """A claim, evidence against it, a note with odd text, a highlight of two passages; the id of the note."""
    bridge, shut = article(lib, "The bridge"), article(lib, "Bridge shut")
    [claim] = annotating.targets(bridge, [span(bridge, "would not close")])
    [against] = annotating.targets(shut, [span(shut, "was closed on Friday")])
    one = marks.add(lib, kind="claim", targets=[claim], claim_kind="pledge", claimant="the council", tags=["a b"])
    two = marks.add(lib, kind="evidence", targets=[against])
    relations.add(lib, claim_id=one.id, evidence_id=two.id, relation="contradicts", note="Plainly.", score=0.75)
    annotating.highlight(lib, bridge, [Span(0, 9), span(bridge, "cheered")], "pink", tags=["who"])
    return marks.add(
        lib, kind="note", targets=annotating.targets(bridge, [span(bridge, "🙂 cheered")]), body="日本 [/b]\n\x1b[31m"
    ).id


def test_what_one_makes_reaches_the_other(team: Team, act: Act, ada: Library, bea: Library) -> None:
    make(ada)
    before = act(ada, "status")
    assert (before.pushed["new"], before.pulled["new"], team.writes()) == (5, 0, [])
    assert act(ada, "push").message == "Went: 5 new."
    assert {row["group"] for row in team.rows.values()} == {"team"}
    assert all(row["permissions"]["read"] == ["group:team"] for row in team.rows.values())
    report = act(bea, "pull")
    assert (report.message, report.problems) == ("Came: 5 new.", [])
    assert said(bea) == said(ada)
    assert store.by_sha256(bea, "x") == []
    assert len(bea.conn.execute("SELECT n FROM article").fetchall()) == 2  # found by their text
    assert {one.creator for one in all_of(bea)} == {"ada"}
    [relation] = relations.of_annotations(bea, [one.id for one in all_of(bea)])
    assert (relation.relation, relation.note, relation.score) == ("contradicts", "Plainly.", 0.75)
    for lib in (ada, bea):
        for what in ("pull", "push", "status"):
            quiet = act(lib, what)
            assert (quiet.same, sum(quiet.pulled.values()), sum(quiet.pushed.values())) == (5, 0, 0), (lib.path, what)
    assert team.writes() == ["POST"] * 5
    assert all(row["user"] == "acct:ada@here" for row in team.rows.values())


def test_changes_and_deletions_travel(team: Team, act: Act, ada: Library, bea: Library) -> None:
    note = make(ada)
    act(ada, "push")
    act(bea, "pull")
    marks.update(ada, note, body="Second thoughts", tags=["new"])
    marks.delete(ada, [one.id for one in all_of(ada) if one.kind == "evidence"])  # and the relation with it
    report = act(ada, "push")
    assert report.pushed == {"new": 0, "changed": 1, "deleted": 2}
    report = act(bea, "pull")
    assert report.pulled == {"new": 0, "changed": 1, "deleted": 2}
    assert said(bea) == said(ada)
    assert act(bea, "status").message == "Nothing differs."
    journal.undo(bea)  # one step: the change and the deletions are taken back
    assert len(all_of(bea)) == 4
    assert next(one for one in all_of(bea) if one.kind == "note").body == "日本 [/b]\n\x1b[31m"


def test_an_edit_on_the_servers_own_page_comes_and_keeps_what_it_knows_no_words_for(
    team: Team, act: Act, ada: Library
) -> None:
    make(ada)
    team.keeps_unknown = False
    act(ada, "push")
    row = next(one for one in team.rows.values() if one["tags"] == ["a b"])
    row |= {"text": "From the web", "tags": ["web"], "updated": "2020-01-01T00:00:00+00:00"}  # its clock is slow
    assert act(ada, "pull").pulled["changed"] == 1
    claim = all_of(ada)[0]
    assert (claim.body, claim.tags, claim.kind, claim.claimant) == ("From the web", ("web",), "claim", "the council")
    assert claim.creator == "Ada"
    assert act(ada, "status").message == "Nothing differs."


def test_what_changed_on_both_sides_is_left_to_the_reader(team: Team, act: Act, ada: Library) -> None:
    note = make(ada)
    act(ada, "push")
    remote = next(row for row in team.rows.values() if "日本" in row["text"])

    def both(here: str, there: str) -> None:
        marks.update(ada, note, body=here)
        remote_now = team.rows[remote["id"]]
        team.rows[remote["id"]] = {**remote_now, "text": there, "updated": team.now()}

    both("Here", "There")
    for what in ("pull", "push"):
        report = act(ada, what)
        [conflict] = report.conflicts
        assert conflict.here is not None
        assert conflict.there is not None
        assert (conflict.here["text"], conflict.there["text"], conflict.quote) == ("Here", "There", "🙂 cheered")
        assert report.message.endswith("1 differs on both sides and waits for you.")
        assert (marks.get(ada, note).body, team.rows[remote["id"]]["text"]) == ("Here", "There")
    assert act(ada, "pull", take="theirs").pulled["changed"] == 1
    assert marks.get(ada, note).body == "There"
    both("Here 2", "There 2")
    assert act(ada, "push", take="ours").pushed["changed"] == 1
    assert team.rows[remote["id"]]["text"] == "Here 2"
    both("Here 3", "There 3")
    assert act(ada, "pull", take="ours").conflicts == []  # said once, and known from then on
    assert act(ada, "push").pushed["changed"] == 1
    assert team.rows[remote["id"]]["text"] == "Here 3"
    both("Same", "Same")
    assert act(ada, "status").message == "Nothing differs."


def test_deleted_here_and_changed_there_and_the_other_way_round(team: Team, act: Act, ada: Library) -> None:
    note = make(ada)
    act(ada, "push")
    remote = next(row["id"] for row in team.rows.values() if "日本" in row["text"])
    marks.delete(ada, [note])
    team.rows[remote] = {**team.rows[remote], "text": "Still in use"}
    assert [one.change for one in act(ada, "push").conflicts] == ["deleted"]
    assert act(ada, "pull", take="theirs").pulled["changed"] == 1
    assert (marks.get(ada, note).body, marks.get(ada, note).deleted_at) == ("Still in use", None)
    marks.update(ada, note, body="Needed")
    del team.rows[remote]
    assert len(act(ada, "pull").conflicts) == 1
    assert act(ada, "push", take="ours").pushed["new"] == 1
    assert [row["text"] for row in team.rows.values() if "Needed" in row["text"]] == ["Needed"]
    marks.update(ada, note, body="Or not")
    team.rows.pop(next(id for id, row in team.rows.items() if row["text"] == "Needed"))
    assert act(ada, "push", take="theirs").pulled["deleted"] == 1
    assert marks.get(ada, note).deleted_at is not None


def test_somebody_elses_annotations_stay_theirs(team: Team, act: Act, ada: Library, bea: Library) -> None:
    make(ada)
    act(ada, "push")
    act(bea, "pull")
    note = next(one for one in all_of(bea) if one.kind == "note")
    highlight = next(one for one in all_of(bea) if one.kind == "highlight")
    marks.update(bea, note.id, body="Bea knows better")
    marks.delete(bea, [highlight.id])
    report = act(bea, "push")
    assert (report.theirs, sum(report.pushed.values())) == (2, 0)
    assert team.writes() == ["POST"] * 5
    assert act(bea, "pull").pulled == {"new": 0, "changed": 0, "deleted": 0}
    assert marks.get(bea, highlight.id).deleted_at is not None
    hers = next(row for row in team.rows.values() if "日本" in row["text"])
    hers["text"] = "Ada knows better"
    assert len(act(bea, "pull").conflicts) == 1
    act(bea, "pull", take="ours")
    assert (act(bea, "status").conflicts, marks.get(bea, note.id).body) == ([], "Bea knows better")
    hers["text"] = "Ada insists"
    act(bea, "push", take="theirs")
    assert marks.get(bea, note.id).body == "Ada insists"


def test_a_push_that_broke_off_does_not_double(team: Team, act: Act, ada: Library) -> None:
    note = make(ada)
    team.meet("POST /annotations", lambda _: False, done_but_cut)
    team.meet("GET /search", lambda _: False, *[status(500)] * 5)  # and it cannot be asked for either
    with pytest.raises(SyncError, match="1 of 5 changes were sent before that; the next push sends the rest"):
        act(ada, "push")
    assert len(team.rows) == 2
    assert len([one for one in synced.entries(ada, f"{team.url}/api", "team") if not one.sending]) == 1
    lost = next(one.id for one in synced.entries(ada, f"{team.url}/api", "team") if one.sending)
    marks.update(ada, lost, body="Changed in between")
    report = act(ada, "push")
    assert (report.pushed, report.conflicts) == ({"new": 3, "changed": 1, "deleted": 0}, [])
    assert len(team.rows) == 5
    assert act(ada, "status").message == "Nothing differs."
    assert note


def test_second_copies_of_a_push_that_the_search_had_not_seen_are_taken_away(
    team: Team, act: Act, ada: Library
) -> None:
    make(ada)
    act(ada, "push")
    first = next(iter(team.rows.values()))
    team.put("ada", {**first, "permissions": {"read": ["group:team"]}}, id="second-copy")
    act(ada, "push")
    assert "second-copy" not in team.rows
    assert len(team.rows) == 5


def test_a_library_that_forgot_finds_its_own_again(team: Team, act: Act, ada: Library) -> None:
    make(ada)
    act(ada, "push")
    with ada.write() as conn:
        conn.execute("DELETE FROM synced")
    report = act(ada, "push")
    assert (report.same, sum(report.pushed.values()), report.conflicts) == (5, 0, [])
    assert len(team.rows) == 5


def test_undoing_a_pull_is_as_if_it_had_not_been(team: Team, act: Act, ada: Library, bea: Library) -> None:
    make(ada)
    act(ada, "push")
    act(bea, "pull")
    assert journal.undo(bea).summary == "Pulled group team from 127.0.0.1"
    assert all_of(bea) == []
    assert sum(act(bea, "push").pushed.values()) == 0
    assert len(team.rows) == 5
    assert act(bea, "pull").pulled["new"] == 5
    journal.undo(bea)
    assert act(bea, "status").pulled["new"] == 5
    journal.redo(bea)
    assert act(bea, "status").message == "Nothing differs."


def test_a_row_that_says_it_is_one_of_ours_does_not_become_it(team: Team, act: Act, ada: Library) -> None:
    note = make(ada)
    row = {
        "uri": "https://news.example/1",
        "text": "Overwritten",
        "group": "team",
        "counterpoint": {"id": note, "kind": "note"},
    }
    team.put("bea", {**row, "permissions": {"read": ["group:team"]}})
    assert act(ada, "pull").pulled["new"] == 1
    assert marks.get(ada, note).body.startswith("日本")
    act(ada, "push")
    other = team.put("bea", {**row, "text": "Again", "permissions": {"read": ["group:team"]}})
    report = act(ada, "both")
    assert (report.pulled["new"], sum(report.pushed.values()), report.conflicts) == (1, 0, [])
    assert marks.get(ada, note).body.startswith("日本")
    assert other["id"] in team.rows


def test_an_empty_answer_deletes_nothing_that_is_still_there(team: Team, act: Act, ada: Library) -> None:
    make(ada)
    act(ada, "push")
    team.meet("GET /search", status(200, b'{"total": 0, "rows": []}'))
    assert act(ada, "pull").message == "Nothing came and nothing went."
    assert len(all_of(ada)) == 4


def test_pages_on_the_web_are_matched_by_their_address(team: Team, act: Act, ada: Library) -> None:
    store.edit(ada, store.get(ada, 1).id, url="https://news.example/bridge")
    quote = {"type": "TextQuoteSelector", "exact": "We will keep the bridge open", "prefix": "“", "suffix": ",”"}
    given = {"group": "team", "permissions": {"read": ["group:team"]}, "text": "Hm", "target": [{"selector": [quote]}]}
    parent = team.put("bea", {**given, "uri": "http://news.example/bridge#x", "document": {"title": ["The bridge"]}})
    team.put("bea", {**given, "uri": "http://news.example/bridge", "references": [parent["id"]], "target": []})
    team.put("bea", {**given, "uri": "https://other.example/", "document": {"title": ["Unknown \x1b[31m"]}})
    report = act(ada, "pull")
    assert (report.pulled["new"], report.problems) == (3, [])
    one, two, other = sorted(all_of(ada), key=lambda one: one.created_at)
    assert one.targets[0].article_id == two.targets[0].article_id == store.get(ada, 1).id
    assert (one.creator, one.targets[0].exact) == ("bea", "We will keep the bridge open")
    assert two.extra["hypothesis"]["references"] == [parent["id"]]
    assert store.get(ada, other.targets[0].article_id).url == "https://other.example/"
    assert act(ada, "status").message == "Nothing differs."


def test_of_a_library_that_is_only_read_it_says_what_differs(team: Team, act: Act, ada: Library, bea: Library) -> None:
    make(bea)
    act(bea, "push")
    ada.read_only = True
    assert act(ada, "status").message == "To come: 5 new."
    with pytest.raises(CounterpointError, match="read-only"):
        act(ada, "pull")


def test_only_chosen_articles(team: Team, act: Act, ada: Library, bea: Library) -> None:
    make(ada)
    chosen = [store.get(ada, 1).id]
    act(ada, "push", chosen)
    uris = {row["uri"] for row in team.rows.values()}
    assert len(team.rows) == 5  # the evidence, in the other article, goes with its relation
    team.rows = {id: row for id, row in team.rows.items() if "relation" not in row["counterpoint"]}
    assert len(uris) == 2
    other = store.by_sha256(bea, store.versions(ada, store.get(ada, 2).id)[0].sha256)[0].id
    assert act(bea, "pull", [other]).pulled["new"] == 1
    assert [one.kind for one in all_of(bea)] == ["evidence"]


def test_what_others_made_is_not_sent_in_ones_own_name(team: Team, act: Act, ada: Library, bea: Library) -> None:
    make(ada)
    act(ada, "push")
    act(bea, "pull")
    team.groups.append("second")
    report = act(bea, "push", group="second")
    assert (report.not_sent, len(team.rows)) == (5, 5)
    assert act(ada, "push", group="second").pushed["new"] == 5
    assert len(team.rows) == 10


def test_of_the_public_group_only_ones_own(team: Team, act: Act, ada: Library) -> None:
    team.put("bea", {"uri": "https://x.example/", "text": "Noise", "permissions": {"read": ["group:__world__"]}})
    make(ada)
    assert act(ada, "both", group="__world__").message == "Went: 5 new."
    assert all("user=acct" in path for _, path, _ in team.asked if "/search?group" in path)


def test_groups_that_one_is_not_in_are_refused(act: Act, ada: Library) -> None:
    with pytest.raises(CounterpointError, match="You are in no group “other” there; your groups: __world__, team"):
        act(ada, "push", group="other")


def test_one_that_the_server_refuses_does_not_hold_the_others_up(team: Team, act: Act, ada: Library) -> None:
    make(ada)
    team.meet("POST /annotations", status(400, b'{"reason": "target: too odd"}'))
    report = act(ada, "push")
    # The first was the claim: without it its relation cannot stand there.
    assert (report.pushed["new"], len(report.problems)) == (3, 2)
    assert "too odd" in report.problems[0].message
    assert act(ada, "push").pushed["new"] == 2


def test_stopping_keeps_what_was_done(team: Team, act: Act, ada: Library) -> None:
    make(ada)
    with pytest.raises(CancelledError):
        act(ada, "push", cancelled=lambda: len(team.rows) >= 2)
    assert len(team.rows) == 2
    assert act(ada, "push").pushed["new"] == 3
    assert len(team.rows) == 5


def test_hostile_rows_come_bounded_and_whole(team: Team, act: Act, ada: Library) -> None:
    given: dict[str, Any] = {"group": "team", "permissions": {"read": ["group:team"]}}
    team.put("bea", {**given, "uri": "javascript:alert(1)", "text": "x" * 100_000, "tags": ["\x1b]0;x\x07", 7, None]})
    team.put(
        "bea",
        {
            **given,
            "uri": "urn:uuid:../../etc",
            "counterpoint": {"relation": "contradicts", "evidence": [], "claim": {}},
        },
    )
    team.put(
        "bea",
        {**given, "uri": "urn:x-sha256:zz", "counterpoint": "no object", "target": [{"selector": [7, {"type": []}]}]},
    )
    team.put(
        "bea",
        {**given, "uri": "https://a.example/", "counterpoint": {"id": ["x"], "kind": {}, "article": 7, "claim": []}},
    )
    team.put("bea", {**given, "uri": " ", "counterpoint": {"id": "\ud800", "version": "v" * 9999}})
    report = act(ada, "pull")
    assert report.pulled["new"] >= 3
    assert len(all_of(ada)) == report.pulled["new"]
    assert all("\n" not in one.message for one in report.problems)
    again = act(ada, "pull")
    assert sum(again.pulled.values()) == 0


def test_an_answer_that_breaks_off_changes_nothing_here(team: Team, act: Act, ada: Library, bea: Library) -> None:
    make(ada)
    act(ada, "push")
    team.meet("GET /search", *[cut] * 5)
    with pytest.raises(SyncError):
        act(bea, "pull")
    assert all_of(bea) == []


def test_where_it_goes_is_remembered_and_the_token_is_not(team: Team, act: Act, ada: Library) -> None:
    with pytest.raises(CounterpointError, match="Which group"):
        syncing.place(ada, None, None)
    make(ada)
    act(ada, "push")
    assert syncing.place(ada, None, None) == (f"{team.url}/api", "team")
    public = ("https://api.hypothes.is/api", "iGrEjmvV")
    assert syncing.place(ada, None, "https://hypothes.is/groups/iGrEjmvV/the-team") == public
    assert syncing.place(ada, None, "https://h.example/groups/abc") == ("https://h.example/api", "abc")
    assert syncing.place(ada, None, "x") == (f"{team.url}/api", "x")
    with pytest.raises(CounterpointError, match="Which group"):
        syncing.place(ada, "https://other.example", None)
    ada.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"token-ada" not in ada.path.read_bytes()


@pytest.mark.parametrize("in_the_search", [True, False])
def test_what_nests_too_deep_there_is_left_out_and_stays_here(
    team: Team, act: Act, ada: Library, bea: Library, in_the_search: bool
) -> None:
    note = make(ada)
    act(ada, "push")
    act(bea, "pull")
    before = said(bea)
    row = next(one for one in team.rows.values() if one["counterpoint"]["id"] == note)
    deep: Any = {}
    for _ in range(60):
        deep = {"a": deep}
    row["extra"] = deep
    if not in_the_search:
        team.meet("GET /search", status(200, b'{"total": 0, "rows": []}'))
    report = act(bea, "pull")
    assert report.message == "Nothing came and nothing went."
    assert [one.message for one in report.problems] == [f"Annotation {row['id']} nests too deep; it was left out."]
    assert said(bea) == before


@pytest.mark.parametrize("own", [None, [], "x", 7, [[]], {"relation": {}}])
def test_rows_of_other_programs_that_use_our_key_are_taken(
    team: Team, act: Act, ada: Library, bea: Library, own: Any
) -> None:
    make(bea)
    act(bea, "push")
    for row in team.rows.values():
        row["counterpoint"] = own
    report = act(ada, "pull")
    assert (report.message, len(all_of(ada))) == ("Came: 5 new.", 5)


def test_who_calls_themselves_as_the_reader_is_not_the_reader(team: Team, act: Act, ada: Library, bea: Library) -> None:
    make(bea)
    act(bea, "push")
    team.groups.append("other")
    for row in team.rows.values():
        row["user_info"] = {"display_name": " Ada"}
    act(ada, "pull")
    assert {one.creator for one in all_of(ada)} == {"bea@here"}
    report = act(ada, "push", group="other")
    assert (report.pushed["new"], report.not_sent) == (0, 5)
    assert act(ada, "push").message == "Nothing came and nothing went."
