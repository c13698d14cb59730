"""Which meeting a workshop takes up from."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sdg_platform.accounts.actor import Actor
from sdg_platform.fields import RowField
from workshops.models import OVER, Workshop

# Whoever looks further back takes the newest.
MOST_OFFERED = 60


class PreviousField(RowField):
    """A meeting that is over; none chosen means the newest that was closed."""

    def __init__(self) -> None:
        super().__init__(
            Workshop.objects.none(),
            label=_("Hvilket møde følger I op på?"),
            help_text=_("Det, der blev lovet dér, står øverst på tavlen."),
            empty_label=_("Det nyeste, I har lukket"),
            required=False,
            error_messages={"invalid_choice": _("Vælg et af møderne på listen.")},
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title}, {obj.when}" if obj.when else obj.title


def earlier_meetings(actor: Actor, workshop: Workshop) -> QuerySet[Workshop]:
    """What `actor` may choose for `workshop`: meetings of the own houses that are over."""
    seen = Workshop.objects.visible_to(actor) & Workshop.objects.owned_by(actor)
    over = seen.filter(state__in=OVER).exclude(pk=workshop.pk)
    newest = over.order_by("-closed_at", "-pk").values("pk")[:MOST_OFFERED]
    is_offered = Q(pk__in=list(newest.values_list("pk", flat=True))) | Q(pk=workshop.previous_id)
    return over.filter(is_offered).order_by("-closed_at", "-pk")
