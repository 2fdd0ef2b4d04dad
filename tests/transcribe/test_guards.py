"""What is not speech and what was never said: the rules, on texts; no model."""

from dataclasses import replace

import pytest

from transcribe import Segment
from transcribe.sound.guards import (
    drop_invented,
    is_guess,
    is_invented,
    is_loop,
    is_suspicious,
    once,
)
from transcribe.types import Decoded, Word

INVENTED = [
    "Hãy subscribe cho kênh Ghiền Mì Gõ Để không bỏ lỡ những video hấp dẫn",
    "Hãy subscribe cho kênh La La School Để không bỏ lỡ những video hấp dẫn.",
    "Hãy subscribe cho kênh Ghiền Mì Gõ Để không bỏ",
    "Này, hãy subscribe cho kênh Ghiền Mõ Để không b",
    "Hãy đăng ký kênh để ủng hộ kênh của mình nhé!",
    "Cảm ơn các bạn đã theo dõi và hẹn gặp lại.",
    "Hẹn gặp lại các bạn trong những video tiếp theo",
    "Để không bỏ lỡ lỡ lỡ lỡ lỡ lỡ lỡ l",
    "Các bạn hãy đăng ký kênh để ủng hộ kênh của mình nhé.",
    "Cảm ơn các bạn đã theo dõi.",
    "Cảm ơn các bạn đã xem video này!",
    "Xin cảm ơn các bạn đã lắng nghe.",
    "Cảm ơn các bạn đã theo dõi và hẹn gặp lại các bạn trong những video tiếp theo.",
    "Xin hẹn gặp lại các bạn trong những video tiếp theo nhé!",
    "HÃY SUBSCRIBE CHO KÊNH Ghiền Mì Gõ, để không bỏ lỡ những video hấp dẫn...",
]


@pytest.mark.parametrize("text", INVENTED)
def test_an_invented_sentence_goes_only_where_nobody_speaks(text: str) -> None:
    said = Segment(0.0, 4.0, "Tôi nhất trí với báo cáo.", 0.8)
    invented = Segment(5.0, 9.0, text, 0.6)
    assert drop_invented([said, invented], [(0.2, 3.9)]) == [said]
    assert drop_invented([said, invented], [(0.2, 3.9), (5.5, 8.0)]) == [said, invented]


@pytest.mark.parametrize(
    "text",
    [
        "Cảm ơn các đồng chí đã theo dõi báo cáo.",
        "Tôi cảm ơn các bạn đã theo dõi, sau đây là phần thảo luận.",
        "Đề nghị các phòng đăng ký kênh thông tin nội bộ.",
        "Cảm ơn các đồng chí đã theo dõi báo cáo này.",
        "Cảm ơn các bạn đã theo dõi báo cáo này.",
        "Xin cảm ơn các đồng chí đã lắng nghe.",
        "Hẹn gặp lại các đồng chí trong cuộc họp sau.",
        "Hãy đăng ký để không bỏ lỡ lớp tập huấn.",
        "Cảm ơn.",
        "Không bỏ lỡ cơ hội.",
    ],
)
def test_what_people_say_in_meetings_is_not_taken_for_invented(text: str) -> None:
    assert not is_invented(text)
    segment = Segment(0.0, 4.0, text, 0.5)
    assert drop_invented([segment], []) == [segment]


POLITE = ["Cảm ơn!", "Cảm ơn các bạn ạ.", "Xin chào.", "Thank you for watching."]


@pytest.mark.parametrize("text", POLITE)
def test_politeness_goes_where_the_model_only_guesses(text: str) -> None:
    assert is_guess(decoded(text, logprob=-1.3))
    assert not is_guess(decoded(text, logprob=-0.9))


@pytest.mark.parametrize("text", ["Đồng ý.", "Cảm ơn các đồng chí.", "Xin cảm ơn đồng chí Sơn."])
def test_what_the_model_only_guesses_stays_if_it_is_no_politeness(text: str) -> None:
    assert not is_guess(decoded(text, logprob=-2.0))


@pytest.mark.parametrize("text", [*POLITE, *INVENTED])
def test_what_is_invented_goes_where_no_vietnamese_is_heard(text: str) -> None:
    assert is_guess(replace(decoded(text, logprob=-0.2), vietnamese=0.01))


def test_a_likely_text_stays_where_no_vietnamese_is_heard() -> None:
    """Somebody may speak English, or through a handkerchief."""
    heard = replace(decoded("Deadline là thứ hai tuần sau."), vietnamese=0.001)
    assert not is_guess(heard)
    assert is_guess(replace(heard, logprob=-1.5))


# --- loops, and what people say twice -------------------------------------------------------


def decoded(text: str, seconds: float = 0.0, logprob: float = -0.3) -> Decoded:
    """A text whose words are spread evenly over so many seconds."""
    words = text.split()
    each = (seconds or 0.25 * len(words)) / max(len(words), 1)
    return Decoded(
        tuple(Word(word, n * each, (n + 1) * each, 0.9) for n, word in enumerate(words)), logprob
    )


SAID = {
    "a title twice": "đề nghị các đồng chí trong chi bộ thảo luận, sau đó đề nghị các đồng chí "
    "biểu quyết thông qua nghị quyết",
    "a word twice": "tình hình rất rất phức tạp",
    "an enumeration": "phòng tài chính, phòng tổ chức, phòng nội vụ và phòng tư pháp báo cáo",
    "numbers": "ba trăm ba mươi ba triệu đồng",
    "a refrain": "nhất trí với báo cáo của ủy ban, nhất trí với đề xuất của sở",
    "yes": "vâng vâng, tôi rõ rồi",
}


@pytest.mark.parametrize("name", SAID)
def test_what_people_say_is_no_loop(name: str) -> None:
    heard = decoded(SAID[name], seconds=0.25 * len(SAID[name].split()) + 1)
    seconds = heard.words[-1].end
    assert not is_loop(heard, seconds)
    # the five words "đề nghị các đồng chí" are heard again in a clip as short as this
    assert is_suspicious(heard, seconds) == (name == "a title twice")
    assert not is_suspicious(heard, 13.0)


@pytest.mark.parametrize(
    "text",
    [
        "từng bước, từng bước nâng cao chất lượng",
        "đồng ý, đồng ý, tôi không có ý kiến gì thêm",
        "tôi nhất trí với báo cáo của tôi nhất trí với báo cáo của",
        "đề nghị các đồng chí, đề nghị các đồng chí trật tự",
    ],
)
def test_what_may_have_been_said_twice_is_heard_again_but_may_stay(text: str) -> None:
    heard = decoded(text)
    seconds = heard.words[-1].end
    assert is_suspicious(heard, seconds)
    assert not is_loop(heard, seconds)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("để không bỏ lỡ " * 12, 20.0),
        ("một lạc, " * 20, 10.0),
        ("cái gì có " * 15, 30.0),
        ("tôi nhất trí với báo cáo của đồng chí trưởng phòng " * 4, 28.0),
        ("ha " * 60, 30.0),
        ("tôi nhất trí với báo cáo của đồng chí trưởng phòng tài chính kế hoạch huyện", 1.0),
    ],
)
def test_what_nobody_can_have_said_is_a_loop(text: str, seconds: float) -> None:
    heard = decoded(text, seconds)
    assert is_loop(heard, seconds)
    assert is_suspicious(heard, seconds)


def test_a_guess_that_repeats_is_a_loop_and_what_is_understood_is_none() -> None:
    """The same words at least three times, one behind the other."""
    repeated = ["Cái gì không? Cái gì không? Cái gì không?", "có gì " * 3, "ha " * 4]
    for text in repeated:
        assert is_loop(decoded(text, 6.0, logprob=-0.9), 6.0), text
        assert not is_loop(decoded(text, 6.0, logprob=-0.7), 6.0), text
    said = ["Không, không, không.", "Cái gì không? Cái gì không?", "từng bước, từng bước một"]
    for text in said:
        assert not is_loop(decoded(text, 6.0, logprob=-0.9), 6.0), text


def test_of_a_loop_its_words_stay_once() -> None:
    def left(text: str, seconds: float) -> str:
        return once(decoded(text), seconds).text

    assert left("Cái gì không? Cái gì không? Cái gì không", 6.0) == "Cái gì không?"
    assert left("Tôi nói: " + "một lạc, " * 20 + "hết.", 10.0) == "Tôi nói: một lạc, hết."
    assert left("ha " * 60, 30.0) == "ha"
    assert left("vâng, vâng, vâng, tôi rõ", 3.0) == "vâng, vâng, vâng, tôi rõ"
    # without a turn that comes again, as much as can be said in half a second
    assert left("tôi nhất trí với báo cáo của đồng chí", 0.5) == "tôi nhất trí với báo cáo"


@pytest.mark.parametrize("text", ["", "vâng", "đồng ý", "không"])
def test_little_is_no_loop(text: str) -> None:
    assert not is_suspicious(decoded(text), 0.4)
