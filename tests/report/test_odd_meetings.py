"""Whatever people type, the document is whole: odd names, lengths, letters, missing items."""

from __future__ import annotations

import dataclasses
import time
import timeit
import unicodedata
import zipfile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from bot.minutes import Line, Meeting, Tag
from bot.minutes.documents import Depth, Kind
from bot.minutes.typed.words import clean
from bot.report.layout import balanced
from tests.report.meetings import INFO, NGOC, line, meeting, reports
from tests.tables import examples

ODD = (
    "Phòng Kinh tế & Hạ tầng",
    "<w:p>",
    "\"ngoặc kép\" và 'đơn'",
    "{{ r.venue }} {% if x %}",
    "👩‍👩‍👧 😀",
    "\u202eחברה\u202c",
    unicodedata.normalize("NFD", "Sở Khoa học và Công nghệ tỉnh Đồng Tháp"),
    "dài" * 400,
    "ỦY BAN NHÂN DÂN " * 12,
    "]]> &amp; &#0;",
    "#5 [#6] 3.2",
    "a/b\\c",
    "\ue0001,2\ue001",
    "dòng một\ndòng hai\n- dòng ba\n+ dòng bốn",
    ":",
    "./.",
    ";;",
)
words = st.one_of(
    st.sampled_from(ODD), st.text(max_size=60), st.lists(st.sampled_from(ODD)).map("\n".join)
).map(clean)


@st.composite
def infos(draw: st.DrawFn) -> dict[str, str]:
    """The items of a meeting: as they should be, odd, or missing."""
    return {
        code: draw(st.one_of(st.just(value), words, st.just(""))) for code, value in INFO.items()
    }


@st.composite
def lines(draw: st.DrawFn) -> list[Line]:
    count = draw(st.integers(0, 8))
    speaker = dataclasses.replace(NGOC, name=draw(words) or "?", title=draw(words))
    return [
        line(no, draw(words) or "…", draw(st.sampled_from([*Tag, None])), speaker)
        for no in range(1, count + 1)
    ]


@given(
    info=infos(),
    title=words,
    said=lines(),
    kind=st.sampled_from(Kind),
    depth=st.sampled_from(Depth),
)
@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
def test_a_document_is_whole(
    info: dict[str, str], title: str, said: list[Line], kind: Kind, depth: Depth
) -> None:
    with TemporaryDirectory() as folder:
        odd = dataclasses.replace(meeting(**info), title=title or "Họp")
        draft = reports(Path(folder)).draft(odd, said, kind, depth, sources=True)
    assert draft.broken == ()
    with zipfile.ZipFile(BytesIO(draft.docx)) as file:
        assert file.testzip() is None
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(file.read(name))
    document = docx.Document(BytesIO(draft.docx))
    text = "\n".join(
        "".join(t.text or "" for t in p.iter(f"{W}t")) for p in document.element.body.iter(f"{W}p")
    )
    assert unicodedata.is_normalized("NFC", text)
    assert "\ue000" not in text
    assert kind.heading.upper() in text
    ends = text.count("./.")
    assert ends >= 1
    # every tagged line is there, nothing else that was said
    tagged = {x.no for x in said if x.tag} if depth is not Depth.CONCLUSIONS else set()
    if kind is not Kind.NOTICE or depth is Depth.FULL:
        assert tagged <= {no for p in draft.report.paragraphs for no in p.lines}
    assert {no for p in draft.report.paragraphs for no in p.lines} <= {x.no for x in said if x.tag}


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@given(
    text=st.lists(st.text("abcđ", min_size=1, max_size=12), min_size=1, max_size=25).map(" ".join),
    width=st.integers(5, 60),
)
def test_lines_hold_all_words_in_their_order_and_fit(text: str, width: int) -> None:
    found = balanced(text, width, len)
    assert " ".join(found) == text
    assert all(len(one) <= width or " " not in one for one in found)
    greedy, row = 1, ""  # fills line by line
    for word in text.split():
        longer = f"{row} {word}".strip()
        if len(longer) > width and row:
            greedy, row = greedy + 1, word
        else:
            row = longer
    assert len(found) == greedy, "no more lines than are needed"


def test_an_agency_of_a_thousand_words_takes_no_longer_than_any_other(tmp_path: Path) -> None:
    name = "ỦY BAN NHÂN DÂN " * 250
    subject = reports(tmp_path)
    subject.draft(meeting(), [])  # what is imported and compiled only once

    def took(about: Meeting) -> float:
        """Seconds of the processor, at the best of three tries."""
        return min(
            timeit.repeat(
                lambda: subject.draft(about, []), timer=time.thread_time, repeat=3, number=1
            )
        )

    long = meeting(co_quan=name, ten=name)
    assert took(long) < 20 * took(meeting())
    draft = subject.draft(long, [])
    cell = docx.Document(BytesIO(draft.docx)).tables[0].rows[0].cells[0]
    assert cell.text.split()[-1000:] == name.split()
