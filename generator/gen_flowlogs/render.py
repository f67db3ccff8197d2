"""Views and templates → the files of a spec, as a value: path → text.

A view's fields are the names in its template, `templates/<stem>.tf.j2`. Everything that a template outputs goes through
`hcl.write`. Reads templates; writes nothing.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zlib import crc32

from gen_flowlogs.compiled_templates import TEMPLATES
from gen_flowlogs.dataclass import fields
from gen_flowlogs.hcl import harmless, layout, write
from gen_flowlogs.hcl.gaps import laid_out
from gen_flowlogs.shipped import shipped, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jinja2 import Environment

    from gen_flowlogs.compiled_templates import Template

FileSet = dict[str, str]
"""Path below the output folder, with `/` → text."""

_TEMPLATES = shipped("templates", "templates")


def render(files: Mapping[str, Any], *, header: str) -> FileSet:
    """The text of each file whose view is there and has something to say.

    `files`: stem, with its folder if it has one (`flow_logs`, `network-use1/flow_logs`) → a dataclass, or None.
    `header`: the first line of each file, from `header.line`. Raises AttributeError, or Jinja's errors, where a
    template and its view do not fit, TypeError or ValueError where a value has no HCL.
    """
    _refuse_other_lines(header)
    return {f"{stem}.tf": f"{header}\n\n{body}" for stem, body in _bodies(files)}


def render_together(files: Mapping[str, Any], path: str, *, header: str) -> FileSet:
    """The texts of all files as one file, in the order of `files`. The rest is as for `render`."""
    _refuse_other_lines(header)
    return {path: f"{header}\n\n" + "\n".join(body for _, body in _bodies(files))}


def _refuse_other_lines(header: str) -> None:
    if not header.startswith("#") or harmless(header) != header:
        raise ValueError(f"a header is one line of comment, not {header!r}")


def _bodies(files: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The stem and text of each file that has something to say, without its header."""
    for stem, view in files.items():
        if view is None:
            continue
        body = _body(f"{stem.rpartition('/')[2]}.tf.j2", view)
        if body:
            yield stem, body


def _body(name: str, view: Any) -> str:
    """The text of a template for a view: by its function if there is one of the template as it is, else by Jinja."""
    function = _function(name)
    if function is not None:
        return laid_out(lambda write: function(view, write))
    values = {field.name: getattr(view, field.name) for field in fields(view)}
    return layout(environment().get_template(name).render(values))


@lru_cache
def _function(name: str) -> Template | None:
    checksum, function = TEMPLATES.get(name, (None, None))
    text = _template(name)
    return function if text is not None and crc32(text.encode()) == checksum else None


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Jinja as the templates are written for it. Only a template that was changed in a checkout needs it."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined  # noqa: PLC0415 - a third of a short command

    return Environment(
        loader=FunctionLoader(_template),
        undefined=StrictUndefined,
        finalize=write,
        autoescape=False,  # noqa: S701 - HTML's escapes; HCL's are made by `finalize`
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _template(name: str) -> str | None:
    try:
        return text_of(_TEMPLATES / name)
    except OSError:
        return None
