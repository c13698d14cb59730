"""The personal address of a feed: what a calendar fetches without a cookie, in somebody's name."""

from django.core import signing

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import User

SALT = "sdg_platform.accounts.feed"


def feed_token(user: User) -> str:
    """Signed, and bound to the account's stamp: what ends every session ends the feed as well.

    Nothing is stored, and the token opens feeds alone: it is no login.
    """
    return signing.dumps([user.pk, user.session_stamp.hex], salt=SALT, compress=True)


def actor_of(token: str) -> Actor | None:
    """Whoever the address belongs to, with today's roles; None when it is forged or over."""
    try:
        key, stamp = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=key, is_active=True).first()
    if user is None or user.session_stamp.hex != stamp:
        return None
    return Actor(user, user.roles_by_municipality())
