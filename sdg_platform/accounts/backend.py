"""Who is behind a session, and as what: read together, since every page asks for both."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from sdg_platform.accounts.models import User


class MembersBackend(AuthenticationBackend):
    """allauth's, which brings the roles along with the account."""

    def get_user(self, user_id: Any) -> User | None:
        user = User.objects.with_roles(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
