"""How `folder.tar.xz`, `buttons.json` and `said.tar.xz` were made: with commit e75314b's house.

    git worktree add ../old e75314b && cd ../old
    PYTHONPATH=. python …/tests/store/folder_of_e75314b/make.py /tmp/made

Runs in a checkout of that commit and nowhere else: it imports that house, its Telegram door and
its Bot API server. The clock of the house stands on Monday, 23 November 2026, where the meetings
are made, and is the machine's own where the buttons are tapped.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import shutil
import sqlite3
import sys
import tarfile
import threading
import wave
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import av
import bot.chat.telegram.incoming
import bot.reminders
import numpy as np
import replay
import tests.chat.telegram_chats
from bot.chat.telegram import TelegramDoor
from bot.chat.telegram import incoming as _incoming
from tests.chat.bot_api import BotApi
from tests.chat.sounds import speech
from tests.chat.telegram_chats import Json, Room
from tests.chat.telegram_house import TOKEN, answer, eventually, labels, running
from transcribe.audio import load

import bot.office
import bot.post
import bot.store.store
from bot.office import DATABASE, Office
from transcribe import Piece, Segment, SpeechSettings, Transcriber, Transcript

DATA = Path("/tmp/bien-ban-e75314b/data")  # where the folder lay when it was made
BEGAN = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 8 o'clock in Việt Nam


# --- a clock ------------------------------------------------------------------------------------


class Then(datetime):
    """The house's clock: `behind` the machine's."""

    behind = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) - cls.behind


class _Seconds:
    """`time`, for the server's messages."""

    def __getattr__(self, name: str) -> Any:
        import time

        return getattr(time, name)

    @staticmethod
    def time() -> float:
        return Then.now(UTC).timestamp()


def set_clock(at: datetime | None) -> None:
    Then.behind = datetime.now(UTC) - at if at else timedelta()


for _room in (bot.office, bot.store.store, bot.post, bot.reminders, _incoming):
    _room.datetime = Then  # type: ignore[attr-defined]
tests.chat.telegram_chats.time = _Seconds()  # type: ignore[attr-defined]


# --- sound --------------------------------------------------------------------------------------


def _note(sound: np.ndarray) -> bytes:
    """Ogg/Opus of 16 kHz samples, small."""
    held = io.BytesIO()
    with wave.open(held, "wb") as opened:
        opened.setnchannels(1)
        opened.setsampwidth(2)
        opened.setframerate(16_000)
        opened.writeframes((sound * 32767).astype(np.int16).tobytes())
    held.seek(0)
    out = io.BytesIO()
    with av.open(held) as source, av.open(out, "w", format="ogg") as made:
        stream: Any = made.add_stream("libopus", rate=48_000, layout="mono")
        stream.bit_rate = 12_000
        stream.options = {"frame_duration": "60", "vbr": "on"}
        for frame in source.decode(audio=0):
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    return out.getvalue()


def _voice(name: str, first: float = 0.0, seconds: float = 99.0) -> np.ndarray:
    sound = load(speech(name), max_seconds=60, max_bytes=10**8)
    return sound[int(first * 16_000) : int((first + seconds) * 16_000)]


def clip(name: str, first: float = 0.0, seconds: float = 1.0) -> bytes:
    return _note(_voice(name, first, seconds))


def long_clip(name: str) -> bytes:
    """Three minutes: somebody speaks at the beginning of each."""
    minute = np.zeros(60 * 16_000, np.float32)
    said = _voice(name, 0.0, 2.0)
    minute[: len(said)] = said
    return _note(np.concatenate([minute, minute, minute, minute[:16_000]]))


class Ear(replay.Ear):
    """Real weights for the recordings that nobody has scripted."""

    def __init__(self) -> None:
        super().__init__()
        cache = Path.home() / ".cache" / "bien-ban-e75314b"
        self.real = Transcriber(SpeechSettings(whisper_cache=cache, whisper_threads=2))
        self.script: dict[bytes, tuple[str, tuple[str, ...]]] = {}
        self.held = threading.Event()  #: set: the second minute of a long recording is heard too
        self.held.set()

    def load(self) -> None:
        self.real.load()

    def transcribe(self, source: Path, *, hints: str = "") -> Transcript:
        data = source.read_bytes()
        if data not in self.script:
            return self.real.transcribe(source, hints=hints)
        text, doubts = self.script[data]
        return Transcript(text, 2.0, 0.6, (Segment(0.0, 2.0, text, 0.6, text, doubts),))

    def pieces(self, source: Path, *, start: float = 0.0, hints: str = "") -> Iterator[Piece]:
        rows = ("mọi người báo cáo tiến độ", "máy bơm ở kênh Xáng hỏng", "xã sẽ sửa trong tuần")
        for number, row in enumerate(rows):
            first = number * 60.0
            if number:
                self.held.wait(60)
            if first >= start:
                doubts = ("kênh Xáng",) if number == 1 else ()
                yield Piece(first, first + 60, (Segment(first, first + 5, row, 0.7, row, doubts),))


# --- people -------------------------------------------------------------------------------------


class People:
    """Who is there, and what they do; every button that the bot shows is noted."""

    def __init__(self, api: BotApi) -> None:
        self.api = api
        self.ear = Ear()
        self.office: Office
        self.buttons: dict[tuple[int, int, str], Json] = {}
        self.here = api.room("supergroup", "UBND xã Tân Phước")
        self.forum = api.room("supergroup", "Ban Quản lý dự án", is_forum=True)
        self.ha, self.an = api.person("Lê Thị", "Hà"), api.person("Nguyễn Văn", "An")
        self.binh, self.chi = api.person("Trần Văn", "Bình"), api.person("Phạm Thị", "Chi")
        self.alone = {who["id"]: self._private(who) for who in (self.ha, self.an, self.binh)}

    def _private(self, who: Json) -> Room:
        title = f"{who['first_name']} {who['last_name']}"
        room = self.api.rooms[who["id"]] = Room(who["id"], "private", title)
        return room

    def note_buttons(self) -> None:
        for room, messages in self.api.messages.items():
            for number, message in messages.items():
                for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                    for button in row:
                        key = (room, number, button["callback_data"])
                        text = message.get("text", message.get("caption", ""))
                        self.buttons.setdefault(
                            key, {"label": button["text"], "about": text.split("\n")[0][:80]}
                        )

    async def done(self) -> None:
        await self.office.settle()
        self.note_buttons()

    async def types(
        self, text: str, who: Json | None = None, room: Room | None = None, **more: Any
    ) -> Json:
        """What is typed; the message."""
        message = self.api.text(room or self.here, who or self.ha, text, **more)
        key = self.api.updates[-1]["update_id"]
        await eventually(lambda: handled(key))
        await self.done()
        return message

    async def sends(self, data: bytes, who: Json, words: str = "", *doubts: str) -> Json:
        """A voice note; its card. words: what the engine hears in it; empty: the real one's."""
        if words:
            self.ear.script[data] = words, doubts
        return await self.card(self.api.voice(self.here, who, data, 2))

    async def card(self, sent: Json) -> Json:
        shown = await answer(self.api, sent)
        await self.done()
        return shown

    async def taps(self, label: str, who: Json | None = None, room: Room | None = None) -> Json:
        """Taps the last button of that name; its message."""
        room = room or self.here
        found = [m for m in self.api.sent(room) if any(x.endswith(label) for x in labels(m))]
        assert found, (
            f"no button {label}: {self.api.sent(room)[-1]}, {self.api.sent(self.here)[-2:]}"
        )
        whole = next(x for x in labels(found[-1]) if x.endswith(label))
        self.api.tap(found[-1], whole, who or self.ha)
        key = self.api.updates[-1]["update_id"]
        await eventually(lambda: handled(key))
        await self.done()
        return found[-1]

    def last(self, words: str, room: Room | None = None) -> Json:
        return [m for m in self.api.sent(room or self.here) if words in m.get("text", "")][-1]


def handled(key: int) -> bool:
    with contextlib.closing(sqlite3.connect(DATA / DATABASE)) as db:
        row = db.execute("SELECT handled_at FROM inbox WHERE key = ?", [str(key)]).fetchone()
    return row is not None and row[0] is not None


def kept(key: int) -> bool:
    with contextlib.closing(sqlite3.connect(DATA / DATABASE)) as db:
        return db.execute("SELECT 1 FROM inbox WHERE key = ?", [str(key)]).fetchone() is not None


@asynccontextmanager
async def house(people: People, data: Path = DATA, **given: Any) -> AsyncIterator[Office]:
    settings = {"max_messages_a_minute": 10_000, "_env_file": None, **given}
    async with running(people.api, data, people.ear, **settings) as office:  # type: ignore[arg-type]
        people.office = office
        yield office


# --- what is done -------------------------------------------------------------------------------

OFFICE_ITEMS = """/thongtin
cơ quan chủ quản: UBND huyện Cao Lãnh
cơ quan: UBND xã Tân Phước
ký hiệu: UBND
địa danh: Tân Phước
căn cứ: Chương trình công tác tháng 11 năm 2026
thời gian: 7h30, 23/11/2026
địa điểm: Hội trường UBND xã
chủ trì: Trần Văn Bình
người ký: CHỦ TỊCH / Trần Văn Bình"""


async def small_meetings(p: People) -> None:
    """Eleven in a topic of a forum: a page of /lichsu, and the next."""
    topic = p.api.topic(p.forum, p.ha, "Giao ban")
    for number in range(1, 12):
        await p.types(f"/batdau Giao ban ngày {number}", room=p.forum, topic=topic)
        await p.types(f"KL: Giao Tổ {number} dọn kho.", room=p.forum, topic=topic)
        await p.types("/ketthuc", room=p.forum, topic=topic)
    await p.types("/lichsu", room=p.forum, topic=topic)
    await p.types("/lichsu tháng 11", room=p.forum, topic=topic)


async def first_meeting(p: People) -> None:
    for who in (p.ha, p.an, p.binh):
        await p.types("/start", who, p.alone[who["id"]])
    await p.types("/batdau Họp giao ban UBND xã tuần 47")
    await p.types("/toi Lê Thị Hà - Công chức Văn phòng")
    await p.types("/tudien Nguyễn Văn An, đề án 06, Ấp Mỹ Đông, Vàm Nhơn")
    await p.types("ấp 3 còn 45 hộ, đề nghị xã hỗ trợ thêm 1 máy", p.an)
    await p.types("Thống nhất hỗ trợ ấp 3 thêm 1 máy.", p.binh)
    await p.types(f"/chutri {p.binh['first_name']} {p.binh['last_name']}")
    real = clip("Ly", 0.0, 6.0)
    await p.sends(real, p.an)  # what whisper-base hears
    for place in range(7):
        words = f"câu {place + 1}: bảy phỗng ông làm bằng gỗ mít để ở nhà văn hoá ấp"
        await p.sends(clip("Bình", place * 0.4), p.an, words, "gỗ mít", "phỗng ông")
    await p.sends(clip("Đoan"), p.chi, "đình làng có gỗ mít", "gỗ mít")
    await p.sends(clip("Vĩnh"), p.an, "đồng chí nguyễn văn ăn ở vàm nhờn", "văn ăn", "vàm nhờn")
    await p.sends(clip("Vĩnh", 1.0), p.an, "vàm nhờn đã đắp xong bờ bao", "vàm nhờn")
    await p.card(p.api.voice(p.here, p.an, b"no sound at all", 2))  # cannot be read
    await p.types("KL: Giao Văn phòng gửi giấy mời họp dân trc 24/11", p.binh)
    await p.types("KL: Giao Phòng Kinh tế rà soát danh sách hộ trước ngày 30/11.", p.binh)
    for place in range(6):
        await p.types(f"KL: Giao Tổ {place + 1} lập kế hoạch {place + 1}, báo cáo trong tháng 12.")
    await p.types("Ý kiến: Đường vào ấp 5 bị sạt lở, cần rọ đá.", p.chi)
    for place in range(14):
        who = (p.an, p.chi)[place % 2]
        await p.types(f"Đề nghị xã xem xét hỗ trợ khoản {place + 1} cho bà con.", who)
    await p.types("Bà Trần Thị Lựu ở ấp 2 xin vay vốn.", p.an)
    await p.types("Bà Trần Thị Lụu đã nộp đơn.", p.chi)
    typed = await p.types("Nhà văn hoá dột mái.", p.an)
    p.api.edit(typed, "Nhà văn hoá ấp 2 dột mái.")
    await eventually(lambda: handled(p.api.updates[-1]["update_id"]))
    await p.done()
    long = p.api.voice(p.here, p.an, long_clip("Ngọc"), 181)
    await p.card(long)  # its parts are lines
    p.ear.held.clear()
    stopped = p.api.voice(p.here, p.an, long_clip("Tuyên"), 181)
    shown = await answer(p.api, stopped)
    await eventually(lambda: "Dừng" in labels(shown))
    await asyncio.sleep(0.7)  # the first minute is written down
    await p.office.post.settle()
    p.note_buttons()
    p.api.tap(shown, "Dừng", p.ha)
    await eventually(lambda: "Chép tiếp" in labels(shown))
    p.ear.held.set()
    await p.done()


async def line_work(p: People) -> None:
    """Lines looked at, mended, undone; people; what is suggested."""
    await p.types("/dong")
    await p.types("/dong nghelai")
    await p.types("/dong 4")
    await p.types("/sua 1 Ấp 3 còn 45 hộ, đề nghị xã hỗ trợ thêm 2 máy.")
    await p.types("/hoantac")
    await p.types("/lamlai")
    await p.types("/hoantac")
    await p.types("/gop 25 26")
    await p.types("/xoa 27")
    await p.types("/them Phạm Thị Chi: Xin nhắc lại việc rọ đá.")
    await p.types("/doi 28 sau 29")
    await p.types("/tach 29 | cho bà con")
    await p.types("/nguoinoi 30 Lý Văn Khách - Giám đốc")
    await p.types("/lichsudong 1")
    await p.taps("Xoá")  # the last card with it
    await p.types("/tim đề nghị")
    await p.types("/thanhphan\n" + "\n".join(
        f"{n}\t{name}\tCán bộ ấp {n}" for n, name in enumerate(
            ("Võ An", "Lý Ba", "Đỗ Cúc", "Hồ Dậu", "Ngô Én", "Bùi Gấm", "Tạ Hoa", "Vũ Ích",
             "Mai Khế", "Lê Lan", "Cao Mận", "Phan Na", "Tô Oanh", "Kha Phú", "Ông Quế", "La Sen",
             "Ân Tý", "Từ Út", "Âu Vy", "Ma Xuân"), 1)))  # fmt: skip
    await p.types("/thanhphan Phạm Thị Chi - Trưởng ấp 5")
    await p.types("/toi Nguyễn Văn An - Trưởng ấp 3", p.an)
    await p.types("/thanhphan Nguyễn Văn An - Kế toán")
    await p.types("/thanhphan Phạm Thị Chi - Thủ quỹ")
    await p.types("/thanhphan vắng 6 ốm")
    await p.types("/thongtin\nthành phần: Các ấp; các ngành")
    await p.types("/thanhphan trang 2")
    await p.types("/thanhphan")
    await p.types("/goiy")
    await p.types("/rasoat")
    await p.types("/nhiemvu")
    await p.types("/nhiemvu 1")
    await p.taps("Xác nhận")
    await p.types("/nhiemvu 2")
    await p.types("/nhiemvu xacnhan 3")
    await p.types("/nhiemvu xong 3")
    await p.types("/nhiemvu 3")
    await p.types("/nhiemvu nhac 1 ngày")


async def desk(p: People) -> None:
    """The next morning: closed, asked, drafted, read, submitted, approved, returned."""
    await p.types("/ketthuc")
    alone = p.alone[p.an["id"]]
    await p.taps("Sửa", p.an, alone)
    questions = [m for m in p.api.sent(alone) if "Đúng rồi" in labels(m)]
    await p.types("Bảy pho tượng làm bằng gỗ mít để ở nhà văn hoá ấp.", p.an, alone,
                  reply_to=questions[0])  # fmt: skip
    await p.types("gỗ mít", p.an, alone, reply_to=questions[1])
    no = questions[2]["text"].split("dòng #")[1].split(",")[0]
    await p.types(f"/sua {no} Câu của thư ký.")
    await p.types("Câu của người nói, khác hẳn.", p.an, alone, reply_to=questions[2])
    no = questions[3]["text"].split("dòng #")[1].split(",")[0]
    await p.types(f"/sua {no} Câu khác của thư ký.")
    await p.types("Người nói vẫn nói khác.", p.an, alone, reply_to=questions[3])
    await p.types("/sua 15 Giao Văn phòng gửi giấy mời họp dân trước 26/11.")
    await p.types("/nhiemvu 1")
    await p.types("/rasoat")
    review = p.last("Rà soát")
    for label in labels(review):
        data = next(
            b["callback_data"]
            for row in review["reply_markup"]["inline_keyboard"]
            for b in row
            if b["text"] == label
        )
        if data.startswith("rv:") and not data.endswith("goiy"):
            p.api.tap(review, label, p.ha)
            await eventually(lambda: handled(p.api.updates[-1]["update_id"]))
            await p.done()
            await p.types("/rasoat")
            review = p.last("Rà soát")
    await p.types("/goiy")
    shown = p.last("gợi ý thẻ")
    first = next(x for x in labels(shown) if x.startswith("✓") or "Ý kiến" in x)
    p.api.tap(shown, first, p.ha)
    await eventually(lambda: handled(p.api.updates[-1]["update_id"]))
    await p.done()
    await p.types(OFFICE_ITEMS)


async def papers(p: People) -> None:
    template = Path("templates/thong_bao.docx").read_bytes()
    mime = "application/octet-stream"
    p.api.document(p.here, p.ha, "thong_bao.docx", mime, template, caption="/mau thông báo")
    await eventually(lambda: handled(p.api.updates[-1]["update_id"]))
    await p.done()
    await p.types("/baocao")
    await p.types("/nguon")
    await p.types("/nguon 2.1")
    await p.types("/layykien")
    await p.taps("Góp ý", p.chi)
    await p.types("Đoạn 2 chưa đủ.", p.chi, reply_to=p.last("Góp ý"))
    reading = [m for m in p.api.sent(p.here) if "Góp ý" in labels(m)][-1]
    p.api.voice(p.here, p.chi, clip("Đoan", 1.0), 1, reply_to=reading)
    await eventually(lambda: handled(p.api.updates[-1]["update_id"]))
    await p.done()
    await p.types("/layykien")
    await p.types("/bienban")
    await submit(p, "biên bản")
    await p.taps("Duyệt", p.binh, p.alone[p.binh["id"]])


async def submit(p: People, kind: str) -> None:
    """Submits the last draft of a kind, whatever is still in doubt."""
    await p.types(f"/trinh {kind}")
    if "Vẫn trình bản này" in labels(p.api.sent(p.here)[-1]):
        await p.taps("Vẫn trình bản này")


async def sign_off(p: People) -> None:
    alone = p.alone[p.binh["id"]]
    await p.types("/thongbao")
    await submit(p, "thông báo")
    await p.taps("Trả lại", p.binh, alone)
    asked = p.last("Ý kiến của bạn", alone)
    p.api.voice(alone, p.binh, clip("Tuyên"), 1, reply_to=asked)
    await eventually(lambda: handled(p.api.updates[-1]["update_id"]))
    await p.done()
    await p.types("/trinh thông báo")
    await p.types("/baocao chitiet")
    await p.types("/sua 2 Thống nhất hỗ trợ ấp 3 thêm 1 máy, giao Tổ 1 theo dõi.")
    await submit(p, "báo cáo")
    await p.types("/baocao")
    await submit(p, "báo cáo")
    await p.taps("Trả lại", p.binh, alone)  # and says nothing yet
    await p.types("/thongbao")
    await p.types("/layykien thông báo")
    await p.types("/duthao")
    await p.types("/lichsu")
    await p.types("/xem 12")
    await p.types("/xem 12", p.an, p.alone[p.an["id"]])
    await p.types("/tim máy")
    await p.types("/thongke")
    await p.types("/xoacuochop 12")
    await p.types("/nhiemvu nhac tat")


async def second_meeting(p: People) -> tuple[Json, Json]:
    """Open still. A recording whose transcription somebody may stop, and one to be tagged."""
    await p.types("/batdau Họp bàn phòng chống hạn mặn")
    await p.types("Độ mặn ở cống Năm đã tới 2 phần nghìn.", p.chi)
    card = await p.sends(clip("Vĩnh", 2.0), p.an, "đề nghị đắp đập tạm ở cống Năm")
    await p.types("KL: Giao Tổ thuỷ lợi đóng cống Năm trước 10/12.", p.binh)
    await p.types("/thongtin\nchủ trì: Trần Văn Bình")
    p.ear.held.clear()
    waiting = await answer(p.api, p.api.voice(p.here, p.an, long_clip("Ly"), 181))
    await eventually(lambda: "Dừng" in labels(waiting))
    await asyncio.sleep(0.7)
    await p.office.post.settle()
    p.api.down |= {"getFile"}
    p.note_buttons()
    return card, waiting


SAYING = (
    "sendMessage editMessageText sendDocument sendPhoto sendVoice sendAudio answerCallbackQuery "
    "setMessageReaction"
)


async def last_minute(p: People, card: Json, waiting: Json) -> None:
    """The network is gone, then the house: what came is on disk, what is to be said too."""
    api = p.api
    api.down |= set(SAYING.split())
    api.text(p.here, p.ha, "/dong")
    api.voice(p.here, p.chi, clip("Đoan", 2.0), 1)
    api.text(p.here, p.an, "Cống Ba cũng cần sửa.")
    api.tap(card, "Ý kiến?" if "Ý kiến?" in labels(card) else "Ý kiến", p.ha)
    api.text(p.here, p.ha, "/sua 2 Đề nghị đắp đập tạm ở cống Năm và cống Ba.")
    api.text(p.here, p.ha, "/nghe 2")
    api.text(p.alone[p.an["id"]], p.an, "/lichsu")
    await eventually(lambda: handled(api.updates[-1]["update_id"]))
    p.office.post._take_in_order = lambda batch: 0  # type: ignore[method-assign]
    typed = api.text(p.here, p.chi, "Xin thêm hai máy bơm.")
    api.voice(p.here, p.an, clip("Vĩnh", 3.0), 1)
    api.tap(waiting, "Dừng", p.ha)
    api.tap(card, "Kết luận", p.ha)
    api.edit(typed, "Xin thêm ba máy bơm.")
    api.text(p.here, p.binh, "KL: Giao Văn phòng mua ba máy bơm.")
    api.text(p.here, p.ha, "/ykien 1")
    api.text(p.alone[p.an["id"]], p.an, "/xem 13")
    await eventually(lambda: kept(api.updates[-1]["update_id"]))
    await asyncio.sleep(1.0)  # a stop in the same moment as an arrival may be lost (Python 3.11)


def kept_chats(p: People) -> Json:
    """What Telegram knows, as JSON; of files only what the house has not fetched yet."""
    api = p.api
    sounds = {
        part["file_id"]
        for messages in api.messages.values()
        for message in messages.values()
        for part in (message.get("voice"),)
        if part and not message["from"]["is_bot"] and len(api.files[part["file_id"]]) > 100
    }
    open_now = {
        m["voice"]["file_id"]
        for m in list(api.messages[p.here.id].values())[-40:]
        if "voice" in m and m["voice"]["file_id"] in sounds
    }
    return {
        "rooms": [
            {"id": r.id, "type": r.type, "title": r.title, "is_forum": r.is_forum}
            for r in api.rooms.values()
        ],
        "messages": dict(api.messages),
        "reactions": [[room, number, emoji] for (room, number), emoji in api.reactions.items()],
        "queries": sorted(api.queries),
        "waiting": api.waiting,
        "sizes": {x: api.sizes[x] for x in open_now},
        "files": {x: api.files[x].hex() for x in open_now},
        "next_id": next(api._ids) + 1,
        "next_update": api.updates[-1]["update_id"] + 1,
        "people": {"ha": p.ha, "an": p.an, "binh": p.binh, "chi": p.chi},
        "data": str(DATA),
    }


async def make(api: BotApi) -> People:
    set_clock(BEGAN)
    TelegramDoor.most_a_minute = None  # nobody waits for a group to take more
    p = People(api)
    async with house(p):
        await small_meetings(p)
        await first_meeting(p)
        await line_work(p)
    set_clock(BEGAN + timedelta(days=1, hours=1))
    async with house(p):
        await eventually(lambda: [m for m in api.sent(p.here) if "Xong 1" in labels(m)])
        await desk(p)
    async with house(p, soffice="auto"):
        await papers(p)
    async with house(p):
        await sign_off(p)
        card, waiting = await second_meeting(p)
        p.note_buttons()
        await last_minute(p, card, waiting)
    set_clock(None)
    TelegramDoor.most_a_minute = 20
    return p


def shrink(data: Path) -> None:
    """Leave out what makes most of the bytes and is made again where it is asked for: pictures."""
    (data / ".lock").unlink(missing_ok=True)
    for picture in data.glob("documents/*/*.png"):
        picture.unlink()


# --- the old house's answers --------------------------------------------------------------------


def rows_of(p: People) -> list[Json]:
    owner = {room.id: who for who in (p.ha, p.an, p.binh) for room in [p.alone[who["id"]]]}
    chair = ("approve", "return", "noremark")
    rows: list[Json] = []
    for no, ((room, number, data), found) in enumerate(p.buttons.items(), start=1):
        message = p.api.messages[room][number]
        there = message.get("reply_markup", {}).get("inline_keyboard", [])
        by = owner.get(room) or (p.binh if data.split(":")[0] in chair else p.ha)
        stands = any(b["callback_data"] == data for row in there for b in row)
        rows.append(
            {"no": no, "chat": room, "message": number, "data": data, **found,
             "stands": stands, "by": by["id"]}
        )  # fmt: skip
    return sorted(rows, key=replay.order_of)


def tapped_of(rows: list[Json]) -> list[Json]:
    """A few of each kind, those that still stand first; all of them would take minutes."""
    found: dict[tuple[str, ...], list[Json]] = {}
    for row in rows:
        what, *rest = row["data"].split(":")
        kind = (what, *(rest[1:2] + rest[3:4] if what == "rv" else ()))
        found.setdefault(kind, []).append(row)
    # of two buttons on one thing the one is tapped here, the other there
    picked = {("askuse",): slice(1), ("rollsame",): slice(1), ("reopen",): slice(None),
              ("askkeep",): slice(-1, None), ("rollapart",): slice(-1, None)}  # fmt: skip
    few = {
        row["no"]
        for kind, same in found.items()
        for row in (same[picked[kind]] if kind in picked else same[:2] + same[-1:])
    }
    return [row for row in rows if row["no"] in few]


async def answers(p: People, chats: Json, data: Path) -> tuple[Json, list[Json]]:
    """What the old house says on a copy of the folder: catching up, then to each button."""
    api = p.api
    api.down.clear()
    api.toasts.clear()
    api.slow["getFile"] = 0.5
    p.ear.held.set()
    p.ear = replay.Ear()  # type: ignore[assignment]
    every = rows_of(p)
    people = {who["id"]: who for who in (p.ha, p.an, p.binh)}
    async with house(p, data) as office:
        caught_up = await replay.caught_up(api, office, chats, p.ear)
        for row in tapped_of(every):
            row["answer"] = await replay.tapped(api, office, row, people[row["by"]])
    return caught_up, every


async def main(out: Path) -> None:
    shutil.rmtree(DATA.parent, ignore_errors=True)
    DATA.mkdir(parents=True)
    out.mkdir(parents=True, exist_ok=True)
    async with BotApi(TOKEN) as api:
        p = await make(api)
        shrink(DATA)
        chats = json.loads(json.dumps(kept_chats(p), default=str))
        with tarfile.open(out / "folder.tar.xz", "w:xz") as packed:
            packed.add(DATA, "data")
            put(packed, "chats.json", chats)
        caught_up, rows = await answers(p, chats, DATA)
    said = {row["no"]: row.pop("answer") for row in rows if "answer" in row}
    with tarfile.open(out / "said.tar.xz", "w:xz") as packed:
        put(packed, "said.json", {"caught_up": caught_up, "taps": said})
    for row in rows:
        row["toast"] = said[row["no"]]["toast"] if row["no"] in said else None
    text = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (out / "buttons.json").write_text(f"[\n{text}\n]\n", "utf-8")
    kinds: dict[str, list[bool]] = {}
    for row in rows:
        if row["toast"] is not None:
            old = row["toast"].startswith(replay.OLD_BUTTON)
            kinds.setdefault(row["data"].split(":")[0], []).append(not old)
    for kind, good in sorted(kinds.items()):
        print(f"{kind:12} {len(good):4} {sum(good):4}")


def put(packed: tarfile.TarFile, name: str, what: Json) -> None:
    data = json.dumps(what, ensure_ascii=False, indent=1).encode()
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    packed.addfile(entry, io.BytesIO(data))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
