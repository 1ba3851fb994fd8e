"""Sharing annotations, by the real program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.conftest import ROOT, Run
from tests.sync.server import Team, serving, status

TOKEN = {"COUNTERPOINT_HYPOTHESIS_TOKEN": "token-ada"}
NO_RING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


@pytest.fixture
def team() -> Iterator[Team]:
    with serving() as made:
        yield made


def test_push_pull_and_status(run: Run, team: Team, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("The road is closed.\n\nNobody knows why.\n", encoding="utf-8")
    run("add", "one.txt")
    quote = {"type": "TextQuoteSelector", "exact": "Nobody knows"}
    row = {"uri": "https://news.example/", "group": "team", "permissions": {"read": ["group:team"]}}
    team.put("bea", {**row, "text": "Why \x1b]0;x\x07 not?", "target": [{"selector": [quote]}]})
    where = ("--server", team.url, "--group", "team")
    assert run("sync", "status", *where, **TOKEN).stdout == "To come: 1 new.\n"
    assert run("sync", "pull", **TOKEN).stdout == "Came: 1 new.\n"  # where, is known by now
    done = json.loads(run("sync", "status", "--json", **TOKEN).stdout)
    assert (done["group"], done["same"], done["conflicts"], done["problems"]) == ("team", 1, [], [])
    assert run("sync", "push", **TOKEN).stdout == "Nothing came and nothing went.\n"
    [shown] = json.loads(run("annotations", "--json").stdout)
    assert (shown["creator"], shown["targets"][0]["exact"]) == ("bea", "Nobody knows")
    assert b"token-ada" not in b"".join(path.read_bytes() for path in tmp_path.glob("library.db*"))


def test_conflicts_are_shown_and_settled(run: Run, team: Team, tmp_path: Path) -> None:
    where = ("--server", team.url, "--group", "team")
    row = {"uri": "https://news.example/", "group": "team", "permissions": {"read": ["group:team"]}, "text": "One"}
    made = team.put("ada", row)
    run("sync", "pull", *where, **TOKEN)
    run("tag", json.loads(run("annotations", "--json").stdout)[0]["id"], "mine")
    made |= {"text": "Two \x1b[31m"}
    done = run("sync", "push", status=1, **TOKEN)
    assert done.stdout.splitlines()[1:] == [
        "? “One”",
        "  here:  note “One” #mine",
        "  there: note “Two ␛[31m”",
    ]
    assert "--take ours" in done.stderr
    assert run("sync", "push", "--take", "ours", **TOKEN).stdout == "Went: 1 changed.\n"
    assert (team.rows[made["id"]]["text"], team.rows[made["id"]]["tags"]) == ("One", ["mine"])


def test_what_is_wrong_is_one_sentence(run: Run, team: Team) -> None:
    where = ("--server", team.url, "--group", "team")
    for arguments, environ, sentence in [
        (("--group", "x"), NO_RING, "There is no token for https://api.hypothes.is/api: "),
        ((), TOKEN, "Which group? "),
        (("--server", "http://h.example.org", "--group", "x"), TOKEN, "http://h.example.org would get your token"),
        (where, {"COUNTERPOINT_HYPOTHESIS_TOKEN": "token-of-nobody"}, "The server does not accept the token"),
        (where, {"COUNTERPOINT_HYPOTHESIS_TOKEN": "two\nlines"}, "The token is not one"),
        ((*where[:3], "other"), TOKEN, "You are in no group “other” there"),
        ((*where, "9"), TOKEN, "There is no article “9”"),
    ]:
        done = run("sync", "pull", *arguments, status=1, **environ)
        assert done.stderr.startswith(sentence), done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert "token-of-nobody" not in done.stderr
    team.meet("GET /search", status(200, b"{"))
    assert "not JSON" in run("sync", "pull", *where, status=1, **TOKEN).stderr
    run("sync", "pull", "--take", "mine", status=2)


def test_login_asks_tries_and_keeps(run: Run, team: Team, tmp_path: Path) -> None:
    (tmp_path / "ring.py").write_text(
        "import json, pathlib\nfrom keyring.backend import KeyringBackend\n"
        f"FILE = pathlib.Path({str(tmp_path / 'ring.json')!r})\n"
        "class Ring(KeyringBackend):\n    priority = 1\n"
        "    def _all(self):\n        return json.loads(FILE.read_text()) if FILE.exists() else {}\n"
        "    def get_password(self, service, name):\n        return self._all().get(service + name)\n"
        "    def set_password(self, service, name, value):\n"
        "        FILE.write_text(json.dumps({**self._all(), service + name: value}))\n"
        "    def delete_password(self, service, name):\n"
        "        kept = self._all(); del kept[service + name]; FILE.write_text(json.dumps(kept))\n",
        encoding="utf-8",
    )
    ring = {"PYTHON_KEYRING_BACKEND": "ring.Ring", "PYTHONPATH": f"{tmp_path}:{ROOT}"}
    server = ("--server", team.url)
    assert "does not accept" in run("sync", "login", *server, input="wrong\n", status=1, **ring).stderr
    assert not (tmp_path / "ring.json").exists()
    done = run("sync", "login", *server, input="token-ada\n", **ring)
    assert done.stdout == f"ada@here can sync with {team.url}/api; the token is in the keyring.\n"
    assert done.stderr == ""
    assert "no token" in run("sync", "login", *server, input="", status=1, **ring).stderr
    assert (
        "closed" in run("sync", "login", *server, status=1, prefix=["bash", "-c", 'exec "$@" <&-', "-"], **ring).stderr
    )
    assert run("sync", "pull", *server, "--group", "team", **ring).stdout == "Nothing came and nothing went.\n"
    run("sync", "logout", *server, **ring)
    assert "There is no token" in run("sync", "pull", status=1, **ring).stderr
    assert "no keyring" in run("sync", "login", *server, input="token-ada\n", status=1, **NO_RING).stderr


def test_the_missing_extra_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['httpx'] = None\n", encoding="utf-8")
    for arguments in (("pull", "--group", "x"), ("login",)):
        done = run("sync", *arguments, status=1, PYTHONPATH=f"{tmp_path}:{ROOT}")
        assert "pip install 'counterpoint[sync]'" in done.stderr
        assert len(done.stderr.splitlines()) == 1
