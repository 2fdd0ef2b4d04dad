"""Who receives a document, as Nghị định 30/2020 writes it (Phụ lục I, Mục II, 9)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.minutes.info import rows_of
from bot.minutes.typed.words import fold, one_line

# What a receiver begins with: behind a comma it is another one, where any other word may go on
_BEGINS = re.compile(
    r"(?:(?:ubnd|hdnd|ubmttq|mttq|tt|ttr|vp|dang uy|ban can su|huyen uy|tinh uy|thanh uy|so|phong"
    r"|ban|bo|cuc|chi cuc|tong cuc|vu|vien|truong|trung tam|van phong|thanh tra|giam doc|pgd|gd"
    r"|pho|chu tich|pct|ct|lanh dao|bi thu|thuong truc|nhu tren|nhu dieu|cac|hoi|doan|lien doan"
    r"|cong an|cong ty|chi nhanh|kho bac|toa an|vks|vien kiem sat|benh vien|bao|dai|thu vien"
    r"|bao tang|to|doi|tram|xa|phuong|huyen|quan|thanh pho|thi xa|ap|khu|thanh vien|dai bieu"
    r"|nguoi|ong|ba|website|trang|cong thong tin|don vi|co quan|doanh nghiep|ke toan|thu ky"
    r"|hoi dong|mat tran|cong doan|dang bo|chi bo|bch|bqt|thuong vu|thu truong|truong phong)(?!\w))"
)
_ARCHIVE = re.compile(r"luu\s*[:.]?\s*(?=\w)")
_COMMA = re.compile(r",\s*")
# Behind these the words go on: «Phòng Kế hoạch, Tài chính»
_FOR_WHAT = re.compile(r"\((?:b/c|bc|de b/c|de biet|de bao cao|de thuc hien|t/h|th|p/h)[^)]*\)$")
_LONGEST_MARK = 60  # letters


def receivers_apart(text: str) -> tuple[list[str], bool]:
    """The receivers that are typed, one each, and whether that is certain.

    Rows and ``;`` part them; in a single row commas too, where a receiver begins behind one.

    >>> receivers_apart("UBND tỉnh (b/c), Giám đốc, lưu VT, VP")
    (['UBND tỉnh (b/c)', 'Giám đốc', 'Lưu: VT, VP'], True)
    >>> receivers_apart("Các phòng, đơn vị thuộc Sở")
    (['Các phòng, đơn vị thuộc Sở'], True)
    >>> receivers_apart("Sở Kế hoạch, Đầu tư")
    (['Sở Kế hoạch, Đầu tư'], False)
    """
    rows = rows_of(text)
    if len(rows) != 1:
        return [mended(row) for row in rows], True
    row, kept = one_line(rows[0]), ""
    archive = next((m for m in _ARCHIVE.finditer(fold(row)) if _stands_alone(row, m.start())), None)
    if archive:
        row, kept = row[: archive.start()].rstrip(" ,-–."), mended(row[archive.start() :])
    parts: list[str] = []
    certain = True
    for part in _outside_brackets(row):
        marked = bool(parts) and bool(_FOR_WHAT.search(fold(parts[-1][-_LONGEST_MARK:])))
        if not parts or marked or (_BEGINS.match(fold(part)) and part[:1].isupper()):
            parts.append(part)
            continue
        if part.startswith("các ") and not fold(parts[-1]).startswith("cac "):
            parts.append(part)
            continue
        certain = certain and part[:1].islower()
        parts[-1] += f", {part}"
    return [part[:1].upper() + part[1:] for part in (*parts, kept) if part], certain


def _stands_alone(row: str, at: int) -> bool:
    return at == 0 or row[:at].rstrip().endswith((",", "-", "–", "."))


def _outside_brackets(row: str) -> list[str]:
    parts, start = [], 0
    for comma in _COMMA.finditer(row):
        if row[: comma.start()].count("(") == row[: comma.start()].count(")"):
            parts.append(row[start : comma.start()].strip())
            start = comma.end()
    return [part for part in (*parts, row[start:].strip()) if part]


def mended(row: str) -> str:
    """``Lưu VT,VP`` as ``Lưu: VT, VP``."""
    match = re.match(r"l[ưu]u\s*[:.]?\s*(?=vt\b|văn thư|van thu)", row, re.IGNORECASE)
    if not match:
        return row[:1].upper() + row[1:]
    kept = re.sub(r"\s*,\s*", ", ", row[match.end() :]).rstrip(" ,.")
    kept = re.sub(r"^(?:vt|văn thư|van thu)(?!\w)", "VT", kept, flags=re.IGNORECASE)
    return f"Lưu: {kept}"


def archive_of(rows: Sequence[str]) -> str:
    """The row for the archive, as typed; empty where none is."""
    return next((row for row in rows if fold(row).startswith("luu")), "")


def read_receivers(text: str, *, as_above: bool, last: str) -> tuple[str, ...]:
    """The rows under *Nơi nhận*: ``- …;`` each, the last ``- Lưu: VT, ….``; empty where none.

    Args:
        as_above: who is addressed above is named here as ``Như trên``.
        last: the row for the archive where nobody has given one, such as ``Lưu: VT``.

    >>> read_receivers("UBND tỉnh, Lưu VT", as_above=False, last="Lưu: VT")
    ('- UBND tỉnh;', '- Lưu: VT.')
    """
    apart, _ = receivers_apart(text)
    rows = [row.rstrip(" ,") for row in apart]
    if not rows:
        return ()
    kept = [row for row in rows if fold(row).startswith("luu:")]
    others = [row for row in rows if row not in kept]
    if as_above and not any(fold(row).startswith("nhu tren") for row in others):
        others.insert(0, "Như trên")
    return (*(f"- {row};" for row in others), f"- {_joined(kept) or last}.")


def _joined(kept: Sequence[str]) -> str:
    """``Lưu: VT``, ``Lưu: P.KH`` as one row."""
    first, *others = kept or [""]
    return ", ".join([first, *(row.partition(":")[2].strip() for row in others)])
