"""For whom a file is brought in, and how far that reaches."""

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext

from practices.models import Status

if TYPE_CHECKING:
    from practices.incoming.stored import Stored

# The own list's file carries these; a stranger's must not decide them.
NOT_ON_THE_WEB: Final = frozenset({"id", "status"})


@dataclass(frozen=True)
class Scope:
    """`home` is the one municipality a member brings practices in for; "" on the command line,
    where every municipality, number and status in the file counts. A member's `uid` counts for a
    practice of that municipality alone.
    """

    home: str = ""

    @property
    def ignored(self) -> frozenset[str]:
        return NOT_ON_THE_WEB if self.home else frozenset()

    @property
    def keeps_ids(self) -> bool:
        return not self.home

    def settle(self, row: MutableMapping[str, Any]) -> str:
        """Fill in the home; a sentence where the row names another municipality."""
        if self.home and row.setdefault("municipality", self.home) != self.home:
            return gettext("du kan kun lægge praksisser ind for din egen kommune")
        return ""

    def may_change(self, stored: "Stored | None") -> bool:
        """Members change drafts by file; what is out or being read is changed on its page."""
        return not self.home or stored is None or stored.row["status"] == Status.DRAFT
