"""What the chair and the readers have to say of a draft: kept as they said it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import Context, Replies
from bot.conversation.drafts.which_draft import draft_by_id
from bot.conversation.paging import in_rows
from bot.doors.port import Button, Buttons, ChatKind, FileKind, MediaKind, Reply, Say, SendFile
from bot.messages import phrases
from bot.messages import signoff as said
from bot.minutes import Meeting
from bot.minutes.rights import Act
from bot.store.signoff import Reading, Remark, Submission

_MOST_SOUNDS = 5  # files at once
_MOST_BUTTONS = 40
_BUTTONS_A_ROW = 4
_ONE_MESSAGE = 1200  # characters; with what stands before it one message everywhere


def keep(
    context: Context,
    meeting: Meeting,
    text: str,
    *,
    submission: Submission | None = None,
    reading: Reading | None = None,
) -> Remark:
    """Keep what the person has just said, in words or as a voice note.

    The clerk fetches the recording and hands it on.
    """
    media = context.incoming.media
    sound = media if media and media.kind is MediaKind.SOUND else None
    return context.store.signoff.remark(
        meeting.id,
        context.person.id,
        context.incoming.at,
        text,
        sound,
        submission=submission,
        reading=reading,
    )


def spoken(remark: Remark, *, goes_on: bool = True) -> str:
    """What to add where it is a recording, which comes later.

    Args:
        goes_on: there is a secretary to whom the bot may send it.
    """
    if not remark.spoken:
        return ""
    return said.KEPT_SPOKEN if goes_on else said.KEPT_SPOKEN_HERE


def what(remark: Remark) -> str:
    """``“words”``, or ``tin thoại 0:12``, or both."""
    parts = [said.length_of(remark.seconds)] if remark.spoken else []
    parts += [f"“{remark.text}”"] if remark.text else []
    return ", ".join(parts)


def listed(context: Context, remarks: Sequence[Remark], agreed: Sequence[int] = ()) -> str:
    """All of them, a row each, with their numbers.

    Args:
        agreed: ids of the people who have agreed after all.
    """
    rows = [
        said.REMARK_ROW.format(
            number=number,
            who=remark.who,
            at=phrases.moment(remark.at, context.house.zone),
            what=what(remark),
        )
        + (said.THEN_AGREED if remark.person_id in agreed else "")
        for number, remark in enumerate(remarks, start=1)
    ]
    return "\n".join([said.REMARKS, *rows])


def buttons(remarks: Sequence[Remark]) -> Buttons:
    """A button to hear each recording, by the numbers of ``listed``."""
    found = [
        Button(said.BUTTON_HEAR.format(number=number), f"remark:{remark.id}")
        for number, remark in enumerate(remarks, start=1)
        if remark.spoken and not remark.erased
    ][:_MOST_BUTTONS]
    return in_rows(found, _BUTTONS_A_ROW)


def messages_of(head: str, remark: Remark, below: str = "") -> list[Say]:
    """A remark as messages of at most 2,000 characters, none of its words left out."""
    pieces = [
        remark.text[first : first + _ONE_MESSAGE]
        for first in range(0, len(remark.text), _ONE_MESSAGE)
    ]
    first = f"{head}\n{what(remark)}" if len(pieces) < 2 else f"{head}\n“{pieces[0]}"
    texts = [first, *pieces[1:-1], *([f"{pieces[-1]}”"] if len(pieces) > 1 else [])]
    if below:
        texts[-1] += f"\n{below}"
    return [Say(text) for text in texts]


def is_seen_by_all(context: Context, meeting: Meeting) -> bool:
    """Whether what is said in the meeting's own chat is before others: it is a group's."""
    return context.store.chats.get(meeting.chat_id).kind is ChatKind.GROUP


def reaches(context: Context, meeting: Meeting) -> bool:
    """Whether a secretary reads what is said to the secretaries alone."""
    return context.person.id in meeting.secretaries or any(_alone(context, meeting))


def tell_secretaries(context: Context, meeting: Meeting, *told: Say | SendFile) -> None:
    """Say it to each secretary alone whom the bot may write to, but not to who has caused it."""
    for chat_id in _alone(context, meeting):
        if chat_id not in (context.chat.id, meeting.chat_id):
            context.tell(chat_id, *told)


def _alone(context: Context, meeting: Meeting) -> list[int]:
    """The private chats of the other secretaries who are still in the meeting's chat."""
    others = sorted(meeting.secretaries - {context.person.id})
    here = [x for x in others if not context.store.places.is_removed(meeting.chat_id, x)]
    return [chat_id for chat_id in map(context.private_chat, here) if chat_id is not None]


def sound_of(context: Context, remark: Remark) -> SendFile | str:
    """A remark's recording, or why there is none."""
    if remark.erased:
        return said.SOUND_ERASED
    if not remark.audio:
        return said.SOUND_COMES
    path = context.house.audio / remark.audio
    if not path.exists():
        return said.SOUND_LOST
    at = phrases.moment(remark.at, context.house.zone)
    caption = said.SOUND_OF.format(who=remark.who, at=at)
    return SendFile(str(path), path.name, caption, FileKind.SOUND)


def sounds(context: Context, remarks: Sequence[Remark]) -> Replies:
    """The recordings of the last few of these."""
    recorded = [remark for remark in remarks if remark.spoken]
    if not recorded:
        return [context.say(said.NO_SOUNDS)]
    replies: list[Reply] = []
    for remark in recorded[-_MOST_SOUNDS:]:
        sound = sound_of(context, remark)
        replies.append(context.say(sound) if isinstance(sound, str) else sound)
    return replies


def is_for(context: Context, meeting: Meeting, remark: Remark) -> bool:
    """Whether the person may have a remark: who said it and those whom it goes to, also where they
    read alone; what was shown to all, everybody who sees the meeting."""
    me = context.person.id
    removed = context.store.places.is_removed(meeting.chat_id, me)
    desk = context.may(Act.SUBMIT, meeting) or (me in meeting.secretaries and not removed)
    of_chair = remark.reading_id is None and context.decides(meeting)
    return desk or of_chair or remark.shown or remark.person_id == me


def is_readable(context: Context, meeting: Meeting, remark: Remark) -> bool:
    """Whether one of the chair's may be said here: in a group only what was shown to all."""
    if context.chat.chat.kind is ChatKind.GROUP:
        return remark.shown
    return is_for(context, meeting, remark)


def hear_tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """A tap on **Nghe**: ``remark:ID``."""
    remark = context.store.signoff.get_remark(data.number(0))
    meeting = context.numbered(remark.meeting_id) if remark else None
    if remark is None or meeting is None or not remark.spoken:
        raise OldButton("the remark is not of this chat")
    if not is_for(context, meeting, remark):
        return phrases.TOAST_NOT_KEEPER, []
    if remark.reading_id is None and not is_readable(context, meeting, remark):
        return said.TOAST_REMARK_ALONE, []
    sound = sound_of(context, remark)
    return (sound, []) if isinstance(sound, str) else ("", [sound])


def show_button(remark: Remark) -> Buttons:
    """**Cho cả nhóm xem**, for who has said it."""
    return ((Button(said.BUTTON_SHOW, f"showremark:{remark.id}"),),)


def show_tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """A tap on **Cho cả nhóm xem**: ``showremark:ID`` puts it into the meeting's chat, once."""
    remark = context.store.signoff.get_remark(data.number(0))
    meeting = context.numbered(remark.meeting_id) if remark else None
    submission = (
        context.store.signoff.get(remark.submission_id) if remark and remark.submission_id else None
    )
    named = draft_by_id(context, submission.document_id) if submission else None
    if remark is None or meeting is None or named is None:
        raise OldButton("the remark is not of this chat")
    if remark.person_id != context.person.id:
        return said.TOAST_NOT_YOURS, []
    if not context.store.signoff.show(remark.id):
        return said.TOAST_SHOWN_BEFORE, []
    head = said.MORE_REMARK.format(who=remark.who, draft=named.title)
    told: list[Say | SendFile] = [*messages_of(head, remark)]
    sound = sound_of(context, remark) if remark.audio else None
    told += [sound] if isinstance(sound, SendFile) else []  # what is not here yet follows
    return said.TOAST_SHOWN, context.in_its_chat(meeting, *told)


TAPS = {"remark": hear_tapped, "showremark": show_tapped}
