"""Hours in other forms than «8h30»: «2pm», «8 rưỡi», «13h30 -> 16h», and those with a dot, «8.30»,
which may also be days: the eighth of a month, or the thirtieth of August by a slip."""

from __future__ import annotations

import re

from bot.minutes.typed.calendar_words import PART_OF_DAY
from bot.minutes.typed.spoken_numbers import NUMBER, value_of

_ARROW = re.compile(r"\s*(?:[-=]+>|→|⇒|~)\s*")
_HALF_PAST = re.compile(r"(?<![\d/.:-])(\d{1,2}) ruoi(?!\w)")
_AM_PM = re.compile(r"(?<![\d/.:-])(\d{1,2})(?: ?(?:[:h.]|gio) ?(\d{2})| ?h)? ?([ap])\.?m\b\.?")
_AS_MACHINES_WRITE = re.compile(r"(?<=\d)t(?=\d\d:\d)")  # 2026-11-30T08:00
_SECONDS = re.compile(r"(?<!\d)(\d{1,2}:\d{2}):\d{2}(?!\d)")
_FEW_MINUTES = re.compile(r"(\d ?(?:h|g|gio) ?)(\d)(?= ?(?:phut|ph|p)(?!\w)| ?['’])")
_DOT_BEFORE_H = re.compile(r"(?<![\d/.:-])(\d{1,2})\.(\d{2}) ?(?:h|g|gio)(?![a-z]|\d| \d)")
# What is no minute, «tám giờ ba mươi tháng chín», is none of its words: the number is never parted
_NO_MINUTE = (
    r"(?! (?:(?:mot|hai|ba|bon|nam|six|bay|tam|chin) )?thang(?!\w)| (?:gio|nay)(?!\w)"
    r"|[/.]\d|-\d{1,2}(?![\d:]| ?(?:h|g|gio)(?![a-z])))"
)
_IN_WORDS = re.compile(
    rf"(?<!\w)({NUMBER}) gio(?!\w)(?: (?>({NUMBER})(?!\w)){_NO_MINUTE}(?: phut)?)?"
)


def in_one_form(text: str) -> str:
    """``13h30 -> 16h``, ``8 ruoi``, ``2pm``, ``tam gio ba muoi`` as the patterns know them."""
    text = text.replace('"', "'").replace("”", "'")  # 8h30"
    text = _SECONDS.sub(r"\1", _AS_MACHINES_WRITE.sub(" ", text))
    text = _FEW_MINUTES.sub(r"\g<1>0\2", _DOT_BEFORE_H.sub(r"\1h\2", text))
    text = _IN_WORDS.sub(_in_figures, text)
    text = _HALF_PAST.sub(r"\1h30", _ARROW.sub(" den ", text))
    return _AM_PM.sub(lambda m: f"{m[1]}h{m[2] or ''} {'sang' if m[3] == 'a' else 'chieu'}", text)


def _in_figures(match: re.Match[str]) -> str:
    if match[1].isdigit() and (match[2] is None or match[2].isdigit()):
        return match[0]
    hour, minute = value_of(match[1]), value_of(match[2]) if match[2] else None
    return f"{hour} gio" if minute is None else f"{hour} gio {minute:02} phut"


_DOTTED = re.compile(
    r"(?<![\d/.:])(?<!ngay )(\d{1,2})\.(\d{2})"
    r"(?!\d|[/.:]\d|-\d{4}|,? nam |,? ?thang | ?(?:h|g|gio)(?![a-z]))"
)
_SURELY = re.compile(
    rf"\b(?:luc|hoi|gio) \d{{1,2}}\.\d{{2}}(?!\d)|\d\.\d{{2}} (?:gio )?(?:{PART_OF_DAY})(?!\w)"
)


def as_hours(text: str) -> str:
    """A plain text with hours where its dots may be such.

    >>> as_hours("8.30-10.30"), as_hours("8h 30.11"), as_hours("8.10.2026")
    ('8h30-10h30', '8h 30.11', '8.10.2026')
    """
    return _DOTTED.sub(_as_hour, text)


def _as_hour(match: re.Match[str]) -> str:
    fits = int(match[1]) < 24 and int(match[2]) < 60
    return f"{match[1]}h{match[2]}" if fits else match[0]


def first_dotted(text: str) -> str:
    """The first hour with a dot, as it stands."""
    found = _DOTTED.search(text)
    return found[0] if found else ""


def are_hours(text: str) -> bool:
    """Whether they can be nothing else: «8.30 sáng», «lúc 8.10», «8.00», and a span of which one
    end is no day."""
    pairs = [(int(one), int(two)) for one, two in _DOTTED.findall(text)]
    other = [pair for pair in pairs if not (1 <= pair[0] <= 31 and 1 <= pair[1] <= 12)]
    return bool(_SURELY.search(text)) or bool(other and len(pairs) > 1)


_FEW = re.compile(r"\s*(\d{1,2})\s*(?:(?:h|g|:|giờ)\s*(\d)|[.,]\s?(\d{1,2})\s*(?:h|g|giờ)?)\s*")


def few_figures(text: str) -> list[str]:
    """What «8h5», «8.5h», «8,30» may mean, the likeliest first; nothing of any other text.

    >>> few_figures("8h5"), few_figures("8,5h"), few_figures("8,30")
    (['8h05', '8h50'], ['8h30', '8h05'], ['8h30'])
    """
    found = _FEW.fullmatch(text)
    if found is None or int(found[1]) > 23:
        return []
    few, decimal = found[2], found[3]
    if few:
        minutes = [f"0{few}", f"{few}0"]
    elif len(decimal) == 2:
        minutes = [decimal]
    else:
        minutes = [f"{int(decimal) * 6:02}", f"0{decimal}"]
    return [f"{found[1]}h{minute}" for minute in minutes if int(minute) < 60]
