"""Anything at all, made up by hypothesis: to the conversation, the readers, the doors."""

from __future__ import annotations

import itertools
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram.ext import ExtBot

from bot.conversation.topics import COMMANDS
from bot.doors.port import Incoming
from bot.doors.telegram.door import HEADER
from bot.doors.telegram.taking import Taker
from bot.doors.webhook import serving
from bot.messages import trouble as about_trouble
from bot.minutes.info import ITEMS, read_info
from bot.minutes.typed.words import clean, fold, one_line
from tests.dialogs.talking import HA, Talk, talking

pytestmark = pytest.mark.asyncio(loop_scope="module")

few = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,  # a run of CI fails for what was changed, not by chance
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

# --- what people type ---------------------------------------------------------------------------

_SIGNS = st.sampled_from(
    [
        *"#-,;:./@()[]{}%«»*+=\n \t",
        *("dòng", "trang", "1", "7", "99999999999", "٣", "1-9", "họp 1", "kết luận", "chi tiết"),
        *("xoa", "them", "{no}", "{{ r }}", "\u202e", "\u200d", "\ud800"),
    ]
)
_ANYTHING = st.one_of(st.text(max_size=60), st.lists(_SIGNS, max_size=12).map("".join))
_NAMES = st.sampled_from([name for command in COMMANDS for name in (command.name, *command.also)])
_TYPED = st.one_of(
    _ANYTHING,
    st.builds("/{}{}{}".format, _NAMES, st.sampled_from([" ", "", "  ", "\n", "@"]), _ANYTHING),
    st.builds("/{}".format, _ANYTHING),
)
_numbers = itertools.count(1)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def talk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Talk]:
    folder = tmp_path_factory.mktemp("fuzz")
    async with talking(folder, max_messages_a_minute=10**6) as made:
        await made.text("/batdau Họp")
        yield made


@few
@given(typed=st.lists(_TYPED, min_size=1, max_size=4))
async def test_whatever_is_typed_is_answered_without_trouble(talk: Talk, typed: list[str]) -> None:
    for text in typed:
        said = await _said(talk, text)
        assert not any(one.startswith(about_trouble.BUG[:30]) for one in said), text


async def _said(talk: Talk, text: str) -> list[str]:
    """What the bot says to it; handled at once, without the wait of a chat."""
    before = len(talk.door.shown)
    number = next(_numbers)
    incoming = Incoming(f"f{number}", talk.chat, HA, talk.now, f"f{number}", text)
    await talk.office.post.receive(incoming)
    await talk.office.post.settle()
    return [one.text for one in list(talk.door.shown.values())[before:]]


@few
@given(st.text(max_size=300))
async def test_text_is_cleaned_once_and_for_all(text: str) -> None:
    kept = clean(text)
    assert clean(kept) == kept
    assert one_line(one_line(text)) == one_line(text)
    assert len(fold(kept)) == len(kept)
    kept.encode()


# --- /thongtin ----------------------------------------------------------------------------------

_LETTERS = st.characters(whitelist_categories=("Ll", "Lu", "Nd"))
_VALUE = st.text(_LETTERS, min_size=1, max_size=20).filter(lambda x: any(map(str.isalnum, x)))


@few
@given(_ANYTHING, st.text(max_size=300))
async def test_the_form_is_read_whatever_is_in_it(some: str, other: str) -> None:
    for text in (some, other, f"tên: {some}\n{other}", f"nơi nhận:\n- {some}\n- {other}"):
        for value in read_info(text).values.values():
            assert clean(value) == value


@few
@given(st.dictionaries(st.sampled_from(ITEMS), _VALUE.map(clean).filter(bool), min_size=1))
async def test_no_value_of_the_form_is_lost(values: dict[Any, str]) -> None:
    form = "\n".join(f"{item.label}: {value}" for item, value in values.items())
    wanted = {item.code: value for item, value in values.items()}
    assert read_info(form).values == wanted
    assert read_info(form).unknown == ()


@few
@given(st.sampled_from([x for x in ITEMS if x.rows]), st.lists(_VALUE.map(clean), min_size=1))
async def test_every_row_of_a_list_comes_back(item: Any, rows: list[str]) -> None:
    rows = [f"- {row}" for row in rows if row]
    found = read_info(f"{item.label}:\n" + "\n".join(rows)).values.get(item.code, "")
    assert found.split("\n") == (rows or [""])
    assert read_info(f"{item.label}: {found}").values.get(item.code, "") == found


# --- what Telegram sends ------------------------------------------------------------------------

_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=10), inner, max_size=3)
    ),
    max_leaves=10,
)
_PLAIN: dict[str, Any] = {
    "message_id": 7,
    "date": 1_800_000_000,
    "chat": {"id": -5, "type": "group", "title": "Phòng"},
    "from": {"id": 9, "is_bot": False, "first_name": "An"},
    "text": "Lời",
}
_FIELDS = st.sampled_from(
    [
        *(*_PLAIN, "voice", "document", "photo", "reply_to_message", "sender_chat"),
        *("forward_origin", "new_chat_members", "migrate_to_chat_id", "entities", "caption"),
    ]
)
_UPDATES = st.one_of(
    _JSON,
    st.builds(lambda odd: {"update_id": 1, "message": {**_PLAIN, **odd}},
              st.dictionaries(_FIELDS, _JSON, max_size=4)),
    st.builds(lambda odd: {"update_id": 1, "callback_query": {
        "id": "1", "from": _PLAIN["from"], "chat_instance": "1", "data": "x", "message": _PLAIN,
        **odd}}, st.dictionaries(st.sampled_from(["id", "from", "data", "message"]), _JSON)),
)  # fmt: skip


class _Bot(ExtBot[None]):
    """A bot that has asked who it is; nothing is ever called."""

    @property
    def username(self) -> str:
        return "tenbot"

    @property
    def can_read_all_group_messages(self) -> bool:
        return True

    async def get_chat_administrators(self, *_: object, **__: object) -> tuple[()]:
        return ()


_BOT = _Bot("7000:x")  # one for all examples: what a bot is made of costs more than an example


@few
@given(raw=_UPDATES)
async def test_any_json_is_an_arrival_or_a_row_in_the_log(
    talk: Talk, raw: Any, caplog: pytest.LogCaptureFixture
) -> None:
    arrived: list[Incoming] = []

    async def receive(incoming: Incoming) -> None:
        await talk.office.post.receive(incoming)  # the disk takes it
        arrived.append(incoming)

    caplog.clear()
    with caplog.at_level(logging.ERROR, "bot"):
        await Taker(receive, _BOT)(raw)
    told = [record.getMessage() for record in caplog.records]
    assert len(arrived) + len(told) <= 1, told
    assert all("cannot be read" in row for row in told)


@few
@given(body=st.one_of(st.binary(max_size=200), _JSON.map(json.dumps).map(str.encode)))
async def test_any_bytes_get_an_answer_from_the_webhook(
    hook: httpx.AsyncClient, body: bytes
) -> None:
    answered = await hook.post("/x", content=body)
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        assert answered.status_code == 400
    else:
        assert answered.status_code == 200


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hook() -> AsyncIterator[httpx.AsyncClient]:
    async def on_body(body: object) -> None: ...

    async with (
        serving(
            ("127.0.0.1", 0), "https://a.vn/x", "s", on_body, header=HEADER, setting="X"
        ) as port,
        httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}",
            headers={HEADER: "s"},
            trust_env=False,
        ) as client,
    ):
        yield client
