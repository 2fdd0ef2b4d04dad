"""Which lines have one voice: numbers stay, and nobody gets what nothing tells is theirs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bot.speech.telling_apart import kept, of_note, suppose
from bot.store.voices import HeardVoice, SaidBy, Supposed
from transcribe.types import VOICE_SIZE, Segment, Voice

SENDER, AN, LAN = 1, 2, 3


def voice(which: int) -> Voice:
    vector = np.zeros(VOICE_SIZE)
    vector[which] = 1.0
    return Voice(tuple(vector.tolist()), 4.0)


def part(line_id: int, who: int | None, number: int | None = None, **more: object) -> SaidBy:
    """A part of recording 100, five seconds behind the one before; of no voice where ``who`` is
    None."""
    starts = 5.0 * line_id
    length = 4.0 if who is not None else 1.0
    one = SaidBy(
        line_id,
        recording=100,
        room=False,
        human=SENDER,
        of_account=True,
        recorded_by=SENDER,
        whose_known=False,
        starts=starts,
        ends=starts + length,
        length=length,
        heard=kept(voice(who)) if who is not None else None,
        voice=number,
        maybe=None,
        refused=frozenset(),
    )
    return replace(one, **more)  # type: ignore[arg-type]


def numbers(*said: SaidBy, last: int = 0) -> list[int | None]:
    found = suppose(said, last)
    return [found[one.line_id][0] for one in said]


def notes(human: int, which: int) -> list[SaidBy]:
    return [part(1000 + n, which, recording=None, human=human) for n in range(3)]


def test_where_no_voice_is_kept_any_more_the_numbers_stay() -> None:
    gone = [part(1, None, 1, length=4.0), part(2, None, 2, length=4.0), part(3, None, 1)]
    assert suppose([*gone, *notes(AN, 7)]) == {}
    # (nor are they given again)
    other = [part(n, n, recording=200) for n in (11, 12)]
    assert numbers(*other, last=5) == [6, 7]
    assert {x[0] for x in suppose([*gone, *other]).values()} == {3, 4}


def test_what_has_lost_its_voice_keeps_its_number_among_those_that_have_theirs() -> None:
    said = [part(1, None, 1, length=4.0), part(2, 8, 2), part(3, None, 2), part(4, 8, 2)]
    assert numbers(*said) == [1, 2, 2, 2]
    said[0] = replace(said[0], maybe=AN)
    assert suppose(said)[1] == Supposed(1, AN)
    assert suppose([replace(said[0], whose_known=True), *said[1:]])[1] == Supposed(1)


def test_what_nobody_is_near_is_nobodys() -> None:
    far = part(3, None, starts=900.0, ends=901.0)
    assert numbers(part(1, 7), part(2, 8), far) == [1, 2, 0]
    # (a recording of one voice is its sender's, with all that is in it)
    assert numbers(part(1, 7), part(2, 7), far) == [None, None, None]
    # behind a pause it may be anybody's: no name is asked for it
    behind = part(3, None, starts=15.5, ends=16.0)
    said = [part(1, 7), part(2, 8), behind, *notes(AN, 8)]
    assert [suppose(said)[n] for n in (1, 2, 3)] == [Supposed(1), Supposed(2, AN), Supposed(0)]
    assert suppose([*said[:2], replace(behind, starts=14.2), *said[3:]])[3] == Supposed(2, AN)


def test_a_recording_that_had_two_voices_does_not_become_its_senders() -> None:
    both = [part(1, 7), part(2, 8), part(3, 7)]
    assert numbers(*both) == [1, 2, 1]
    left = [replace(both[0], voice=1), replace(both[2], voice=1)]  # of the second nothing is left
    assert numbers(*left, last=2) == [1, 1]


def test_what_was_heard_where_voices_are_not_known_follows_nobody() -> None:
    said = [part(1, 7), part(2, 8), part(3, None, length=9.0)]
    assert numbers(*said) == [1, 2, 0]
    # (what has a number from before keeps it)
    again = [replace(x, voice=n) for x, n in zip(said, (1, 2, 3), strict=True)]
    assert numbers(*again) == [1, 2, 3]
    named = [*said[:2], replace(said[2], whose_known=True)]
    assert numbers(*named) == [1, 2, None]


def test_to_name_what_only_follows_names_nobody_else() -> None:
    said = [part(1, 7), part(2, None, starts=9.2), part(3, 8)]
    named = replace(said[1], whose_known=True, human=AN)
    assert suppose([said[0], named, said[2]])[1] == Supposed(1)
    named = replace(said[0], whose_known=True, human=AN)
    assert suppose([named, *said[1:]])[2] == Supposed(1, AN)


def short(line_id: int, *, like: dict[int, float], **more: object) -> SaidBy:
    """A part of a second, so like these voices; the rest of it is like nobody's."""
    vector = np.zeros(VOICE_SIZE, "<f4")
    for which, how in like.items():
        vector[which] = how
    vector[-1] = np.sqrt(1.0 - sum(how**2 for how in like.values()))
    return part(line_id, None, **more, heard=HeardVoice(vector.tobytes(), 1.0))


def test_what_is_too_short_is_whose_it_sounds_like() -> None:
    """And nobody's where that is not clear: no name is asked for it."""
    known = [part(1, 7), part(2, 8), *notes(AN, 7)]

    def whose(one: SaidBy) -> Supposed:
        return suppose([*known, one])[one.line_id]

    assert whose(short(9, like={7: 0.6, 8: 0.3})) == Supposed(1, AN)
    assert whose(short(9, like={7: 0.3, 8: 0.6})) == Supposed(2)
    assert whose(short(9, like={7: 0.45, 8: 0.4})) == Supposed(0)
    assert whose(short(9, like={7: 0.2})) == Supposed(0)
    # whoever speaks beside it, where the voice says nothing against it
    beside = {"starts": 14.2, "ends": 15.2}
    assert whose(short(3, like={7: 0.45, 8: 0.4}, **beside)) == Supposed(2)
    assert whose(short(3, like={7: 0.6, 8: 0.1}, **beside)) == Supposed(1, AN)
    assert whose(short(3, like={7: 0.45, 8: 0.1}, **beside)) == Supposed(1, AN)
    assert whose(short(3, like={8: 0.2}, **beside)) == Supposed(0)


def test_what_is_too_short_makes_no_voice_known_and_names_none() -> None:
    few = [short(1, like={7: 0.9}), short(2, like={8: 0.9})]
    assert suppose(few) == {}
    said = [part(1, 7), part(2, 8), short(3, like={7: 0.9})]
    assert numbers(*said) == [1, 2, 1]
    named = replace(said[2], whose_known=True, human=AN)
    assert suppose([*said[:2], named])[1] == Supposed(1)
    # nor do notes of a second
    brief = [replace(x, heard=short(9, like={7: 0.9}).heard) for x in notes(AN, 7)]
    assert suppose([*said, *brief])[1] == Supposed(1)
    glimpse = replace(voice(8), seconds=1.0)
    segments = [Segment(0.0, 4.0, "Vâng.", 0.9, voice=x) for x in (voice(7), glimpse)]
    assert of_note(segments) == voice(7)
    assert of_note(segments[1:]) is None


def test_what_a_version_before_has_heard_keeps_its_number() -> None:
    """It had no vector for what is short, and gave it to a neighbour further away."""
    said = [part(1, 7, 1), part(2, 8, 2), part(3, None, 2, starts=14.8, ends=15.8)]
    assert numbers(*said) == [1, 2, 2]


def test_both_halves_of_a_line_have_its_voice() -> None:
    said = [part(1, 7), part(2, 8)]
    before = replace(said[0], ends=said[1].starts)  # no pause between them
    half = replace(said[1], line_id=9, heard=None)
    assert numbers(before, said[1], half) == [1, 2, 2]
    known = replace(before, voice=1), replace(said[1], voice=2), replace(half, voice=1)
    assert numbers(*known) == [1, 2, 2]


def test_what_is_too_short_follows_who_is_nearest() -> None:
    said = [part(n, 7 + n % 2) for n in range(1, 2001)]
    short = [
        part(3000 + n, None, starts=5.0 * n + 4.2, ends=5.0 * n + 4.4, length=0.2)
        for n in range(1, 2000)
    ]
    mixed = sorted([*said, *short], key=lambda one: one.starts)
    assert numbers(*mixed)[:6] == [1, 1, 2, 2, 1, 1]


def test_a_note_of_two_voices_is_nobodys() -> None:
    def heard(*which: int) -> Voice | None:
        return of_note([Segment(0.0, 4.0, "Vâng.", 0.9, voice=voice(x)) for x in which])

    assert heard(7, 7) == replace(voice(7), seconds=8.0)
    assert heard(7, 8) is None
    assert heard(7, 7, 8) is None
    assert heard() is None
