"""Who may do what: the roles a person has, the acts there are, and the one table of both."""

from __future__ import annotations

from collections.abc import Mapping, Set
from enum import StrEnum

from bot.minutes.identity import Holder
from bot.minutes.model import Concluding, Line, Meeting, Tag


class Role(StrEnum):
    """What a person is to a meeting, or to one of its lines; one may be several."""

    SECRETARY = "secretary"  #: opened the meeting, or was made one by /thuky
    CHAIR = "chair"  #: named by /chutri
    ADMIN = "admin"  #: administers the group, as the platform says
    SPEAKER = "speaker"  #: has said the line
    MEMBER = "member"  #: is in the meeting's chat
    JOINED = "joined"  #: takes part from another chat, by the meeting's code
    GUEST = "guest"  #: asks in private and took part in the meeting


class Act(StrEnum):
    """What a person may want to do."""

    SPEAK = "speak"  #: add a line
    OPEN = "open"  #: open a meeting
    INVITE = "invite"  #: have the code by which people join; another one is for who may STEER
    SEE = "see"  #: its lines, drafts, sources and sound
    DRAFT = "draft"  #: have a draft made; who may not is shown those that there are
    NAME = "name"  #: say one's own name, while the meeting is open and nobody else has it
    IDENTIFY = "identify"  #: another's name, one that is in doubt, any after the end; whose a
    #: forwarded sentence is
    TERMS = "terms"  #: the chat's names and terms
    TAG = "tag"  #: tag a line as opinion or content, or take that off
    CONCLUDE = "conclude"  #: tag a line as conclusion, or take that off
    MEND = "mend"  #: words, delete, restore, confirm, transcribe again, stop
    ARRANGE = "arrange"  #: who spoke, the order, a line that nobody sent, two people's lines as one
    VOICES = "voices"  #: say whose voice it is, of all lines that it says
    TASKS = "tasks"  #: confirm, add, change tasks; reminders of them
    STEER = "steer"  #: close, reopen, what the report says of the meeting
    TEMPLATES = "templates"  #: change the Word templates of a chat
    SUBMIT = "submit"  #: ask the chair to approve a draft, the participants to read it
    APPROVE = "approve"  #: approve or return a draft that was submitted
    APPOINT = "appoint"  #: name secretaries and chair, say who may conclude
    ERASE = "erase"  #: remove a meeting for good


_DESK = frozenset({Role.SECRETARY, Role.CHAIR, Role.ADMIN})
_KEEPERS = frozenset({Role.SECRETARY, Role.ADMIN})
_HERE = frozenset({Role.MEMBER})
_THERE = frozenset({Role.JOINED})

RIGHTS: Mapping[Act, Set[Role]] = {
    Act.SPEAK: _HERE | _THERE,
    Act.OPEN: _HERE,
    Act.NAME: _HERE | _THERE | {Role.GUEST},  # in private, of meetings that know them
    Act.IDENTIFY: _DESK,  # nobody alone for themselves, where it is another's: ``settles_name``
    Act.TERMS: _HERE,
    Act.INVITE: _HERE,
    Act.SEE: _HERE | _THERE | {Role.GUEST},
    Act.DRAFT: _DESK,
    Act.TAG: _DESK | {Role.SPEAKER},
    Act.CONCLUDE: _DESK,  # and the speaker, where the meeting says so
    Act.MEND: _DESK | {Role.SPEAKER},
    Act.ARRANGE: _DESK,
    Act.VOICES: _DESK,
    Act.TASKS: _DESK,
    Act.STEER: _DESK,
    Act.TEMPLATES: _KEEPERS,
    Act.SUBMIT: _KEEPERS,
    Act.APPROVE: frozenset({Role.CHAIR}),  # also in private, unlike all else; see ``decides``
    Act.APPOINT: _KEEPERS,
    Act.ERASE: _KEEPERS,
}
"""The one table of rights: who of these may do it. ``docs/an-toan.md`` shows it."""


def may(act: Act, roles: Set[Role], concluding: Concluding = Concluding.DESK) -> bool:
    """Whether somebody who is all of this may do it.

    Args:
        concluding: who may tag conclusions in this meeting.
    """
    allowed = RIGHTS[act]
    if act is Act.CONCLUDE and concluding is Concluding.ALL:
        allowed = allowed | {Role.SPEAKER}
    return bool(allowed & roles)


def decides(meeting: Meeting, person_id: int) -> bool:
    """Whether somebody may approve or return this meeting's drafts, wherever they answer."""
    return may(Act.APPROVE, roles_in(meeting, person_id, here=True, admin=False))


def roles_in(
    meeting: Meeting,
    person_id: int,
    *,
    here: bool,
    admin: bool,
    line: Line | None = None,
    account: bool = True,
    joined: bool = False,
) -> set[Role]:
    """What a person is to a meeting, and to a line of it.

    Args:
        here: they ask in the meeting's own chat, or at its desk.
        admin: the platform says that they administer that chat.
        account: they write by an account of their own; False: in the name of a group or a
            channel, and nobody knows who that is. Such a one only speaks.
        joined: they ask in a chat from which they have joined it: there nobody is of the desk.
    """
    if not here:
        return {Role.GUEST}
    if joined:
        mine = line is not None and line.speaker.person_id == person_id
        return {Role.JOINED, Role.SPEAKER} if mine else {Role.JOINED}
    if not account:
        return {Role.MEMBER}
    roles = {Role.MEMBER}
    if person_id in meeting.secretaries:
        roles.add(Role.SECRETARY)
    if person_id == meeting.chair_id:
        roles.add(Role.CHAIR)
    if admin:
        roles.add(Role.ADMIN)
    if line is not None and line.speaker.person_id == person_id:
        roles.add(Role.SPEAKER)
    return roles


def settles_name(roles: Set[Role], *, own: bool, holder: Holder | None) -> bool:
    """Whether somebody may confirm a name that is in doubt.

    Args:
        own: it would be their own name.
        holder: as what somebody else has it; None: nobody has it.
    """
    if not may(Act.IDENTIFY, roles):
        return False
    others = own and holder in (Holder.CHAIR, Holder.ACCOUNT)
    return not others or Role.ADMIN in roles


def tagging(old: Tag | None, new: Tag | None) -> Act:
    """What it takes to change a tag: a conclusion is set and taken off by who may conclude."""
    return Act.CONCLUDE if Tag.CONCLUSION in (old, new) and old is not new else Act.TAG


def mending(line: Line) -> Act:
    """What it takes to change a line's words or to delete it: a conclusion is not its speaker's
    alone."""
    return Act.CONCLUDE if line.tag is Tag.CONCLUSION else Act.MEND


def may_answer(line: Line, meeting: Meeting, person_id: int) -> bool:
    """Whether one who was asked alone about their own line may confirm or mend its words from
    there: unless it has become a conclusion, which is for those who may conclude."""
    if line.speaker.person_id != person_id:
        return False
    roles = roles_in(meeting, person_id, here=True, admin=False, line=line)
    return line.tag is not Tag.CONCLUSION or may(Act.CONCLUDE, roles, meeting.concluding)
