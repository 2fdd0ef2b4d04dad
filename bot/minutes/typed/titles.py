"""Titles and offices as a paper writes them: ``GĐ TRUNG TÂM`` is ``Giám đốc Trung tâm``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.minutes.typed.words import fold

# Written in small letters here; marks count, as everywhere
_SHORT: Mapping[str, str] = {
    "gđ": "Giám đốc", "pgđ": "Phó Giám đốc", "tgđ": "Tổng Giám đốc",
    "ptgđ": "Phó Tổng Giám đốc", "cvp": "Chánh Văn phòng", "pcvp": "Phó Chánh Văn phòng",
    "pvp": "Phó Chánh Văn phòng", "ptp": "Phó Trưởng phòng", "pct": "Phó Chủ tịch",
    "ptct": "Phó Chủ tịch", "cvc": "Chuyên viên chính", "cvcc": "Chuyên viên cao cấp",
    "cv": "Chuyên viên", "nv": "Nhân viên", "ktt": "Kế toán trưởng", "btv": "Biên tập viên",
    "pbt": "Phó Bí thư", "tk": "Thư ký", "pht": "Phó Hiệu trưởng", "tbt": "Tổng Bí thư",
    "ptb": "Phó Trưởng ban", "ptk": "Phó Trưởng khoa", "uv": "Ủy viên", "ubv": "Ủy viên",
    "uvtv": "Ủy viên Thường vụ", "uvbtv": "Ủy viên Ban Thường vụ",
    "uvbch": "Ủy viên Ban Chấp hành", "cct": "Chi cục trưởng", "pcct": "Phó Chi cục trưởng",
}  # fmt: skip
_PLAIN = {fold(short): full for short, full in _SHORT.items() if fold(short) not in ("gd", "pgd")}
# These may be a place or a company too: it depends on what stands behind
_HEADS: Mapping[str, tuple[str, str]] = {
    # and not “TP.HCM”, “TP Tây Ninh”
    "tp": ("Trưởng phòng", r"(?:(?:tc|kh|kt|hc|qt|nv|cn|qlđt)(?:tc|kh|kt|hc|qt|nv|cn|cb|th|ht|tv)*|"
                           r"tài|hành|tổ|kế|kinh|nội|quản|đào|khoa|công|giáo|văn|thanh|pháp|"
                           r"nghiệp|nông|tư|lao|y tế|dân|phòng)(?![^\W\d_])"),
    "ct": ("Chủ tịch", r"(?:hđqt|hđnd|hđtv|ubnd|ub|hội|mttq|ubmttq|công đoàn|cđ|lđlđ|hnd|hlhpn|"
                       r"ccb|hccb|xã|phường|huyện|tỉnh|thành phố|thị|tt)"),
    "bt": ("Bí thư", r"(?:đảng|chi bộ|đoàn|huyện|tỉnh|xã|phường|thành|tđ|đtn)"),
    "ht": ("Hiệu trưởng", r"(?:trường|thpt|thcs|th\b|mn|tiểu|mầm|đh|cđ)"),
}  # fmt: skip
_ACRONYMS = re.compile(
    r"UBND|HĐND|HĐQT|HĐTV|UBMTTQ|MTTQ|TCHC|KHTC|KHCN|KH&CN|KT|TC|KH|HC|QT|CNTT|THPT|THCS|TNCS|HCM|"
    r"TNHH|MTV|CP|VNPT|BHXH|BCH|BTV|LĐLĐ|HTX|VP|TP|CĐ|ĐH|TX|TT|BQL|QLDA|QLĐT|PCCC|CSGT|QLHC|TTXH|"
    r"LHPN|CCB|HND|NN|PTNT|NN&PTNT|GD&ĐT|GDĐT|VH|VHTT|TN&MT|TNMT|LĐTB&XH|LĐTBXH|QLTT|KCN|TTHC|[IVX]+"
)
_WORD = re.compile(r"[^\W\d_]+(?:[&][^\W\d_]+)*")
# What these head begins with a capital too: Sở Tài chính, Trưởng phòng Kế hoạch
_POSTS = (
    "giám đốc", "phó giám đốc", "tổng giám đốc", "phó tổng giám đốc", "chủ tịch", "phó chủ tịch",
    "trưởng phòng", "phó trưởng phòng", "phó phòng", "trưởng ban", "phó trưởng ban", "phó ban",
    "trưởng khoa", "phó trưởng khoa", "phó khoa", "trưởng bộ phận", "hiệu trưởng",
    "phó hiệu trưởng", "bí thư", "phó bí thư", "chánh văn phòng", "phó chánh văn phòng",
    "chánh thanh tra", "phó chánh thanh tra", "cục trưởng", "chi cục trưởng", "viện trưởng",
)  # fmt: skip
_OFFICES = (
    "trung tâm", "văn phòng", "ủy ban", "uỷ ban", "chi cục", "tổng cục", "công ty", "bệnh viện",
    "học viện",
    "ngân hàng", "hội đồng", "đảng ủy", "công an", "kho bạc", "sở", "phòng", "ban", "cục",
    "viện", "trường", "hội", "đoàn", "chi bộ", "chi nhánh", "trạm", "thư viện",
    "bảo tàng", "thanh tra", "mặt trận", "liên đoàn",
)  # fmt: skip
_AS_WRITTEN = {
    "phó giám đốc": "Phó Giám đốc", "tổng giám đốc": "Tổng Giám đốc",
    "phó tổng giám đốc": "Phó Tổng Giám đốc", "phó chủ tịch": "Phó Chủ tịch",
    "phó trưởng phòng": "Phó Trưởng phòng", "phó trưởng ban": "Phó Trưởng ban",
    "phó trưởng khoa": "Phó Trưởng khoa", "phó hiệu trưởng": "Phó Hiệu trưởng",
    "phó bí thư": "Phó Bí thư", "chánh văn phòng": "Chánh Văn phòng",
    "phó chánh văn phòng": "Phó Chánh Văn phòng", "chánh thanh tra": "Chánh Thanh tra",
    "phó chánh thanh tra": "Phó Chánh Thanh tra",
}  # fmt: skip
_HEADED = re.compile(
    rf"(?<![^\W\d_])({'|'.join(sorted((*_POSTS, *_OFFICES), key=len, reverse=True))})"
    r"(?![^\W\d_])"
)
# Behind these an office or a plain word stands, not a name's first word
_BEFORE_AN_OFFICE = ("giám đốc", "chủ tịch", "bí thư", "hiệu trưởng")


def spelled_out(title: str) -> str:
    """A title as a paper writes it: what is short is written out, capitals are those of a title.

    >>> spelled_out("GĐ TRUNG TÂM"), spelled_out("PGĐ Sở")
    ('Giám đốc Trung tâm', 'Phó Giám đốc Sở')
    >>> spelled_out("TP Kế hoạch"), spelled_out("CT TNHH An Phú"), spelled_out("chuyên viên")
    ('Trưởng phòng Kế hoạch', 'CT TNHH An Phú', 'chuyên viên')
    """
    return written_out(_calmed(title))


def is_short_post(words: str) -> bool:
    """Whether words begin with a post in short: ``PGĐ Sở``, ``TP Kế hoạch``, but not ``TP Huế``."""
    first = words[:60].partition(",")[0]
    return _post(first) != first


def written_out(title: str) -> str:
    """The short posts of a title written out: at its beginning, behind ``Phó``, behind a comma."""
    parts = re.split(r"(\s*[,;]\s*|\s+-\s+|\s*\bkiêm\b\s*)", title)
    return "".join(part if n % 2 else _post(part) for n, part in enumerate(parts))


_AHEAD = re.compile(r"(phó|quyền|nguyên|q|p(?=\s*\.))(?:\s*\.\s*|\s+)(?=\S)", re.IGNORECASE)
_BEFORE = {"q": "Quyền", "p": "Phó"}


def _post(part: str) -> str:
    before, rest = "", part
    ahead = _AHEAD.match(rest)
    if ahead:
        before, rest = (
            _BEFORE.get(ahead[1].lower(), ahead[1].capitalize()) + " ",
            rest[ahead.end() :],
        )
    head = re.match(r"([^\W\d_]{2,5})\s*(?:\.\s*|(?=\s)|$)\s*", rest)
    if head is None:
        return part
    short, behind = head[1], rest[head.end() :].strip()
    full = _full(short, behind)
    if not full:
        return part
    return f"{before}{full}{' ' if behind else ''}{behind}"


def _full(short: str, behind: str) -> str:
    low = short.lower()
    if low in _HEADS:
        full, behind_it = _HEADS[low]
        fits = not behind or re.match(behind_it, behind, re.IGNORECASE)
        return full if fits and (short.isupper() or not behind) else ""
    if not short.isupper() and "đ" not in low:
        return ""  # a word in small letters is a word
    return _SHORT.get(low) or (_PLAIN.get(low, "") if short.isupper() else "")


def _is_acronym(word: str) -> bool:
    lacks_vowels = len(word) > 1 and not re.search("[aeiouy]", fold(word))  # no syllable is so
    return "&" in word or lacks_vowels or bool(_ACRONYMS.fullmatch(word))


def _calmed(title: str) -> str:
    """A title that was typed all in capitals in the letters of a title; its short names stay."""
    words = _WORD.findall(title)
    long = [x for x in words if not (_is_acronym(x) or x.lower() in (*_SHORT, *_HEADS))]
    if not title.isupper() or not any(len(x) > 2 for x in long):
        return title
    if len(words) < 2 and not _HEADED.fullmatch(title.lower()):
        return title  # a name made of letters
    calm = _WORD.sub(lambda word: word[0].lower() if word[0] in long else word[0], title)
    pieces = _HEADED.split(calm)
    for n, piece in enumerate(pieces):
        if n % 2:
            pieces[n] = _AS_WRITTEN.get(piece, piece[0].upper() + piece[1:])
        elif n and not pieces[n - 1].lower().endswith(_BEFORE_AN_OFFICE):
            pieces[n] = re.sub(r"^ [^\W\d_]", lambda at: at[0].upper(), piece)
    calm = re.sub(r"(?<=[-,] )[^\W\d_]", lambda at: at[0].upper(), "".join(pieces))
    return calm[:1].upper() + calm[1:]
