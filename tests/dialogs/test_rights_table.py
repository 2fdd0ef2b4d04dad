"""The table of rights itself, and the matrix of commands that is held against it."""

from __future__ import annotations

from bot.conversation.topics import COMMANDS
from bot.minutes import Concluding, Line, LineKind, LineState, Meeting, Speaker, Tag
from bot.minutes.rights import RIGHTS, Act, Role, may, roles_in, tagging
from tests.dialogs.rights_house import ELSEWHERE, NOT_OF_A_MEETING, TYPED


def test_every_command_stands_in_the_matrix() -> None:
    assert {command.name for command in COMMANDS} == {*TYPED, *NOT_OF_A_MEETING, *ELSEWHERE}


def test_the_table_knows_every_act() -> None:
    assert set(RIGHTS) == set(Act)
    for act in Act:
        assert not may(act, set())
        assert act in (Act.SEE, Act.NAME) or not may(act, {Role.GUEST})
        for role in (Role.SECRETARY, Role.ADMIN):
            assert may(act, {role, Role.MEMBER}) == (act is not Act.APPROVE)


def test_roles_are_of_today_and_of_the_line() -> None:
    from datetime import UTC, datetime

    at = datetime(2026, 1, 1, tzinfo=UTC)
    meeting = Meeting(1, 1, "Họp", at, Speaker(1, "A"), shared=frozenset({2}), chair_id=3)
    line = Line(1, 1, 1, at, Speaker(4, "D"), LineKind.TEXT, LineState.DONE)

    def roles(person: int, *, here: bool = True, admin: bool = False) -> set[Role]:
        return roles_in(meeting, person, here=here, admin=admin, line=line)

    assert roles(1) == {Role.MEMBER, Role.SECRETARY}
    assert roles(2) == {Role.MEMBER, Role.SECRETARY}
    assert roles(3) == {Role.MEMBER, Role.CHAIR}
    assert roles(4) == {Role.MEMBER, Role.SPEAKER}
    assert roles(5, admin=True) == {Role.MEMBER, Role.ADMIN}
    assert roles(1, here=False, admin=True) == {Role.GUEST}
    for person in (1, 3, 5):  # who has joined from elsewhere is not of the desk there
        away = roles_in(meeting, person, here=True, admin=True, line=line, joined=True)
        assert away == {Role.JOINED}
    assert roles_in(meeting, 4, here=True, admin=False, line=line, joined=True) == {
        Role.JOINED,
        Role.SPEAKER,
    }
    nobody = roles_in(meeting, 3, here=True, admin=True, line=line, account=False)
    assert nobody == {Role.MEMBER}  # in a group's or a channel's name one only speaks


def test_a_conclusion_is_set_and_taken_off_by_who_may_conclude() -> None:
    assert tagging(None, Tag.OPINION) is Act.TAG
    assert tagging(Tag.OPINION, None) is Act.TAG
    assert tagging(None, Tag.CONCLUSION) is Act.CONCLUDE
    assert tagging(Tag.CONCLUSION, Tag.OPINION) is Act.CONCLUDE
    assert tagging(Tag.CONCLUSION, Tag.CONCLUSION) is Act.TAG
    assert may(Act.CONCLUDE, {Role.SPEAKER}, Concluding.ALL)
    assert not may(Act.CONCLUDE, {Role.SPEAKER})
