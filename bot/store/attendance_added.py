"""Who is meant by the people of a list that is added to a meeting's, and in what order they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.minutes.roll import Attendee, ends_with_name, is_given_alone, same_person
from bot.minutes.typed.people import Entry, Presence
from bot.store.attendance_rows import Changes

LEAST_GAP = 1e-6  # between two places


@dataclass
class Added:
    """What became of the people of a list, by their numbers."""

    new: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)  #: were there; what the list says is added
    unsure: list[int] = field(default_factory=list)  #: new, and may be somebody who was there
    #: absent by the list, but their words stand in the meeting; with the list's reason
    kept_present: dict[int, str] = field(default_factory=dict)
    turned_absent: list[int] = field(default_factory=list)  #: were marked present
    turned_present: list[int] = field(default_factory=list)  #: were marked absent
    #: new, with a given name alone: the numbers of those who may be meant
    given: dict[int, list[int]] = field(default_factory=dict)
    step: int | None = None  #: None: nothing has changed


def meant(entry: Entry, people: Iterable[Attendee]) -> list[Attendee]:
    """Those who are, or may be, the person of a list; see ``same_person``."""
    return same_person(entry.name, entry.title, entry.unit, people)


def likely_meant(entry: Entry, people: Iterable[Attendee]) -> list[Attendee]:
    """Those whom a given name alone may mean."""
    if not is_given_alone(entry.name):
        return []
    return [one for one in people if ends_with_name(one.name, entry.name)]


def is_told_twice(one: Attendee, entry: Entry, added: Added) -> bool:
    """Whether the list itself names somebody twice who is there by then: another human, or one of
    whom it says that they came and that they did not."""
    if one.no in added.new:
        return True
    states = {one.state, entry.state}
    return one.no in added.known and states == {Presence.PRESENT, Presence.ABSENT}


def put_in_order(numbers: list[int], people: Mapping[int, Attendee], changes: Changes) -> None:
    """Put the people of a list into its order, in the places that they have among the others."""
    places = sorted(people[no].order[0] for no in numbers)
    if [people[no].order[0] for no in numbers] == places:
        return
    if len(set(places)) < len(places):  # two that were put into one place
        places = [places[0] + n * LEAST_GAP for n in range(len(places))]
    for no, place in zip(numbers, places, strict=True):
        if people[no].order[0] != place:
            changes.set(no, {"place": float(place)})
