"""A real HTTP server on a loopback address that behaves like the API of Hypothesis, and misbehaves when told to.

As the real one: rows are the newest first unless asked otherwise, at most 200 at once; `search_after` is exclusive; only the
maker of an annotation may change it, and gets 404 otherwise; ids, times and users are the server's; keys that it does not
know are kept and given back; a token that it does not know is nobody's.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Object = dict[str, Any]
PROTECTED = ("created", "updated", "user", "id", "links", "flagged", "hidden", "moderation", "user_info")
Trouble = Callable[[BaseHTTPRequestHandler], bool]
"""Answers in the place of the server, and says whether it did."""


@dataclass
class Team:
    """What the server holds, and what it was asked."""

    url: str = ""
    tokens: dict[str, str] = field(default_factory=lambda: {"token-ada": "acct:ada@here", "token-bea": "acct:bea@here"})
    groups: list[str] = field(default_factory=lambda: ["team"])
    rows: dict[str, Object] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    """Method, path with query, headers."""
    troubles: list[tuple[str, Trouble]] = field(default_factory=list)
    """By method and the start of a path, such as "POST /annotations"; each is met once."""
    keeps_unknown: bool = True
    most: int = 200
    ticks: int = 0
    still: bool = False
    """The clock stands: everything is made in the same moment."""

    def now(self) -> str:
        self.ticks += 0 if self.still else 1
        return (datetime(2026, 2, 1, tzinfo=UTC) + timedelta(seconds=self.ticks)).isoformat(timespec="microseconds")

    def put(self, user: str, given: Object, id: str | None = None) -> Object:
        """Makes an annotation as the API does."""
        made = {key: value for key, value in given.items() if key not in PROTECTED}
        if not self.keeps_unknown:
            made.pop("counterpoint", None)
        now = self.now()
        shared = made.get("permissions", {}).get("read") == [f"group:{made.get('group', '__world__')}"]
        made |= {
            "id": id or f"{'r' * 18}{len(self.rows):04d}",
            "created": now,
            "updated": now,
            "user": f"acct:{user}@here",
            "user_info": {"display_name": None},
            "group": made.get("group", "__world__"),
            "text": made.get("text", ""),
            "tags": made.get("tags", []),
            "target": [{"source": made["uri"], "selector": (made.get("target") or [{}])[0].get("selector", [])}],
            "permissions": {"read": [f"group:{made.get('group')}" if shared else f"acct:{user}@here"]},
            "links": {"html": "https://here/a"},
            "flagged": False,
            "hidden": False,
        }
        self.rows[made["id"]] = made
        return made

    def writes(self) -> list[str]:
        return [method for method, _, _ in self.asked if method != "GET"]

    def meet(self, what: str, *troubles: Trouble) -> None:
        self.troubles += [(what, one) for one in troubles]


def status(code: int, body: bytes = b"", **headers: str) -> Trouble:
    """An answer with this status."""

    def answer(handler: BaseHTTPRequestHandler) -> bool:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
        return True

    return answer


def cut(handler: BaseHTTPRequestHandler) -> bool:
    """The connection breaks in the middle of an answer."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"rows": [')
    handler.close_connection = True
    return True


def done_but_cut(handler: BaseHTTPRequestHandler) -> bool:
    """What was asked is done, and the answer is lost."""
    handler.lose_answer = True  # type: ignore[attr-defined]
    return False


def slow(seconds: float) -> Trouble:
    """No answer for a while."""

    def answer(handler: BaseHTTPRequestHandler) -> bool:
        time.sleep(seconds)
        handler.close_connection = True
        return True

    return answer


def endless(handler: BaseHTTPRequestHandler) -> bool:
    """An answer that does not end."""
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    try:
        for _ in range(3000):
            handler.wfile.write(b" " * 10_000)
    except OSError:
        pass  # whoever asked has enough
    handler.close_connection = True
    return True


@contextmanager
def serving() -> Iterator[Team]:
    """The server, until the block ends."""
    team = Team()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        lose_answer = False

        def _any(self) -> None:
            self.lose_answer = False
            path = urlsplit(self.path)
            given = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            team.asked.append((self.command, self.path, {name.lower(): value for name, value in self.headers.items()}))
            for index, (what, trouble) in enumerate(team.troubles):
                if f"{self.command} {path.path.removeprefix('/api')}".startswith(what):
                    del team.troubles[index]
                    if trouble(self):
                        return
                    break
            code, value = self._value(path.path, parse_qs(path.query), given)
            if self.lose_answer:
                self.close_connection = True
                return
            data = json.dumps(value).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = do_DELETE = _any

        def _value(self, path: str, query: dict[str, list[str]], given: bytes) -> tuple[int, Any]:
            user = team.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
            gone = 404, {"status": "failure", "reason": "Either the resource does not exist, or you may not see it"}
            if path == "/api/profile":
                groups = [{"id": id, "name": id.title()} for id in ["__world__", *team.groups]] if user else []
                return 200, {"userid": user, "groups": groups}
            if path == "/api/search":
                return 200, self._search({name: values[0] for name, values in query.items()}, user)
            name = user.removeprefix("acct:").split("@")[0] if user else ""
            if path == "/api/annotations" and self.command == "POST":
                row = json.loads(given)
                return (200, team.put(name, row)) if user and row.get("uri") else gone
            id = path.removeprefix("/api/annotations/")
            row = team.rows.get(id)
            if row is None or (self.command != "GET" and row["user"] != user):
                return gone
            if self.command == "PATCH":
                new = json.loads(given)
                kept = {**row, **{key: value for key, value in new.items() if key not in PROTECTED}}
                kept |= {key: row[key] for key in ("group", "references", "permissions") if key in row}
                if not team.keeps_unknown:
                    kept.pop("counterpoint", None)
                kept["updated"] = team.now()
                team.rows[id] = kept
                return 200, kept
            if self.command == "DELETE":
                del team.rows[id]
                return 200, {"id": id, "deleted": True}
            return 200, row

        def _search(self, query: dict[str, str], user: str | None) -> Object:
            found = [
                row
                for row in team.rows.values()
                if query.get("group", row["group"]) == row["group"]
                and query.get("user", row["user"]) == row["user"]
                and query.get("uri", row["uri"]) == row["uri"]
                and (row["permissions"]["read"] != [row["user"]] or row["user"] == user)
            ]
            key = query.get("sort", "updated")
            down = query.get("order", "desc") == "desc"
            found.sort(key=lambda row: str(row[key]), reverse=down)
            total = len(found)
            if after := query.get("search_after"):
                moment = datetime.fromisoformat(after)
                found = [row for row in found if datetime.fromisoformat(row[key]) > moment]
            return {"total": total, "rows": found[: min(int(query.get("limit", 20)), team.most)]}

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    team.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield team
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
