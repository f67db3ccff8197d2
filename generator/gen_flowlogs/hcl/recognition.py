"""Terraform's expressions in texts of an author, recognised so that a message can offer the right form.

Comes in: a text that stands where none is read. Goes out: the reference that it is, or whether it holds an expression.
"""

from __future__ import annotations

from gen_flowlogs.lazy_pattern import pattern

_STEP = r'(?:\.[A-Za-z_][A-Za-z0-9_-]*|\[(?:0|[1-9][0-9]{0,8}|"[A-Za-z0-9_./:@=+, -]{1,128}")\])'
_NAME = r"\.[A-Za-z_][A-Za-z0-9_-]*"
_REFERENCE = pattern(
    rf"(?:(?:local|var){_NAME}{_STEP}*|(?:module|aws_[a-z0-9_]+){_NAME}{_STEP}*{_NAME}{_STEP}*"
    rf"|data\.[a-z0-9_]+{_NAME}{_STEP}*{_NAME}{_STEP}*)"
)
_WRAPPED = pattern(r"\$\{\s*([^{}]*?)\s*\}")
_MODULE = pattern(rf"module{_NAME}")
_BARE = pattern(r"(?:var|local)\.([a-z][a-z0-9_]*)")
_NAMED = pattern(r"\$\$?\{\s*(?:(?:var|local|each)\.([a-z][a-z0-9_]*)|terraform\.(workspace))\s*\}")


def reference(text: str) -> str | None:
    """The traversal that a whole text is, bare or as `${…}`; None for any other text."""
    wrapped = _WRAPPED.fullmatch(text.strip())
    bare = wrapped[1] if wrapped else text.strip()
    return bare if _REFERENCE.fullmatch(bare) else None


def with_values(text: str) -> tuple[str, str] | None:
    """A template whose expressions are all variables or locals, with `{name}` for each; and the first of their names.

    None for any other text.
    """
    if bare := _BARE.fullmatch(text):
        return f"{{{bare[1]}}}", bare[1]
    names = [one or other for one, other in _NAMED.findall(text)]
    made = _NAMED.sub(lambda found: f"{{{found[1] or found[2]}}}", text)
    return (made, names[0]) if names and "${" not in made else None


def holds_expression(text: str) -> bool:
    """Whether Terraform would not take a text literally, or it is a reference as a whole."""
    return "${" in text or reference(text) is not None or _MODULE.fullmatch(text) is not None


def mapping(traversal: str) -> str:
    """`{var: NAME}` or `{ref: TRAVERSAL}`, as an author writes a traversal."""
    name = traversal.removeprefix("var.")
    if name != traversal and not {".", "["} & set(name):
        return f"{{var: {name}}}"
    if {"[", '"'} & set(traversal):
        escaped = traversal.replace("'", "''")
        return f"{{ref: '{escaped}'}}"
    return f"{{ref: {traversal}}}"
