"""speech.json as Markdown, ready to be pasted."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from .contenders import BATCHED, COMMAND, FASTER, OPENAI, OURS
from .sections import HEARD, PADDINGS, Found
from .voices_table import voices_table

_TITLES = {
    OURS: "this project",
    HEARD: "this project, words as heard",
    COMMAND: "this project, python -m transcribe *.wav",
    FASTER: "faster-whisper",
    BATCHED: "faster-whisper, BatchedInferencePipeline",
    OPENAI: "openai-whisper (float32)",
}


def markdown(report: Found) -> str:
    """The whole report."""
    parts = ["# Speech to text, measured", _about(report)]
    for name, found in report["sections"].items():
        title, table = _SECTIONS[name]
        parts.append(f"## {title}")
        parts.append(f"Not measured: {found['skipped']}" if "skipped" in found else table(found))
    return "\n\n".join(parts) + "\n"


def _about(report: Found) -> str:
    machine, setup = report["machine"], report["setup"]
    versions = ", ".join(f"{name} {number}" for name, number in report["versions"].items())
    return "\n".join(
        [
            f"`{report['command']}`, {report['date']}",
            "",
            f"- Machine: {machine['CPU']}, {machine['cores']} cores, {machine['memory']}, "
            f"{machine['system']}; load at the start {report['load']:.1f}",
            f"- Versions: {versions}",
            f"- Settings: whisper-{setup['model']}, {setup['compute_type']}, "
            f"beam {setup['beam']}, {setup['threads']} threads, {setup['device']}",
            f"- Audio: {report['audio']}",
            "- Intervals are 95 % bootstrap intervals over recordings; the rough forms of one "
            "recording count as one.",
        ]
    )


def _backlog(found: Found) -> str:
    rows = [_backlog_row(name, one, found["clips"]) for name, one in found["contenders"].items()]
    parts = [
        f"{found['clips']} clips of {found['sources']} recordings, "
        f"{found['audio_seconds'] / 60:.1f} minutes. Every contender gets the same WAV files; "
        "this project gets all of them at once, the others one after the other; the command line "
        "begins anew, and loads its model, in each round.",
        _table(
            (
                "",
                "WER",
                "difference to faster-whisper",
                "to its batched pipeline",
                "sub / del / ins",
                "over 100 %",
                "wholly lost; loops",
                "seconds",
                "real-time factor",
                "throughput",
            ),
            rows,
        ),
        "Throughput is how many times faster than faster-whisper on the same clips; in brackets "
        "the slowest and the fastest round." + _against_batched(found),
        _subset_note(found),
        "WER by what was done to the recordings:",
        _kinds(found),
        _worst(found),
    ]
    return "\n\n".join(part for part in parts if part)


def _backlog_row(name: str, one: Found, clips: int) -> list[str]:
    title = _title(name) + (f", {one['clips']} clips only" if one["clips"] < clips else "")
    return [
        title,
        f"{_percent(one['wer'])} ({_span(one['wer_interval'], _percent)})",
        _difference(one, "difference"),
        _difference(one, "batched_difference"),
        f"{one['substitutions']} / {one['deletions']} / {one['insertions']}",
        str(one["over_100"]),
        f"{one['lost']}; {one['loops']}",
        f"{one['seconds']:.1f}" if "seconds" in one else "",
        f"{one['real_time_factor']:.3f}" if "seconds" in one else "",
        f"{one['throughput']:.2f}× ({_span(one['throughput_range'], '{:.2f}'.format)})"
        if "throughput" in one
        else "",
    ]


def _against_batched(found: Found) -> str:
    """How many times faster ours is than the batched pipeline, on the same clips."""
    contenders = found["contenders"]
    theirs = contenders.get(BATCHED, {}).get("seconds")
    rates = [
        f"{_title(name)} {theirs / contenders[name]['seconds']:.2f}×"
        for name in (OURS, COMMAND)
        if theirs and contenders.get(name, {}).get("seconds")
    ]
    return f" Times faster than the batched pipeline: {', '.join(rates)}." if rates else ""


def _difference(one: Found, which: str) -> str:
    if which not in one:
        return ""
    return f"{_points(one[which])} ({_span(one[f'{which}_interval'], _points)})"


def _subset_note(found: Found) -> str:
    one = found["contenders"].get(OPENAI)
    if one is None or one["clips"] == found["clips"]:
        return ""
    details = [item for item in found["details"] if OPENAI in item["errors"]]
    rates = (f"{_title(name)} {_percent(_rate(details, name))}" for name in found["contenders"])
    return (
        f"openai-whisper is slow: it did {one['clips']} clips taken at random (`--all` does "
        f"all), and its differences are to faster-whisper on those. WER of all on those clips: "
        f"{', '.join(rates)}."
    )


def _rate(details: Sequence[Found], name: str) -> float:
    counted = [item["errors"][name] for item in details]
    edits = sum(one["substitutions"] + one["deletions"] + one["insertions"] for one in counted)
    return edits / max(1, sum(one["words"] for one in counted))


def _kinds(found: Found) -> str:
    names = [name for name, one in found["contenders"].items() if one["clips"] == found["clips"]]
    rows = [
        [family, str(rates["clips"]), *(_percent(rates[name]) for name in names)]
        for family, rates in found["kinds"].items()
    ]
    return _table(("", "clips", *map(_title, names)), rows)


def _worst(found: Found) -> str:
    rows = [
        [_title(name), one["clip"], _percent(one["wer"]), one["said"], _short(one["text"])]
        for name, worst in found["worst"].items()
        for one in worst
    ]
    if not rows:
        return "No clip of any contender is over 100 %."
    return "The worst clips over 100 %:\n\n" + _table(("", "clip", "WER", "said", "written"), rows)


def _single(found: Found) -> str:
    rows = [
        [
            title,
            str(one["clips"]),
            f"{one['median_seconds'][OURS]:.2f} s",
            f"{one['median_seconds'][FASTER]:.2f} s",
            f"{one['ratio']:.2f}× ({_span(one['ratio_interval'], '{:.2f}'.format)})",
        ]
        for title, one in found.items()
    ]
    return (
        "One note of about 5 s at a time, from the bytes of an Ogg/Opus file to its text; "
        "medians of interleaved repeats.\n\n"
        + _table(("", "clips", _title(OURS), _title(FASTER), "times faster"), rows)
    )


def _lines(found: Found) -> str:
    rows = [
        [
            manner,
            str(one["utterances"]),
            _percent(one["wer"]),
            str(one["lost"]),
            f"{one['unheard']} ({one['unheard_seconds']:.0f} s)",
            str(one["loops"]),
            f"{one['start_median']:+.2f} s of {one['starts']}",
            f"{_percent(one['early'])}; {_percent(one['late'])}",
        ]
        for manner, one in found["rows"].items()
    ]
    return (
        f"Recordings of {found['minutes']:g} minutes, made of clips at known times. An utterance "
        "is lost where not one of its words stands in a line of its time; told as unheard are "
        "times at which somebody speaks and no word was understood. A line's start is held "
        "against that of the utterance which it begins with.\n\n"
        + _table(
            (
                "the people speak",
                "utterances",
                "WER",
                "wholly lost",
                "told as unheard",
                "loops",
                "start of a line, median",
                "over 1 s early; late",
            ),
            rows,
        )
    )


def _hour(found: Found) -> str:
    rows = [_hour_row(name, one, found["minutes"]) for name, one in found["contenders"].items()]
    return (
        f"One recording of {found['minutes']:.0f} minutes, each contender in a process of its "
        "own. The batch size of BatchedInferencePipeline is its fastest of 1, 2, 4, 8 and 16 on "
        "a tenth of the recording.\n\n"
        + _table(
            (
                "",
                "seconds",
                "real-time factor",
                "throughput",
                "WER",
                "sub / del / ins",
                "peak memory",
                "of it with the model loaded",
            ),
            rows,
        )
    )


def _hour_row(name: str, one: Found, minutes: float) -> list[str]:
    size = f", batch size {one['batch_size']}" if "batch_size" in one else ""
    heard = f" (as heard {_percent(one['wer_as_heard'])})" if "wer_as_heard" in one else ""
    return [
        _title(name) + size,
        f"{one['seconds']:.0f}",
        f"{one['seconds'] / minutes / 60:.3f}",
        f"{one['throughput']:.2f}×" if "throughput" in one else "1",
        _percent(one["wer"]) + heard,
        f"{one['substitutions']} / {one['deletions']} / {one['insertions']}",
        f"{one['memory']:.0f} MB",
        f"{one['idle']:.0f} MB",
    ]


def _silence(found: Found) -> str:
    rows = [
        [
            _title(name),
            f"{len(one['written'])} of {one['sounds']}",
            f"{one['seconds']:.0f}",
            "; ".join(f"{sound}: “{_short(text, 40)}”" for sound, text in _first(one["written"])),
        ]
        for name, one in found["contenders"].items()
    ]
    return "Sounds without speech on which something is written:\n\n" + _table(
        ("", "written on", "seconds", "for example"), rows
    )


def _padding(found: Found) -> str:
    full = found["contenders"][f"{PADDINGS[-1]:g} s"]["seconds"]
    rows = [
        [
            name,
            f"{one['seconds']:.1f}",
            f"{one['real_time_factor']:.3f}",
            f"{full / one['seconds']:.2f}×",
            f"{_percent(one['wer'])} ({_span(one['wer_interval'], _percent)})",
            str(one["over_100"]),
            f"{one['decodings_a_clip']:.2f}",
        ]
        for name, one in found["contenders"].items()
    ]
    return (
        "This project with different amounts of silence behind the clips, on the clips of the "
        "backlog.\n\n"
        + _table(
            (
                "silence",
                "seconds",
                "real-time factor",
                "against 30 s",
                "WER",
                "over 100 %",
                "decodings a clip",
            ),
            rows,
        )
    )


def _hints(found: Found) -> str:
    rows = [
        [title, _percent(one["wer"]), f"{one['heard']} of {one['terms']}"]
        for title, one in found["rows"].items()
    ]
    return (
        f"{found['clips']} clips that hold a name or a term. Each is decoded without and with the "
        "names of a glossary, and the likelier text stays.\n\n"
        + _table(("the model is told", "WER", "terms heard"), rows)
    )


def _doubts(found: Found) -> str:
    rows = [
        [name, f"< {threshold}", *map(_percent, row.values())]
        for name, curve in found["curves"].items()
        for threshold, row in curve.items()
    ]
    rows += [
        [
            f"one half of the people, fitted to the other ({n})",
            "< 0.5",
            *map(_percent, row.values()),
        ]
        for n, row in enumerate(found["halves"], start=1)
    ]
    rows.append(
        [
            "as built in, with lines doubted as a whole",
            "",
            *map(_percent, found["with whole lines"].values()),
        ]
    )
    return (
        f"{found['words']} words of {found['clips']} clips of {found['people']} people, "
        f"{_percent(found['wrong'])} of them wrong. A word is marked where its chance is below the "
        "threshold.\n\n"
        + _table(
            ("chance", "marked if", "marked", "wrong of the marked", "marked of the wrong"), rows
        )
        + f"\n\nFitted to all, for `sureness.py`: {', '.join(map(str, found['weights']))}."
    )


def _trials(found: Found) -> str:
    rows = [
        [
            way,
            _percent(one["wer"]),
            f"{_points(one['difference'])} ({_span(one['difference_interval'], _points)})",
            "; ".join(map(_points, one["halves"])),
        ]
        for way, one in found["rows"].items()
    ]
    return (
        f"{found['clips']} clips, each heard in every way; differences to the first.\n\n"
        + _table(("way", "WER", "difference", "one half of the people; the other"), rows)
    )


_SECTIONS: dict[str, tuple[str, Callable[[Found], str]]] = {
    "backlog": ("A backlog of voice notes", _backlog),
    "single": ("A single note", _single),
    "lines": ("Lines of a long recording", _lines),
    "hour": ("A long recording", _hour),
    "three-hours": ("Three hours", _hour),
    "silence": ("Silence and noise", _silence),
    "padding": ("Padding", _padding),
    "hints": ("Names and terms", _hints),
    "doubts": ("Doubts", _doubts),
    "voices": ("Who speaks", voices_table),
    "trials": ("Trials", _trials),
}


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _title(name: str) -> str:
    return _TITLES.get(name, name)


def _percent(value: float) -> str:
    return f"{value * 100:.1f} %"


def _points(value: float) -> str:
    return f"{value * 100:+.1f}"


def _span(ends: Any, form: Callable[[float], str]) -> str:
    low, high = ends
    return f"{form(low)} to {form(high)}"


def _short(text: str, most: int = 120) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _first(written: dict[str, str], most: int = 3) -> list[tuple[str, str]]:
    return list(written.items())[:most]
