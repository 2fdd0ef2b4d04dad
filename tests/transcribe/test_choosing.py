"""Which of several texts is written, how sure its words are, how loud a second hearing is."""

from __future__ import annotations

import numpy as np
import pytest

from transcribe.engines import choosing, sureness
from transcribe.engines.sureness import Candidate, HeardWord


def texts(*found: tuple[str, float]) -> list[Candidate]:
    return [Candidate(text, logprob) for text, logprob in found]


def test_what_most_texts_say_is_written_and_not_the_likeliest() -> None:
    alone = ("đồng chí chủ tích kết luật", -10.0)
    others = [("đồng chí chủ tịch kết luận", -10.5), ("Đồng chí chủ tịch, kết luận.", -10.6)]
    assert choosing.steadiest(texts(alone, *others)) in (1, 2)
    # what is far less likely does not count
    unlikely = [(text, -60.0) for text, _ in others]
    assert choosing.steadiest(texts(alone, *unlikely)) == 0
    assert choosing.steadiest(texts(alone)) == 0
    assert choosing.steadiest(texts(("", -1.0), ("", -2.0))) == 0


def test_speech_is_brought_to_one_level_and_left_where_it_has_it() -> None:
    time = np.arange(32_000) / 16_000
    quiet = (0.01 * np.sin(2 * np.pi * 300 * time)).astype(np.float32)
    quiet[:16_000] = 0  # a pause is no speech
    found = choosing.levelled(quiet)
    assert found is not None
    level = 20 * np.log10(np.sqrt(np.mean(found[16_000:] ** 2)))
    assert level == pytest.approx(choosing.SPEECH_LEVEL, abs=0.2)
    assert choosing.levelled(found) is None
    assert choosing.levelled(np.zeros(16_000, np.float32)) is None
    assert choosing.levelled(np.zeros(10, np.float32)) is None


def test_a_word_that_the_other_candidates_lack_is_less_sure() -> None:
    words = [HeardWord(text, n * 0.3, n * 0.3 + 0.2, (0.8,)) for n, text in enumerate("abc")]
    agreed = texts(("a b c", -3.0), ("A, b, c.", -3.1), ("a b c", -3.2), ("a b c", -3.3))
    rivals = texts(("a b c", -3.0), ("a x c", -3.1), ("a y c", -3.2), ("a z c", -3.3))
    sure = sureness.chances(words, agreed, -0.5, 2.0)
    doubted = sureness.chances(words, rivals, -0.5, 2.0)
    assert doubted[1] < sure[1]
    assert all(0.0 <= chance <= 1.0 for chance in sure + doubted)
    # by the model alone, where a search has kept too few
    assert sureness.chances(words, rivals[:1], -0.5, 2.0) == [0.8, 0.8, 0.8]
    assert sureness.chances([], rivals, -0.5, 2.0) == []
