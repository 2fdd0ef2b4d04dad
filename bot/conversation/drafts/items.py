"""The items of a meeting as somebody types them: taken, mended and shown back, or asked back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.conversation.asking_back import ask_back, by_tap, by_words
from bot.conversation.context import Context, Replies
from bot.conversation.drafts.signer import ASKED, SIGNER, as_printed, ask_signer
from bot.desk.attendance import attendance_list, bring_up_to_date
from bot.doors.port import Say
from bot.messages import asked_back as about_asking
from bot.messages import meeting as said
from bot.messages import names as about_names
from bot.messages import phrases
from bot.minutes import Meeting
from bot.minutes.asked_back import AskedBack, Reading
from bot.minutes.documents import Kind
from bot.minutes.info import BY_CODE, guess, named_item
from bot.minutes.rights import Act
from bot.minutes.roll import BY_LIST, FED
from bot.minutes.rules import missing_items
from bot.minutes.typed.items import Doubt, is_unmarked, look_at
from bot.report.items_check import would_print_wrong
from bot.report.view import Facts

_TIMES = ("thoi_gian", "ket_thuc")


@dataclass(frozen=True)
class Filled:
    """What became of the values that somebody typed."""

    values: Mapping[str, str]  #: those that were taken, by code; empty: cleared
    questions: Replies  #: about the others, and about who signs


def fill_in(
    context: Context,
    meeting: Meeting,
    given: Mapping[str, str],
    *,
    believed: bool = False,
    asked_of: str | None = None,
) -> Filled:
    """Take what can be right, and ask back about the rest.

    Args:
        given: by the items' codes, as typed.
        believed: a person has chosen these words among others.
        asked_of: the words that were asked about then.
    """
    zone = context.house.zone
    before = context.store.meetings.before(meeting)
    looked = look_at(
        given,
        meeting.info,
        meeting.opened_at.astimezone(zone).date(),
        context.incoming.at.astimezone(zone).date(),
        people=attendance_list(context.store, meeting).people,
        last=before.info if before else {},
        believed=believed,
    )
    fill(context, meeting, looked.values)
    for code in looked.values:
        context.store.asked_back.over(meeting.id, ASKED, code)
    questions: Replies = [_ask(context, meeting, doubt) for doubt in looked.doubts]
    chosen = believed and meeting.info.get(SIGNER, "") == asked_of  # as it is to be printed
    if SIGNER in looked.values and not chosen:  # it stays as typed until that is answered
        now = context.store.meetings.get(meeting.id) or meeting
        questions += ask_signer(context, now)
    return Filled(looked.values, questions)


def fill(context: Context, meeting: Meeting, values: Mapping[str, str]) -> None:
    """Set items of ``/thongtin``, by their codes; the office's constant ones are remembered."""
    for code, value in values.items():
        context.store.meetings.set_info(meeting.id, code, value)
        context.store.steps.touched.add(meeting.id)  # an approved draft stays, and that is said
        if BY_CODE[code].office:
            context.store.chats.keep_office_info(context.home, code, value)
    if any(values.get(code) for code in FED):  # words given by hand count more than the list
        context.store.meetings.set_info(meeting.id, BY_LIST, "")


def _ask(context: Context, meeting: Meeting, doubt: Doubt) -> Say:
    readings = [
        Reading(_label(likely.value, keeps=likely.keeps), likely.value) for likely in doubt.likely
    ]
    sentence = about_asking.question(doubt)
    return ask_back(context, meeting, ASKED, doubt.code, doubt.typed, sentence, readings)


def _label(value: str, *, keeps: bool) -> str:
    shown = " · ".join(row.strip(" -") for row in value.split("\n"))
    return about_asking.KEEP.format(typed=shown) if keeps else shown


def ask_where(context: Context, meeting: Meeting, name: str, value: str) -> Say | None:
    """Ask whether a value under a name that means no item is that of the item with nearly that
    name; None where there is none, or no value."""
    near = guess(name)
    if near is None or not value:
        return None
    sentence = about_asking.stray(name, value, near.label)
    readings = (
        Reading(about_asking.INTO_ITEM.format(label=near.label), value),
        Reading(about_asking.LEAVE_OUT, ""),
    )
    return ask_back(context, meeting, ASKED, near.code, value, sentence, readings)


def _taken(
    context: Context, meeting: Meeting, one: AskedBack, value: str, in_words: bool
) -> Replies:
    if not value:
        return [context.say(about_asking.LEFT_OUT)]
    code = one.about
    other = named_item(value) if in_words else None
    if other is not None:  # “Có phải mục địa điểm không?” – “địa danh”
        code, value = other.code, one.typed
    filled = fill_in(context, meeting, {code: value}, believed=not in_words, asked_of=one.typed)
    again = context.store.meetings.get(meeting.id)
    assert again is not None
    rows = shown_back(context, meeting, again, filled.values)
    if rows:
        bring_up_to_date(context.store, again)
        rows.append(what_is_left(context, attendance_list(context.store, again).meeting_in()))
    return [*([context.say("\n".join(rows))] if rows else []), *filled.questions]


def shown_back(
    context: Context, before: Meeting, again: Meeting, values: Mapping[str, str]
) -> list[str]:
    """What was taken, as it stands now, and what stood there before."""
    rows = []
    taken = {code: again.info.get(code, "") for code, value in values.items() if value}
    labels = [as_read(code, again, context) for code in taken]
    if labels:
        rows.append(said.INFO_SET.format(labels=", ".join(labels)))
    cleared = [code for code, value in values.items() if not value]
    gone = [BY_CODE[code].label for code in cleared if before.info.get(code)]
    if gone:
        rows.append(said.INFO_CLEARED.format(labels=", ".join(gone)))
    nothing = [BY_CODE[code].label for code in cleared if not before.info.get(code)]
    if nothing and not labels:  # the form that was sent back has such rows
        rows.append(said.INFO_STAYS_EMPTY.format(labels=", ".join(nothing)))
    old = {code: before.info[code] for code in values if before.info.get(code)}
    lost = {code: words for code, words in old.items() if words != again.info.get(code)}
    if lost:  # somebody may have filled it in a moment ago; there is no way back but this
        rows.append(said.info_before({BY_CODE[x].label: words for x, words in lost.items()}))
    shown = {x: value for x, value in taken.items() if not _is_told_as_read(x, value)}
    if shown:
        rows.append(said.info_now({BY_CODE[x].label: value for x, value in shown.items()}))
    unmarked = [BY_CODE[x].label for x, value in taken.items() if is_unmarked(x, value)]
    if unmarked:
        rows.append(said.INFO_UNMARKED.format(labels=", ".join(unmarked)))
    return rows


def _is_told_as_read(code: str, value: str) -> bool:
    """Whether an item's name comes with how its value was read."""
    return code in _TIMES or (code == SIGNER and bool(as_printed(value)))


def as_read(code: str, meeting: Meeting, context: Context) -> str:
    """An item's name; the times, and who signs, come with how they were read."""
    facts = Facts.of(meeting, context.house.zone)
    if code == "thoi_gian":
        return said.INFO_TIME.format(value=facts.time)
    if code == "ket_thuc":
        return said.INFO_END.format(value=facts.ended)
    if code == SIGNER and (written := as_printed(meeting.info.get(code, ""))):
        return about_names.SIGNER_SHOWN.format(written=written)
    return BY_CODE[code].label


def what_is_left(context: Context, meeting: Meeting) -> str:
    """What a report of a meeting still lacks; “đã đủ” only of what the layout check would pass.

    Args:
        meeting: with what its list of people says.
    """
    labels = [item.label for item in missing_items(meeting)]
    rows = [phrases.INFO_MISSING.format(labels=", ".join(labels))] if labels else []
    waiting = [one.about for one in context.store.asked_back.open_of(meeting.id, ASKED)]
    if waiting:
        labels = [BY_CODE[code].label for code in dict.fromkeys(waiting)]
        rows.append(said.INFO_ASKED.format(labels=", ".join(labels)))
    rows += prints_wrong(context, meeting, asked=waiting)
    return "\n".join(rows) or phrases.INFO_COMPLETE


def prints_wrong(
    context: Context, meeting: Meeting, kind: Kind = Kind.REPORT, *, asked: Collection[str] = ()
) -> list[str]:
    """What the layout check would find wrong of the items in a draft, a sentence each; but of those
    that are asked about."""
    now, zone = context.incoming.at, context.house.zone
    return [
        said.INFO_PRINTS_WRONG.format(
            label=item.label, found=breach.found, wanted=breach.wanted, where=breach.where
        )
        for item, breach in would_print_wrong(meeting, now, zone, kind)
        if item.code not in asked
    ]


TAPS = {ASKED: by_tap(ASKED, Act.STEER, _taken)}
ANSWERS = {ASKED: by_words(ASKED, Act.STEER, _taken)}
