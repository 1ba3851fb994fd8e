"""What a site allows programs to fetch in bulk (RFC 9309, the file robots.txt)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from tui.sources.fetching import FetchError, fetch

if TYPE_CHECKING:
    import httpx

AGENT = "Counterpoint"
_MOST = 500_000


class Robots:
    """Asks each site once."""

    def __init__(self, *, allow_private: bool = False) -> None:
        self._allow_private = allow_private
        self._known: dict[str, RobotFileParser | None] = {}

    async def allows(self, client: httpx.AsyncClient, url: str) -> bool:
        """May this page be fetched among many? A site that has no rules allows all; one that is in trouble, nothing."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._known:
            self._known[site] = await self._ask(client, site)
        rules = self._known[site]
        return rules is not None and rules.can_fetch(AGENT, url)

    async def _ask(self, client: httpx.AsyncClient, site: str) -> RobotFileParser | None:
        rules = RobotFileParser()
        try:
            came = await fetch(
                client, f"{site}/robots.txt", allow_private=self._allow_private, accept="text/plain", most=_MOST
            )
        except FetchError as error:
            if 400 <= error.status < 500 and error.status != 429:
                rules.parse([])
                return rules
            return None
        lines = came.data.decode("utf-8", "replace").splitlines()
        rules.parse(lines[:20_000])
        return rules
