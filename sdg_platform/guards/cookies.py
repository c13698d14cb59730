"""The cookies of the platform: what they tell about a visitor, and how they are bound to the host.

All of them answer without asking the database.
"""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest

PARTICIPANT_COOKIES = ("participant", "__Host-participant")


def has_identity(request: HttpRequest) -> bool:
    """A member or a participant may be looking: the browser brought one of their cookies."""
    names = (settings.SESSION_COOKIE_NAME, *PARTICIPANT_COOKIES)
    return any(name in request.COOKIES for name in names)


class _HostCookie(CookieStorage):
    cookie_name = "__Host-messages"


class HostMessages(FallbackStorage):
    """What is said once ("Gemt."), in a cookie that no sister site can set for us."""

    storage_classes = (_HostCookie, SessionStorage)
