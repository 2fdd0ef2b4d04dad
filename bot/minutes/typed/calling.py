"""How people are called before their names: forms of address, degrees, ranks, callings."""

from __future__ import annotations

import re

from bot.minutes.typed.words import fold, one_line

# Words of address: a person has one of them
_ADDRESSES = (
    "ông", "bà", "anh", "chị", "cô", "chú", "bác", "thầy", "cụ", "đồng chí", "đ/c", "đ.c", "đc",
    "dì", "cậu", "mr", "mrs", "ms", "quý ông", "quý bà",
)  # fmt: skip
_COMRADE = ("đồng chí", "đ/c", "đ.c", "đc")
# Of a family, not of an office: nobody is called so in a paper
KIN = frozenset({"anh", "chị", "chú", "bác", "dì", "cậu", "em", "cháu", "o", "mợ", "thím"})
# With a dot or a blank behind: "ThS. Lê A", "PGS.TS Lê A"
_DEGREES = (
    "gs", "pgs", "ts", "tskh", "ths", "th.s", "t.s", "ncs", "cn", "ks", "bs", "ls", "ds", "kts",
    "ktv", "bscki", "bsckii", "bsnt", "nsnd", "nsưt", "nsut", "ngưt", "ngnd", "ttưt", "ttnd",
    "nnưt", "nnnd", "đđ", "lm", "gm", "ckii", "cki", "ck2", "ck1", "qncn", "pv", "btv",
)  # fmt: skip
# What somebody is by rank or calling; said before a name as it is, and as a title behind it
_RANKS = (
    "đại tướng",
    "thượng tướng",
    "trung tướng",
    "thiếu tướng",
    "đại tá",
    "thượng tá",
    "trung tá",
    "thiếu tá",
    "đại úy",
    "đại uý",
    "thượng úy",
    "thượng uý",
    "trung úy",
    "trung uý",
    "thiếu úy",
    "thiếu uý",
    "chuẩn úy",
    "chuẩn uý",
    "thượng sĩ",
    "thượng sỹ",
    "trung sĩ",
    "trung sỹ",
    "hạ sĩ",
    "hạ sỹ",
    "binh nhất",
    "binh nhì",
    "chiến sĩ",
    "chiến sỹ",
    "phó đô đốc",
    "chuẩn đô đốc",
    "đô đốc",
    "chiến sĩ nghĩa vụ",
    "anh hùng lao động",
    "anh hùng lực lượng vũ trang",
    "anh hùng llvtnd",
    "anh hùng llvt",
    "cựu chiến binh",
    "mẹ việt nam anh hùng",
    "mẹ vnah",
)
_CLERGY = (
    "linh mục", "giám mục", "tổng giám mục", "hồng y", "đức cha", "đức ông", "đức hồng y", "cha",
    "sơ", "nữ tu", "tu sĩ", "phó tế", "thầy sáu", "mục sư", "mục sư nhiệm chức", "truyền đạo",
    "hòa thượng", "hoà thượng", "thượng tọa", "thượng toạ", "đại đức", "ni trưởng", "ni sư",
    "sư cô", "sư thầy", "sư cả", "đại lão hòa thượng", "đại lão hoà thượng", "trưởng lão",
    "trưởng lão hòa thượng", "lục cả", "achar", "chưởng quản", "phối sư", "chánh trị sự",
    "giáo hữu", "lễ sanh", "giáo cả", "hakim", "imam",
)  # fmt: skip
_CALLINGS = (
    "nhà báo", "phóng viên", "biên tập viên", "nhà giáo", "nhà giáo ưu tú", "nhà giáo nhân dân",
    "cô giáo", "thầy giáo", "giáo viên", "giảng viên", "giáo sư", "phó giáo sư", "tiến sĩ",
    "tiến sỹ", "thạc sĩ", "thạc sỹ", "cử nhân", "kỹ sư", "kĩ sư", "kiến trúc sư", "bác sĩ",
    "bác sỹ", "bác sĩ ckii", "bác sĩ cki", "bác sĩ chuyên khoa i", "bác sĩ chuyên khoa ii",
    "thầy thuốc ưu tú", "thầy thuốc nhân dân", "dược sĩ", "dược sỹ", "y sĩ", "y sỹ", "điều dưỡng",
    "luật sư", "luật gia", "thẩm phán", "kiểm sát viên", "công chứng viên", "đấu giá viên",
    "nghệ sĩ", "nghệ sĩ ưu tú", "nghệ sĩ nhân dân", "nghệ nhân", "nghệ nhân ưu tú", "nhạc sĩ",
    "họa sĩ", "hoạ sĩ", "ca sĩ", "đạo diễn", "nhà văn", "nhà thơ", "nhà nghiên cứu", "dịch giả",
    "già làng", "doanh nhân", "viện sĩ", "nông dân", "lương y",
)  # fmt: skip
RANKS: tuple[str, ...] = (*_RANKS, *_CLERGY, *_CALLINGS)
"""Words that are a title where they stand alone behind a name."""

# Too like other words, or names, to be seen without their marks
_NEEDS_MARKS = frozenset(fold(x) for x in ("sơ", "cô", "chú", "dì", "cậu", "thầy", "bác", "chị"))


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(x) for x in sorted(words, key=len, reverse=True))


def _form(addresses: tuple[str, ...], degrees: tuple[str, ...], ranks: tuple[str, ...]) -> str:
    return (
        rf"(?:(?:{_any_of(ranks)})(?:\s*[.:,]\s*|\s+)"
        rf"|(?:{_any_of(addresses)})(?:\s*[.:]\s*|\s+)"
        rf"|(?:{_any_of(degrees)})(?:\s*[.,]\s*|\s+)(?:ck\s?i{{1,2}}\s*\.?\s*)?)+"
    )


CALLED = re.compile(_form(_ADDRESSES, _DEGREES, RANKS), re.IGNORECASE)
_SURE_PLAIN = tuple(
    plain
    for word in RANKS
    if " " in word and (plain := fold(word)) not in _NEEDS_MARKS and plain != "nha tho"
)
_PLAIN = re.compile(
    rf"(?:(?:dong chi|d/c|d\.c|dc|mr|mrs|ms)(?:\s*[.:]\s*|\s+)|(?:ong|ba)\s+(?=\S+\s+\S)"
    rf"|(?:{_any_of(_DEGREES[:15])})(?:\s*[.,]\s*|\s+)|(?:{_any_of(_SURE_PLAIN)})\s+)+",
    re.IGNORECASE,
)
_ONE = re.compile(
    rf"\s*(?:({_any_of(_ADDRESSES)}|{_any_of(tuple(map(fold, _ADDRESSES)))})(?=[\s.:]|$)[\s.:]*"
    r"|([^\s].*))",
    re.IGNORECASE,
)

# «Ông/bà: Lê An» of a form that nobody has crossed out; «(Ông) Lê An»
_IN_A_FORM = re.compile(
    r"^(?:ông\s*[/,(]\s*bà\)?|anh\s*[/,(]\s*chị\)?)(?:\s*[.:]\s*|\s+)(?=\S)", re.IGNORECASE
)
# «Các đ/c: Lê An, Lê Bình»: how all of them are called is no office of theirs
_ALL_CALLED = re.compile(
    r"^(?:gồm\s+)?(?:các|những|quý)\s+(?:đ/c|đồng chí|ông(?:\s*[,/]\s*bà)?|bà"
    r"|anh(?:\s*[,/]\s*chị)?|chị|thầy(?:\s*[,/]?\s*cô)?|cô|bạn|vị)\s*:\s*(?=\S)",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(rf"^\(\s*({_any_of(_ADDRESSES)})\s*\.?\)\s*(?=\S)", re.IGNORECASE)


def out_of_a_form(text: str) -> str:
    """``(Ông) Lê An`` as ``Ông Lê An``, ``Ông/bà: Lê An`` as ``Lê An``."""
    return _IN_A_FORM.sub("", _ALL_CALLED.sub("", _IN_BRACKETS.sub(r"\1 ", text)))


def without_call(text: str) -> tuple[str, str]:
    """How a person is called, and the name: one form of address, and the ranks with it.

    >>> without_call("Ông Nguyễn Văn An"), without_call("Đ/c Bà Lê Hà")
    (('Ông', 'Nguyễn Văn An'), ('Bà', 'Lê Hà'))
    >>> without_call("Đại tá Lê Văn Nam"), without_call("Ngô Bá An")
    (('Đại tá', 'Lê Văn Nam'), ('', 'Ngô Bá An'))
    """
    text = out_of_a_form(text)
    plain = fold(text) == text.lower()
    called = CALLED.match(text) or (_PLAIN.match(text) if plain else None)
    if called is None or not text[called.end() :].strip():
        return "", text
    return one_form(called[0]), text[called.end() :].strip()


def one_form(called: str) -> str:
    """How somebody is called, with a single word of address: of several the one that says most.

    >>> one_form("Đồng chí Bà"), one_form("Đ/c Thượng tá"), one_form("đồng chí:")
    ('Bà', 'Thượng tá', 'đồng chí')
    """
    rest, addresses = one_line(called), []
    while rest:
        found = _ONE.match(rest)
        if found is None or found[1] is None:
            break
        dot = "." if found[1].lower() in ("mr", "mrs", "ms") and "." in found[0] else ""
        addresses.append(found[1] + dot)
        rest = rest[found.end() :]
    named = [x for x in addresses if x.lower() not in (*_COMRADE, "dong chi", "d/c", "d.c", "dc")]
    rest = rest.rstrip(" :,")
    kept = named[:1] or ([] if rest else addresses[:1])
    kept = ["Đ/c" if x.lower() in ("đc", "đ.c") else x for x in kept]
    return " ".join(x for x in (*kept, rest) if x)


def is_called(text: str) -> bool:
    """Whether words are nothing but how somebody is called: ``Đại tá``, ``PGS.TS``."""
    return bool(CALLED.fullmatch(f"{text} "))


def is_kin(called: str) -> bool:
    """Whether it is a word of a family: ``anh``, ``chị``."""
    return called.lower() in KIN


def is_comrade(called: str) -> bool:
    """Whether it is what a paper calls everybody: ``Đ/c``, ``đồng chí``."""
    return fold(called) in ("dong chi", "d/c", "d.c", "dc")
