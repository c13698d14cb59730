"""Workshops as a calendar that other programs subscribe to: records in, bytes out."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

UTC = ZoneInfo("UTC")


class Meeting(NamedTuple):
    """One dated workshop, in the words that a calendar shows."""

    uid: str
    title: str
    day: date
    begins: time | None
    ends: time | None
    place: str
    about: str
    url: str
    is_certain: bool
    changed: datetime


def write_calendar(name: str, meetings: Iterable[Meeting], zone: tzinfo) -> bytes:
    r"""RFC 5545; the library folds lines and escapes commas, semicolons and line breaks.

    Hours are told in UTC, which every program knows without a table of the time zone.

    >>> b"BEGIN:VCALENDAR" in write_calendar("Workshops", [], UTC)
    True
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Verdensmaal i praksis//workshops//DA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for meeting in meetings:
        calendar.add_component(_event(meeting, zone))
    return calendar.to_ical()


def _event(meeting: Meeting, zone: tzinfo) -> Event:
    event = Event()
    event.add("uid", meeting.uid)
    event.add("dtstamp", meeting.changed.astimezone(UTC))
    event.add("last-modified", meeting.changed.astimezone(UTC))
    event.add("summary", meeting.title)
    if meeting.begins is None:
        event.add("dtstart", meeting.day)
        event.add("dtend", meeting.day + timedelta(days=1))
    else:
        event.add("dtstart", _moment(meeting.day, meeting.begins, zone))
        if meeting.ends is not None:
            event.add("dtend", _moment(meeting.day, meeting.ends, zone))
    if meeting.place:
        event.add("location", meeting.place)
    if meeting.about:
        event.add("description", meeting.about)
    event.add("url", meeting.url)
    event.add("status", "CONFIRMED" if meeting.is_certain else "TENTATIVE")
    return event


def _moment(day: date, hour: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)
