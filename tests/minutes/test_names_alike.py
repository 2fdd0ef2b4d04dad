"""Which names are one to whoever reads them on paper."""

from __future__ import annotations

import unicodedata

from bot.minutes.identity import Held, Holder, held_by, key_of_name, same_to_the_eye
from bot.minutes.rights import Role, settles_name
from tests.tables import every_row

CHAIR = "Trần Quốc Bình"


@every_row(
    "name",
    [
        "TRẦN QUỐC BÌNH",
        "tran quoc binh",
        unicodedata.normalize("NFD", CHAIR),
        "Tr\u200dần Quốc Bình",
        "Trần\u200b Quốc Bình",
        "Trần Quốc B\xadình",
        "Trần Quốc Bình\ufeff",
        "Trần\u2060Quốc\u2060Bình",
        "Trần Quốc Вình",  # a Cyrillic letter
        "Тrần Quốc Bình",
        "Trần Quốс Bình",
        "Τrần Quốc Βình",  # Greek
        "ТRẦN QUỐС ВÌNН",
        "Trần Quốc Blnh",  # an l for an i
        "Trần Quốc B1nh",
        "Trần Quốc BÌNH 😎",
        "Trần  Quốc   Bình.",
        "TrầnQuốcBình",
        "Trần-Quốc-Bình",
        "Trần_Quốc_Bình",
        "𝐓𝐫𝐚𝐧 𝐐𝐮𝐨𝐜 𝐁𝐢𝐧𝐡",  # letters of mathematics
        "Ｔran Quoc Binh",
        "ᴛʀᴀɴ quoc ʙinh",
        "🅣🅡🅐🅝 🅠🅤🅞🅒 🅑🅘🅝🅗",
        "Ƭrần ʠuốc Ɓình",  # letters with hooks
        "Trần Quốc ßình",
        "Trần Quốc 8ình",
        "Tr4n Quốc 6ình",
        "Trần\u2800Quốc\u3164Bình",
        "(Trần Quốc Bình)",
        "Phó Giám đốc - Trần Quốc Bình",
        "PGĐ Sở, Trần Quốc Bình",
        "Bình, Trần Quốc",
        "Trần 🇻🇳 Quốc Bình",
        "Trần Quốc Bình 1",
        "Đ/c Trần Quốc Bình",
        "đồng chí Trần Quốc Bình",
        "Ông Trần Quốc Bình",
        "TS. Trần Quốc Bình",
        "PGS.TS Trần Quốc Bình",
        "PGĐ Trần Quốc Bình",
        "Phó Giám đốc Sở Trần Quốc Bình",
        "Trần Quốc Bình - Phó Giám đốc Sở",
        "Trần Quốc Bình, PGĐ",
        "Trần Quốc Bình (PGĐ)",
        "Trần Quốc Bình PGĐ",
        "Trần Quốc Bình 2",
        "Bình Trần Quốc",
    ],
)
def test_these_read_as_the_chairs_name(name: str) -> None:
    assert same_to_the_eye(name, CHAIR)
    held = held_by(name, [Held(CHAIR, Holder.CHAIR, 3)], said=False)
    assert held == Held(CHAIR, Holder.CHAIR, 3)


@every_row(
    ("name", "other"),
    [
        ("Trần Quốc Minh", CHAIR),
        ("Trần Bình", CHAIR),
        ("Bình", CHAIR),
        ("Nguyễn Văn An (B)", "Nguyễn Văn An"),
        ("Lê Hà", "Lê Thị Hà"),
        ("Nguyễn Văn An - Phòng Kế hoạch", "Lê Thị Hà - Phòng Kế hoạch"),
        ("Nguyễn An 1", "Nguyễn An 2"),
        ("Đại diện Phòng 6", "Đại diện Phòng B"),
        ("Tổ 4", "Tổ A"),
        ("Bí thư", "Chủ tịch"),
        ("Bé An 🐷", "Nguyễn Văn An"),
        ("😎", CHAIR),
        ("", CHAIR),
    ],
)
def test_these_are_other_names(name: str, other: str) -> None:
    assert not same_to_the_eye(name, other)


@every_row(
    ("name", "said", "holder"),
    [
        ("Trần Quốc Bình (B)", True, Holder.CHAIR),  # of the chair's, whatever stands around it
        ("Anh Bình", True, Holder.CHAIR),
        ("Quốc Bình", True, Holder.CHAIR),
        ("Bình", False, None),  # an account's own short name
        ("Phạm Thị Chi", True, Holder.LISTED),
        ("Phạm Thị Chi", False, None),  # the account of the one who is listed
        ("Nguyễn Vãn An", True, Holder.ACCOUNT),
        ("Nguyễn Van An", False, Holder.ACCOUNT),
        ("Hoàng Dũnг", True, Holder.LETTERS),  # nobody has it, and it is of two alphabets
        ("Hoàng Dũng ٥", True, Holder.LETTERS),  # a figure of another alphabet
        ("Hoàng Dũng ②", True, None),
        ("Chủ trì", False, Holder.CHAIR),  # it would stand so before what they say
        ("CHỦ TỌA cuộc họp", False, Holder.CHAIR),
        ("Nguyễn Chu Trí", False, None),
        ("Hoàng Dũng", True, None),
        ("Иван Петров", True, None),
    ],
)
def test_who_has_a_name(name: str, said: bool, holder: Holder | None) -> None:
    names = [
        Held(CHAIR, Holder.CHAIR, 3),
        Held(CHAIR, Holder.LISTED),
        Held("Phạm Thị Chi", Holder.LISTED),
        Held("Nguyễn Văn An", Holder.ACCOUNT, 7),
    ]
    found = held_by(name, names, said=said)
    assert (found.holder if found else None) == holder


def test_nobody_alone_confirms_that_anothers_name_is_theirs() -> None:
    desk, admin = {Role.SECRETARY, Role.MEMBER}, {Role.ADMIN, Role.MEMBER}
    assert settles_name(desk, own=False, holder=Holder.CHAIR)
    assert not settles_name(desk, own=True, holder=Holder.CHAIR)
    assert not settles_name(desk, own=True, holder=Holder.ACCOUNT)
    assert settles_name(desk, own=True, holder=Holder.LISTED)  # she has written the list herself
    assert settles_name(admin, own=True, holder=Holder.CHAIR)
    assert not settles_name({Role.MEMBER, Role.SPEAKER}, own=False, holder=None)
    assert not settles_name({Role.GUEST}, own=False, holder=None)


def test_a_key_is_never_empty_for_a_name() -> None:
    assert key_of_name("Ông Bà") != ""
    assert key_of_name("Chị") == "chi"
