"""Word templates that an office sent: fetched, tried, and taken or refused."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from bot import counts
from bot.clerk.duty import Answers, Duty, SentFiles
from bot.conversation.drafts.templates import template_trouble
from bot.doors.port import Say
from bot.errors import DoorError, is_record_stuck
from bot.messages import templates as said
from bot.report import Reports, TemplateBroken
from bot.report.pdf import Printer
from bot.store import Store
from bot.store.templates import SentTemplate
from foundation.threads import in_daemon

log = logging.getLogger(__name__)

MOST_BYTES = 10_000_000  #: of a template; a letterhead with a seal has some hundred kB


class Templates(Duty[SentTemplate]):
    """Tries each to the end.

    Args:
        printer: None where there is no LibreOffice.
    """

    def __init__(
        self,
        store: Store,
        reports: Reports,
        files: SentFiles,
        answers: Answers,
        printer: Printer | None,
    ) -> None:
        self._printer = printer
        self._store = store
        self._reports = reports
        self._files = files
        self._answers = answers

    def waiting(self) -> Sequence[SentTemplate]:
        return self._store.templates.waiting()

    def about(self, one: SentTemplate) -> dict[str, int]:
        return {"chat": one.sent_in, "template": one.id}

    async def do(self, one: SentTemplate) -> None:
        error = ""
        try:
            data = await self._files.read(one.sent_in, one.media, MOST_BYTES)
            take = self._reports.take_template
            await in_daemon(lambda: take(one.chat_id, one.kind, data, self._printer))
            answer = said.TEMPLATE_TAKEN.format(title=one.kind.heading.lower(), command=one.kind)
        except TemplateBroken as trouble:
            error, answer = str(trouble), template_trouble(said.TEMPLATE_REFUSED, trouble)
        except DoorError as trouble:
            log.warning("a template cannot be fetched: %s", trouble)
            error, answer = str(trouble), said.TEMPLATE_NOT_FETCHED.format(command=one.kind)
        except OSError as trouble:
            log.exception("a template cannot be kept")
            counts.failed("disk")
            error, answer = str(trouble), said.TEMPLATE_NOT_KEPT
        except Exception as trouble:  # whatever a file is like
            if is_record_stuck(trouble):
                raise
            log.exception("a template cannot be tried")
            error, answer = type(trouble).__name__, said.TEMPLATE_NOT_KEPT

        done = self._store.templates.done
        await self._answers.give(one.sent_in, [Say(answer)], lambda: done(one.id, error))
