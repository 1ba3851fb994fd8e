"""Which server is meant, and which of them gets the reader's token."""

from __future__ import annotations

import pytest

from tui.library.connection import Library
from tui.sync import tokens
from tui.sync.errors import SyncError
from tui.workflows import syncing


def test_the_token_of_the_environment_goes_to_servers_that_are_meant(lib: Library) -> None:
    token, meant = {tokens.VARIABLE: "secret-token"}, {tokens.SERVER: "https://h.example"}
    invited = "https://evil.example/groups/ab/friends"
    assert syncing.place(lib, None, invited) == ("https://evil.example/api", "ab")
    for server, environ in (("https://evil.example", token), ("https://api.hypothes.is", {**token, **meant})):
        with (
            pytest.raises(SyncError, match=r"is not sent to https://(evil|api)") as caught,
            syncing.connected(server, environ=environ),
        ):
            pass
        assert "secret" not in str(caught.value)
    for server, environ, named in (
        ("https://api.hypothes.is", token, False),
        ("https://hypothes.is", token, False),
        ("https://h.example/", {**token, **meant}, False),
        ("https://h.example", token, True),
        ("http://127.0.0.1:5000", token, False),
    ):
        with syncing.connected(server, environ=environ, named=named) as there:
            assert there.root.startswith(server.rstrip("/"))
    assert syncing.default_server(meant) == "https://h.example"
