"""Steps: whatever people do to lines, going back and forth loses nobody's work."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.doors.port import Chat, Person
from bot.minutes import Line, Tag
from bot.minutes.arranging import joined
from bot.store.steps import Step
from tests.records import store_at
from tests.tables import examples

NOW = datetime(2026, 7, 24, 1, tzinfo=UTC)
PEOPLE = st.integers(0, 1)
PLACES = st.integers(0, 10**6)
WORDS = st.sampled_from(["Một.", "hai", "Ba. Bốn", "", "năm; sáu"])

# of a line: text, tag, deleted, speaker, the line that it was merged into
Fields = dict[str, Any]


@dataclass
class Done:
    """A step as the model knows it: (line, field) -> (before, after)."""

    who: int
    changes: dict[tuple[int, str], tuple[Any, Any]]
    undone: bool = False
    new_since: bool = False  #: the person has begun something new since it was taken back
    when: int = 0


@dataclass
class Model:
    """Lines as plain values, every step in a list, and who has touched what, when."""

    lines: list[Fields] = field(default_factory=list)
    order: list[int] = field(default_factory=list)
    steps: list[Done] = field(default_factory=list)

    def do(self, who: int, changes: dict[tuple[int, str], Any]) -> None:
        net = {
            (no, name): (self.lines[no][name], after)
            for (no, name), after in changes.items()
            if self.lines[no][name] != after
        }
        self.did(who, net)
        for (no, name), (_, after) in net.items():
            self.lines[no][name] = after

    def did(self, who: int, net: dict[tuple[int, str], tuple[Any, Any]]) -> None:
        if not net:
            return
        for step in self.steps:
            step.new_since |= step.who == who
        self.steps.append(Done(who, net, when=len(self.steps)))

    def may_go(self, step: Done, *, again: bool) -> bool:
        for (no, name), (before, after) in step.changes.items():
            here, there = (before, after) if again else (after, before)
            whole = name == "deleted" and there
            for other in self.steps:
                if other.who == step.who or other.undone or other.when < step.when:
                    continue
                if any(n == no and (whole or x == name) for n, x in other.changes):
                    return False
            if self.lines[no][name] != here:
                return False
            if self.lines[no]["deleted"] and (no, "deleted") not in step.changes:
                return False
        return True

    def go(self, step: Done, *, again: bool) -> None:
        for (no, name), (before, after) in step.changes.items():
            self.lines[no][name] = after if again else before
        step.undone = not again
        step.new_since = False


NAMES = {"person_id": "speaker", "merged_into": "into"}


def touched(step: Step) -> set[tuple[int, str]]:
    return {(c.no - 1, NAMES.get(c.field, c.field)) for c in step.changes}


class Mending(RuleBasedStateMachine):
    """Two secretaries at one meeting."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.store = store_at(Path(self.folder.name) / "x.sqlite", lambda: NOW)
        chat = self.store.chats.know(Chat("list", "1", "Sở")).id
        self.people = [
            self.store.chats.know_person("list", Person(str(n), f"Người {n}")).id for n in (1, 2)
        ]
        self.meeting = self.store.meetings.open(chat, "Họp", self.people[0], NOW, {}).id
        self.store.meetings.seat(self.meeting, self.people[1])
        self.model = Model()
        for words in ("Đầu.", "Giữa"):
            self.say(0, words)

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    def line(self, no: int) -> Line:
        return next(x for x in self.store.lines.of_meeting(self.meeting) if x.no == no + 1)

    def living(self) -> list[int]:
        return [no for no, x in enumerate(self.model.lines) if not x["deleted"]]

    def chosen(self, where: int) -> int | None:
        living = self.living()
        return living[where % len(living)] if living else None

    def added(self, speaker: int, text: str, tag: Tag | None = None) -> int:
        new = {"text": text, "tag": tag, "deleted": False, "speaker": speaker, "into": None}
        self.model.lines.append({**new, "place": None})
        return len(self.model.lines) - 1

    @rule(who=PEOPLE, words=WORDS)
    def say(self, who: int, words: str) -> None:
        self.store.lines.add(self.meeting, self.people[who], NOW, text=words)
        self.added(who, words)

    @rule(who=PEOPLE, speaker=PEOPLE, words=WORDS)
    def insert(self, who: int, speaker: int, words: str) -> None:
        with self.store.steps.step("them"):
            at, by = NOW, self.people[who]
            self.store.lines.insert(self.meeting, self.people[speaker], at, words, None, by)
        no = self.added(speaker, words)
        self.model.did(who, {(no, "deleted"): (True, False)})

    @rule(
        who=PEOPLE,
        where=PLACES,
        value=st.one_of(
            st.tuples(st.just("text"), WORDS),
            st.tuples(st.just("tag"), st.sampled_from([None, *Tag])),
            st.tuples(st.just("deleted"), st.just(True)),
            st.tuples(st.just("speaker"), PEOPLE),
        ),
    )
    def change(self, who: int, where: int, value: tuple[str, Any]) -> None:
        no = self.chosen(where)
        if no is None:
            return
        name, after = value
        given = {"deleted": int(after)} if name == "deleted" else {name: after}
        if name == "speaker":
            given = {"person_id": self.people[after]}
        with self.store.steps.step(name):
            self.store.lines.change(self.line(no), self.people[who], **given)
        self.model.do(who, {(no, name): after})

    @rule(who=PEOPLE, where=PLACES)
    def restore(self, who: int, where: int) -> None:
        gone = [no for no, x in enumerate(self.model.lines) if x["deleted"]]
        if not gone:
            return
        no = gone[where % len(gone)]
        with self.store.steps.step("khoiphuc"):
            line, by = self.line(no), self.people[who]
            self.store.lines.change(line, by, deleted=0, merged_into=None)
        self.model.do(who, {(no, "deleted"): False, (no, "into"): None})

    @rule(who=PEOPLE, where=PLACES, other=PLACES)
    def merge(self, who: int, where: int, other: int) -> None:
        first, second = self.chosen(where), self.chosen(other)
        if first is None or second is None or first == second:
            return
        words = joined(self.model.lines[first]["text"], self.model.lines[second]["text"])
        with self.store.steps.step("gop"):
            lines = self.store.lines
            lines.merge(self.line(first), [self.line(second)], words, self.people[who])
        self.model.do(
            who,
            {
                (second, "deleted"): True,
                (second, "into"): first + 1,
                (first, "text"): words,
            },
        )

    @rule(who=PEOPLE, where=PLACES)
    def split(self, who: int, where: int) -> None:
        no = self.chosen(where)
        if no is None or ". " not in self.model.lines[no]["text"]:
            return
        first, second = self.model.lines[no]["text"].split(". ", 1)
        was = {x.no - 1: x.place for x in self.store.lines.of_meeting(self.meeting)}
        with self.store.steps.step("tach"):
            self.store.lines.split(self.line(no), first, second, self.people[who])
        now = {x.no - 1: x.place for x in self.store.lines.of_meeting(self.meeting)}
        old = self.model.lines[no]
        new = self.added(old["speaker"], second, old["tag"])
        self.model.did(
            who,
            {
                (new, "deleted"): (True, False),
                (no, "text"): (old["text"], first),
                **{(x, "place"): (was.get(x), now[x]) for x in now if was.get(x) != now[x]},
            },
        )
        old["text"] = first
        for x, place in now.items():  # two may have shared a place: then all get new ones
            self.model.lines[x]["place"] = place
        every = list(now)
        assert every.index(new) == every.index(no) + 1
        assert [x for x in every if x != new] == list(was), "the others stand as they stood"

    @rule(who=PEOPLE, where=PLACES, other=PLACES, before=st.booleans())
    def move(self, who: int, where: int, other: int, before: bool) -> None:
        no, beside = self.chosen(where), self.chosen(other)
        if no is None or beside is None or no == beside:
            return
        was = {x.no - 1: x.place for x in self.store.lines.of_meeting(self.meeting)}
        with self.store.steps.step("doi"):
            lines = self.store.lines
            lines.move(self.line(no), self.line(beside), self.people[who], before=before)
        now = {x.no - 1: x.place for x in self.store.lines.of_meeting(self.meeting)}
        every = list(now)
        assert every.index(no) - every.index(beside) == (-1 if before else 1)
        left = [x for x in every if x != no]
        assert left == [x for x in was if x != no], "the others stand as they stood"
        self.model.do(who, {(x, "place"): now[x] for x in now})

    @rule(who=PEOPLE, times=st.integers(1, 4))
    def undo(self, who: int, times: int) -> None:
        for _ in range(times):
            self.undo_one(who)

    def undo_one(self, who: int) -> None:
        known = [x for x in self.model.steps if x.who == who and not x.undone]
        step = self.store.steps.last(self.meeting, self.people[who])
        assert (step is None) == (not known)
        if step is None:
            return
        assert touched(step) == set(known[-1].changes)
        free = self.store.steps.obstacle(step, self.people[who]) is None
        assert free == self.model.may_go(known[-1], again=False)
        if free:
            self.store.steps.take_back(step, self.people[who])
            self.model.go(known[-1], again=False)

    @rule(who=PEOPLE, times=st.integers(1, 4))
    def redo(self, who: int, times: int) -> None:
        for _ in range(times):
            self.redo_one(who)

    def redo_one(self, who: int) -> None:
        known = [x for x in self.model.steps if x.who == who and x.undone and not x.new_since]
        step = self.store.steps.last_undone(self.meeting, self.people[who])
        assert (step is None) == (not known)
        if step is None:
            return
        assert touched(step) == set(known[0].changes)
        free = self.store.steps.obstacle(step, self.people[who], again=True) is None
        assert free == self.model.may_go(known[0], again=True)
        if free:
            self.store.steps.do_again(step, self.people[who])
            self.model.go(known[0], again=True)

    @precondition(lambda self: any(not x.undone for x in self.model.steps))
    @rule(who=PEOPLE)
    def back_and_forth(self, who: int) -> None:
        """Taken back and done again at once, everything is as it was."""
        before = self.store.lines.of_meeting(self.meeting)
        step = self.store.steps.last(self.meeting, self.people[who])
        if step is None or self.store.steps.obstacle(step, self.people[who]):
            return
        (known,) = [x for x in self.model.steps if x.who == who and not x.undone][-1:]
        waiting = [x.new_since for x in self.model.steps]
        self.store.steps.take_back(step, self.people[who])
        assert self.store.lines.of_meeting(self.meeting) != before
        assert self.store.steps.obstacle(step, self.people[who], again=True) is None
        self.store.steps.do_again(step, self.people[who])
        assert self.store.lines.of_meeting(self.meeting) == before
        assert not known.undone
        assert waiting == [x.new_since for x in self.model.steps]

    @invariant()
    def the_store_has_what_the_model_has(self) -> None:
        lines = sorted(self.store.lines.of_meeting(self.meeting), key=lambda x: x.no)
        assert [x.no for x in lines] == list(range(1, len(self.model.lines) + 1))
        found = [
            {
                "text": x.text,
                "tag": x.tag,
                "deleted": x.deleted,
                "speaker": self.people.index(x.speaker.person_id),
                "into": x.merged_into,
                "place": x.place,
            }
            for x in lines
        ]
        assert found == self.model.lines

    @invariant()
    def what_every_line_was_is_known(self) -> None:
        """From what it is now, the changes lead back, each to the one before."""
        for line in self.store.lines.of_meeting(self.meeting):
            last: dict[str, str | None] = {}
            for change in self.store.steps.of_line(line.id):
                assert change.before == last.get(change.field, change.before)
                last[change.field] = change.after
            assert last.get("text", line.text) == line.text


TestMending = Mending.TestCase
TestMending.settings = settings(
    max_examples=examples(25),
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
