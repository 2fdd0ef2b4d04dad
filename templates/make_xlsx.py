"""Writes the empty list that ``/thanhphan file`` hands out: run it, and commit the file.

python templates/make_xlsx.py
"""

from __future__ import annotations

from pathlib import Path

from bot.report.sheets import write_list

ROWS = 40

if __name__ == "__main__":
    write_list([], Path(__file__).parent / "thanh_phan.xlsx", ROWS)
