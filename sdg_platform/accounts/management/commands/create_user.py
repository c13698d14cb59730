"""The first accounts of an installation, before there is anybody to invite."""

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from sdg_platform.accounts.models import Invitation, Municipality, User
from sdg_platform.accounts.roles import Role


class Command(BaseCommand):
    help = "Make an account with a role in a municipality and print a one-time link to it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--municipality", required=True, metavar="CODE")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--name", default="")

    def handle(
        self, *, email: str, municipality: str, role: str, name: str, **options: object
    ) -> None:
        """The link chooses the password; the account has its role from the start."""
        home = Municipality.objects.filter(pk=municipality).first()
        if home is None:
            raise CommandError(f"No municipality has the code {municipality}.")
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email} is not an e-mail address.") from None
        if User.objects.filter(email=email.lower()).exists():
            raise CommandError(
                f"{email} has an account already; send a new link from the login page, "
                "or invite it to the municipality."
            )
        with transaction.atomic():
            user = User.objects.create_user(email, name=name)
            user.memberships.create(municipality=home, role=role)
            _, token = Invitation.objects.invite(email=email, municipality=home, role=role)
        self.stdout.write(f"{role} of {home}: {email}. Works once, for 14 days:")
        self.stdout.write(Invitation.link(token))
