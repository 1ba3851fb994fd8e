"""The API of Hypothesis (https://h.readthedocs.io/en/latest/api-reference/v1/), as far as annotations go.

Every answer is bounded in size, depth and time. What a server is busy for is asked again, later each time; a creation that
may or may not have been done is looked for before it is tried again.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final, TypeGuard
from urllib.parse import urlsplit

import httpx

from tui.sync.errors import SyncError, Unsure
from tui.sync.tokens import LOOPBACK
from tui.text.intake import clean

Object = dict[str, Any]
Answer = tuple[int, httpx.Headers, bytes]
"""Status, headers, body."""
PUBLIC_SERVER: Final = "https://api.hypothes.is"
PUBLIC_GROUP: Final = "__world__"
PAGE: Final = 200
"""The most rows that the server gives at once."""
MAX_ROWS: Final = 100_000
MAX_BYTES: Final = 20_000_000
MAX_DEPTH: Final = 40
MAX_LEFT_OUT: Final = 100
CONNECT_SECONDS: Final = 10.0
READ_SECONDS: Final = 20.0
"""How long the server may be silent."""
WHOLE_SECONDS: Final = 60.0
"""How long one answer may take, however busily the server drips."""
WAITS: Final = (1.0, 2.0, 4.0, 8.0)
"""Seconds before the second and every further try, where the server does not say how long."""
MAX_WAIT: Final = 120.0
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,100}")
_NOT_IT: Final = "The server's answer is not the annotation that was sent."
_ACCEPT: Final = "application/vnd.hypothesis.v1+json, application/json"


def api_root(server: str) -> str:
    """The address of a server's API, without a slash at its end. Raises SyncError for what cannot be one.

    A token goes over TLS only, or to this machine.
    """
    given = clean(server).strip().rstrip("/")
    try:
        parts = urlsplit(given)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment or "@" in parts.netloc:
        raise SyncError(f"“{given[:200]}” is not the address of a server, such as {PUBLIC_SERVER}.")
    if parts.scheme == "http" and host not in LOOPBACK:
        raise SyncError(f"{given[:200]} would get your token unencrypted; give an address that begins with https.")
    return given if parts.path.endswith("/api") else f"{given}/api"


class Hypothesis:
    """One server, as one reader sees it."""

    def __init__(
        self,
        server: str,
        token: str,
        *,
        decode: Callable[[bytes], Any],
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        read_seconds: float = READ_SECONDS,
        whole_seconds: float = WHOLE_SECONDS,
        agent: str = "Counterpoint",
        wait_for: Callable[[Callable[[], Answer]], Answer] = lambda ask: ask(),
    ) -> None:
        """`decode` makes a value of JSON, and raises ValueError or RecursionError where it is none. `wait_for` calls what it
        is given, and may raise before that has come to its end."""
        self.root = api_root(server)
        self.left_out: list[str] = []
        """What the server gave that cannot be taken, a sentence each."""
        self.unread: set[str] = set()
        """The ids of annotations that are there and cannot be taken."""
        self._decode, self._sleep, self._clock, self._whole = decode, sleep, clock, whole_seconds
        self._wait_for = wait_for
        self._client = httpx.Client(
            headers={
                "Authorization": f"Bearer {token}",
                "Accept": _ACCEPT,
                "Accept-Encoding": "identity",
                "User-Agent": agent,
            },
            timeout=httpx.Timeout(read_seconds, connect=CONNECT_SECONDS),
            follow_redirects=False,  # the token is for this server alone
            trust_env=False,
            verify=httpx.create_ssl_context(trust_env=True),
        )

    def __enter__(self) -> Hypothesis:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def profile(self) -> Object:
        """Who the reader is: `userid`, and `groups` with `id` and `name`. Raises SyncError for a token that is none."""
        found = self._object(self._ask("GET", "/profile"))
        if not isinstance(found.get("userid"), str):
            raise SyncError("The server does not accept the token; make a new one on its page for developers.")
        return found

    def rows(self, group: str, user: str | None = None) -> Iterator[Object]:
        """All annotations of a group (or of one user in it), the oldest first, each once."""
        seen: set[str] = set()
        wanted = {"group": group, "sort": "created", "order": "asc", "limit": str(PAGE)}
        if user:
            wanted["user"] = user
        after = ""
        for _ in range(3 * MAX_ROWS // PAGE):
            answer = self._object(self._ask("GET", "/search", {**wanted, **({"search_after": after} if after else {})}))
            page = answer.get("rows")
            if not isinstance(page, list):
                raise SyncError("The server's answer to the search holds no rows.")
            fresh, last = 0, ""
            for row in page[: 2 * PAGE]:
                if not isinstance(row, dict) or not _is_id(id := row.get("id")):
                    self._leave_out("A row of the server's has no id that can be one; it was left out.")
                    continue
                last = row["created"] if isinstance(row.get("created"), str) else last
                if id in seen:
                    continue
                seen.add(id)
                fresh += 1
                if not self._too_deep(row):
                    yield row
            if len(seen) > MAX_ROWS:
                raise SyncError(f"The group holds more than {MAX_ROWS:,} annotations, more than can be synced.")
            total = answer.get("total")
            whole = isinstance(total, int) and len(seen) >= total and len(page) < PAGE
            before = _just_before(last)
            if whole or not page or not before or (not fresh and last in ("", after)):
                return
            # Some may have been made in the same moment as the last one: begin just before it, and skip what is known.
            after = before if fresh else last

    def get(self, id: str) -> Object | None:
        """One annotation; None where it is gone (or is not for the reader's eyes), and where it is `unread`."""
        try:
            found = self._object(self._ask("GET", f"/annotations/{_path(id)}"))
        except SyncError as error:
            if error.status in (404, 410):
                return None
            raise
        found["id"] = id  # whatever it says of itself
        return None if self._too_deep(found) else found

    def holds(self, id: str) -> bool:
        """Is there such an annotation that the reader may see?"""
        return self.get(id) is not None or id in self.unread

    def create(self, row: Object, same: Callable[[Object], bool]) -> Object:
        """Make an annotation, once. `same` tells whether one that is there is the one that was to be made.

        Where an attempt broke off, the server is asked for it before the next: it may have been made all the same.
        """
        for wait in (*WAITS[:3], None):
            try:
                made = self._row(self._ask("POST", "/annotations", body=row, again=False))
                if not isinstance(made.get("uri"), str):
                    raise SyncError(_NOT_IT)
                return made
            except Unsure:
                if wait is None:
                    raise
                self._sleep(wait)
                if (found := self._find(row, same)) is not None:
                    return found
        raise AssertionError

    def change(self, id: str, row: Object) -> Object | None:
        """Change an annotation; None where it is gone or is not the reader's."""
        try:
            changed = self._row(self._ask("PATCH", f"/annotations/{_path(id)}", body=row))
        except SyncError as error:
            if error.status in (404, 410):
                return None
            raise
        if changed["id"] != id:
            raise SyncError(_NOT_IT)
        return changed

    def delete(self, id: str) -> bool:
        """Delete an annotation; False where it was gone already or is not the reader's."""
        try:
            self._ask("DELETE", f"/annotations/{_path(id)}")
        except SyncError as error:
            if error.status in (404, 410):
                return False
            raise
        return True

    # One question

    def _find(self, row: Object, same: Callable[[Object], bool]) -> Object | None:
        wanted = {"group": row["group"], "uri": row["uri"], "sort": "created", "order": "desc", "limit": str(PAGE)}
        page = self._object(self._ask("GET", "/search", wanted)).get("rows")
        for one in page if isinstance(page, list) else []:
            if isinstance(one, dict) and _is_id(one.get("id")) and not deeper(one, MAX_DEPTH) and same(one):
                return one
        return None

    def _ask(
        self,
        method: str,
        path: str,
        params: dict[str, str] | None = None,
        body: Object | None = None,
        again: bool = True,
    ) -> Any:
        """The answer's value. With `again`, what broke off is asked again; else that is `Unsure`."""
        for number in range(len(WAITS) + 1):
            wait: float | None = None
            try:
                status, headers, data = self._wait_for(lambda: self._once(method, path, params, body))
            except Unsure:
                if not again or number == len(WAITS):
                    raise
            else:
                if status < 400 or (status < 500 and status != 429):
                    return self._said(status, data)
                wait = _retry_after(headers)
                if status != 429 and not again:
                    raise Unsure(f"The server is in trouble ({status}); try again later.", status=status)
                if number == len(WAITS) or (wait or 0) > MAX_WAIT:
                    later = f"in {wait / 60:,.0f} minutes" if wait and wait > MAX_WAIT else "later"
                    busy = "has had enough for now" if status == 429 else "is in trouble"
                    raise SyncError(f"The server {busy} ({status}); try again {later}.", status=status)
            self._sleep(WAITS[number] if wait is None else wait)
        raise AssertionError

    def _once(self, method: str, path: str, params: dict[str, str] | None, body: Object | None) -> Answer:
        began = self._clock()
        try:
            with self._client.stream(method, self.root + path, params=params, json=body) as answer:
                if answer.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
                    raise SyncError("The server packs its answers in a way that was not asked for.")
                data = bytearray()
                for chunk in answer.iter_raw(65536):
                    data += chunk
                    if len(data) > MAX_BYTES:
                        raise SyncError(f"The server's answer is larger than {MAX_BYTES // 1_000_000} MB.")
                    if self._clock() - began > self._whole:
                        raise Unsure("The server did not answer in time; try again later.")
                return answer.status_code, answer.headers, bytes(data)
        except httpx.TimeoutException:
            raise Unsure("The server did not answer in time; try again later.") from None
        except httpx.ConnectError:
            raise Unsure(
                f"There is no connection to {self.root}; is the address right, and is there a network?"
            ) from None
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError) as error:
            raise Unsure(f"The server broke off ({type(error).__name__}); try again later.") from None
        finally:
            self._client.cookies.clear()

    def _said(self, status: int, data: bytes) -> Any:
        if 300 <= status < 400:
            raise SyncError(
                "The server leads elsewhere; give the address that it leads to with --server.", status=status
            )
        if status == 204:
            return {}
        try:
            value = self._decode(data)
        except (ValueError, RecursionError):
            value = None
        if status in (401, 403):
            raise SyncError("The server does not accept the token, or does not allow this.", status=status)
        if status >= 400:
            reason = value.get("reason") if isinstance(value, dict) else None
            said = f": {' '.join(clean(reason).split())[:200]}" if isinstance(reason, str) and reason.strip() else ""
            raise SyncError(f"The server refuses ({status}){said}.", status=status)
        if value is None:
            raise SyncError("The server's answer is not JSON; is this the address of its API?", status=status)
        return value

    def _object(self, value: Any) -> Object:
        if not isinstance(value, dict):
            raise SyncError("The server's answer is not an object; is this the address of its API?")
        return value

    def _row(self, value: Any) -> Object:
        row = self._object(value)
        if not _is_id(row.get("id")) or deeper(row, MAX_DEPTH):
            raise SyncError(_NOT_IT)
        return row

    def _too_deep(self, row: Object) -> bool:
        """Does it nest too deep? Then it is `unread`."""
        if not deeper(row, MAX_DEPTH):
            return False
        self.unread.add(row["id"])
        self._leave_out(f"Annotation {row['id']} nests too deep; it was left out.")
        return True

    def _leave_out(self, sentence: str) -> None:
        if len(self.left_out) < MAX_LEFT_OUT:
            self.left_out.append(sentence)


def deeper(value: Any, most: int) -> bool:
    """Do lists and objects nest deeper than that?"""
    level = [value]
    for _ in range(most):
        level = [
            item
            for one in level
            if isinstance(one, (dict, list))
            for item in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return False
    return True


def _is_id(id: Any) -> TypeGuard[str]:
    return isinstance(id, str) and _ID.fullmatch(id) is not None


def _path(id: str) -> str:
    if not _is_id(id):
        raise SyncError("An annotation has no id that can be one.")
    return id


def _just_before(created: str) -> str:
    """A moment before this one; "" where it is no time."""
    try:
        moment = datetime.fromisoformat(created)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return (moment - timedelta(milliseconds=1)).isoformat(timespec="microseconds")
    except (ValueError, OverflowError):
        return ""


def _retry_after(headers: httpx.Headers) -> float | None:
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit() and len(said) < 10:
        return float(said)
    try:
        when = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError):
        return None
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
