"""People, who holds which role where, and how they are invited."""

import hashlib
import secrets
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.db.models import F, FilteredRelation, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.municipalities import (
    Municipality,
    MunicipalityRegion,
    Region,
    danish_sort_key,
)
from sdg_platform.accounts.roles import Power, Role

__all__ = [
    "Invitation",
    "Membership",
    "Municipality",
    "MunicipalityRegion",
    "Region",
    "User",
    "danish_sort_key",
]

INVITATION_LIFETIME = timedelta(days=14)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Make an account; without a password nobody can log in with one yet."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def with_roles(self, pk: Any) -> "User | None":
        """The account with its roles, read in one go; None where there is none."""
        now = Q(memberships__ended_at__isnull=True)
        rows = list(
            self.filter(pk=pk)
            .annotate(held=FilteredRelation("memberships", condition=now))
            .annotate(home=F("held__municipality_id"), role=F("held__role"))
            .order_by("held__created_at", "held__pk")
        )
        if not rows:
            return None
        rows[0].known_roles = {row.home: row.role for row in rows if row.home}
        return rows[0]

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. Participants in a workshop have none."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("navn"), max_length=120, blank=True)
    language = models.CharField(
        max_length=2, default="da", choices=[("da", "Dansk"), ("en", "English")]
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, help_text="May open the administration pages.")
    created_at = models.DateTimeField(auto_now_add=True)
    session_stamp = models.UUIDField(
        default=uuid.uuid4,
        editable=False,
        help_text="Part of every session's proof: a new stamp ends them all.",
    )
    municipalities = models.ManyToManyField(Municipality, through="Membership")

    objects = UserManager()
    # Read along with the account of a session, for as long as one request takes.
    known_roles: dict[str, str] | None = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        ordering = ["email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_an_address")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_absolute_url(self) -> str:
        return reverse("account_profile")

    def roles_by_municipality(self) -> dict[str, str]:
        """Municipality code to role, oldest membership first: the first is home."""
        if self.known_roles is not None:
            return self.known_roles
        return dict(self.memberships.current().values_list("municipality_id", "role"))

    def get_session_auth_hash(self) -> str:
        """The password's proof and the stamp: when either changes, every session is over."""
        return f"{super().get_session_auth_hash()}.{self.session_stamp.hex}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for proof in super().get_session_auth_fallback_hash():
            yield f"{proof}.{self.session_stamp.hex}"

    def end_sessions(self) -> None:
        """Log the person out everywhere, from the very next request."""
        self.session_stamp = uuid.uuid4()
        self.save(update_fields=["session_stamp"])

    def close(self) -> None:
        """Close the account: no session, no login and no role lives on; what was written stays."""
        with transaction.atomic():
            self.memberships.current().update(ended_at=timezone.now())
            self.is_active = self.is_staff = self.is_superuser = False
            self.session_stamp = uuid.uuid4()
            self.save(update_fields=["is_active", "is_staff", "is_superuser", "session_stamp"])


class MembershipQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(ended_at__isnull=True).order_by("created_at", "pk")

    def visible_to(self, actor: Actor) -> Self:
        """The colleagues whom the actor looks after; nobody else's."""
        return self.filter(within(actor))

    def for_list(self) -> Self:
        """What the list of members shows, in the Danish order of names."""
        return self.select_related("user", "municipality").order_by(
            "municipality__sort_key", "user__name", "user__email"
        )


def within(actor: Actor) -> Q:
    """The condition on `municipality` under which the actor may look after accounts.

    An administrator runs the installation, so all of them; a coordinator the own.
    """
    if actor.runs_installation:
        return Q()
    return Q(municipality__in=actor.codes_with(Power.INVITE))


class Membership(models.Model):
    """One person's role in one municipality, until it ends."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=Role.choices)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "municipality"],
                condition=Q(ended_at__isnull=True),
                name="one_current_role_in_a_municipality",
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="membership_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()} ({self.municipality})"

    def may_be_changed_by(self, actor: Actor) -> bool:
        """Nobody changes the own role, and nobody one that they could not have given."""
        is_own = actor.user is not None and actor.user.pk == self.user_id
        return not is_own and self.role in actor.roles_to_give(self.municipality_id)

    def change_role(self, role: str) -> None:
        """Give another role; the person logs in again and so meets the new rules."""
        if role == self.role:
            return
        with transaction.atomic():
            self.role = role
            self.save(update_fields=["role"])
            self.user.end_sessions()

    def end(self) -> None:
        """Take the role away now; what the person wrote stays with the municipality."""
        if self.ended_at is not None:
            return
        with transaction.atomic():
            self.ended_at = timezone.now()
            self.save(update_fields=["ended_at"])
            self.user.end_sessions()


def hashed(token: str) -> str:
    """What is stored of a link: who reads the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        return self.filter(used_at__isnull=True, expires_at__gt=timezone.now())

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(within(actor))

    def by_token(self, token: str) -> Self:
        """The open invitation behind a link; unknown, used and expired are all nothing."""
        return self.open().filter(token_hash=hashed(token))

    def invite(
        self, *, email: str, municipality: Municipality, role: str, by: User | None = None
    ) -> tuple["Invitation", str]:
        """Make an invitation and the token of its link, which is known only now.

        An earlier open invitation of the same person to the same municipality gives way, so
        that one link is alive at a time.
        """
        token = secrets.token_urlsafe(32)
        with transaction.atomic():
            self.open().filter(email=email.lower(), municipality=municipality).delete()
            invitation = self.create(
                email=email.lower(),
                municipality=municipality,
                role=role,
                invited_by=by,
                token_hash=hashed(token),
                expires_at=timezone.now() + INVITATION_LIFETIME,
            )
        return invitation, token


class Invitation(models.Model):
    """A way in for one person, into one municipality, with one role; works once."""

    email = models.EmailField(_("e-mail"))
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="invitations"
    )
    role = models.CharField(max_length=20, choices=Role.choices)
    invited_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="invitation_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} – {self.get_role_display()} ({self.municipality})"

    @staticmethod
    def link(token: str, language: str = "da") -> str:
        """The whole address to send, in the receiver's language."""
        with translation.override(language):
            return settings.SITE_URL + reverse("account_invitation", args=[token])

    def accept(self, user: User) -> Membership:
        """Make `user` a member and use the invitation up; a role held already stays as it is.

        Raises Invitation.DoesNotExist when somebody was quicker with the same link.
        """
        with transaction.atomic():
            spent = Invitation.objects.open().filter(pk=self.pk).update(used_at=timezone.now())
            if not spent:
                raise Invitation.DoesNotExist
            membership, _is_new = user.memberships.current().get_or_create(
                municipality=self.municipality, defaults={"role": self.role, "user": user}
            )
        return membership

    def account(self) -> User | None:
        """The account that the invited address has already, open or closed."""
        return User.objects.filter(email=self.email).first()

    def needs_login(self) -> bool:
        """Somebody who has a password proves with it that the link reached the right person."""
        account = self.account()
        return account is not None and account.is_active and account.has_usable_password()

    def welcome(self, *, name: str, password: str) -> User:
        """Make the account, or open the one that waits, and use the invitation up.

        Raises Invitation.DoesNotExist when somebody was quicker with the same link.
        """
        with transaction.atomic():
            user = self.account() or User(email=self.email)
            user.name, user.is_active = name or user.name, True
            user.set_password(password)
            user.save()
            self.accept(user)
        return user
