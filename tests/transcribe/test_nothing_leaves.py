"""No library that listens reports to anybody."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.waiting import PATIENCE

HEARS = """
import numpy as np
import transcribe
from faster_whisper.vad import get_vad_model
get_vad_model()(np.zeros(16_384, dtype=np.float32))
"""


def test_listening_leaves_no_report_to_be_sent(tmp_path: Path) -> None:
    """Before it sends, onnxruntime keeps what it reports in the user's cache, and the session's
    number in the folder of temporary files."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    subprocess.run(
        [sys.executable, "-c", HEARS],
        env={**kept, "HOME": str(tmp_path), "TMPDIR": str(tmp_path), "PYTHONPATH": os.getcwd()},
        check=True,
        timeout=PATIENCE,
    )
    assert [path.name for path in tmp_path.iterdir()] == []
