"""Templates → `generator/gen_flowlogs/compiled_templates.py`, a function for each, so that no command needs Jinja.

`make golden` runs it, and tests hold the module equal to what this makes, and its text to Jinja's own. What a template
may have is little, and `tests/test_templates.py` says what: names and attributes, `for`, `if`, and `is none`.
"""

from __future__ import annotations

import keyword
import sys
from typing import TYPE_CHECKING
from zlib import crc32

from jinja2 import nodes

from catalogue import ROOT
from gen_flowlogs.render import environment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

TEMPLATES = ROOT / "templates"
MODULE = ROOT / "generator" / "gen_flowlogs" / "compiled_templates.py"
END = ".tf.j2"

HEAD = '''\
"""The templates as functions: views → pieces of text. Made by tests/support/compile_templates.py from templates/.

Change the templates, then `make golden`. Until then `render` takes a template that was changed through Jinja.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Write = Callable[[Any], str]
    Template = Callable[[Any, Write], Iterator[str]]

'''


def module(texts: Mapping[str, str]) -> str:
    """The module for templates: file name → text."""
    functions = [f"\n{function(name, text)}\n" for name, text in texts.items()]
    rows = [f'    "{name}": ({crc32(text.encode())}, {_stem(name)}),\n' for name, text in texts.items()]
    table = "\nTEMPLATES: Final[Mapping[str, tuple[int, Template]]] = {\n" + "".join(rows) + "}\n"
    what = '"""File name → the checksum (CRC-32) of the template that was compiled, and its function."""\n'
    return HEAD + "".join(functions) + table + what


def function(name: str, text: str) -> str:
    """One template as a function."""
    body = _body(environment().parse(text).body, frozenset())
    head = f"def {_stem(name)}(view: Any, write: Write) -> Iterator[str]:\n"
    return head + "".join(f"    {line}\n" for line in body)


def _stem(name: str) -> str:
    return _identifier(name.removesuffix(END))


def _identifier(name: str) -> str:
    if not name.isidentifier() or keyword.iskeyword(name) or name in {"view", "write"}:
        raise ValueError(f"{name!r} cannot be a name in Python here")
    return name


def _body(children: Iterable[nodes.Node], local: frozenset[str]) -> list[str]:
    return [line for child in children for line in _lines(child, local)]


def _lines(node: nodes.Node, local: frozenset[str]) -> Iterator[str]:
    match node:
        case nodes.Output(nodes=items):
            *first, last = "".join(_piece(item, local) for item in items).splitlines(keepends=True)
            yield "yield (" if first else f"yield {_text(last)}"
            yield from (f"    {_text(line)}" for line in ([*first, last] if first else ()))
            yield from ([")"] if first else ())
        case nodes.For(target=nodes.Name(name=name), iter=values, body=body, else_=[], test=None, recursive=False):
            yield f"for {_identifier(name)} in {_value(values, local)}:"
            yield from _indented(_body(body, local | {name}))
        case nodes.If(test=test, body=body, elif_=[], else_=other):
            yield f"if {_condition(test, local)}:"
            yield from _indented(_body(body, local))
            if other:
                yield "else:"
                yield from _indented(_body(other, local))
        case _:
            raise ValueError(f"line {node.lineno}: a template has no {type(node).__name__}")


def _text(body: str) -> str:
    """A string, or an f-string where it has values."""
    return f"f{body!r}" if "{write(" in body else repr(body.replace("{{", "{").replace("}}", "}"))


def _indented(lines: list[str]) -> Iterator[str]:
    yield from (f"    {line}" for line in lines or ["pass"])


def _piece(node: nodes.Node, local: frozenset[str]) -> str:
    """A part of an f-string."""
    if isinstance(node, nodes.TemplateData):
        return node.data.replace("{", "{{").replace("}", "}}")
    return f"{{write({_value(node, local)})}}"


def _value(node: nodes.Node, local: frozenset[str]) -> str:
    match node:
        case nodes.Name(name=name):
            return name if name in local else f"view.{name}"
        case nodes.Getattr(node=inner, attr=name):
            return f"{_value(inner, local)}.{name}"
        case _:
            raise ValueError(f"line {node.lineno}: a template has no {type(node).__name__}")


def _condition(node: nodes.Node, local: frozenset[str]) -> str:
    match node:
        case nodes.Not(node=nodes.Test(name="none", node=inner)):
            return f"{_value(inner, local)} is not None"
        case nodes.Test(name="none", node=inner):
            return f"{_value(inner, local)} is None"
        case nodes.Not(node=inner):
            return f"not {_value(inner, local)}"
        case _:
            return _value(node, local)


def made() -> str:
    """The module for the templates as they are."""
    return module({path.name: path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.glob(f"*{END}"))})


def main() -> int:
    """Write the module."""
    text = made()
    if not MODULE.is_file() or MODULE.read_text(encoding="utf-8") != text:
        MODULE.write_text(text, encoding="utf-8")
        print(MODULE.relative_to(ROOT))  # noqa: T201 - what a script is for
    return 0


if __name__ == "__main__":
    sys.exit(main())
