"""What a line may be, by the words that people use in meetings. A guess, which a person decides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from bot.minutes.model import Line, LineState, Tag
from bot.minutes.typed.words import clean, fold


@dataclass(frozen=True)
class Suggestion:
    """A tag that a line may get, if a person says so."""

    tag: Tag
    words: str  #: of the line, which gave it: ``thống nhất``


@dataclass(frozen=True)
class _Cue:
    """Words that give a tag, and what must stand around them.

    ``before`` and ``after`` are patterns of folded text in which a space is any space.
    """

    words: str  #: with their diacritics; ``|`` between several
    tag: Tag
    before: str
    after: str = ""
    chair_only: bool = False  #: counts only in the words of the one who presides

    @property
    def spelled(self) -> frozenset[str]:
        return frozenset(self.words.split("|"))


# --- the words, without diacritics ---------------------------------------------------------------

_LEAD_IN = (
    "(?:(?:vay|nhu vay|vay la|nhu vay la|the|roi|ok|bay gio|nay|va|thi|la|con|xin|cung|dong thoi|"
    "ngoai ra|tiep theo|cuoi cung|truoc mat|chot lai|ket luan lai|nhat tri|thong nhat|dong y|"
    "thu (?:nhat|hai|ba|tu)|mot la|hai la|ba la|bon la|mot|hai|ba|chi|rieng|co ban|"
    "trong thoi gian toi|nen|nhung|do do|vi vay|vi the|thoi|neu duoc) ){0,5}"
)
_BEGINS = f"(?:^|[,:;–(-] ?){_LEAD_IN}"
# the speaker, or those in the room: who says so now
_ADVERBS = (
    "(?:xin |xin phep |cung |hoan toan |tam |rat |chi |muon |chinh thuc |se xin |cho phep |thi |"
    "thay |van |co ban |cu ){0,3}"
)
_UNIT = (
    "(?<!\\w)(?:phong|so|ban|huyen|xa|ben|don vi|trung tam|van phong|chi cuc|truong|vien|hoi|"
    "cong doan|doan)"
)
_I = (
    "(?<!\\w)(?:toi|chung toi|minh|em|chau|con|chung em|bon em|ca nhan toi|ban than toi|"
    f"{_UNIT} (?:toi|em|minh|chung toi)) {_ADVERBS}"
)
_WE = f"(?<!\\w)(?:toi|chung ta|chung toi|ta|minh) {_ADVERBS}"
_BODY = (
    "(?<!\\w)(?:cuoc hop|buoi hop|hoi nghi|hoi dong|ban chi dao|dai hoi|chi bo|chi uy|dang uy|"
    "ban chap hanh|ban thuong vu|ban giam doc|uy ban|ubnd(?: [a-z]+)?|lanh dao [a-z]+|"
    "tap the [a-z]+|thuong truc(?: [a-z]+){0,2}|tat ca(?: [a-z]+){0,3}|toan the(?: [a-z]+){0,3}) "
    "(?:nay )?(?:da |cung |deu |hoan toan |vua ){0,3}"
)
# who is charged with something
_WHOM = (
    "(?:(?:luon |ngay |them |lai |tiep )?(?:(?:cho )?(?:cac |toan bo |tat ca cac |ca |tung |moi )?"
    "(?:phong|van phong|vp|uy ban|ubnd|chi cuc|cuc|trung tam|don vi|dia phuong|dong chi|d/c|anh|"
    "ong|em|huyen|xa|phuong|bo phan|thu ky|ke toan|thanh tra|truong|pho|giam doc|chanh|co quan|"
    "hoi dong|ban (?:chi dao|to chuc|quan ly|giam doc|tuyen giao|dan van|kiem tra|noi chinh)|"
    "so (?!lieu|luong|tien|ho so|nay|do)[a-z]|chi (?!tieu|phi|tiet)[a-z]|"
    "to (?!chuc|khai|trinh|rieng)[a-z]|doi (?!moi|tuong)[a-z]|(?:khoa|doan|hoi) (?!hoc)[a-z]|"
    "nha thau|chu dau tu|cong ty|thanh vien)|"
    "cho (?:ban|ba|co|chu|bo phan|so|chi|to|doi|hoi|nhom))) ?"
)
_TO_DO = (
    "(?: (?:xay dung|hoan thanh|thuc hien|ra soat|bao cao|nop|chu tri|trien khai|khan truong|"
    "tap trung|cham nhat|tu nay|ba viec|hai viec|moi))"
)
_NOT_THERE = (  # what was decided elsewhere, or is a name
    "(?! (?:thanh tra|kiem tra|kiem toan|dieu tra|so \\d+|cua (?!toi)[a-z]+|thi sao|the nao|ra sao|"
    "gi|sau|roi|nao|chua|duoc|dat nuoc|quan ly|toan tinh|toan quoc|hai mien|ky thuat)(?!\\w))"
)

_K, _Y = Tag.CONCLUSION, Tag.OPINION
_CHAIR = True
_NO = "(?:khong |chua |chang )?"
_FEW = "(?:mot|hai|ba) (?:vai|so|y)"
_NOT_KNOWN = "(?! (?:duoc biet|biet|nam duoc|ve|vao)(?!\\w))"
_CHARGED = f"(?:^|[,:;] ?){_WHOM}(?:[a-z]+ ){{0,4}}"

_CUES = (
    # conclusions
    _Cue("kết luận", _K, _WE, _NOT_THERE),
    _Cue("kết luận", _K, _BODY, _NOT_THERE),
    _Cue("kết luận", _K, _BEGINS, "(?= ?[:,]| (?:nhu sau|la |rang|cuoc hop|hoi nghi|chung|\\d))"),
    _Cue("thống nhất|nhất trí|quyết định|quyết nghị|thông qua", _K, _BODY, _NOT_THERE),
    _Cue("thống nhất|nhất trí", _K, f"(?<!\\w)(?:chung ta|ta) {_ADVERBS}", _NOT_THERE),
    _Cue("thống nhất|nhất trí|đồng ý", _K, _WE, _NOT_THERE, _CHAIR),
    _Cue("thống nhất|nhất trí", _K, _BEGINS, f"{_NOT_THERE}(?= (?!voi nhau))"),
    _Cue("đồng ý", _K, _BEGINS + _NO, "(?= (?:chu truong|cho|voi|phuong an|de|gia han) )", _CHAIR),
    _Cue("giao", _K, _BEGINS, f" (?={_WHOM})"),
    _Cue("giao", _K, f"(?:{_WE}|{_BODY}|(?<!\\w)[a-z]+ )", f" (?={_WHOM})", _CHAIR),
    _Cue("yêu cầu", _K, _BEGINS, f" (?={_WHOM})"),
    _Cue("yêu cầu", _K, _WE, f"(?= {_WHOM}|{_TO_DO})", _CHAIR),
    _Cue("đề nghị", _K, f"(?:{_BEGINS}|{_WE})", f"(?= {_WHOM})", _CHAIR),
    _Cue("phân công", _K, f"(?:{_BEGINS}|{_WE})", f" (?={_WHOM})"),
    _Cue("chỉ đạo", _K, _WE, "(?= (?:nhu sau|la|rang|may|mot|hai|ba)|[:,])"),
    _Cue(
        "chốt",
        _K,
        f"(?:{_BEGINS}|{_WE})",
        "(?! (?:don|chan|so lieu|gac|kiem|danh sach chua)(?!\\w))",
    ),
    _Cue(
        "quyết định",
        _K,
        f"(?:{_BEGINS}|{_WE})",
        "(?! (?:so|cua|nay|tren|phe duyet|duoc|gia)(?!\\w))",
        _CHAIR,
    ),
    _Cue("biểu quyết", _K, "(?<!\\w)", "(?=(?: [^ ]+){0,9} (?:thong qua|tan thanh|nhat tri))"),
    _Cue(
        "phải",
        _K,
        _CHARGED,
        "(?= (?:hoan thanh|bao cao|nop|gui|xong|co|ra soat|thuc hien|khac phuc|kiem tra) )",
        _CHAIR,
    ),
    _Cue(
        "có trách nhiệm|chịu trách nhiệm|tham mưu|chủ trì|khẩn trương|hoàn thành",
        _K,
        _CHARGED,
        "(?!.{0,300} (?:da|roi|duoc)(?!\\w))",
        _CHAIR,
    ),
    _Cue("bổ sung", _K, "^", " (?=dong chi|anh |ong |ba |d/c)", _CHAIR),
    # opinions
    _Cue("theo tôi|theo chúng tôi|theo em", _Y, "(?<!di )(?<!\\w)", _NOT_KNOWN),
    _Cue("theo ý kiến", _Y, "(?<!\\w)", " (?=ca nhan|cua (?:toi|chung toi|em)|toi)"),
    _Cue("đề nghị|kiến nghị|đề xuất|góp ý", _Y, _I, "(?! (?:gi|nao)(?!\\w))"),
    _Cue(
        "cho rằng|cho là|nghĩ là|nghĩ rằng|nghĩ nên|nghĩ cần|thấy nên|thấy cần|nên|băn khoăn|"
        "có băn khoăn|không đồng ý|không nhất trí|chưa đồng ý|có ý kiến|mong|mong muốn|phản đối|"
        "đồng tình|tán thành|không tán thành|đề đạt",
        _Y,
        _I,
        "(?! (?:gi|nao)(?!\\w))",
    ),
    _Cue("nhất trí với|đồng ý với|thống nhất với", _Y, _I, "(?! nhau)"),
    _Cue("nhất trí với|đồng ý với|thống nhất với", _Y, _BEGINS, "(?= (?:y kien|de xuat|du thao))"),
    _Cue(
        "đề nghị|kiến nghị|đề xuất",
        _Y,
        _BEGINS,
        "(?! (?:cua|nay|tren|gi|nao|do|thi|do)(?!\\w))",
    ),
    _Cue(
        "đề nghị|kiến nghị|đề xuất",
        _Y,
        f"(?:{_UNIT}|(?<!\\w)(?:dai bieu|cu tri|nguoi dan|ba con)) (?:[a-z]+ ){{0,3}}",
        "(?!.{0,300} (?:da|roi|chua tra loi|chua duoc)(?!\\w))(?! (?:gi|nao)(?!\\w))",
    ),
    _Cue("góp ý", _Y, _BEGINS, "(?= (?:them|vao|ve|cho))"),
    _Cue(
        "ý kiến của|đề xuất của|kiến nghị của|đề nghị của|quan điểm của",
        _Y,
        "(?<!\\w)",
        " (?=(?:[^ ]+ ){1,4}(?:la|rang) )",
    ),
    _Cue("có ý kiến", _Y, "(?<!\\w)", "(?= (?:la|rang|nhu sau|the nay|ve) )"),
    _Cue("ý kiến|kiến nghị|đề xuất|góp ý|đề nghị", _Y, f"{_I}co (?:mot|hai|ba|may|vai|so|{_FEW}) "),
    _Cue("bổ sung một ý|bổ sung ý|thêm một ý", _Y, "(?<!\\w)", "(?= (?:la|nhu sau|ve|kien))"),
    _Cue("nên chăng|cần xem xét|cần thiết phải|cần cân nhắc|nên xem xét", _Y, _BEGINS),
    _Cue(
        "mong", _Y, f"{_BEGINS}(?:rat )?", " (?=(?:[^ ]+ ){1,4}(?:quan tam|som|co|bo tri|xem xet))"
    ),
)

# --- what makes a cue none ------------------------------------------------------------------------

_SENTENCE = re.compile(r"[^.!?…\n]+(?:\.(?=\d)[^.!?…\n]+)*[.!?…]*")
_NEAR_THE_END = 60  # letters: so far a question at the end reaches, where nothing is punctuated


class _Guard:
    """A pattern of words as they are spelled; of those without diacritics in a text without."""

    def __init__(self, pattern: str) -> None:
        self._spelled, self._plain = re.compile(pattern), re.compile(fold(pattern))

    def finds(self, text: str, *, plain: bool) -> bool:
        return bool((self._plain if plain else self._spelled).search(text.lower()))


_ASKS_AT_END = _Guard(
    r"(?<!\w)(?:không|chưa|nhỉ|hả|thế nào|ra sao|gì|nào|đâu|bao giờ|mấy giờ|sao)"
    r"(?: (?:ạ|à|nhé|nè|đây|vậy|anh|chị|em|các đồng chí|các anh chị|đồng chí))*$"
)
_NEGATED = _Guard(
    r"(?<!\w)(?:chưa|không|chẳng|đừng|khỏi|ko|chả) (?:(?:thể|nên|được|có|phải|cần|ai|dám|muốn|hề|"
    r"vội|kịp|đủ cơ sở để|hoàn toàn|bao giờ|tự) )*$"
)
# said at another time, by somebody else, or still to come
_ELSEWHERE = _Guard(
    r"(?<!\w)(?:tháng trước|tuần trước|lần trước|năm trước|năm ngoái|hôm trước|kỳ trước|trước đây|"
    r"cuộc họp trước|hội nghị trước|tuần rồi|hôm qua|vừa rồi|lúc nãy|hồi sáng|biên bản|công văn|"
    r"văn bản|quyết định số|chỉ thị|nghe nói|bảo là|nói là|nghe bảo|trước khi|cho đến khi|nếu như|"
    r"mời|để cho|họ|hỏi)(?!\w)[^,;:]*$"
)
_BEFORE_GIAO = _Guard(
    r"(?<!\w)(?:được|vừa|đã|do|bàn|bị|mới|đang|việc|từng|trước|người|ai|từ|hàng|khi|vẫn|chỉ tiêu|"
    r"đi|tỉnh|huyện|trung ương|bộ|nhà nước|cấp trên|kinh phí|có) $"
)
_WHICH = _Guard(r"^(?: (?!không )\w+){0,4} (?:nào|gì|ai|thế nào|sao)(?!\w)")
_YES_OR_NO = r"^(?: \w+){0,3} (?:không|chưa|hay không|được không)"
_CLOSED_QUESTION = _Guard(_YES_OR_NO + r"(?= (?:ạ|nhỉ|anh|chị|các đồng chí)(?!\w)|[,;:]|$)")
_OPEN_QUESTION = _Guard(_YES_OR_NO + r"(?!\w)")  # behind "có", "đã"
# asked of people in the room, for the meeting itself
_PROCEDURE = _Guard(
    r"^ (?:(?:tất cả |toàn thể )?(?:các |quý |mọi |một số )?(?:đại biểu|vị|người|bạn|phòng|đơn vị|"
    r"cơ quan|(?:đồng chí|đ/c|anh|chị|ông|bà|thầy|cô|em)(?: \w+){0,4}?) )?"
    r"(?:tắt|giữ trật tự|phát biểu|trình bày|cho ý kiến|cho biết|có ý kiến|biểu quyết|im lặng|ngồi|"
    r"ổn định|đọc|nói (?:to|rõ|ngắn|tiếp|thêm|lại)|mở (?:tài liệu|mic|trang|tệp|máy)|bật|giơ tay|"
    r"giải lao|ghi biên bản|thảo luận|tiếp tục (?:phát biểu|báo cáo|trình bày|chương trình)|"
    r"báo cáo (?:tiếp|thêm|nhanh|ngắn|rõ|phần|về (?:việc|nội dung)|tình hình)|ký danh sách|"
    r"vào chỗ)(?!\w)"
)
_ASKED_FOR = ("de nghi", "yeu cau")
_LEAST_WORDS = 4
_MOST_LETTERS = 4000  #: of a line that are looked at


def suggest(line: Line, chair_id: int | None) -> Suggestion | None:
    """The tag that a line may get; None: it has one, or its words give no reason.

    Of the one who presides a word that decides counts more than one that proposes; of others it is
    the other way round, and only what decides in plain words counts.

    Args:
        chair_id: who presides; None: nobody is known to.
    """
    if line.tag or line.deleted or line.is_long or line.state is not LineState.DONE:
        return None
    presides = chair_id is not None and chair_id in (line.speaker.person_id, line.speaker.human)
    found = list(_found(clean(line.text)[:_MOST_LETTERS], presides))
    first, second = (_K, _Y) if presides else (_Y, _K)
    return _of(first, found) or _of(second, found)


def suggest_each(lines: Iterable[Line], chair_id: int | None) -> dict[int, Suggestion]:
    """What is suggested for several lines, by their ids; see ``suggest``."""
    made = ((line.id, suggest(line, chair_id)) for line in lines)
    return {line_id: one for line_id, one in made if one}


def _of(tag: Tag, found: Iterable[Suggestion]) -> Suggestion | None:
    return next((one for one in found if one.tag is tag), None)


def _found(text: str, presides: bool) -> Iterator[Suggestion]:
    """Each cue that stands, in the order of the text's sentences."""
    for sentence in _SENTENCE.finditer(text):
        said = sentence[0]
        if "?" in said or len(said.split()) < _LEAST_WORDS:
            continue
        said = said.strip(" .!…")
        folded = fold(said)
        plain = said.lower() == folded
        asks = _ASKS_AT_END.finds(said, plain=plain)
        until = len(folded) - _NEAR_THE_END if asks else len(folded)
        for cue, pattern in _patterns():
            if cue.chair_only and not presides:
                continue
            for match in pattern.finditer(folded):
                start, end = match.span("words")
                if start < until and _stands(said, start, end, cue, plain):
                    yield Suggestion(cue.tag, said[start:end])


def _stands(said: str, start: int, end: int, cue: _Cue, plain: bool) -> bool:
    """Whether the words are spelled as meant, and are neither denied nor asked nor reported."""
    words, before, after = said[start:end].lower(), said[:start], said[end:]
    plainly = fold(words)
    if words not in cue.spelled and words != plainly:
        return False
    says_no = plainly.startswith(("khong", "chua")) or plainly == "dong y"
    if not says_no and _NEGATED.finds(before, plain=plain):
        return False
    if plainly == "giao" and _BEFORE_GIAO.finds(before, plain=plain):
        return False
    if plainly in _ASKED_FOR and _PROCEDURE.finds(after, plain=plain):
        return False
    behind = before.lower().endswith(("có ", "đã ", "co ", "da "))
    if _CLOSED_QUESTION.finds(after, plain=plain):
        return False
    if behind and _OPEN_QUESTION.finds(after, plain=plain):
        return False
    return cue.tag is not _K or not (
        _ELSEWHERE.finds(before, plain=plain) or _WHICH.finds(after, plain=plain)
    )


@cache
def _patterns() -> list[tuple[_Cue, re.Pattern[str]]]:
    return [(cue, _pattern(cue)) for cue in _CUES]


def _pattern(cue: _Cue) -> re.Pattern[str]:
    words = "|".join(re.escape(fold(one)) for one in cue.words.split("|"))
    return re.compile(rf"{cue.before}(?<!\w)(?P<words>{words})(?!\w){cue.after}")
