"""How tests tell that something was heard, whatever a machine's arithmetic makes of some words."""

from __future__ import annotations

from tests.doors.sounds import said_in
from tests.tables import every_row

LY = "Chúng ta có thể áp dụng logic tương tự với người khác."
AS_HEARD = "Chúng ta có thể áp dụng lô gíc tương tự bởi người khác"


@every_row(
    ("text", "times"),
    [
        ("", 0),
        ("#1 · Nguyễn Văn An · 0:03 · đang chép…", 0),
        ("Chúng ta có thể áp dụng", 0),
        ("với người khác: có thể chúng ta áp dụng tương tự", 0),
        ("Đề nghị chúng ta có thể lùi hạn; các đơn vị khác áp dụng như vậy", 0),
        (LY, 1),
        (LY.upper(), 1),
        (f"#1 · Nguyễn Văn An\n{AS_HEARD}\n#2 · Trần Thị Bình\nNhất trí", 1),
        (f"{LY} {AS_HEARD}", 2),
        (f"{LY}\n{LY}\nlời khác của người khác\n{AS_HEARD}", 3),
    ],
)
def test_what_is_said_is_found_by_distance(text: str, times: int) -> None:
    assert said_in(text) == times
