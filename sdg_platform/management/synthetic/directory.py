"""Organisations, and partnerships between some of them, in bulk."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Final

from django.db import transaction

from partnerships.models import Organisation, Partnership, Role
from sdg_platform.management.synthetic.texts import Story, words
from sdg_platform.management.synthetic.world import (
    LAST,
    SHARING,
    Progress,
    World,
    chunks,
    draw,
    link,
    moment,
)
from sdg_platform.search import index

# Whom a practice can name; more of a municipality need not be remembered.
MOST_NEIGHBOURS: Final = 20


def make_organisations(number: int, world: World, progress: Progress) -> None:
    """Make so many organisations, and a partnership for every fourth of them."""
    dice = world.dice("organisations")
    for chunk in chunks(number):
        with transaction.atomic():
            organisations = _store_organisations(list(_organisations(world, dice, chunk)))
            _store_partnerships(organisations, dice)
        for organisation in organisations:
            known = world.neighbours.setdefault(str(organisation.municipality_id), [])
            if len(known) < MOST_NEIGHBOURS:
                known.append((organisation.pk, organisation.name))
        progress(len(chunk))


def _organisations(world: World, dice: Random, chunk: range) -> Iterator[Organisation]:
    kinds = words()["organisations"]
    weights = [kind["weight"] for kind in kinds]
    for at in chunk:
        story, kind = Story(dice), dice.choices(kinds, weights)[0]
        yield Organisation(
            name=story.say(dice.choice(kind["names"])),
            kind=kind["kind"],
            description=story.say(dice.choice(kind["descriptions"])),
            municipality=world.municipality(dice),
            source_url=world.source("organisations", at),
            source_year=moment(dice).year,
            confirmed_on=moment(dice).date() if dice.random() < 0.6 else None,
            municipalities_can_join=dice.choice([True, False, None]),
        )


def _store_organisations(organisations: Sequence[Organisation]) -> Sequence[Organisation]:
    names = [organisation.name for organisation in organisations]
    known = Organisation.objects.filter(name__in=names).values_list("municipality_id", "name")
    taken: set[tuple[str | None, str]] = set(known)
    for organisation in organisations:
        # A name stands once in a municipality; the address is everybody's own.
        if (organisation.municipality_id, organisation.name) in taken:
            _start, seed, _kind, number = organisation.source_url.rsplit("/", 3)
            organisation.name += f" {seed}-{number}"
        taken.add((organisation.municipality_id, organisation.name))
    rows = Organisation.objects.bulk_create(organisations)
    stored = Organisation.objects.filter(pk__in=[row.pk for row in rows])
    stored.update(created_at=LAST, updated_at=LAST)
    index.put(organisation.search_entry() for organisation in stored)
    return rows


def _store_partnerships(organisations: Sequence[Organisation], dice: Random) -> None:
    hosts = [organisation for organisation in organisations if dice.random() < 0.25]
    stories = [Story(dice) for _host in hosts]
    told = [_partnership(host, story) for host, story in zip(hosts, stories, strict=True)]
    rows = Partnership.objects.bulk_create(told)
    for row in rows:
        row.created_at = row.updated_at = moment(dice)
    Partnership.objects.bulk_update(rows, ["created_at", "updated_at"])
    both = list(zip(rows, stories, strict=True))
    for name, most in (("goals", 2), ("themes", 1), ("departments", 1)):
        tags = [(row.pk, tag) for row, story in both for tag in story.topic[name][:most]]
        link(Partnership, name, tags)
    Role.objects.bulk_create(
        Role(
            partnership=row,
            organisation=organisation,
            role=story.one("partner_roles"),
            brings=story.one("brings"),
            gets=story.one("gets"),
        )
        for row, host, story in zip(rows, hosts, stories, strict=True)
        for organisation in _members(host, organisations, dice)
    )
    stored = Partnership.objects.filter(pk__in=[row.pk for row in rows])
    index.put(row.search_entry() for row in stored.for_cards())


def _partnership(host: Organisation, story: Story) -> Partnership:
    dice = story.dice
    started = moment(dice).date()
    # Four years on, or still going.
    ended = started + timedelta(days=1_460) if dice.random() < 0.15 else None
    return Partnership(
        title=story.title("partnerships"),
        description=story.one("partnership_descriptions"),
        municipality=host.municipality,
        sharing=draw(dice, SHARING),
        seeks=story.one("seeks"),
        offers=story.one("offers"),
        started_on=started,
        ended_on=ended if ended and ended < date(2026, 1, 1) else None,
    )


def _members(
    host: Organisation, organisations: Sequence[Organisation], dice: Random
) -> list[Organisation]:
    """The host and up to three others, of the same town where there are such."""
    near = [
        one
        for one in organisations
        if one.municipality_id == host.municipality_id and one.pk != host.pk
    ]
    return [host, *dice.sample(near, min(len(near), dice.randint(1, 3)))]
