"""Parse blocks with python-hcl2: a `Piece` of a file → its `Block`. Nothing else knows python-hcl2.

The library's tree is used as it is, and its loader is not: that one loses lines, and which text is a string.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.observe.errors import SourceError
from gen_flowlogs.observe.hcl.literals import number, unescaped
from gen_flowlogs.observe.hcl.pieces import HEREDOC, Piece
from gen_flowlogs.observe.hcl.scanning import quoted, scan
from gen_flowlogs.observe.hcl.syntax import (
    Argument,
    Attribute,
    Block,
    Comprehension,
    Conditional,
    Expression,
    FunctionCall,
    Index,
    Listing,
    Literal,
    Name,
    Operation,
    Splat,
    Table,
    Template,
    Unsupported,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lark import Token, Tree

    Node = Tree[Token]

DEEPEST: Final = 80  # nodes of python-hcl2 in one another; each is two frames of Python, or three
_CONSTANTS: Final = {"true": True, "false": False, "null": None}
_PLACEHOLDER = pattern(f"{HEREDOC}([0-9]+){HEREDOC}")


class SyntaxProblemError(Exception):
    """A block that python-hcl2 does not read; the text is a clause, and holds nothing of the block."""

    def __init__(self, line: int, why: str) -> None:
        """Keep the line."""
        self.line = line
        super().__init__(why)


def require(file: str) -> None:
    """Raise SourceError for a file where python-hcl2 is not installed."""
    try:
        import hcl2  # noqa: F401, PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise SourceError(
            file,
            "reading .tf files needs python-hcl2",
            'run `pip install "python-hcl2>=8.1,<9"`, or give a state instead',
        ) from error


def block(piece: Piece) -> Block:
    """The block of a piece. Raises SyntaxProblemError."""
    found = [each for each in body(piece).blocks if each.type == piece.type]
    if len(found) != 1:
        raise SyntaxProblemError(piece.line, "its syntax is not valid")
    return found[0]


def body(piece: Piece) -> Block:
    """The arguments and blocks of a text without a head, such as a file of values. Raises SyntaxProblemError."""
    return _Reading(piece).body(_tree(piece.text, piece.line), ("",), piece.line)


def expression(text: str) -> Expression:
    """A single expression in a clean text. Raises SyntaxProblemError."""
    scanned = scan(f"value = {text}\n")
    read = body(Piece(type="", labels=(), text=scanned.text, line=1, heredocs=scanned.heredocs))
    if set(read.arguments) != {"value"} or read.blocks:
        raise SyntaxProblemError(1, "its syntax is not valid")
    return read.arguments["value"].expression


def _tree(text: str, line: int) -> Node:
    from hcl2.api import parses_to_tree  # noqa: PLC0415 - an extra, and slow to import
    from lark.exceptions import LarkError, UnexpectedInput  # noqa: PLC0415

    try:
        return _trees(parses_to_tree(text))[0]
    except UnexpectedInput as error:
        at = error.line if isinstance(error.line, int) and error.line > 0 else 1
        raise SyntaxProblemError(line + at - 1, "its syntax is not valid") from None
    except (LarkError, ValueError):
        raise SyntaxProblemError(line, "its syntax is not valid") from None


class _Reading:
    """A piece being read: python-hcl2's tree → syntax."""

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        self.depth = 0

    def body(self, node: Node, head: tuple[str, ...], line: int) -> Block:
        """A body, with the head of its block."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise SyntaxProblemError(line, "its blocks are nested too deeply")
        arguments: dict[str, Argument] = {}
        blocks: list[Block] = []
        for each in _trees(node):
            at = self.piece.line + getattr(each.meta, "line", 1) - 1
            parts = _trees(each)
            if each.data == "attribute":
                arguments[_text(parts[0])] = Argument(self.expression(parts[1]), at)
            elif each.data == "block":
                blocks.append(self.body(parts[-1], tuple(self._label(part) for part in parts[:-1]), at))
        self.depth -= 1
        return Block(type=head[0], labels=head[1:], arguments=arguments, blocks=tuple(blocks), line=line)

    def expression(self, node: Node) -> Expression:
        """An expression, unless it is too deep."""
        self.depth += 1
        try:
            return Unsupported("it is nested too deeply") if self.depth > DEEPEST else self._expression(node)
        finally:
            self.depth -= 1

    def _expression(self, node: Node) -> Expression:  # noqa: C901, PLR0912 - one arm for each form of the grammar
        inner = _trees(node)
        match node.data:
            case "expr_term" | "interpolation":
                return self.expression(inner[0])
            case "int_lit" | "float_lit":
                return number(_text(node))
            case "literal_value":
                return Literal(_CONSTANTS[_text(node)])
            case "identifier":
                return Name(_text(node))
            case "string":
                return self._string(inner)
            case "tuple":
                return Listing(self._all(inner))
            case "object":
                return Table(tuple(self._item(each) for each in inner))
            case "get_attr_expr_term":
                return Attribute(self.expression(inner[0]), self._step(inner[1]))
            case "index_expr_term":
                return Index(self.expression(inner[0]), self._key(inner[1]))
            case "attr_splat_expr_term" | "full_splat_expr_term":
                steps = tuple(
                    self._step(each) if each.data == "get_attr" else self._key(each) for each in _trees(inner[1])
                )
                return Splat(self.expression(inner[0]), steps)
            case "function_call":
                return self._call(inner)
            case "conditional":
                condition, yes, no = self._all(inner)
                return Conditional(condition, yes, no)
            case "unary_op":
                return Operation(_text(node), None, self.expression(inner[0]))
            case "binary_op":
                operator, right = _trees(inner[1])
                return Operation(_text(operator).strip(), self.expression(inner[0]), self.expression(right))
            case "for_tuple_expr" | "for_object_expr":
                return self._comprehension(node, inner)
        return Unsupported("its form is not known")

    def _all(self, nodes: Iterable[Node]) -> tuple[Expression, ...]:
        return tuple(self.expression(each) for each in nodes)

    def _item(self, node: Node) -> tuple[Expression, Expression]:
        key, value = _trees(node)
        term = _trees(key)[0]
        bare = term.data == "keyword" or (term.data == "expr_term" and not _text(term))
        read = Name(_text(term)) if term.data == "keyword" else self.expression(term)
        return (Literal(read.name) if bare and isinstance(read, Name) else read), self.expression(value)

    def _key(self, node: Node) -> Expression:
        inner = _trees(node)
        return self.expression(inner[0]) if inner else number(_text(node).removeprefix("."))

    def _step(self, node: Node) -> str:
        return _text(_trees(node)[0])

    def _splat_step(self, node: Node) -> str | Expression:
        return self._step(node) if node.data == "get_attr" else self._key(node)

    def _call(self, inner: list[Node]) -> Expression:
        name = "::".join(_text(each) for each in inner if each.data == "identifier")
        listed = [each for each in inner if each.data == "arguments"]
        arguments = self._all(_trees(listed[0])) if listed else ()
        return FunctionCall(name, arguments, spread=bool(listed) and "..." in _text(listed[0]))

    def _comprehension(self, node: Node, inner: list[Node]) -> Expression:
        *names, of = _trees(inner[0])
        values = [each for each in inner[1:] if each.data != "for_cond"]
        conditions = [_trees(each)[0] for each in inner if each.data == "for_cond"]
        if "..." in _text(node):
            return Unsupported("it groups values by their keys")
        return Comprehension(
            names=tuple(_text(each) for each in names),
            of=self.expression(of),
            key=self.expression(values[0]) if len(values) > 1 else None,
            value=self.expression(values[-1]),
            condition=self.expression(conditions[0]) if conditions else None,
        )

    def _string(self, parts: Iterable[Node]) -> Expression:
        read: list[Expression] = []
        for part in parts:
            text, inner = _text(part), _trees(part)
            heredoc = _PLACEHOLDER.fullmatch(text)
            if heredoc:
                return _template(quoted(self.piece.heredocs[int(heredoc[1])]))
            if not inner:
                read.append(Literal(unescaped(text)))
            elif inner[0].data == "interpolation":
                read.append(self.expression(inner[0]))
            else:
                read.append(Unsupported("it has a directive %{…}"))
        if len(read) > 1 or (read and not isinstance(read[0], Literal)):
            return Template(tuple(read))
        return read[0] if read else Literal("")

    def _label(self, node: Node) -> str:
        return "".join(_text(each) for each in _trees(node)) if node.data == "string" else _text(node)


def _template(text: str | None) -> Expression:
    try:
        return Unsupported("its template is not valid") if text is None else expression(text)
    except SyntaxProblemError:
        return Unsupported("its template is not valid")


def _trees(node: Node) -> list[Node]:
    """The nodes in a node, without white space."""
    return [each for each in node.children if not isinstance(each, str) and each.data != "new_line_or_comment"]


def _text(node: Node) -> str:
    """The tokens of a node itself."""
    return "".join(each for each in node.children if isinstance(each, str))
