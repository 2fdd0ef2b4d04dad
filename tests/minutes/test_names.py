"""Who somebody is, as people of offices type it: what is read, and what is asked back."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.minutes.typed.calling import without_call
from bot.minutes.typed.guests import is_collective
from bot.minutes.typed.names import Doubt, read_who, without_into
from bot.minutes.typed.titles import spelled_out
from tests.tables import every_row, examples

# what is typed => (why it is asked back:) called|name|title|unit, and the next likely reading
TYPED = """
Mai nha => given: |Mai
tên Phạm Thị Chi, phó phòng => |Phạm Thị Chi|phó phòng
LÊ ĐĂNG KHOA - GĐ TRUNG TÂM => |Lê Đăng Khoa|Giám đốc Trung tâm
là An => given: |An
tôi tên là Nguyễn Văn An => |Nguyễn Văn An
Phạm Thị Hoa (Phòng KHTC) => |Phạm Thị Hoa||Phòng KHTC
xin chào => nobody:
Nguyễn Văn An (B) => |Nguyễn Văn An (B)
Đồng chí Nguyễn Văn An - Phó phòng => |Nguyễn Văn An|Phó phòng
nguyen van an => marks: |Nguyen Van An
La Văn Cầu => |La Văn Cầu
là La Văn Cầu => |La Văn Cầu
Em tên Mai ạ => given: |Mai
em là Mai phòng kế toán => given: |Mai||phòng kế toán
chị Mai phòng kế toán => given: |Mai||phòng kế toán
mai => given: |Mai
thu hà => given: |Thu Hà
tran binh => marks: |Tran Binh
Bà Nguyễn Thị Xuân - Chủ tịch HĐQT => Bà|Nguyễn Thị Xuân|Chủ tịch HĐQT
Phó phòng Phạm Thị Chi => |Phạm Thị Chi|Phó phòng
Trưởng phòng, Nguyễn Văn An => |Nguyễn Văn An|Trưởng phòng
GĐ Lê Đăng Khoa => |Lê Đăng Khoa|Giám đốc
PGĐ. Trần Quốc Bình => |Trần Quốc Bình|Phó Giám đốc
Đại tá Trần Văn Hùng => Đại tá|Trần Văn Hùng
Dạ em là Trần Thị Mai Lan, chuyên viên phòng Nội vụ ạ => |Trần Thị Mai Lan|chuyên viên phòng Nội vụ
xin chào mọi người, tôi là Lê Hà => |Lê Hà
xin chào tôi là Lê Hà => |Lê Hà
chào buổi sáng => nobody:
Chào cả nhà => nobody:
ok => nobody:
đồng ý => nobody:
Nguyễn Văn An báo cáo kết quả => parts: |Nguyễn Văn An
Nguyễn Văn An, Trần Bình => several: |Nguyễn Văn An ; |Trần Bình
Đại diện Sở Tài chính => guests: |Đại diện Sở Tài chính
Nguyễn Văn An/Trưởng phòng/Sở Nội vụ => |Nguyễn Văn An|Trưởng phòng|Sở Nội vụ
Tôi là Nguyễn Văn An hiện đang là Phó Chủ tịch UBND xã => |Nguyễn Văn An|Phó Chủ tịch UBND xã
họ tên: Lê Thị Hà; chức vụ: Kế toán; đơn vị: Sở Y tế => |Lê Thị Hà|Kế toán|Sở Y tế
Nguyễn thị hoa => |Nguyễn Thị Hoa
NGUYỄN THỊ HOA => |Nguyễn Thị Hoa
Nguyễn Văn An PGĐ Sở => |Nguyễn Văn An|Phó Giám đốc Sở
Ông Lê Văn Trưởng Phòng Nội vụ => Ông|Lê Văn Trưởng||Phòng Nội vụ
Nguyễn Thị Thanh Nha => |Nguyễn Thị Thanh Nha
nguyễn thị nha => |Nguyễn Thị Nha
Mai 🌸 => given: |Mai
@mai => nobody:
Y-Thông Niê - Phó Chủ tịch => |Y-Thông Niê|Phó Chủ tịch
H'Hen Niê => |H'Hen Niê
Anh Nguyễn Văn Nam - tổ trưởng => |Nguyễn Văn Nam|tổ trưởng
cô Ba => given: Cô|Ba
PGS.TS. Lê Văn B, Hiệu trưởng => PGS.TS.|Lê Văn B|Hiệu trưởng
Lê Văn B, Thượng tá, PTP PC06 => |Lê Văn B|Thượng tá, Phó Trưởng phòng PC06
Giám đốc => nobody:
Phòng Tài chính => nobody:
0912345678 => nobody:
Nguyễn Văn An 0912345678 => parts: |Nguyễn Văn An
Nguyễn Văn An - 0912345678 => |Nguyễn Văn An
Minh Thư => |Minh Thư
Tên Lê Hà => |Lê Hà
tên tôi là: Lê Hà => |Lê Hà
đổi tên tôi thành Lê Hà => |Lê Hà
sửa tên Lê Hà => |Lê Hà
ghi tên em là Lê Hà giúp em => |Lê Hà
my name is Le Ha => marks: |Le Ha
toi la Le Van Ha, truong phong ke hoach => marks: |Le Van Ha|truong phong ke hoach
em tên hà => given: |Hà
TP Kế hoạch Lê Hà => |Lê Hà|Trưởng phòng Kế hoạch
Lê Hà, TP. TCHC => |Lê Hà|Trưởng phòng TCHC
Lê Hà - TP Cao Lãnh => |Lê Hà||TP Cao Lãnh
Lê Hà - CVP UBND tỉnh => |Lê Hà|Chánh Văn phòng UBND tỉnh
Lê Hà TP KHTC => |Lê Hà|Trưởng phòng KHTC
thầy Nguyễn Văn An => Thầy|Nguyễn Văn An
Hòa thượng Thích Giác Quang - Trưởng Ban Trị sự => Hòa thượng|Thích Giác Quang|Trưởng Ban Trị sự
Họ tên - chức vụ => nobody:
Tôi => nobody:
Trần Thị Hạnh Phúc => |Trần Thị Hạnh Phúc
Kết luận => nobody:
Lê Văn A và Lê Văn B => several: |Lê Văn A ; |Lê Văn B
Nguyễn Văn An, Phòng KHTC, Chuyên viên => |Nguyễn Văn An|Chuyên viên|Phòng KHTC
Nguyễn  Văn   An  -Trưởng phòng => |Nguyễn Văn An|Trưởng phòng
Nguyễn Văn An- Trưởng phòng => |Nguyễn Văn An|Trưởng phòng
Nguyễn Văn An-Trưởng phòng => |Nguyễn Văn An|Trưởng phòng
An Nguyễn => |An Nguyễn
Ngô Bá Khá => |Ngô Bá Khá
Bá Văn Nam => |Bá Văn Nam
Cô Lan - giáo viên => given: Cô|Lan|giáo viên
Tô Thị Là => |Tô Thị Là
Nguyễn Đình Chiểu - PCT.UBND huyện => |Nguyễn Đình Chiểu|Phó Chủ tịch UBND huyện
P.CT HĐND Lê Hà => |Lê Hà|Phó Chủ tịch HĐND
Võ Văn Oanh – Trưởng ấp 3 => |Võ Văn Oanh|Trưởng ấp 3
Bác sĩ Lê Hà => Bác sĩ|Lê Hà
BS.CKII Lê Hà => BS.CKII|Lê Hà
Nhà báo Lê Hà, báo Tuổi trẻ => Nhà báo|Lê Hà||báo Tuổi trẻ
Tôi là Mai, phòng Kế toán => given: |Mai||phòng Kế toán
Phạm Thị Hoa, Phòng KHTC, Sở Y tế => |Phạm Thị Hoa||Phòng KHTC, Sở Y tế
Phạm Thị Hoa / Phòng KHTC / chuyên viên => |Phạm Thị Hoa|chuyên viên|Phòng KHTC
[Phòng KHTC] Phạm Thị Hoa => |Phạm Thị Hoa||Phòng KHTC
Phạm Thị Hoa | KHTC => |Phạm Thị Hoa||KHTC
Hoa KHTC => given: |Hoa||KHTC
Hoa (KHTC) => given: |Hoa||KHTC
Chuyên viên Phòng KHTC Phạm Thị Hoa => |Phạm Thị Hoa|Chuyên viên Phòng KHTC
Phó GĐ Sở: Trần Quốc Bình => |Trần Quốc Bình|Phó Giám đốc Sở
Trần Quốc Bình (PGĐ) => |Trần Quốc Bình|Phó Giám đốc
Trần Quốc Bình (Phó Giám đốc - Sở KH&CN) => |Trần Quốc Bình|Phó Giám đốc|Sở KH&CN
TRẦN QUỐC BÌNH => |Trần Quốc Bình
trần quốc bình, phó giám đốc => |Trần Quốc Bình|phó giám đốc
Trần Quốc Bình Phó Giám Đốc => |Trần Quốc Bình|Phó Giám Đốc
tran quoc binh - pho giam doc => marks: |Tran Quoc Binh|pho giam doc
TRAN QUOC BINH => marks: |Tran Quoc Binh
Nguyễn  Văn  An => |Nguyễn Văn An
Nguyễn Văn An. => |Nguyễn Văn An
"Nguyễn Văn An" => |Nguyễn Văn An
Nguyễn Văn An - TP => |Nguyễn Văn An|Trưởng phòng
Nguyễn Văn An - TP. Kế hoạch => |Nguyễn Văn An|Trưởng phòng Kế hoạch
Nguyễn Văn An, PTP. TCHC => |Nguyễn Văn An|Phó Trưởng phòng TCHC
Nguyễn Văn An, CT UBND phường 1 => |Nguyễn Văn An|Chủ tịch UBND phường 1
Nguyễn Văn An - BT chi bộ ấp 3 => |Nguyễn Văn An|Bí thư chi bộ ấp 3
Nguyễn Văn An - Bí thư Đoàn TNCS HCM => |Nguyễn Văn An|Bí thư Đoàn TNCS HCM
Nguyễn Văn An - CV VP HĐND&UBND => |Nguyễn Văn An|Chuyên viên VP HĐND&UBND
Nguyễn Văn An, Ủy viên BTV, Trưởng ban Dân vận => |Nguyễn Văn An|Ủy viên BTV, Trưởng ban Dân vận
Chị Nguyễn Thị Hoa => |Nguyễn Thị Hoa
chị Hoa kế toán => given: |Hoa|kế toán
anh Tuấn bảo vệ => given: |Tuấn|bảo vệ
chú Tư => given: |Tư
bác Ba Phi => |Ba Phi
cô giáo Lan => given: Cô giáo|Lan
thầy Nam hiệu trưởng => given: Thầy|Nam|hiệu trưởng
em Hoa lớp 5A => nobody:
Đ/c Nguyễn Văn An => |Nguyễn Văn An
đc An => given: |An
Đồng chí: An => given: |An
Mr. Smith => given: Mr.|Smith
John Smith, Director => |John Smith|Director
Ms Nguyen Thi Lan => marks: Ms|Nguyen Thi Lan
Kim Jong Su => |Kim Jong Su
Lò Văn Pán - Trưởng bản => |Lò Văn Pán|Trưởng bản
Giàng A Páo => |Giàng A Páo
Vàng Thị Mỷ => |Vàng Thị Mỷ
Th.S. Lê Hoài Nam, PTP KHTC => Th.S.|Lê Hoài Nam|Phó Trưởng phòng KHTC
Đ.c Lê Văn Tám, Bí thư Chi bộ => |Lê Văn Tám|Bí thư Chi bộ
Ng T Hoa => parts: |Ng T Hoa
Nguyễn T Hoa - Kế toán => parts: |Nguyễn T Hoa|Kế toán
K'Brêm => given: |K'Brêm
Rơ Châm H'Yéo => |Rơ Châm H'Yéo
Điểu K'Ré => |Điểu K'Ré
Thạch Sa Rây - Sư cả => |Thạch Sa Rây|Sư cả
Danh Hoàng Thượng - Phó Chủ tịch => |Danh Hoàng Thượng|Phó Chủ tịch
Tạ Thị Kim => |Tạ Thị Kim
Hồ Quốc => |Hồ Quốc
Tôn Nữ Thị Ninh => |Tôn Nữ Thị Ninh
Lê Nguyễn Bảo Ngọc => |Lê Nguyễn Bảo Ngọc
Trung tá Lê Văn A - Phó Trưởng Công an huyện => Trung tá|Lê Văn A|Phó Trưởng Công an huyện
Lê Văn A - Trung tá - Phó Trưởng CA huyện => |Lê Văn A|Trung tá - Phó Trưởng CA huyện
Trung tá, Phó Trưởng Công an huyện Lê Văn A => Trung tá|Lê Văn A|Phó Trưởng Công an huyện
Đại úy QNCN Lê Văn A => Đại úy QNCN|Lê Văn A
Thiếu tá CN Lê Văn A => Thiếu tá CN|Lê Văn A
Thượng úy Nguyễn Thị B (CA xã) => Thượng úy|Nguyễn Thị B||CA xã
Chính trị viên Lê Văn A => |Lê Văn A|Chính trị viên
Linh mục Phêrô Trần Văn B => Linh mục|Phêrô Trần Văn B
Sư cô Thích Nữ Diệu Hiền => Sư cô|Thích Nữ Diệu Hiền
Mục sư Lê Văn C - Hội thánh Tin lành => Mục sư|Lê Văn C||Hội thánh Tin lành
Nhà báo Trần Đăng, Báo Đồng Tháp => Nhà báo|Trần Đăng||Báo Đồng Tháp
Phóng viên Lê Hà - Đài PT-TH => Phóng viên|Lê Hà||Đài PT-TH
BTV Lê Hà => BTV|Lê Hà
Nhà giáo Ưu tú Lê Hà => Nhà giáo Ưu tú|Lê Hà
NGƯT. Lê Hà => NGƯT.|Lê Hà
ThS.BS Lê Hà => ThS.BS|Lê Hà
BSCKI. Lê Hà => BSCKI.|Lê Hà
DS. Lê Hà => DS.|Lê Hà
LS Lê Hà => LS|Lê Hà
KTS. Lê Hà => KTS.|Lê Hà
GS.TS.NGND Lê Hà => GS.TS.NGND|Lê Hà
Bác sĩ chuyên khoa II Lê Hà => Bác sĩ chuyên khoa II|Lê Hà
Nghệ sĩ Ưu tú Lê Hà => Nghệ sĩ Ưu tú|Lê Hà
Lê Hà nhé mọi người => |Lê Hà
Lê Hà đây ạ => |Lê Hà
Dạ Lê Hà ạ => |Lê Hà
vâng em Lê Hà => |Lê Hà
Alo, tôi Lê Hà đây => |Lê Hà
Mình là Lê Hà - kế toán nè => |Lê Hà|kế toán
Tui tên Lê Hà nghen => |Lê Hà
Con là Lê Hà ạ => |Lê Hà
báo cáo, tôi Lê Hà => |Lê Hà
kính thưa hội nghị, tôi là Lê Hà => |Lê Hà
Tên: Lê Hà. Chức vụ: kế toán => |Lê Hà|kế toán
Họ và tên: Lê Thị Hà - Đơn vị: Sở Y tế => |Lê Thị Hà||Sở Y tế
Lê Hà sdt 0912345678 => parts: |Lê Hà
Lê Hà (0912.345.678) => |Lê Hà
Lê Hà - le.ha@abc.vn => |Lê Hà
Hà Lê => |Hà Lê
hà lê => |Hà Lê
Ngọc => given: |Ngọc
Ngọc Ánh => |Ngọc Ánh
ngọc ánh => given: |Ngọc Ánh
bé Na => nobody:
admin => nobody:
user123 => nobody:
Mr An => given: Mr|An
Phòng KHTC => nobody:
Sở Nội vụ => nobody:
Ban Giám đốc => guests: |Ban Giám đốc
Trưởng phòng => nobody:
test => nobody:
Nguyễn Văn An không dự được => parts: |Nguyễn Văn An
Nguyễn Văn An vắng => parts: |Nguyễn Văn An
thay mặt Nguyễn Văn An => parts: |Nguyễn Văn An
Nguyễn Văn An (thay Trần Bình) => parts: |Nguyễn Văn An
dự thay ông Nguyễn Văn An => parts: |Nguyễn Văn An
tôi => nobody:
là => nobody:
tên => nobody:
tên là => nobody:
Nguyễn => given: |Nguyễn
Nguyễn Thị => parts: |Nguyễn Thị
Trưởng Văn Nam => |Văn Nam|Trưởng
Trương Văn Nam => |Trương Văn Nam
Phó Đức Phương => |Phó Đức Phương
Quyền Linh => |Quyền Linh
Cao Văn Lầu - TP Bạc Liêu => |Cao Văn Lầu||TP Bạc Liêu
Lâm Thị Đông Nhi, Sở TN&MT => |Lâm Thị Đông Nhi||Sở TN&MT
Phan Thị Mỹ Lệ Chi cục trưởng => |Phan Thị Mỹ Lệ|Chi cục trưởng
Đỗ Thị Hội => |Đỗ Thị Hội
Vũ Thị Hội An => |Vũ Thị Hội An
Nguyễn Văn An - TP.HCM => |Nguyễn Văn An||TP.HCM
Lê Văn Bảy - TP.TCKH => |Lê Văn Bảy|Trưởng phòng TCKH
Nguyễn V. An => parts:
Ng. Văn An => parts: |Ng. Văn An
Nguyễn Văn An, 45 tuổi => |Nguyễn Văn An
Nguyễn Văn An, nam, Kế toán => |Nguyễn Văn An|Kế toán
Lê Mai - họp online => parts: |Lê Mai
H'Hen Niê - Chủ tịch Hội LHPN => |H'Hen Niê|Chủ tịch Hội LHPN
K'Bông => given: |K'Bông
Các đồng chí: Nguyễn Văn An, Lê Bình => several: |Nguyễn Văn An ; |Lê Bình
""".strip().split("\n")


def told(typed: str) -> str:
    read = read_who(typed)
    people = (f"{x.called}|{x.name}|{x.title}|{x.unit}".rstrip("|") for x in read.readings)
    return (f"{read.doubt}: " if read.doubt else "") + " ; ".join(people)


@every_row("row", TYPED)
def test_who_somebody_is(row: str) -> None:
    typed, wanted = (x.strip() for x in row.split("=>"))
    assert told(typed).strip() == wanted
    assert told(unicodedata.normalize("NFD", typed)).strip() == wanted, "letters apart"
    assert told(typed.replace(" ", "  ")).strip() == wanted, "double spaces"


def test_the_table_is_long_enough() -> None:
    assert len(TYPED) >= 200


@every_row(
    ("typed", "called", "name"),
    [
        ("Đ/c Bà Lê Hà", "Bà", "Lê Hà"),
        ("đồng chí Đại tá Lê Hà", "Đại tá", "Lê Hà"),
        ("Ông TS. Lê A", "Ông TS.", "Lê A"),
        ("Bà Bà Huyện", "Bà", "Huyện"),
        ("Ông Ích Khiêm", "Ông", "Ích Khiêm"),
        ("Chu Văn An", "", "Chu Văn An"),
        ("Dai ta Le Van Nam", "Dai ta", "Le Van Nam"),
        ("Đại tá", "", "Đại tá"),
        ("", "", ""),
    ],
)
def test_one_form_of_address(typed: str, called: str, name: str) -> None:
    assert without_call(typed) == (called, name)


@every_row(
    ("typed", "written"),
    [
        ("GĐ", "Giám đốc"),
        ("GĐ TRUNG TÂM", "Giám đốc Trung tâm"),
        ("Q.GĐ", "Quyền Giám đốc"),
        ("Phó GĐ Sở", "Phó Giám đốc Sở"),
        ("P.CT HĐND", "Phó Chủ tịch HĐND"),
        ("TP", "Trưởng phòng"),
        ("TP.TCHC", "Trưởng phòng TCHC"),
        ("TP.TCKH", "Trưởng phòng TCKH"),
        ("TP. HC-TH", "Trưởng phòng HC-TH"),
        ("TP.HCM", "TP.HCM"),
        ("TP Tây Ninh", "TP Tây Ninh"),
        ("TRƯỞNG PHÒNG TCKH", "Trưởng phòng TCKH"),
        ("TP Cao Lãnh", "TP Cao Lãnh"),
        ("TP. Hồ Chí Minh", "TP. Hồ Chí Minh"),
        ("CT HĐQT", "Chủ tịch HĐQT"),
        ("CT TNHH An Phú", "CT TNHH An Phú"),
        ("PCT UBND xã kiêm CT Hội", "Phó Chủ tịch UBND xã kiêm Chủ tịch Hội"),
        ("CVP HĐND-UBND", "Chánh Văn phòng HĐND-UBND"),
        ("CHÁNH VĂN PHÒNG SỞ NỘI VỤ", "Chánh Văn phòng Sở Nội vụ"),
        ("TRƯỞNG PHÒNG TỔ CHỨC - HÀNH CHÍNH", "Trưởng phòng Tổ chức - Hành chính"),
        ("PGD ngân hàng", "PGD ngân hàng"),
        ("chuyên viên", "chuyên viên"),
        ("VNPT", "VNPT"),
        ("", ""),
    ],
)
def test_titles_are_written_out(typed: str, written: str) -> None:
    assert spelled_out(typed) == written
    assert spelled_out(written) == written, "twice is as once"


@every_row(
    ("words", "together"),
    [
        ("Đại diện Phòng Kinh tế TP Cao Lãnh", True),
        ("01 đại diện Phòng Tài chính", True),
        ("Lãnh đạo VP UBND tỉnh", True),
        ("Toàn thể công chức Phòng Nội vụ", True),
        ("Các phòng chuyên môn thuộc Sở", True),
        ("Trưởng, phó các phòng", True),
        ("02 cán bộ Phòng Nội vụ", True),
        ("Ban Giám đốc Sở", True),
        ("Thường trực HĐND tỉnh", True),
        ("Đại diện 05 hộ dân ấp 3", True),
        ("20 đại biểu nông dân", True),
        ("Khách mời", True),
        ("Chuyên viên", False),
        ("Nguyễn Văn An", False),
        ("Các đồng chí chú ý đọc tài liệu", False),
        ("Tất cả có mặt", False),
        ("Sở Tài chính", False),
        ("", False),
    ],
)
def test_guests_without_names(words: str, together: bool) -> None:
    assert is_collective(words) is together


_TALK = "Nguyễn Văn An tôi tên là em Mai nha ạ phó phòng GĐ TP , - / ( ) : Đại tá Bà Đ/c Sở chào 3"
_WORDS = st.sampled_from(_TALK.split(" "))


@settings(max_examples=examples(150), deadline=None, derandomize=True)
@given(st.one_of(st.text(max_size=80), st.lists(_WORDS, max_size=15).map(" ".join)))
def test_reading_never_raises_and_a_sure_person_has_a_name(text: str) -> None:
    read = read_who(text)
    assert read.sure is None or " " in read.sure.name
    assert (read.doubt is Doubt.NOBODY) == (not read.readings)


@every_row(
    ("words", "left"),
    [
        ("thành Lê An - Kế toán", "Lê An - Kế toán"),
        ("lại thành Lê An", "Lê An"),
        ("là đồng chí Lê An", "đồng chí Lê An"),
        ("sang Lê Thị Hoa", "Lê Thị Hoa"),
        ("thanh Le Thi Hoa", "Le Thi Hoa"),
        ("thành Phòng Kế toán", "Phòng Kế toán"),
        *((x, x) for x in ("Thanh Tâm - Kế toán", "Thanh Thị Hoa - Kế toán", "Lê Thành")),
        *((x, x) for x in ("Thanh - Phó phòng", "Thành Phòng Kế toán", "Sang Thị Hoa")),
        *((x, x) for x in ("thanh - phó phòng", "thanh Tâm - Kế toán", "thành", "")),
    ],
)
def test_into_whom_is_no_part_of_a_name_and_no_name_loses_its_beginning(
    words: str, left: str
) -> None:
    assert without_into(words) == left
