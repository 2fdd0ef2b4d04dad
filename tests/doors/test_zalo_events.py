"""Events made up by a machine: whatever comes, the door reads on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.doors.port import ChatKind, MediaKind
from bot.doors.zalo.incoming import events_of, key_of, to_incoming
from bot.post.cleaning import cleaned
from tests.tables import every_row

VOICE = {
    "event_name": "message.voice.received",
    "message": {
        "date": 1789033572455,
        "chat": {"chat_type": "PRIVATE", "id": "a1b2"},
        "message_id": "m1a2",
        "message_type": "CHAT_VOICE",
        "from": {"id": "a1b2", "is_bot": False, "display_name": "Nguyễn Văn An"},
        "voice_url": "https://f2-voice-aac-dl.zdn.vn/1.aac",
    },
}
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    [
        *("date", "chat", "message_id", "from", "text", "caption", "voice_url", "photo"),
        *("photo_url", "message_type"),
    ]
)
EVENTS = st.fixed_dictionaries(
    {},
    optional={
        "event_name": st.sampled_from(["message.voice.received", "message.unsupported.received"])
        | ANYTHING,
        "message": st.dictionaries(FIELDS, ANYTHING) | ANYTHING,
    },
)


def without(field: str) -> dict[str, Any]:
    return {**VOICE, "message": {k: v for k, v in VOICE["message"].items() if k != field}}  # type: ignore[attr-defined]


@given(EVENTS, FIELDS, ANYTHING)
def test_nothing_that_comes_is_too_odd(event: Any, field: str, value: Any) -> None:
    odd = {**VOICE, "message": {**VOICE["message"], field: value}}  # type: ignore[dict-item]
    for body in (event, odd, {"ok": True, "result": odd}, [odd], value):
        for one in events_of(body):
            assert key_of(one) == key_of(one)
            incoming = to_incoming(one)
            if incoming:
                cleaned(incoming)


def test_a_voice_message_as_captured() -> None:
    (event,) = events_of({"ok": True, "result": VOICE})
    said = to_incoming(event)
    assert said
    assert said.at == datetime(2026, 9, 10, 9, 46, 12, 455000, UTC)
    assert said.chat.kind is ChatKind.PRIVATE
    assert (said.chat.key, said.person.key, said.person.name) == ("a1b2", "a1b2", "Nguyễn Văn An")
    assert said.key == "a1b2:m1a2"
    assert said.media
    assert said.media.kind is MediaKind.SOUND
    assert said.media.expires


@every_row(
    ("body", "count"),
    [
        (VOICE, 1),
        ({"ok": True, "result": VOICE}, 1),
        ({"ok": True, "result": [VOICE, VOICE]}, 2),
        ({"ok": True, "result": {}}, 0),
        ({"ok": True, "result": None}, 0),
        (None, 0),
        ("", 0),
        ([], 0),
    ],
)
def test_the_shapes_in_which_events_come(body: Any, count: int) -> None:
    assert len(events_of(body)) == count


@every_row(
    ("event", "kind"),
    [
        (without("voice_url"), MediaKind.HIDDEN),
        ({**VOICE, "event_name": "message.of.next.year"}, MediaKind.SOUND),
        ({**without("voice_url"), "event_name": "message.sticker.received"}, MediaKind.STICKER),
        ({**without("voice_url"), "event_name": "message.image.received"}, MediaKind.PICTURE),
        ({**without("voice_url"), "event_name": "message.unsupported.received"}, MediaKind.HIDDEN),
        ({**without("voice_url"), "event_name": "message.of.next.year"}, None),
        (without("chat"), None),
        (without("from"), None),
        ({**VOICE, "message": None}, None),
    ],
)
def test_what_an_event_is(event: dict[str, Any], kind: MediaKind | None) -> None:
    said = to_incoming(event)
    assert (said.media.kind if said and said.media else None) is kind
