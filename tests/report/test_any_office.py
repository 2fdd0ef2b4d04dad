"""Any office's names, lists and lengths give a document that holds every rule of the decree."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.minutes import Line, Speaker, Tag
from bot.minutes.documents import Depth, Kind
from bot.report.check import check
from bot.report.view import Facts
from tests.report.meetings import ZONE, line, meeting, reports
from tests.tables import examples

_SOUNDS = (
    "sở khoa học và công nghệ kinh tế hạ tầng đô thị nông nghiệp môi trường quản lý thị trường phát"
    " triển bảo vệ rừng thủy lợi chăn nuôi thú y dân tộc tôn giáo tài chính kế hoạch đầu tư & xã"
    " nghiêm quyết ưu đãi nguyễn thuở khuya ngoằn ngoèo giảng huỳnh thuyền"
)
SYLLABLES = _SOUNDS.split()
SURNAMES = ("Nguyễn", "Trần", "Lê", "Huỳnh", "Phạm", "Đặng", "Võ")
GIVEN = ("Văn An", "Thị Bích Ngọc", "Quốc Bình", "Hữu Nghĩa", "Ánh Xuân", "Phước", "Thị Mỹ Duyên")
RIGHTS = (
    "GIÁM ĐỐC",
    "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC",
    "K/T GIÁM ĐỐC / PHÓ GIÁM ĐỐC",
    "Q.GIÁM ĐỐC",
    "TL. GIÁM ĐỐC / CHÁNH VĂN PHÒNG",
    "TUQ. GIÁM ĐỐC / TRƯỞNG PHÒNG",
    "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH",
    "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH",
)


def words(least: int, most: int) -> st.SearchStrategy[str]:
    """So many syllables, the first with a capital."""
    rows = st.lists(st.sampled_from(SYLLABLES), min_size=least, max_size=most)
    return rows.map(" ".join).filter(lambda text: not text.startswith("&")).map(_capital)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


people = st.builds(lambda a, b: f"{a} {b}", st.sampled_from(SURNAMES), st.sampled_from(GIVEN))
with_titles = st.builds(lambda name, title: f"{name}, {title}", people, words(2, 6))
lists = st.lists(words(2, 12), min_size=1, max_size=30).map(
    lambda x: "\n".join(f"- {r}" for r in x)
)


def maybe(given: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(st.just(""), given)


infos = st.fixed_dictionaries(
    {
        "co_quan_chu_quan": maybe(words(2, 12)),
        "co_quan": maybe(words(2, 30)),
        "ky_hieu": maybe(st.sampled_from(["SKHCN", "TVT", "UBND-VX", "BQLKKT", "VP"])),
        "so": maybe(st.integers(1, 500).map(lambda n: f"{n:02}")),
        "dia_danh": maybe(st.sampled_from(["Đồng Tháp", "Thành phố Hồ Chí Minh", "Hà Nội"])),
        "ten": maybe(words(3, 40)),
        "can_cu": maybe(st.one_of(words(4, 20), words(4, 20).map(lambda x: f"Căn cứ {x}"))),
        "dia_diem": maybe(words(2, 12)),
        "chu_tri": maybe(with_titles),
        "thu_ky": maybe(with_titles),
        "thanh_phan": maybe(lists),
        "vang": maybe(with_titles),
        "nguoi_ket_luan": maybe(with_titles),
        "kinh_gui": maybe(lists),
        "noi_nhan": maybe(lists),
        "nguoi_ky": maybe(
            st.builds(lambda rights, name: f"{rights} / {name}", st.sampled_from(RIGHTS), people)
        ),
        "thoi_gian": maybe(st.sampled_from(["8h", "8h30 5/3/2026", "14 giờ ngày 01/02/2026"])),
        "ket_thuc": maybe(st.sampled_from(["17h", "11h30"])),
    }
)


@st.composite
def lines(draw: st.DrawFn) -> list[Line]:
    speakers = [Speaker(n, draw(people), draw(maybe(words(2, 6)))) for n in range(2, 5)]
    return [
        line(no, draw(words(2, 50)) + draw(st.sampled_from(["", ".", "./."])), tag, speaker)
        for no, (tag, speaker) in enumerate(
            draw(
                st.lists(
                    st.tuples(st.sampled_from([*Tag, None]), st.sampled_from(speakers)), max_size=12
                )
            ),
            start=1,
        )
    ]


@given(
    info=infos,
    title=words(2, 20),
    said=lines(),
    kind=st.sampled_from(Kind),
    depth=st.sampled_from(Depth),
)
@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
def test_it_holds_every_rule(
    info: dict[str, str], title: str, said: list[Line], kind: Kind, depth: Depth
) -> None:
    held = dataclasses.replace(meeting(), title=title, info={k: v for k, v in info.items() if v})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.docx"
        path.write_bytes(reports(Path(folder)).draft(held, said, kind, depth).docx)
        found = check(path)
    faults = [f"{x.rule} {x.where}: {x.found}. {x.wanted}" for x in found if x.severity != "I"]
    # what somebody typed stands in it, also an end before the beginning; a minutes shows that
    if kind is Kind.MINUTES and Facts.of(held, ZONE).ends_too_early:
        assert [fault[:3] for fault in faults] == ["C27"]
    else:
        assert faults == []
