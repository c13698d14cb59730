"""Erase a person with an account: who they were, not what their municipality did."""

from django.contrib.sessions.models import Session
from django.db import transaction

from sdg_platform.accounts.models import Invitation, User


def erase_account(user: User) -> None:
    """Delete the account with its roles, invitations, second factors, sign-ons and sessions.

    What they wrote for their municipality stays, without their name.
    """
    with transaction.atomic():
        for session in Session.objects.iterator(chunk_size=500):
            if session.get_decoded().get("_auth_user_id") == str(user.pk):
                session.delete()
        Invitation.objects.filter(email__iexact=user.email).delete()
        user.delete()
