"""Fetching from the web: bounded in time, size and redirects, and never from where the reader would not look."""

from __future__ import annotations

import asyncio
import zlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from tui import __version__
from tui.sources.addresses import addresses_of
from tui.sources.extras import need
from tui.sources.pages.tree import MAX_PAGE
from tui.text.errors import IntakeError

if TYPE_CHECKING:
    import httpx

MAX_REDIRECTS: Final = 5
CONNECT_SECONDS: Final = 10.0
READ_SECONDS: Final = 20.0
"""How long a server may be silent."""
WHOLE_SECONDS: Final = 60.0
"""How long one page may take, redirects included, however busily the server drips."""
USER_AGENT: Final = f"Counterpoint/{__version__} (terminal reader; fetches what its reader asks for)"
_ACCEPT: Final = "text/html, application/xhtml+xml, application/pdf;q=0.8, text/plain;q=0.8, */*;q=0.5"
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_SAID: Final = {
    401: "it asks for a password",
    402: "it asks for payment",
    403: "the server does not allow it",
    404: "there is no such page",
    410: "the page is gone",
    429: "the server asks to come back later",
    451: "it is blocked for legal reasons",
}


class FetchError(IntakeError):
    """Something could not be fetched."""

    def __init__(self, sentence: str, *, status: int = 0, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        """What the server answered; 0 where there was no answer."""
        self.retry_after = retry_after
        """In how many seconds the server wants to be asked again, where it says so."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an address from the last time, to ask whether it changed."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered."""

    data: bytes
    url: str
    """The address at the end of all redirects, without a fragment."""
    media_type: str = ""
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    unchanged: bool = False
    """The server says that nothing has changed since `Known`; there is no data."""
    moved: bool = False
    """Every redirect on the way was permanent, and there was one."""


def make_client(*, connections: int = 10) -> httpx.AsyncClient:
    """A client for `fetch`. Raises MissingExtra without the extra `web`.

    Proxies of the environment are not used: a proxy would look names up itself, out of sight of `addresses_of`.
    """
    need("httpx", "web", "Addresses on the web")
    import httpx

    return httpx.AsyncClient(
        headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate"},
        timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS, pool=None),
        limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
        follow_redirects=False,
        trust_env=False,
        verify=httpx.create_ssl_context(trust_env=True),
    )


async def fetch(
    client: httpx.AsyncClient,
    url: str,
    *,
    known: Known | None = None,
    allow_private: bool = False,
    accept: str = _ACCEPT,
    most: int = MAX_PAGE,
    seconds: float = WHOLE_SECONDS,
) -> Fetched:
    """What is at `url`, at most `most` bytes once unpacked.

    Raises FetchError or another IntakeError, one sentence that begins with `url`, for everything that goes wrong.
    """
    try:
        async with asyncio.timeout(seconds):
            return await _follow(client, url, known or Known(), allow_private, accept, most)
    except TimeoutError:
        raise FetchError(f"{url}: it did not answer in time.") from None
    except FetchError as error:
        raise FetchError(f"{url}: {error}", status=error.status, retry_after=error.retry_after) from None
    except IntakeError as error:
        sentence = str(error)
        raise FetchError(f"{url}: {sentence[:1].lower()}{sentence[1:]}") from None


async def _follow(
    client: httpx.AsyncClient, url: str, known: Known, allow_private: bool, accept: str, most: int
) -> Fetched:
    import httpx

    address = url.strip()
    permanent = True
    for hop in range(MAX_REDIRECTS + 1):
        parsed = _parsed(address)
        try:
            response = await _ask(client, parsed, known, allow_private, accept)
        except httpx.TimeoutException:
            raise FetchError("it did not answer in time.") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as error:
            raise FetchError(f"{_trouble(error)}.") from None
        try:
            if response.status_code in _MOVED and "location" in response.headers:
                permanent = permanent and response.status_code in (301, 308)
                address = urljoin(str(parsed), response.headers["location"].strip())
                continue
            answer = await _answer(response, most)
            return replace(answer, url=str(parsed.copy_with(fragment=None)), moved=permanent and hop > 0)
        except httpx.TimeoutException:
            raise FetchError("it did not answer in time.") from None
        except (httpx.HTTPError, httpx.StreamError, OSError, ValueError) as error:
            raise FetchError(f"{_trouble(error)}.") from None
        finally:
            await response.aclose()
            client.cookies.clear()  # nothing that a server sets is sent to it, or to another, again
    raise FetchError(f"it leads on and on (more than {MAX_REDIRECTS} redirects).")


def _parsed(address: str) -> httpx.URL:
    import httpx

    try:
        parsed = httpx.URL(address)
        if parsed.scheme in ("http", "https") and parsed.host and parsed.raw_host and not parsed.userinfo:
            return parsed
    except (httpx.InvalidURL, ValueError, TypeError):
        pass
    if address.lower().startswith(("http:", "https:")):
        raise FetchError("this is not an address that can be fetched; check how it is written.")
    raise FetchError("only http and https addresses are fetched.")


async def _ask(
    client: httpx.AsyncClient, address: httpx.URL, known: Known, allow_private: bool, accept: str
) -> httpx.Response:
    import httpx

    host = address.raw_host.decode("ascii")
    port = address.port or (443 if address.scheme == "https" else 80)
    headers = {"Host": address.netloc.decode("ascii"), "Accept": accept}
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    trouble: Exception | None = None
    for number in (await addresses_of(host.strip("[]"), port, allow_private=allow_private))[:4]:
        request = client.build_request(
            "GET",
            address.copy_with(host=number.partition("%")[0], fragment=None),
            headers=headers,
            extensions={"sni_hostname": host.strip("[]")},
        )
        try:
            return await client.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            trouble = error
    raise trouble or FetchError("there is no connection to it.")


async def _answer(response: httpx.Response, most: int) -> Fetched:
    status = response.status_code
    media_type, _, parameters = response.headers.get("content-type", "").partition(";")
    charset = next(
        (
            value.strip().strip("\"'")
            for name, _, value in (part.partition("=") for part in parameters.split(";"))
            if name.strip().lower() == "charset"
        ),
        None,
    )
    made = Fetched(
        b"",
        "",
        media_type.strip().lower(),
        charset or None,
        response.headers.get("etag", "")[:500] or None,
        response.headers.get("last-modified", "")[:100] or None,
    )
    if status == 304:
        return replace(made, unchanged=True)
    if status != 200:
        said = _SAID.get(status) or ("the server is in trouble" if status >= 500 else "the server gives no page")
        raise FetchError(f"{said} ({status}).", status=status, retry_after=_retry_after(response))
    return replace(made, data=await _body(response, most))


async def _body(response: httpx.Response, most: int) -> bytes:
    """The body, unpacked no further than `most` bytes, whatever it says of its length."""
    too_large = FetchError(f"it is too large (the most is {most / 1_000_000:,.0f} MB).")
    length = response.headers.get("content-length", "")
    if length.isdigit() and int(length) > most:
        raise too_large
    packed = response.headers.get("content-encoding", "").strip().lower()
    if packed not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise FetchError("the server packs the page in a way that was not asked for.")
    found = bytearray()
    unpacker = None if packed in ("", "identity") else zlib.decompressobj(47)
    first = True
    async for chunk in response.aiter_raw(65536):
        if unpacker is None:
            found += chunk
        else:
            if first and packed == "deflate" and chunk[:1] and chunk[0] & 0x0F != 8:
                unpacker = zlib.decompressobj(-15)  # without its frame, as some servers send it
            first = False
            try:
                found += unpacker.decompress(chunk, most + 1 - len(found))
            except zlib.error:
                raise FetchError("the page came damaged.") from None
        if len(found) > most or (unpacker is not None and unpacker.unconsumed_tail):
            raise too_large
    if unpacker is not None and not unpacker.eof and found:
        raise FetchError("the page came incomplete.")
    return bytes(found)


def _retry_after(response: httpx.Response) -> float | None:
    said = response.headers.get("retry-after", "").strip()
    if said.isdigit() and len(said) < 10:
        return float(said)
    try:
        when = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError):
        return None
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _trouble(error: Exception) -> str:
    import ssl

    import httpx

    cause: BaseException | None = error
    for _ in range(8):
        if isinstance(cause, ssl.SSLError):
            return "its certificate is not trusted, or the encrypted connection failed"
        cause = (cause.__cause__ or cause.__context__) if cause is not None else None
    if isinstance(error, httpx.ConnectError):
        return "there is no connection to it"
    if isinstance(error, httpx.RemoteProtocolError):
        return "the server broke off or did not answer as a web server does"
    return "the connection broke"
