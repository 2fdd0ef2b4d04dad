"""The benchmark of lines: recordings at known times, and what it calls lost and a loop."""

from __future__ import annotations

import numpy as np

from benchmarks import lines
from benchmarks.clips import Clip
from tests.transcribe.recordings import Recording
from transcribe.types import FloatArray, Segment


def test_the_same_seed_makes_the_same_recording_with_its_times(
    six: list[Recording], voices: list[FloatArray]
) -> None:
    clips = [Clip(f"v{n}", "clean", voices[n], six[n].words) for n in range(2)]
    samples, said = lines.recording(clips, 0.2, "into each other's words", 5)
    again, _ = lines.recording(clips, 0.2, "into each other's words", 5)
    other, _ = lines.recording(clips, 0.2, "into each other's words", 6)
    assert np.array_equal(samples, again)
    assert not np.array_equal(samples[: len(other)], other[: len(samples)])
    assert {one.said for one in said} <= {clip.said for clip in clips}
    assert [one.start for one in said] == sorted(one.start for one in said)
    # somebody speaks where it says that they begin
    for one in said:
        begin = round(one.start * 16_000)
        assert np.abs(samples[begin : begin + 3200]).max() > 0.01


def test_what_is_lost_and_what_loops() -> None:
    one = lines.Utterance(10.0, 13.0, "đồng chí chủ tịch kết luận")

    def line(start: float, heard: str) -> Segment:
        return Segment(start, start + 3.0, heard, 0.9, heard)

    assert not lines.is_lost(one, [line(10.1, "đồng ý")])
    assert lines.is_lost(one, [line(10.1, "cảm ơn"), line(60.0, "đồng chí chủ tịch")])
    assert lines.is_loop("tụi tụi tụi tụi tụi")
    assert not lines.is_loop("không, không, không")
    found = [("một hai", "ba bốn"), ("đi đi", "đi đi đi đi đi"), ("dạ vâng", "dạ vâng")]
    assert lines.of_clips(found) == {"lost": 1, "loops": 1}
