"""The request as our views get it: with an actor, and with what htmx says of itself."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from sdg_platform.accounts.actor import Actor

if TYPE_CHECKING:
    from sdg_platform.accounts.models import User


class Request(HttpRequest):
    """For annotations only: `actor_middleware` and django-htmx put these on every request.

    `user` is a User wherever a guard stands above the view; elsewhere ask the actor.
    """

    user: "User"

    actor: Actor
    htmx: HtmxDetails
