"""The token that a server knows the reader by: from the environment, else from the system's keyring. Never anywhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from tui.sync.errors import SyncError

VARIABLE: Final = "COUNTERPOINT_HYPOTHESIS_TOKEN"
SERVER: Final = "COUNTERPOINT_HYPOTHESIS_SERVER"
"""The server that the token of the environment is for; the public one where it is not set."""
SERVICE: Final = "counterpoint"
MAX_TOKEN: Final = 1000
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def find(server: str, environ: Mapping[str, str], *, meant: Iterable[str] = ()) -> str:
    """The token for a server (its address). Raises SyncError where there is none.

    That of the environment goes to the servers that are `meant`, and to this machine: an address that came with a
    library or an invitation does not get it.
    """
    given = environ.get(VARIABLE, "").strip()
    ours = server in meant or urlsplit(server).hostname in LOOPBACK
    if given and ours:
        return checked(given)
    keyring = _keyring()
    if keyring is not None:
        try:
            kept = keyring.get_password(SERVICE, server)
        except Exception:  # each system's keyring has errors of its own
            kept = None
        if kept:
            return checked(kept.strip())
    if given:
        raise SyncError(
            f"The token in ${VARIABLE} is not sent to {server}: name that server with --server or in ${SERVER}"
            " if it is for it."
        )
    raise SyncError(
        f"There is no token for {server}: put it into ${VARIABLE}, or into the keyring with “counterpoint sync login”."
    )


def keep(server: str, token: str) -> None:
    """Put the token into the keyring. Raises SyncError where there is none that works."""
    keyring = _keyring()
    try:
        if keyring is None:
            raise RuntimeError
        keyring.set_password(SERVICE, server, checked(token))
    except SyncError:
        raise
    except Exception:
        raise SyncError(f"This system has no keyring that can be written; use ${VARIABLE} instead.") from None


def forget(server: str) -> None:
    """Take the token out of the keyring. Raises SyncError where there is none."""
    keyring = _keyring()
    try:
        if keyring is None:
            raise RuntimeError
        keyring.delete_password(SERVICE, server)
    except Exception:
        raise SyncError(f"The keyring holds no token for {server}.") from None


def checked(token: str) -> str:
    """The token, if it can be one. Raises SyncError, without the token in it."""
    if not token.isascii() or not token.isprintable() or " " in token or not 0 < len(token) <= MAX_TOKEN:
        raise SyncError("The token is not one: it is a word of letters, digits and signs, as the server shows it.")
    return token


def _keyring() -> Any:
    try:
        import keyring
    except ImportError:
        return None
    return keyring
