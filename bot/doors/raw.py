"""What platforms send, before anybody reads it."""

from __future__ import annotations

import json
from typing import Any


def whole(raw: Any) -> Any:
    """The same without half characters: JSON can hold them, the disk cannot."""
    return json.loads(json.dumps(raw, ensure_ascii=False).encode(errors="ignore"))
