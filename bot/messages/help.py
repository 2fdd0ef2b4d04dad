"""The help, and the menu of commands."""

from __future__ import annotations

from collections.abc import Mapping

HELP = """\
Tôi ghi biên bản cuộc họp ngay trong khung chat này.
• /batdau Tên cuộc họp: mở cuộc họp. Từ đó mỗi tin, mỗi ghi âm là một dòng có số, có tên người nói.
• /toi Họ tên - chức vụ: để báo cáo ghi đúng tên bạn.
• Viết YK: hay KL: ở đầu tin, hoặc bấm nút dưới dòng: chỉ dòng có thẻ vào báo cáo.
• /sua 5 câu đúng; /xoa 5; nhầm thì /hoantac.
• /rasoat, rồi /baocao: lấy dự thảo. /ketthuc: đóng cuộc họp.
Cần rõ hơn thì bấm một mục dưới đây, hoặc gửi, ví dụ: /trogiup thẻ"""
TOPIC_UNKNOWN = "Không có mục “{word}”. Chọn một mục dưới đây:"
VOICES = """\
Trong ghi âm dài, máy phân biệt các giọng (Người nói 1, 2…), so với tin thoại của cuộc họp rồi hỏi \
“Có lẽ: …”; thư ký bấm Đúng thì mới thành tên. Ghi âm không giống giọng người gửi, tin thoại có \
nhiều giọng thì máy hỏi “Có phải: …”. Giọng được giữ cùng ghi âm, xoá cùng cuộc họp."""
OF_VOICES = "noi"  #: the topic to which this belongs, where voices are told apart
TOPICS: Mapping[str, tuple[str, str]] = {  # a word of a button's data: its label, its text
    "mo": (
        "Mở, đóng cuộc họp",
        """\
/batdau Tên cuộc họp: mở; người mở là thư ký (chuyển: /thuky @ten). Người chủ trì: /chutri @ten. \
Ai làm được gì: /quyen.
/ketthuc: đóng; đóng nhầm thì /molai. Xoá hẳn một cuộc họp: /xoacuochop 4.
/moi: mã, liên kết để người khác vào họp; họ nhắn riêng /vao 482915, ra thì /ra. /ban: thư ký làm \
việc riêng với bot, nhóm không thấy.""",
    ),
    "noi": (
        "Nói và gõ",
        """\
Giữ nút micrô để gửi tin thoại, gửi tệp ghi âm, hoặc gõ. Ghi âm dài thành nhiều dòng; dừng chép: \
/huy; chép tiếp: /cheptiep 5.
/toi Họ tên - chức vụ: tên bạn trong báo cáo. /tudien: tên riêng, thuật ngữ hay gặp.""",
    ),
    "the": (
        "Gắn thẻ",
        """\
Khi gõ, thêm YK: (ý kiến), KL: (kết luận) hay ND: (nội dung) ở đầu tin. Tin thoại thì bấm nút dưới \
dòng, hoặc trả lời dòng bằng #ykien, #ketluan.
Theo số dòng: /ykien 3 5-7, /ketluan 8, /noidung 2; bỏ thẻ: /botag 3. Máy gợi ý: /goiy.""",
    ),
    "sua": (
        "Sửa, xoá, nghe lại",
        """\
/sua 5 câu đúng; /xoa 5; /khoiphuc 5 lấy lại. /gop 5 6, /tach 5 | câu 2, /doi 5 sau 8, \
/nguoinoi 5 tên, /them câu. Nhầm thì /hoantac. Nghe: /nghe 5; máy chép đúng: /dungroi 5; ai đã đổi \
gì: /lichsudong 5.
Sửa một tin đã gõ thì dòng đổi theo; xoá tin trong khung chat thì dòng vẫn còn (xoá bằng /xoa).
/dong: xem các dòng; /dong nghelai: chỗ máy chưa chắc; hỏi người nói: /hoilai.""",
    ),
    "thongtin": (
        "Thông tin, người dự, nhiệm vụ",
        """\
/thongtin: điền địa điểm, chủ trì, nơi nhận, người ký… /thanhphan: ai dự, ai vắng. /nhiemvu: việc \
đã giao, ai làm, hạn nào.""",
    ),
    "duthao": (
        "Dự thảo, trình duyệt",
        """\
/rasoat: còn gì phải xem. /baocao, /bienban, /thongbao: lấy dự thảo, việc của thư ký, chủ trì, \
quản trị viên nhóm; thêm chitiet hoặc ketluan. Trong nhóm là tệp và điều phải xem; cả bài thì bấm \
“Toàn văn”. Làm trong khung chat riêng, nhóm không thấy: /ban. /duthao: các bản đã có; \
/nguon 3.2: đoạn đó lấy từ dòng nào. Mẫu Word của cơ quan: /mau.
/layykien: người dự đọc trước, đáp bằng /dongy, /gopy; /trinh: chủ trì duyệt bằng /duyet, \
/tralai; ý kiến của chủ trì chỉ gửi thư ký.""",
    ),
    "xemlai": (
        "Xem lại, tìm",
        """\
/lichsu: các cuộc họp đã qua; /xem 4: một cuộc. /tim chanh xoài: tìm câu đã nói. /thongke: số \
liệu. Đã dự thì xem được cả trong khung chat riêng với tôi.""",
    ),
}
HELP_GROUP = """\
Nếu tôi không trả lời tin thường trong nhóm: quản trị viên của nhóm đặt tôi làm quản trị viên, \
hoặc người tạo bot tắt “privacy mode” ở @BotFather (/setprivacy, Disable) rồi mời tôi vào lại."""
HELP_NO_PDF = (
    "Dự thảo chỉ có tệp Word, chưa có PDF: máy chủ chưa cài LibreOffice. Nhờ bộ phận CNTT cài: "
    "apt install {packages} rồi chạy lại bot."
)
# in the order of a meeting; who sees which: Command.menus
MENU: Mapping[str, str] = {
    "batdau": "Mở cuộc họp: /batdau Tên cuộc họp",
    "trogiup": "Hướng dẫn; một mục: /trogiup thẻ",
    "toi": "Tên tôi trong báo cáo: /toi Họ tên - chức vụ",
    "thongtin": "Xem, điền thông tin của cuộc họp",
    "thanhphan": "Ai dự, ai vắng: xem, dán danh sách, gửi tệp Excel",
    "chutri": "Chọn người chủ trì: /chutri @ten",
    "thuky": "Xem, chuyển, thêm thư ký: /thuky @ten",
    "quyen": "Ai được làm gì trong cuộc họp",
    "tudien": "Tên riêng, thuật ngữ hay gặp: /tudien Nguyễn Văn An, đề án 06",
    "ykien": "Gắn thẻ ý kiến: /ykien 3 5-7",
    "ketluan": "Gắn thẻ kết luận: /ketluan 8",
    "noidung": "Gắn thẻ nội dung: /noidung 2",
    "botag": "Bỏ thẻ: /botag 3",
    "dong": "Xem các dòng: /dong, /dong 6-20, /dong nghelai",
    "sua": "Sửa một dòng: /sua 5 câu đúng",
    "xoa": "Xoá dòng: /xoa 5",
    "khoiphuc": "Lấy lại dòng đã xoá: /khoiphuc 5",
    "nghe": "Nghe ghi âm của dòng: /nghe 5",
    "dungroi": "Đã nghe lại, máy chép đúng: /dungroi 5",
    "huy": "Dừng chép ghi âm: /huy 5",
    "cheptiep": "Chép tiếp ghi âm đã dừng: /cheptiep 5",
    "gop": "Gộp lời của hai dòng: /gop 5 6",
    "tach": "Tách một dòng làm hai: /tach 5 | câu 2",
    "doi": "Đổi thứ tự: /doi 5 sau 8",
    "nguoinoi": "Đổi người nói: /nguoinoi 5 Họ tên - chức vụ",
    "them": "Thêm dòng không ai gửi: /them Họ tên - chức vụ: câu nói",
    "hoantac": "Hoàn tác việc vừa làm",
    "lamlai": "Làm lại việc vừa hoàn tác",
    "lichsudong": "Một dòng đã đổi những gì: /lichsudong 5",
    "ketthuc": "Đóng cuộc họp",
    "molai": "Mở lại cuộc họp vừa đóng",
    "moi": "Mã, liên kết để người khác vào họp: /moi; đổi mã: /moi doi",
    "vao": "Vào họp bằng mã: /vao 482915, trong khung chat riêng",
    "ra": "Ra khỏi cuộc họp đã vào bằng mã",
    "ban": "Làm việc riêng với một cuộc họp: /ban, /ban 4; rời: /ban thoi",
    "rasoat": "Rà soát trước khi lấy dự thảo: còn gì phải xem",
    "goiy": "Gợi ý thẻ: nhận cả, hoặc từng dòng",
    "hoilai": "Hỏi người nói chỗ máy chưa chắc: /hoilai 5",
    "nhiemvu": "Ai làm gì, trước ngày nào; nhắc hạn: /nhiemvu nhac 1 ngày",
    "baocao": "Lấy dự thảo báo cáo (chitiet, ketluan)",
    "bienban": "Lấy dự thảo biên bản",
    "thongbao": "Lấy dự thảo thông báo kết luận",
    "nguon": "Đoạn trong dự thảo lấy từ dòng nào: /nguon 3.2",
    "duthao": "Các dự thảo đã làm, so hai bản: /duthao 1 2",
    "mau": "Mẫu Word của cơ quan: lấy về, sửa, gửi lại kèm /mau",
    "layykien": "Lấy ý kiến người dự về dự thảo: /layykien",
    "dongy": "Đồng ý với dự thảo đang lấy ý kiến",
    "gopy": "Góp ý cho dự thảo: /gopy câu góp ý",
    "trinh": "Trình chủ trì duyệt dự thảo: /trinh, /trinh biên bản, /trinh 2",
    "duyet": "Chủ trì duyệt dự thảo đang trình",
    "tralai": "Chủ trì trả lại dự thảo: /tralai ý kiến",
    "lichsu": "Các cuộc họp đã qua",
    "xem": "Xem một cuộc họp: /xem 4",
    "tim": "Tìm chữ trong các cuộc họp: /tim chanh xoài",
    "thongke": "Số liệu của cuộc họp: /thongke, /thongke 4",
    "xoacuochop": "Xoá hẳn một cuộc họp: /xoacuochop 4",
}
