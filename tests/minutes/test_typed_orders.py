"""Orders with their stroke, in other words than the command's own."""

from __future__ import annotations

from bot.conversation.topics import VOCABULARY
from bot.minutes.typed.orders import read_order, typed_order
from tests.tables import every_row


@every_row(
    ("typed", "order"),
    [
        ("/góp ý điều 3", ("gopy", "điều 3")),
        # the objection is the remark
        ("/không đồng ý điều 3", ("gopy", "Không đồng ý điều 3")),
        ("/khong_dong_y điều 3", ("gopy", "Không đồng ý điều 3")),
        ("/Chưa đồng ý, số liệu sai", ("gopy", "Chưa đồng ý số liệu sai")),
        ("/không nhất trí với mục 2", ("gopy", "Không nhất trí với mục 2")),
        ("/không đồng ý", ("gopy", "")),
        ("/đồng ý", ("dongy", "")),
    ],
)
def test_what_an_order_means(typed: str, order: tuple[str, str]) -> None:
    found = typed_order(typed)
    assert found
    assert read_order(*found, VOCABULARY) == order
