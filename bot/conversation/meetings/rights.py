"""Who is who in a meeting: ``/thuky``, ``/chutri``, ``/quyen``."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.command import Command, Completes, InMenus
from bot.conversation.context import AnswerInstead, Context, Replies
from bot.conversation.meetings.appointing import at_name, await_somebody, make_sure
from bot.conversation.signoff import submitting
from bot.doors.port import Ability
from bot.messages import identity as about_names
from bot.messages import phrases
from bot.messages import rights as said
from bot.minutes import Concluding, Meeting, Speaker
from bot.minutes.rights import Act
from bot.minutes.typed.names import Doubt, read_who
from bot.minutes.typed.words import clean, fold, one_line
from bot.store.awaited import Awaited, Duty
from bot.store.chats import Acquaintance

_SHARE = re.compile(r"(?:them|cung|chung)\s+")  # in folded text
_DROP = re.compile(r"(?:bot|thoi|bo)\s+")
_NOBODY = frozenset({"xoa", "bo", "khong co", "chua co"})
_WHO_CONCLUDES = re.compile(r"(?:the )?(?:ket ?luan)\s*[:=]?\s*(.+)")


def secretary(context: Context, text: str) -> Replies:
    """``/thuky @ten`` hands over, ``/thuky them @ten`` shares, ``/thuky bot @ten`` takes back."""
    meeting = context.current_meeting()
    words = clean(text)
    if not words and not _names_somebody(context):
        shown = said.secretaries(_secretaries(context, meeting), context.sample)
        return [context.say(shown + _awaited_secretaries(context, meeting))]
    if not context.may(Act.APPOINT, meeting):
        return [context.say(context.refused(Act.APPOINT, meeting))]
    who = _person(context, words)  # "Chung Văn Nam" is a name
    order = None if who and words else _SHARE.match(fold(words)) or _DROP.match(fold(words))
    if order:
        who = _person(context, words[order.end() :])
    named = words[order.end() :] if order else words
    if order and order.re is _DROP:
        dropped = _not_awaited(context, meeting, at_name(named))
        if who is not None and (who.person_id in meeting.shared or not dropped):
            dropped = _take_back(context, meeting, who)
        return [context.say(dropped or _who_is_it(context, "thuky"))]
    duty = Duty.SHARE if order else Duty.SECRETARY
    if who is None:
        awaited = await_somebody(context, meeting, at_name(named), duty)
        return [context.say(awaited or _who_is_it(context, "thuky"))]
    make_sure(context, meeting, who, named, duty)
    return [context.say(_APPOINTED[duty](context, meeting, who))]


def _who_is_it(context: Context, command: str) -> str:
    if not context.can(Ability.AT_NAMES):
        return said.WHO_IS_IT_BY_NAME.format(command=command)
    told = said.WHO_IS_IT.format(command=command)
    return told + said.CHAIR_WITHOUT_ACCOUNT if command == "chutri" else told


def _awaited_secretaries(context: Context, meeting: Meeting) -> str:
    waits = [x for x in context.store.awaited.of_meeting(meeting.id) if x.duty is not Duty.CHAIR]
    names = ", ".join(f"@{one.username}" for one in waits)
    return about_names.SECRETARIES_AWAITED.format(names=names) if names else ""


def _not_awaited(context: Context, meeting: Meeting, username: str) -> str:
    """Somebody shall not be a secretary when they come; empty: they were not awaited."""
    gone = username and context.store.awaited.over(
        meeting.id, Duty.SECRETARY, Duty.SHARE, username=username
    )
    if not gone:
        return ""
    return about_names.NO_LONGER_AWAITED.format(username=username, no=meeting.id)


def hand_over(context: Context, meeting: Meeting, who: Speaker) -> str:
    """Somebody is the secretary from now on; what to say of it."""
    context.store.meetings.hand_over(meeting, who.person_id)
    # what those before have ordered ends with their duty
    context.store.awaited.over(meeting.id, Duty.SECRETARY, Duty.SHARE)
    _note(context, meeting, "hand_over", who)
    return said.SECRETARY_NOW.format(who=who.full, account=_account(context, who))


def share(context: Context, meeting: Meeting, who: Speaker) -> str:
    """Somebody is a secretary beside the others from now on; what to say of it."""
    context.store.meetings.share(meeting.id, who.person_id)
    _, account = context.store.chats.account(who.person_id)
    _not_awaited(context, meeting, account.username)
    _note(context, meeting, "share_secretary", who)
    return context.sample(said.SECRETARY_SHARED).format(
        who=who.full, account=_account(context, who)
    )


def _take_back(context: Context, meeting: Meeting, who: Speaker) -> str:
    if who.person_id not in meeting.shared:
        return context.sample(said.SECRETARY_NOT_SHARED).format(who=who.name)
    context.store.meetings.unshare(meeting.id, who.person_id)
    context.store.awaited.over(meeting.id, Duty.SECRETARY, Duty.SHARE, by=who.person_id)
    _note(context, meeting, "unshare_secretary", who)
    return said.SECRETARY_TAKEN_BACK.format(who=who.full)


def chair(context: Context, text: str) -> Replies:
    """``/chutri @ten``: who presides; ``/chutri xoa``: nobody does."""
    meeting = context.current_meeting()
    words = clean(text)
    if not words and not _names_somebody(context):
        waits = [x for x in context.store.awaited.of_meeting(meeting.id) if x.duty is Duty.CHAIR]
        shown = said.chair(_chair(context, meeting), context.sample)
        if waits:
            shown = about_names.CHAIR_IS_AWAITED.format(username=waits[0].username)
        return [context.say(shown)]
    if not context.may(Act.APPOINT, meeting):
        return [context.say(context.refused(Act.APPOINT, meeting))]
    if fold(words) in _NOBODY:
        _nobody_presides(context, meeting)
        _note(context, meeting, "no_chair")
        return [context.say(said.chair(None, context.sample))]
    who = _person(context, words)
    if who is None:
        awaited = await_somebody(context, meeting, at_name(words), Duty.CHAIR)
        if awaited:
            context.store.meetings.name_chair(meeting.id, None)
        return [context.say(awaited or _who_is_it(context, "chutri"))]
    make_sure(context, meeting, who, words, Duty.CHAIR)
    return [context.say(name_chair(context, meeting, who))]


def _nobody_presides(context: Context, meeting: Meeting) -> None:
    context.store.meetings.name_chair(meeting.id, None)
    context.store.awaited.over(meeting.id, Duty.CHAIR)


def arrived(context: Context) -> Replies:
    """Somebody does something here for whom the meeting has waited: their duty begins."""
    meeting = context.meeting()
    name = context.incoming.person.username
    if meeting is None or not name:
        return []
    waits = context.store.awaited.of_meeting(meeting.id)
    return [
        reply
        for one in waits
        if one.username.lower() == name.lower()
        for reply in _begins(context, meeting.id, one)
    ]


def _begins(context: Context, meeting_id: int, awaited: Awaited) -> Replies:
    """The duty of whom the meeting has waited for; who may be another is asked about, once."""
    if not context.store.awaited.over(meeting_id, awaited.duty, username=awaited.username):
        return []  # another duty that has just begun has ended this one
    context.store.meetings.seat(meeting_id, context.person.id)
    meeting = context.store.meetings.get(meeting_id)
    seats = context.store.meetings.seats(meeting_id)
    who = next(seat for seat in seats if seat.person_id == context.person.id)
    assert meeting is not None
    name = f"@{context.incoming.person.username}"
    try:
        make_sure(context, meeting, who, name, awaited.duty, awaited)
    except AnswerInstead as instead:
        return instead.replies
    return [context.say(_APPOINTED[awaited.duty](context, meeting, who))]


def name_chair(context: Context, meeting: Meeting, who: Speaker) -> str:
    """Somebody presides from now on; what to say of it."""
    context.store.meetings.name_chair(meeting.id, who.person_id)
    context.store.awaited.over(meeting.id, Duty.CHAIR)
    _note(context, meeting, "name_chair", who)
    submitting.chair_changed(context, dataclasses.replace(meeting, chair_id=who.person_id))
    answer = said.CHAIR_NOW.format(who=who.full, account=_account(context, who))
    if not meeting.info.get("chu_tri"):
        context.store.meetings.set_info(meeting.id, "chu_tri", who.full)
        answer += f" {said.CHAIR_IN_REPORT}"
    return answer


def _chair_tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """The tap on the name of whom ``/thongtin`` calls the chair."""
    meeting, person_id = context.tapped_meeting(data.number(0)), data.number(1)
    if not context.may(Act.APPOINT, meeting):
        return phrases.TOAST_NOT_KEEPER, []
    seats = context.store.meetings.seats(meeting.id)
    who = next((seat for seat in seats if seat.person_id == person_id), None)
    if who is None or not context.store.chats.is_account(person_id):
        raise OldButton("no account of that number is in the meeting")
    return "", [context.say(name_chair(context, meeting, who))]


def _appoint_tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``appoint:MEETING:WHAT:PERSON``: it is the account that was meant."""
    meeting, person_id = context.tapped_meeting_here(data.number(0)), data.number(2)
    do = data.looked_up(_APPOINTED, 1)
    if not context.may(Act.APPOINT, meeting):
        return phrases.TOAST_NOT_KEEPER, []
    people = context.store.chats.people_of(context.home)
    who = next((x.speaker for x in people if x.speaker.person_id == person_id), None)
    if who is None or not context.store.chats.is_account(person_id):
        raise OldButton("no account of that number has taken part here")
    return "", [context.rewritten(do(context, meeting, who))]


_APPOINTED: Mapping[str, Callable[[Context, Meeting, Speaker], str]] = {
    Duty.CHAIR: name_chair,
    Duty.SECRETARY: hand_over,
    Duty.SHARE: share,
}


def rights(context: Context, text: str) -> Replies:
    """``/quyen``: who is who; ``/quyen ketluan moinguoi``: who may tag conclusions."""
    meeting = context.current_meeting()
    asked = fold(clean(text))
    if not asked:
        return [
            context.say(
                said.who_is_who(
                    meeting,
                    _secretaries(context, meeting),
                    _chair(context, meeting),
                    context.sample,
                )
            )
        ]
    order = _WHO_CONCLUDES.fullmatch(asked)
    who = _concluding(order[1]) if order else None
    if who is None:
        return [context.say(said.USE_RIGHTS)]
    if not context.may(Act.APPOINT, meeting):
        return [context.say(context.refused(Act.APPOINT, meeting))]
    context.store.meetings.set_concluding(meeting.id, who)
    _note(context, meeting, f"concluding_{who}")
    return [context.say(said.CONCLUDING_NOW[who])]


def _concluding(words: str) -> Concluding | None:
    word = re.sub(r"[\s,]+", "", words)
    if word in ("moinguoi", "tatca", "aicungduoc"):
        return Concluding.ALL
    if word.startswith(("thuky", "chutri", "chithuky")):
        return Concluding.DESK
    return None


# --- people -------------------------------------------------------------------------------------


def _names_somebody(context: Context) -> bool:
    return bool(context.incoming.mentions or context.incoming.answers)


def _person(context: Context, words: str) -> Speaker | None:
    """Whom the words mean, among those who have taken part in this chat: ``@ten``, a name or its
    end; a link to an account; or whose message this one answers. None where that is not certain."""
    people = context.store.chats.people_of(context.home)
    by_id = {one.speaker.person_id: one.speaker for one in people}
    meant = context.incoming.mentions or ((context.incoming.answers,) if not words else ())
    for person in meant:
        if person is None:
            continue
        known = context.store.chats.know_person(context.incoming.chat.door, person)
        return by_id.get(known.id) or Speaker(known.id, known.name, known.title)
    username = at_name(words)
    if username:
        found = [x.speaker for x in people if x.username.lower() == username.lower()]
        return found[0] if found else None
    read = read_who(words)
    sure = read.doubt in (Doubt.NONE, Doubt.GIVEN, Doubt.MARKS)
    typed = (one_line(words).strip(" .,@"), read.best.name if read.best and sure else "")
    # anybody can call themselves anything by /toi: of two who may be meant, none is
    found = _called_so(people, typed[0]) or _called_so(people, typed[1])
    return found[0] if len(found) == 1 else None


def _called_so(people: Sequence[Acquaintance], name: str) -> list[Speaker]:
    """Those whose name, or their account's, is or ends so."""
    ending = f" {fold(name)}"
    return [
        one.speaker
        for one in people
        if name and any(f" {fold(x)}".endswith(ending) for x in (one.speaker.name, one.account))
    ]


def _account(context: Context, who: Speaker) -> str:
    """The account that a name belongs to, so that everybody sees who it is."""
    people = context.store.chats.people_of(context.home)
    known = next((one for one in people if one.speaker.person_id == who.person_id), None)
    if known is None:
        return ""
    names = [known.account] if known.account != who.name else []
    names += [f"@{known.username}"] if known.username else []
    return about_names.in_brackets(", ".join(names)) if names else ""


def _secretaries(context: Context, meeting: Meeting) -> list[Speaker]:
    """The secretaries, the first one first."""
    seats = context.store.meetings.seats(meeting.id)
    return [meeting.secretary, *(seat for seat in seats if seat.person_id in meeting.shared)]


def _chair(context: Context, meeting: Meeting) -> Speaker | None:
    seats = context.store.meetings.seats(meeting.id)
    return next((seat for seat in seats if seat.person_id == meeting.chair_id), None)


def _note(context: Context, meeting: Meeting, act: str, who: Speaker | None = None) -> None:
    context.store.audit.add(
        act,
        person_id=context.person.id,
        chat_id=context.chat.id,
        meeting_id=meeting.id,
        about=_audited(context, who) if who else "",
    )


def _audited(context: Context, who: Speaker) -> str:
    """Somebody by their account; their name may be anything."""
    return f"person {who.person_id}: {context.store.names.account(who.person_id)}"


COMMANDS = (
    Command("thuky", secretary, completes=Completes.NAME),
    Command("chutri", chair, words="chutoa nguoichutri", again=True, completes=Completes.NAME),
    Command(
        "quyen",
        rights,
        words="quyenhan",
        spoken="quyen",
        again=True,
        menus=InMenus(group=220, page=230),
    ),
)
TAPS = {"chair": _chair_tapped, "appoint": _appoint_tapped}
