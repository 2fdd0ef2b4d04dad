"""What is said of settings in Vietnamese, by both programs."""

COMMENT_BEHIND = (
    "có một chú thích “# …” đứng sau giá trị; hãy đưa chú thích lên một dòng riêng phía trên"
)
EMPTY = "chưa có giá trị; hãy điền, hoặc bỏ cả dòng để dùng mặc định"
WHOLE_NUMBER = "phải là một số nguyên, ví dụ 30"
NUMBER = "phải là một con số, ví dụ 8.5"
AT_LEAST = "phải từ {least} trở lên"
MORE_THAN = "phải lớn hơn {least}"
AT_MOST = "không được quá {most}"
ONE_OF = "phải là một trong: {choices}"
UNUSABLE = "giá trị này không dùng được"
NO_FOLDER = "không có thư mục {value}"
NOT_WITH_ENGINE = (
    "WHISPER_COMPUTE_TYPE={value} không dùng được với WHISPER_ENGINE=openai_whisper; bộ máy ấy chỉ "
    "có {choices}"
)
