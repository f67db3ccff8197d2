"""Inputs: values of the variables of a root module, from `--var`, `--var-file` and the files that Terraform reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.observe.errors import SourceError
from gen_flowlogs.observe.existing import Source
from gen_flowlogs.observe.hcl import parsing
from gen_flowlogs.observe.hcl.evaluation import Effort, Scope, evaluate
from gen_flowlogs.observe.hcl.folders import LARGEST
from gen_flowlogs.observe.hcl.pieces import Piece
from gen_flowlogs.observe.hcl.scanning import clean, scan
from gen_flowlogs.observe.hcl.types import is_textual
from gen_flowlogs.observe.hcl.values import Missing, Value, failed, truth

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from gen_flowlogs.observe.hcl.folders import Reading
    from gen_flowlogs.observe.hcl.syntax import Block, Expression


@dataclass(frozen=True, slots=True)
class Inputs:
    """Values of variables. `texts` are those of `--var`, which the type of their variable decides about."""

    texts: Mapping[str, str]
    values: Mapping[str, Value]

    def of(self, name: str, type_: Expression | None) -> Value:
        """The value of a variable. Raises KeyError where it has none."""
        if name not in self.texts:
            return self.values[name]
        if is_textual(type_):
            return self.texts[name]
        try:
            return evaluate(parsing.expression(clean(self.texts[name])), _nowhere())
        except parsing.SyntaxProblemError:
            return Missing(f"the value of --var {name} is not valid for its type")


def is_sensitive(variable: Block, scope: Scope) -> bool:
    """Whether a variable is declared sensitive, or may be."""
    argument = variable.arguments.get("sensitive")
    return argument is not None and truth(evaluate(argument.expression, scope)) is not False


class _Nothing:
    """No module: values of files refer to nothing."""

    def find(self, root: str, steps: Sequence[str | int]) -> tuple[Value, int]:
        """Refuse any reference."""
        del root
        return failed("a value of a variable refers to something"), len(steps)


def _nowhere() -> Scope:
    return Scope(_Nothing(), Effort())


def read(folder: Path, var_files: Sequence[Path], variables: Mapping[str, str], reading: Reading) -> Inputs:
    """The inputs of the root module in a folder. Raises SourceError for one of `var_files` that cannot be used."""
    values: dict[str, Value] = {}
    for path in automatic(folder):
        try:
            values |= _file(path)
        except SourceError as error:
            reading.note(Source(str(path)), f"the file is not read: {error.why}")
    for path in var_files:
        values |= _file(path)
    return Inputs(variables, values)


def automatic(folder: Path) -> list[Path]:
    """The files that Terraform reads by itself, in its order."""
    first = [folder / "terraform.tfvars", folder / "terraform.tfvars.json"]
    others = sorted(each for each in folder.glob("*") if each.name.endswith((".auto.tfvars", ".auto.tfvars.json")))
    return [each for each in (*first, *others) if each.is_file()]


def _file(path: Path) -> Mapping[str, Value]:
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
        text = clean(data.decode())
    except OSError as error:
        raise SourceError(str(path), f"it cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise SourceError(str(path), "it is not UTF-8", "save it as UTF-8") from error
    if len(data) > LARGEST:
        raise SourceError(str(path), f"it has more than {LARGEST} bytes")
    return _json(path, text) if path.name.endswith(".json") else _values(path, text)


def _json(path: Path, text: str) -> Mapping[str, Value]:
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(str(path), "it is not JSON") from error
    if not isinstance(loaded, dict):
        raise SourceError(str(path), "it is no object of JSON")
    return loaded


def _values(path: Path, text: str) -> Mapping[str, Value]:
    scanned = scan(text)
    try:
        body = parsing.body(Piece(type="", labels=(), text=scanned.text, line=1, heredocs=scanned.heredocs))
    except parsing.SyntaxProblemError as error:
        raise SourceError(str(path), f"line {error.line}: {error}") from error
    scope = _nowhere()
    return {name: evaluate(argument.expression, scope) for name, argument in body.arguments.items()}
