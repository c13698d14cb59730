"""Who asks: the one value that every `visible_to` and `editable_by` takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied

from sdg_platform.accounts.roles import MAY_GIVE, NEEDS_SECOND_FACTOR, POWERS, Power, Role

if TYPE_CHECKING:
    from sdg_platform.accounts.models import User


@dataclass(frozen=True)
class Actor:
    """A visitor, a participant or a member, as the rows need to know them.

    `roles` maps a municipality's code to the role held there; `participations` maps a
    workshop's id to the participant's own id. Both are empty for a passer-by.
    """

    user: "User | None" = None
    roles: Mapping[str, str] = field(default_factory=dict)
    participations: Mapping[int, UUID] = field(default_factory=dict)

    @property
    def is_member(self) -> bool:
        """Belongs to a municipality, so sees what is shared with the network."""
        return bool(self.roles)

    @property
    def municipality_codes(self) -> frozenset[str]:
        return frozenset(self.roles)

    @property
    def home_code(self) -> str | None:
        """The municipality that new records get when the person belongs to only one."""
        return next(iter(self.roles), None)

    def may(self, power: Power, municipality_code: str | None = None) -> bool:
        """Tell whether `power` is held there, or anywhere when no municipality is named."""
        if municipality_code is None:
            return any(power in POWERS[role] for role in self.roles.values())
        role = self.roles.get(municipality_code)
        return role is not None and power in POWERS[role]

    def require(self, power: Power, municipality_code: str | None = None) -> None:
        """Raise PermissionDenied (403) unless `power` is held there.

        Only for rows that were already fetched through `owned_by`: a foreign row is a 404
        before this is asked.
        """
        if not self.may(power, municipality_code):
            raise PermissionDenied

    @property
    def runs_installation(self) -> bool:
        """An administrator looks after the accounts of every municipality.

        So does the first account of all, which `createsuperuser` makes without a membership.
        """
        is_first = self.user is not None and self.user.is_superuser
        return is_first or self.may(Power.MANAGE_ACCOUNTS)

    @property
    def needs_second_factor(self) -> bool:
        is_first = self.user is not None and self.user.is_superuser
        return is_first or not NEEDS_SECOND_FACTOR.isdisjoint(self.roles.values())

    def roles_to_give(self, municipality_code: str) -> tuple[str, ...]:
        """The roles that the actor may hand out and take away there; none for most."""
        if self.runs_installation:
            return MAY_GIVE[Role.ADMINISTRATOR]
        return MAY_GIVE.get(self.roles.get(municipality_code, ""), ())

    def codes_with(self, power: Power) -> frozenset[str]:
        """The municipalities in which `power` is held."""
        return frozenset(code for code in self.roles if self.may(power, code))

    def home_with(self, power: Power) -> str:
        """The municipality that a new record gets: the oldest membership that may write it.

        Raises PermissionDenied (403) where there is none.
        """
        for code in self.roles:
            if self.may(power, code):
                return code
        raise PermissionDenied


ANONYMOUS = Actor()
