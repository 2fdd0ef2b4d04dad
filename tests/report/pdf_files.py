"""PDFs written by hand: a page, and what somebody hostile would put on it."""

from __future__ import annotations

import zlib

HEAD = b"BT /F1 14 Tf 250 700 Td (BAO CAO) Tj ET "


def pdf(drawn: bytes = b"", annotation: str = "", more: tuple[bytes, ...] = ()) -> bytes:
    """A PDF of one page.

    Args:
        drawn: its content behind a title.
        annotation: the inside of a dictionary.
        more: objects from number 7 on; ``/X1`` is the first of them.
    """
    packed = zlib.compress(HEAD + drawn, 9)
    resources = b"/Font<</F1 5 0 R>>" + (b"/XObject<</X1 7 0 R>>" if more else b"")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[6 0 R]"
        b"/Resources<<" + resources + b">>>>",
        stream(packed, b"/Filter/FlateDecode"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>",
        b"<</Type/Annot" + (annotation or "/Subtype/Link/Rect[0 0 1 1]").encode() + b">>",
        *more,
    ]
    made, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return (
        made
        + b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, table)
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, len(made))
    )


def stream(data: bytes, words: bytes = b"") -> bytes:
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(data), words, data)
