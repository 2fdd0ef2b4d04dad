"""Whose turn it is, with a decoding that the tests hold up and let go; no model."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, wait
from dataclasses import replace

import numpy as np
import pytest

from tests.waiting import PATIENCE
from transcribe import schedule
from transcribe.schedule import Scheduler, recognise
from transcribe.types import SAMPLE_RATE, Clip, Decoded, Waiting, Word


def clip(seconds: float = 3.0, hints: str = "") -> Clip:
    return Clip(np.zeros(round(seconds * SAMPLE_RATE), np.float32), hints)


def saying(text: str, logprob: float = -0.3) -> Decoded:
    words = text.split()
    return Decoded(
        tuple(Word(word, n * 0.3, n * 0.3 + 0.3, 0.9) for n, word in enumerate(words)), logprob
    )


class Clock:
    """The seconds that `schedule` believes have passed."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(schedule, "time", found)
    return found


class House:
    """A scheduler whose turns begin when they like and end when the test says so."""

    def __init__(self, clock: Clock, most: int = 16, workers: int = 1) -> None:
        self.scheduler = Scheduler(self._decode, most=most, workers=workers)
        self.turns: list[list[Clip]] = []
        self.turn_takes = 1.0
        self.bad: set[Clip] = set()
        self._clock = clock
        self._begun = threading.Semaphore(0)
        self._may_end = threading.Semaphore(0)

    def _decode(self, clips: Sequence[Clip]) -> list[Decoded]:
        self.turns.append(list(clips))
        self._begun.release()
        assert self._may_end.acquire(timeout=PATIENCE), "the test never let this turn end"
        self._clock.now += self.turn_takes
        if self.bad.intersection(clips):
            raise RuntimeError("a clip that the model cannot bear")
        return [saying(str(id(one))) for one in clips]

    def begun(self) -> list[Clip]:
        """The next turn, when it has begun; it goes on until `end`."""
        assert self._begun.acquire(timeout=PATIENCE), "no turn began"
        return self.turns[-1]

    def end(self) -> None:
        self._may_end.release()

    def next_turn(self) -> list[Clip]:
        """Lets the turn that is going on end; the one behind it."""
        self.end()
        return self.begun()

    def is_idle(self) -> bool:
        """Whether nothing waits and no turn has begun that the test does not know of."""
        nothing = self.scheduler.waiting == Waiting(0, 0)
        return nothing and not self._begun.acquire(blocking=False)

    def open_doors(self) -> None:
        """Every turn from now on ends at once."""
        self._may_end.release(10_000)


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "not so"
        time.sleep(0.01)


@pytest.mark.parametrize("workers", [1, 3])
def test_after_a_backlog_memory_is_given_back_once(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    given: list[int] = []
    monkeypatch.setattr(schedule, "IDLE_AFTER", 0.05)
    monkeypatch.setattr("foundation.memory.give_back", lambda: given.append(1))
    house = House(clock, workers=workers)
    house.open_doors()
    for backlogs in (1, 2):
        answers([house.scheduler.note(clip()) for _ in range(20)])
        until(lambda backlogs=backlogs: len(given) >= backlogs)  # type: ignore[misc]
    assert len(given) == 2


def test_while_a_worker_is_busy_no_memory_is_given_back(
    pair: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[bool] = []
    first, second = pair.scheduler.note(clip()), pair.scheduler.note(clip(20.0))
    monkeypatch.setattr(schedule, "IDLE_AFTER", 0.05)
    monkeypatch.setattr(
        "foundation.memory.give_back", lambda: ended.append(first.done() and second.done())
    )
    pair.begun(), pair.begun()
    pair.end()
    wait([first, second], timeout=PATIENCE, return_when="FIRST_COMPLETED")
    pair.end()
    answers([first, second])
    until(lambda: ended)
    assert ended == [True]


@pytest.fixture
def house(clock: Clock) -> Iterator[House]:
    found = House(clock)
    yield found
    found.open_doors()


def answers(futures: Sequence["Future[Decoded]"]) -> list[str]:
    _, left = wait(futures, timeout=PATIENCE)
    assert not left, f"{len(left)} of {len(futures)} callers still wait"
    return [future.result().text for future in futures]


def own(clips: Sequence[Clip]) -> list[str]:
    return [str(id(one)) for one in clips]


# --- notes ----------------------------------------------------------------------------------


def test_the_first_note_starts_at_once_and_alone_the_others_go_together(house: House) -> None:
    clips = [clip(2.5 + n / 10) for n in range(5)]
    futures = [house.scheduler.note(clips[0])]
    assert house.begun() == clips[:1]
    futures += [house.scheduler.note(one) for one in clips[1:]]
    assert house.next_turn() == clips[1:]
    house.end()
    assert answers(futures) == own(clips)
    assert house.is_idle()


def test_a_note_in_an_idle_house_starts_at_once_again(house: House) -> None:
    for _ in range(3):
        one = clip()
        future = house.scheduler.note(one)
        assert house.begun() == [one]
        house.end()
        assert answers([future]) == own([one])


def test_notes_of_about_one_length_go_together(house: House) -> None:
    house.scheduler.note(clip())
    house.begun()
    short, longer, also_short, long = clip(2.1), clip(4.1), clip(4.0), clip(27.0)
    for one in (short, longer, also_short, long):
        house.scheduler.note(one)
    assert house.next_turn() == [short, also_short]
    assert house.next_turn() == [longer]
    assert house.next_turn() == [long]


def test_notes_with_other_hints_do_not_go_together(house: House) -> None:
    house.scheduler.note(clip())
    house.begun()
    here, there, also_here = clip(hints="Hà"), clip(hints="Bình"), clip(hints="Hà")
    for one in (here, there, also_here):
        house.scheduler.note(one)
    assert house.next_turn() == [here, also_here]
    assert house.next_turn() == [there]


def test_more_notes_than_fit_go_in_their_order(clock: Clock) -> None:
    house = House(clock, most=4)
    clips = [clip() for _ in range(10)]
    house.scheduler.note(clip())
    house.begun()
    futures = [house.scheduler.note(one) for one in clips]
    assert [house.next_turn() for _ in range(3)] == [clips[:4], clips[4:8], clips[8:]]
    house.end()
    assert answers(futures) == own(clips)


def test_the_oldest_note_is_always_in_the_next_turn(house: House) -> None:
    """However many of another length keep coming, nobody starves."""
    house.scheduler.note(clip())
    house.begun()
    odd = clip(11.0)
    waiting = [clip(), odd, clip()]
    for one in waiting:
        house.scheduler.note(one)
    for _ in range(6):
        turn = house.next_turn()
        assert waiting[0] in turn
        waiting = [one for one in waiting if one not in turn]
        for _ in range(3):
            waiting.append(clip())
            house.scheduler.note(waiting[-1])
    assert odd not in waiting
    assert [odd] in house.turns


# --- recordings -----------------------------------------------------------------------------


def parts_of(house: House, recording: object, count: int) -> list[Clip]:
    clips = [clip(8.0) for _ in range(count)]
    for one in clips:
        house.scheduler.part(one, recording)
    return clips


def first_turn(house: House) -> None:
    """One part that goes alone, so that what is asked for behind it waits together."""
    one = clip()
    house.scheduler.part(one, "the first")
    assert house.begun() == [one]


def test_where_nobody_sends_notes_many_parts_go_together(house: House) -> None:
    first_turn(house)
    parts = parts_of(house, "meeting", 20)
    assert house.next_turn() == parts[:8]


def test_notes_and_parts_take_turns(house: House) -> None:
    first_turn(house)
    parts = parts_of(house, "meeting", 4)
    notes = [clip(3.0 + 4 * n) for n in range(4)]
    for one in notes:
        house.scheduler.note(one)
    turns = [house.next_turn() for _ in range(8)]
    assert turns == [[one] for pair in zip(notes, parts, strict=True) for one in pair], (
        "one note, one part, one note, …"
    )


def test_a_note_waits_for_one_turn_of_a_recording_at_most(house: House) -> None:
    first_turn(house)
    parts = parts_of(house, "meeting", 20)
    assert house.next_turn() == parts[:8]
    note = clip()
    house.scheduler.note(note)
    assert house.next_turn() == [note]
    assert house.next_turn() == parts[8:9]


def test_with_notes_around_parts_go_one_by_one_until_it_is_quiet_again(house: House) -> None:
    house.turn_takes = 5.0
    house.scheduler.note(clip())
    house.begun()
    parts = parts_of(house, "meeting", 24)
    # the note came 5, 10, … 60 s before each of these
    assert [house.next_turn() for _ in range(12)] == [[one] for one in parts[:12]]
    assert house.next_turn() == parts[12:20]


def test_parts_of_about_one_length_go_together_the_oldest_first(house: House) -> None:
    house.turn_takes = 3.0
    first_turn(house)
    parts = [clip(seconds) for seconds in (8.0, 11.5, 27.0, 7.1, 12.0, 8.0)]
    for one in parts:
        house.scheduler.part(one, "meeting")
    assert house.next_turn() == [parts[0], parts[3], parts[5]]
    assert house.next_turn() == [parts[1], parts[4]]
    assert house.next_turn() == [parts[2]]


def test_several_recordings_take_turns(house: House) -> None:
    house.turn_takes = 3.0
    first_turn(house)
    one, two, three = (
        parts_of(house, name, count) for name, count in zip("abc", (20, 3, 1), strict=True)
    )
    turns = [house.next_turn() for _ in range(5)]
    assert turns == [one[:8], two, three, one[8:16], one[16:]]


def test_a_recording_that_goes_on_asking_does_not_keep_another_from_its_turn(house: House) -> None:
    first_turn(house)
    parts_of(house, "endless", 10)
    other = parts_of(house, "other", 1)
    turns = []
    for _ in range(4):
        turns.append(house.next_turn())
        parts_of(house, "endless", 8)
    assert turns.index(other) <= 1


def test_more_parts_go_together_where_turns_are_short(house: House) -> None:
    house.turn_takes = 1.0
    first_turn(house)
    parts_of(house, "meeting", 100)
    assert [len(house.next_turn()) for _ in range(4)] == [8, 16, 16, 16], "never more than `most`"


def test_fewer_parts_go_together_where_turns_are_long(house: House) -> None:
    first_turn(house)
    parts_of(house, "meeting", 100)
    assert len(house.next_turn()) == 8
    house.turn_takes = 40.0
    assert [len(house.next_turn()) for _ in range(4)] == [4, 2, 1, 1]
    house.turn_takes = 3.0
    assert [len(house.next_turn()) for _ in range(3)] == [1, 1, 1], "3 s are neither short nor long"
    house.turn_takes = 1.0
    assert [len(house.next_turn()) for _ in range(3)] == [2, 4, 8]


def test_a_long_turn_of_notes_does_not_change_the_number_of_parts(house: House) -> None:
    house.turn_takes = 100.0
    house.scheduler.note(clip())
    house.begun()
    parts = parts_of(house, "meeting", 8)
    assert house.next_turn() == parts


# --- several workers ------------------------------------------------------------------------


@pytest.fixture
def pair(clock: Clock) -> Iterator[House]:
    found = House(clock, workers=2)
    found.turn_takes = 3.0
    yield found
    found.open_doors()


def test_a_note_that_comes_while_one_worker_is_busy_starts_at_once(pair: House) -> None:
    first, second = clip(), clip()
    pair.scheduler.note(first)
    assert pair.begun() == [first]
    pair.scheduler.note(second)
    assert pair.begun() == [second]


def test_a_note_does_not_wait_for_a_recording_that_leaves_a_worker_free(pair: House) -> None:
    first_turn(pair)
    note = clip()
    pair.scheduler.note(note)
    assert pair.begun() == [note]


def test_workers_share_what_goes_together(pair: House) -> None:
    busy = [clip(), clip()]
    for one in busy:
        pair.scheduler.note(one)
        pair.begun()
    waiting = [clip() for _ in range(5)]
    futures = [pair.scheduler.note(one) for one in waiting]
    turns = [pair.next_turn(), pair.next_turn()]
    assert turns == [waiting[:3], waiting[3:4]], "half of five, half of two"
    pair.open_doors()
    assert answers(futures) == own(waiting)


def test_workers_together_have_no_more_than_is_worth_it(clock: Clock) -> None:
    house = House(clock, most=4, workers=2)
    for _ in range(2):
        house.scheduler.note(clip())
        house.begun()
    for _ in range(20):
        house.scheduler.note(clip())
    assert [len(house.next_turn()) for _ in range(3)] == [2, 2, 2]
    house.open_doors()


def test_more_workers_than_clips_are_worth_it_still_have_one_each(clock: Clock) -> None:
    house = House(clock, most=2, workers=4)
    for _ in range(4):
        house.scheduler.note(clip())
        assert len(house.begun()) == 1
    house.scheduler.part(clip(), "meeting")
    assert len(house.next_turn()) == 1
    house.open_doors()


def test_while_both_workers_are_busy_with_recordings_a_note_waits_for_the_sooner(
    pair: House,
) -> None:
    first_turn(pair)
    parts = parts_of(pair, "meeting", 12)
    pair.begun()
    note = clip()
    pair.scheduler.note(note)
    assert pair.next_turn() == [note]
    assert len(pair.next_turn()) == 1, "from now on parts go one by one"
    assert note not in pair.turns[-1]
    assert pair.turns[-1][0] in parts


# --- what goes wrong ------------------------------------------------------------------------


def test_what_waits_is_counted_without_what_was_cancelled(house: House) -> None:
    first_turn(house)
    assert house.scheduler.waiting == Waiting(0, 0)
    house.scheduler.note(clip())
    parts = [house.scheduler.part(clip(), "meeting") for _ in range(3)]
    assert house.scheduler.waiting == Waiting(1, 3)
    assert parts[1].cancel()
    assert house.scheduler.waiting == Waiting(1, 2)


def test_a_part_that_is_cancelled_is_not_decoded(house: House) -> None:
    first_turn(house)
    clips = [clip() for _ in range(3)]
    futures = [house.scheduler.part(one, "meeting") for one in clips]
    assert futures[1].cancel()
    assert house.next_turn() == [clips[0], clips[2]]
    house.end()
    assert answers([futures[0], futures[2]]) == own([clips[0], clips[2]])
    with pytest.raises(CancelledError):
        futures[1].result(timeout=PATIENCE)


def test_a_recording_that_is_cancelled_as_a_whole_costs_no_turn(house: House) -> None:
    first_turn(house)
    futures = [house.scheduler.part(clip(), "closed") for _ in range(30)]
    assert all(future.cancel() for future in futures)
    other = parts_of(house, "other", 2)
    assert house.next_turn() == other


def test_one_bad_clip_does_not_take_the_others_with_it(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.scheduler.note(clip())
    house.begun()
    clips = [clip() for _ in range(4)]
    house.bad = {clips[2]}
    futures = [house.scheduler.note(one) for one in clips]
    house.open_doors()
    _, left = wait(futures, timeout=PATIENCE)
    assert not left
    with pytest.raises(RuntimeError, match="cannot bear"):
        futures[2].result()
    good = [0, 1, 3]
    assert answers([futures[n] for n in good]) == own([clips[n] for n in good])
    assert "one at a time" in caplog.text


def nothing_is_found(clips: Sequence[Clip]) -> list[Decoded]:
    return []


def too_little_is_found(clips: Sequence[Clip]) -> list[Decoded]:
    return [saying("một")]


def memory_is_full(clips: Sequence[Clip]) -> list[Decoded]:
    raise MemoryError


def the_library_ends_the_process(clips: Sequence[Clip]) -> list[Decoded]:
    raise SystemExit(1)


def asked_together(
    decode: Callable[[Sequence[Clip]], list[Decoded]], count: int
) -> list["Future[Decoded]"]:
    """So many notes that all wait when their turn begins, behind another one."""
    all_wait = threading.Event()

    def first_waits(clips: Sequence[Clip]) -> list[Decoded]:
        if clips[0] is before:
            assert all_wait.wait(PATIENCE)
        return decode(clips)

    before = clip()
    scheduler = Scheduler(first_waits, most=16)
    first = scheduler.note(before)
    futures = [scheduler.note(clip()) for _ in range(count)]
    all_wait.set()
    wait([first], timeout=PATIENCE)
    return futures


@pytest.mark.parametrize("decode", [nothing_is_found, memory_is_full, the_library_ends_the_process])
@pytest.mark.parametrize("count", [1, 3])
def test_whatever_the_engine_does_each_caller_gets_an_answer(
    decode: Callable[[Sequence[Clip]], list[Decoded]], count: int
) -> None:
    futures = asked_together(decode, count)
    _, left = wait(futures, timeout=PATIENCE)
    assert not left, f"{len(left)} callers wait forever"
    assert all(future.exception() is not None for future in futures)


def test_an_engine_that_answers_too_little_does_not_mix_up_answers() -> None:
    futures = asked_together(too_little_is_found, 3)
    assert answers(futures) == ["một"] * 3, "one at a time it answers enough"


def test_trouble_with_the_turn_itself_is_told_to_those_who_wait(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(waiting: object) -> None:
        raise ZeroDivisionError("in the queue")

    house.scheduler.note(clip())
    house.begun()
    monkeypatch.setattr(schedule, "together", broken)
    futures = [house.scheduler.note(clip()), house.scheduler.part(clip(), "meeting")]
    house.open_doors()
    _, left = wait(futures, timeout=PATIENCE)
    assert not left, f"{len(left)} callers wait forever"
    with pytest.raises(ZeroDivisionError):
        futures[0].result()
    monkeypatch.undo()
    later = clip()
    assert answers([house.scheduler.note(later)]) == own([later])


def test_a_caller_that_cancels_while_its_turn_is_decoded_harms_nobody(house: House) -> None:
    house.scheduler.note(clip())
    house.begun()
    clips = [clip(), clip()]
    futures = [house.scheduler.note(one) for one in clips]
    house.next_turn()
    assert not futures[0].cancel(), "it is being decoded"
    house.end()
    assert answers(futures) == own(clips)


@pytest.mark.parametrize("workers", [1, 4])
def test_two_hundred_threads_each_get_their_own_answer(clock: Clock, workers: int) -> None:
    house = House(clock, workers=workers)
    house.open_doors()
    found: dict[int, bool] = {}

    def work(number: int) -> None:
        one = clip(1.0 + number % 7, hints="Hà" if number % 3 else "")
        ask = house.scheduler.note
        future = ask(one) if number % 2 else house.scheduler.part(one, number % 5)
        found[number] = future.result(timeout=PATIENCE).text == str(id(one))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert found == dict.fromkeys(range(200), True)
    assert sum(map(len, house.turns)) == 200


# --- recognise: fast, checked, slowly -------------------------------------------------------


LOOP = "để không bỏ lỡ " * 12
STAMMER = "từng bước, từng bước nâng cao chất lượng"
TEXT = "tôi nhất trí với báo cáo của đồng chí"


class Ear:
    """An engine that hears in each clip what the test gives for it."""

    name = "ear"
    most = 16
    workers = 1
    another_hearing = True

    def __init__(
        self, hears: Callable[[Clip, float, float], Decoded], *, short_context: bool = True
    ) -> None:
        self.short_context = short_context
        self.calls: list[tuple[list[Clip], float, float]] = []
        self.no_turns: list[bool] = []
        self._hears = hears

    def decode(
        self,
        clips: Sequence[Clip],
        *,
        seconds: float = 30.0,
        temperature: float = 0.0,
        no_turns: bool = False,
    ) -> list[Decoded]:
        self.calls.append((list(clips), seconds, temperature))
        self.no_turns.append(no_turns)
        return [self._hears(one, seconds, temperature) for one in clips]

    @property
    def tries(self) -> list[tuple[float, float]]:
        """The seconds and the temperature of each call."""
        return [(seconds, temperature) for _, seconds, temperature in self.calls]


def test_what_sounds_well_is_heard_once() -> None:
    ear = Ear(lambda *how: saying(TEXT))
    found = recognise(ear, [clip(3.0), clip(4.0)], 5.0)
    assert [one.text for one in found] == [TEXT, TEXT]
    assert ear.tries == [(9.0, 0.0)]


def test_a_loop_on_the_short_context_is_heard_again_with_all_of_it() -> None:
    good, looping = clip(4.0), clip(4.0)
    ear = Ear(lambda one, seconds, _: saying(LOOP if one is looping and seconds < 30 else TEXT))
    assert [one.text for one in recognise(ear, [good, looping], 5.0)] == [TEXT, TEXT]
    assert ear.tries == [(9.0, 0.0), (30.0, 0.0)]
    assert ear.calls[1][0] == [looping], "only the one that looped"


def test_what_the_short_context_says_twice_and_the_full_one_once_was_said_once() -> None:
    once, twice = "từng bước nâng cao chất lượng", STAMMER
    ear = Ear(lambda _, seconds, __: saying(twice if seconds < 30 else once))
    assert recognise(ear, [clip(4.0)], 5.0)[0].text == once


def test_what_sounds_the_same_again_was_said_and_is_not_tried_warmer() -> None:
    ear = Ear(lambda *how: saying(STAMMER))
    assert recognise(ear, [clip(4.0)], 5.0)[0].text == STAMMER
    assert ear.tries == [(9.0, 0.0), (30.0, 0.0)]


def test_what_can_only_be_a_loop_is_tried_warmer_until_it_is_none() -> None:
    ear = Ear(lambda _, __, temperature: saying(LOOP if temperature < 0.6 else TEXT, -0.9))
    assert recognise(ear, [clip(4.0)], 5.0)[0].text == TEXT
    assert ear.tries == [
        *((9.0, 0.0), (30.0, 0.0), (30.0, 0.0)),
        *((30.0, 0.2), (30.0, 0.4), (30.0, 0.6)),
    ]
    assert ear.no_turns == [False, False, True, False, False, False]


def test_where_all_is_a_loop_the_likeliest_stays() -> None:
    likely = {0.0: -0.9, 0.2: -0.8, 0.4: -0.2, 0.6: -0.5, 0.8: -0.7, 1.0: -0.6}
    ear = Ear(lambda _, __, warm: saying(f"{LOOP} {warm}", likely[warm]))
    assert recognise(ear, [clip(4.0)], 5.0)[0].logprob == -0.2
    assert [warm for _, warm in ear.tries] == [0.0, 0.0, 0.0, 0.2, 0.4, 0.6, 0.8, 1.0]


def test_of_what_stays_a_loop_its_words_stay_once() -> None:
    ear = Ear(lambda *how: saying(f"{TEXT} {LOOP} đồng ý", -0.2))
    assert recognise(ear, [clip(4.0)], 5.0)[0].text == f"{TEXT} để không bỏ lỡ đồng ý"


def test_a_guess_that_repeats_is_tried_warmer_too() -> None:
    """As long as what was said, and too short for a loop that nobody can have said."""
    what = "Cái gì không? Cái gì không? Cái gì không?"
    ear = Ear(lambda _, __, temperature: saying(TEXT if temperature else what, -1.0))
    assert recognise(ear, [clip(6.0)], 5.0)[0].text == TEXT
    assert ear.tries == [(11.0, 0.0), (30.0, 0.0), (30.0, 0.0), (30.0, 0.2)]
    ear = Ear(lambda *how: saying(what, -1.0))
    assert recognise(ear, [clip(6.0)], 5.0)[0].text == "Cái gì không?"


@pytest.mark.parametrize(
    "stammered", ["tụi tụi tụi tụi tụi", "số 2,3,4,5,5,5,5", "một là một là một là vâng"]
)
def test_what_is_likely_and_turns_is_heard_again_without_turns(stammered: str) -> None:
    """So that what is said behind it is heard."""
    ear = Ear(lambda *how: saying(TEXT if ear.no_turns[-1] else f"vâng {stammered}"))
    assert recognise(ear, [clip(8.0)], 5.0)[0].text == TEXT


def test_what_is_heard_so_without_turns_too_was_said() -> None:
    """A number of a telephone; nothing of it goes."""
    number = "số máy là năm năm năm năm"
    ear = Ear(lambda *how: saying(number))
    assert recognise(ear, [clip(4.0)], 5.0)[0].text == number
    assert set(ear.tries) <= {(9.0, 0.0), (30.0, 0.0)}


@pytest.mark.parametrize("words", ["Please subscribe to my channel", "作詞 作曲", "视频"])
def test_a_sentence_of_another_language_over_vietnamese_speech_is_no_text(words: str) -> None:
    ear = Ear(lambda *how: saying(words))
    assert recognise(ear, [clip(4.0)], 5.0)[0].text == ""


def test_signs_go_and_the_words_beside_them_stay() -> None:
    ear = Ear(lambda *how: saying(f"字幕 {TEXT} 。。"))
    assert recognise(ear, [clip(4.0)], 5.0)[0].text == f"{TEXT} 。。"


@pytest.mark.parametrize("words", ["Google Drive Facebook là kênh chính", "Anh ta di xa", "OK anh"])
def test_names_and_bare_words_are_no_other_language(words: str) -> None:
    ear = Ear(lambda *how: saying(words))
    assert recognise(ear, [clip(4.0)], 5.0)[0].text == words


def test_english_stays_where_no_vietnamese_is_heard() -> None:
    heard = replace(saying("The deadline is next Monday"), vietnamese=0.001)
    assert recognise(Ear(lambda *how: heard), [clip(4.0)], 5.0)[0].text == heard.text


def test_a_text_that_is_none_replaces_a_loop_however_unlikely_it_is() -> None:
    ear = Ear(lambda _, seconds, __: saying(LOOP, -0.01) if seconds < 30 else saying(TEXT, -1.5))
    assert recognise(ear, [clip(4.0)], 5.0)[0].text == TEXT


GUESS = replace(saying("Cái gì vậy?", -1.9), vietnamese=0.001)


def test_a_guess_is_heard_again_and_what_is_understood_then_stays() -> None:
    ear = Ear(lambda _, seconds, __: GUESS if seconds < 30 else saying(TEXT))
    assert recognise(ear, [clip(4.0)], 5.0)[0].text == TEXT


def test_of_what_stays_a_guess_nothing_stays() -> None:
    ear = Ear(lambda *how: GUESS)
    assert recognise(ear, [clip(4.0)], 5.0)[0].words == ()
    assert ear.tries == [(9.0, 0.0), (30.0, 0.0)]


def test_a_guess_that_loops_is_not_tried_warmer() -> None:
    ear = Ear(lambda *how: replace(saying(LOOP, -1.9), vietnamese=0.001))
    assert recognise(ear, [clip(4.0)], 5.0)[0].words == ()
    assert ear.tries == [(9.0, 0.0), (30.0, 0.0)]


def test_each_clip_of_a_batch_is_tried_as_often_as_it_needs() -> None:
    first, second, third = clip(4.0), clip(4.0), clip(4.0)
    until = {first: 0.0, second: 0.3, third: 0.7}
    ear = Ear(
        lambda one, seconds, warm: saying(TEXT if seconds == 30 and warm >= until[one] else LOOP)
    )
    assert {one.text for one in recognise(ear, [first, second, third], 5.0)} == {TEXT}
    assert [len(clips) for clips, _, _ in ear.calls] == [3, 3, 2, 2, 2, 1, 1]


def test_a_model_that_does_not_bear_a_short_context_always_gets_all_of_it() -> None:
    ear = Ear(lambda *how: saying(TEXT), short_context=False)
    recognise(ear, [clip(1.0)], 5.0)
    assert ear.tries == [(30.0, 0.0)]


def test_what_was_heard_with_the_full_window_is_not_heard_so_again() -> None:
    ear = Ear(lambda _, __, warm: saying(TEXT if warm else LOOP), short_context=False)
    assert recognise(ear, [clip(4.0)], 5.0)[0].text == TEXT
    assert ear.tries == [(30.0, 0.0), (30.0, 0.0), (30.0, 0.2)]


@pytest.mark.parametrize(
    ("seconds", "padding", "heard"),
    [
        (0.5, 5.0, 7.0),
        (2.0, 5.0, 7.0),
        (2.1, 5.0, 9.0),
        (24.0, 5.0, 29.0),
        (24.1, 5.0, 30.0),
        (28.0, 1.0, 29.0),
        (28.4, 1.0, 30.0),
        (29.9, 1.0, 30.0),
        (30.0, 5.0, 30.0),
        (3.0, 30.0, 30.0),
    ],
)
def test_a_clip_is_heard_with_silence_behind_it_and_never_with_more_than_30_s(
    seconds: float, padding: float, heard: float
) -> None:
    ear = Ear(lambda *how: saying("vâng"))
    recognise(ear, [clip(seconds)], padding)
    assert ear.tries == [(heard, 0.0)]


def test_what_goes_together_is_heard_with_what_each_would_have_alone() -> None:
    alone, together = Ear(lambda *how: saying(TEXT)), Ear(lambda *how: saying(TEXT))
    clips = [clip(2.1), clip(3.3), clip(4.0)]
    for one in clips:
        recognise(alone, [one], 5.0)
    recognise(together, clips, 5.0)
    assert set(alone.tries) == set(together.tries)
