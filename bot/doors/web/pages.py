"""The pages: joining by a code, the desk's link, opening a meeting, the meeting, its invitation."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable

import segno
from markupsafe import Markup
from tornado.web import HTTPError

from bot.doors.web.doing import Doing, new_id
from bot.doors.web.house import Invitation, Sitting
from bot.doors.web.server import Page, as_data
from bot.messages import web as about_page
from bot.messages import web_door as said
from foundation.tries import Tries

_LONGEST_NAME, _LONGEST_TITLE = 120, 300  # letters
_USED = said.LINK_USED.format(command="python -m bot link")
_CODE = re.compile(r"\d{6}", re.ASCII)


class Joining(Page):
    """``/``, ``/vao``, ``/vao/482915``: somebody comes in by a meeting's code."""

    tries: Tries
    doing: Doing

    async def get(self, code: str = "") -> None:
        led, why = await self._led(code) if code else (None, "")
        await self._form(code=code, name="", title="", led=led, error=why)

    async def _led(self, code: str) -> tuple[Invitation | None, str]:
        """Where a code leads; None: nowhere, or it is not looked at now, and why."""
        if not _CODE.fullmatch(code):
            return None, said.CODE_NEEDED
        wait = self.tries.wait(self.address, time.monotonic())
        if wait:
            return None, said.WAIT_WITH_CODES.format(seconds=wait)
        led = await self.house.meeting_of_code(code)
        if led is None:
            self.tries.wrong(self.address, time.monotonic())
            return None, said.WRONG_CODE
        return led, ""

    async def _form(
        self, *, code: str, name: str, title: str, led: Invitation | None, error: str
    ) -> None:
        sitting = await self.sitting()
        self.show(
            "front.html",
            code=f"{code[:3]} {code[3:]}" if _CODE.fullmatch(code) else code,
            name=name or (sitting.name if sitting else ""),
            title=title or (sitting.title if sitting else ""),
            people=list(led.people) if led else [],
            meeting=led.title if led else "",
            error=error,
            once=new_id(),
            back=bool(sitting and await self.house.meeting_of(sitting.key)),
        )

    async def post(self, _code: str = "") -> None:
        code = re.sub(r"\D", "", self.get_body_argument("code", ""))
        name = _one_row(self.get_body_argument("name", ""), _LONGEST_NAME)
        title = _one_row(self.get_body_argument("title", ""), _LONGEST_TITLE)
        typed = {"code": code, "name": name, "title": title}
        led, why = await self._led(code)
        if led is None:
            await self._form(**typed, led=None, error=why)
            return
        if self.get_body_argument("list", ""):
            await self._form(**typed, led=led, error="")
            return
        if not any(letter.isalpha() for letter in name):
            await self._form(**typed, led=led, error=said.NAME_NEEDED)
            return
        await self._join(typed | {"title": title or led.people.get(name, "")}, led)

    async def _join(self, typed: dict[str, str], led: Invitation) -> None:
        name, title = typed["name"], typed["title"]
        sitting = await self._seat(name, title)
        who = f"{name} - {title}" if title else name
        there = await self.house.meeting_of(sitting.key) == led.number
        order = f"/toi {who}" if there else f"/vao {led.code} {who}"
        answer = await self.doing.ask(sitting, order)
        if await self.house.meeting_of(sitting.key) == led.number:
            await self.house.rename(sitting.key, name, title)
            self.redirect("/hop", status=303)
            return
        await self._form(**typed, led=led, error=answer or said.LATE)

    async def _seat(self, name: str, title: str) -> Sitting:
        """This browser's seat, under the name that is typed now, or a new one."""
        sitting = await self.sitting()
        if sitting is not None:
            return Sitting(sitting.key, name, title, sitting.desk)
        given = {"once": self.once, "before": self.token}
        token = await self.house.sit_down(name, title, desk=False, **given)
        self.remember(token)
        made = await self.house.sitting(token)
        assert made is not None
        return made


class DeskLink(Page):
    """``/ban/TOKEN``: a personal link to the desk, which a tap on its button uses up."""

    async def get(self, token: str) -> None:
        good = await self.house.is_link(token)
        self.show("desk.html", 200 if good else 410, error="" if good else _USED)

    async def post(self, token: str) -> None:
        if not await self.house.use_link(token):
            self.show("desk.html", 410, error=_USED)
            return
        sitting = await self.sitting()
        if sitting and sitting.desk and await self.house.has_open_meeting(sitting.key):
            self.redirect("/hop", status=303)
            return
        opened = await self.house.open_meetings()
        if len(opened) == 1:
            self.remember(await self.house.sit_with(opened[0].opener, self.token))
            self.redirect("/hop", status=303)
            return
        if not (sitting and sitting.desk):
            self.remember(await self.house.sit_down("", "", desk=True, before=self.token))
        self.redirect("/mo", status=303)


class Opening(Page):
    """``/mo``: behind the desk's link, a meeting is opened, or one that is open is gone on with."""

    doing: Doing
    is_another = False

    async def _desk(self) -> Sitting:
        sitting = await self.sitting()
        if sitting is None or not sitting.desk:
            raise HTTPError(403, said.NOT_THE_DESK)
        return sitting

    async def get(self) -> None:
        sitting = await self._desk()
        if await self.house.has_open_meeting(sitting.key):
            self.redirect("/hop", status=303)
            return
        await self._form(sitting.name, "", "")

    async def _form(self, name: str, title: str, error: str) -> None:
        opened = await self.house.open_meetings()
        self.show(
            "open.html",
            name=name,
            title=title,
            error=error,
            meetings=[{"id": one.number, "title": one.title} for one in opened],
            other=self.is_another,
            once=self.once or new_id(),  # tried again it is the same seat
        )

    async def post(self) -> None:
        sitting = await self._desk()
        number = self.get_body_argument("meeting", "")
        if number:
            await self._go_on(number)
            return
        name = _one_row(self.get_body_argument("name", ""), _LONGEST_NAME)
        title = _one_row(self.get_body_argument("title", ""), _LONGEST_TITLE)
        if not any(letter.isalpha() for letter in name):
            await self._form(name, title, said.NAME_NEEDED)
            return
        if not title:
            await self._form(name, title, said.TITLE_NEEDED)
            return
        sitting = await self._to_open_from(sitting, name)
        if await self.house.has_open_meeting(sitting.key):  # by the try before, which took long
            self.redirect("/hop", status=303)
            return
        await self.house.rename(sitting.key, name, sitting.title)
        named = Sitting(sitting.key, name, sitting.title, desk=True)
        answer = await self.doing.ask(named, f"/batdau {title}")
        if await self.house.has_open_meeting(sitting.key):
            self.redirect("/hop", status=303)
            return
        await self._form(name, title, answer or said.LATE)

    async def _to_open_from(self, sitting: Sitting, _name: str) -> Sitting:
        """The seat that opens the meeting."""
        return sitting

    async def _go_on(self, number: str) -> None:
        for one in await self.house.open_meetings():
            if str(one.number) == number:
                self.remember(await self.house.sit_with(one.opener, self.token))
                self.redirect("/hop", status=303)
                return
        self.redirect("/mo", status=303)

    def write_error(self, status_code: int, **kwargs: object) -> None:
        self.show("trouble.html", status_code, sentence=said.NOT_THE_DESK)


class OpeningAnother(Opening):
    """``/mo/khac``: whoever sits at the desk of an open meeting opens one of their own, from a new
    seat. The meeting stays open, and its desk with the other browsers that sit there."""

    is_another = True

    async def get(self) -> None:
        sitting = await self._desk()
        if await self.house.has_open_meeting(sitting.key):
            await self._form("", "", "")
        else:
            self.redirect("/mo", status=303)

    async def _to_open_from(self, sitting: Sitting, name: str) -> Sitting:
        given = {"once": self.once, "before": self.token}
        token = await self.house.sit_down(name, "", desk=True, **given)
        self.remember(token)
        made = await self.house.sitting(token)
        assert made is not None
        return made


class MeetingPage(Page):
    """``/hop``"""

    works_at: Callable[[str, bool], str]
    zone: str

    async def get(self) -> None:
        sitting = await self.sitting()
        if sitting is None:
            self.redirect("/", status=303)
            return
        shown = await self.house.shown(sitting.key, None, 1)
        if shown is None:
            self.redirect("/mo" if sitting.desk else "/", status=303)
            return
        data = {
            "words": dict(about_page.SCRIPTS),
            "commands": list(self.house.commands(desk=shown["may"]["desk"]).items()),
            "shares_desk": await self.house.shares_desk(self.token),
            "microphone": {"works_at": self.works_at(self.origin, self.is_here)},
            "zone": self.zone,
            **{name: shown[name] for name in ("title", "number", "me", "may")},
        }
        self.show(
            "meeting.html",
            title=shown["title"],
            me=shown["me"]["name"],
            can_invite=shown["may"]["invite"],
            data=Markup(as_data(data)),  # noqa: S704 — its "<" are escaped
        )


class InvitationPage(Page):
    """``/moi``: the code, the link that holds it, its QR code."""

    reached_at: Callable[[], str]

    async def _invitation(self) -> Invitation:
        sitting = await self.sitting()
        found = await self.house.invitation(sitting.key) if sitting else None
        if found is None:
            raise HTTPError(403, said.NOT_TO_INVITE)
        return found

    def _link(self, code: str) -> str:
        return f"{self.reached_at() or self.origin}/vao/{code}"

    async def get(self, picture: str = "") -> None:
        found = await self._invitation()
        link = self._link(found.code)
        if picture:
            self._picture(link)
            return
        spaced = f"{found.code[:3]} {found.code[3:]}"
        self.show("invite.html", title=found.title, code=found.code, spaced=spaced, link=link)

    def _picture(self, link: str) -> None:
        drawn = io.BytesIO()
        segno.make(link, error="m", micro=False).save(
            drawn, kind="svg", scale=6, border=4, light="#fff", dark="#000", xmldecl=False
        )
        self.set_header("Content-Type", "image/svg+xml")
        self.finish(drawn.getvalue())

    def write_error(self, status_code: int, **kwargs: object) -> None:
        sentence = said.NOT_TO_INVITE if status_code == 403 else said.status(status_code)
        self.show("trouble.html", status_code, sentence=sentence)


def _one_row(typed: str, most: int) -> str:
    """What was typed into a field of one row."""
    return " ".join(typed.split())[:most].strip()


class Nothing(Page):
    """Any other address."""

    def get(self) -> None:
        self.show("trouble.html", 404, sentence=said.NO_SUCH_PAGE)
