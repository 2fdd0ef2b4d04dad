"""The foot of a document: who receives it, who signs it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.minutes.documents import Kind
from bot.minutes.typed.receivers import read_receivers
from bot.minutes.typed.signing import read_signature
from bot.minutes.typed.words import fold
from bot.report.view.facts import Facts
from bot.report.view.paragraphs import BLANK


@dataclass(frozen=True)
class Foot:
    receivers: tuple[str, ...]
    signer_titles: tuple[str, ...]
    signer: str
    degree_dropped: str  #: what stood before the signer's name and does not belong there


def foot(facts: Facts, kind: Kind) -> Foot:
    signature = read_signature(facts.text("nguoi_ky"))
    return Foot(
        receivers=_receivers(facts, kind),
        signer_titles=signature.titles or (BLANK,),
        signer=signature.name or BLANK,
        degree_dropped=signature.dropped,
    )


def _receivers(facts: Facts, kind: Kind) -> tuple[str, ...]:
    given = "\n".join(
        f"- {row}"
        for row in facts.rows("noi_nhan")
        if kind is Kind.REPORT or not fold(row).startswith("nhu tren")
    )
    if kind is Kind.MINUTES:
        return read_receivers(given, as_above=False, last="Lưu: VT, Hồ sơ") or (
            "- Lưu: VT, Hồ sơ.",
        )
    upward = kind is Kind.REPORT and bool(facts.rows("kinh_gui"))
    unknown = ("- Như trên;", f"- {BLANK}") if upward else (f"- {BLANK}",)
    return read_receivers(given, as_above=upward, last="Lưu: VT") or unknown
