"""The names of the Word templates' paragraph styles: what a paragraph is, whatever it says.

The layout pass finds the elements of Nghị định 30/2020 by them. An office that changes a template
keeps them, or leaves that element as Word lays it out.
"""

NATION = "VB Quốc hiệu"
MOTTO = "VB Tiêu ngữ"
PARENT_AGENCY = "VB Cơ quan chủ quản"
AGENCY = "VB Cơ quan"
RULE = "VB Đường kẻ"
NUMBER = "VB Số, ký hiệu"
PLACE_AND_DATE = "VB Địa danh, ngày"
TYPE = "VB Tên loại"
SUBJECT = "VB Trích yếu"
TO = "VB Kính gửi"
TO_ROW = "VB Kính gửi, dòng"
GROUND = "VB Căn cứ"
BODY = "VB Thân"
HEADING = "VB Mục"
RECEIVERS = "VB Nơi nhận"
RECEIVER = "VB Nơi nhận, dòng"
SIGNER_TITLE = "VB Chức vụ ký"
SIGNER = "VB Người ký"
TABLE_HEAD = "VB Đầu bảng"
TABLE_CELL = "VB Ô bảng"
ANNEX = "VB Phụ lục"
ANNEX_TITLE = "VB Tên phụ lục"
ANNEX_REFERENCE = "VB Kèm theo"
