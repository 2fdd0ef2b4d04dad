"""What somebody sees of what was written to a terminal: rows of cells, the oldest first."""

from __future__ import annotations

import re

from wcwidth import wcwidth

_ESCAPE = re.compile(r"\x1b\[([0-9;?]*)([@-~])|\x1b.|[\x00-\x1f\x7f]|[^\x00-\x1f\x7f\x1b]")


def seen(written: str, columns: int = 100) -> str:
    """The rows, with all that has gone out above, without the spaces at their ends."""
    rows: list[list[str]] = [[]]
    y = x = 0
    for found in _ESCAPE.finditer(written):
        numbers, what = found[1], found[2]
        char = found[0]
        by = int(numbers) if numbers and numbers.isdigit() else 1
        if what:
            x += by if what == "C" else -by if what == "D" else 0
            y += by if what == "B" else -by if what == "A" else 0
            x, y = max(0, x), max(0, y)
            if what in "JK":
                del rows[y][x:]
            if what == "J":
                del rows[y + 1 :]
        elif char == "\r":
            x = 0
        elif char == "\n":
            y += 1
        elif char == "\b":
            x = max(0, x - 1)
        elif char >= " " and char != "\x7f":
            width = max(0, wcwidth(char))
            if x + width > columns:
                y, x = y + 1, 0
            while len(rows) <= y:
                rows.append([])
            row = rows[y]
            row += [" "] * (x - len(row))
            if width == 0:
                row[x - 1] += char
            else:
                row[x : x + width] = [char, *[""] * (width - 1)]
            x += width
        while len(rows) <= y:
            rows.append([])
    return "\n".join("".join(row).rstrip() for row in rows)
