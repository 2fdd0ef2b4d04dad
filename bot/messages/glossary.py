"""Names and terms to listen for."""

from __future__ import annotations

GLOSSARY = "Từ điển của nhóm này ({count}): {terms}."
GLOSSARY_EMPTY = "Từ điển của nhóm này còn trống."
GLOSSARY_HOW = """\
Thêm tên riêng, tên cơ quan, thuật ngữ hay nói để máy nghe đúng hơn, cách nhau bằng dấu phẩy:
/tudien Nguyễn Văn An, Sở KH&CN, đề án 06
Bỏ một mục: /tudien xoa đề án 06 · Nhiều nhất {most} mục, mỗi mục 60 chữ."""
GLOSSARY_ADDED = "Đã thêm: {terms}. Từ nay máy nghe theo; ghi âm đã chép thì không đổi."
GLOSSARY_KNOWN = "Đã có sẵn: {terms}."
GLOSSARY_REMOVED = "Đã bỏ “{term}” khỏi từ điển."
GLOSSARY_NO_SUCH = (
    "Từ điển không có “{term}” nên chưa bỏ gì. Xem: /tudien. Nếu muốn thêm “{whole}” thì gửi: "
    "/tudien them {whole}"
)
GLOSSARY_WRONG = "Chưa thêm: {terms}. Mỗi mục phải có chữ và không dài quá 60 chữ."
GLOSSARY_FULL = "Từ điển đã đủ {most} mục nên chưa thêm: {terms}. Bỏ bớt: /tudien xoa tên mục"
