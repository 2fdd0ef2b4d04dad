"""Who signs, where that would print wrong as it was typed: asked back with the likely readings."""

from __future__ import annotations

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import Context, Replies
from bot.doors.port import Button
from bot.messages import names as said
from bot.messages.phrases import TOAST_NOT_ALLOWED, cut
from bot.minutes import Meeting
from bot.minutes.rights import Act
from bot.minutes.typed.signing import Signature, read_signer
from bot.minutes.typed.words import digest

SIGNER = "nguoi_ky"
_LABEL = 60  # letters of a button


def ask_signer(context: Context, meeting: Meeting) -> Replies:
    """The question which signature is meant; nothing where there is no doubt. What was typed stays
    until then, as it is."""
    typed = meeting.info.get(SIGNER, "")
    read = read_signer(typed)
    if not typed or read.sure:
        return []
    readings = _readings(typed)
    sentence = said.WHICH_SIGNER if readings else said.NO_SIGNER
    buttons = tuple(
        (Button(cut(one.written, _LABEL), f"signer:{meeting.id}:{digest(typed)}:{n}"),)
        for n, one in enumerate(readings)
    )
    return [context.say(sentence.format(typed=cut(" ".join(typed.split()), 200)), buttons)]


def _readings(typed: str) -> list[Signature]:
    """Those that somebody can choose: with a title and a name."""
    return [one for one in read_signer(typed).readings if one.is_whole]


def as_printed(typed: str) -> str:
    """How a signature will stand in the document, in one row; empty where that is in doubt."""
    read = read_signer(typed)
    return read.best.written if read.sure else ""


def _chosen(context: Context, data: ButtonData) -> tuple[str, Replies]:
    meeting = context.tapped_meeting(data.number(0))
    if not context.may(Act.STEER, meeting):
        return TOAST_NOT_ALLOWED, []
    typed, place = meeting.info.get(SIGNER, ""), data.number(2)
    readings = _readings(typed)
    if data[1] != digest(typed) or not 0 <= place < len(readings):
        raise OldButton("who signs was typed anew, or is chosen")
    written = readings[place].written
    context.store.meetings.set_info(meeting.id, SIGNER, written)
    context.store.chats.keep_office_info(context.home, SIGNER, written)
    context.store.steps.touched.add(meeting.id)
    return "", [context.rewritten(said.SIGNER_TAKEN.format(written=written))]


TAPS = {"signer": _chosen}
