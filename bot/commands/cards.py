"""How a line looks in the chat: its card, with buttons."""

from __future__ import annotations

from bot import messages
from bot.chat.port import Button, Buttons, Rewrite
from bot.commands.context import House
from bot.minutes import Line, LineKind, LineState, Tag

_MAX_CARD = 3500  # UTF-16 units at most; a chat message takes 4096 with the head


def card_text(line: Line, house: House) -> str:
    head = messages.line_head(line)
    if line.deleted or line.state is LineState.WAITING:
        return head
    if line.state is LineState.SILENT:
        return f"{head}\n{messages.SILENT.format(no=line.no)}"
    if line.state is LineState.FAILED:
        why = messages.recording_error(
            line, max_minutes=house.max_audio_minutes, max_mb=house.max_audio_mb
        )
        return f"{head}\n⚠ {why}"
    return f"{head}\n{shorten(line.text, _MAX_CARD, line.no)}"


def shorten(text: str, most: int, no: int) -> str:
    """Cut a long text at a word; the rest is one command away."""
    if len(text) <= most // 2 or len(text.encode("utf-16-le")) // 2 <= most:
        return text
    return f"{text[: most // 2].rsplit(maxsplit=1)[0]}… (/dong {no})"


def card_buttons(line: Line) -> Buttons:
    if line.deleted:
        return ((Button(messages.BUTTON_RESTORE, f"restore:{line.id}"),),)
    edit = Button(messages.BUTTON_EDIT, f"edit:{line.id}")
    delete = Button(messages.BUTTON_DELETE, f"delete:{line.id}")
    if line.state in (LineState.FAILED, LineState.SILENT):
        return ((Button(messages.BUTTON_RETRY, f"retry:{line.id}"), edit, delete),)
    if line.state is LineState.WAITING:
        return ()
    tags = tuple(
        Button(("✓ " if line.tag is tag else "") + messages.TAG_NAMES[tag], f"tag:{line.id}:{tag}")
        for tag in (Tag.OPINION, Tag.CONCLUSION)
    )
    return (tags, (edit, delete))


def redraw(line: Line, house: House) -> list[Rewrite]:
    """The line's card as it is now. A typed line has none, and none is made for it."""
    if line.kind is LineKind.TEXT:
        return []
    return [Rewrite(card_text(line, house), card_buttons(line), line_id=line.id)]
