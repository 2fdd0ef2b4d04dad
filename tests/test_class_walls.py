"""What a class in another file builds on is public: no ``_x`` of a base class is used, or made
anew, outside of the file that has it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).parents[1]
ROOMS = ("bot", "transcribe", "foundation", "tests", "benchmarks")


@dataclass(frozen=True)
class Shape:
    """A class as it is written: its bases' names, the private names that it makes (methods, fields,
    what it sets on ``self``), and those that it uses."""

    file: Path
    bases: frozenset[str]
    made: frozenset[str]
    used: frozenset[str]


def _is_private(name: str) -> bool:
    return name.startswith("_") and len(name) > 1 and not name.startswith("__")


def _name(base: ast.expr) -> str:
    base = base.value if isinstance(base, ast.Subscript) else base
    return base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "")


def _is_own(value: ast.expr) -> bool:
    """Whether it is ``self``, ``cls`` or ``super()``."""
    of = value.func if isinstance(value, ast.Call) else value
    return isinstance(of, ast.Name) and of.id in ("self", "cls", "super")


def _shape(file: Path, found: ast.ClassDef) -> Shape:
    made = {x.name for x in found.body if isinstance(x, ast.FunctionDef | ast.AsyncFunctionDef)}
    for row in found.body:
        targets = row.targets if isinstance(row, ast.Assign) else []
        targets = [row.target] if isinstance(row, ast.AnnAssign) else targets
        made |= {target.id for target in targets if isinstance(target, ast.Name)}
    touched = [x for x in ast.walk(found) if isinstance(x, ast.Attribute) and _is_own(x.value)]
    made |= {x.attr for x in touched if isinstance(x.ctx, ast.Store)}
    used = {x.attr for x in touched} | made
    return Shape(
        file,
        frozenset(map(_name, found.bases)),
        frozenset(filter(_is_private, made)),
        frozenset(filter(_is_private, used)),
    )


def test_no_class_touches_a_private_name_of_a_base_in_another_file() -> None:
    classes: dict[str, list[Shape]] = {}
    for file in (file for room in ROOMS for file in (HOUSE / room).rglob("*.py")):
        for found in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(found, ast.ClassDef):
                classes.setdefault(found.name, []).append(_shape(file, found))
    touching = []
    for name, shapes in classes.items():
        for shape in shapes:
            bases, left = set[str](), set(shape.bases)
            while left:
                bases.add(base := left.pop())
                left |= {x for one in classes.get(base, ()) for x in one.bases} - bases
            touching += [
                f"{shape.file.relative_to(HOUSE)}: {name} touches {base}.{private}"
                for base in sorted(bases)
                for one in classes.get(base, ())
                if one.file != shape.file
                for private in sorted(shape.used & one.made)
            ]
    assert touching == []
