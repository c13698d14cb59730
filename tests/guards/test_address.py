import pytest
from django.test import RequestFactory

from sdg_platform.guards.address import client_address


@pytest.mark.parametrize(
    ("proxies", "forwarded", "peer", "client"),
    [
        (0, "203.0.113.9", "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.9", "192.0.2.1", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "192.0.2.1", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 192.0.2.2", "192.0.2.1", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1", "192.0.2.1"),
        (1, "", "192.0.2.1", "192.0.2.1"),
        (1, "vrøvl", "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.9:51000", "192.0.2.1", "203.0.113.9"),
        (1, "[2001:db8:1:2:3::4]:443", "192.0.2.1", "2001:db8:1:2::/64"),
        (0, "", "2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        (0, "", "::ffff:192.0.2.8", "192.0.2.8"),
        (0, "", "fe80::1%eth0", "fe80::/64"),
        (0, "", "", "unknown"),
    ],
)
def test_only_the_configured_proxies_are_believed(settings, proxies, forwarded, peer, client):
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer)
    assert client_address(request) == client
