"""Encrypted connections: the certificate must be of the host that was asked for, although its address is connected to."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tui.sources import fetching
from tui.sources.fetching import FetchError, fetch, make_client

CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIBpjCCAU2gAwIBAgIUYuepsliaiToP1oIID9Wv/TifbNswCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPZ2F6ZXR0ZS5leGFtcGxlMCAXDTI2MTEyNjE2MzMwMFoYDzIx
MjYxMTAyMTYzMzAwWjAaMRgwFgYDVQQDDA9nYXpldHRlLmV4YW1wbGUwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAATq55OwAjf8cnI1QcZ6GE3Pq5NJlM2OgFJFUrbr
JYU6QHhWAYCe4rULO0kcD6fxb/8omfmkqMYp4PVom57AvJvDo28wbTAdBgNVHQ4E
FgQUNxSPXpM9BAFScTg/EkHrzlUnZYswHwYDVR0jBBgwFoAUNxSPXpM9BAFScTg/
EkHrzlUnZYswGgYDVR0RBBMwEYIPZ2F6ZXR0ZS5leGFtcGxlMA8GA1UdEwEB/wQF
MAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgJoIIC/Fy3QfWAUgYwsngAf+ZA1wDpgLe
KwIHzQGf6gUCIDs1xiHxYA868hlFmElUW+2GYUBhX/lSAl5DYT2xNewn
-----END CERTIFICATE-----
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgiFo7cSnnvfywuVPW
eOIBeclZSxGYp86AJFroGbQd0y2hRANCAATq55OwAjf8cnI1QcZ6GE3Pq5NJlM2O
gFJFUrbrJYU6QHhWAYCe4rULO0kcD6fxb/8omfmkqMYp4PVom57AvJvD
-----END PRIVATE KEY-----
"""
"""Of gazette.example, valid for a hundred years, trusted by nobody; with its key, which guards nothing."""


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a server on a loopback address, which every name leads to; its certificate is in a file."""

    async def lookup(host: str, port: int, *, allow_private: bool = False) -> list[str]:
        return ["127.0.0.1"]

    monkeypatch.setattr(fetching, "addresses_of", lookup)
    file = tmp_path / "both.pem"
    file.write_text(CERTIFICATE, encoding="ascii")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


async def test_a_trusted_certificate_of_the_right_name(
    port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "both.pem"))
    async with make_client() as client:
        assert (await fetch(client, f"https://gazette.example:{port}/")).data == b"hello"
        with pytest.raises(FetchError, match="certificate is not trusted"):
            await fetch(client, f"https://other.example:{port}/")


async def test_a_certificate_that_nobody_trusts(port: int) -> None:
    async with make_client() as client:
        with pytest.raises(FetchError, match="certificate is not trusted"):
            await fetch(client, f"https://gazette.example:{port}/")
