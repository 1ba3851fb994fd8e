from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from tests.web_server import Site, serving
from tui.sources import fetching
from tui.sources.addresses import addresses_of, is_public
from tui.sources.fetching import Fetched, FetchError, Known, fetch
from tui.text.errors import IntakeError


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with fetching.make_client() as made:
        yield made


async def got(client: httpx.AsyncClient, url: str, **more: Any) -> Fetched:
    return await fetch(client, url, allow_private=True, **more)


async def refused(client: httpx.AsyncClient, url: str, **more: Any) -> str:
    more.setdefault("allow_private", True)
    with pytest.raises(FetchError) as caught:
        await fetch(client, url, **more)
    sentence = str(caught.value)
    assert sentence.startswith(f"{url}: ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


async def test_a_page_comes_with_what_the_server_says_of_it(site: Site, client: httpx.AsyncClient) -> None:
    url = site.page("/a?b=c", "<p>é</p>", headers={"ETag": '"1"', "Last-Modified": "Fri, 01 Mar 2024 09:00:00 GMT"})
    came = await got(client, url + "#part")
    assert came == Fetched(
        "<p>é</p>".encode(), url, "text/html", "utf-8", '"1"', "Fri, 01 Mar 2024 09:00:00 GMT", False, False
    )
    path, headers = site.asked[0]
    assert path == "/a?b=c"
    assert headers["user-agent"].startswith("Counterpoint/")
    assert headers["host"] == site.url.removeprefix("http://")


async def test_what_has_not_changed_is_not_sent_again(site: Site, client: httpx.AsyncClient) -> None:
    url = site.page("/", "x", headers={"ETag": '"1"'})
    assert (await got(client, url, known=Known('"1"'))).unchanged
    assert not (await got(client, url, known=Known('"0"'))).unchanged


async def test_redirects_are_followed_and_counted(site: Site, client: httpx.AsyncClient) -> None:
    for number in range(1, 8):
        site.page(f"/{number}", status=301, headers={"Location": f"{number - 1}"})
    end = site.page("/0", "end")
    came = await got(client, f"{site.url}/5")
    assert (came.url, came.moved) == (end, True)
    assert "redirects" in await refused(client, f"{site.url}/6")
    site.page("/t", status=302, headers={"Location": end})
    assert not (await got(client, f"{site.url}/t")).moved


async def test_private_addresses_are_refused_at_every_hop(
    site: Site, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = site.url.rpartition(":")[2]
    assert "private" in await refused(client, site.url, allow_private=False)
    for host in ("localhost", "127.1", "0x7f.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"):
        sentence = await refused(client, f"http://{host}:{port}/", allow_private=False)
        assert "private" in sentence or "not found" in sentence
    assert site.asked == []

    # A public page that leads inside: only the first answer comes from a host that passes for public.
    asked: list[str] = []

    async def lookup(host: str, port: int, *, allow_private: bool = False) -> list[str]:
        asked.append(host)
        if host == "public.example":
            return ["127.0.0.1"]
        return await addresses_of(host, port, allow_private=allow_private)

    monkeypatch.setattr(fetching, "addresses_of", lookup)
    site.page("/", status=302, headers={"Location": f"http://127.0.0.1:{port}/inside"})
    assert "private" in await refused(client, f"http://public.example:{port}/", allow_private=False)
    assert asked == ["public.example", "127.0.0.1"]
    assert [path for path, _ in site.asked] == ["/"]
    assert site.asked[0][1]["host"] == f"public.example:{port}"


def test_which_addresses_are_public() -> None:
    public = ("93.184.216.34", "2606:4700::1111", "::ffff:93.184.216.34")
    private = (
        "10.0.0.1", "172.16.0.1", "192.168.1.1", "127.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1",
        "2002:a00:1::", "::7f00:1", "ff02::1", "no address",
    )  # fmt: skip
    assert [one for one in public if not is_public(one)] == []
    assert [one for one in private if is_public(one)] == []


async def test_what_is_no_address_of_the_web(client: httpx.AsyncClient) -> None:
    for url in ("ftp://example.org/", "file:///etc/passwd", "gopher://x", "javascript:alert(1)"):
        assert "only http" in await refused(client, url)
    for url in (
        "http://",
        "http://user:pw@example.org/",
        "http://[::1",
        "http://a b/",
        "https://\u202e.example:99999/",
    ):
        await refused(client, url)
    with pytest.raises(IntakeError, match="not found"):
        await addresses_of("no-such-host.invalid", 80)


async def test_a_redirect_leads_to_no_file(site: Site, client: httpx.AsyncClient) -> None:
    url = site.page("/", status=302, headers={"Location": "file:///etc/passwd"})
    assert "only http" in await refused(client, url)


async def test_packed_pages(site: Site, client: httpx.AsyncClient) -> None:
    raw = zlib.compressobj(wbits=-15)
    for name, encoding, body in (
        ("/g", "gzip", gzip.compress(b"hello")),
        ("/z", "deflate", zlib.compress(b"hello")),
        ("/r", "deflate", raw.compress(b"hello") + raw.flush()),
    ):
        url = site.page(name, body, headers={"Content-Encoding": encoding})
        assert (await got(client, url)).data == b"hello"
    assert "damaged" in await refused(client, site.page("/d", b"no gzip", headers={"Content-Encoding": "gzip"}))
    half = gzip.compress(bytes(range(256)) * 50)[:200]
    assert "incomplete" in await refused(client, site.page("/h", half, headers={"Content-Encoding": "gzip"}))
    assert "not asked for" in await refused(client, site.page("/b", b"x", headers={"Content-Encoding": "br"}))


async def test_bombs_are_stopped(site: Site, client: httpx.AsyncClient) -> None:
    bomb = gzip.compress(bytes(200_000_000), 9)
    assert len(bomb) < 300_000
    url = site.page("/bomb", bomb, headers={"Content-Encoding": "gzip"})
    begun = time.monotonic()
    assert "too large (the most is 20 MB)" in await refused(client, url)
    assert time.monotonic() - begun < 10

    def endless() -> Iterator[bytes]:
        while True:
            yield bytes(100_000)

    assert "too large" in await refused(client, site.page("/endless", stream=endless), most=1_000_000)
    long = site.page("/long", b"", headers={"Content-Length": "999999999999"}, length=False)
    assert "too large" in await refused(client, long)


async def test_a_server_that_drips_is_left(site: Site, client: httpx.AsyncClient) -> None:
    def drip() -> Iterator[bytes]:
        while True:
            yield b"x"
            time.sleep(0.01)

    assert "in time" in await refused(client, site.page("/drip", stream=drip), seconds=0.3)


async def test_what_servers_say_is_said(site: Site, client: httpx.AsyncClient) -> None:
    for status, words in ((404, "no such page"), (403, "not allow"), (500, "trouble"), (418, "no page")):
        assert words in await refused(client, site.page(f"/{status}", status=status))
    url = site.page("/later", status=429, headers={"Retry-After": "120"})
    with pytest.raises(FetchError) as caught:
        await got(client, url)
    assert (caught.value.status, caught.value.retry_after) == (429, 120.0)
    assert "no connection" in await refused(client, "http://127.0.0.1:9/")


async def test_no_cookie_is_kept(site: Site, client: httpx.AsyncClient) -> None:
    url = site.page("/", "x", headers={"Set-Cookie": "who=me; Path=/"})
    await got(client, url)
    await got(client, url)
    assert all("cookie" not in headers for _, headers in site.asked)
