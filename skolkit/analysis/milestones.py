"""Incidents, and what was read of their course -> when each began, was discovered, notified, ended.

A list of tickets has its own columns: ``date`` is the start and ``closed`` the end. In a list of
published incidents ``date`` may be the day of a publication or a decision; there, only milestones
count that a person read from a row and that quote it (``milestones.toml``). What no row says stays
unknown.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

from skolkit.analysis.day_spans import DaySpan, day_span
from skolkit.analysis.events import Event
from skolkit.analysis.rows import Incident, counted

Stage = Literal["began", "discovered", "notified", "ended"]
STAGES: tuple[Stage, ...] = get_args(Stage)
MILESTONES_FILE = "milestones.toml"


@dataclass(frozen=True, slots=True)
class Milestone:
    """One stage of an incident, as a person read it from a row."""

    incident_id: str
    stage: Stage
    date: str  # as precise as known; may hold a time
    row: str  # id of an incident, or the date of a row of the time line
    quote: str  # words of that row


@dataclass(frozen=True, slots=True)
class Lasting:
    """A length that a row tells without dates: at least so many days from one stage to another."""

    incident_id: str
    start: Stage
    end: Stage
    least_days: int
    row: str
    quote: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """Incidents that may be the same thing, by the words of a row or of the record's README."""

    incident_ids: tuple[str, ...]
    row: str
    quote: str


@dataclass(frozen=True, slots=True)
class Told:
    """All that persons read from a record's rows."""

    milestones: tuple[Milestone, ...] = ()
    lasting: tuple[Lasting, ...] = ()
    overlaps: tuple[Overlap, ...] = ()


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a stage was reached, and the rows that say so."""

    when: DaySpan
    text: str  # as the row has it, perhaps with a time
    row_ids: tuple[str, ...]
    doubted: bool = False  # the reading of the date carries a doubt


@dataclass(frozen=True, slots=True)
class Course:
    """One incident with the stages that are known."""

    incident: Incident
    began: Stamp | None = None
    discovered: Stamp | None = None
    notified: Stamp | None = None
    ended: Stamp | None = None
    lasting: tuple[Lasting, ...] = ()

    def stamp(self, stage: Stage) -> Stamp | None:
        """When a stage was reached; ``None`` if no row says."""
        return {
            "began": self.began,
            "discovered": self.discovered,
            "notified": self.notified,
            "ended": self.ended,
        }[stage]


def courses(
    rows: Sequence[Incident], told: Told | None = None, events: Sequence[Event] = ()
) -> tuple[Course, ...]:
    """Put together when each incident began, was discovered, was notified and ended.

    Args:
        rows: incidents or tickets; a row that repeats another is left out.
        told: what persons read from the rows; the shipped reading of the public record by default.
            It is used for rows that name their sources only, never for tickets.
        events: the time line, for milestones that rest on one of its rows.

    Returns:
        One course per counted row, in the order of the rows; stages that no row tells are ``None``.
    """
    told = shipped_told() if told is None else told
    by_date: dict[str, list[str]] = {}
    for event in events:
        by_date.setdefault(event.date, []).append(event.place.row_id)
    made = []
    for row in counted(rows):
        if not row.source_ids:
            made.append(
                Course(
                    row,
                    began=_own(row, row.date, "date"),
                    ended=_own(row, row.closed, "closed"),
                )
            )
            continue
        stamps: dict[Stage, Stamp] = {}
        for one in told.milestones:
            when = day_span(one.date)
            if one.incident_id == row.incident_id and when is not None:
                behind = () if one.row == row.incident_id else tuple(by_date.get(one.row, ()))
                stamps[one.stage] = Stamp(when, one.date, (row.place.row_id, *behind))
        made.append(
            Course(
                row,
                **stamps,
                lasting=tuple(one for one in told.lasting if one.incident_id == row.incident_id),
            )
        )
    return tuple(made)


def _own(row: Incident, text: str, column: str) -> Stamp | None:
    when = day_span(text)
    if when is None:
        return None
    return Stamp(when, text, (row.place.row_id,), doubted=row.place.doubts_on(column))


@cache
def shipped_told() -> Told:
    """What was read from the public record, from the file beside this module."""
    file = resources.files(__package__).joinpath(MILESTONES_FILE)
    return read_told(file.read_text(encoding="utf-8"))


def read_told(text: str) -> Told:
    """Read milestones, lengths and overlaps from TOML.

    Raises:
        ValueError: if the text is no TOML, a key is missing or a value is not of its kind; which
            entry is said.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"milestones: {error}") from error
    return Told(
        milestones=tuple(
            Milestone(
                incident_id=_text(one, "incident"),
                stage=_stage(one, "stage"),
                date=_date(one),
                row=_text(one, "row"),
                quote=_text(one, "quote"),
            )
            for one in _entries(data, "milestone")
        ),
        lasting=tuple(
            Lasting(
                incident_id=_text(one, "incident"),
                start=_stage(one, "start"),
                end=_stage(one, "end"),
                least_days=_days(one),
                row=_text(one, "row"),
                quote=_text(one, "quote"),
            )
            for one in _entries(data, "lasting")
        ),
        overlaps=tuple(
            Overlap(_texts(one, "incidents"), _text(one, "row"), _text(one, "quote"))
            for one in _entries(data, "overlap")
        ),
    )


def _entries(data: Mapping[str, Any], name: str) -> Iterable[Mapping[str, Any]]:
    found = data.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise ValueError(f"milestones: {name} must be a list of tables, [[{name}]]")
    return found


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"milestones: {key} must be a text, in {dict(entry)}")
    return value


def _texts(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = entry.get(key)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError(f"milestones: {key} must be a list of texts, in {dict(entry)}")
    return tuple(value)


def _stage(entry: Mapping[str, Any], key: str) -> Stage:
    value = _text(entry, key)
    for stage in STAGES:
        if value == stage:
            return stage
    raise ValueError(f"milestones: {key} must be one of {', '.join(STAGES)}, not {value!r}")


def _date(entry: Mapping[str, Any]) -> str:
    value = _text(entry, "date")
    if day_span(value) is None:
        raise ValueError(f"milestones: {value!r} is no date")
    return value


def _days(entry: Mapping[str, Any]) -> int:
    value = entry.get("least_days")
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"milestones: least_days must be a whole number, in {dict(entry)}")
    return value
