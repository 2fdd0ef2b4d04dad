"""Names out of words: who a person is, without the title, the degree, the form of address."""

from __future__ import annotations

import re

from bot.minutes.typed.words import one_line

DEGREE = re.compile(
    r"^(?:(?:PGS|GS|TSKH|TS|ThS|BS|DS|KS|CN|CKI|CKII|BSCK\w*|NGƯT|NGND|TTƯT|TTND"
    r"|(?:Ts|Ths|Bs|Ds|Ks|Cn|Gs|Pgs)(?=\.)|Thạc sĩ|Thạc sỹ|Tiến sĩ|Tiến sỹ|Bác sĩ|Bác sỹ|Kỹ sư"
    r"|Cử nhân|Dược sĩ|Dược sỹ|Giáo sư|Phó Giáo sư|Phó giáo sư)\b\s*[.,]?\s*)+"
)
# as they are typed: "TS" in capitals is a degree, "Ts" may be too; a name never begins so
HONORIFIC = re.compile(r"^(đồng chí|đ/c|đc|ông|bà|anh|chị)[\s.:]+", re.IGNORECASE)


# How a Vietnamese name begins. Who has another surname is asked for: "Họ tên, chức vụ"
_NAMES = (
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đinh đoàn lâm"
    " mai trịnh lương trương hà cao châu thái tạ phùng tô tăng quách lưu la kiều từ tôn thạch"
    " sơn danh kim nông ma bế vi lò lô quàng cầm hứa âu mạc nghiêm thiều tống triệu văn giang"
    " khuất cung đàm dư diệp đồng giáp khúc lại liễu lục lư mẫu mầu nhữ ninh ông phi phí sái"
    " thân thi tiêu trang ung viên vương xa lạc hùng chu bạch cù doãn hàn hầu kha khổng long lù"
    " lỷ mã nhan ngụy quan sầm sùng tào thẩm thào tiết tòng uông vàng vừ giàng hờ lầu hạng cà"
    " điêu niê ksor siu rơ y h’hen hồng khương lữ nguỵ chử đậu"
)
# A name behind one of these is the place's
_BEFORE_A_PLACE = (
    "trường", "viện", "xã", "phường", "huyện", "quận", "phố", "ty", "đường", "ấp", "thôn", "chợ",
)  # fmt: skip
# Two of these in a row of capitals may be a place's name and a person's
_COMMON = frozenset(_NAMES.split()[:16])
SURNAMES = frozenset(_NAMES.split())


def bare_name(text: str) -> str:
    """The name alone, out of what people write about a person; empty where that is not certain.

    >>> bare_name("Đồng chí Trần Quốc Bình, Phó Giám đốc Thư viện")
    'Trần Quốc Bình'
    >>> bare_name("Phó Giám đốc Sở Huỳnh Văn Quản")
    'Huỳnh Văn Quản'
    >>> bare_name("Lãnh đạo Sở Khoa học và Công nghệ")
    ''
    """
    given = one_line(text).strip(" .;,")
    text = HONORIFIC.sub("", given)
    first = re.split(r"\s*[,;(–—]\s*|\s-\s*|-\s|\s*:\s*", text)[0]
    words = DEGREE.sub("", HONORIFIC.sub("", first)).split()
    at = len(words)
    while at and _is_name_word(words[at - 1]):
        at -= 1
    named = words[at:]
    starts = [n for n in range(len(named) - 1) if named[n].lower().replace("'", "’") in SURNAMES]
    if not starts or len(named) - starts[0] > 6:
        return ""
    if given[:4] == "Ông " and len(named) == 2 and named[0] in ("Văn", "Thị"):
        return ""  # "Ông Văn Tùng": Ông may be the surname
    before = words[: at + starts[0]]
    second = any(named[n].lower() in _COMMON for n in starts[1:])
    if before and (second or before[-1].lower() in _BEFORE_A_PLACE or " và " in first):
        # "Bệnh viện Từ Dũ Trần Ngọc Hải", "Trường Lê Quý Đôn", two people: nobody can tell
        return ""
    return " ".join(named[starts[0] :])


def _is_name_word(word: str) -> bool:
    initial = len(word) == 1 or not word.isupper()
    return word[0].isupper() and initial and all(c.isalpha() or c in "-'’" for c in word)


def title_and_name(text: str) -> str:
    """A person inside a sentence, without the comma: ``Phó Giám đốc Trần Quốc Bình``.

    What is not certainly a name with its title stays as given.

    >>> title_and_name("Đồng chí Trần Quốc Bình, Phó Giám đốc Thư viện")
    'Phó Giám đốc Thư viện Trần Quốc Bình'
    """
    given = one_line(text)
    words = HONORIFIC.sub("", given)
    name = bare_name(given)
    match = re.fullmatch(rf"{re.escape(name)}\s*(?:,|\s[-–—]|[–—])\s*([^,;]+)", words)
    return f"{match[1].strip()} {name}" if name and match else words
