"""Which hosts may be asked: a page that somebody else wrote must not lead into the reader's own network."""

from __future__ import annotations

import asyncio
import ipaddress
import socket

from tui.text.errors import IntakeError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


async def addresses_of(host: str, port: int, *, allow_private: bool = False) -> list[str]:
    """The addresses of `host` (a name or a literal address), in the system's order.

    Raises IntakeError when there is no such host, or when any of its addresses is private, loopback, link-local or
    otherwise not of the public net, unless `allow_private`. Connect to what this returns, not to the name: asked again,
    the name might mean something else.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise IntakeError(f"The host “{host}” is not found; check the address and the connection.") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not addresses:
        raise IntakeError(f"The host “{host}” has no address.")
    if not allow_private and not all(is_public(address) for address in addresses):
        raise IntakeError(
            f"“{host}” is an address of a private network; on the command line, --allow-private fetches from it all the same."
        )
    return addresses


def is_public(address: str) -> bool:
    """Is this an address of the public net? What is embedded in an IPv6 address (mapped, 6to4, Teredo, NAT64) counts."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = [parsed.ipv4_mapped, parsed.sixtofour, *(parsed.teredo or ())]
        if parsed in _NAT64:
            inner.append(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF))
        elif parsed.packed[:12] == bytes(12):
            inner.append(ipaddress.IPv4Address(int(parsed)))
        for one in inner:
            if one is not None and not _global(one):
                return False
        if parsed.ipv4_mapped is not None:
            return True
    return _global(parsed)


def _global(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved and not address.is_unspecified
