"""When the words of a line were said, whatever the line has become since."""

from __future__ import annotations

import unicodedata

import pytest

from bot.minutes.spoken import spoken_words, words_of_heard

HEARD = "phòng kế hoạch đã số hóa , hai mươi lăm hồ sơ"

ROWS = [
    # the text as it stands: its words, each with the number of the word that was heard there
    ("Phòng Kế hoạch đã số hóa, 25 hồ sơ", "Phòng:0 Kế:1 hoạch:2 đã:3 số:4 hóa,:5 25:6 hồ:9 sơ:10"),
    ("Phòng Kế hoạch đã số hoá 25 hồ sơ", "Phòng:0 Kế:1 hoạch:2 đã:3 số:4 hoá:5 25:6 hồ:9 sơ:10"),
    ("đã số hóa", "đã:3 số:4 hóa:5"),  # one half of a line that was divided
    ("hồ sơ", "hồ:9 sơ:10"),
    ("Phòng Tài chính đã số hóa", "Phòng:0 Tài:1 chính:2 đã:3 số:4 hóa:5"),
    ("Phòng ta đã số hóa", "Phòng:0 ta:1 đã:3 số:4 hóa:5"),
    ("Thưa các đồng chí, phòng kế hoạch", "phòng:0 kế:1 hoạch:2"),  # what is added was not said
    ("— phòng … kế hoạch !", "phòng:0 kế:1 hoạch:2"),
    ("😀 phòng 😀 kế", "phòng:0 kế:1"),
    ("", ""),
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_each_word_that_was_said_has_its_time(form: str) -> None:
    count = len(words_of_heard(HEARD))
    assert count == 11
    for text, wanted in ROWS:
        typed = unicodedata.normalize(form, text)  # type: ignore[arg-type]
        found = spoken_words(typed, HEARD, range(count))
        shown = " ".join(f"{typed[one.begins : one.ends]}:{one.seconds}" for one in found)
        assert shown == unicodedata.normalize(form, wanted), text  # type: ignore[arg-type]


def test_of_what_nobody_can_say_nothing_is_said() -> None:
    assert spoken_words("Tôi nhất trí.", "", []) == []
    assert spoken_words("Tôi nhất trí.", "tôi nhất trí", []) == []
    assert spoken_words("Tôi nhất trí.", "tôi nhất trí", [0.0, 1.0]) == []  # a damaged record
    long = "một hai " * 2000
    assert spoken_words(long, long, [0.0] * 4000) == []
