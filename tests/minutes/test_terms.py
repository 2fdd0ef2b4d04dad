"""What was nearly heard of a name is found; ordinary talk is left alone."""

from __future__ import annotations

from pathlib import Path

from bot.minutes.typed.people_words import names_in
from bot.minutes.typed.terms import NearMiss, near_misses, read_terms, vocabulary
from tests.tables import every_row

#: what Whisper and dialects make of names: a tone, n/l, s/x, tr/ch, d/gi/r/v, ng/n, i/y, a letter
MISHEARD = [
    ("nguyễn văn ăn", "Nguyễn Văn An"),
    ("Nguyên Văn An", "Nguyễn Văn An"),
    ("nguyễn vân anh", "Nguyễn Văn An"),
    ("nguyễn văn am", "Nguyễn Văn An"),
    ("trần thị bìn", "Trần Thị Bình"),
    ("chần thị bình", "Trần Thị Bình"),
    ("lê minh trâu", "Lê Minh Châu"),
    ("nê minh châu", "Lê Minh Châu"),
    ("phạm quốc dũn", "Phạm Quốc Dũng"),
    ("phạm quốc vũng", "Phạm Quốc Dũng"),
    ("phạm cuốc dũng", "Phạm Quốc Dũng"),
    ("hoàng thu hạ", "Hoàng Thu Hà"),
    ("hoàn thu hà", "Hoàng Thu Hà"),
    ("huỳnh văn quảng", "Huỳnh Văn Quản"),
    ("dũ đức hải", "Vũ Đức Hải"),
    ("vũ đức hãi", "Vũ Đức Hải"),
    ("võ thị kim ngâng", "Võ Thị Kim Ngân"),
    ("đặng hoài lam", "Đặng Hoài Nam"),
    ("đặng hoà i nam", "Đặng Hoài Nam"),
    ("bùi suân phái", "Bùi Xuân Phái"),
    ("đỗ hữu chí", "Đỗ Hữu Trí"),
    ("hồ sỉ lâm", "Hồ Sĩ Lâm"),
    ("ngô bảo nong", "Ngô Bảo Long"),
    ("lí gia hân", "Lý Gia Hân"),
    ("lý da hân", "Lý Gia Hân"),
    ("trần bìn", "Trần Bình"),
    ("thu hạ", "Thu Hà"),
    ("quản ngãi", "Quảng Ngãi"),
    ("đông tháp", "Đồng Tháp"),
    ("đề ám 06", "đề án 06"),
    ("mai văn nợi", "Mai Văn Lợi"),
    ("nguyễn thị minh khay", "Nguyễn Thị Minh Khai"),
    ("xở kh&cn", "Sở KH&CN"),
    ("phòng kế hoặc", "Phòng Kế hoạch"),
]
NAMES = list(dict.fromkeys(term for _, term in MISHEARD))

#: words of ordinary meetings that stand near to one of the names
ORDINARY = [
    "Động viên sở hữu trí tuệ và báo cáo tình hình chuyển đổi số.",
    "Đề nghị các phòng, ban thực hiện tốt đề án đã được phê duyệt.",
    "Trên bình diện chung, thu hàng năm đều vượt kế hoạch đề ra.",
    "Phòng kế hoạch trình Sở xem xét, quyết định trước ngày 15.",
    "Công văn an ninh, văn bản an toàn đã gửi; nguyên văn như sau.",
    "Văn phòng tham mưu lãnh đạo về công tác thu hút nhân lực trẻ.",
    "Thì hiện nay, đồng thời tháp nước đang sửa, quảng cáo ngay ngoài cổng.",
    "Một mình anh lo thì không xong, thu hút cũng chậm mà chi thì lớn.",
    "Vụ đức tin này, võ thị trường, hồ sơ lâm nghiệp, ngõ bảo vệ.",
    "Đặng nói thì hoài nghi, nam nữ bình đẳng, lễ minh chứng rõ ràng.",
]


@every_row(("heard", "term"), MISHEARD)
def test_a_misheard_name_is_offered_as_it_stands_and_as_it_may_be_meant(
    heard: str, term: str
) -> None:
    text = f"Theo đồng chí {heard}, việc này phải xong trước Tết."
    assert NearMiss(heard, term) in near_misses(text, NAMES)


def test_ordinary_talk_is_left_alone() -> None:
    example = Path(__file__).parents[1] / "report" / "example.txt"
    rows = [row for row in example.read_text(encoding="utf-8").splitlines() if row.strip()]
    rows += ORDINARY
    offers = [(row, near) for row in rows for near in near_misses(row, NAMES)]
    assert offers == []


@every_row(
    ("text", "terms"),
    [
        ("Nguyễn Văn An nói", ["Nguyễn Văn An"]),
        ("thu hà nói", ["Thu Hà"]),
        ("đề án 06 và Đề Án 06", ["đề án 06"]),
        ("đề án 07", ["đề án 06"]),
        ("Trần Thị Hoà", ["Trần Thị Hòa"]),  # two ways to write one syllable
        ("an, ăn, ấn", ["An"]),
        ("nguyễn văn. An nói", ["Nguyễn Văn Ân"]),
        ("Nguyễn Văn Anh nói với Nguyễn Văn An", ["Nguyễn Văn An", "Nguyễn Văn Anh"]),
        ("", ["Nguyễn Văn An"]),
        ("x", []),
    ],
)
def test_what_is_no_miss(text: str, terms: list[str]) -> None:
    assert near_misses(text, terms) == []


def test_a_full_name_in_small_letters_lacks_its_capitals() -> None:
    found = near_misses("đồng chí nguyễn văn an nói", ["Nguyễn Văn An"])
    assert found == [NearMiss("nguyễn văn an", "Nguyễn Văn An")]


def test_two_names_that_are_equally_near_are_both_offered() -> None:
    found = near_misses("anh nguyễn văn ăn nói", ["Nguyễn Văn An", "Nguyễn Văn Ân"])
    assert [near.term for near in found] == ["Nguyễn Văn An", "Nguyễn Văn Ân"]


def test_the_people_of_a_row_wherever_their_titles_stand() -> None:
    assert names_in("+ Đồng chí Nguyễn Thị Minh Khai, Phó Chủ tịch UBND tỉnh;") == [
        "Nguyễn Thị Minh Khai"
    ]
    assert names_in("Phó Giám đốc Sở Trần Quốc Bình") == ["Trần Quốc Bình"]
    assert names_in("+ Trưởng, phó các phòng, đơn vị thuộc Sở;") == []


def test_the_vocabulary_of_a_meeting_begins_with_the_glossary() -> None:
    words = vocabulary(
        ["đề án 06"],
        [("Lê Thị Hà", "Chuyên viên"), ("Nguyễn Văn An", "")],
        {
            "chu_tri": "Đồng chí Trần Quốc Bình, Phó Giám đốc Sở",
            "thu_ky": "Lê Thị Hà",
            "thanh_phan": "+ Trưởng các phòng;\n+ Bà Võ Thị Kim Ngân - Kế toán trưởng.",
        },
        "Hội nghị giao ban",
    )
    assert words.hints == (
        "đề án 06, Lê Thị Hà, Chuyên viên, Nguyễn Văn An, Trần Quốc Bình, Phó Giám đốc Sở, "
        "Võ Thị Kim Ngân, Kế toán trưởng, Hội nghị giao ban"
    )
    assert words.terms == [
        "đề án 06",
        "Lê Thị Hà",
        "Nguyễn Văn An",
        "Trần Quốc Bình",
        "Võ Thị Kim Ngân",
    ]


def test_terms_as_people_type_them() -> None:
    typed = "- Nguyễn Văn An; Sở KH&CN,\n• đề án 06.\nnguyễn văn an, 06, " + "dài " * 20
    terms, wrong = read_terms(typed)
    assert terms == ["Nguyễn Văn An", "Sở KH&CN", "đề án 06"]
    assert wrong == ["06", ("dài " * 20).strip()]
