"""Who signs, where that would print wrong as it was typed: asked back with the likely readings."""

from __future__ import annotations

from bot.conversation.asking_back import ask_back
from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import Context, Replies
from bot.doors.port import Say
from bot.messages import names as said
from bot.messages.phrases import TOAST_NOT_ALLOWED, cut
from bot.minutes import Meeting
from bot.minutes.asked_back import Reading
from bot.minutes.rights import Act
from bot.minutes.typed.signing import Signature, read_signer
from bot.minutes.typed.words import digest

SIGNER = "nguoi_ky"
ASKED = "infoback"  #: the topic of all questions about items


def ask_signer(context: Context, meeting: Meeting) -> list[Say]:
    """The question which signature is meant; nothing where there is no doubt. What was typed stays
    until then, as it is. The answer is taken as any item's.
    """
    typed = meeting.info.get(SIGNER, "")
    read = read_signer(typed)
    if not typed or (read.sure and read.best.is_whole):
        return []
    readings = [Reading(one.written, one.written) for one in _readings(typed)]
    sentence = said.WHICH_SIGNER if readings else said.NO_SIGNER
    sentence = sentence.format(typed=cut(" ".join(typed.split()), 200))
    how = said.HOW_SIGNER if readings else said.HOW_NO_SIGNER
    return [ask_back(context, meeting, ASKED, SIGNER, typed, sentence, readings, how=how)]


def _readings(typed: str) -> list[Signature]:
    """Those that somebody can choose: with a title and a name."""
    return [one for one in read_signer(typed).readings if one.is_whole]


def as_printed(typed: str) -> str:
    """How a signature will stand in the document, in one row; empty where that is in doubt."""
    read = read_signer(typed)
    return read.best.written if read.sure and read.best.is_whole else ""


def _chosen(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """A button of before these questions were asked as all others are: its reading by its place."""
    meeting = context.tapped_meeting(data.number(0))
    if not context.may(Act.STEER, meeting):
        return TOAST_NOT_ALLOWED, []
    typed, place = meeting.info.get(SIGNER, ""), data.number(2)
    readings = _readings(typed)
    if data[1] != digest(typed) or not 0 <= place < len(readings):
        raise OldButton("who signs was typed anew, or is chosen")
    written = readings[place].written
    context.store.asked_back.over(meeting.id, ASKED, SIGNER)
    context.store.meetings.set_info(meeting.id, SIGNER, written)
    context.store.chats.keep_office_info(context.home, SIGNER, written)
    context.store.steps.touched.add(meeting.id)
    return "", [context.rewritten(said.SIGNER_TAKEN.format(written=written))]


TAPS = {"signer": _chosen}
