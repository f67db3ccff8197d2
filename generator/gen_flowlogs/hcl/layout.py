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

_NAME = r'[ \t]*+([A-Za-z_][A-Za-z0-9_-]*+|"(?:[^"\\]|\\.)*+")'
_NAMED = pattern(f"{_NAME} *+")
_LINE = pattern(rf"(?:{_NAME} *+= ++)?+[ \t]*+(.*+)")
_TRAILING = pattern(r"[ \t]+\n")
_OPENING = frozenset("{[(")
_CLOSING = frozenset("}])")


def layout(text: str) -> str:
    """Text with its white space set. Raises ValueError where brackets do not match, which is a template's fault."""
    out: list[str] = []
    depth = 0
    edge = True  # the last line opened something, or there is none yet
    text = f"{text}\n"
    if " \n" in text or "\t\n" in text:
        text = _TRAILING.sub("\n", text)
    for paragraph in text.split("\n\n"):
        lines = paragraph.strip("\n")
        if not lines:
            continue
        said, closes, depth, opens = _paragraph(lines, depth)
        if not (edge or closes):
            out.append("")
        out.append(said)
        edge = opens
    if depth:
        raise ValueError("a bracket that nothing closes")
    return "\n".join([*out, ""]) if out else ""


@lru_cache(maxsize=256)
def _paragraph(text: str, depth: int) -> tuple[str, bool, int, bool]:
    """Lines without an empty one between, of which many resources have the same.

    Returns:
        The lines laid out, whether the first one closes something, the depth after them, and whether the last one opens
        something.
    """
    out: list[str] = []
    names: list[str] = []  # of the attributes in neighbouring lines that are not yet written
    values: list[str] = []
    edge = blank = False  # the last line opened something; an empty line is wanted before the next one
    for line in text.split("\n"):
        head, equals, rest = line.partition(" = ")
        name = _named(head) if equals else ""
        if name is None or rest[:1] == " ":  # the text of a string has an equals sign, or the line has blanks to spare
            name, rest = _LINE.findall(line)[0]
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
        said = f"{name} = {rest}" if name else line.lstrip(" \t")
        if said[0] in _CLOSING:
            depth -= 1
        elif blank:
            out.append("")
        out.append("  " * depth + said)
        edge = said[-1] in _OPENING and said[0] != "#"
        depth += edge
        blank = depth == 0 and said[0] != "#"
        if depth < 0:
            raise ValueError(f"a bracket that nothing opened: {said}")
    if names:
        out += map(str.__add__, _columns(depth, *names), values)
    return "\n".join(out), text.lstrip(" ")[0] in _CLOSING, depth, edge


@lru_cache(maxsize=1024)
def _named(head: str) -> str | None:
    """The name of an attribute, if that is all that stands before an equals sign; many lines have the same one."""
    found = _NAMED.fullmatch(head)
    return None if found is None else found[1]


@lru_cache(maxsize=1024)
def _columns(depth: int, *names: str) -> tuple[str, ...]:
    """The lines of attributes that stand in a row, up to their values: `=` below `=`."""
    width = max(map(len, names))
    return tuple(f"{'  ' * depth}{name:<{width}} = " for name in names)
