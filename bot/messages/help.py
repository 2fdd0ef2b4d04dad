"""The help, and the menu of commands."""

from __future__ import annotations

from collections.abc import Mapping

HELP = """\
Tôi ghi biên bản cuộc họp ngay trong cuộc trò chuyện này.
1. /batdau Tên cuộc họp: mở cuộc họp; người mở là thư ký (chuyển: /thuky @ten). Người chủ trì: \
/chutri @ten. Ai làm được gì: /quyen.
2. Nói (tin thoại, tệp ghi âm) hoặc gõ: mỗi tin là một dòng có số, có tên người nói. Ghi âm dài \
thành nhiều dòng; dừng chép: /huy.
3. /toi Họ tên - chức vụ: để báo cáo ghi đúng tên bạn. /tudien: tên riêng, thuật ngữ hay gặp.
4. Gắn thẻ: bấm nút dưới dòng; hoặc trả lời dòng bằng #ykien, #ketluan; hoặc viết \
/ykien 3 5-7, /ketluan 8, /noidung 2 (bỏ thẻ: /botag 3). Máy gợi ý: /goiy. \
Khi gõ, thêm YK:, KL: hay ND: ở đầu tin.
5. /sua 5 câu đúng, /xoa 5, /khoiphuc 5: sửa, xoá, lấy lại một dòng. /gop 5 6, /tach 5, \
/doi 5 sau 8, /nguoinoi 5 tên, /them câu; nhầm thì /hoantac. Nghe: /nghe 5; \
ai đã đổi gì: /lichsudong 5.
6. /dong: xem các dòng; /dong ketluan: chỉ kết luận; /dong nghelai: chỗ máy chưa chắc \
(hỏi người nói: /hoilai).
7. /thongtin: điền địa điểm, chủ trì, nơi nhận, người ký… /thanhphan: ai dự, ai vắng. /nhiemvu: \
việc đã giao, ai làm, hạn nào.
8. /baocao, /bienban, /thongbao: lấy dự thảo (tin nhắn và tệp Word); thêm chitiet hoặc ketluan. \
Chỉ dòng đã gắn thẻ mới vào dự thảo. Còn gì phải xem: /rasoat. /nguon 3.2: đoạn đó lấy từ đâu; \
/duthao: các bản đã làm. /layykien: người dự đọc trước; /trinh: chủ trì duyệt.
9. /ketthuc: đóng cuộc họp (đóng nhầm: /molai).
10. /lichsu, /xem 4: các cuộc họp đã qua. /tim chanh xoài: tìm câu đã nói. /thongke: số liệu.
Sửa một tin đã gõ thì dòng đổi theo; xoá tin trong khung chat thì dòng vẫn còn (xoá bằng /xoa)."""
HELP_GROUP = """\
Nếu tôi không trả lời tin thường trong nhóm: quản trị viên của nhóm đặt tôi làm quản trị viên, \
hoặc người tạo bot tắt «privacy mode» ở @BotFather (/setprivacy, Disable) rồi mời tôi vào lại."""
HELP_NO_PDF = (
    "Dự thảo chỉ có tệp Word, chưa có PDF: máy chủ chưa cài LibreOffice. Nhờ bộ phận CNTT cài: "
    "apt install {packages} rồi chạy lại bot."
)
MENU: Mapping[str, str] = {  # in the order of a meeting
    "batdau": "Mở cuộc họp: /batdau Tên cuộc họp",
    "trogiup": "Hướng dẫn trong mười dòng",
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
