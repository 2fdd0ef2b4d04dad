"""What the documents say, held against the program."""

from __future__ import annotations

import importlib
import pkgutil
import re
import unicodedata
from itertools import takewhile
from pathlib import Path

import pytest
import yaml

import benchmarks
from bot import __main__, watch
from bot.clerk import lists, pictures, templates
from bot.conversation.attendance import lists as people_lists
from bot.conversation.lines import choosing
from bot.conversation.topics import COMMANDS
from bot.daily import upkeep
from bot.doors.telegram import TelegramDoor, administrators
from bot.messages import drafts as about_drafts
from bot.messages import lines as about_lines
from bot.messages import rights as about_rights
from bot.messages import trouble as about_trouble
from bot.minutes import Concluding
from bot.minutes.guesses import review
from bot.minutes.rights import RIGHTS, Act, Role, may
from bot.post import budget
from bot.report import package, pdf, reports, sheets
from bot.settings import PROJECT, Settings
from bot.speech import long
from bot.store import recordings
from bot.watch import LEAST_FREE
from foundation import aside, http
from tests.dialogs.talking import talking

DOCS = PROJECT / "docs"
SAFETY = (DOCS / "an-toan.md").read_text(encoding="utf-8")
SERVER = (DOCS / "cai-dat-may-chu.md").read_text(encoding="utf-8")
GUIDE = (DOCS / "huong-dan.md").read_text(encoding="utf-8")
DOCUMENTS = [PROJECT / "README.md", *sorted(DOCS.glob("*.md"))]

ROWS = {
    "nói, gõ thành dòng": Act.SPEAK,
    "mở cuộc họp": Act.OPEN,
    "xem dòng, dự thảo, nguồn, nghe ghi âm": Act.SEE,
    "lấy dự thảo mới": Act.DRAFT,
    "ghi tên của mình khi đang họp, tên chưa ai có (`/toi`)": Act.NAME,
    "tên người khác, tên còn nghi, tên sau `/ketthuc`; nhận lời chuyển tiếp": Act.IDENTIFY,
    "từ điển của nhóm": Act.TERMS,
    "lấy mã vào họp (`/moi`); đổi mã là việc như đóng, mở lại": Act.INVITE,
    "gắn, bỏ thẻ ý kiến, nội dung": Act.TAG,
    "gắn, bỏ thẻ kết luận": Act.CONCLUDE,
    "sửa, xoá, lấy lại, chép lại, dừng": Act.MEND,
    "đổi người nói, thứ tự, thêm dòng không ai gửi, gộp lời hai người": Act.ARRANGE,
    "thêm, sửa, xác nhận, bỏ nhiệm vụ, đặt nhắc hạn": Act.TASKS,
    "đóng, mở lại, điền `/thongtin`, `/thanhphan`": Act.STEER,
    "đổi mẫu Word": Act.TEMPLATES,
    "trình dự thảo, lấy ý kiến người dự": Act.SUBMIT,
    "duyệt, trả lại dự thảo đã trình (cả khi bấm ở khung chat riêng)": Act.APPROVE,
    "phân công thư ký, chủ trì, mở thẻ kết luận": Act.APPOINT,
    "xác nhận giọng của ai, cho mọi dòng của giọng ấy": Act.VOICES,
    "xoá hẳn cuộc họp": Act.ERASE,
}
COLUMNS = {
    "thư ký": {Role.SECRETARY, Role.MEMBER},
    "chủ trì": {Role.CHAIR, Role.MEMBER},
    "quản trị viên nhóm": {Role.ADMIN, Role.MEMBER},
    "người nói dòng đó": {Role.SPEAKER, Role.MEMBER},
    "người trong khung chat": {Role.MEMBER},
    "đã vào bằng mã": {Role.JOINED},
    "khách": {Role.GUEST},
}


def table(text: str, first: str) -> dict[str, dict[str, str]]:
    """The table whose first column is called so: row -> column -> cell."""
    rows = text[text.index(f"| {first} |") :].splitlines()
    cells = [
        [cell.strip() for cell in row.strip("| ").split(" | ")]
        for row in takewhile(lambda row: row.startswith("|"), rows)
    ]
    head, _, *body = cells
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in body}


def test_the_table_of_rights_is_that_of_the_program() -> None:
    shown = table(SAFETY, "việc")
    assert set(RIGHTS) == set(ROWS.values())
    assert shown.keys() == ROWS.keys()
    for row, act in ROWS.items():
        assert shown[row].keys() == COLUMNS.keys()
        for column, roles in COLUMNS.items():
            expected = "có" if may(act, roles) else "–"
            if may(act, roles, Concluding.ALL) != may(act, roles):
                expected = "khi mở"
            assert shown[row][column] == expected, f"{row}, {column}"


def default(name: str) -> str:
    return str(Settings.model_fields[name.lower()].default)


@pytest.mark.parametrize(
    ("row", "figures"),
    [
        ("tin của một người trong một phút", [default("MAX_MESSAGES_A_MINUTE")]),
        ("tệp ghi âm", [f"{float(default('MAX_AUDIO_MB')):g} MB"]),
        ("độ dài ghi âm", [f"{float(default('MAX_AUDIO_MINUTES')):g} phút"]),
        ("ghi âm dài cùng lúc", [str(long.TOGETHER)]),
        ("tin bot gửi vào một nhóm trong một phút", [str(TelegramDoor.most_a_minute)]),
        (
            "tin bot gửi qua Zalo trong một tháng",
            [default("ZALO_MONTHLY_MESSAGES"), f"{100 * budget.FEW:g}"],
        ),
        (
            "mẫu Word gửi lên",
            [f"{templates.MOST_BYTES // 10**6} MB", f"{package.MOST_BYTES // 10**6} MB"],
        ),
        (
            "danh sách gửi kèm `/thanhphan`",
            [
                f"{sheets.MAX_BYTES // 10**6} MB",
                f"{sheets.MAX_ROWS} dòng",
                f"{sheets.MAX_UNPACKED // 10**6} MB",
                f"{lists.SECONDS_TO_READ:g} giây",
                f"{lists.MEGABYTES_TO_READ} MB",
            ],
        ),
        (
            "vẽ hình của `/thongke`",
            [f"{pictures.SECONDS_TO_DRAW:g} giây", f"{pictures.MEGABYTES_TO_DRAW} MB"],
        ),
        (
            "làm một dự thảo từ mẫu",
            [f"{reports.SECONDS:g} giây", f"{reports.MEGABYTES} MB"],
        ),
        ("LibreOffice", [f"{pdf.Printer.__init__.__defaults__[0]:g} giây"]),  # type: ignore[index]
        (
            "mỗi lần Telegram gọi webhook",
            [
                f"{http.FOR_A_PLATFORM.body // 10**6} MB",
                f"{http.FOR_A_PLATFORM.patience:g} giây",
                f"{http.FOR_A_PLATFORM.connections} kết nối",
            ],
        ),
        (
            "mỗi lần hỏi `/healthz`, `/metrics`",
            [
                f"{http.FOR_A_LOOK.body // 1000} kB",
                f"{http.FOR_A_LOOK.patience:g} giây",
                f"{http.FOR_A_LOOK.connections} kết nối",
            ],
        ),
        (
            "ghi âm của một khung chat được tải về và xếp hàng",
            [str(recordings.MOST_OF_A_CHAT)],
        ),
        ("dòng một lệnh đổi được", [str(choosing.MOST_AT_ONCE), str(choosing.MOST_MERGED)]),
        ("người trong danh sách một cuộc họp", [str(people_lists.MOST_PEOPLE)]),
        ("tên chưa khai báo mà `/rasoat` so với nhau", [f"{review.MOST_NAMES} tên"]),
        (
            "việc đọc cả cuộc họp (rà soát, gợi ý, nhiệm vụ, số liệu, dự thảo)",
            [f"{aside.SECONDS:g} giây", f"{aside.MEGABYTES} MB"],
        ),
    ],
)
def test_the_limits_are_those_of_the_program(row: str, figures: list[str]) -> None:
    said = table(SAFETY, "giới hạn")[row]["bao nhiêu"]
    assert [figure for figure in figures if not re.search(rf"\b{figure}\b", said)] == []


def test_other_figures_are_those_of_the_program() -> None:
    assert f"bot nhớ {administrators.FRESH / 60:g} phút" in SAFETY
    assert f"mã nhận biết, tin lỗi: {upkeep.KEPT_POST.days} ngày" in SAFETY
    assert f"Đĩa còn dưới {watch.LEAST_FREE // 10**6} MB" in SERVER
    assert LEAST_FREE < 2e9, "the alert comes before the bot is not ready"
    assert __main__.LONGEST_STOP < 10, "Docker kills after ten seconds"


def test_what_the_bot_says_is_quoted_as_it_says_it() -> None:
    assert about_trouble.STRANGER.format(chat="-1001", person="1002") in SAFETY
    assert about_trouble.STRANGER.format(chat="-999", person="66") in GUIDE
    most = int(default("MAX_MESSAGES_A_MINUTE"))
    flood = about_trouble.FLOOD.format(name="An Nguyen", most=most, at="08:00:10")
    assert flood in GUIDE
    for sentence in (
        about_rights.WHO_IS_IT.format(command="thuky"),
        about_lines.RECORDED_WITHOUT_TAG.format(no=4),
        about_drafts.DRAFT_IN_ITS_CHAT.format(no=1),
        about_rights.NO_SUCH_MEETING.format(no=1),
        *about_rights.CONCLUDING_NOW.values(),
    ):
        assert sentence in GUIDE


def test_the_guide_knows_every_command() -> None:
    commands = {command.name for command in COMMANDS} - {"start"}
    assert [name for name in sorted(commands) if f"`/{name}" not in GUIDE] == []


# --- what is typed --------------------------------------------------------------------------------


def fenced(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_every_setting_that_a_document_names_is_one() -> None:
    settings = {name.upper() for name in Settings.model_fields}
    family = r"\b((?:TELEGRAM|ALLOWED|KEEP|MAX|WHISPER|LOG|WATCH|DATA|TEMPLATES)_[A-Z_]*[A-Z])\b"
    for path in DOCUMENTS:
        named = set(re.findall(family, path.read_text(encoding="utf-8")))
        assert named - settings == set(), path.name


def test_every_command_line_that_a_document_names_is_one() -> None:
    known = set(re.findall(r"^ {4}(\w+) ", __main__.parser().format_help(), re.MULTILINE))
    for path in DOCUMENTS:
        named = set(re.findall(r"python -m bot ([a-z]+)\b", path.read_text(encoding="utf-8")))
        assert named - known == set(), path.name
    assert "backup" in known


async def test_alerts_are_about_figures_that_the_bot_gives(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        figures = (await talk.office.watch.figures()).decode()
    given = set(re.findall(r"^# TYPE (\w+)", figures, re.MULTILINE)) | {"up"}
    scrape, rules = (yaml.safe_load(block) for block in fenced(SERVER, "yaml"))
    (job,) = scrape["scrape_configs"]
    alerts = rules["groups"][0]["rules"]
    assert len(alerts) > 5
    for alert in alerts:
        used = set(re.findall(r"\b(?:bienban_\w+|up)\b", alert["expr"]))
        assert used, alert["alert"]
        assert used <= given, alert["alert"]
    assert f'up{{job="{job["job_name"]}"}} == 0' in [alert["expr"] for alert in alerts]


# --- links ----------------------------------------------------------------------------------------


def anchor(heading: str) -> str:
    """As GitHub makes it of a heading."""
    plain = "".join(
        char
        for char in heading.strip().lower()
        if char in " -_" or unicodedata.category(char)[0] in "LMN"
    )
    return plain.replace(" ", "-")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?://)([^)\s]+)\)", text):
        file, _, part = target.partition("#")
        there = path.parent / file if file else path
        assert there.exists(), target
        if part:
            headings = re.findall(r"^#+ (.*)$", there.read_text(encoding="utf-8"), re.MULTILINE)
            assert part in map(anchor, headings), target


def test_the_benchmarks_find_what_they_measure() -> None:
    """They are run by hand, seldom: a room that moved must not be found out then."""
    for module in pkgutil.walk_packages(benchmarks.__path__, "benchmarks."):
        importlib.import_module(module.name)
