"""What people do in their chats, and what must stand in the record because of it."""

from __future__ import annotations

import asyncio
import hashlib
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import av

from bot.messages import phrases
from bot.minutes import Tag
from tests.doors.bot_api import BotApi
from tests.doors.sounds import speech
from tests.doors.telegram_chats import Json, Room

_NAMES = (
    *("Nguyễn Văn An", "Trần Thị Bình", "Lê Hoàng Cường", "Phạm Thu Dung", "Hoàng Minh Đức"),
    *("Vũ Thị Giang", "Đặng Quốc Hà", "Bùi Thanh Hải", "Đỗ Thị Hiền", "Hồ Văn Hùng"),
    *("Ngô Thị Lan", "Dương Văn Lâm", "Lý Thị Mai", "Đinh Công Nam", "Trịnh Thị Oanh"),
    *("Mai Xuân Phúc", "Cao Thị Quyên", "Phan Văn Sơn", "Tạ Thị Thảo", "Lưu Đình Vinh"),
)
_SUBJECTS = ("Phòng Kế hoạch", "Văn phòng Sở", "Thanh tra Sở", "Trung tâm Thông tin")
_VERBS = ("rà soát", "báo cáo", "hoàn thành", "điều chỉnh", "thống nhất")
_OBJECTS = ("dự toán quý IV", "kế hoạch năm sau", "đề án số hoá", "danh mục đầu tư < 5 tỷ")
_VOICES = ("Ly", "Bình", "Ngọc", "Vĩnh")
DRAFT = "/bienban chitiet"


@dataclass
class Said:
    """An utterance: exactly one line."""

    mark: str  #: a word that stands in nothing else that anybody said
    speaker: str
    message: Json
    versions: list[str]  #: its words, edited ones after; empty: a voice note
    sound: str = ""  #: SHA-256 of a voice note
    prefix: str = ""  #: the words by which the message itself is tagged
    tag: Tag | None = None
    tagged_since: bool = False
    deleted: bool = False
    away: bool = False  #: its words stand behind those of another line
    merged: bool = False  #: with another: its words are judged by the fault-free bot's record
    taken_back: bool = False  #: its author deleted the message in the chat; the line stays


@dataclass
class Held:
    """A meeting, as it was held."""

    title: str
    said: list[Said] = field(default_factory=list)


@dataclass
class Place:
    """A conversation: a group, a topic of one, a private chat."""

    name: str
    room: Room
    people: list[Json]  #: the first is the secretary
    topic: int | None = None
    held: list[Held] = field(default_factory=list)
    asked: list[Json] = field(default_factory=list)  #: messages that must be answered
    left: Room | None = None  #: the group that this supergroup was
    shared: bool = False  #: others take part from elsewhere: nobody here knows a line's number

    @property
    def key(self) -> str:
        """As the record names the chat."""
        return f"{self.room.id}/{self.topic}" if self.topic else str(self.room.id)

    @property
    def now(self) -> Held:
        return self.held[-1]

    def is_here(self, message: Json) -> bool:
        """Whether a message stands where the place is now, not in the group that it was."""
        return bool(message["chat"]["id"] == self.room.id)

    @property
    def typed(self) -> list[Said]:
        """Of the open meeting, what a person could point at now."""
        found = [x for x in self.now.said if x.versions and self.is_here(x.message)]
        return [x for x in found if not x.taken_back and not x.deleted and not x.away]

    @property
    def living(self) -> list[tuple[int, Said]]:
        """The lines of the open meeting that can be tagged or deleted, with their numbers."""
        return [(n, x) for n, x in enumerate(self.now.said, 1) if not x.deleted and not x.away]


class People:
    """Everybody, and all that they did.

    Args:
        rng: decides what they do; the same seed, the same deeds, as far as what they see allows.
        count: how many people, at most 20.
    """

    def __init__(self, api: BotApi, rng: random.Random, count: int = 12) -> None:
        self.api = api
        self.taps = 0
        self.edits = 0
        self.merges = 0
        self._rng = rng
        self._marks = 0
        self._voices = [speech(name) for name in _VOICES]
        people = [self._person(name) for name in _NAMES[:count]]
        self._names = {who["id"]: name for who, name in zip(people, _NAMES, strict=False)}
        forum = api.room("supergroup", "Sở Khoa học", is_forum=True)
        plan, money = (api.topic(forum, people[0], name) for name in ("Kế hoạch", "Tài chính"))
        self.places = [
            Place("group", api.room("group", "Phòng Kế hoạch"), people[:6]),
            Place("shared group", api.room("group", "Họp chung"), people[:4], shared=True),
            Place("supergroup", api.room("supergroup", "Ban Giám đốc"), people[2:10]),
            Place("topic 1", forum, people[1:7], plan),
            Place("topic 2", forum, people[4:], money),
            Place("private", api.room("private", _NAMES[3]), [people[3]]),
            Place("moving group", api.room("group", "Phòng Tổ chức"), people[5:]),
        ]
        for place in self.places:
            self._begin(place)

    def _person(self, name: str) -> Json:
        last, _, first = name.rpartition(" ")
        return self.api.person(last, first)  # Telegram shows them in this order

    @property
    def said(self) -> list[Said]:
        return [x for place in self.places for held in place.held for x in held.said]

    async def talk(self, texts: int, notes: int, rest: Callable[[], float]) -> None:
        """All that is said, with other deeds between; ``rest`` gives the seconds after each."""
        deeds = [self._speak] * texts + [self._record] * notes
        self._rng.shuffle(deeds)
        for count, deed in enumerate(deeds):
            deed(self._rng.choice(self.places))
            if self._rng.random() < 0.4:
                self._do_something(self._rng.choice(self.places))
            if count == len(deeds) // 2:
                self._move(self.places[-1])
            await asyncio.sleep(rest())

    def provoke(self, call: str) -> None:
        """Do what makes the bot call this method, or handle this command."""
        place = self._rng.choice(self.places)
        if call in ("getFile", "file", "editMessageText"):
            self._record(place)
        elif call in ("sendDocument", DRAFT):
            self._draft(place)
        elif call == "answerCallbackQuery":
            for each in self.places:
                self._tap(each)
        else:
            self._speak(place)
            self._ask(place)

    def _do_something(self, place: Place) -> None:
        deeds = [self._edit, self._tap, self._tag_by_reply, self._tag_by_number]
        deeds += [self._take_back, self._merge, self._delete, self._ask, self._nonsense]
        chance = self._rng.random()
        if chance < 0.1:
            deeds = [self._draft]
        elif chance < 0.15:
            deeds = [self._close]
        if place.shared:
            deeds = [self._edit, self._tap, self._tag_by_reply, self._take_back, self._ask]
        self._rng.choice(deeds)(place)

    # --- deeds ----------------------------------------------------------------------------------

    def _begin(self, place: Place) -> None:
        title = f"Họp {place.name} lần {len(place.held) + 1}"
        self._order(place, f"/batdau {title}")
        place.held.append(Held(title))

    def _speak(self, place: Place, tagged: bool | None = None) -> None:
        who, (mark, text) = self._rng.choice(place.people), self.sentence()
        tagged = self._rng.random() < 0.25 if tagged is None else tagged
        prefix, tag = ("YK: ", Tag.OPINION) if tagged else ("", None)
        message = self.api.text(place.room, who, prefix + text, topic=place.topic)
        said = Said(mark, self._names[who["id"]], message, [text], prefix=prefix, tag=tag)
        place.now.said.append(said)

    def _record(self, place: Place) -> None:
        who, (mark, sound) = self._rng.choice(place.people), self.note()
        message = self.api.voice(place.room, who, sound, 3, topic=place.topic)
        digest = hashlib.sha256(sound).hexdigest()
        place.now.said.append(Said(mark, self._names[who["id"]], message, [], sound=digest))

    def _edit(self, place: Place) -> None:
        """The words of one's own message; a tag that somebody gave it since would stay."""
        typed = [x for x in place.typed if not x.tagged_since]
        if typed:
            said = self._rng.choice(typed)
            text = f"{said.versions[0]} sửa lần {len(said.versions)}"
            self.api.edit(said.message, said.prefix + text)
            said.versions.append(text)
            self.edits += 1

    def _tap(self, place: Place) -> None:
        """A button under a card that is there; often twice, as people do who see nothing move."""
        tag = self._rng.choice([Tag.OPINION, Tag.CONCLUSION])
        names = (phrases.TAG_NAMES[tag], f"✓ {phrases.TAG_NAMES[tag]}")
        seen = [
            (said, card, label)
            for said in place.now.said
            if said.sound and not said.deleted
            for card in self.api.replies_to(said.message)
            for label in names
            if place.is_here(card) and label in labels(card)
        ]
        if not seen:
            return
        said, card, label = self._rng.choice(seen)
        for _ in range(self._rng.choice([1, 1, 2])):
            self.api.tap(card, label, place.people[0])
            self.taps += 1
            if not label.startswith("✓"):
                said.tag = tag
            elif said.tag is tag:  # the button says that it takes this tag off
                said.tag = None

    def _tag_by_reply(self, place: Place) -> None:
        if place.typed:
            said = self._rng.choice(place.typed)
            self._order(place, "#ketluan", reply_to=said.message)
            said.tag, said.tagged_since = Tag.CONCLUSION, True

    def _tag_by_number(self, place: Place) -> None:
        if place.living:
            number, said = self._rng.choice(place.living)
            self._order(place, f"/ykien {number}")
            said.tag, said.tagged_since = Tag.OPINION, True

    def _delete(self, place: Place) -> None:
        if place.living and self._rng.random() < 0.3:
            number, said = self._rng.choice(place.living)
            self._order(place, f"/xoa {number}")
            said.deleted = True

    def _merge(self, place: Place) -> None:
        """Two neighbours that were typed: one has words when its turn comes, spoken or not."""
        pairs = [(a, b) for a, b in pairwise(place.living) if a[1].versions and b[1].versions]
        if pairs:
            (first, kept), (second, gone) = self._rng.choice(pairs)
            self._order(place, f"/gop {first} {second}")
            kept.merged = gone.merged = gone.away = True
            self.merges += 1

    def _take_back(self, place: Place) -> None:
        """Somebody deletes what they typed in the chat; no bot is told of it."""
        if place.typed and self._rng.random() < 0.5:
            said = place.typed[-1]
            del self.api.messages[place.room.id][said.message["message_id"]]
            said.taken_back = True

    def _ask(self, place: Place) -> None:
        self._order(place, self._rng.choice(["/trogiup", "/dong", "/thongtin", "/lichsu"]))

    def _draft(self, place: Place) -> None:
        self._speak(place, tagged=True)  # of nothing there is no draft without a question
        self._order(place, DRAFT)

    def _close(self, place: Place) -> None:
        self._order(place, "/ketthuc")
        self._begin(place)

    def _nonsense(self, place: Place) -> None:
        """An update of a kind that nobody knows."""
        self.api.post({"message": {"message_id": "?", "chat": place.room.json}})

    def _move(self, place: Place) -> None:
        """A group becomes a supergroup; what is said before goes on there."""
        place.left = place.room
        place.room = self.api.upgrade(place.room, place.people[0])

    # --- what is said anywhere ------------------------------------------------------------------

    def sentence(self) -> tuple[str, str]:
        """A mark, and a sentence with it."""
        mark = self._mark()
        words = [self._rng.choice(some) for some in (_SUBJECTS, _VERBS, _OBJECTS)]
        return mark, " ".join([*words, mark])

    def note(self) -> tuple[str, bytes]:
        """A mark, and a recording that is no other's."""
        mark = self._mark()
        return mark, self._spoken(mark)

    def order(self, place: Place, text: str) -> Json:
        """A command by the place's secretary, which must be answered."""
        self._order(place, text)
        return place.asked[-1]

    # --- how ------------------------------------------------------------------------------------

    def _mark(self) -> str:
        self._marks += 1
        return f"vụ{self._marks:04}x"

    def _order(self, place: Place, text: str, **where: Any) -> None:
        """By the secretary, who may do everything."""
        who = place.people[0]
        place.asked.append(self.api.text(place.room, who, text, topic=place.topic, **where))

    def _spoken(self, mark: str) -> bytes:
        """A voice note whose bytes are no other's: the mark stands in its head."""
        out = io.BytesIO()
        voice = str(self._rng.choice(self._voices))
        with av.open(voice) as opened, av.open(out, "w", format="ogg") as made:
            made.metadata["title"] = mark
            sound: av.AudioStream = made.add_stream("libopus", rate=48_000, layout="mono")  # type: ignore
            for frame in opened.decode(audio=0):
                made.mux(sound.encode(frame))
            made.mux(sound.encode(None))
        return out.getvalue()


def labels(message: Json) -> list[str]:
    """The buttons under a message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]
