"""What people type and what Telegram sends, made up by atheris: ``make fuzz-texts``.

Whatever is found is a crash with its input in a file ``crash-…``; a slow input is ``timeout-…``.
"""

from __future__ import annotations

import sys
from datetime import date

import atheris

with atheris.instrument_imports():
    import telegram as tg

    from bot.doors.raw import whole
    from bot.doors.telegram.incoming import to_incoming
    from bot.minutes.documents import read_request
    from bot.minutes.guesses.tasks import read_tasks, split_due
    from bot.minutes.info import BY_CODE, read_info, rows_of
    from bot.minutes.rules import without
    from bot.minutes.typed.deadlines import read_deadline
    from bot.minutes.typed.items import look_at
    from bot.minutes.typed.marks import rows_apart, split_mark
    from bot.minutes.typed.moments import read_when
    from bot.minutes.typed.names import read_name
    from bot.minutes.typed.numbers import read_numbers, starts_like_numbers
    from bot.minutes.typed.people_words import names_in
    from bot.minutes.typed.receivers import read_receivers
    from bot.minutes.typed.signature import bare_name, title_and_name
    from bot.minutes.typed.signing import read_signature
    from bot.minutes.typed.spellings import spellings
    from bot.minutes.typed.tags import short_order, take_tag
    from bot.minutes.typed.task_orders import read_days, read_fields, read_order, read_words
    from bot.minutes.typed.terms import near_misses, read_terms
    from bot.minutes.typed.times import office_hour, office_time
    from bot.minutes.typed.words import clean, fold, one_line

_DAY = date(2026, 11, 23)
_READERS = (
    *(read_request, read_numbers, starts_like_numbers, read_name, read_signature, bare_name),
    *(title_and_name, take_tag, short_order, read_tasks, read_terms, names_in, rows_of, one_line),
    lambda text: read_receivers(text, as_above=False, last="Lưu: VT."),
    *(split_due, read_order, read_words, read_fields, read_days),
    lambda text: read_deadline(text, _DAY),
    lambda text: read_when(text, _DAY),
    lambda text: look_at(dict.fromkeys(BY_CODE, text), {"thoi_gian": "8h"}, _DAY, _DAY),
    *(rows_apart, split_mark, lambda text: spellings(text.split())),
    lambda text: office_time(text, _DAY),
    lambda text: office_hour(text, _DAY),
    lambda text: near_misses(text, ["Nghị định 30", "Sở KH&CN"]),
    lambda text: without([text[:9]], text, text[:3]),
)


def texts(data: atheris.FuzzedDataProvider) -> None:
    text = clean(data.ConsumeUnicode(4096))
    assert clean(text) == text
    assert len(fold(text)) == len(text)
    for read in _READERS:
        read(text)
    for value in read_info(text).values.values():
        assert clean(value) == value


def updates(data: atheris.FuzzedDataProvider) -> None:
    """An update with some of its fields replaced by anything."""
    message: dict[str, object] = {
        "message_id": 1,
        "date": 1_800_000_000,
        "chat": {"id": -1, "type": "group", "title": data.ConsumeUnicode(20)},
        "from": {"id": 1, "is_bot": False, "first_name": data.ConsumeUnicode(20)},
        "text": data.ConsumeUnicode(200),
    }
    odd = (None, -1, 10**40, 1.5, float("nan"), "", "x", [], [[]], {}, {"id": 1}, True)
    for _ in range(data.ConsumeIntInRange(1, 4)):
        field = data.PickValueInList(
            [*message, "voice", "document", "photo", "reply_to_message", "forward_origin"]
        )
        message[field] = data.PickValueInList(list(odd))
    try:
        incoming = to_incoming(tg.Update.de_json(whole({"update_id": 1, "message": message})), "b")
    except Exception:  # the door says in the log that it cannot be read
        return
    if incoming is not None:
        clean(incoming.text)
        one_line(incoming.person.name)


def one(data: bytes) -> None:
    provider = atheris.FuzzedDataProvider(data)
    (texts if provider.ConsumeBool() else updates)(provider)


if __name__ == "__main__":
    atheris.Setup([sys.argv[0], "-timeout=5", *sys.argv[1:]], one)
    atheris.Fuzz()
