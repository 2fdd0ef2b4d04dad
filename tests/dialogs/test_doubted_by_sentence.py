"""A server may know of whole sentences only how sure it is: where it doubts, that is told."""

from __future__ import annotations

from pathlib import Path

from tests.dialogs.talking import AN, talking
from tests.transcribe.conftest import six  # noqa: F401
from tests.transcribe.openai_api import says, serving
from tests.transcribe.recordings import Recording
from transcribe import SpeechSettings, Transcriber

TOLD = "⚠ nghe lại: “Giao phòng Kế hoạch” (máy chỉ báo được cả câu, không rõ chữ nào)"
HEARD = {
    "text": "Tôi nhất trí. Giao phòng Kế hoạch.",
    "segments": [
        {"start": 0.0, "end": 1.5, "text": "Tôi nhất trí.", "avg_logprob": -0.1},
        {"start": 1.5, "end": 4.0, "text": "Giao phòng Kế hoạch.", "avg_logprob": -0.9},
    ],
}


async def test_a_doubt_of_a_server_without_figures_of_words_says_so_on_card_page_and_paper(
    tmp_path: Path,
    six: list[Recording],  # noqa: F811
) -> None:
    with serving(lambda asked: says(HEARD)) as api:
        given = {"whisper_engine": "openai_server", "openai_server_url": api.url}
        ear = Transcriber(SpeechSettings(_env_file=None, **given))  # type: ignore[arg-type]
        async with talking(tmp_path, ear=ear) as talk:  # type: ignore[arg-type]
            await talk.text("/batdau Họp")
            card = await talk.voice(six[0].path.read_bytes(), AN, seconds=None)
            assert talk.door.shown[card].text.endswith(
                f"Tôi nhất trí. Giao phòng Kế hoạch.\n{TOLD}"
            )
            (page,) = await talk.text("/rasoat nghelai")
            assert TOLD in page
            await talk.text("/kl 1")
            drafted = "\n".join(await talk.text("/baocao"))
            assert "“Giao phòng Kế hoạch” (máy chỉ báo được cả câu, không rõ chữ nào)" in drafted
            await talk.tap(card, "Đúng rồi")
            assert "máy chỉ báo" not in talk.door.shown[card].text
            parts = await talk.text("/tach 1 Giao phòng")
            assert "máy chỉ báo" not in "".join(parts)


async def test_a_server_that_knows_of_each_word_doubts_words(
    tmp_path: Path,
    six: list[Recording],  # noqa: F811
) -> None:
    heard = HEARD | {
        "words": [
            {"word": word, "start": 0.5 * n, "end": 0.5 * n + 0.4, "probability": likely}
            for n, (word, likely) in enumerate(
                [("Tôi", 1), ("nhất", 1), ("trí.", 1), ("Giao", 1), ("phòng", 0.2), ("Kế", 1)]
            )
        ]
        + [{"word": "hoạch.", "start": 3.0, "end": 3.5, "probability": 0.9}]
    }
    with serving(lambda asked: says(heard)) as api:
        given = {"whisper_engine": "openai_server", "openai_server_url": api.url}
        ear = Transcriber(SpeechSettings(_env_file=None, **given))  # type: ignore[arg-type]
        async with talking(tmp_path, ear=ear) as talk:  # type: ignore[arg-type]
            await talk.text("/batdau Họp")
            card = await talk.voice(six[0].path.read_bytes(), AN, seconds=None)
            assert talk.door.shown[card].text.endswith("\n⚠ nghe lại: “phòng”")
