"""From which address a request comes, as far as the configured proxies can vouch for it."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"


def client_address(request: HttpRequest) -> str:
    """The visitor's address; for IPv6 the /64 that one household or office holds.

    Each of the `TRUSTED_PROXIES` appends the address it saw, so the client's is that many
    steps from the right of X-Forwarded-For; what stands further left was sent by the client
    and is worth nothing. Without a proxy (or with a garbled header) it is the peer's own.
    """
    peer = request.META.get("REMOTE_ADDR") or UNKNOWN
    hops = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    claimed = forwarded[-hops] if 0 < hops <= len(forwarded) else peer
    return _canonical(claimed) or _canonical(peer) or UNKNOWN


def coarse(address: str) -> str:
    """The neighbourhood of an address, for logs: it helps against abuse and names nobody.

    >>> coarse("192.0.2.77"), coarse("2001:db8:1:2::/64"), coarse("unknown")
    ('192.0.2.0/24', '2001:db8:1::/48', 'unknown')
    """
    host = address.partition("/")[0]
    try:
        width = 48 if ip_address(host).version == 6 else 24
    except ValueError:
        return UNKNOWN
    return str(ip_network(f"{host}/{width}", strict=False))


def _canonical(text: str) -> str | None:
    """One spelling per client; None where `text` is no address.

    >>> _canonical("192.0.2.7:4711"), _canonical("[2001:DB8::1]:80"), _canonical("x")
    ('192.0.2.7', '2001:db8::/64', None)
    """
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network(f"{address}/64", strict=False))
    return str(address)
