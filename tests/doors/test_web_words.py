"""When the words of a line are heard: what the page plays from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.messages import web_files as said
from tests.dialogs.talking import Ear
from tests.doors.sounds import speech
from tests.doors.web_house import Browser, page
from transcribe import Segment, Transcript
from transcribe.types import Word

HEARD = ("đề", "nghị", "mua", "hai", "mươi", "máy")
TEXT = "Đề nghị mua 20 máy"


class Timed(Ear):
    """Hears a sentence in whatever is sound, a word each half second, from the first second on."""

    def transcribe(self, source: Path, *, hints: str = "") -> Transcript:
        words = tuple(Word(one, 1 + n / 2, 1.4 + n / 2, 0.9) for n, one in enumerate(HEARD))
        heard = " ".join(HEARD)
        one = Segment(1.0, 3.9, TEXT, 0.9, heard, ("20 máy",), None, False, words)
        return Transcript(TEXT, 5.0, 0.9, (one,))


async def words(browser: Browser, line: dict[str, Any]) -> list[tuple[str, float]]:
    """The words of a line that have a time, as a browser reads them."""
    answer = await browser.get(f"/nghe/{line['id']}/chu")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["text"] == line["text"]
    units = told["text"].encode("utf-16-le")
    return [(units[2 * a : 2 * b].decode("utf-16-le"), at) for a, b, at in told["words"]]


SAID = [("Đề", 1.0), ("nghị", 1.5), ("mua", 2.0), ("20", 2.5), ("máy", 3.5)]


async def test_a_note_is_heard_from_a_word_whatever_becomes_of_its_text(data: Path) -> None:
    sound = speech("Ly").read_bytes()
    async with page(data, ear=Timed()) as house:
        ha = await house.meeting()
        await ha.upload(sound, size=50_000)
        line = await ha.line(TEXT)
        assert await words(ha, line) == SAID
        await ha.type(f"/sua {line['no']} 😀 Đề nghị sớm mua 20 máy chiếu")
        line = await ha.line("máy chiếu")
        assert await words(ha, line) == SAID
        await ha.type(f"/tach {line['no']} | mua 20 máy chiếu")
        first, second = await ha.line("sớm"), await ha.line("mua")
        assert await words(ha, first) == [*SAID[:2], ("sớm", 2.0)]  # in place of what was said
        assert await words(ha, second) == SAID[2:]


async def test_of_a_part_the_times_are_those_of_its_own_sound(data: Path) -> None:
    """A part is heard from half a second before it begins, where there is so much."""
    sound = speech("Ly").read_bytes()
    async with page(data, ear=Timed()) as house:
        ha = await house.meeting()
        await ha.record_room(sound, 2)
        parts = await ha.until(
            lambda at: [x for x in [[y for y in at["lines"] if y["part_of"]]] if len(x) == 2]
        )
        for part in parts:
            assert await words(ha, part) == SAID


async def test_who_may_not_hear_a_line_is_not_told_its_words(data: Path) -> None:
    async with page(data, ear=Timed()) as house:
        ha = await house.meeting()
        await ha.upload(speech("Ly").read_bytes(), size=50_000)
        line = await ha.line(TEXT)
        stranger = house.browser()
        answer = await stranger.get(f"/nghe/{line['id']}/chu")
        assert (answer.status_code, answer.text) == (401, said.NO_SEAT)
        for other in (line["id"] + 1000, 0):
            answer = await ha.get(f"/nghe/{other}/chu")
            assert (answer.status_code, answer.text) == (404, said.NO_SOUND)
        await ha.type("Câu gõ, không có ghi âm")
        typed = await ha.line("Câu gõ")
        assert (await ha.get(f"/nghe/{typed['id']}/chu")).status_code == 404
        await ha.type(f"/xoa {line['no']}")
        await ha.until(lambda at: [x for x in at["lines"] if x["deleted"]])
        assert (await ha.get(f"/nghe/{line['id']}/chu")).status_code == 404
