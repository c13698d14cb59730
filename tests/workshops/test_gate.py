"""The quick way to a board lets in exactly those that `visible_to` lets in."""

from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.utils import timezone

from sdg_platform.accounts.actor import ANONYMOUS, Actor
from tests.factories import MunicipalityFactory, WorkshopFactory
from workshops.models import (
    State,
    Workshop,
    seen_board,
    seen_board_for_page,
    seen_board_with_host,
)

pytestmark = pytest.mark.django_db

GATES = (seen_board, seen_board_with_host, seen_board_for_page)


def test_it_agrees_with_visible_to_for_everybody_and_every_board():
    guest = MunicipalityFactory(code="9902")
    today = timezone.localdate()
    boards = [
        WorkshopFactory(state=state, sharing=sharing, retention=last)
        for state, sharing in product(State.values, ("own", "network", "public"))
        for last in (None, today, today - timedelta(days=1))
    ]
    boards[4].cohosts.add(guest)
    boards[13].cohosts.add(guest)
    keys = [board.pk for board in boards]
    some = dict.fromkeys(keys[::2], uuid4())
    everybody = [
        ANONYMOUS,
        Actor(roles={"9901": "staff"}),
        Actor(roles={"9902": "facilitator"}),
        Actor(roles={"9903": "coordinator", "9902": "staff"}),
        Actor(participations=some),
        Actor(participations=dict.fromkeys(keys[1::2], uuid4())),
        Actor(roles={"9903": "staff"}, participations=some),
    ]

    for actor in everybody:
        seen = set(Workshop.objects.visible_to(actor).values_list("pk", flat=True))
        for gate in GATES:
            assert {key for key in keys if gate(actor, key)} == seen & set(keys)


def test_a_board_that_does_not_exist_is_none():
    assert [gate(Actor(roles={"9901": "staff"}), 2**40) for gate in GATES] == [None] * 3
