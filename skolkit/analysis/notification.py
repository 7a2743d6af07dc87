"""Courses of incidents -> whether a breach was notified within 72 hours of its discovery.

Article 33(1) of the GDPR: a controller notifies a personal data breach "not later than 72 hours
after having become aware of it". A date without an hour is a whole day, so the outcome may be
undecided; it is then said to be so and no side is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from skolkit.analysis.milestones import Course, Stamp
from skolkit.analysis.rows import Incident

Outcome = Literal["within", "over", "undecided", "unknown"]
HOURS = 72
IN_FORCE = datetime(2018, 5, 25)  # the GDPR applies from this day (article 99)
AUTHORITIES = ("datainspektionen", "integritetsskyddsmyndigheten", "imy")
BREACH_KINDS = frozenset({"confidentiality", "integrity", "availability"})
NOTIFICATION_CAVEAT = (
    "Fristen räknas från när den personuppgiftsansvarige fick vetskap. Raderna säger när saken "
    "upptäcktes, vilket kan vara en annan tid. En sen anmälan kan vara motiverad, anmälan kan ske "
    "i omgångar, och en incident som sannolikt inte medför någon risk behöver inte anmälas.",
    "The time runs from when the controller became aware. The rows say when the matter was "
    "discovered, which may be another moment. A late notification may be justified, it may come in "
    "phases, and a breach that is unlikely to be a risk need not be notified.",
)
_ZONE = ZoneInfo("Europe/Stockholm")
_TIME = re.compile(r"[0-9-]{10}[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?")
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Notified:
    """One reported breach: hours from discovery to notification, and what follows from them."""

    incident: Incident
    outcome: Outcome
    least_hours: Decimal | None  # None: a date is missing
    most_hours: Decimal | None
    discovered: str  # as precise as known
    notified: str
    row_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notifications:
    """All breaches of a list that reached the data protection authority."""

    rows: tuple[Notified, ...]
    caveat: tuple[str, str] = NOTIFICATION_CAVEAT

    def with_outcome(self, outcome: Outcome) -> tuple[Notified, ...]:
        """Those with an outcome; their number is a number of rows, not of breaches."""
        return tuple(one for one in self.rows if one.outcome == outcome)


def is_reported_breach(row: Incident) -> bool:
    """Whether a row tells of a breach that the data protection authority received or decided."""
    names = row.reported_to.casefold()
    return row.kind in BREACH_KINDS and any(
        re.search(rf"\b{name}\b", names) for name in AUTHORITIES
    )


def notifications(courses: Sequence[Course]) -> Notifications:
    """Hold the time from discovery to notification against the 72 hours of article 33.

    Formula: the time ends 72 hours after the end of the hour of the discovery: for a period in
    hours, the hour of the event itself is not counted (Regulation 1182/71, article 3(1)). Within:
    the latest notification lies not after the end that follows from the earliest discovery. Over:
    the earliest notification lies after the end that follows from the latest discovery. Undecided:
    neither. Unknown: a date is missing, lies before the GDPR, or the notification lies before the
    discovery. Hours are counted in Swedish legal time, summer time included.

    Source: GDPR article 33(1); Regulation (EEC, Euratom) 1182/71.

    Limits: the rule of the Regulation that a period of two days or more holds two working days
    (article 3(5)) may move the end at weekends and holidays; it is not applied, so an outcome
    ``over`` must be looked at by a person before it is told.
    """
    made = []
    for course in courses:
        if is_reported_breach(course.incident) or course.notified is not None:
            made.append(_judged(course))
    return Notifications(tuple(made))


def _judged(course: Course) -> Notified:
    start, end = course.discovered, course.notified
    rows = [course.incident.place.row_id]
    rows += [one for stamp in (start, end) if stamp is not None for one in stamp.row_ids]
    outcome: Outcome = "unknown"
    least = most = None
    if start is not None and end is not None:
        found, told = _moments(start), _moments(end)
        if told[1] > found[0] and found[1] > _utc(IN_FORCE):
            least = _hours(max(timedelta(0), told[0] - found[1]))
            most = _hours(told[1] - found[0])
            outcome = _outcome(found, told)
        elif told[1] == found[0] and found[0] >= _utc(IN_FORCE):  # both to the same moment
            least = most = Decimal(0)
            outcome = "within"
    return Notified(
        incident=course.incident,
        outcome=outcome,
        least_hours=least,
        most_hours=most,
        discovered=start.text if start else "",
        notified=end.text if end else "",
        row_ids=tuple(dict.fromkeys(rows)),
    )


def _outcome(found: tuple[datetime, datetime], told: tuple[datetime, datetime]) -> Outcome:
    if told[1] <= _deadline(found[0]):
        return "within"
    if told[0] > _deadline(found[1]):
        return "over"
    return "undecided"


def _deadline(moment: datetime) -> datetime:
    """The end of the 72 hours that begin with the hour after a moment; UTC has no summer time."""
    hour = moment.replace(minute=0, second=0, microsecond=0)
    return hour + _HOUR + timedelta(hours=HOURS)


def _moments(stamp: Stamp) -> tuple[datetime, datetime]:
    """The first moment that may be meant, and the last, in UTC; a day ends at midnight."""
    if found := _TIME.match(stamp.text):
        at = time(int(found[1]), int(found[2]), int(found[3] or 0))
        moment = _utc(datetime.combine(stamp.when.first, at))
        return moment, moment
    start = datetime.combine(stamp.when.first, time())
    end = datetime.combine(stamp.when.last + timedelta(days=1), time())
    return _utc(start), _utc(end)


def _utc(local: datetime) -> datetime:
    return local.replace(tzinfo=_ZONE).astimezone(UTC)


def _hours(length: timedelta) -> Decimal:
    """Hours with two decimals."""
    return (Decimal(length // timedelta(seconds=1)) / 3600).quantize(Decimal("0.01"))
