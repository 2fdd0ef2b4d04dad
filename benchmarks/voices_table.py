"""Who speaks, as Markdown."""

from .sections import Found


def voices_table(found: Found) -> str:
    """The rows of `benchmarks.voices`."""
    heads = (
        "who",
        "recording",
        "people",
        "voices found",
        "DER",
        "missed; false; taken for another",
        "without collar",
        "lines",
        "in their voice; a second one of theirs; somebody else's; in none",
        "with two people",
        "names asked",
        "of them right",
    )
    rows = [
        (
            one["who"],
            f"{one['kind']}, {one['seconds']:.0f} s",
            str(one["people"]),
            str(one["voices"]),
            f"{one['der']:.3f}",
            f"{one['missed']:.3f}; {one['false']:.3f}; {one['confused']:.3f}",
            f"{one['der_without_collar']:.3f}",
            str(one["lines"]),
            "; ".join(f"{100 * one[x]:.0f} %" for x in ("right", "second", "wrong", "none")),
            str(one["mixed"]),
            str(one["asked"]),
            str(one["asked_right"]),
        )
        for one in found["rows"]
    ]
    table = "\n".join(f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *rows))
    return (
        f"{found['people']} people, {found['known']} of them with three voice notes; nobody is "
        "told how many there are. DER with a collar of 0.25 s, overlapping speech counted; a line "
        "has two people where somebody else speaks in it for a second or more.\n\n"
        f"{table}"
    )
