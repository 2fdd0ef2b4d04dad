"""Who signs, as Nghị định 30/2020 writes it (Phụ lục I, Mục II, 7), however it was typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.minutes.typed.people_words import is_family, is_full_name, names_in
from bot.minutes.typed.signature import DEGREE, HONORIFIC, bare_name
from bot.minutes.typed.titles import written_out
from bot.minutes.typed.words import one_line

# The Party writes K/T, T/M, T/L; a state agency KT., TM., TL.
_PARTY_FORM = re.compile(r"\b(K|T)\s?/\s?(T|M|L)\b\.?", re.IGNORECASE)
# "KT/GIÁM ĐỐC": the stroke is the dot
_STROKE_FORM = re.compile(r"(?<!\w)(KT|TM|TL|TUQ|Q)\s*/\s*", re.IGNORECASE)
_DOTTED_FORM = re.compile(r"^(K|T)\.(T|M|L)\.?\s+(?=\S)", re.IGNORECASE)
_RIGHT = re.compile(r"^(TUQ|KT|TM|TL|Q)(?:\s*\.\s*|\s+)(?=\S)")
_POST = re.compile(
    r"(PHÓ|TỔNG|CHỦ|GIÁM ĐỐC|TRƯỞNG|CHÁNH|HIỆU TRƯỞNG|VIỆN TRƯỞNG|BÍ THƯ|CỤC TRƯỞNG|BỘ TRƯỞNG"
    r"|THỨ TRƯỞNG|THỦ TRƯỞNG|VỤ TRƯỞNG|CHI CỤC|THƯ KÝ|CHỦ NHIỆM|ĐỘI TRƯỞNG|TỔ TRƯỞNG"
    r"|HIỆU PHÓ|QUYỀN|TRẠM TRƯỞNG|CHÁNH THANH TRA|CHỈ HUY)(?!\w)"
)
# Where within a row the next title begins: "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC"
_NEXT = re.compile(
    r"\s+(?=(?:KT|TM|TL|TUQ)\s*\.|(?:PHÓ|CHỦ TỊCH|GIÁM ĐỐC|CHÁNH|TRƯỞNG (?:PHÒNG|BAN|KHOA)"
    r"|HIỆU TRƯỞNG|BÍ THƯ|VIỆN TRƯỞNG|CHI CỤC TRƯỞNG|CỤC TRƯỞNG|TỔNG GIÁM ĐỐC|P?GĐ|P?CT|P?CVP|P?TP)"
    r"(?!\w))"
)
_OFFICES = (
    "HỘI ĐỒNG QUẢN TRỊ", "HỘI ĐỒNG NHÂN DÂN", "HỘI ĐỒNG THÀNH VIÊN", "ỦY BAN NHÂN DÂN", "VĂN PHÒNG",
    "UBND", "HĐND", "HĐQT", "HĐTV", "THI HÀNH ÁN", "ĐÀO TẠO", "THI ĐUA", "CAO ĐẲNG", "VĂN HÓA",
    "VĂN HOÁ", "ĐOÀN THANH NIÊN", "ĐỒNG THÁP", "HÀ NỘI", "CAO LÃNH", "LÂM NGHIỆP", "LIÊN ĐOÀN",
)  # fmt: skip
#: of the forces: it stands before the name in a signature, unlike a degree
_RANK = re.compile(
    r"(?:(?:đại|thượng|trung|thiếu) (?:tướng|tá)|(?:đại|thượng|trung|thiếu|chuẩn) (?:úy|uý)"
    r"|(?:thượng|trung|hạ) (?:sĩ|sỹ))\s+",
    re.IGNORECASE,
)
_SHORT = {"UBND": "ỦY BAN NHÂN DÂN", "HĐND": "HỘI ĐỒNG NHÂN DÂN", "HĐQT": "HỘI ĐỒNG QUẢN TRỊ"}


@dataclass(frozen=True)
class Signature:
    """``KT. GIÁM ĐỐC``, ``PHÓ GIÁM ĐỐC``; the name, without what the decree leaves out."""

    titles: tuple[str, ...]  #: in capitals; empty where nobody has given one
    name: str  #: empty where nobody has given one
    dropped: str = ""  #: the degree that stood before the name: it does not belong there

    @property
    def written(self) -> str:
        """In the form that is read without doubt: ``KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC / Lê A``"""
        return " / ".join(x for x in (*self.titles, self.name) if x)

    @property
    def is_whole(self) -> bool:
        """Whether there is a title and a name."""
        return bool(self.titles and self.name)


@dataclass(frozen=True)
class SignatureRead:
    """What words say of who signs."""

    best: Signature
    sure: bool  #: False: a person has to say which
    readings: tuple[Signature, ...] = ()  #: where it is not sure: the likely ones


def read_signature(text: str) -> Signature:
    """Read ``KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC / Họ Tên``, or the same on rows, with commas, or in one
    run: the likeliest reading.

    A single part is a title if it is one, else a name.

    >>> read_signature("KT.Giám đốc/Phó Giám đốc/TS. Lê A")
    Signature(titles=('KT. GIÁM ĐỐC', 'PHÓ GIÁM ĐỐC'), name='Lê A', dropped='TS.')
    >>> read_signature("KT.Giám đốc, PGĐ Trần Quốc Bình").written
    'KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC / Trần Quốc Bình'
    """
    return read_signer(text).best


def read_signer(text: str) -> SignatureRead:
    """The likely readings of who signs, and whether there is a doubt: of what would print wrong, or
    may be taken apart in two ways."""
    rows = _rows(text)
    if not rows:
        return SignatureRead(Signature((), ""), sure=True)
    plain = _of_rows(rows)
    if len(rows) > 1 and not _holds_more(rows):
        return _checked(plain, sure=True, in_form=True)
    parts = [part for row in rows for part in _parts(row)]
    found = _of_parts(parts)
    if found is None:
        return SignatureRead(plain, sure=len(parts) == 1 and is_full_name(_bare(parts[0])))
    signature, sure = found
    return _checked(signature, sure=sure, in_form=False)


# --- rows, as the form has them -----------------------------------------------------------------


def _rows(text: str) -> list[str]:
    signed = r"\([^()]*\bký\b[^()]*\)"  # "(đã ký)", behind the name or between the titles
    text = re.sub(signed, ", ", re.sub(rf"[\s,]*{signed}[\s.]*$", "", text, flags=re.I), flags=re.I)
    text = re.sub(r"\bđ/c\b", "đồng chí", text, flags=re.IGNORECASE)  # its stroke parts nothing
    text = _PARTY_FORM.sub(lambda match: f"{match[1]}{match[2]}.".upper(), text)
    text = _STROKE_FORM.sub(lambda match: f"{match[1]}. ".upper(), text)
    rows = [row for row in (one_line(row).strip("- ") for row in re.split(r"[/\n]", text)) if row]
    return [_undotted(row, last=row is rows[-1]) for row in rows]


def _of_rows(rows: Sequence[str]) -> Signature:
    """A title a row, the name last."""
    if _is_title(rows[-1]):
        return Signature(tuple(map(_title, rows)), "")
    *titles, name = rows
    return _named(tuple(map(_title, titles)), name)


def _named(titles: tuple[str, ...], name: str) -> Signature:
    if (name.isupper() or name.islower()) and len(name.split()) > 1:
        name = name.title()
    rank = _RANK.match(name)
    if rank:
        name = rank[0].capitalize() + name[rank.end() :]
    name = HONORIFIC.sub("", name)
    degree = DEGREE.match(name)
    if degree and degree.end() < len(name):
        return Signature(titles, name[degree.end() :], degree[0].strip())
    return Signature(titles, name)


def _undotted(row: str, *, last: bool) -> str:
    """``K.T GIÁM ĐỐC`` as ``KT. GIÁM ĐỐC``; a last row ``T.M. Nam`` is a name."""
    form = _DOTTED_FORM.match(row)
    if form is None or (last and not _POST.match(row[form.end() :].upper())):
        return row
    return f"{form[1]}{form[2]}. {row[form.end() :]}"


def _is_title(row: str) -> bool:
    """Whether it is a right or a post rather than a name: ``KT. GIÁM ĐỐC``, ``Phó Chủ tịch``."""
    return bool(_RIGHT.match(row.upper()) or _POST.match(row.upper()))


def _title(row: str) -> str:
    """``KT. GIÁM ĐỐC``; what is short is written out."""
    right = _RIGHT.match(row.upper())
    before, post = (f"{right[1]}. ", row[right.end() :]) if right else ("", row)
    post = written_out(post).upper()
    words = [_SHORT.get(word, word) for word in post.split()]
    return before + " ".join(words)


# --- what was typed in another form -------------------------------------------------------------


def _holds_more(rows: Sequence[str]) -> bool:
    """Whether a row has more than its one title or name: ``PGĐ Trần Quốc Bình``, ``A, B``."""
    if any(re.search(r"[,;:]|\s[-–—]\s", row) for row in rows):
        return True
    last = rows[-1]
    return (_is_title(last) or _is_title(written_out(last))) and _split_name(_out(last))[1] != ""


def _parts(row: str) -> list[str]:
    """The titles and the name of a row, apart: at commas and dashes, and where a title ends."""
    found = []
    for piece in re.split(r"\s*[,;:]\s*|\s+[-–—]\s*|[-–—]\s+", row):
        piece = _out(_undotted(piece.strip(" ."), last=False))
        while at := _next_title(piece):
            found.append(_out(piece[: at.start()]))
            piece = _out(piece[at.end() :])
        found.append(piece)
    return [part for part in found if part]


def _next_title(piece: str) -> re.Match[str] | None:
    """Where behind a title with its right the next one begins."""
    right = _RIGHT.match(piece.upper())
    return _NEXT.search(piece.upper(), right.end() + 1) if right else None


def _out(part: str) -> str:
    """A part with its post written out, behind its right: ``KT.GĐ`` is ``KT. Giám đốc``."""
    right = _RIGHT.match(part.upper())
    if right is None:
        return written_out(part)
    return f"{right[1]}. {written_out(part[right.end() :])}"


def _of_parts(parts: Sequence[str]) -> tuple[Signature, bool] | None:
    """The signature that these parts make, and whether it is certain; None: they make none."""
    titles: list[str] = []
    names: list[str] = []
    sure = True
    for part in parts:
        if _is_title(part):
            title, name, certain = _split_name(part)
            sure = sure and certain
            titles += [title] if title else []
            names += [name] if name else []
        elif is_full_name(_bare(part)) or bare_name(part):
            names.append(part)
        else:
            sure = False  # an office, a note: it is not printed with the signature
    if len(names) > 1 or not titles:
        return None
    ordered = sorted(map(_title, titles), key=_rank) if names and parts[0] in names else None
    signature = _named(tuple(ordered or map(_title, titles)), names[0] if names else "")
    return signature, sure


def _bare(part: str) -> str:
    return DEGREE.sub("", HONORIFIC.sub("", part))


def _rank(title: str) -> int:
    return 0 if title.startswith("TM.") else 1 if _RIGHT.match(title) else 2


def _split_name(part: str) -> tuple[str, str, bool]:
    """A title and the name at its end, and whether that is certain."""
    words = part.split()
    degree = next((n for n in range(1, len(words)) if _begins_name(" ".join(words[n:]))), None)
    if degree is not None:
        return " ".join(words[:degree]), " ".join(words[degree:]), True
    given = bare_name(part)
    if given and part.endswith(given) and not part.isupper():
        return part[: -len(given)].strip(), given, True
    if not (part.isupper() or part.islower()):
        return _at_its_end(part)
    starts = [n for n in _name_starts(words) if not _is_office(words, n)]
    if not starts:
        return part, "", True
    return " ".join(words[: starts[0]]), " ".join(words[starts[0] :]), len(starts) == 1


def _at_its_end(part: str) -> tuple[str, str, bool]:
    """``Chủ tịch UBND xã`` and ``Lê Văn Bình``: what stands behind a place's word may be its name,
    and not the person's: ``Hiệu trưởng Trường Lê Quý Đôn``."""
    found = names_in(part)
    name = found[-1] if found and part.endswith(found[-1]) else ""
    if not name or len(name) == len(part):
        return part, "", True
    before = part[: -len(name)].strip()
    certain = name.split()[1] in ("Văn", "Thị") or not _A_PLACE.search(before)
    return before, name, certain


_A_PLACE = re.compile(
    r"(?:^|\s)(?:trường|viện|xã|phường|huyện|quận|phố|ty|đường|ấp|thôn|khóm|tỉnh|trấn|chợ|thpt|thcs"
    r"|tiểu học|mầm non|đại học)$",
    re.IGNORECASE,
)


def _begins_name(words: str) -> bool:
    """``TS. Lê A``, ``ông Lê A``, ``Đại tá Lê A``: a name after what stands before names only."""
    bare = _RANK.sub("", _bare(words), count=1)
    return bare != words and is_full_name(bare)


def _name_starts(words: Sequence[str]) -> list[int]:
    """Where in a row of capitals a name may begin: with a family's, two to five syllables long."""
    return [
        n
        for n in range(1, len(words) - 1)
        if len(words) - n <= 5 and is_family(words[n].lower()) and _POST.match(words[0].upper())
    ]


def _is_office(words: Sequence[str], at: int) -> bool:
    """Whether the words there are an office's: ``CHÁNH VĂN PHÒNG``, ``HỘI ĐỒNG QUẢN TRỊ``."""
    row = " ".join(words).upper()
    place = len(" ".join(words[:at])) + 1
    spans = ((m.start(), m.end()) for office in _OFFICES for m in re.finditer(office, row))
    return any(start <= place < end for start, end in spans)


# --- what would print wrong ---------------------------------------------------------------------


def _checked(signature: Signature, *, sure: bool, in_form: bool) -> SignatureRead:
    """The signature, and others where this one would print wrong: ``KT.`` without the deputy who
    signs, ``TL.`` without who signs by order. A deputy may sign alone, who was typed so in the form
    of a signature; else it is asked whether ``KT.`` is missing."""
    titles = signature.titles
    last = titles[-1] if titles else ""
    right = _RIGHT.match(last)
    if right and right[1] != "Q" and right[1] != "TM" and signature.name:
        head = last[right.end() :]
        alone = replace(signature, titles=(*titles[:-1], head))
        if right[1] == "KT":
            deputy = replace(signature, titles=(*titles, f"PHÓ {head}"))
            return SignatureRead(deputy, False, (deputy, alone))
        # who signs by order is most often the head of the office; first stays what old buttons mean
        by_order = replace(signature, titles=(*titles, "CHÁNH VĂN PHÒNG"))
        return SignatureRead(signature, False, (alone, by_order) if right[1] == "TL" else (alone,))
    if not in_form and sure and signature.name and len(titles) == 1 and last.startswith("PHÓ "):
        post = last.removesuffix(" PHỤ TRÁCH")  # who is in charge signs as a deputy does
        for_head = replace(signature, titles=(f"KT. {post.removeprefix('PHÓ ')}", post))
        return SignatureRead(signature, False, (for_head, signature))
    return SignatureRead(signature, sure, () if sure else (signature,))
