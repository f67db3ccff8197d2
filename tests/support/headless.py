"""Find docstrings of the package that begin without a subject: `make lint` runs it.

A docstring begins with a verb or a noun that the reader knows. One that begins with "What …" or "Those …" makes its
reader look for the noun. `Whether …` is the docstring of a boolean.

    python tests/support/headless.py generator/gen_flowlogs
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADLESS = re.compile(r"(What|Who|Whose|Which|Where|How|Those|That|Something|Everything|Nothing|Nobody)\b")

_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    """The docstrings of modules, classes and functions, and the strings that follow an assignment."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if not isinstance(body, list):
            continue
        before: ast.AST | None = node if isinstance(node, _DOCUMENTED) else None
        for statement in body:
            match statement:
                case ast.Expr(value=ast.Constant(value=str()) as text) if isinstance(
                    before, (*_DOCUMENTED, ast.Assign, ast.AnnAssign)
                ):
                    yield text
            before = statement


def headless(file: Path) -> Iterator[str]:
    """`file:line: docstring` of each that begins without a subject."""
    for text in docstrings(ast.parse(file.read_text(encoding="utf-8"))):
        first = text.value.strip().splitlines()[0] if text.value.strip() else ""
        if HEADLESS.match(first):
            yield f"{file}:{text.lineno}: {first}"


def main(arguments: list[str]) -> int:
    """Print what is found below the folders named, and fail if there is any."""
    found = [line for folder in arguments for file in sorted(Path(folder).rglob("*.py")) for line in headless(file)]
    print(*found, sep="\n", end="\n" if found else "")  # noqa: T201 - the result of a script
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
