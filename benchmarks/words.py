"""Terms that the model is told to listen for."""

from collections.abc import Callable, Sequence

import numpy as np

from transcribe import types
from transcribe.engines import load_engine
from transcribe.schedule import recognise

from .clips import Clip
from .contenders import Setup
from .scoring import NO_ERRORS, errors, words

# What is said in each recording and a model may not know, as an office would write it
TERMS = {
    "VIVOSDEV01_01": ("kiến nghị",),
    "VIVOSDEV01_02": ("mưa đóng băng", "trơn trợt"),
    "VIVOSDEV01_03": ("phỗng ông", "phỗng bà", "gỗ mít"),
    "VIVOSDEV01_04": ("phóng uế",),
    "VIVOSDEV01_05": ("anh Phú", "bú sữa mẹ"),
    "VIVOSDEV01_06": ("Trung Đông", "lộ trình hòa bình"),
    "VIVOSDEV01_07": ("sáng tạo",),
    "VIVOSDEV01_08": ("khớp sắt",),
    "VIVOSDEV15_01": ("quá khứ",),
    "VIVOSSPK01_03": ("Nhu",),
    "VIVOSSPK01_04": ("khủng hoảng môi trường",),
    "VIVOSSPK01_05": ("tàu cá",),
    "VIVOSSPK01_06": ("sào ruộng",),
    "VIVOSSPK01_07": ("heo nọc",),
    "VIVOSSPK01_09": ("chì chiết",),
    "vn_binh": ("huấn luyện viên",),
    "vn_dung": ("tục ngữ",),
    "vn_ly": ("logic",),
    "vn_tuyen": ("khúc cây", "bãi cỏ"),
    "vn_vinh": ("đánh bắt cá", "thương mại hóa"),
    "vn_doan": ("Do Thái", "nuôi con"),
    "vn_ngochuyen": ("tính đảng", "tính chiến đấu"),
}
# A glossary as a department has it; none of it is said
UNSAID = (
    "Nguyễn Văn An",
    "Trần Thị Bích Hạnh",
    "Lê Quang Đạo",
    "Sở Khoa học và Công nghệ",
    "Phạm Minh Tuấn",
    "Ủy ban nhân dân tỉnh",
    "đề án chuyển đổi số",
    "Hoàng Thị Mai",
)


def hints(setup: Setup, clips: Sequence[Clip]) -> dict[str, object]:
    """What telling the model names does: names that are said, among others, and only others."""
    chosen = [clip for clip in clips if clip.source in TERMS]
    glossaries: dict[str, Callable[[Clip], str]] = {
        "no names": lambda clip: "",
        "names that are said, among 25 others": lambda clip: _glossary(clip, said=True),
        "25 names of which none is said": lambda clip: _glossary(clip, said=False),
    }
    engine = load_engine(setup.speech())
    rows = {}
    for title, glossary in glossaries.items():
        total, known, terms = NO_ERRORS, 0, 0
        for clip in chosen:
            heard = types.Clip(clip.samples, glossary(clip))
            text = recognise(engine, [heard], setup.speech().whisper_padding)[0].text
            total += errors(clip.said, text)
            terms += len(TERMS[clip.source])
            found = f" {' '.join(words(text))} "
            known += sum(f" {' '.join(words(term))} " in found for term in TERMS[clip.source])
        rows[title] = {"wer": total.rate, "terms": terms, "heard": known}
    return {"clips": len(chosen), "rows": rows}


def _glossary(clip: Clip, *, said: bool) -> str:
    """The same for a recording each time, in random order."""
    random = np.random.default_rng(sum(map(ord, clip.source)))
    others = [term for source in TERMS if source != clip.source for term in TERMS[source]]
    terms = [*random.choice(others, 25 - len(UNSAID), replace=False), *UNSAID]
    if said:
        terms += TERMS[clip.source]
    return ", ".join(str(term) for term in random.permutation(terms))
