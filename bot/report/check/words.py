"""What the rules ask of the words alone: held against a file, and against what somebody typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.report.check import decree
from bot.report.check import sentences as say
from bot.report.check.parts import is_blank, upper_share
from bot.report.check.rules.checks import Breach


def number(text: str, code: str, title: str) -> Iterator[Breach]:
    """C09: ``Số: 05/BC-SKHCN``."""
    match = decree.NUMBER.match(text)
    given = match is not None and bool(match["number"].strip(" .…"))
    if match is None or (given and not decree.SPACELESS_NUMBER.match(text)):
        yield Breach(say.NUMBER, say.quoted(text), say.NUMBER_WANTED.format(code=code))
    elif match["code"] != code:
        wanted = say.CODE_WANTED.format(code=code, title=title)
        yield Breach(say.NUMBER, say.CODE_FOUND.format(code=match["code"]), wanted)


def place_date(text: str) -> Iterator[Breach]:
    """C10: ``Đồng Tháp, ngày 05 tháng 01 năm 2026``."""
    if not decree.DATE.match(text):
        yield Breach(say.PLACE_DATE, say.quoted(text), say.DATE_WANTED)


def signer_title(text: str) -> Iterator[Breach]:
    """C21: ``KT. GIÁM ĐỐC``."""
    if upper_share(text) < 1:
        yield Breach(say.SIGNER_TITLE, say.quoted(text), say.UPPER)
    elif decree.AUTHORITY_TYPED.match(text) and not decree.AUTHORITY.match(text):
        yield Breach(say.SIGNER_TITLE, say.quoted(text), say.AUTHORITY_WANTED)


def deputies(titles: Sequence[str]) -> Iterator[Breach]:
    """C22: below KT. stands the deputy of the same post, and a deputy stands below KT."""
    for title, below in zip(titles, [*titles[1:], ""], strict=False):
        if match := re.match(r"KT\.\s*(.+)", title):
            post = match[1].strip()
            deputy = decree.DEPUTIES.get(post, f"PHÓ {post}")
            if not below.startswith(deputy):
                found = say.quoted(below) if below else say.MISSING
                wanted = say.DEPUTY_WANTED.format(deputy=deputy, text=title)
                yield Breach(say.SIGNER_TITLE, found, wanted)
    if titles and titles[0].startswith("PHÓ "):
        yield Breach(say.SIGNER_TITLE, say.DEPUTY_ALONE, say.DEPUTY_ALONE_WANTED)


def signer_name(text: str) -> Iterator[Breach]:
    """C23: the name, without academic titles."""
    name = decree.ACADEMIC.sub("", text)
    if name != text:
        yield Breach(say.SIGNER_NAME, say.quoted(text), say.ACADEMIC_WANTED)
    if upper_share(name) > 0.6 or any(word[0].islower() for word in name.split()):
        yield Breach(say.SIGNER_NAME, say.quoted(text), say.NAME_CASE)


def receiver(text: str, *, is_last: bool) -> Iterator[Breach]:
    """C25: ``- …;`` each, and ``- Lưu: VT, ….`` last."""
    if is_blank(text):
        return
    form = decree.LAST_RECEIVER if is_last else decree.RECEIVER
    if not form.match(text) and not (is_last and decree.PLACEHOLDER.search(text)):
        wanted = say.LAST_RECEIVER_WANTED if is_last else say.RECEIVER_WANTED
        yield Breach(say.RECEIVERS, say.quoted(text), wanted)


def no_title() -> Breach:
    """C21: nobody's post."""
    return Breach(say.SIGNER_TITLE, say.MISSING, f"{say.UPPER}, {say.BOLD}")


def no_name() -> Breach:
    """C23: nobody's name."""
    return Breach(say.SIGNER_NAME, say.MISSING, f"{say.NAME_CASE}, {say.BOLD}")
