"""What the chair and the readers have to say of a draft: kept as they said it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import Context, Replies
from bot.conversation.paging import in_rows
from bot.doors.port import Button, Buttons, FileKind, MediaKind, Reply, Say, SendFile
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


def spoken(remark: Remark) -> str:
    """What to add where it is a recording, which comes later."""
    return said.KEPT_SPOKEN if remark.spoken else ""


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


def tell_secretaries(context: Context, meeting: Meeting, *told: Say | SendFile) -> None:
    """Say it to each secretary alone whom the bot may write to, but not to who has caused it."""
    for person_id in sorted(meeting.secretaries - {context.person.id}):
        chat_id = context.private_chat(person_id)
        if chat_id is not None and chat_id not in (context.chat.id, meeting.chat_id):
            context.tell(chat_id, *told)


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
    """Whether the person may have a remark: the chair's everybody who sees the meeting, a reader's
    who said it and those whom it goes to, also where they read alone."""
    me = context.person.id
    desk = context.may(Act.SUBMIT, meeting) or me in meeting.secretaries
    return desk or remark.reading_id is None or remark.person_id == me


def hear_tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """A tap on **Nghe**: ``remark:ID``."""
    remark = context.store.signoff.get_remark(data.number(0))
    meeting = context.numbered(remark.meeting_id) if remark else None
    if remark is None or meeting is None or not remark.spoken:
        raise OldButton("the remark is not of this chat")
    if not is_for(context, meeting, remark):
        return phrases.TOAST_NOT_KEEPER, []
    sound = sound_of(context, remark)
    return (sound, []) if isinstance(sound, str) else ("", [sound])


TAPS = {"remark": hear_tapped}
