"""What is said in meetings, and what a secretary would tag it as: the measure of suggestions.

``_FIRST`` was written before the rules of ``bot.minutes.guesses.tags`` were: one half was looked at
while they were made, the other was held out. ``_SECOND`` was written when they were done, looked
at, and they were mended by it. ``_THIRD`` was written after that, and no rule has been changed by
it since: its figures are those to expect. ``python -m tests.minutes.said_in_meetings`` tells them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.minutes import Line, LineKind, LineState, Speaker, Tag
from bot.minutes.guesses.tags import suggest

CHAIR, OTHER = 1, 2


def line(text: str, who: int = OTHER, **fields: object) -> Line:
    """A line as a recording becomes one, said by the chair (``CHAIR``) or somebody else."""
    at = datetime(2026, 7, 24, 1, tzinfo=UTC)
    speaker = Speaker(who, "Trần Bình" if who == CHAIR else "Nguyễn Văn An")
    return Line(5, 1, 5, at, speaker, LineKind.VOICE, LineState.DONE, text, **fields)  # type: ignore[arg-type]


# who (chair, other) · what it is (KL, YK, nothing) · what is said
_FIRST = """
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

_SECOND = """
C KL Rồi, như vậy nội dung thứ nhất tôi chốt là giao cho chị Lan bên Văn phòng làm đầu mối nhé.
C KL Thế thì tôi giao luôn cho phòng Kế hoạch, thứ Tư phải có.
C KL các đồng chí ghi giúp là hội nghị nhất trí với tờ trình của ban quản lý dự án
C KL Về việc này tôi chỉ đạo như sau, Sở Y tế chịu trách nhiệm rà soát toàn bộ danh mục.
C KL Từ giờ đến cuối năm, đề nghị các xã tập trung giải ngân, không để dồn vào tháng 12.
C KL Tôi đồng ý với đề nghị của Phòng Nội vụ.
C KL Nhiệm vụ trọng tâm tháng tới: một là hoàn thành báo cáo, hai là kiểm tra phòng cháy.
C KL Ta chốt thế này, thứ Hai họp lại, mỗi phòng cử một người.
C KL Đề nghị đồng chí Chánh Văn phòng ban hành thông báo trong ngày hôm nay.
C KL OK, thống nhất vậy, giao Phòng Tài chính làm việc với kho bạc.
C KL Dừng việc mua sắm lại, chờ hướng dẫn mới rồi làm.
C KL Tôi kết luận hai ý thôi, thứ nhất là tiến độ, thứ hai là kinh phí.
C KL Cơ bản thống nhất với các ý kiến, giao tổ thư ký hoàn thiện biên bản.
C KL Anh Dũng chịu trách nhiệm chính, anh Hưng phối hợp, xong trước 15 tháng 8.
C KL uỷ ban thống nhất chủ trương cho xã sửa nhà văn hoá từ nguồn dự phòng
C - Anh chị nào chưa thống nhất thì cứ nói, tôi nghe.
C - Tôi nhắc lại là lần trước mình đã giao phòng này rồi mà chưa thấy làm.
C - Hồi sáng Chủ tịch có giao tôi chủ trì buổi họp này.
C - Bây giờ đến phần thảo luận, mời các đồng chí cho ý kiến, nhất là về phương án.
C - Ai đồng ý thì giơ tay.
C - Tôi muốn hỏi Phòng Tài chính là đã giao dự toán cho các đơn vị chưa?
C - Trước tiên xin giới thiệu thành phần dự họp hôm nay.
C - Đồng chí nói to lên một chút, dưới này không nghe được.
C - Việc này phải hỏi lại bên kho bạc xem thế nào.
C - Anh An phải đi sớm nên mời anh phát biểu trước.
C - Các phòng chủ trì chương trình này từ năm ngoái đã báo cáo rồi.
P YK Em đề nghị là mình nên làm thử ở một trường trước đã ạ.
P YK Về phía huyện, chúng tôi có hai kiến nghị, thứ nhất là về mặt bằng.
P YK Cháu nghĩ nên tổ chức vào cuối tuần thì phụ huynh mới đi được.
P YK Phòng Nội vụ đề nghị chưa thông qua dự thảo này.
P YK Tôi thì cho là mức 30 phần trăm hơi cao, 20 là vừa.
P YK Tôi đề nghị sửa lại Điều 7, bỏ cụm từ theo quy định hiện hành.
P YK Thôi thì theo em cứ để như cũ, sang năm tính tiếp.
P YK Quan điểm của phòng chúng tôi là không nên thu thêm.
P YK Xin bổ sung một ý là cần làm rõ trách nhiệm của nhà thầu.
P YK đề nghị ban giám hiệu xem lại lịch trực vì một số thầy cô bị trùng
P YK Tôi phản đối việc cắt giảm kinh phí của trạm y tế xã.
P YK Chúng tôi mong muốn được hỗ trợ thêm xe vận chuyển.
P YK Tôi tán thành phương án hai nhưng đề nghị lùi thời gian.
P YK Em có ý kiến thế này, phần mềm cũ vẫn dùng tốt thì không cần mua mới.
P - Hiện nay đơn vị tôi có 45 người, trong đó 12 hợp đồng.
P - Nhà thầu đề nghị gia hạn nhưng chủ đầu tư chưa trả lời.
P - Quyết định giao đất thì tháng 6 mới có.
P - Kinh phí giao đầu năm là 2 tỷ, đến nay mới chi 800 triệu.
P - Thực hiện ý kiến chỉ đạo của Giám đốc, phòng đã họp và phân công cụ thể.
P - Đề nghị thì có đề nghị nhưng chưa được duyệt.
P - Tôi theo dõi mảng này từ năm 2020.
P - Giao diện phần mềm mới khó dùng hơn bản cũ.
P - Em xin lỗi, em vào trễ, cho em hỏi mình đang bàn đến mục nào ạ?
P - Dạ theo em biết thì bên đó đã ký hợp đồng rồi.
P - Bên mình góp vốn 30 phần trăm theo hợp đồng đã ký.
P - Họ yêu cầu các đơn vị phải có xác nhận của kho bạc.
P - Số liệu này đã được thống nhất giữa hai ngành.
P - Chúng tôi đã đề nghị ba lần nhưng chưa ai trả lời.
P - Kết luận của bác sĩ là bình thường nên anh ấy đi làm lại rồi.
P - Lúc nãy anh Bình nói là giao cho phòng mình thì em xin nhận.
P - Giao cho ai cũng được, em không có ý kiến.
P - Tổ chức bộ máy đã thống nhất từ tháng 3.
P - Mỗi năm tỉnh giao huyện trồng 50 héc ta rừng.
P - Sáng nay em đi giao hồ sơ cho phòng Tài chính.
"""
_THIRD = """
C KL Tôi nhất trí cao với báo cáo, giao Phòng Giáo dục hoàn chỉnh và phát hành trong tuần.
C KL Vậy ta quyết luôn, thuê xe ngoài, không điều xe cơ quan.
C KL Thứ nhất, các khoa tự rà soát trang thiết bị, gửi danh mục về phòng Vật tư trước ngày 12.
C KL Tôi giao thêm đồng chí Tâm phụ trách mảng truyền thông.
C KL Hội đồng thống nhất xếp loại khá, đề nghị chủ nhiệm đề tài chỉnh sửa theo góp ý.
C KL yêu cầu các trường báo cáo sĩ số trước 8 giờ sáng hằng ngày
C KL Riêng phần đường nội đồng thì giao xã tự cân đối, huyện không hỗ trợ thêm.
C KL Kết luận chung là dự án chậm do khâu giải phóng mặt bằng, chủ đầu tư phải báo cáo tuần.
C KL Tôi đề nghị Ban Quản lý dự án làm rõ trách nhiệm từng cá nhân, báo cáo trước thứ Sáu.
C KL Chi bộ nhất trí kết nạp quần chúng Lê Văn Nam với 12 trên 12 phiếu.
C KL Thống nhất lịch trực Tết như Văn phòng trình.
C KL chúng ta chốt giá 45 triệu một tháng hợp đồng một năm
C KL Việc khen thưởng thì tôi đồng ý theo danh sách, Phòng Tổ chức làm quyết định.
C KL Tạm dừng cấp phép mới cho đến khi có quy hoạch.
C KL Từ tháng sau, mọi đề xuất mua sắm phải qua Phòng Tài chính thẩm định trước.
P KL Hội nghị biểu quyết nhất trí thông qua chương trình công tác năm 2027.
P KL Đại hội quyết định mức hội phí mới là 20 nghìn đồng một tháng.
C - Giờ ta chuyển sang nội dung thứ hai là kinh phí.
C - Tôi chưa đồng ý ngay được, để xem lại hồ sơ đã.
C - Đồng chí cho biết việc tôi giao tháng trước làm đến đâu rồi?
C - Chúng ta đã thống nhất nội dung này từ cuộc họp tháng 5 rồi nên không bàn lại.
C - Yêu cầu của trung ương rất rõ, anh em đọc lại văn bản.
C - Mời Phòng Nội vụ trình bày tờ trình, sau đó mình thảo luận.
C - Có ý kiến nào khác không, nếu không thì sang phần tiếp theo.
C - Phần kết luận tôi để cuối buổi.
C - Ba giờ chiều nay tôi phải dự họp trên tỉnh nên mình làm gọn.
P YK Theo chúng em thì mẫu phiếu nên rút còn một trang.
P YK Tôi đề nghị bỏ phiếu kín cho khách quan.
P YK Phía nhà trường kiến nghị xã hỗ trợ sửa mái che.
P YK Cần cân nhắc kỹ phương án thuê vì giá đang cao.
P YK Tôi nghĩ mình không nên vội ký hợp đồng.
P YK Em thấy phương án B tiết kiệm hơn, nên chọn B.
P YK Xin kiến nghị cấp trên sớm ban hành đơn giá mới.
P YK Với góc độ kế toán, tôi đề xuất tạm ứng không quá 30 phần trăm.
P YK Tôi cơ bản đồng ý với dự thảo, xin góp ý thêm về thời gian thực hiện.
P YK Góp ý cho dự thảo, tôi thấy điều 4 và điều 9 đang trùng nhau.
P YK Đề nghị ban tổ chức xem lại kinh phí nước uống, năm ngoái bị thiếu.
P YK toi de xuat mua them 2 may in cho bo phan mot cua
P YK Ý kiến của em là cứ để phụ huynh tự nguyện đăng ký.
P YK Nên lùi lại một tuần cho kịp chuẩn bị.
P YK Tôi lo là với nhân lực hiện tại thì không kịp tiến độ.
P YK Mong các đồng chí xem xét lại trường hợp của chị Thu.
P YK Nếu theo phương án này thì tôi e là dân không đồng thuận.
P - Hai bên đã thống nhất biên bản bàn giao hôm thứ Hai.
P - Kính đề nghị quý vị đại biểu ổn định chỗ ngồi.
P - Đơn đề nghị của ông Sáu em đã chuyển cho địa chính.
P - Em báo cáo là phòng nhận được ba kiến nghị của cử tri, đã trả lời hai.
P - Phần mềm yêu cầu nhập đủ 12 số căn cước.
P - Em giao hàng xong lúc mười giờ.
P - Chị Hoa góp 500 nghìn, anh Tư góp một triệu.
P - Năm nay chỉ tiêu tỉnh giao là 1.200 tỷ, mình mới đạt 60 phần trăm.
P - Công an xã kết luận là chập điện.
P - Ai chủ trì cuộc họp chiều nay vậy anh?
P - Em nên gửi file cho ai ạ?
P - Tôi mong anh chị em mạnh khoẻ.
P - Đồng ý ạ.
P - Bộ yêu cầu các địa phương báo cáo trước ngày 20, mình đã gửi hôm qua.
P - Hồ sơ đang chờ cấp thẩm quyền quyết định.
P - Nói chung tình hình an ninh trật tự ổn định, không có vụ việc phức tạp.
P - Theo tôi được biết thì nhà thầu đã rút quân.
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


def _read_all(rows: str) -> list[Said]:
    return [_read(row) for row in rows.strip().splitlines()]


# by fours: the kinds alternate, so each half has as many of each
_HALVES = [(n // 4 % 2, said) for n, said in enumerate(_read_all(_FIRST))]
SETS = {
    "first, seen": [said for half, said in _HALVES if half == 0],
    "first, held out": [said for half, said in _HALVES if half == 1],
    "second, seen": _read_all(_SECOND),
    "third, held out": _read_all(_THIRD),
}


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
    for name, said in SETS.items():
        for tag in (None, Tag.CONCLUSION, Tag.OPINION):
            found = figures(said, tag)
            print(
                f"{name:15} {tag or 'both':8} of {len(said)} sentences: "
                f"precision {found.precision:.2f} ({found.right}/{found.suggested}), "
                f"recall {found.recall:.2f} ({found.right}/{found.expected})"
            )


if __name__ == "__main__":
    main()
