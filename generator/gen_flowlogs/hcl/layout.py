"""The white space of a file: indentation, aligned `=`, blank lines. Changes nothing else; equals `terraform fmt`.

Relies on what `writer` promises and the templates keep to: a line that opens something ends in its bracket, the line
that closes it starts with the bracket, and a string never spans lines. So the first and the last character of a line
say what it does, whatever text a spec has put between them: a string ends in a quote, and a comment starts with `#`.

`terraform fmt` (hclwrite, format.go) aligns the `=` of neighbouring lines that hold a whole attribute. A blank line, a
comment and a line that opens or closes something stand between neighbours. Blank lines it leaves alone; here they are
at most one, none at the inner edge of a bracket, and exactly one between the blocks of a file.
"""

from __future__ import annotations

from functools import lru_cache

from gen_flowlogs.lazy_pattern import pattern

# A line: the name of the attribute that it starts, if it does, and what follows. One pass for a whole file.
_LINE = pattern(r'[ \t]*+(?:([A-Za-z_][A-Za-z0-9_-]*+|"(?:[^"\\\n]|\\[^\n])*+") *+= ++)?+([^\n]*+)\n')
_TRAILING = pattern(r" +\n")
_OPENING = frozenset("{[(")
_CLOSING = frozenset("}])")


def layout(text: str) -> str:
    """Text with its white space set. Raises ValueError where brackets do not match, which is a template's fault."""
    out: list[str] = []
    names: list[str] = []  # of the attributes in neighbouring lines that are not yet written
    values: list[str] = []
    depth = 0
    edge = True  # the last line opened something, or there is none yet
    blank = False  # an empty line is wanted before the next line
    for name, rest in _lines(text):
        if name and rest[-1] not in _OPENING:
            if blank:
                out.append("")
            names.append(name)
            values.append(rest)
            edge = blank = False
            continue
        if names:
            out += map(str.__add__, _columns(depth, *names), values)
            names, values = [], []
        if not rest:
            blank = not edge
            continue
        if rest[0] in _CLOSING:
            depth -= 1
        elif blank:
            out.append("")
        out.append("  " * depth + (f"{name} = {rest}" if name else rest))
        edge = rest[-1] in _OPENING and rest[0] != "#"
        depth += edge
        blank = depth == 0 and rest[0] != "#"
        if depth < 0:
            raise ValueError(f"a bracket that nothing opened: {rest}")
    if depth:
        raise ValueError("a bracket that nothing closes")
    return "\n".join([*out, ""]) if out else ""


def _lines(text: str) -> list[tuple[str, str]]:
    """The parts of each line; the last one is empty."""
    text += "\n\n"
    return _LINE.findall(_TRAILING.sub("\n", text) if " \n" in text else text)


@lru_cache(maxsize=1024)
def _columns(depth: int, *names: str) -> tuple[str, ...]:
    """The lines of attributes that stand in a row, up to their values: `=` below `=`."""
    width = max(map(len, names))
    return tuple(f"{'  ' * depth}{name:<{width}} = " for name in names)
