"""One board, as far as somebody may see it: what every page, poll and note begins by asking."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.roles import Role
from sdg_platform.prepared import Prepared
from workshops.models.queries import WorkshopQuerySet
from workshops.models.workshop import Workshop


def _gate(shown: Callable[[WorkshopQuerySet], WorkshopQuerySet]) -> Prepared[Workshop]:
    """`visible_to` looks at nothing of an actor but municipalities and boards joined."""

    def build(pk: int, codes: tuple[str, ...], boards: tuple[int, ...]) -> QuerySet[Workshop]:
        somebody = Actor(
            roles=dict.fromkeys(codes, Role.STAFF),
            participations=dict.fromkeys(boards, UUID(int=0)),
        )
        return shown(Workshop.objects.visible_to(somebody)).filter(pk=pk).order_by()

    return Prepared(build)


_ALONE = _gate(lambda boards: boards)
_WITH_HOST = _gate(lambda boards: boards.for_writing())
_FOR_PAGE = _gate(lambda boards: boards.for_board())


def seen_board(actor: Actor, pk: int) -> Workshop | None:
    """The board's own row; None where there is none that `actor` may see."""
    return _ALONE.first(pk, *_asker(actor))


def seen_board_with_host(actor: Actor, pk: int) -> Workshop | None:
    return _WITH_HOST.first(pk, *_asker(actor))


def seen_board_for_page(actor: Actor, pk: int) -> Workshop | None:
    """With what the page around the notes shows, as `WorkshopQuerySet.for_board` has it."""
    return _FOR_PAGE.first(pk, *_asker(actor))


def _asker(actor: Actor) -> tuple[tuple[str, ...], tuple[int, ...]]:
    return tuple(actor.roles), tuple(actor.participations)
