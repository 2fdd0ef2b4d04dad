"""Hours in other forms than «8h30»: «2pm», «8 rưỡi», «13h30 -> 16h», and those with a dot, «8.30»,
which may also be days: the eighth of a month, or the thirtieth of August by a slip."""

from __future__ import annotations

import re

from bot.minutes.typed.calendar_words import PART_OF_DAY

_ARROW = re.compile(r"\s*(?:[-=]+>|→|⇒|~)\s*")
_HALF_PAST = re.compile(r"(?<![\d/.:-])(\d{1,2}) ruoi(?!\w)")
_AM_PM = re.compile(r"(?<![\d/.:-])(\d{1,2})(?: ?(?:[:h.]|gio) ?(\d{2})| ?h)? ?([ap])\.?m\b\.?")


def in_one_form(text: str) -> str:
    """``13h30 -> 16h``, ``8 ruoi``, ``2pm`` as the patterns know them."""
    text = _HALF_PAST.sub(r"\1h30", _ARROW.sub(" den ", text))
    return _AM_PM.sub(lambda m: f"{m[1]}h{m[2] or ''} {'sang' if m[3] == 'a' else 'chieu'}", text)


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
