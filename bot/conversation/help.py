"""What the bot does and how: in short, and by topics."""

from __future__ import annotations

from bot.conversation.button import ButtonData
from bot.conversation.command import Command, InMenus
from bot.conversation.context import Context, Replies
from bot.conversation.paging import in_rows
from bot.conversation.places.links import linked
from bot.doors.port import Button, Buttons, ChatKind
from bot.messages import help as said
from bot.minutes.typed.words import clean, fold
from bot.report.pdf import PACKAGES


def show(context: Context, text: str) -> Replies:
    """``/trogiup``; ``/trogiup thẻ``: one topic."""
    wanted = fold(clean(text)).split()
    topic = next((key for key in said.TOPICS if set(wanted) & _names(key)), None)
    if topic:
        return [context.say(context.sample(_text(context, topic)), _buttons())]
    if wanted:
        return [context.say(said.TOPIC_UNKNOWN.format(word=clean(text)[:40]), _buttons())]
    return start(context, "")


def start(context: Context, text: str) -> Replies:
    """``/start``, and when the bot is brought into a group; with the words of a link that leads
    to a meeting, what that link is for."""
    led = linked(context, text)
    if led is not None:
        return led
    in_group = context.chat.chat.kind is ChatKind.GROUP
    parts = [said.HELP, said.HELP_GROUP] if in_group else [said.HELP]
    if not context.house.prints:
        parts.append(said.HELP_NO_PDF.format(packages=PACKAGES))
    return [context.say("\n\n".join(parts), _buttons())]


def _names(key: str) -> set[str]:
    """The words that name a topic: of its label, but for what stands in many, and its key."""
    label = fold(said.TOPICS[key][0]).replace(",", " ")
    return {key, *label.split()} - {"va", "cuoc", "lai", "hop"}


def _buttons() -> Buttons:
    return in_rows([Button(label, f"help:{key}") for key, (label, _) in said.TOPICS.items()], 2)


def _topic(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """A tap on a topic: ``help:TOPIC``."""
    data.looked_up(said.TOPICS, 0)
    return "", [context.rewritten(context.sample(_text(context, data[0])), _buttons())]


def _text(context: Context, topic: str) -> str:
    _, text = said.TOPICS[topic]
    with_voices = topic == said.OF_VOICES and context.house.voices != "off"
    return f"{text}\n{said.VOICES}" if with_voices else text


COMMANDS = (
    Command(
        "trogiup",
        show,
        also=("help",),
        words="giup giupdo giupvoi giuptoi huongdan huongdansudung hdsd menu lenh caclenh "
        "danhsachlenh trogiupvoi",
        spoken="help giup menu lenh",
        again=True,
        menus=InMenus(group=20, alone=10, page=10),
    ),
    Command("start", start, spoken="start"),
)
TAPS = {"help": _topic}
