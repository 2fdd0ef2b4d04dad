"""What somebody sends to do harm, and what must happen: through the Telegram door."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import itertools
import json
import logging
import sqlite3
import unicodedata
import zipfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import docx
import httpx
import pytest
import pytest_asyncio

from bot.__main__ import NOISY
from bot.conversation.lines.buttons import ON_LINE
from bot.conversation.tasks import orders as task_buttons
from bot.doors.port import Incoming
from bot.doors.telegram.door import HEADER
from bot.doors.webhook import serving
from bot.messages import history as about_history
from bot.messages import lines as about_lines
from bot.messages import meeting as about_meeting
from bot.messages import phrases
from bot.messages import rights as about_rights
from bot.messages import things as about_things
from bot.messages import trouble as about_trouble
from bot.office import DATABASE, Office
from foundation import logs
from foundation.http import Limits
from tests.dialogs.talking import Ear
from tests.doors import hostile_words
from tests.doors.bot_api import BotApi
from tests.doors.telegram_chats import Json, Room
from tests.doors.telegram_house import TOKEN, answer, running
from tests.doors.test_webhook import SECRET as HOOK_SECRET
from tests.doors.test_webhook import Hook, served
from tests.waiting import PATIENCE, eventually
from transcribe import Piece

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECRET = "nha-xanh-BI-MAT"  # said in another chat; nobody else sees it


class Ears(Ear):
    """Hears in a long recording what it hears in a note."""

    def pieces(self, source: Path, *, start: float = 0.0, hints: str = "") -> Iterator[Piece]:
        yield Piece(0.0, 8.0, self.transcribe(source).segments)


@dataclass
class Stage:
    """One bot for the whole table, with a meeting in each of two chats."""

    api: BotApi
    office: Office
    data: Path
    log: StringIO
    group: Room
    an: Json
    other: Room
    binh: Json
    texts: dict[str, Json] = field(default_factory=dict)  #: row -> its message
    toasts: dict[str, str] = field(default_factory=dict)  #: tap -> what passed by
    _read: int = 0  #: letters of the log that have been looked through
    _errors: list[str] = field(default_factory=list)

    async def quiet(self) -> None:
        """Until everything that was sent is answered."""
        await eventually(lambda: not self.api.waiting)
        await self.office.settle()

    def post(self, message: Json, room: Room | None = None, who: Json | None = None) -> Json:
        """A message as it stands here, of a person in a room; what Telegram adds is added."""
        room = room or self.group
        number = max(self.api.messages[room.id], default=0) + 1
        whole: Json = {"message_id": number, "date": 1_800_000_000, "chat": room.json}
        whole |= {"from": who or self.an} | message
        self.api.messages[room.id][number] = whole
        self.api.post({"message": whole})
        return whole

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.data / DATABASE)) as db:
            return list(db.execute(sql, values))

    def line_of(self, message: Json) -> str | None:
        """The text of the line that a message of the first chat has become."""
        found = self.rows(
            "SELECT text FROM lines WHERE message_id = ? AND meeting_id = 1",
            str(message["message_id"]),
        )
        return found[0][0] if found else None

    def errors(self) -> list[str]:
        """What the log says of trouble inside."""
        new, end, _ = self.log.getvalue()[self._read :].rpartition("\n")
        self._read += len(new) + len(end)
        self._errors += [
            row for row in new.splitlines() if " ERROR bot" in row and "cannot be read" not in row
        ]
        return self._errors

    def forget_log(self) -> None:
        """Begin the log anew."""
        self.log.seek(0)
        self.log.truncate()
        self._read, self._errors = 0, []


@pytest.fixture(scope="module")
def log() -> Iterator[StringIO]:
    """The log as an officer sees it who looks for trouble: every word, secrets masked."""
    stream = StringIO()
    handler, root = logs.handler(stream, every_word=True), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for noisy in (*NOISY, "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory, log: StringIO) -> AsyncIterator[Stage]:
    data = tmp_path_factory.mktemp("hostile") / "data"
    async with BotApi(TOKEN) as api:
        group, other = api.room("group", "Phòng {no} %s"), api.room("group", "Phòng bên")
        an, binh = api.person("Nguyễn Văn", "An"), api.person("Trần Thị Bình")
        given = {"max_messages_a_minute": 10**6, "max_audio_mb": 1, "_env_file": None}
        async with running(api, data, Ears(), **given) as office:  # type: ignore[arg-type]
            made = Stage(api, office, data, log, group, an, other, binh)
            await answer(api, api.text(group, an, "/batdau Họp {no} {{ r.title }} '; --"))
            await answer(api, api.text(other, binh, "/batdau Họp kín"))
            api.text(other, binh, f"{SECRET} một")
            await made.quiet()
            office.doors["telegram"].most_a_minute = None  # the table is longer than a minute
            for number, row in enumerate(TEXTS):
                made.texts[row.name] = api.text(group, an, row.text)
                # nobody types so much in a second; an app that cuts a long text does
                api.waiting[-1]["message"]["date"] += 2 * number
            await made.quiet()
            for number, tap in enumerate(TAPS):
                tap_id = f"tap {number}"
                shown = {"message_id": 1, "date": 0, "chat": group.json}
                query = {"id": tap_id, "from": an, "message": shown, "data": tap}
                api.queries.add(tap_id)
                api.post({"callback_query": query | {"chat_instance": "1"}})
            before = made.rows(_RECORD)
            await made.quiet()
            assert made.rows(_RECORD) == before, "a forged button has changed the record"
            for call in api.called("answerCallbackQuery"):
                made.toasts[call.params["callback_query_id"]] = call.params.get("text", "")
            yield made


@dataclass
class Hooked:
    """The webhook, and what came through it."""

    hook: Hook
    arrived: list[Incoming]
    log: StringIO


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hooked(log: StringIO) -> AsyncIterator[Hooked]:
    arrived: list[Incoming] = []

    async def receive(incoming: Incoming) -> None:
        arrived.append(incoming)

    async with BotApi(TOKEN) as api, served(api, lambda door: door.run(receive)) as hook:
        yield Hooked(hook, arrived, log)


_RECORD = (
    "SELECT m.id, m.title, m.closed_at, m.chair_id, l.text, l.tag, l.deleted, l.state "
    "FROM meetings m LEFT JOIN lines l ON l.meeting_id = m.id ORDER BY m.id, l.id"
)


# --- what is said -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """A message, and the text of the line that it must become."""

    name: str
    text: str
    kept: str | None  #: None: nothing was said, so there is no line


def same(name: str, text: str) -> Said:
    return Said(name, text, text)


ZALGO = "Z" + "\u0301\u0327\u0300" * 900 + "algo"
TEXTS = [
    same("HTML", "<b>Đậm</b> <script>alert(1)</script> <img src=x onerror=alert(1)>"),
    same("HTML entities", "&lt;b&gt; &amp; &#60; &#x3c; &nbsp; &bogus;"),
    same("Markdown", "*đậm* _nghiêng_ `mã` [x](http://a.vn) ~~gạch~~ ||ẩn||"),
    same("MarkdownV2", r"\_\*\[\]\(\)\~\`\>\#\+\-\=\|\{\}\.\! \\"),
    same("links of Telegram", "tg://user?id=1 https://t.me/joinchat/x tg://resolve?domain=a"),
    same("links with code", "javascript:alert(1) data:text/html,<b>x</b>"),
    Said("text turned round", "Chi \u202e000.01\u202c đồng", "Chi 000.01 đồng"),
    Said("isolates", "\u2066Giá\u2069 \u2067một\u2069 \u2068hai\u2069", "Giá một hai"),
    Said("directional marks", "A\u200e\u200f\u061cB \u202a\u202bC\u202d", "AB C"),
    Said("letters of no width", "Thố\u200bng nh\u2060ất\ufeff", "Thống nhất"),
    Said("soft hyphens", "Thống\xad nhất\xad", "Thống nhất"),
    Said("hidden tags", "Đồng ý\U000e0001\U000e0068\U000e0069\U000e007f", "Đồng ý"),
    Said("hidden bytes", "Đồng ý\U000e0100\U000e01ef", "Đồng ý"),
    Said("notes between the lines", "\ufff9a\ufffab\ufffb", "ab"),
    Said("control characters", "a\x00b\x01c\x08d\x1be\x7ff\x80g\x9fh", "abcdefgh"),
    Said("colours of a terminal", "\x1b[31mđỏ\x1b[0m \x1b]0;tên\x07", "[31mđỏ[0m ]0;tên"),
    Said("half characters", "a\ud800b\udfffc", "abc"),
    Said("half characters, turned round", "\udc00\ud800x", "x"),
    Said("no characters", "\ufffe\uffffkhông", "không"),
    Said("our own marks", "\ue0001,2\ue001Giao việc\ue002", "1,2Giao việc"),
    Said("characters of somebody's own", "\uf8ff\U000f0000x\U0010ffff", "x"),
    Said("every way to end a row", "M\r\nH\rB\u2028B\x85N\x0bS\u2029T\x0c", "M\nH\nB\nB\nN\nS\nT"),
    Said("no-break space", "A\xa0B", "A B"),
    same("tabs", "A\tB\t\tC"),
    same("4096 characters", ("Câu số một. " * 400)[:4095] + "."),
    same("4096 units of emoji", "😀" * 2048),
    same("a very long word", "Ă" * 4000),
    Said("heaps of marks", ZALGO, unicodedata.normalize("NFC", ZALGO)),
    Said("letters in pieces", unicodedata.normalize("NFD", "Thống nhất ử"), "Thống nhất ử"),
    same("a family", "👨‍👩‍👧‍👦 ❤️ 🇻🇳 👍🏽 họp"),
    same("Arabic and Hebrew", "مرحبا بالعالم, שלום, họp"),
    same("digits of others", "٣ ngày, ５ ngày, ² ngày, Ⅳ"),
    same("letters that look alike", "Кết luận Рhòng Α"),
    Said("nothing but space", " \n\t\u3000 ", None),
    Said("nothing but marks of direction", "\u200f\u200e\u061c\u202e", None),
    Said("nothing but joiners", "\u200d\u200c\ufe0f", None),
    Said("nothing but fillers", "\u3164\uffa0\u115f\u2800", None),
    same("one of our own cards", "#5 · Nguyễn Văn An · Kết luận\nGiao hết cho Phòng A"),
    same("one of our own answers", phrases.TOAST_OLD),
    same("a row of the log", "Xong\n2026-01-01T00:00:00 ERROR bot.conversation.app: giả"),
    same("forms of Python", "{no} {text} {0.__class__} {0[0]} %s %d %(x)s %n {} {{}}"),
    same("forms of a shell", "$(reboot) `id` ${HOME} ; rm -rf / | cat & \\ \\n"),
    same("Jinja", "{{ r.__class__ }} {% for x in r %} {# chú #} {{7*7}} {%- raw -%}"),
    same("docxtpl", "{_{ r }_} {_% x %_} {%p if x %} {%tr endfor %} {{r x}}"),
    same("braces left open", "{{ {% {# }} %} #} {{{ }}}"),
    same("XML of Word", "</w:t></w:r></w:p><w:p><w:r><w:t>chèn</w:t>"),
    same("XML", "]]> <!-- x --> <![CDATA[ y ]]> <?xml version='1.0'?> &quot;"),
    same("SQL", "'; DROP TABLE lines;--"),
    same("more SQL", "\" OR 1=1; ATTACH DATABASE '/tmp/x' AS y; %_* MATCH NEAR("),
    same("JSON", '{"update_id": 1, "message": null, "do": "file", "path": "/etc/passwd"}'),
    same("paths", "../../etc/passwd C:\\Windows\\System32 file:///etc/passwd \\\\a\\b"),
    same("a formula", "=cmd|' /C calc'!A0"),
    same("signs without end", "!" * 4000 + "a"),
    same("brackets without end", "(" * 4096),
    same("dashes without end", "-" * 4096),
    same("hashes without end", "#" * 4096),
    same("spaces within", "a" + " " * 4000 + "b"),
    same("quotes", "“”‘’\"'\u00ab\u00bb ´`"),
]
# A document has its own way with the ends and beginnings of a row
_NOT_VERBATIM = {"dashes without end", "every way to end a row", "tabs", "spaces within"}


@pytest.mark.parametrize("row", TEXTS, ids=lambda row: row.name)
async def test_what_is_said_becomes_a_line_word_for_word(stage: Stage, row: Said) -> None:
    message = stage.texts[row.name]
    assert stage.line_of(message) == row.kept
    assert bool(stage.api.reaction(message)) == (row.kept is not None)
    if row.kept is not None:
        (number,) = stage.rows(
            "SELECT no FROM lines WHERE meeting_id = 1 AND message_id = ?",
            str(message["message_id"]),
        )[0]
        shown = stage.api.text(stage.group, stage.an, f"/dong {number}")
        await answer(stage.api, shown)
        await stage.quiet()
        said = "".join(
            one["text"] for one in stage.api.replies_to(shown) + stage.api.sent(stage.group)[-2:]
        )
        assert row.kept.strip()[:2000] in said
    assert stage.errors() == []


async def test_the_document_says_it_word_for_word(stage: Stage) -> None:
    count = stage.rows("SELECT max(no) FROM lines WHERE meeting_id = 1")[0][0]
    await answer(stage.api, stage.api.text(stage.group, stage.an, f"/ketluan 1-{count}"))
    for command in ("/baocao", "/bienban chitiet", "/thongbao"):
        before = len(stage.api.called("sendDocument"))
        stage.api.text(stage.group, stage.an, command)
        await eventually(lambda n=before: len(stage.api.called("sendDocument")) > n)  # type: ignore[misc]
        await stage.quiet()
        sent = [m for m in stage.api.sent(stage.group) if "document" in m][-1]
        data = stage.api.files[sent["document"]["file_id"]]
        paragraphs = [p.text for p in docx.Document(BytesIO(data)).paragraphs]
        whole = "\n".join(paragraphs)
        for row in TEXTS:
            if row.kept is None or row.name in _NOT_VERBATIM:
                continue
            for part in row.kept.split("\n"):
                # a star or a dash in front begins a row of a list, which the layout marks itself;
                # a conclusion is a sentence, with a capital
                words = part.strip(" .;,:").lstrip("*-")
                as_sentence = words[:1].upper() + words[1:]
                assert words in whole or as_sentence in whole, (command, row.name)
        assert "\ue000" not in whole
    assert stage.errors() == []


# --- commands -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Order:
    """A command, and what the answer must say; None: it is left to somebody else."""

    text: str
    answer: str | None


NUMBERS = " ".join(map(str, range(1, 1000)))
ORDERS = [
    Order("/", "Không có lệnh nào như vậy"),
    Order("/@tenbot", "Không có lệnh nào như vậy"),
    Order("/ketluan@botkhac 1", None),
    Order("/<script>", "Không có lệnh nào như vậy"),
    Order("/dong -1", ""),
    Order("/dong 0", "Không có dòng #0"),
    Order("/dong 99999999999999999999", ""),
    Order("/dong 999999999999999999", "Không có dòng #999999999999999999"),
    Order("/dong ٣", ""),
    Order("/dong 1-999999999", ""),
    Order(f"/dong {NUMBERS}", ""),
    Order(f"/dong {'1' * 4090}", ""),
    Order("/dong trang 999999", ""),
    Order("/dong trang 99999999999999999999", ""),
    Order("/dong {kind} %s", "{kind} %s"),
    Order("/xem 0", about_rights.NO_SUCH_MEETING.format(no=0)),
    Order("/xem 2", about_rights.NO_SUCH_MEETING.format(no=2)),
    Order("/xem ²", about_history.USE_VIEW),
    Order("/xem 999999999999", about_history.USE_VIEW),
    Order("/xem 1; DROP TABLE meetings", about_history.USE_VIEW),
    Order("/sua 1e9", about_lines.USE_EDIT),
    Order("/sua 0 không", ""),
    Order("/sua 999999999999 không", ""),
    Order("/xoa 99999999999999999999", ""),
    Order("/xoa 900-999999999999999999", ""),
    Order("/khoiphuc 1-999999999999999999", ""),
    Order("/botag -5", ""),
    Order("/xyzw 1 2", "Không có lệnh /xyzw"),
    Order("/ketluan " + "!" * 4000 + "a", "Đã ghi"),
    Order("/ketluan " + "9" * 4000, ""),
    Order("/ykien ${x} {no}", "${x} {no}"),
    Order("/dungroi 1e400", ""),
    Order("/huy 99999", ""),
    Order("/cheptiep 1;2", ""),
    Order("/baocao ²", ""),
    Order("/baocao 99999999999", ""),
    Order("/baocao 2", about_rights.NO_SUCH_MEETING.format(no=2)),
    Order("/baocao ../../2", about_rights.NO_SUCH_MEETING.format(no=2)),
    Order("/thongtin 2\nđịa điểm: đây", about_rights.NO_SUCH_MEETING.format(no=2)),
    Order("/thongtin x\n" + " " * 4000 + "\n.", ""),
    Order("/thongtin " + "a" * 4000, ""),
    Order("/thongtin " + ":" * 4000, ""),
    Order("/thongtin " + "tên: x; " * 400, ""),
    Order("/nguon 9.9.9.9", ""),
    Order("/nguon " + "9" * 4000, ""),
    Order("/duthao 999999", ""),
    Order("/duthao cuộc họp 2", about_rights.NO_SUCH_MEETING.format(no=2)),
    Order("/hoilai 99999999999999999999", ""),
    Order("/hoilai 1;2", ""),
    Order("/goiy 2", about_rights.NO_SUCH_MEETING.format(no=2)),
    Order("/goiy ' OR 1=1", "/goiy"),
    Order("/goiy 99999999999999999999", "/goiy"),
    Order("/lichsu 999999999999", about_history.USE_HISTORY),
    Order("/lichsu ' OR 1=1", about_history.USE_HISTORY),
    Order("/lichsu 9999", about_history.USE_HISTORY),
    Order("/lichsu 0000", about_history.USE_HISTORY),
    Order("/tim x den:9999", ""),
    Order("/tim x den:31/12/9999", ""),
    Order("/thongke 2", about_rights.NO_SUCH_MEETING.format(no=2)),
    Order("/thongke ²", "/thongke 4"),
    Order("/thongke " + "1" * 4000, "/thongke 4"),
    Order("/toi " + "x" * 4000, about_meeting.NAME_TOO_LONG),
    Order("/toi \u202e\u200b", ""),
    Order("/batdau " + "x" * 4000, ""),
    Order("/thuky @{no}", ""),
    Order("/thuky ' OR 1=1 --", ""),
    Order("/chutri %s%s%s", ""),
    Order("/trinh ' OR 1=1 --", "Tôi không hiểu “'”"),
    Order("/trinh 99999999999999999999", "Tôi không hiểu"),
    Order("/duyet {0}", "Tôi không hiểu"),
    Order("/tralai <b>{no}</b>", "Không có dự thảo nào đang trình"),
    Order("/layykien cuộc họp 2", about_rights.NO_SUCH_MEETING.format(no=2)),
    Order("/gopy " + "%s" * 1000, "Không có dự thảo nào đang lấy ý kiến"),
    Order("/dongy 2", "Không có dự thảo nào đang lấy ý kiến"),
    Order("/quyen ketluan {0}", about_rights.USE_RIGHTS),
    Order("/tudien " + "a" * 4000, ""),
    Order("/tudien " + "A-B, " * 800, ""),
    Order("/tudien xoa %' OR '1'='1", ""),
    Order("/mau ../../etc/passwd", ""),
    Order("/thanhphan 2", about_rights.NO_SUCH_MEETING.format(no=2)),
    Order("/thanhphan xoa " + "9" * 4000, ""),
    Order("/thanhphan vang " + "1" * 4000 + " {no}", ""),
    Order("/thanhphan vang 1 {0} %s {{ r }}", ""),
    Order("/thanhphan sua 1 =HYPERLINK('x') - {no} - %s", ""),
    Order("/thanhphan Nguyễn Văn " + "A" * 4000, ""),
    Order("/thanhphan " + "Lê Hà, " * 500, ""),
    Order("/thanhphan " + "(" * 4000, ""),
    Order("/thanhphan ' OR 1=1 --", ""),
    Order("/xoacuochop 2", about_rights.NO_SUCH_MEETING.format(no=2)),
    Order("/start payload=<script>{no}", "/batdau"),
    Order("/" + "k" * 4000, ""),
    Order("/ketluan" + "1" * 4000, ""),
    Order("/" + "é" * 4000 + "!", ""),
]


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: order.text[:30])
async def test_a_command_is_answered_at_once(stage: Stage, order: Order) -> None:
    asked = stage.api.text(stage.group, stage.an, order.text)
    if order.answer is None:
        await stage.quiet()
        assert stage.api.replies_to(asked) == []
    else:
        said = (await eventually(lambda: stage.api.replies_to(asked)))[0]
        assert order.answer in said.get("text", ""), said
        assert about_trouble.BUG[:20] not in said.get("text", "")
        await stage.quiet()
    shown = " ".join(one.get("text", "") for one in stage.api.sent(stage.group))
    assert SECRET not in shown
    assert stage.errors() == []


# --- buttons ------------------------------------------------------------------------------------

_WRONG = ("0", "-1", "999", "99999999999999999999", "٩٩٩", "1e3", "abc", "", "1 OR 1=1", "{0}")
_ROLL = ("roll", "rollfile", "rollall", "rollsame", "rollapart", "rollback", "rolluse")
_BEHIND = {
    "roll": ":1",
    "rollall": ":9",
    "rollsame": ":1:2",
    "rollapart": ":1:2",
    "rollback": ":1",
    "rolluse": ":1",
    "tag": ":ketluan",
    "term": ":x",
    "page": ":tatca:1",
    "view": ":1",
    "source": ":1.1",
    **dict.fromkeys(("sugback", "askback"), ":1"),
    **dict.fromkeys(("sugall", "sugpage", "sugtake", "sugno"), f":0:{0:016x}"),
    **dict.fromkeys(("askright", "askwhole", "askuse", "askkeep"), f":{0:016x}"),
}
_BEHIND |= {"tasks": ":1", "task": ":1", "taskall": ":0:1", "taskedit": ":1", "taskok": ":1:0"}
_BEHIND |= {"taskline": ":1:0", "taskdrop": ":1", "taskdone": ":1", "taskback": ":1"}
_OF_DRAFTS = ("submit", "approve", "return", "noremark", "withdraw", "hash")
_OF_READERS = ("agree", "comment", "remark")
_OF_LINES = (
    *("sugtake", "sugno", "askhear", "askmend", "askright", "askwhole", "askback", "askuse"),
    "askkeep",
)
_OF_MEETINGS = (
    *("sugall", "sugpage", "sugback", "asks", "askmore"),
    *("page", "view", "report", "reopen", "drafts", "file", "stats", "erase", "keep", "chair"),
    *("sources", "source", "rv"),
    *_ROLL,
    *task_buttons.TAPS,
)
_ODD = (
    *("", ":", ":::::", "x" * 64, "tag", "tag:1", "tag:1:", "tag:1:ketluan\x00", "TAG:1:ketluan"),
    *("page:1:tatca", "page:1:'; --:1", "page:1:tatca:x", "delete:1:2:3:4:5:6"),
    *(
        "report:2:3:4",
        "history",
        "history:x",
        "history:2026-01-01:x:1",
        "history:1:2:3:4",
        "chair:1:99",
        "chair:1:-1",
    ),
    *("rv:x", "rv:2:nghelai", "rv:2:x:1", "rv:2:ten:1:spell:0", "rv:2:thieu:1:fill:co_quan"),
    *("rv:2:chuathe:1:tag:1:ketluan", "rv:2:chuathe:1:skip:1", "rv:2:ykien:1:conclude:1", "rv"),
    *("\ud800:1", "__class__:1", "_tag:1:ketluan", "say:1", "source:1:" + "9" * 54),
)


def _taps() -> Iterator[str]:
    """Every kind of button with the number of another chat's line or meeting, and with none."""
    for kind in (*ON_LINE, *_OF_LINES):
        yield from (f"{kind}:{number}{_BEHIND.get(kind, '')}" for number in ("1", *_WRONG))
    for kind in (*_OF_DRAFTS, *_OF_READERS):
        yield from (f"{kind}:{number}" for number in ("1", *_WRONG))
    for kind in _OF_MEETINGS:
        yield from (f"{kind}:{number}{_BEHIND.get(kind, '')}" for number in ("2", *_WRONG))
    yield from _ODD


TAPS = list(dict.fromkeys(_taps()))


async def test_a_forged_button_says_that_it_is_old_and_does_nothing(stage: Stage) -> None:
    told = {tap: stage.toasts.get(f"tap {number}") for number, tap in enumerate(TAPS)}
    assert {tap: toast for tap, toast in told.items() if toast != phrases.TOAST_OLD} == {}


async def test_a_page_that_there_is_not_is_the_last_one(stage: Stage) -> None:
    for number in ("0", "-1", "999", "99999999999999999999"):
        shown = await answer(stage.api, stage.api.text(stage.group, stage.an, "/lichsu"))
        query = {"id": f"page {number}", "from": stage.an, "message": shown}
        stage.api.queries.add(query["id"])
        query |= {"data": f"history:{number}", "chat_instance": "1"}
        stage.api.post({"callback_query": query})
    await stage.quiet()
    assert not stage.api.queries
    assert stage.errors() == []


# --- updates ------------------------------------------------------------------------------------

_NOBODY = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
_HUGE = 10**30
_numbers = itertools.count(5000)


def _message(**fields: object) -> Json:
    return {
        "message": {"message_id": next(_numbers), "date": 1_800_000_000, "text": "lạ", **fields}
    }


# name -> an update without its number, and the text of the line that it becomes, if any: what can
# be read of it is kept;
# GROUP and AN stand for the chat and the person
GROUP, AN = {"id": "GROUP"}, {"id": "AN"}
UPDATES: dict[str, tuple[Json, str | None]] = {
    "nothing": ({}, None),
    "a kind of next year": ({"telepathy": {"text": "lạ"}}, None),
    "a message that is none": ({"message": None}, None),
    "a message that is a list": ({"message": []}, None),
    "a message that is a text": ({"message": "lạ"}, None),
    "a message without anything": ({"message": {}}, None),
    "no chat": (_message(**{"from": AN}), None),
    "no sender": (_message(chat=GROUP), None),
    "no date": ({"message": {"message_id": 1, "chat": GROUP, "from": AN, "text": "lạ"}}, None),
    "a text that is a number": (_message(chat=GROUP, **{"from": AN}, text=5), None),
    "a text that is a list": (_message(chat=GROUP, **{"from": AN}, text=["lạ"]), None),
    "a text that is an object": (_message(chat=GROUP, **{"from": AN}, text={"a": 1}), None),
    "an id that is a text": (_message(chat=GROUP, **{"from": AN}, message_id="5000"), None),
    "an id that is an object": (_message(chat=GROUP, **{"from": AN}, message_id={}), None),
    "a chat that is a number": (_message(chat=5, **{"from": AN}), None),
    "a chat's id that is a path": (
        _message(chat={"id": "../1", "type": "group"}, **{"from": AN}),
        None,
    ),
    "a chat of no kind": (_message(chat={"id": -5}, **{"from": AN}), None),
    "a sender that is a text": (_message(chat=GROUP, **{"from": "An"}), None),
    "a sender's id that is a text": (
        _message(chat=GROUP, **{"from": {"id": "x", "is_bot": False, "first_name": "A"}}),
        None,
    ),
    "a name that is a number": (
        _message(chat=GROUP, **{"from": {"id": 77, "is_bot": False, "first_name": 5}}),
        "lạ",
    ),
    "a date that is a text": (_message(chat=GROUP, **{"from": AN}, date="hôm nay"), None),
    "a date beyond all time": (_message(chat=GROUP, **{"from": AN}, date=_HUGE), None),
    "a date before all time": (_message(chat=GROUP, **{"from": AN}, date=-(10**12)), None),
    "a voice note that is a text": (_message(chat=GROUP, **{"from": AN}, voice="x"), "lạ"),
    "a file without an id": (
        _message(chat=GROUP, **{"from": AN}, document={"file_name": 5}),
        "lạ",
    ),
    "a channel's post": ({"channel_post": {"message_id": 1, "date": 1, "chat": GROUP}}, None),
    "another bot": (
        _message(chat=GROUP, **{"from": {"id": 9, "is_bot": True, "first_name": "Bot"}}),
        None,
    ),
    "somebody came": (
        {
            "message": {
                **_message(chat=GROUP, **{"from": AN}, new_chat_members=[AN])["message"],
                "text": None,
            }
        },
        None,
    ),
    "a new title": (
        _message(chat=GROUP, **{"from": AN}, text=None, new_chat_title="{no}<b>"),
        None,
    ),
    "a pinned message": (
        _message(
            chat=GROUP,
            **{"from": AN},
            text=None,
            pinned_message={"message_id": 1, "date": 0, "chat": GROUP},
        ),
        None,
    ),
    "an edit of what nobody said": (
        {
            "edited_message": {
                "message_id": 99_999,
                "date": 1,
                "chat": GROUP,
                "from": AN,
                "edit_date": 2,
                "text": "lạ",
            }
        },
        None,
    ),
    "a tap without a message": (
        {"callback_query": {"id": "x", "from": AN, "chat_instance": "1", "data": "tag:1:ketluan"}},
        None,
    ),
    "a tap on what was sent inline": (
        {
            "callback_query": {
                "id": "x",
                "from": AN,
                "chat_instance": "1",
                "data": "tag:1:ketluan",
                "inline_message_id": "y",
            }
        },
        None,
    ),
    "a tap on a game": (
        {
            "callback_query": {
                "id": "x",
                "from": AN,
                "chat_instance": "1",
                "game_short_name": "y",
                "message": {"message_id": 1, "date": 0, "chat": GROUP},
            }
        },
        None,
    ),
    "a move that is a text": (_message(chat=GROUP, **{"from": AN}, migrate_to_chat_id="-1"), "lạ"),
    "a length without end": (
        _message(chat=GROUP, **{"from": AN}, voice={"file_id": "x", "duration": float("inf")}),
        "lạ",
    ),
    "a reply to a list": (
        _message(chat=GROUP, **{"from": AN}, reply_to_message=[1, 2]),
        "lạ",
    ),
    "1970": (_message(chat=GROUP, **{"from": AN}, text="năm 1970", date=1), "năm 1970"),
    "2100": (
        _message(chat=GROUP, **{"from": AN}, text="năm 2100", date=4_102_444_800),
        "năm 2100",
    ),
    "a huge id": (
        _message(chat=GROUP, **{"from": AN}, text="số lớn", message_id=2**52),
        "số lớn",
    ),
    "an administrator without a name": (
        _message(chat=GROUP, **{"from": _NOBODY}, sender_chat=GROUP, text="ẩn danh"),
        "ẩn danh",
    ),
    "a signature of half characters": (
        _message(
            chat=GROUP,
            **{"from": _NOBODY},
            sender_chat=GROUP,
            text="ký lạ",
            author_signature="A\ud800",
        ),
        "ký lạ",
    ),
    "a hidden author of half characters": (
        _message(
            chat=GROUP,
            **{"from": AN},
            text="chuyển lạ",
            forward_origin={"type": "hidden_user", "date": 1, "sender_user_name": "\udc00B"},
        ),
        "chuyển lạ",
    ),
    "an author of a kind of next year": (
        _message(
            chat=GROUP,
            **{"from": AN},
            text="chuyển nữa",
            forward_origin={"type": "ghost", "date": 1},
        ),
        "chuyển nữa",
    ),
    "a name that shows nothing": (
        _message(
            chat=GROUP,
            text="không tên",
            **{"from": {"id": 78, "is_bot": False, "first_name": "\u3164", "username": "\u200b"}},
        ),
        "không tên",
    ),
    "a field that there is not": (
        _message(chat=GROUP, **{"from": AN}, text="thêm", constructor={"a": 1}, __class__="x"),
        "thêm",
    ),
    "entities outside of the text": (
        _message(
            chat=GROUP,
            **{"from": AN},
            text="chỉ mục",
            entities=[
                {"type": "text_mention", "offset": -5, "length": 10**9, "user": AN},
                {"type": "bold", "offset": 99, "length": 99},
            ],
        ),
        "chỉ mục",
    ),
}


@pytest.mark.parametrize("name", UPDATES)
async def test_an_odd_update_stops_nothing(stage: Stage, name: str) -> None:
    update, line = UPDATES[name]
    before = stage.rows("SELECT count(*) FROM lines")[0][0]
    stage.api.post(_filled(update, {"GROUP": stage.group.json, "AN": stage.an}))
    after = stage.api.text(stage.other, stage.binh, "/lichsu")
    await answer(stage.api, after)
    await stage.quiet()
    found = stage.rows("SELECT text FROM lines ORDER BY id DESC LIMIT 1")[0][0]
    count = stage.rows("SELECT count(*) FROM lines")[0][0]
    assert (count - before, found == line) == ((1, True) if line else (0, False))
    assert stage.rows("SELECT count(*) FROM inbox WHERE handled_at IS NULL") == [(0,)]
    assert stage.errors() == []


def _filled(value: Any, names: Json) -> Any:
    if isinstance(value, dict):
        return (
            names.get(value.get("id", ""), None)
            if value in (GROUP, AN)
            else {key: _filled(one, names) for key, one in value.items()}
        )
    return [_filled(one, names) for one in value] if isinstance(value, list) else value


async def test_of_a_hundred_updates_one_is_broken_and_one_comes_twice(stage: Stage) -> None:
    before = stage.rows("SELECT count(*) FROM lines")[0][0]
    for n in range(100):
        if n == 50:
            stage.api.post(_message(chat=None))
        stage.api.text(stage.group, stage.an, f"ý thứ {n}")
    again = dict(stage.api.waiting[10])
    stage.api.waiting.append(again)
    stage.api.waiting.append({**again, "update_id": 5, "message": {**again["message"]}})
    await stage.quiet()
    assert stage.rows("SELECT count(*) FROM lines")[0][0] == before + 100
    # numbers that begin anew (Telegram's do, after a quiet week) are taken too
    stage.api.waiting.append(
        {
            "update_id": 6,
            **_filled(
                _message(chat=GROUP, **{"from": AN}, text="số mới", message_id=9001),
                {"GROUP": stage.group.json, "AN": stage.an},
            ),
        }
    )
    stage.api.wake()
    await stage.quiet()
    assert stage.rows("SELECT count(*) FROM lines")[0][0] == before + 101
    assert stage.errors() == []


async def test_a_chat_does_not_become_one_that_others_have_met_in(stage: Stage) -> None:
    before = stage.rows("SELECT * FROM chats ORDER BY id"), stage.rows(_RECORD)
    for moved_to in (stage.other.id, stage.group.id):
        stage.post({"migrate_to_chat_id": moved_to})
    await stage.quiet()
    assert (stage.rows("SELECT * FROM chats ORDER BY id"), stage.rows(_RECORD)) == before
    assert any("is said to be another one" in row for row in stage.errors())
    said = await answer(stage.api, stage.api.text(stage.group, stage.an, "/lichsu"))
    assert "Họp kín" not in said["text"]
    stage.forget_log()


# --- files --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sent:
    """A file, as the update describes it; what it holds; what the bot must say of it."""

    name: str
    kind: str
    about: Json
    says: str
    data: bytes = b"xin ch\xc3\xa0o"


HEARD = "xin chào"
OGG = {"mime_type": "audio/ogg"}
LARGE = "Tệp lớn quá 1 MB"
FILES = [
    *(
        Sent(
            f"called {name[:24]!a}",
            "document",
            {"file_name": name, "mime_type": "audio/ogg"},
            HEARD,
        )
        for name in (
            "../../../etc/cron.d/x.ogg",
            "/etc/passwd",
            "..",
            "C:\\Windows\\x.ogg",
            "a\x00b.ogg",
            "x" * 5000 + ".ogg",
            "CON.ogg",
            "aux",
            "ghi\u202egpj.exe",
            "{no}%s.ogg",
            "<b>x</b>.ogg",
            "'; DROP TABLE lines.ogg",
            "a\nb.ogg",
            "x.ogg/../../y",
            ".ogg",
            "",
        )
    ),
    Sent("no name", "document", {"mime_type": "audio/ogg"}, HEARD),
    Sent("nothing is known of it", "document", {}, HEARD),
    Sent(
        "a picture that says it is sound",
        "document",
        {"file_name": "a.png", "mime_type": "audio/png"},
        HEARD,
    ),
    Sent(
        "sound that says it is a picture",
        "document",
        {"file_name": "a.ogg", "mime_type": "image/png"},
        about_things.PICTURE,
    ),
    Sent(
        "a program",
        "document",
        {"file_name": "a.exe", "mime_type": "application/x-msdownload"},
        about_things.OTHER_FILE,
    ),
    Sent(
        "Word that says it is sound",
        "document",
        {"file_name": "a.docx", "mime_type": "audio/ogg"},
        HEARD,
    ),
    Sent("a kind of a megabyte", "document", {"mime_type": "x/" * 5000}, about_things.OTHER_FILE),
    Sent("no size", "voice", {"duration": 3, "file_size": None}, HEARD),
    Sent("a size of nothing", "voice", {"duration": 3, "file_size": 0}, HEARD),
    Sent("a size below nothing", "voice", {"duration": 3, "file_size": -5}, HEARD),
    Sent("a size of a terabyte", "voice", {"duration": 3, "file_size": 2**40}, HEARD),
    Sent("more than it says", "voice", {"duration": 3, "file_size": 5}, LARGE, b"x" * 1_000_001),
    Sent("no length", "voice", {"duration": 0}, HEARD),
    Sent("a length below nothing", "voice", {"duration": -10}, HEARD),
    Sent("a length of a lifetime", "voice", {"duration": 2**31 - 1}, "đã chép"),
]


@pytest.mark.parametrize("row", FILES, ids=lambda row: row.name)
async def test_a_file_is_what_it_holds_and_stays_in_its_place(stage: Stage, row: Sent) -> None:
    file = stage.api.file(row.data)
    sent = stage.post({row.kind: {k: v for k, v in (file | row.about).items() if v is not None}})
    before = {path for path in stage.data.rglob("*") if path.is_file()}
    card = await answer(stage.api, sent)
    await eventually(lambda: phrases.WAITING not in card["text"])
    await stage.quiet()
    assert row.says in card["text"]
    new = {path for path in stage.data.rglob("*") if path.is_file()} - before
    assert all(path.is_relative_to(stage.data / "audio") for path in new)
    assert all(len(path.name) < 80 for path in new)
    assert stage.errors() == []


# What a Bot API server that somebody has taken over may say of a file
PATHS = (
    *("/etc/hostname", "../../../../../etc/hostname", "file:///etc/hostname", "{decoy}/x"),
    *("//{host}/x", "@{host}/x", "?x=1#y", "a\r\nHost: b\r\n\r\n", "\x00", "%2e%2e/%2fx", "."),
)


@pytest.mark.parametrize("path", PATHS, ids=ascii)
async def test_a_files_path_leads_nowhere_else(
    stage: Stage, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.post.fetching.LONGEST_REST", 0.5)
    asked: list[bytes] = []

    async def decoy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.read(1000))
        writer.close()

    server = await asyncio.start_server(decoy, "127.0.0.1", 0)
    host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    file = stage.api.file(HEARD.encode(), duration=3)
    stage.api.paths[file["file_id"]] = path.format(host=host, decoy=f"http://{host}")
    stage.forget_log()
    before = {path for path in stage.data.rglob("*") if path.is_file()}
    card = await answer(stage.api, stage.post({"voice": file}))
    log = stage.log.getvalue
    await eventually(lambda: "try 1 failed" in log() or "⚠" in card["text"])
    new = {path for path in stage.data.rglob("*") if path.is_file()} - before
    assert [path for path in new if not path.name.startswith(".incoming")] == []
    assert asked == []
    assert TOKEN.partition(":")[2] not in log()
    server.close()
    # once the server is its own master again, nothing is lost
    del stage.api.paths[file["file_id"]]
    if phrases.WAITING not in card["text"]:
        stage.api.tap(card, "Chép lại", stage.an)
    await eventually(lambda: HEARD in card["text"])
    await stage.quiet()
    assert stage.errors() == []


# --- templates ----------------------------------------------------------------------------------

REFUSED = "Chưa dùng được mẫu bao_cao.docx"
WORDS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a zip bomb": (hostile_words.bomb, REFUSED),
    "a zip bomb that lies": (hostile_words.bomb_that_lies, REFUSED),
    "zips in zips": (hostile_words.nested, REFUSED),
    "half a file": (hostile_words.half, REFUSED),
    "nothing": (lambda: b"", REFUSED),
    "a program": (lambda: b"MZ" + bytes(1000), REFUSED),
    "a picture elsewhere": (lambda: hostile_words.linked('TargetMode="External"'), REFUSED),
    "the same with spaces": (lambda: hostile_words.linked("TargetMode  =  'External'"), REFUSED),
    "the same spelt": (lambda: hostile_words.linked('TargetMode="&#69;xternal"'), REFUSED),
    "the same in UTF-16": (hostile_words.linked_in_utf_16, REFUSED),
    "macros": (hostile_words.macros, REFUSED),
    "a billion laughs": (hostile_words.laughs, REFUSED),
    "code": (lambda: hostile_words.runs_code("r.__class__.__mro__"), REFUSED),
    "code by format": (
        lambda: hostile_words.runs_code("'{0.__class__.__mro__}'.format(r)"),
        REFUSED,
    ),
    "code by a name": (lambda: hostile_words.runs_code("cycler.__init__.__globals__"), REFUSED),
    "all memory": (lambda: hostile_words.runs_code("'x' * 10**10"), REFUSED),
}


@pytest.mark.parametrize("name", WORDS)
async def test_a_template_that_does_harm_is_refused(stage: Stage, name: str) -> None:
    make, says = WORDS[name]
    said = await sent_template(stage, make())
    assert says in said
    assert "Mẫu đang dùng vẫn như cũ" in said
    assert not list((stage.data / "templates").rglob("*.docx"))
    assert stage.errors() == []


async def sent_template(stage: Stage, data: bytes) -> str:
    """What the bot says of a Word file that is sent with /mau baocao."""
    before = len(stage.api.sent(stage.group))
    file = stage.api.file(data, file_name="../mau.docx", mime_type="application/x")
    stage.post({"document": file, "caption": "/mau baocao"})
    await stage.quiet()
    (said,) = stage.api.sent(stage.group)[before:]
    assert isinstance(said["text"], str)
    return said["text"]


async def test_a_template_without_end_is_refused(stage: Stage) -> None:
    stage.office.reports.seconds_to_try = 1.0
    assert REFUSED in await sent_template(stage, hostile_words.very_long())
    assert stage.errors() == []


@pytest.mark.parametrize(
    "make",
    [hostile_words.outside, hostile_words.tricky_paths, hostile_words.linked_template],
)
async def test_of_a_template_only_what_is_harmless_is_used(
    stage: Stage, make: Callable[[], bytes]
) -> None:
    before = set(Path("/tmp").glob("hostile-was-*"))
    await sent_template(stage, make())
    stage.api.text(stage.group, stage.an, "/baocao")
    await stage.quiet()
    made = stage.data / "documents" / "1"
    newest = max(made.glob("*.docx"), key=lambda path: path.stat().st_mtime)
    with zipfile.ZipFile(newest) as file:
        assert not [name for name in file.namelist() if ".." in name or name.startswith("/")]
        assert not [name for name in file.namelist() if b"root:" in file.read(name)]
        assert not [name for name in file.namelist() if b"192.0.2.1" in file.read(name)]
    assert set(Path("/tmp").glob("hostile-was-*")) == before
    assert not Path("/etc/hostile").exists()
    stage.api.text(stage.group, stage.an, "/mau goc")
    await stage.quiet()
    for kept in (stage.data / "templates").rglob("*.docx"):
        kept.unlink()
    assert stage.errors() == []


# --- names, and what the house says of itself ---------------------------------------------------


async def test_names_and_facts_come_out_word_for_word(stage: Stage) -> None:
    odd = stage.api.person("<b>{no}</b> {{ r }}", "'; DROP TABLE people;-- %s")
    name = "<b>{no}</b> {{ r }} '; DROP TABLE people;-- %s"
    room = stage.api.room("private", "{{ r.__class__ }}")
    await answer(stage.api, stage.api.text(room, odd, "/batdau {0} <i> {{ r.title }} {_% x"))
    typed = stage.api.text(room, odd, "Lời của {name} <b>")
    for text in (
        "/thongtin\nđịa điểm: {place} {{ r.venue }} <b>\ncơ quan: A & B {_{ \"'\nký hiệu: {}%s",
        "/ketluan 1",
        "/tudien {no}, {{ r }}",
        "/dong",
    ):
        asked = stage.api.text(room, odd, text)
        await answer(stage.api, asked)
    shown = stage.api.replies_to(asked)[0]["text"]
    assert f"#1 · {name}" in shown
    assert "Lời của {name} <b>" in shown
    stage.api.text(room, odd, "/bienban chitiet chuthich")
    await stage.quiet()
    sent = [m for m in stage.api.sent(room) if "document" in m][-1]
    data = stage.api.files[sent["document"]["file_id"]]
    with zipfile.ZipFile(BytesIO(data)) as file:
        assert "DROP TABLE people" in file.read("word/comments.xml").decode()
    document = docx.Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    whole = " ".join([*(p.text for p in document.paragraphs), *cells]).replace("\n", " ")
    for words in (
        "{0} <i> {{ r.title }} {_% x",
        "{place} {{ r.venue }} <b>",
        "Lời của {name} <b>",
        "<b>{no}</b> {{ r }}",
    ):
        assert words in whole, words
    assert "A & B {_{ \"'".upper() in whole.upper()
    assert stage.api.reaction(typed)
    assert stage.errors() == []


async def test_no_secret_has_come_out(stage: Stage) -> None:
    """After the whole table: in no answer, log record, file, or part of a document."""
    await stage.quiet()
    private = TOKEN.partition(":")[2]
    said = [json.dumps(call.params, ensure_ascii=False) for call in stage.api.calls]
    assert not [text for text in said if private in text]
    assert private not in stage.log.getvalue()
    for path in stage.data.rglob("*"):
        if not path.is_file():
            continue
        assert private.encode() not in path.read_bytes()
        if path.suffix == ".docx" and "documents" in path.parts:
            with zipfile.ZipFile(path) as file:
                assert not [n for n in file.namelist() if private.encode() in file.read(n)]
    shown = " ".join(one.get("text", "") for one in stage.api.sent(stage.group))
    assert SECRET not in shown
    assert stage.rows("SELECT error FROM inbox WHERE error != ''") == []
    assert stage.rows("PRAGMA integrity_check") == [("ok",)]
    assert stage.rows("SELECT text FROM lines WHERE meeting_id = 2") == [(f"{SECRET} một",)]


# --- too much, and by those it is not for -------------------------------------------------------


async def test_a_thousand_messages_of_one_person_are_told_once_and_others_go_on(
    tmp_path: Path,
) -> None:
    async with BotApi(TOKEN) as api:
        group, an, binh = api.room("group", "Phòng A"), api.person("An"), api.person("Bình")
        async with running(api, tmp_path / "data", Ear(), _env_file=None) as office:  # type: ignore[arg-type]
            await answer(api, api.text(group, an, "/batdau Họp"))
            for n in range(1000):
                api.text(group, an, f"tin {n}")
            last = api.text(group, binh, "Ý kiến của tôi")
            await eventually(lambda: api.reaction(last))
            await office.post.settle()
            told = [m["text"] for m in api.sent(group) if "gửi hơn 300 tin" in m["text"]]
            assert len(told) == 1
            assert len(api.sent(group)) == 2
        with closing(sqlite3.connect(tmp_path / "data" / DATABASE)) as db:
            assert db.execute("SELECT count(*) FROM lines").fetchone() == (300,)


async def test_of_a_stranger_nothing_is_kept(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with BotApi(TOKEN) as api:
        group = api.room("group", "Nhóm của Kẻ-Lạ")
        ours, stranger = api.room("group", "Phòng A"), api.person("Kẻ-Lạ", "Mặt")
        given = {"allowed_chats": str(ours.id), "_env_file": None}
        async with running(api, data, Ear(), **given) as office:  # type: ignore[arg-type]
            first = api.text(group, stranger, "/batdau Kẻ-Lạ họp")
            for text in ("Kẻ-Lạ nói", "/lichsu", "/xem 1"):
                api.text(group, stranger, text)
            api.say(group, stranger, {"voice": api.file(b"x", duration=3), "caption": "Kẻ-Lạ"})
            api.say(group, stranger, {"migrate_to_chat_id": ours.id})
            api.say(group, stranger, {"migrate_to_chat_id": -100999})
            query = {"id": "q1", "from": stranger, "message": first, "data": "tag:1:Kẻ-Lạ"}
            api.post({"callback_query": {**query, "chat_instance": "1"}})
            await eventually(lambda: not api.waiting)
            await office.settle()
        (said,) = api.sent(group)
        assert "chỉ phục vụ" in said["text"]
    kept = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert "Kẻ-Lạ".encode() not in kept
    assert b"100999" not in kept


# --- the webhook --------------------------------------------------------------------------------

# what a call shows, and the status that it gets; test_webhook.py has the plain ones
RIGHT = {HEADER: HOOK_SECRET}
CALLS: dict[str, tuple[bytes, dict[str, str], int]] = {
    "no secret and no body": (b"", {}, 403),
    "the secret in small letters": (b'{"update_id": 1}', {HEADER.lower(): HOOK_SECRET}, 200),
    "the secret twice": (b'{"update_id": 1}', {HEADER: f"{HOOK_SECRET},{HOOK_SECRET}"}, 403),
    "the secret in another header": (b'{"update_id": 1}', {"Authorization": HOOK_SECRET}, 403),
    "no body": (b"", RIGHT, 400),
    "ten megabytes": (b" " * 10_000_000, RIGHT, 400),
    "a gzip bomb": (gzip.compress(b" " * 50_000_000), RIGHT | {"Content-Encoding": "gzip"}, 400),
    "another kind": (b'{"update_id": 1}', RIGHT | {"Content-Type": "text/html"}, 200),
    "a form": (b"update_id=1", RIGHT | {"Content-Type": "application/x-www-form-urlencoded"}, 400),
    "depth": (b"[" * 100_000, RIGHT, 400),
    "depth that ends": (b"[" * 100_000 + b"]" * 100_000, RIGHT, 400),
    "depth of objects": (b'{"message":' * 50_000 + b"1" + b"}" * 50_000, RIGHT, 400),
    "depth within a message": (
        b'{"update_id": 1, "message": ' + b'{"reply_to_message": ' * 300 + b"1" + b"}" * 301,
        RIGHT,
        200,
    ),
    "a huge number": (b'{"update_id": ' + b"9" * 5000 + b"}", RIGHT, 400),
    "a large number": (b'{"update_id": ' + b"9" * 4000 + b"}", RIGHT, 200),
    "no number": (b'{"update_id": NaN, "message": Infinity}', RIGHT, 200),
    "the same key twice": (b'{"update_id": 1, "update_id": 2}', RIGHT, 200),
    "no UTF-8": (b'{"update_id": 1, "message": "\xff\xfe"}', RIGHT, 400),
    "null": (b"null", RIGHT, 200),
    "a list": (b"[1, 2]", RIGHT, 200),
    "a text": (b'"x"', RIGHT, 200),
}


@pytest.mark.parametrize("name", CALLS)
async def test_a_forged_call_of_the_webhook(hooked: Hooked, name: str) -> None:
    body, headers, status = CALLS[name]
    try:
        answered = await hooked.hook.client.post(
            hooked.hook.address, content=body, headers=headers, timeout=PATIENCE
        )
    except httpx.TransportError:  # it hangs up before it has heard all
        assert len(body) > 1_000_000
    else:
        assert answered.status_code == status
        assert HOOK_SECRET not in answered.text + str(answered.headers)
    assert hooked.arrived == []
    assert HOOK_SECRET not in hooked.log.getvalue()


@pytest.mark.parametrize(
    "head",
    [
        b"GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
        b"POST /telegram/cua-sau/../x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
        b"POST /telegram/cua-sau%00 HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
        b"POST /telegram/cua-sau HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST /telegram/cua-sau HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999\r\n\r\n",
        b"POST /telegram/cua-sau HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n",
        b"POST /telegram/cua-sau HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffff\r\nx",
        b"POST /telegram/cua-sau HTTP/1.1\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(100) + b"\r\n\r\n",
        b"DELETE /telegram/cua-sau HTTP/9.9\r\n\r\n",
    ],
    ids=lambda head: ascii(head[:40]),
)
async def test_what_is_hardly_http_is_turned_away(hooked: Hooked, head: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", hooked.hook.port)
    writer.write(head)
    with contextlib.suppress(ConnectionError):
        await writer.drain()
        first = await asyncio.wait_for(reader.readline(), PATIENCE)
        assert first == b"" or first.split()[1] in (b"400", b"403", b"404", b"405", b"413")
    writer.close()
    assert hooked.arrived == []


async def test_a_slow_caller_holds_up_nobody(hooked: Hooked) -> None:
    slow = []
    for _ in range(100):
        _, writer = await asyncio.open_connection("127.0.0.1", hooked.hook.port)
        writer.write(b"POST /telegram/cua-sau HTTP/1.1\r\nHost: ")
        slow.append(writer)
    assert await asyncio.wait_for(hooked.hook.bring({"update_id": 1}), PATIENCE) == 200
    for writer in slow:
        writer.close()


async def test_a_caller_that_stays_slow_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foundation.http.FOR_A_PLATFORM", Limits(patience=0.2))

    async def nothing(body: object) -> None: ...

    async with serving(
        ("127.0.0.1", 0), "https://a.vn/x", "s", nothing, header=HEADER, setting="X"
    ) as port:
        for sent in (b"POST /x HTT", b"POST /x HTTP/1.1\r\nContent-Length: 9\r\n\r\nab"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(sent)
            said = await asyncio.wait_for(reader.read(), PATIENCE)
            assert said == b"" or said.startswith(b"HTTP/1.1 400")
            writer.close()
