"""What is wrong with an office's template, and where: the tag, and the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from jinja2 import Environment, TemplateSyntaxError, UndefinedError

from bot.errors import BotError


class Wrong(StrEnum):
    """What can be wrong with a template."""

    FILE = "file"  #: cannot be read as what it should be
    NAME = "name"  #: a name that there is not
    SYNTAX = "syntax"  #: a tag that is not understood
    OPEN = "open"  #: an if or for that never ends
    CLOSE = "close"  #: an end without its beginning
    BRACES = "braces"  #: {{ without }}
    TABLE = "table"  #: a tag for rows of a table, outside of one
    BESIDE = "beside"  #: words beside a tag that takes its whole paragraph away
    KIND = "kind"  #: it is a template of another kind of document
    OUTSIDE = "outside"  #: it has its reader open something outside of it
    PRINT = "print"  #: no PDF can be made with it
    HEAVY = "heavy"  #: it takes too much time or memory
    OTHER = "other"  #: it is understood, but cannot be done


class TemplateBroken(BotError):
    """An office's template cannot be used.

    Attributes:
        file: its name.
        wrong: the kind of trouble.
        tag: the tag as it stands there; empty where that is not known.
        place: the number of its paragraph or line, from 1; 0 where that is not known.
        around: the words of that paragraph.
    """

    quotes = True  #: its text may be an office's or a meeting's

    def __init__(
        self, file: str, wrong: Wrong, what: str, tag: str = "", place: int = 0, around: str = ""
    ) -> None:
        super().__init__(what)
        self.file = file
        self.wrong = wrong
        self.tag = tag
        self.place = place
        self.around = around

    def __reduce__(self) -> tuple[object, ...]:
        """From the process that renders templates."""
        values = (self.file, self.wrong, str(self), self.tag, self.place, self.around)
        return TemplateBroken, values


@dataclass(frozen=True)
class Row:
    """A paragraph of a Word template, or a line of a text template."""

    text: str
    in_table: bool = False
    from_word: bool = False


@dataclass(frozen=True)
class _Tag:
    text: str  #: with its braces
    inside: str
    is_block: bool
    place: int
    around: str


# docxtpl has {%p, {%tr, {%tc, {%r and the same with {{
_TAG = re.compile(
    r"\{\{(?:p|tr|tc|r)?(?=\s|[^\w\s])(.*?)\}\}|\{%(?:p|tr|tc|r)?[-+]?\s(.*?)[-+]?%\}"
)
# a tag that goes away with its whole paragraph, row or cell
_WHOLE = re.compile(r"\{%(p|tr|tc)\s.*?%\}")
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_PAIRS = {"if": "endif", "for": "endfor", "macro": "endmacro", "set": "", "with": "endwith"}
_MISSING_NAME = re.compile(r"'([^']+)' is undefined|no attribute '([^']+)'")


def check_tags(file: str, rows: Sequence[Row]) -> None:
    """Look for what would not fail but go wrong: ``{{ r.number }``, which Jinja2 prints as it
    stands; words that docxtpl takes away with the tag beside them.

    Raises:
        TemplateBroken
    """
    found = _unclosed_braces(rows) or _out_of_place(rows)
    if found:
        wrong, tag = found
        raise TemplateBroken(file, wrong, "", tag.text, tag.place, tag.around)


def explain(file: str, rows: Sequence[Row], error: Exception, env: Environment) -> TemplateBroken:
    """Find what made a template fail.

    Args:
        rows: the paragraphs or lines of the template, in their order.
        error: what Jinja2 or docxtpl said.
    """
    tags = [tag for number, row in _numbered(rows) for tag in _tags(number, row)]
    found = _bad_syntax(tags, env) or _unpaired(tags)
    if found:
        wrong, tag = found
    elif isinstance(error, UndefinedError) and (named := _named(error, tags)):
        wrong, tag = Wrong.NAME, named
    else:
        kind = Wrong.SYNTAX if isinstance(error, TemplateSyntaxError) else Wrong.OTHER
        return TemplateBroken(file, kind, str(error))
    return TemplateBroken(file, wrong, str(error), tag.text, tag.place, tag.around)


def _numbered(rows: Iterable[Row]) -> Iterable[tuple[int, Row]]:
    return enumerate(rows, start=1)


def _tags(number: int, row: Row) -> Iterator[_Tag]:
    for match in _TAG.finditer(row.text):
        block = match[2] is not None
        inside = (match[2] if block else match[1]).strip()
        if row.from_word:
            inside = inside.translate(_STRAIGHT)  # as docxtpl does
        yield _Tag(match[0], inside, block, number, row.text.strip())


def _out_of_place(rows: Iterable[Row]) -> tuple[Wrong, _Tag] | None:
    for number, row in _numbered(rows):
        for match in _WHOLE.finditer(row.text) if row.from_word else ():
            tag = _Tag(match[0], "", True, number, row.text.strip())
            if match[1] != "p" and not row.in_table:
                return Wrong.TABLE, tag
            if match[1] == "p" and _WHOLE.sub("", row.text).strip():
                return Wrong.BESIDE, tag
    return None


def _unclosed_braces(rows: Iterable[Row]) -> tuple[Wrong, _Tag] | None:
    for number, row in _numbered(rows):
        bare = _TAG.sub("", row.text)
        for opening, closing in (("{{", "}}"), ("{%", "%}")):
            at = bare.find(opening)
            if at < 0:
                at = bare.find(closing)
            if at >= 0:
                words = bare[at : at + 40].strip()
                return Wrong.BRACES, _Tag(words, "", False, number, row.text.strip())
    return None


def _bad_syntax(tags: Iterable[_Tag], env: Environment) -> tuple[Wrong, _Tag] | None:
    for tag in tags:
        word = tag.inside.partition(" ")[0]
        if tag.is_block:
            end = _PAIRS.get(word)
            if word.startswith("end") or word in ("else", "include", "import", "from"):
                continue
            middle = f"{{% if x %}}{{% {tag.inside} %}}{{% endif %}}"
            alone = f"{{% {tag.inside} %}}" + (f"{{% {end} %}}" if end else "")
            source = middle if word == "elif" else alone
        else:
            source = f"{{{{ {tag.inside} }}}}"
        try:
            env.compile(source)
        except TemplateSyntaxError:
            return Wrong.SYNTAX, tag
    return None


def _unpaired(tags: Iterable[_Tag]) -> tuple[Wrong, _Tag] | None:
    opened: list[_Tag] = []
    for tag in tags:
        word = tag.inside.partition(" ")[0]
        if not tag.is_block:
            continue
        if _PAIRS.get(word):
            opened.append(tag)
        elif word.startswith("end"):
            if not opened or _PAIRS[opened[-1].inside.partition(" ")[0]] != word:
                return (Wrong.OPEN, opened[-1]) if opened else (Wrong.CLOSE, tag)
            opened.pop()
        elif word in ("else", "elif") and not opened:
            return Wrong.CLOSE, tag
    return (Wrong.OPEN, opened[-1]) if opened else None


def _named(error: UndefinedError, tags: Iterable[_Tag]) -> _Tag | None:
    match = _MISSING_NAME.search(str(error))
    if not match:
        return None
    name = re.escape(match[1] or match[2])
    found = re.compile(rf"\.{name}(?!\w)" if match[2] else rf"(?<![\w.'\"]){name}(?![\w'\"])")
    return next((tag for tag in tags if found.search(tag.inside)), None)
