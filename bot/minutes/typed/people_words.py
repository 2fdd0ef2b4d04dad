"""The words of a list of people: what is a title, an office, a name, a heading, and what says who
came."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from bot.minutes.typed.calling import RANKS, without_call
from bot.minutes.typed.people import Presence
from bot.minutes.typed.signature import SURNAMES
from bot.minutes.typed.titles import is_short_post
from bot.minutes.typed.words import fold

_MAX_WORDS = 8  # of a name
_MAX_LETTERS = 200  # of a name and how somebody is called

# --- offices and names --------------------------------------------------------------------------

_TITLES = (
    "giám đốc", "tổng giám đốc", "phó giám đốc", "phó tổng", "phó chủ tịch", "phó trưởng",
    "phó phòng", "phó ban", "phó bí thư", "phó chánh", "phó viện", "phó cục", "phó vụ",
    "phó chi cục", "phó hiệu trưởng", "phó chủ nhiệm", "phó khoa", "phó thủ trưởng", "phó tổ",
    "phó đội", "phó văn phòng", "phó thủ tướng", "phó đoàn", "phó trạm", "quyền giám",
    "quyền trưởng", "quyền chủ", "quyền chánh", "nguyên giám", "nguyên phó", "nguyên trưởng",
    "nguyên chủ", "nguyên bí", "trưởng phòng", "trưởng ban", "trưởng khoa", "trưởng bộ",
    "trưởng đoàn", "trưởng công an", "trưởng trạm", "trưởng thôn", "trưởng ấp", "trưởng nhóm",
    "trưởng trung tâm", "trưởng văn phòng", "trưởng đại diện", "trưởng chi nhánh", "trưởng tiểu",
    "trưởng đài", "trưởng khối", "chủ tịch", "chủ nhiệm", "bí thư", "chánh văn phòng",
    "chánh thanh tra", "chánh án", "chuyên viên", "chuyên gia", "cán bộ", "công chức",
    "viên chức", "kế toán", "thủ quỹ", "văn thư", "thư ký", "ủy viên", "uỷ viên", "đại biểu",
    "đại diện", "lãnh đạo", "hiệu trưởng", "hiệu phó", "viện trưởng", "viện phó", "cục trưởng",
    "cục phó", "vụ trưởng", "vụ phó", "chi cục trưởng", "chi cục phó", "đội trưởng", "đội phó",
    "tổ trưởng", "tổ phó", "trạm trưởng", "bác sĩ", "bác sỹ", "y sĩ", "điều dưỡng", "giáo viên",
    "giảng viên", "kỹ sư", "kĩ sư", "kỹ thuật viên", "luật sư", "thẩm phán", "kiểm sát viên",
    "thanh tra viên", "điều tra viên", "nhân viên", "trợ lý", "thứ trưởng", "bộ trưởng",
    "tỉnh ủy viên", "tỉnh uỷ viên", "thành ủy viên", "thành uỷ viên", "huyện ủy viên",
    "thường trực", "thường vụ", "phụ trách", "biên tập viên", "phóng viên", "tổng biên tập",
    "tổng thư ký", "chỉ huy", "quản lý", "quản đốc", "điều phối viên", "cố vấn", "thành viên",
    "director", "manager", "ceo", "gđ", "pgđ", "tgđ", "ptgđ", "ptp", "cvp", "pcvp", "pct",
    "cv", "nv", "pbt", "ktt", "cvc", "btv", "pvp", "ptb", "pht", "q. giám", "q.giám",
    "phó gđ", "quyền gđ", "q. gđ", "q.gđ", "trưởng", "phó trưởng", "chánh", "phó chánh", "tham mưu",
    "chính ủy", "chính uỷ", "chính trị viên", "chỉ huy trưởng", "chỉ huy phó", "trung đoàn trưởng",
    "tiểu đoàn trưởng", "đại đội trưởng", "trung đội trưởng", "tiểu đội trưởng", "tư lệnh",
    "phó tư lệnh", "phó chỉ huy", "phó tham mưu", "trợ giảng", "hội trưởng", "hội phó",
    "thủ trưởng", "tổng thanh tra", "tổng kiểm toán", "kiểm toán", "thống kê", "địa chính",
    "tư pháp", "bảo vệ", "lái xe", "thủ kho", "tạp vụ", "cộng tác viên", "hướng dẫn viên",
    "tình nguyện viên", "huấn luyện viên", "trụ trì", "phó trụ trì", "quản hạt", "chánh xứ",
    "cha sở", "quyền chi", "chi hội", "hội viên", "đoàn viên", "đảng viên", "xã viên", "hội thẩm",
    "trọng tài", "chấp hành viên", "chủ doanh nghiệp", "chủ cơ sở", "chủ hộ", "hộ dân", "người dân",
    "nông dân", "sinh viên", "học sinh", "phụ huynh", "chủ nhà", "đại tướng", *RANKS,
)  # fmt: skip
# Of one syllable, or a name's own: said of a post only where marks, or what is behind, say so
_TITLES_MARKED = frozenset({"trưởng", "chánh", "cha", "sơ"})
_UNITS = (
    "sở", "phòng", "ban", "bộ", "cục", "chi cục", "tổng cục", "vụ", "viện", "trường", "trung tâm",
    "công ty", "cty", "tổng công ty", "tập đoàn", "văn phòng", "ubnd", "ủy ban", "uỷ ban", "hđnd",
    "hội", "mttq", "ubmttq", "mặt trận", "liên đoàn", "liên hiệp", "công đoàn", "đoàn thanh niên",
    "đoàn tncs", "đoàn công tác", "đoàn kiểm tra", "tỉnh đoàn", "đảng ủy", "đảng uỷ", "đảng bộ",
    "chi bộ", "tỉnh ủy", "tỉnh uỷ", "thành ủy", "thành uỷ", "huyện ủy", "huyện uỷ", "huyện", "xã",
    "phường", "thị trấn", "thị xã", "thành phố", "tỉnh", "quận", "thôn", "ấp", "khu", "công an",
    "bệnh viện", "trạm", "ngân hàng", "kho bạc", "tòa án", "toà án", "viện kiểm sát", "thanh tra",
    "báo", "đài", "khoa", "tổ", "bộ phận", "đội", "nhà máy", "xí nghiệp", "doanh nghiệp",
    "hợp tác xã", "htx", "hiệp hội", "câu lạc bộ", "quỹ", "đơn vị", "cơ quan", "bhxh",
    "bảo hiểm", "điện lực", "chi nhánh", "đại học", "cao đẳng", "học viện", "thpt", "thcs",
    "tp", "tp.", "tổ dân phố", "khu phố", "khóm", "làng", "bản", "giáo xứ", "chùa", "nhà thờ",
    "tu viện",
    "tổng đội", "hạt", "vườn quốc gia", "nhà xuất bản", "tạp chí", "tòa soạn", "toà soạn",
)  # fmt: skip
# Without their marks these may be somebody's name: "Vu Van An", "To Hoai"
_UNITS_MARKED = (
    "ban bộ cục vụ viện hội xã tổ báo đài khoa đội khu ấp quỹ sở huyện quận thôn hạt làng bản chùa"
    " tp"
)
_ACRONYM = re.compile(r"[A-ZĐƯÂÊÔĂƠ&.\d]{2,12}(?:\s+[A-ZĐƯÂÊÔĂƠ&.\d]{2,12}){0,3}")
_FAMILIES = frozenset(fold(name) for name in SURNAMES)

BRACKETS = re.compile(r"\(([^()]*)\)")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?")
_MIDDLE = ("thị", "văn", "thi", "van", "nữ", "bá", "hữu")  # "Nguyễn thị Hoa"
_NO_NAMES = "trưởng phó ông bà anh chị cô thầy có không và tên họ stt tt tổng cộng ghi chú dự"
_OLD_FONT = re.compile(r"[^\W\d_][¡-©«-´¶-¹»-¿]|[¡-©«-´¶-¹»-¿][^\W\d_]")  # TCVN3 in Unicode


def in_old_font(text: str) -> bool:
    """Whether words were written with a font of before Unicode: their letters are others."""
    return bool(_OLD_FONT.search(text))


def _is_plain(text: str) -> bool:
    """Whether it is typed without any Vietnamese marks."""
    return fold(text) == text.lower()


def _by_first(words: Iterable[str]) -> Mapping[str, list[str]]:
    """Words, or rows of words, by the first of each."""
    found: dict[str, list[str]] = {}
    for word in words:
        found.setdefault(word.split()[0], []).append(word)
    return found


class _Beginnings:
    """Words, or rows of words, with which a text may begin. Marks count, where it has any: Trương
    Văn Nam is no Trưởng."""

    def __init__(self, words: Iterable[str], marked: Iterable[str]) -> None:
        self._words = _by_first(words)
        plain = dict.fromkeys(fold(word) for word in words if word not in marked)
        self._plain = _by_first(plain)

    def begin(self, text: str) -> bool:
        words = self._plain if _is_plain(text) else self._words
        text = text.lower()
        first = text.split(maxsplit=1)[:1]
        if not first:
            return False
        known = (*words.get(first[0], ()), *words.get(first[0].rstrip(".,:;("), ()))
        return any(text.startswith(x) and not text[len(x) : len(x) + 1].isalpha() for x in known)


_AS_TITLES = _Beginnings(_TITLES, _TITLES_MARKED)
_AS_UNITS = _Beginnings(_UNITS, _UNITS_MARKED.split())


@lru_cache(maxsize=5_000)
def is_title(text: str) -> bool:
    """Whether words begin as what somebody is: ``Phó Giám đốc Sở``."""
    return _AS_TITLES.begin(text) or is_short_post(text)


@lru_cache(maxsize=5_000)
def is_unit(text: str) -> bool:
    """Whether words begin as an office's name: ``Sở Tài chính``, ``UBND tỉnh``, ``VNPT``."""
    if _AS_UNITS.begin(text):
        return not is_title(text)
    words = text.split()
    named = len(words) > 1 and is_family(words[0])  # "LÊ ĐĂNG KHOA"
    return bool(_ACRONYM.fullmatch(text)) and not named


@lru_cache(maxsize=5_000)
def is_name(text: str) -> bool:
    """Whether words may be a person's name, called or not.

    >>> is_name("Nguyễn Văn An"), is_name("Sở Tài chính"), is_name("Nguyễn Văn An báo cáo")
    (True, False, False)
    """
    if len(text) > _MAX_LETTERS:
        return False
    words = without_call(text)[1].split()
    joined = " ".join(words)
    if not 1 <= len(words) <= _MAX_WORDS or not all(_NAME_WORD.fullmatch(x) for x in words):
        return False
    if is_title(joined) or is_unit(joined) or absence(joined) or is_heading(joined):
        return False
    if not joined.isupper() and any(len(x) > 1 and x.isupper() for x in words):
        return False  # "Hoa KHTC"
    if joined.isupper():
        return len(words) >= 2 and len(words[0]) > 1
    if len(words) == 1 and (len(joined) < 2 or joined.lower() in _NO_NAMES.split()):
        return False
    capital = [word[0].isupper() for word in words if word.lower() not in _MIDDLE]
    family = len(words) > 1 and is_family(words[0])
    typed_so = len(words) == 3 and words[1].lower() in _MIDDLE  # "Nguyễn thị hoa"
    return all(capital) or (family and (typed_so or all(capital[1:]) or not any(capital)))


def as_written(name: str) -> str:
    """A name typed all in capitals, or all in small letters, as names are written."""
    if (name.isupper() and " " in name) or name.islower():
        return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), name)
    words = name.split()
    if len(words) > 1 and words[1].lower() in _MIDDLE:  # "Nguyễn thị Hoa"
        words = [x[0].upper() + x[1:] for x in words]
    return " ".join(words)


@lru_cache(maxsize=5_000)
def is_full_name(part: str) -> bool:
    """A name that begins with a family's."""
    bare = BRACKETS.sub("", part).strip()
    words = without_call(bare)[1].split()
    return len(words) > 1 and is_name(bare) and is_family(words[0])


# Nine in ten Vietnamese families. A name without one of these is known by /toi or /tudien.
_FREQUENT = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Mai Trịnh "
    "Trương Lâm Đào Cao Tô Tạ Hà Tống Châu Quách Lưu Thái Phùng Vương Kiều La Đàm Nghiêm Chu Lương"
)
_NAMED = re.compile(rf"\b(?:{'|'.join(_FREQUENT.split())})(?: [^\W\d_a-zà-ỹđ]\w*){{1,4}}")


def names_in(text: str) -> list[str]:
    """The people that a row names, wherever their titles stand.

    >>> names_in("Phó Giám đốc Sở Trần Quốc Bình; bà Lê Thị Hà, Chuyên viên")
    ['Trần Quốc Bình', 'Lê Thị Hà']
    """
    return _NAMED.findall(unicodedata.normalize("NFC", text))


def is_family(word: str) -> bool:
    """Whether a family is called so: ``Khổng``, and ``khong`` without marks, but not ``không``."""
    return word.lower() in SURNAMES or (_is_plain(word) and fold(word) in _FAMILIES)


def lacks_given(name: str) -> bool:
    """Whether a name ends before it names anybody: ``Nguyễn Thị``."""
    words = name.lower().split()
    return len(words) == 2 and is_family(words[0]) and words[1] in ("thị", "thi", "văn", "van")


def lacks_marks(name: str) -> bool:
    """Whether a name was typed without its marks: ``Nguyen Van An``, but not ``Mai Lan Anh``."""
    family = name.split()[0].lower()
    return _is_plain(name) and family not in SURNAMES and family in _FAMILIES


# --- who came -----------------------------------------------------------------------------------

_ABSENT = re.compile(
    r"(?:xin\s+|báo\s+)?vắng(?:\s+mặt|\s+họp)?\b|không\s+(?:tham\s+)?dự\b|không\s+(?:đến|có mặt)\b"
)
_ABSENT_PLAIN = re.compile(
    r"(?:(?:xin|bao)\s+)?vang(?:\s+mat)?(?=$|\s*[:,(-]|\s+(?:co|khong|om|phep|do|vi)\b)"
    r"|khong\s+(?:tham\s+)?du\b|khong\s+(?:den|co mat)\b"
)
_PRESENT = re.compile(r"(?:co mat|tham du|tham gia|da den|du hop)")
_COUNT = re.compile(r"\(?\s*\d+\s*(?:nguoi|dai bieu|d/c|dong chi)?\s*\)?")


def absence(text: str) -> str | None:
    """The reason why somebody is absent, maybe empty; None where the words say no such thing."""
    text = text.strip()
    found = _ABSENT.match(text.lower())
    if found is None and _is_plain(text):
        found = _ABSENT_PLAIN.match(text.lower())
    if found is None and _says_who_is_absent(text):
        return text.split(maxsplit=1)[1]
    return text[found.end() :].strip(" :,-–—().;") if found else None


def _says_who_is_absent(text: str) -> bool:
    """Whether «vang lien», «vang nguyen van an» is vắng without its mark, and not the family Vàng:
    whose names have more words, and are not another family's."""
    first, _, rest = text.partition(" ")
    if first != "vang" or not (text.islower() and _is_plain(text)):
        return False
    words = rest.split()
    return len(words) == 1 or bool(words and words[0] not in _MIDDLE and is_family(words[0]))


def presence(text: str) -> tuple[Presence, str] | None:
    """What words say of somebody's coming, and the reason.

    >>> presence("vắng (ốm)")
    (<Presence.ABSENT: 'absent'>, 'ốm')
    """
    reason = absence(text)
    if reason is not None:
        return Presence.ABSENT, excuse(reason) or reason
    if _PRESENT.fullmatch(fold(text).strip(" .;")):
        return Presence.PRESENT, ""
    return None


_EXCUSED = re.compile(r"(?:vang\s+)?(?:c\.?\s?p|p|cld|c\.?l\.?d|co phep|co ly do)\.?")
_UNEXCUSED = re.compile(r"(?:vang\s+)?(?:k\.?\s?p|kld|k\.?l\.?d|khong phep|khong ly do)\.?")


def excuse(text: str) -> str:
    """``P`` and ``KP`` of an office's lists of names: ``có phép``, ``không phép``; empty for any
    other words."""
    folded = fold(text).strip(" .;,()")
    if _UNEXCUSED.fullmatch(folded):
        return "không lý do" if "l" in folded else "không phép"
    if _EXCUSED.fullmatch(folded):
        return "có lý do" if "l" in folded else "có phép"
    return ""


def section_of(head: str) -> tuple[Presence, str] | None:
    """``Vắng (2):``, ``Có mặt:``, ``Vắng có lý do:``: what holds for those below."""
    folded = fold(head).strip()
    for start in ("co mat", "nguoi co mat", "dai bieu co mat", "nhung nguoi co mat"):
        rest = folded.removeprefix(start)
        if rest != folded and (not rest.strip() or _COUNT.fullmatch(rest.strip())):
            return Presence.PRESENT, ""
    reason = absence(re.sub(r"^(?:người|đại biểu|những người|các đồng chí)\s+", "", head.lower()))
    if reason is None:
        return None
    return Presence.ABSENT, "" if _COUNT.fullmatch(fold(reason)) else reason


# --- headings -----------------------------------------------------------------------------------

_LIST = re.compile(
    r"(?:danh sach|thanh phan|dai bieu|nguoi tham du|nguoi du|tham du|ds|gom|gom co|cu the"
    r"|xac nhan(?= tham ))"
    r"(?: (?:dai bieu|thanh phan|tham du|du|hop|hoi nghi|moi|cuoc hop|tham gia|nguoi|gom|co"
    r"|thanh vien|nhu sau|va|can bo|khach moi|\(?\d+\)?))*"
)
_COLUMNS = re.compile(
    r"(?:stt|tt|so tt|no)?[\s.,;|/-]*ho (?:va |, ?)?ten[\s.,;|/-]*"
    r"(?:(?:dai bieu|chuc vu|chuc danh|don vi|co quan|cong tac|ghi chu|co mat|vang|ly do|ky ten)"
    r"[\s.,;|/-]*)*"
)


def is_heading(text: str) -> bool:
    """Whether a row is the title of a list, or the head of its columns."""
    folded = fold(text).strip(" .:;")
    return bool(_LIST.fullmatch(folded) or _COLUMNS.fullmatch(folded))


_DATED = r"(?:\D{2,30}, ?)?ngay [\d .…_]+ thang [\d .…_]+ nam [\d .…_]*"
_FOOT = re.compile(
    r"(?:nguoi (?:lap|ghi|tong hop|thong ke)(?: (?:bieu|bang|danh sach|phieu))?"
    r"|thu truong (?:don vi|co quan)|lanh dao (?:don vi|co quan)|(?:ban|phong) to chuc xac nhan"
    rf"|(?:tm|kt|tl)\. ?[^:]+|{_DATED})[ .:]*"
    r"|xac nhan(?: [^:]*)?|xac nhan cua .*"  # «Xác nhận tham dự:» is a heading
)
_PLACE_AND_DAY = re.compile(_DATED)


def is_foot(text: str) -> bool:
    """Whether a row may stand below a list, above who has made it: ``NGƯỜI LẬP BIỂU``."""
    return bool(_FOOT.fullmatch(fold(text).strip(" .")))


def is_place_and_day(text: str) -> bool:
    """``Đồng Tháp, ngày 30 tháng 11 năm 2026``, below a list or above it."""
    return bool(_PLACE_AND_DAY.fullmatch(fold(text).strip(" .:")))
