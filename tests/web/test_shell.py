"""The files of the page, without a browser: all there, all named, small."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import bot.doors.web
from bot.messages.web import PAGES, SCRIPTS

PAGE = Path(bot.doors.web.__file__).parent
SCRIPT_FILES = sorted((PAGE / "static").glob("*.js"))
TEMPLATES = sorted((PAGE / "pages").glob("*.html"))
# begun by the browser in a thread or a page of their own, or only for the checker of types
NOT_OF_THE_MEETING = {"sw", "level-worklet", "invite", "front", "types"}
# sentences whose key is put together: `record_${state}`
PUT_TOGETHER = {"record_on", "record_paused", "room_on"}


def test_the_meeting_page_asks_for_all_its_scripts_at_once() -> None:
    listed = re.search(r"for name in \((.*?)\)", (PAGE / "pages/meeting.html").read_text("utf-8"))
    assert listed
    named = set(re.findall(r'"([\w-]+)"', listed[1]))
    assert named == {file.stem for file in SCRIPT_FILES} - NOT_OF_THE_MEETING


def test_each_sentence_is_there_and_is_said() -> None:
    scripts = "\n".join(file.read_text("utf-8") for file in SCRIPT_FILES)
    quoted = set(re.findall(r'"(\w+)"', scripts)) | PUT_TOGETHER
    asked = set(re.findall(r'say\(\s*"(\w+)"', scripts))
    asked |= PUT_TOGETHER
    assert asked <= set(SCRIPTS), asked - set(SCRIPTS)
    assert set(SCRIPTS) <= quoted, set(SCRIPTS) - quoted
    pages = "\n".join(file.read_text("utf-8") for file in TEMPLATES)
    used = set(re.findall(r"words\.(\w+)", pages))
    assert used == set(PAGES), used ^ set(PAGES)


def test_no_page_has_a_script_or_a_style_within() -> None:
    for file in TEMPLATES:
        text = file.read_text("utf-8")
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text), file.name
        for tag in re.findall(r"<script[^>]*>", text):
            assert "src=" in tag or 'type="application/json"' in tag, file.name


def test_the_first_load_is_small() -> None:
    files = [*SCRIPT_FILES, PAGE / "static/page.css", PAGE / "pages/meeting.html"]
    compressed = sum(len(gzip.compress(file.read_bytes(), 6)) for file in files)
    sentences = len(gzip.compress(repr(dict(SCRIPTS)).encode()))
    assert compressed + sentences < 70_000  # bytes; the lines come on top
