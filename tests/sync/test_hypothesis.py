"""What is asked of the server, and what is made of its answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.sync.server import Team, cut, done_but_cut, endless, slow, status
from tui.exchange.native import decoded
from tui.sync import tokens
from tui.sync.errors import SyncError
from tui.sync.hypothesis import MAX_ROWS, Hypothesis, api_root, deeper

Open = Callable[..., Hypothesis]


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def connect(team: Team, slept: list[float]) -> Iterator[Open]:
    opened: list[Hypothesis] = []

    def connecting(token: str = "token-ada", **more: Any) -> Hypothesis:
        made = Hypothesis(team.url, token, decode=decoded, sleep=slept.append, **{"read_seconds": 5.0, **more})
        opened.append(made)
        return made

    yield connecting
    for one in opened:
        one.__exit__()


def row(text: str = "x", **more: Any) -> dict[str, Any]:
    return {"uri": "https://news/1", "text": text, "group": "team", "permissions": {"read": ["group:team"]}, **more}


def test_every_row_comes_once_in_pages(team: Team, connect: Open) -> None:
    for number in range(450):
        team.put("ada", row(str(number)))
    found = list(connect().rows("team"))
    assert [one["text"] for one in found] == [str(number) for number in range(450)]
    assert all("limit=200" in path and "order=asc" in path for _, path, _ in team.asked)
    assert len(team.asked) <= 4


def test_rows_of_the_same_moment_at_the_end_of_a_page_are_not_lost(team: Team, connect: Open) -> None:
    for number in range(195):
        team.put("ada", row(str(number)))
    team.still = True
    for number in range(195, 210):
        team.put("ada", row(str(number)))
    team.still = False
    team.put("ada", row("210"))
    assert {one["text"] for one in connect().rows("team")} == {str(number) for number in range(211)}


def test_a_server_that_gives_less_at_once_is_read_to_its_end(team: Team, connect: Open) -> None:
    team.most = 7
    for number in range(30):
        team.put("bea", row(str(number)))
    assert len(list(connect().rows("team"))) == 30
    assert list(connect().rows("team", user="acct:ada@here")) == []


def test_the_token_and_the_version_are_in_the_headers(team: Team, connect: Open) -> None:
    assert connect().profile()["userid"] == "acct:ada@here"
    _, path, headers = team.asked[0]
    assert path == "/api/profile"
    assert headers["authorization"] == "Bearer token-ada"
    assert headers["accept"].startswith("application/vnd.hypothesis.v1+json")


def test_a_token_that_nobody_has_is_said(connect: Open) -> None:
    with pytest.raises(SyncError, match="does not accept the token") as caught:
        connect("token-nobody").profile()
    assert "token-nobody" not in str(caught.value)


def test_a_busy_server_is_asked_again_when_it_says(team: Team, connect: Open, slept: list[float]) -> None:
    team.meet("GET /profile", status(429, Retry_After="7"), status(503), status(500))
    assert connect().profile()["userid"] == "acct:ada@here"
    assert slept == [7.0, 2.0, 4.0]


def test_a_server_that_stays_busy_is_given_up(team: Team, connect: Open, slept: list[float]) -> None:
    team.meet("GET /profile", *[status(429)] * 5)
    with pytest.raises(SyncError, match=r"enough for now \(429\); try again later"):
        connect().profile()
    assert slept == [1.0, 2.0, 4.0, 8.0]
    team.meet("GET /profile", status(429, Retry_After="86400"))
    with pytest.raises(SyncError, match="in 1,440 minutes"):
        connect().profile()
    assert len(slept) == 4


def test_times_in_retry_after_are_understood(team: Team, connect: Open, slept: list[float]) -> None:
    team.meet("GET /profile", status(429, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"), status(429, Retry_After="soon"))
    connect().profile()
    assert slept == [0.0, 2.0]


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (status(200, b"{nonsense"), "not JSON"),
        (status(200, b"[1]"), "not an object"),
        (status(200, b"[" * 100_000), "not JSON"),
        (status(200, b'{"rows": 3}'), "holds no rows"),
        (status(200, b"{}", Content_Encoding="gzip"), "packs its answers"),
        (status(302, Location="http://elsewhere/"), "leads elsewhere"),
        (status(401), "token"),
        (status(404, b'{"reason": "No \\u001b]0;x\\u0007\\nsuch thing"}'), r"refuses \(404\): No"),
        (status(400, json.dumps({"reason": "y" * 5000}).encode()), "y{200}[.]$"),
        (endless, "larger than 20 MB"),
    ],
)
def test_what_is_no_answer_is_one_sentence(team: Team, connect: Open, trouble: Any, sentence: str) -> None:
    team.meet("GET /search", trouble)
    with pytest.raises(SyncError, match=sentence) as caught:
        list(connect().rows("team"))
    assert "\n" not in str(caught.value)
    assert len(team.asked) == 1


def test_answers_that_break_off_or_do_not_come_are_asked_for_again(team: Team, connect: Open) -> None:
    team.put("ada", row())
    team.meet("GET /search", cut, slow(0.6))
    assert len(list(connect(read_seconds=0.3).rows("team"))) == 1
    team.meet("GET /search", *[slow(0.6)] * 5)
    with pytest.raises(SyncError, match="did not answer in time"):
        list(connect(read_seconds=0.1).rows("team"))


def test_a_server_that_drips_is_left(team: Team, connect: Open) -> None:
    ticks = iter(range(0, 10_000, 40))
    team.meet("GET /profile", *[endless] * 5)
    with pytest.raises(SyncError, match="did not answer in time"):
        connect(clock=lambda: next(ticks)).profile()


def test_no_connection_is_said(connect: Open) -> None:
    server = Hypothesis("http://127.0.0.1:9", "x", decode=decoded, sleep=lambda _: None)
    with server, pytest.raises(SyncError, match=r"There is no connection to http://127\.0\.0\.1:9/api"):
        server.profile()


def test_what_was_made_although_the_answer_was_lost_is_not_made_again(team: Team, connect: Open) -> None:
    team.meet("POST /annotations", done_but_cut)
    made = connect().create(row("one", counterpoint={"id": "a"}), lambda one: one["counterpoint"]["id"] == "a")
    assert list(team.rows) == [made["id"]]
    assert team.writes() == ["POST"]
    team.meet("POST /annotations", status(500), cut)
    connect().create(row("two", counterpoint={"id": "b"}), lambda one: one["counterpoint"]["id"] == "b")
    assert [one["text"] for one in team.rows.values()] == ["one", "two"]
    team.meet("POST /annotations", *[status(502)] * 4)
    with pytest.raises(SyncError, match="in trouble"):
        connect().create(row("three"), lambda one: False)


def test_changing_and_deleting(team: Team, connect: Open) -> None:
    ada, bea = connect(), connect("token-bea")
    id = ada.create(row("one"), lambda _: False)["id"]
    team.meet("PATCH", status(500), cut)
    changed = ada.change(id, {"text": "two"})
    assert changed is not None
    assert changed["text"] == "two"
    assert bea.change(id, {"text": "three"}) is None
    assert bea.delete(id) is False
    team.meet("DELETE", done_but_cut)
    assert ada.delete(id) is False  # gone already: the first attempt did it
    assert ada.get(id) is None
    assert ada.change(id, {"text": "x"}) is None


def test_rows_that_cannot_be_are_left_out(team: Team, connect: Open) -> None:
    deep: Any = "x"
    for _ in range(60):
        deep = [deep]
    rows = [row(id="fine"), row(id="deep", odd=deep), row(id="../groups/team"), row(id=7), "no row", row(id="x" * 999)]
    team.meet("GET /search", status(200, json.dumps({"total": 6, "rows": rows}).encode()))
    server = connect()
    assert [one["id"] for one in server.rows("team")] == ["fine"]
    assert len(server.left_out) == 5
    with pytest.raises(SyncError):
        server.delete("../profile")


def test_a_server_without_end_is_left(team: Team, connect: Open) -> None:
    page = [row(id=f"{number}", created="2026-01-01T00:00:00Z") for number in range(200)]
    data = json.dumps({"total": 10**9, "rows": page}).encode()
    team.meet("GET /search", *[status(200, data)] * 50)
    assert len(list(connect().rows("team"))) == 200
    assert len(team.asked) <= 3
    assert MAX_ROWS >= 100_000


@pytest.mark.parametrize(
    ("given", "root"),
    [
        ("https://h.example.org/", "https://h.example.org/api"),
        ("https://h.example.org/api", "https://h.example.org/api"),
        ("http://localhost:5000", "http://localhost:5000/api"),
        ("http://[::1]:5000", "http://[::1]:5000/api"),
    ],
)
def test_addresses(given: str, root: str) -> None:
    assert api_root(given) == root


@pytest.mark.parametrize(
    "given",
    [
        "",
        "h.example.org",
        "ftp://h",
        "https://",
        "https://a:b@h",
        "https://h?x=1",
        "http://h.example.org",
        "https://h:x",
    ],
)
def test_addresses_that_are_none(given: str) -> None:
    with pytest.raises(SyncError):
        api_root(given)


def test_depth() -> None:
    assert not deeper({"a": [1, {"b": 2}]}, 4)
    assert deeper({"a": [1, {"b": [2]}]}, 3)


class Ring:
    """A keyring."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, value: str) -> None:
        self.kept[service, name] = value

    def delete_password(self, service: str, name: str) -> None:
        del self.kept[service, name]


def test_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    ring = Ring()
    monkeypatch.setattr(tokens, "_keyring", lambda: ring)
    with pytest.raises(SyncError, match="There is no token for https://h/api"):
        tokens.find("https://h/api", {})
    tokens.keep("https://h/api", "6879-abc")
    assert tokens.find("https://h/api", {}) == "6879-abc"
    assert tokens.find("https://h/api", {tokens.VARIABLE: " other "}, meant=["https://h/api"]) == "other"
    assert tokens.find("https://h/api", {tokens.VARIABLE: " other "}) == "6879-abc"  # the one that was kept for it
    tokens.forget("https://h/api")
    with pytest.raises(SyncError, match="holds no token"):
        tokens.forget("https://h/api")
    for wrong in ("a\nHost: x", "ü", "a b", "", "x" * 2000):
        with pytest.raises(SyncError) as caught:
            tokens.keep("https://h/api", wrong)
        assert not wrong or wrong not in str(caught.value)


def test_systems_without_a_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def __getattr__(self, name: str) -> Any:
            raise RuntimeError("no backend")

    for ring in (None, Broken()):
        monkeypatch.setattr(tokens, "_keyring", lambda ring=ring: ring)
        with pytest.raises(SyncError, match="There is no token"):
            tokens.find("https://h/api", {})
        with pytest.raises(SyncError, match="no keyring that can be written"):
            tokens.keep("https://h/api", "abc")


@pytest.mark.parametrize(
    "answer", [b"{}", b'{"id": 5}', b'{"id": null}', b'{"id": "zzz"}', b'{"id": "../x", "uri": "u"}', b"[]"]
)
@pytest.mark.parametrize("how", ["POST", "PATCH"])
def test_an_answer_that_is_another_annotation_is_not_taken(team: Team, connect: Open, answer: bytes, how: str) -> None:
    made = team.put("ada", row())
    team.meet(f"{how} /annotations", status(200, answer))
    server = connect()
    with pytest.raises(SyncError, match=r"not the annotation that was sent|not an object"):
        server.create(row(), lambda _: False) if how == "POST" else server.change(made["id"], row())
