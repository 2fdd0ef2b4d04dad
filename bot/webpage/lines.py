"""A line as a browser is given it."""

from __future__ import annotations

from bot.conversation.context import House
from bot.conversation.lines import card
from bot.desk.suggested import suggestion_of
from bot.doors.web.house import JSON
from bot.messages import phrases
from bot.minutes import Line, LineState, Tag
from bot.minutes.rights import Act, mending
from bot.webpage.viewer import Viewer


def line_view(house: House, line: Line, seq: int) -> JSON:
    """What everybody sees of it; ``for_viewer`` adds what depends on who looks."""
    return {
        "seq": seq,
        "id": line.id,
        "no": line.no,
        "place": line.order[0],
        "who": line.speaker.full if line.unknown_voice is None else phrases.who_says(line),
        "shown": phrases.who_says(line),
        "brought": line.brought_by.name if line.brought_by else "",
        "door": phrases.door_name(line.door) if line.door else "",
        "at": line.at.isoformat(),
        "starts": line.starts,
        "seconds": line.seconds,
        "text": "" if line.deleted or line.is_long else line.text,
        "state": _state(line),
        "status": _status(house, line),
        "doubts": list(line.doubts),
        "tag": line.tag.value if line.tag else "",
        "deleted": line.deleted,
        "merged": line.merged_into,
        "part_of": line.part_of,
    }


def _state(line: Line) -> str:
    if line.is_long:
        return "recording" if line.is_in_work else "long"
    return line.state.value


def _status(house: House, line: Line) -> str:
    """The sentence under a line, as its card has it."""
    if line.deleted:
        if line.merged_into:
            return phrases.MERGED_INTO.format(into=line.merged_into)
        return phrases.DELETED
    if line.is_long:
        return card.long_status(line, house).strip()
    if line.state is LineState.WAITING:
        return card.waiting_status(line, house) or phrases.WAITING
    if line.state is LineState.DONE:
        return "\n".join(card.doubtful(line))
    return card.card_text(line, house).partition("\n")[2]


def for_viewer(house: House, viewer: Viewer, line: Line, view: JSON) -> JSON:
    """The same for one who looks."""
    own = viewer.is_own(line)
    seen = {name: value for name, value in view.items() if name != "shown"}
    return seen | {
        "who": view["shown"] if viewer.is_desk and line.speaker.account else view["who"],
        "mine": own,
        "message": (line.message_id or "") if own else "",
        "sound": bool(line.audio) and not line.deleted and viewer.may(Act.SEE),
        "may_edit": _may_edit(viewer, line),
        "actions": _actions(house, viewer, line),
    }


def _may_edit(viewer: Viewer, line: Line) -> bool:
    if line.deleted or line.is_long or line.state is LineState.WAITING:
        return False
    return viewer.may(mending(line), line)


def _actions(house: House, viewer: Viewer, line: Line) -> list[JSON]:
    """The buttons of its card, for who may press them: its tags by name, then the others."""
    done = line.state is LineState.DONE and not line.deleted and not line.is_long
    tags = _tags(house, viewer, line) if done else []
    if not viewer.may(mending(line), line):
        return tags
    not_here = {"tag", "edit"} | (set() if viewer.may(Act.VOICES, line) else {"voice"})
    others = [
        {"name": button.label, "data": button.data}
        for row in card.card_buttons(line, house)
        for button in row
        if button.data.partition(":")[0] not in not_here
    ]
    return tags + others


def _tags(house: House, viewer: Viewer, line: Line) -> list[JSON]:
    """All three for who may set one: who may not conclude is told so, as in any chat."""
    if not viewer.may(Act.TAG, line):
        return []
    found = suggestion_of(house.store, line)
    maybe = found.suggestion.tag if found else None
    return [
        {
            "name": phrases.TAG_NAMES[tag],
            "data": f"tag:{line.id}:{tag}:{0 if line.tag is tag else 1}",
            "pressed": line.tag is tag,
            "maybe": tag is maybe,
        }
        for tag in (Tag.OPINION, Tag.CONCLUSION, Tag.CONTENT)
    ]
