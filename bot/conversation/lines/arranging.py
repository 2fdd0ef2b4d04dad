"""Put lines together and apart, and in another order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.conversation.command import Command
from bot.conversation.context import Context, Replies
from bot.conversation.lines.choosing import allowed, arranging, choose, has_no_words, redrawn
from bot.conversation.lines.editing import somebody_has_just
from bot.messages import arranging as said
from bot.messages import phrases
from bot.messages import recordings as about_recordings
from bot.minutes import Line, LineState
from bot.minutes.arranging import (
    joined,
    parted,
    sentence_begins,
    sentences,
    without_end_mark,
    words_begin,
)
from bot.minutes.rights import Act, mending
from bot.minutes.typed.numbers import read_numbers
from bot.minutes.typed.words import clean, fold

_NUMBER = re.compile(r"(?:(?:dong|so)\s+)?#?(\d{1,9})\s*[|:.)]?\s*")  # in folded text
_SENTENCE = re.compile(r"(?:tu\s+)?(?:cau\s+)?(?:thu\s+|so\s+)?(\d{1,3})")
_MOVE = re.compile(
    r"(?:(?:dong|so)\s+)?#?(\d{1,9})\s+(?:(?:len|xuong|ra|ve|vao)\s+)?(?:phia\s+|dang\s+)?"
    r"(sau|truoc)\s+(?:(?:dong|so)\s+)?#?(\d{1,9})"
)
_SHOWN = 300  # letters of a line in an answer


def _wordless(context: Context, lines: Sequence[Line], command: str) -> Replies:
    """What to say of lines that have no words of their own."""
    answer: Replies = []
    for line in lines:
        if line.is_long:
            answer.append(context.say(has_no_words(context, line, command)))
        elif line.state is not LineState.DONE:
            answer.append(context.say(about_recordings.HAS_NO_WORDS_YET.format(no=line.no)))
    return answer


# --- together and apart -------------------------------------------------------------------------


def merge(context: Context, text: str) -> Replies:
    """``/gop 5 6``: the words of 6 behind those of 5; 6 is deleted and says where they are."""
    if read_numbers(text) is None:
        return [context.say(said.USE_MERGE)]
    chosen = choose(context, text, "gop", said.USE_MERGE)
    if chosen.trouble:  # half of what was wanted is something else
        return chosen.trouble
    line, *others = chosen.lines
    if not others:
        return [context.say(said.USE_MERGE)]
    wordless = _wordless(context, chosen.lines, "gop")
    if wordless:
        return wordless
    # of a voice that nobody has named the speaker is only who has recorded it
    of_each = {(x.speaker, x.unknown_voice): x for x in chosen.lines}
    speakers = [phrases.name_of(x) for x in of_each.values()]
    if len(speakers) > 1 and not context.may_change(Act.ARRANGE, line):
        who = said.people(speakers)
        return [context.say(said.MERGES_TWO_PEOPLE.format(who=who))]
    _, refused = allowed(context, chosen.lines, mending)
    if refused:
        return refused
    just = "".join(somebody_has_just(context, x) for x in chosen.lines)
    words = line.text
    for other in others:
        words = joined(words, other.text)
    store = context.store.lines
    line = store.merge(line, others, words, context.person.id)
    merged = [store.get(x.id) for x in others]
    answer = said.MERGED.format(lines=phrases.numbers(merged), no=line.no, text=words[:_SHOWN])
    if len(speakers) > 1:
        answer += said.MERGED_TWO_PEOPLE.format(
            who=said.people(speakers), speaker=phrases.name_of(line)
        )
    return [context.say(answer + just), *redrawn(context, [line, *merged])]


def split(context: Context, text: str) -> Replies:
    """``/tach 5 | câu 2``, ``/tach 5 | từ đây``: what begins there is a line of its own."""
    words = clean(text)
    number = _NUMBER.match(fold(words))
    if number is None:
        return [context.say(said.USE_SPLIT)]
    chosen = choose(context, number[1], "tach", said.USE_SPLIT)
    (line,) = chosen.lines
    _, refused = allowed(context, [line], mending)
    refused = refused or _wordless(context, [line], "tach")
    if refused:
        return refused
    found = _where(line, words[number.end() :])
    if isinstance(found, str):
        return [context.say(found)]
    first, second = parted(line.text, found)
    just = somebody_has_just(context, line)
    line, new = context.store.lines.split(line, first, second, context.person.id)
    answer = said.SPLIT.format(no=line.no, new=new.no, first=first[:_SHOWN], second=second[:_SHOWN])
    return [context.say(answer + just), *redrawn(context, [line])]


def _where(line: Line, asked: str) -> int | str:
    """Where a line is to be cut, or what to say where that is not certain."""
    asked = asked.strip().strip('«»"“”').strip()
    number = _SENTENCE.fullmatch(fold(asked))
    if number:
        place = sentence_begins(line.text, int(number[1]))
    elif asked:
        places = words_begin(line.text, asked)
        if len(places) != 1:
            sentence = said.SPLIT_MANY if places else said.SPLIT_NOWHERE
            return sentence.format(no=line.no, words=asked[:60], count=len(places))
        place = places[0]
    else:
        place = None
    if not place or not without_end_mark(line.text[:place]):
        return said.split_how(line.no, sentences(line.text))
    return place


# --- order --------------------------------------------------------------------------------------


def move(context: Context, text: str) -> Replies:
    """``/doi 5 sau 8``, ``/doi 5 truoc 2``: in lists and documents; the numbers stay."""
    order = _MOVE.fullmatch(fold(clean(text)))
    if order is None or order[1] == order[3]:
        return [context.say(said.USE_MOVE)]
    chosen = choose(context, f"{order[1]} {order[3]}", "doi", said.USE_MOVE)
    if chosen.trouble:
        return chosen.trouble
    line, beside = chosen.lines
    _, refused = allowed(context, [line], arranging)
    if refused:
        return refused
    before = order[2] == "truoc"
    context.store.lines.move(line, beside, context.person.id, before=before)
    sentence = said.MOVED_BEFORE if before else said.MOVED_BEHIND
    return [context.say(sentence.format(no=line.no, beside=beside.no))]


COMMANDS = (
    Command("gop", merge, spoken="gop"),
    Command("tach", split, spoken="tach"),
    Command("doi", move, spoken="doi"),
)
