"""What is said in meetings, and what a secretary would tag it as: the measure of suggestions.

Written before the rules of ``bot.minutes.suggesting`` were. The even ones were looked at while the
rules were made, the odd ones only when they were done: ``python -m tests.minutes.said_in_meetings``
tells both figures.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.minutes import Line, LineKind, LineState, Speaker, Tag
from bot.minutes.suggesting import suggest

CHAIR, OTHER = 1, 2


def line(text: str, who: int = OTHER, **fields: object) -> Line:
    """A line as a recording becomes one, said by the chair (``CHAIR``) or somebody else."""
    from datetime import UTC, datetime

    at = datetime(2026, 7, 24, 1, tzinfo=UTC)
    speaker = Speaker(who, "Trần Bình" if who == CHAIR else "Nguyễn Văn An")
    return Line(5, 1, 5, at, speaker, LineKind.VOICE, LineState.DONE, text, **fields)  # type: ignore[arg-type]


# who (chair, other) · what it is (KL, YK, nothing) · what is said
_SAID = """
C KL Tôi kết luận như sau: giao Phòng Kế hoạch chủ trì, hoàn thành trước ngày 30 tháng 8.
C KL Thống nhất phương án 1 theo đề xuất của Phòng Tài chính.
P YK Theo tôi, nên gia hạn thêm một tháng để các đơn vị kịp hoàn thành.
P - Kính thưa đồng chí chủ trì, thưa toàn thể các đồng chí.
C KL Giao đồng chí An theo dõi, đôn đốc việc này và báo cáo tôi hằng tuần.
P - Trong quý hai, Phòng đã hoàn thành 12 trên 15 nhiệm vụ được giao.
P YK Đề nghị lãnh đạo Sở xem xét bổ sung kinh phí cho hạng mục số hoá.
C - Các đồng chí có thống nhất không?
C KL Yêu cầu các đơn vị nộp báo cáo về Văn phòng trước 16 giờ thứ Sáu.
P - Việc này hai phòng vẫn chưa thống nhất được số liệu.
P YK Tôi đề xuất chuyển nhiệm vụ này sang quý IV.
C - Mời đồng chí Trưởng phòng Tổ chức phát biểu.
C KL chốt lại là tuần sau chúng ta họp rà soát lần cuối phòng kế hoạch chuẩn bị tài liệu
P - theo kết luận của cuộc họp trước thì phòng đã nộp báo cáo ngày mùng 5
P YK tôi băn khoăn về tiến độ của gói thầu số 3 vì nhà thầu đang thiếu nhân lực
P - Vâng ạ.
C KL Cuộc họp thống nhất lùi thời hạn nghiệm thu đến ngày 15 tháng 9.
P - Tuyến đường này do Sở Giao thông quản lý nên mình không can thiệp được.
P YK Kiến nghị UBND tỉnh cho phép điều chỉnh quy mô dự án.
C - Đề nghị các đồng chí tắt điện thoại để cuộc họp bắt đầu.
C KL Phân công đồng chí Hà làm tổ trưởng, đồng chí Dũng làm tổ phó.
P - Ngày 30 tháng 4 là ngày thống nhất đất nước nên cơ quan nghỉ hai ngày.
P YK Tôi cho rằng cần khảo sát lại nhu cầu của bà con trước khi làm.
C - Hôm nay chúng ta họp giao ban tháng 7.
C KL Đồng ý chủ trương mua sắm, Văn phòng lập dự toán trình Giám đốc phê duyệt.
P - Đoàn thanh tra đã có kết luận thanh tra từ tháng trước.
P YK Góp ý thêm là phần phụ lục nên bổ sung bảng so sánh với năm ngoái.
P - Bên em không đề nghị gì thêm ạ.
C KL Quyết định thành lập tổ công tác gồm năm người.
C - Xin cảm ơn các đồng chí đã đến dự đông đủ.
P YK Tôi hoàn toàn nhất trí với ý kiến của đồng chí Ngọc.
P - Phòng đã bàn giao hồ sơ cho bên kiểm toán rồi.
C KL Hội nghị biểu quyết thông qua nghị quyết với 100% đại biểu tán thành.
C - Kết luận thế nào thì tí nữa tôi sẽ nói.
P YK Cần xem xét lại mức hỗ trợ vì định mức mới đã thay đổi.
P - Chiều mai có chương trình giao lưu văn nghệ ở hội trường.
C KL Thống nhất giao Sở Xây dựng chủ trì, phối hợp Sở Tài chính thẩm định.
P - Chúng tôi đang thực hiện theo Thông báo kết luận số 12 của Chủ tịch tỉnh.
P YK Mong lãnh đạo quan tâm bố trí thêm một biên chế cho phòng.
C - Chưa kết luận nội dung này, để tuần sau bàn tiếp.
C KL Tôi nhất trí với đề xuất của Phòng Kế hoạch, các đồng chí triển khai luôn.
P - Doanh nghiệp giao dịch qua ngân hàng nên số liệu có chậm.
P YK Ý kiến của tôi là nên làm điểm ở hai xã trước rồi mới nhân rộng.
P - Số hồ sơ trễ hạn tháng này là 23, giảm 5 so với tháng trước.
C KL Về kinh phí, giao Phòng Tài chính cân đối trong nguồn chi thường xuyên.
P - Vậy việc này giao cho phòng nào ạ?
P YK Đề nghị Văn phòng sớm gửi giấy mời để các đơn vị chủ động.
C - Tôi đề nghị đồng chí An báo cáo tiếp phần kinh phí.
C KL thong nhat giao phong ke hoach lam dau moi truoc ngay 20/8 phai xong
P - em chao ca nha, mang cua em hoi yeu
P YK de nghi gia han nhiem vu so 3 den het thang 11
P - Bên công an yêu cầu mình cung cấp hồ sơ từ tuần trước.
C KL Chúng ta nhất trí thông qua báo cáo với hai nội dung chỉnh sửa như đã nêu.
C - Đồng chí nào có ý kiến thì phát biểu ngắn gọn nhé.
P YK Phòng tôi kiến nghị hai việc, một là bổ sung máy quét, hai là tập huấn cán bộ.
P - Tôi xin hết ý kiến.
C KL Đề nghị các đơn vị nghiêm túc thực hiện, đơn vị nào chậm thì giải trình bằng văn bản.
P - Hệ thống phần mềm đang dùng một mẫu thống nhất toàn tỉnh.
P YK Theo ý kiến cá nhân tôi thì phương án 2 khả thi hơn.
P - Mình không quyết định được việc này, phải xin ý kiến bộ.
C KL Kết luận: các phòng hoàn thành số hoá trước 30 tháng 11, Văn phòng theo dõi.
C - Trước khi kết luận, tôi muốn nghe thêm ý kiến của Phòng Tổ chức.
P YK Tôi xin góp ý hai điểm vào dự thảo kế hoạch.
P - Phòng được giao 200 triệu, đã giải ngân 150 triệu.
C KL Nếu không ai có ý kiến khác thì chúng ta thống nhất như vậy.
P - Em xin phép bổ sung số liệu, tổng là 1.245 hồ sơ.
P YK Nên chăng chúng ta thuê tư vấn độc lập thẩm định phần này.
P - Đề nghị của huyện Cao Lãnh thì mình đã trả lời bằng văn bản rồi.
C KL Đồng chí Dũng phải hoàn thành hồ sơ trước thứ Hai, tôi không gia hạn nữa.
P - Thầy giáo và giáo viên dạy hợp đồng chưa được trả lương tháng 6.
P YK Chúng tôi đề nghị được áp dụng cơ chế đặc thù.
C - Phần này các đồng chí đã thống nhất chưa?
C KL Ban chỉ đạo thống nhất chọn ngày 2 tháng 9 để khánh thành.
P - Sáng nay giao ban xong thì mọi người ở lại năm phút.
P YK Tôi nghĩ là cần có quy chế phối hợp rõ ràng giữa hai phòng.
P - Công văn yêu cầu báo cáo trước ngày 15 nhưng mình nhận được ngày 14.
C KL giao anh bình chủ trì phối hợp với chị hà làm tờ trình trong tuần này
C - mời anh hưng kết luận giúp phần chuyên môn rồi tôi nói thêm
P YK em thấy nên bổ sung thêm nội dung chuyển đổi số vào báo cáo
P - dạ em nghe rõ rồi ạ
C KL Lãnh đạo Sở thống nhất chủ trương, giao Văn phòng tham mưu văn bản.
P - Khách hàng bàn giao mặt bằng chậm nên tiến độ bị ảnh hưởng.
P YK Đề xuất của Phòng là tách thành hai gói thầu nhỏ.
P - Có ai đề nghị gì nữa không ạ?
C KL Nhất trí gia hạn đến hết quý III, không gia hạn thêm.
P - Tôi chưa quyết định sẽ mua loại nào.
P YK Rất mong Sở có hướng dẫn cụ thể để huyện triển khai.
C - Chúng ta nghỉ giải lao mười lăm phút.
C KL Yêu cầu Phòng Tổ chức rà soát lại danh sách, báo cáo trước ngày 10.
P - Anh Bình vừa giao cho em cái máy in cũ.
P YK Về phần kinh phí, tôi có ý kiến là mức 500 triệu còn thấp.
P - Tháng trước lãnh đạo yêu cầu rà soát, phòng đã rà soát xong.
C KL Chốt phương án thuê dịch vụ, không mua máy chủ mới.
C - Thời tiết mưa to nên một số đồng chí đến muộn, ta đợi năm phút.
P YK Đề nghị điều chỉnh lại thời gian tập huấn vì trùng kỳ thi của các cháu.
P - Xin phép cho em hỏi hạn nộp là ngày nào ạ?
P KL Cuộc họp thống nhất không thu thêm khoản nào ngoài quy định.
P - Mọi người nghe rõ không?
P YK Tôi không đồng ý với phương án này vì chi phí quá cao.
P - Tôi sẽ trình bày ba phần, gồm kết quả, hạn chế và nhiệm vụ tới.
C KL Văn phòng tham mưu công văn đôn đốc, trình tôi ký trong ngày mai.
C - Anh An đề nghị gì thì nói luôn.
P YK Theo chúng tôi, cần giao cho một đơn vị làm đầu mối để tránh chồng chéo.
P - Sở đã ban hành quyết định phê duyệt từ đầu năm.
C KL Biểu quyết xong rồi, 25 trên 25 đồng chí nhất trí, nghị quyết được thông qua.
P - Giao thừa năm nay cơ quan trực ba ca.
P YK Chúng tôi xin đề xuất ba giải pháp để nâng tỷ lệ hồ sơ trực tuyến.
P - Biên bản lần trước ghi là thống nhất tăng mức khoán, nhưng chưa làm.
C KL Tôi quyết định dừng hạng mục này từ hôm nay.
C - Chưa nên giao cho huyện khi chưa có hướng dẫn của bộ.
P YK Tôi nhất trí với dự thảo, chỉ đề nghị bỏ khoản 3 Điều 5.
P - Nguồn vốn này do trung ương giao về địa phương hằng năm.
C KL Như vậy là chúng ta thống nhất ba nội dung, thứ nhất là kinh phí.
P - Một, hai, ba, bốn, thử micro.
P YK Đại biểu huyện đề nghị tỉnh sớm cấp kinh phí đợt hai.
P - Họ bảo là kết luận rồi nhưng em chưa thấy văn bản.
C KL Các phòng có trách nhiệm gửi số liệu cho Phòng Kế hoạch trước ngày 25.
P - Anh em trong phòng thống nhất với nhau là trực luân phiên.
P YK Cần thiết phải bổ sung kinh phí dự phòng, nếu không sẽ bị động.
P - Báo cáo hết ạ.
C KL Sau khi nghe các ý kiến, tôi kết luận ba vấn đề.
C - Sau đây tôi xin đọc kết luận của Bí thư Tỉnh uỷ tại hội nghị trước.
P YK Nếu được thì đề nghị cho phòng mượn thêm hai máy tính.
P - Chưa biết cuộc họp sẽ kết luận ra sao.
C KL Không đồng ý cho lùi tiến độ, các đơn vị tập trung làm xong trong tháng 9.
P - Phòng giáo dục đã giao sách giáo khoa về các trường.
P YK Bản thân tôi kiến nghị nên giữ nguyên mức cũ.
P - Bây giờ là tám giờ rưỡi.
C KL Thống nhất thời gian kiểm tra từ ngày 5 đến ngày 10 tháng 10.
C - Còn việc giao phòng nào thì để anh em bàn thêm.
P YK Ý kiến của Phòng Tài chính là chưa đủ cơ sở để thanh toán.
P - Yêu cầu kỹ thuật của gói thầu này khá cao.
P KL Sau thảo luận, hội đồng nhất trí thông qua kết quả nghiệm thu, xếp loại đạt.
P - Việc phân công nhiệm vụ trong phòng vẫn như cũ.
P YK Tôi xin có một vài ý kiến về dự thảo quy chế.
P - Công ty đề nghị thanh toán đợt một vào tháng 5, mình đã chuyển rồi.
C KL Bổ sung đồng chí Hoa vào tổ giúp việc.
C - Đồng chí thư ký ghi giúp tôi phần này.
P YK Theo tôi là không nên giao việc này cho xã vì xã thiếu người.
P - Sổ giao nhận công văn để ở văn thư.
C KL Kết luận cuộc họp, tôi yêu cầu ba việc, việc thứ nhất là hoàn thiện hồ sơ.
P - Kết luận lại thì mình vẫn lỗ khoảng 30 triệu đúng không anh?
P YK Đề nghị thống nhất mẫu biểu để các xã dễ làm.
P - Hợp đồng quyết định giá theo khối lượng thực tế.
C KL Tôi yêu cầu từ nay báo cáo phải gửi trước cuộc họp hai ngày.
P - Dự án chưa được giao vốn nên chưa triển khai.
P YK Tôi có băn khoăn là ai sẽ chịu trách nhiệm khi xảy ra sự cố.
P - Tôi là An, Phòng Kế hoạch, xin báo cáo nhanh tình hình.
C KL Trên cơ sở ý kiến các đồng chí, tôi thống nhất cho gia hạn đến tháng 11.
C - Cuộc họp đến đây là kết thúc, chúc các đồng chí sức khoẻ.
P YK Cá nhân tôi đề nghị khen thưởng tập thể Phòng Kế hoạch.
P - Tại cuộc họp này tôi xin báo cáo việc thực hiện kết luận của Giám đốc.
"""


@dataclass(frozen=True)
class Said:
    text: str
    who: int
    tag: Tag | None


def _read(row: str) -> Said:
    who, tag, text = row.split(" ", 2)
    tags = {"KL": Tag.CONCLUSION, "YK": Tag.OPINION, "-": None}
    return Said(text, CHAIR if who == "C" else OTHER, tags[tag])


SAID = [_read(row) for row in _SAID.strip().splitlines()]
# two by two: neighbours are of different kinds, and the kinds alternate
SEEN = [said for n, said in enumerate(SAID) if n // 2 % 2 == 0]
HELD_OUT = [said for n, said in enumerate(SAID) if n // 2 % 2 == 1]


@dataclass(frozen=True)
class Figures:
    """How good suggestions are on some sentences."""

    suggested: int
    right: int
    expected: int
    wrong: list[Said]

    @property
    def precision(self) -> float:
        return self.right / self.suggested

    @property
    def recall(self) -> float:
        return self.right / self.expected


def figures(said: list[Said], tag: Tag | None = None) -> Figures:
    """Of all suggestions, or of those of one tag."""
    given = []
    for one in said:
        made = suggest(line(one.text, one.who), CHAIR)
        given.append((one, made.tag if made else None))
    of = {tag} if tag else {Tag.CONCLUSION, Tag.OPINION}
    return Figures(
        sum(made in of for _, made in given),
        sum(made == one.tag for one, made in given if made in of),
        sum(one.tag in of for one, _ in given),
        [one for one, made in given if made != one.tag],
    )


def main() -> None:
    for name, said in (("seen", SEEN), ("held out", HELD_OUT)):
        for tag in (None, Tag.CONCLUSION, Tag.OPINION):
            found = figures(said, tag)
            print(
                f"{name:9} {tag or 'both':8} of {len(said)} sentences: "
                f"precision {found.precision:.3f} ({found.right}/{found.suggested}), "
                f"recall {found.recall:.3f} ({found.right}/{found.expected})"
            )


if __name__ == "__main__":
    main()
