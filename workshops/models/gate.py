"""One board, as far as somebody may see it: what every page, poll and note begins by asking."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.roles import Role
from sdg_platform.prepared import Prepared
from workshops.models.action import Action
from workshops.models.queries import WorkshopQuerySet
from workshops.models.workshop import Workshop


def _somebody(codes: tuple[str, ...], boards: tuple[int, ...]) -> Actor:
    """`visible_to` looks at nothing of an actor but municipalities and boards joined."""
    return Actor(
        roles=dict.fromkeys(codes, Role.STAFF),
        participations=dict.fromkeys(boards, UUID(int=0)),
    )


def _gate(shown: Callable[[WorkshopQuerySet], WorkshopQuerySet]) -> Prepared[Workshop]:
    def build(pk: int, codes: tuple[str, ...], boards: tuple[int, ...]) -> QuerySet[Workshop]:
        seen = Workshop.objects.visible_to(_somebody(codes, boards))
        return shown(seen).filter(pk=pk).order_by()

    return Prepared(build)


_ALONE = _gate(lambda boards: boards)
_WITH_HOST = _gate(lambda boards: boards.for_writing())
_FOR_PAGE = _gate(lambda boards: boards.for_board())


def _left_for(
    pk: int,
    host: str,
    title: str,
    previous: tuple[int, ...],
    codes: tuple[str, ...],
    boards: tuple[int, ...],
) -> QuerySet[Action]:
    """`left_for` looks at nothing of an open board but this."""
    chosen = previous[0] if previous else None
    here = Workshop(pk=pk, municipality_id=host, title=title, previous_id=chosen)
    return Action.objects.visible_to(_somebody(codes, boards)).left_for(here).for_list()


_LEFT_FOR = Prepared(_left_for)


def seen_board(actor: Actor, pk: int) -> Workshop | None:
    """The board's own row; None where there is none that `actor` may see."""
    return _ALONE.first(pk, *_asker(actor))


def seen_board_with_host(actor: Actor, pk: int) -> Workshop | None:
    return _WITH_HOST.first(pk, *_asker(actor))


def seen_board_for_page(actor: Actor, pk: int) -> Workshop | None:
    """With what the page around the notes shows, as `WorkshopQuerySet.for_board` has it."""
    return _FOR_PAGE.first(pk, *_asker(actor))


def left_open_for(workshop: Workshop, actor: Actor) -> list[Action]:
    """What the house's last meeting left open, for one that is not over, as its list shows it."""
    previous = (workshop.previous_id,) if workshop.previous_id else ()
    here = (workshop.pk, workshop.municipality_id, workshop.title, previous)
    return list(_LEFT_FOR.rows(*here, *_asker(actor)))


def _asker(actor: Actor) -> tuple[tuple[str, ...], tuple[int, ...]]:
    return tuple(actor.roles), tuple(actor.participations)
