"""What the command line and the settings of speech say, in Vietnamese."""

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

# --- how `python -m transcribe` is called ---------------------------------------------------------

PROGRAM = "Chép lời nói tiếng Việt trong ghi âm ra chữ (Whisper)."
PROGRAM_MORE = (
    "python -m transcribe models --help: xem, tải, chuyển đổi, kiểm tra mô hình (ghi âm tên như "
    "vậy thì viết ./models)"
)
FILE = "TỆP"
FILES = "ghi âm, dạng nào cũng được"
JSON_A_LINE = "mỗi tệp một dòng JSON"
ENGINE = "bộ máy nhận dạng"
MODEL = "tên mô hình, thư mục, hoặc mã trên hub"
DEVICE = "nơi tính"
COMPUTE_TYPE = "kiểu số"
MODELS = "Các mô hình Whisper trên máy này."
COMMAND = "LỆNH"
LIST = "mô hình nào đang có, mô hình nào đáng tải (mặc định)"
JSON_ARRAY = "in ra một mảng JSON"
FETCH = "tải mô hình, tải tiếp từ chỗ dừng; in ra thư mục của nó"
FETCH_MORE = (
    "Tải mô hình, kiểm tra, chuyển đổi nếu cần. Thư mục được in ra có thể chép sang máy không có "
    "mạng: ở đó đặt WHISPER_MODEL là đường dẫn bản chép. Tải lại một mô hình hỏng là sửa nó."
)
NAME = "TÊN"
NAMES = "small, vinai/PhoWhisper-small, …"
NAME_OR_FOLDER = "TÊN|THƯ_MỤC"
CONVERT = "chuyển từ dạng của transformers sang dạng của bộ máy nhanh; in ra thư mục"
QUANTIZATION = "kiểu số để lưu (mặc định %(default)s); openai_whisper không chạy được int8"
CHECK = "các tệp có nguyên vẹn không, nạp được không, nghe được một giây tạp âm không"
CHECK_NAMES = "mặc định: mô hình mà WHISPER_MODEL nêu"
STOPPED = "đã dừng"
STOPPED_FETCHING = "đã dừng; phần đã tải còn giữ, chạy lại lệnh thì tải tiếp"
NO_SPEECH = "(không nghe thấy lời nói)"
ENGINE_FAILED = "bộ máy nhận dạng bị lỗi ({error})"
