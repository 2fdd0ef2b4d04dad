"""Vietnamese in old codes and in keys is read; what is as it should be stays."""

from __future__ import annotations

import time

from bot.minutes.typed.legacy import as_unicode
from bot.minutes.typed.syllables import is_syllable
from bot.minutes.typed.words import clean
from tests.tables import every_row

RIGHT = "Giao Phòng Kế hoạch báo cáo kết quả thực hiện nhiệm vụ trước ngày 30 tháng 11."
TCVN3 = "Giao Phßng KÕ ho¹ch b¸o c¸o kÕt qu¶ thùc hiÖn nhiÖm vô tr\xadíc ngµy 30 th¸ng 11."


@every_row(
    ("typed", "code", "says"),
    [
        (TCVN3, "TCVN3", RIGHT),
        (f"KL: {TCVN3}", "TCVN3", f"KL: {RIGHT}"),
        ("Häp giao ban th¸ng 11", "TCVN3", "Họp giao ban tháng 11"),
        ("NguyÔn V¨n An - Tr\xadëng phßng", "TCVN3", "Nguyễn Văn An - Trưởng phòng"),
        ("§Ò nghÞ UBND tØnh xem xÐt", "TCVN3", "Đề nghị UBND tỉnh xem xét"),
        (
            "Giao Phoøng Keá hoaïch baùo caùo keát quaû tröôùc ngaøy 30",
            "VNI",
            "Giao Phòng Kế hoạch báo cáo kết quả trước ngày 30",
        ),
        ("Ñeà nghò caùc phoøng raø soaùt", "VNI", "Đề nghị các phòng rà soát"),
        ("Tiáº¿ng Viá»‡t cá»§a chÃºng ta", "UTF-8", "Tiếng Việt của chúng ta"),
        ("Ddeef nghij", "Telex", "Đề nghị"),
        (
            "Ddeef nghij cacs phongf baos caos truowcs ngayf 30",
            "Telex",
            "Đề nghị các phòng báo cáo trước ngày 30",
        ),
        ("Giao Phofng Kees hoajch chur trif", "Telex", "Giao Phòng Kế hoạch chủ trì"),
        ("phoois howpj vowis Sowr, ngwowif daan", "Telex", "phối hợp với Sở, người dân"),
        ("DDEEF NGHIJ", "Telex", "ĐỀ NGHỊ"),
        ("Ddeef nghij các phòng báo cáo", "Telex", "Đề nghị các phòng báo cáo"),
        ("D9e62 nghi5 pho2ng Ke61 hoa5ch", "kiểu gõ VNI", "Đề nghị phòng Kế hoạch"),
        ("Nguye64n Va8n An ba1o ca1o", "kiểu gõ VNI", "Nguyễn Văn An báo cáo"),
        ("DDe^` nghi. ca'c pho`ng ba'o ca'o.", "VIQR", "Đề nghị các phòng báo cáo."),
        (
            "Giao Pho`ng Ke^' hoa.ch to^?ng ho+.p, ba'o ca'o tru+o+'c nga`y 15/12.",
            "VIQR",
            "Giao Phòng Kế hoạch tổng hợp, báo cáo trước ngày 15/12.",
        ),
        ("D-e^` nghi. su+?a chu? tru+o+ng", "VIQR", "Đề nghị sửa chủ trương"),
    ],
)
def test_what_it_says(typed: str, code: str, says: str) -> None:
    found = as_unicode(clean(typed))
    assert found is not None
    assert (found.code, found.text) == (code, says)
    assert as_unicode(says) is None


@every_row(
    "typed",
    [
        RIGHT,
        "",
        "30/11/2026",
        "Đề nghị các phòng rà soát nhiệm vụ, hoàn thành trước 15/12.",
        "NGHỊ QUYẾT SỐ 57-NQ/TW",
        "de nghi cac phong bao cao truoc ngay 30",
        "Please discuss this process first",
        "This is as is",
        "Café résumé déjà vu",
        "Công ty TNHH Samsung Electronics Việt Nam họp qua Zoom",
        "wifi covid19 test web ok",
        "Tiền taxi, quán bar: đề nghị thanh tra",
        "We have been seen soon",
        "khổ A4, 15h, Q2, 3G, 4K, H5N1",
        "giá 5.000.000đ/m²; 30°C ± 2; ống Ø20; 5 µm; §3",
        "ống Ø 20, dày 5 µm",
        "José Müller, Zürich",
        "Sở KH&CN “trích” – gạch… €",
        "Thuý, Hoà, Quý, Giếng, Nguyễn Thị Khuyên, H'Mông, Đắk Lắk, Krông Pa",
        "UBND, HĐND, BCĐ, KT-XH",
        "https://example.vn/vanban?ws=1&ow=2",
        "Kinh phí 40tr, từ Q3 đến T12",
        "👍 Đồng ý",
        "K'Brơi, Y'Khoa đồng ý",
        "I don't know what you've said, it's O'Neil",
        "C'est l'heure d'arriver",
        "f(x) = a^2 + b^2",
        "giá ~ 5 triệu (a) và (b)",
        "chi. hai, anh ba. Xong?",
    ],
)
def test_what_is_as_it_should_be(typed: str) -> None:
    assert as_unicode(clean(typed)) is None


@every_row(
    "typed",
    [
        "x" * 100_000,
        "af" * 50_000,
        "ß" * 100_000,
        "ë1" * 50_000,
        "aø " * 30_000,
        "a'" * 50_000,
        "i' o^ " * 20_000,
    ],
)
def test_a_heap_of_letters_is_soon_done_with(typed: str) -> None:
    def is_soon_done_with() -> bool:
        """Of a sixteenth of it squared it would be 256 times as long."""
        sixteenth = min(_took(typed[: len(typed) // 16]) for _ in range(3))
        return _took(typed) < 64 * sixteenth

    assert any(is_soon_done_with() for _ in range(3))


def _took(typed: str) -> float:
    """Seconds of processor time."""
    began = time.thread_time()
    as_unicode(clean(typed))
    return time.thread_time() - began


def test_a_soft_hyphen_stays_only_where_it_is_a_letter() -> None:
    assert clean("Tr\xadëng phßng KÕ ho¹ch") == "Tr\xadëng phßng KÕ ho¹ch"
    assert clean("Trưởng phòng Kế ho\xadạch") == "Trưởng phòng Kế hoạch"
    assert clean("Ð\xada dang") == "Đa dang"


@every_row(
    "word",
    [
        "kính",
        "thưa",
        "đồng",
        "chí",
        "quyết",
        "định",
        "nghiệm",
        "khoảng",
        "tuyến",
        "đường",
        "huyện",
        "giếng",
        "giặt",
        "gìn",
        "giữ",
        "quả",
        "quý",
        "khuya",
        "khuỷu",
        "ngoằn",
        "ngoèo",
        "xoong",
        "uỷ",
        "thuở",
        "hươu",
        "rượu",
        "yêu",
        "xuất",
        "nghiêng",
        "gì",
        "quốc",
        "quê",
        "quở",
        "uống",
        "ướt",
        "oẳn",
        "hoà",
        "hòa",
        "thúy",
        "thuý",
        "quanh",
        "quét",
        "giỏi",
        "lũy",
        "tuyết",
        "loa",
        "khoẻ",
        "toà",
    ],
)
def test_a_syllable(word: str) -> None:
    assert is_syllable(word)


@every_row("word", ["", "thùc", "nghij", "abc", "ngx", "kế́t", "zoom", "phßng", "bạckt"])
def test_no_syllable(word: str) -> None:
    assert not is_syllable(word)
