"""A command line that is understood and answered in Vietnamese, for all our programs.

argparse says what it finds in English; here each of its sentences has one of our own. Every program
begins here, so here it is said too that what it writes is for its own account.
"""

from __future__ import annotations

import argparse
import difflib
import errno
import os
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

_OF_OTHERS = 0o077  # rights that nobody gets
_HELP = ("help", "trogiup", "tro-giup", "-help", "/?", "-?")
_VERSION = ("version", "phienban", "phien-ban", "-version", "-V")

_USAGE = "Cách dùng: "
_POSITIONALS = "tham số"
_OPTIONS = "tuỳ chọn"
_SHOW_HELP = "xem hướng dẫn này"
_SHOW_VERSION = "xem số phiên bản"
_SEE = "Xem cách dùng: {program} --help"
_DID_YOU_MEAN = " Có phải “{near}” không?"
_NOT_UNDERSTOOD = "Không hiểu dòng lệnh này."
_UNKNOWN = "Không có “{what}”."
_ONE_OF = " Chọn một trong: {choices}."

# what argparse says -> what we say of it
_SAID: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (.+)", "Thiếu {0}."),
    (r"one of the arguments (.+) is required", "Thiếu một trong: {0}."),
    (r"unrecognized arguments: (.+)", "Không hiểu “{0}”."),
    (r"argument (.+?): not allowed with argument (.+)", "{0} không đi cùng {1}."),
    (r"argument (.+?): expected one argument", "Sau {0} còn thiếu giá trị."),
    (r"argument (.+?): expected at least one argument", "Sau {0} còn thiếu giá trị."),
    (r"argument (.+?): expected (\d+) arguments?", "Sau {0} cần {1} giá trị."),
    (r"argument (.+?): ignored explicit argument '(.*)'", "{0} không nhận giá trị “{1}”."),
    (r"argument (.+?): invalid (?:\w+) value: '(.*)'", "{0}: “{1}” không dùng được."),
    (r"ambiguous option: (\S+) could match (.+)", "{0} có thể là: {1}. Hãy viết đủ."),
)
_CHOICE = re.compile(r"argument (.+?): invalid choice: '?(.*?)'? \(choose from (.+)\)", re.DOTALL)


# what the system says
_OF_SYSTEM = {
    errno.ENOENT: "không có tệp hay thư mục này",
    errno.EACCES: "không có quyền đọc hoặc ghi ở đây",
    errno.EPERM: "không được phép",
    errno.ENOSPC: "ổ đĩa hết chỗ",
    errno.EDQUOT: "hết chỗ được cấp trên ổ đĩa",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.EEXIST: "đã có tệp hay thư mục này",
    errno.ENOTDIR: "đây không phải thư mục",
    errno.EISDIR: "đây là thư mục, không phải tệp",
    errno.EIO: "ổ đĩa báo lỗi đọc ghi",
}


def reason(error: OSError, otherwise: str = "") -> str:
    """Why the system does not do something; ``otherwise`` where there is no sentence for it."""
    return _OF_SYSTEM.get(error.errno or 0, error.strerror or otherwise)


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, _USAGE if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An ``ArgumentParser`` whose own words are Vietnamese, and which suggests what was meant.

    Args:
        version: what ``--version`` prints; None: there is no such option.
    """

    def __init__(self, *given: Any, version: str | None = None, **more: Any) -> None:
        super().__init__(*given, **{"add_help": False, "formatter_class": _Formatter, **more})
        self._positionals.title = _POSITIONALS
        self._optionals.title = _OPTIONS
        self.version = version
        self.add_argument("-h", "--help", action="help", help=_SHOW_HELP)
        if version is not None:
            self.add_argument("--version", action="version", version=version, help=_SHOW_VERSION)

    def parse_words(self, argv: Sequence[str] | None = None) -> argparse.Namespace:
        """As ``parse_args``; ``help`` and ``version`` are understood without dashes too. Whatever
        the program writes from now on, no other account of this machine may read."""
        os.umask(_OF_OTHERS)
        words = list(sys.argv[1:] if argv is None else argv)
        if words and words[0].lower() in _HELP:
            words = [*words[1:], "--help"]
        elif len(words) > 1 and words[-1].lower() == "help":
            words[-1] = "--help"
        elif self.version is not None and words and words[0] in _VERSION:
            words[0] = "--version"
        return self.parse_args(words)

    def error(self, message: str) -> NoReturn:
        """Say in a line what is wrong, and where to look; exit status 2."""
        said = self._said(message)
        self.exit(2, f"{said} {_SEE.format(program=self.prog)}\n")

    def _said(self, message: str) -> str:
        if found := _CHOICE.fullmatch(message):
            choices = re.findall(r"'?([^',\s]+)'?", found[3])
            near = difflib.get_close_matches(found[2].lower(), choices, 1, 0.6)
            said = _UNKNOWN.format(what=found[2])
            if near:
                return said + _DID_YOU_MEAN.format(near=near[0])
            return said + _ONE_OF.format(choices=", ".join(choices))
        for pattern, ours in _SAID:
            if found := re.fullmatch(pattern, message, re.DOTALL):
                return ours.format(*found.groups()) + self._near_option(message)
        # what a type of our own says is a sentence already
        own = re.fullmatch(r"argument (?:.+?): (.+)", message, re.DOTALL)
        return own[1] if own else _NOT_UNDERSTOOD

    def _near_option(self, message: str) -> str:
        found = re.fullmatch(r"unrecognized arguments: (-\S+).*", message, re.DOTALL)
        known = [name for action in self._actions for name in action.option_strings]
        near = difflib.get_close_matches(found[1].partition("=")[0], known, 1) if found else []
        return _DID_YOU_MEAN.format(near=near[0]) if near else ""
