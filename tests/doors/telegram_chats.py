"""What people see and do in Telegram: rooms, messages, and the updates that follow from them."""

from __future__ import annotations

import asyncio
import copy
import re
import time
from collections import defaultdict
from dataclasses import dataclass
from itertools import count
from typing import Any, Literal

Json = dict[str, Any]
RoomType = Literal["private", "group", "supergroup"]

BOT: Json = {"id": 7000, "is_bot": True, "first_name": "Thư ký", "username": "tenbot"}


@dataclass(frozen=True)
class Room:
    """A chat."""

    id: int
    type: RoomType
    title: str
    is_forum: bool = False

    @property
    def json(self) -> Json:
        if self.type == "private":
            return {"id": self.id, "type": self.type, "first_name": self.title}
        shown = {"id": self.id, "type": self.type, "title": self.title}
        return shown | ({"is_forum": True} if self.is_forum else {})


class Chats:
    """All rooms. Messages are Bot API objects (dicts); an edit changes the dict, so a message
    that a test holds shows what a person sees now."""

    def __init__(self) -> None:
        self.rooms: dict[int, Room] = {}
        self.messages: dict[int, dict[int, Json]] = defaultdict(dict)  #: room -> id -> message
        self.reactions: dict[tuple[int, int], str] = {}  #: (room, message) -> emoji
        self.toasts: list[str] = []
        self.files: dict[str, bytes] = {}  #: file_id -> content
        self.sizes: dict[str, int] = {}  #: file_id -> bytes
        self.queries: set[str] = set()  #: taps that are not answered yet
        self.moved: dict[int, int] = {}  #: group -> the supergroup that it became
        self.updates: list[Json] = []  #: all that were ever posted
        self.waiting: list[Json] = []  #: not confirmed yet
        self._update_ids = count(700_000_001)
        self._ids = count(1001)
        self._numbers: dict[int, int] = defaultdict(int)  # room -> its last message's
        self.news = asyncio.Event()

    def room(self, type: RoomType, title: str = "", *, is_forum: bool = False) -> Room:
        number = next(self._ids)
        made = Room(number if type == "private" else -number, type, title, is_forum)
        self.rooms[made.id] = made
        return made

    def person(self, first_name: str, last_name: str = "") -> Json:
        who = {"id": next(self._ids), "is_bot": False, "first_name": first_name}
        return who | ({"last_name": last_name} if last_name else {})

    def take_up(self, kept: Json) -> None:
        """Stand where another server stood: its rooms, messages and files; numbers go on behind.

        Args:
            kept: what ``make.py`` beside an old folder has written.
        """
        kept = copy.deepcopy(kept)  # an edit changes a message, not what was kept
        self.rooms = {room["id"]: Room(**room) for room in kept["rooms"]}
        for room, messages in kept["messages"].items():
            self.messages[int(room)] = {int(number): said for number, said in messages.items()}
        self.reactions = {(room, number): emoji for room, number, emoji in kept["reactions"]}
        self.queries, self.waiting = set(kept["queries"]), list(kept["waiting"])
        self.files = {file: bytes.fromhex(data) for file, data in kept["files"].items()}
        self.sizes = dict(kept["sizes"])
        self._ids, self._update_ids = count(kept["next_id"]), count(kept["next_update"])

    def number_behind(self, number: int) -> None:
        """Give messages of all rooms there are numbers above this one from now on."""
        self._numbers.update(dict.fromkeys(self.rooms, number))

    def text(self, room: Room, who: Json, text: str, **where: Any) -> Json:
        """where: reply_to (a message), topic (its id)."""
        content: Json = {"text": text}
        if command := re.match(r"/\w+(@\w+)?", text):
            entity = {"type": "bot_command", "offset": 0, "length": len(command[0])}
            content["entities"] = [entity]
        return self.say(room, who, content, **where)

    def voice(self, room: Room, who: Json, data: bytes, duration: int = 5, **where: Any) -> Json:
        voice = self.file(data, duration=duration, mime_type="audio/ogg")
        return self.say(room, who, {"voice": voice}, **where)

    def audio(self, room: Room, who: Json, name: str, data: bytes, **where: Any) -> Json:
        audio = self.file(data, duration=5, file_name=name, mime_type="audio/mpeg")
        return self.say(room, who, {"audio": audio}, **where)

    def video_note(self, room: Room, who: Json, data: bytes, **where: Any) -> Json:
        note = self.file(data, duration=5, length=240)
        return self.say(room, who, {"video_note": note}, **where)

    def document(
        self,
        room: Room,
        who: Json,
        name: str,
        mime: str,
        data: bytes,
        *,
        size: int | None = None,
        caption: str = "",
        **where: Any,
    ) -> Json:
        """size: bytes, where it shall be larger than what a test wants to hold."""
        document = self.file(data, size, file_name=name, mime_type=mime)
        said = {"caption": caption} if caption else {}
        return self.say(room, who, {"document": document, **said}, **where)

    def photo(self, room: Room, who: Json, data: bytes, caption: str = "", **where: Any) -> Json:
        photo = [self.file(data, width=90, height=90), self.file(data, width=800, height=800)]
        return self.say(room, who, {"photo": photo, "caption": caption}, **where)

    def forward(self, room: Room, who: Json, message: Json, author: Json | str) -> Json:
        """author: who said it; a string where that account hides itself."""
        origin: Json = {"type": "user", "date": message["date"], "sender_user": author}
        if isinstance(author, str):
            origin = {"type": "hidden_user", "date": message["date"], "sender_user_name": author}
        kept = {k: v for k, v in message.items() if k in ("text", "voice", "audio", "document")}
        return self.say(room, who, {**kept, "forward_origin": origin})

    def edit(self, message: Json, text: str) -> None:
        message.update(text=text, edit_date=int(time.time()))
        self.post({"edited_message": message})

    def tap(self, message: Json, label: str, who: Json) -> None:
        """Press a button; an AssertionError where the message shows none of that name."""
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        data = {b["text"]: b.get("callback_data") for row in rows for b in row}
        assert label in data, f"no button {label}: {list(data)} under {message['text']!r}"
        query = {"id": f"q{next(self._ids)}", "from": who, "message": message, "data": data[label]}
        self.queries.add(query["id"])
        self.post({"callback_query": {**query, "chat_instance": "1"}})

    def invite(self, room: Room, who: Json) -> Json:
        """Bring the bot into a room."""
        return self.say(room, who, {"new_chat_members": [BOT]})

    def leave(self, room: Room, who: Json) -> Json:
        """Somebody leaves a group, or is removed from it."""
        return self.say(room, who, {"left_chat_member": who})

    def remove(self, room: Room, by: Json, who: Json) -> None:
        """Somebody is removed by an administrator; told to bots that administer the group."""
        person = {"status": "member", "user": who}
        gone = {"status": "kicked", "user": who, "until_date": 0}
        changed = {"chat": room.json, "from": by, "date": int(time.time())}
        self.post({"chat_member": {**changed, "old_chat_member": person, "new_chat_member": gone}})

    def topic(self, room: Room, who: Json, name: str) -> int:
        """Open a topic in a forum; its id."""
        opened = {"forum_topic_created": {"name": name, "icon_color": 1}}
        made = self.add_message(room, who, opened, None, None)
        made |= {"message_thread_id": made["message_id"], "is_topic_message": True}
        self.post({"message": made})
        return int(made["message_id"])

    def upgrade(self, room: Room, who: Json) -> Room:
        """Make a supergroup of a group."""
        new = self.room("supergroup", room.title)
        self.moved[room.id] = new.id
        self.say(room, who, {"migrate_to_chat_id": new.id})
        self.say(new, who, {"migrate_from_chat_id": room.id})
        return new

    def post(self, what: Json) -> int:
        """Queue an update (without its number) for the bot; the number that it got."""
        update = {"update_id": next(self._update_ids), **copy.deepcopy(what)}
        self.updates.append(update)
        self.waiting.append(update)
        self.wake()
        return int(update["update_id"])

    def sent(self, room: Room, topic: int | None = None) -> list[Json]:
        """The bot's own messages in a room or topic, in their order."""
        mine = [m for m in self.messages[room.id].values() if m["from"]["id"] == BOT["id"]]
        return [m for m in mine if topic is None or m.get("message_thread_id") == topic]

    def replies_to(self, message: Json) -> list[Json]:
        """The bot's messages that answer one."""
        room = self.messages[message["chat"]["id"]].values()
        mine = (m for m in room if m["from"]["id"] == BOT["id"] and "reply_to_message" in m)
        asked = message["message_id"]
        return [m for m in mine if m["reply_to_message"]["message_id"] == asked]

    def reaction(self, message: Json) -> str | None:
        return self.reactions.get((message["chat"]["id"], message["message_id"]))

    def say(
        self,
        room: Room,
        who: Json,
        content: Json,
        reply_to: Json | None = None,
        topic: int | None = None,
    ) -> Json:
        message = self.add_message(room, who, content, reply_to, topic)
        self.post({"message": message})
        return message

    def add_message(
        self, room: Room, who: Json, content: Json, reply_to: Json | None, topic: int | None
    ) -> Json:
        known = self.messages[room.id]
        number = self._numbers[room.id] = max(self._numbers[room.id], *known, 0) + 1
        message = {"message_id": number, "date": int(time.time()), "chat": room.json, "from": who}
        if topic is not None:  # what answers nothing "replies" to the topic's opening
            message |= {"message_thread_id": topic, "is_topic_message": True}
            reply_to = reply_to or known[topic]
        elif reply_to and room.type == "supergroup":
            message["message_thread_id"] = reply_to.get("message_thread_id", reply_to["message_id"])
        if reply_to:
            bare = {k: v for k, v in reply_to.items() if k != "reply_to_message"}
            message["reply_to_message"] = bare
        known[number] = message | content
        return known[number]

    def file(self, data: bytes, size: int | None = None, **about: Any) -> Json:
        file_id = f"file{next(self._ids)}"
        self.files[file_id] = data
        self.sizes[file_id] = len(data) if size is None else size
        sizes = {"file_unique_id": f"u{file_id}", "file_size": self.sizes[file_id]}
        return {"file_id": file_id} | sizes | about

    def wake(self) -> None:
        news, self.news = self.news, asyncio.Event()
        news.set()
