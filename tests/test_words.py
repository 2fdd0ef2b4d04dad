"""One spelling, one voice, one name for each thing in all that people read: docs/thuat-ngu.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from bot.conversation.topics import BY_NAME
from bot.minutes.typed.words import fold

HOUSE = Path(__file__).parents[1]
GLOSSARY = (HOUSE / "docs/thuat-ngu.md").read_text("utf-8")
SPOKEN = [*sorted((HOUSE / "bot/messages").glob("*.py")), HOUSE / "bot/report/check/sentences.py"]
PAPERS = [*sorted((HOUSE / "docs").glob("*.md")), HOUSE / "README.md"]
# a tone on the first letter of oa, oe, uy; CHỦ TỌA stands so in documents, and qu is a consonant
_MIXED = re.compile(r"(?<![qQ])(?:[óòỏõọ][ae]|[úùủũụ]y)(?!\w)")
_VOICE = re.compile(r"[«»]|\b[Nn]gười ấy\b|\bNhư cũ:")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|kh|gh|gi|ch|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?|gin?"
)
_NO_WORD = re.compile(
    r"\{[^}]*\}|/thanhphan file|[/@#][\w-]+|\w+\.\w[\w.]*|\w+://\S+|[\w.]*_\w+|\b\w+\d\w*"
)


def _sentences(path: Path) -> Iterator[str]:
    """The strings of a file that people read: with a blank in them, and no docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {id(x.value) for x in ast.walk(tree) if isinstance(x, ast.Expr)}
    for found in ast.walk(tree):
        text = found.value if isinstance(found, ast.Constant) and id(found) not in told else None
        if isinstance(text, str) and " " in text.strip():
            yield text


def _column(row: str, place: int) -> str:
    return row.split("|")[place].strip()


def _rows() -> list[str]:
    return [row for row in GLOSSARY.splitlines() if row.startswith("|") and "---" not in row]


def test_one_spelling_and_one_voice() -> None:
    wrong = [
        f"{path.name}: {found[0]!r} in {text[:80]!r}"
        for path in SPOKEN
        for text in _sentences(path)
        for found in (_MIXED.search(text), _VOICE.search(text))
        if found
    ]
    wrong += [
        f"{path.name}: {found[0]!r} in {row[:80]!r}"
        for path in PAPERS
        for row in path.read_text("utf-8").splitlines()
        for found in (_MIXED.search(row), _VOICE.search(row))
        if found
    ]
    assert not wrong, "\n".join(wrong)


def test_each_thing_has_its_name_of_the_glossary() -> None:
    others = {
        word.strip(): _column(row, 1)
        for row in _rows()
        if row.count("|") == 4 and not row.startswith("| thuật ngữ")
        for word in _column(row, 3).split(",")
    }
    assert len(others) > 40
    names = {name.strip() for row in _rows() for name in _column(row, 1).split(",")}
    wrong = [
        f"{path.name}: {word!r} for {name!r} in {text[:80]!r}"
        for path in SPOKEN
        for text in map(_without_orders, _sentences(path))
        for word, name in others.items()
        if word.lower() in text.lower()
        and re.search(
            rf"(?<![\w:]){re.escape(word)}(?![\w:])", _but_names(text, word, names), re.IGNORECASE
        )
    ]
    assert not wrong, "\n".join(wrong)


def _but_names(text: str, word: str, names: set[str]) -> str:
    """Without the names in which a word is right: “nhãn” in “nhãn dán”."""
    for name in names:
        if word in name.split():
            text = re.sub(re.escape(name), " ", text, flags=re.IGNORECASE)
    return text


def _without_orders(text: str) -> str:
    """Without commands and placeholders: their words are typed."""
    return _NO_WORD.sub(" ", text)


def test_no_foreign_word_that_the_glossary_lacks() -> None:
    known = {
        word
        for row in _rows()
        if row.count("|") == 3
        for word in re.findall(r"\w+", _column(row, 1))
    }
    typed = set(BY_NAME) | {
        *("nghelai", "chitiet", "chuathe", "daxoa", "comat", "thutu", "moinguoi", "doinguoc"),
        *("boqua", "hoantac", "hoten", "chucvu"),
    }
    wrong = sorted(
        {
            f"{path.name}: {word!r} in {text[:70]!r}"
            for path in SPOKEN
            for text in _sentences(path)
            for word in re.findall(r"[^\W\d_]{2,}", _without_orders(text))
            if word not in known | typed and not _SYLLABLE.fullmatch(fold(word))
        }
    )
    assert not wrong, "\n".join(wrong)


def test_answers_repeat_no_long_title() -> None:
    from datetime import UTC, datetime

    from bot.messages import phrases
    from bot.minutes import Meeting, Speaker

    title = "Hội nghị sơ kết công tác sáu tháng đầu năm và triển khai nhiệm vụ sáu tháng cuối năm"
    meeting = Meeting(4, 1, title, datetime(2026, 1, 1, tzinfo=UTC), Speaker(1, "A"))
    named = phrases.meeting_name(meeting)
    assert len(str(named["title"])) <= 40
    assert str(named["title"]).endswith("…")
