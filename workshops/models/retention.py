"""What is forgotten on a workshop's last day: who wrote what, and every way in."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from workshops.models.codes import State
from workshops.models.participant import Participant
from workshops.models.workshop import Workshop


def past_retention(today: date) -> list[int]:
    """The ids of workshops whose last day is over and that still know their participants."""
    over = Workshop.objects.filter(retention__lt=today).order_by("pk")
    fresh = over.filter(forgotten_at__isnull=True)
    return list(fresh.values_list("pk", flat=True))


def forget(workshop: Workshop) -> None:
    """Close it, let its codes and links die and cut the thread from each note to its writer.

    The notes, the dots and the actions stay; a dot then belongs to somebody without a cookie.
    """
    with transaction.atomic():
        workshop.lock()
        if workshop.state == State.OPEN:
            workshop.close()
        workshop.reflections.update(participant=None)
        workshop.late_notes.update(participant=None)
        _reseat_voters(workshop)
        workshop.actions.update(token=None, email="")
        workshop.code = workshop.token = workshop.minutes_token = None
        workshop.forgotten_at = timezone.now()
        workshop.save(update_fields=["code", "token", "minutes_token", "forgotten_at"])


def _reseat_voters(workshop: Workshop) -> None:
    """Give the dots of each participant to a new nobody; no cookie knows the new id."""
    known = list(workshop.participants.values_list("pk", flat=True))
    voters = set(workshop.votes.filter(participant__in=known).values_list("participant", flat=True))
    for key in voters:
        nobody = Participant.objects.create(workshop=workshop)
        workshop.votes.filter(participant=key).update(participant=nobody)
    workshop.participants.filter(pk__in=known).delete()
