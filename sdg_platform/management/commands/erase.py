"""Erase a person: what somebody wrote on a board, or an account."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from sdg_platform.accounts.models import User
from sdg_platform.management.backups.erasing import erase_user, erase_writer_of
from workshops.models import Reflection
from workshops.models.erasing import practices_grown_from, written_with


class Command(BaseCommand):
    help = (
        "Erase everything the writer of a note wrote on its board, or an account with everything "
        "that names its owner: rows, history, search, files and caches. It cannot be undone, and "
        "a later restore of an older backup erases it again. What a member wrote for the "
        "municipality stays, without the name."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("--reflection", metavar="UUID", help="a note; its writer is erased")
        who.add_argument("--user", metavar="EMAIL", help="an account")

    def handle(self, *args: Any, reflection: str | None, user: str | None, **options: Any) -> None:
        if reflection is not None:
            said = self.erase_note(reflection)
        else:
            said = self.erase_account(user or "")
        if options["verbosity"]:
            self.stdout.write(said)

    def erase_note(self, key: str) -> str:
        try:
            note = Reflection.objects.filter(pk=UUID(key)).first()
        except ValueError:
            note = None
        if note is None:
            raise CommandError("There is no note with that id. Nothing is erased.")
        grown = practices_grown_from(written_with(note))
        said = f"{erase_writer_of(note)} notes are erased."
        if not grown:
            return said
        ids = ", ".join(map(str, grown))
        return f"{said} Their words may still stand in what grew out of them: practice {ids}."

    def erase_account(self, email: str) -> str:
        user = User.objects.filter(email__iexact=email.strip()).first()
        if user is None:
            raise CommandError("There is no account with that address. Nothing is erased.")
        erase_user(user)
        return "The account is erased."
