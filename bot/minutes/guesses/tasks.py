"""Tasks in conclusions: who does what by when, where the words say so plainly.

Nothing is read into a line: who, what and when are its own words, and where it is not certain
who is meant, or whether it is an order at all, there is no task.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from bot.minutes.arranging import sentences
from bot.minutes.model import Line
from bot.minutes.rules import sort_lines
from bot.minutes.typed.deadlines import read_deadline
from bot.minutes.typed.marks import rows_apart, split_mark
from bot.minutes.typed.names import looks_like_name
from bot.minutes.typed.spoken_numbers import NUMBER
from bot.minutes.typed.words import fold, one_line


@dataclass(frozen=True)
class TaskGuess:
    """``who`` and ``due`` are words of the line, never read into it; ``due`` may be empty."""

    what: str
    who: str
    due: str = ""
    line: int = 0  #: the number of the line that says so; 0: somebody has added it


# "Giao Phòng Kế hoạch | chủ trì, …": the words with which what they shall do begins. In small
# letters only: "Phòng Tổ chức" is a name
_DOING = (
    "chủ trì|phối hợp|hoàn thiện|hoàn thành|xây dựng|rà soát|tổng hợp|tham mưu|triển khai|báo cáo"
    "|chuẩn bị|thực hiện|tổ chức|đề xuất|trình|soạn thảo|dự thảo|kiểm tra|theo dõi|đôn đốc"
    "|hướng dẫn|cập nhật|đăng tải|gửi|lập|bố trí|liên hệ|làm việc|thông báo|tiếp tục|khẩn trương"
    "|tập trung|nghiên cứu|bổ sung|chỉnh sửa|sửa|khắc phục|giải quyết|xử lý|tuyên truyền"
    "|tăng cường|cung cấp|mua|thanh toán|quyết toán|nghiệm thu|bàn giao|khảo sát|đánh giá"
    "|thống kê|kê khai|làm|nộp|ban hành|công bố|phân công|ký|thẩm định|hoàn tất|viết|soạn|cân đối"
    "|rà lại|xác minh|vận động"
)
# Who can be given a task: a unit or a person by title, and at least one word more
_UNIT = (
    "Phòng|Ban|Sở|Văn phòng|Chi cục|Trung tâm|Thanh tra|Tổ|Đội|Công ty|Chi nhánh|Ủy ban|UBND|Hội"
    "|Đoàn|Trường|Bệnh viện|Thư viện|Bảo tàng|Vụ|Cục|Viện|Xã|Phường|đồng chí|đ/c|ông|bà"
    "|các|lãnh đạo|bộ phận|thủ trưởng|đơn vị|cơ quan|chuyên viên|công chức|cán bộ|anh|chị|cô|thầy"
    "|Công an|Trạm|Ấp|Thôn|Khu phố|VP"
)
# What only begins like one: "đề nghị ban hành kế hoạch", "yêu cầu phòng, chống dịch"
_NO_UNIT = (
    r"(?:ban hành|bàn giao|tổ chức|hội thảo|hội nghị|hội họp|đoàn kết|trường hợp|sở hữu|cục bộ"
    r"|phòng,? (?:chống|ngừa|cháy|bệnh|dịch|hộ)|đội ngũ|anh em"
    r"|các (?:nhiệm vụ|nội dung|công việc|giải pháp|biện pháp|ý kiến|vấn đề|việc|hồ sơ))(?!\w)"
)
# Units that need no further word
_ALONE = "Văn phòng|Thanh tra|thư ký|ban thư ký|văn thư|kế toán|thủ quỹ|Thường trực|UBND|VP"
# Alone first: what «Văn phòng | chuẩn bị …, gửi …» is to do begins with the first such word
_WHO = rf"(?!(?i:{_NO_UNIT}))((?i:{_ALONE})|(?i:{_UNIT})\s+[^\s:;][^:;]{{0,80}}?)"
_NAME = r"((?:\w+\s+){1,5}?\w+)"  # «Nguyễn Văn An»
_ORDER = (
    r"(?i:đề nghị|yêu cầu|giao|phân công)\s+(?:(?i:(?:nhiệm vụ|trách nhiệm|việc)\s+)?(?i:cho)\s+)?"
)
_MUST = r"\s+(?:(?:có|chịu) trách nhiệm\s+)?"
_GIVEN = re.compile(rf"{_ORDER}(?:{_WHO}|{_NAME}){_MUST}(?=(?:{_DOING})\b)")
_SUBJECT = re.compile(rf"{_WHO}{_MUST}(?=(?:{_DOING})\b)")
_NAMED = re.compile(rf"{_WHO}\s*:\s+(?=\S)")  # «Phòng Kế hoạch: hoàn thành …»
_HEAD = re.compile(
    rf"(?:{_ORDER})?{_WHO}(?:\s+(?:tập trung |khẩn trương )?(?:thực hiện|triển khai)?"
    r"(?:\s*(?:một số|các))?(?:\s*(?:nhiệm vụ|nội dung|công việc|việc))?(?:\s*sau(?: đây)?)?)?\s*:$"
)
_ORDERED = re.compile(r"(?i:đề nghị|yêu cầu|giao|phân công)\b")
_BEGINS = re.compile(rf"(?i:{_DOING})\b")
# What turns a task into its opposite, or leaves open who is meant
_NOT_SO = re.compile(
    r"(?<!\w)(không|chưa|đừng|chớ|dừng|ngừng|thôi|hạn chế|hoãn|hủy|huỷ|bỏ|miễn|nếu|nên|cần|phải|sẽ"
    r"|đã|nghiêm túc|xem xét|tuần|tháng|năm|ngày|quý)(?!\w)",
    re.IGNORECASE,
)
# A sentence that may take back what the one beside it orders
_TAKES_BACK = re.compile(
    r"(?:nếu|trừ|trường hợp|riêng|tạm|hoãn|dừng|ngừng|hủy|huỷ|chưa|rút|thôi)(?!\w)", re.IGNORECASE
)
# «Giao Phòng A rà soát, Phòng B tổng hợp»: two, and nobody knows by when the first
_TWO_UNITS = re.compile(rf",\s+(?!(?i:{_NO_UNIT}))(?:{_UNIT})\s[^,;]*?\s(?:{_DOING})\b")
_TOGETHER = re.compile(r"(?<!\w)(?:phối hợp|cùng|với|cho|của|gửi)(?!\w)")
_IF = re.compile(r"(?<!\w)(?:nếu|khi cần|tùy|tuỳ)(?!\w)", re.IGNORECASE)
_TOLD = re.compile(r"(?<!\w)(?:đã|đang|vừa|mới|được|còn|chưa|không)(?!\w)", re.IGNORECASE)
# «Ban Quản lý chợ di dời các hộ, | báo cáo»: what stands before the comma is no name
_UNFINISHED = re.compile(r"(?:,|\sđể|\svà|\srồi)$")
_MOST_WORDS = 12
_LEAST_WORDS = 3  # of what a unit does that no order stands before
_ALSO = re.compile(rf"{_WHO}\s+phối hợp(?:\s+thực hiện)?")  # «…; Phòng B phối hợp»
_CLAUSE = re.compile(r"\s*;\s*|\s*,\s*(?:và\s+|đồng thời\s+)?(?=(?:giao|phân công)\s)")

# --- when -----------------------------------------------------------------------------------------

_LEAD = re.compile(
    r"(?:^|(?<=[\s,(]))(?P<lead>(?:xong |hoan thanh )?(?:truoc|trc)|cham nhat|muon nhat"
    r"|tre nhat|han chot"
    r"|thoi han|han|den het|het|trong|khong qua|vao|tu(?= (?:ngay )?\d| nay (?:cho )?den)"
    r"|(?:cuoi|dau|giua) (?=thang \d|quy (?:\d|i|v)|(?:thang|tuan|quy) (?:nay|sau|toi))"
    r"|(?P<weak>cuoi|dau|giua|ngay|thu|chu nhat))\b"
)
_OF_WHAT = re.compile(r"\b(?:so lieu|ket qua|ton|du|so ket|tong ket|ky|thoi diem|hop|hoi nghi)$")
# Before one of the weak words: «tổng kết cuối năm» is no deadline, «xong cuối năm» is
_MAY_FOLLOW = re.compile(r"(?:,|\b(?:hoan thanh|xong|trinh|gui|nop))$")
_LOOSE = re.compile(
    r"[\s,]*\b((?:truoc|cham nhat(?: la| vao| den)?|muon nhat(?: la| vao)?|xong truoc|den het|het"
    r"|trong)\s+(?:(?:ngay|thang|quy|tuan|nam|thu|cuoi|dau|giua|hom nay|tet|dip)\b|\d)[^,;.]*"
    r"|trong thoi gian (?:som nhat|toi))\s*[.;]?\s*$"
)
# «…, hoàn thành | trước 15/12»: a verb that only says that it ends is of the time
_BARE_VERB = re.compile(
    r"(?:\s*[,;]\s*|\s+(?=(?:và|rồi|để|phải)\s)|\s+(?=hoàn (?:thành|tất)))"
    r"((?:(?:và|rồi|để|phải|cần|phấn đấu|tập trung|khẩn trương|bảo đảm|đảm bảo|cơ bản|sớm)\s+)*"
    r"(?:xong|hoàn thành|hoàn tất|kết thúc)(?:\s+(?:dứt điểm|xong))?)$",
    re.IGNORECASE,
)
_PUSHED = re.compile(r"(?:phấn đấu|tập trung|khẩn trương|bảo đảm|đảm bảo|cơ bản)$", re.IGNORECASE)
# «trong tuần | đầu tháng 12», «trong 10 ngày | cuối năm»: the phrase is whole, or it says less
_SAME_PHRASE = re.compile(
    rf"(?:^|(?<=[\s,(]))(?:(?:trong|truoc|vao|het|den|khoang|vong)\s+)*"
    rf"(?:{NUMBER}\s+)?(?:tuan|ngay|nua|thang|quy)(?:\s+le)?(?:\s+thu\s+\w+)?$"
)
_LABEL = re.compile(r"(?:thời hạn|hạn chót|hạn)\s*:\s*", re.IGNORECASE)
_ANY_DAY = date(2024, 1, 1)  # a Monday, with every day of the year before it


def is_deadline(words: str) -> bool:
    """Whether words name a day, said on some day."""
    return read_deadline(words, _ANY_DAY) is not None


def split_due(text: str, start: int = 0) -> tuple[str, str]:
    """A sentence without its deadline, and the deadline; empty where it has none at its end.

    >>> split_due("hoàn thành báo cáo, xong trước 30/11.")
    ('hoàn thành báo cáo', 'xong trước 30/11')
    """
    text = text.rstrip(" .;")
    inside = text.endswith(")") and "(" in text
    folded = fold(text)
    for lead in _LEAD.finditer(folded, start):
        at = lead.start("lead")
        before = folded[:at].rstrip()
        of_period = folded[at:].startswith(("cuoi", "dau", "giua"))
        whole = _SAME_PHRASE.search(before, start) if of_period else None
        if whole:
            return _never_cut(text[: whole.start()], text[whole.start() :], start)
        if lead["weak"] and not _MAY_FOLLOW.search(before):
            continue
        if of_period and _OF_WHAT.search(before):
            continue
        words = text[at:]
        if inside and before.endswith("("):
            words = words[:-1]
        if is_deadline(words):
            return _never_cut(text[:at], words, start)
    before, _, last = text[start:].rpartition(",")
    if before and is_deadline(last):  # «…, 30/11»
        return _never_cut(text[: start + len(before)], last, start)
    loose = _LOOSE.search(folded, start)
    if loose:
        return _never_cut(text[: loose.start()], text[loose.start(1) : loose.end(1)], start)
    return text.rstrip(" ,;"), ""


def _never_cut(what: str, due: str, start: int) -> tuple[str, str]:
    """What is to be done and by when, each with its own verbs."""
    what, due = what.rstrip(" ,;:(-–"), due.strip(" :")
    done = re.match(r"hoàn thành\s+", due, re.IGNORECASE)
    whole = f"{what} {done[0].strip()}".lstrip() if done else what
    late = due[done.end() :] if done else due
    verb = _BARE_VERB.search(whole, start)
    before = whole[: verb.start()] if verb else ""
    if verb and before[start:].strip() and not _PUSHED.search(before):
        return before, f"{re.sub(r'^(?:và|rồi) ', '', verb[1])} {late}"
    return whole, late


# --- who and what ---------------------------------------------------------------------------------


def tasks_of(lines: Iterable[Line]) -> tuple[TaskGuess, ...]:
    """The tasks that the conclusions of a meeting give, in the meeting's order."""
    return tuple(
        task for line in sort_lines(lines).conclusions for task in read_tasks(line.text, line.no)
    )


def read_tasks(text: str, line: int = 0) -> tuple[TaskGuess, ...]:
    """The tasks that a conclusion gives: its sentences, its rows under a head, its clauses; none
    where that is not certain.

    >>> read_tasks("Giao Phòng Nghiệp vụ hoàn thiện phần thu âm trước ngày 30/11.", 9)[0].due
    'Trước ngày 30/11'
    >>> [task.who for task in read_tasks("Giao Phòng A lập kế hoạch; giao Phòng B báo cáo.")]
    ['Phòng A', 'Phòng B']
    """
    found: list[TaskGuess] = []
    who, ordered = "", False
    for typed in (part for row in text.split("\n") for part in rows_apart(one_line(row))):
        row = split_mark(typed)[1].removesuffix("./.").rstrip()
        if row.endswith(":"):
            who, ordered = _read_head(row, ordered)
        elif who and _BEGINS.match(row):
            found += _for_one(row.rstrip(" ;."), who)
        else:
            found += _of_row(row, ordered=ordered)
    return tuple(dict.fromkeys(_written(task, line) for task in found))


def _written(task: TaskGuess, line: int) -> TaskGuess:
    due = _LABEL.sub("", task.due)
    return TaskGuess(_capital(task.what), _capital(task.who), _capital(due), line)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _read_head(row: str, ordered: bool) -> tuple[str, bool]:
    """Of a row that ends with a colon: who is to do the rows below, and whether they are orders."""
    gives = bool(_ORDERED.match(row))
    head = _HEAD.match(row)
    if head and (gives or ordered) and _is_certain(head[1]):
        return head[1].strip(" ,"), True
    return "", gives


def _is_certain(who: str) -> bool:
    return not (_NOT_SO.search(who) or _UNFINISHED.search(who)) and len(who.split()) <= _MOST_WORDS


def _for_one(row: str, who: str) -> list[TaskGuess]:
    """A row below the head that says who."""
    what, due = split_due(row)
    return [TaskGuess(what, who, due)] if what and not _IF.search(what) else []


def _of_row(row: str, *, ordered: bool) -> list[TaskGuess]:
    """The tasks of a row that stands for itself.

    Args:
        ordered: the rows below this head are orders; a unit and what it does is enough.
    """
    found: list[TaskGuess] = []
    said = sentences(row)
    if any(_TAKES_BACK.match(sentence) for sentence in said):
        return []
    for sentence in said:
        if found and not found[-1].due and is_deadline(sentence):
            found[-1] = replace(found[-1], due=sentence.rstrip(" ."))
        elif not sentence.endswith("?"):
            found += _of_sentence(sentence, ordered=ordered)
    return found


def _of_sentence(sentence: str, *, ordered: bool) -> list[TaskGuess]:
    """The tasks of its clauses; none where one of them is not understood."""
    found: list[TaskGuess] = []
    for clause in _clauses(sentence):
        if found and _ALSO.fullmatch(clause):
            found[-1] = replace(found[-1], what=f"{found[-1].what}; {clause}")
            continue
        task = _of_clause(clause, ordered=ordered or bool(found), first=not found)
        last = found[-1] if found else None
        if task:
            found.append(task)
        elif last and not last.due and is_deadline(clause):
            found[-1] = replace(last, due=clause)
        elif last and _BEGINS.match(clause):
            what, due = split_due(clause)
            if last.due:
                found.append(TaskGuess(what, last.who, due))
            else:  # one after the other, by one day
                found[-1] = replace(last, what=f"{last.what}; {what}", due=due)
        else:
            return []
    return found


def _clauses(sentence: str) -> list[str]:
    first, *rest = _CLAUSE.split(sentence.rstrip(" .;"))
    if rest and is_deadline(first):  # «Trước ngày 30/11, giao Phòng A …»
        return [f"{first}, {rest[0]}", *rest[1:]]
    return [first, *rest]


def _of_clause(clause: str, *, ordered: bool, first: bool) -> TaskGuess | None:
    """The task of a clause: an order, or a unit and what it does by when."""
    when, clause = _due_first(clause)
    given = _GIVEN.match(clause)
    found = given or _SUBJECT.match(clause) or _NAMED.match(clause)
    if not found:
        return None
    who = next(group for group in found.groups() if group).strip()
    if not _is_certain(who) or (given and given[2] and not looks_like_name(who)):
        return None
    what, due = split_due(clause[found.end() :])
    if not what or _IF.search(what) or (when and due):
        return None
    if _TWO_UNITS.search(what) and not _TOGETHER.search(what):
        return None
    due = when or due
    if given:
        return TaskGuess(what, who, due)
    if found.re is _NAMED and not _BEGINS.match(what) and not (ordered and first):
        return None
    if ordered:
        return TaskGuess(what, who, due) if first or len(what.split()) >= _LEAST_WORDS else None
    plain = is_deadline(due) and not fold(due).startswith(("trong", "het", "den het"))
    return TaskGuess(what, who, due) if plain and not _TOLD.search(what) else None


_BEGINNING = re.compile(rf"(?:{_ORDER})|(?!(?i:{_NO_UNIT}))(?i:{_UNIT})\s")


def _due_first(clause: str) -> tuple[str, str]:
    """``Trước ngày 30/11, Phòng A …``: the deadline, and what comes behind it."""
    lead = _LEAD.match(fold(clause))
    if not lead or lead["weak"]:
        return "", clause
    for begins in _BEGINNING.finditer(clause, lead.end()):
        when = clause[: begins.start()].strip(" ,:")
        if is_deadline(when):
            return when, clause[begins.start() :]
    return "", clause
