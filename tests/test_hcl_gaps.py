"""A template that is laid out with gaps gives what it gives when filled first; each paragraph is laid out once."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue import TODAY, read
from gen_flowlogs import pipeline, render, view
from gen_flowlogs.hcl import Call, Comment, Each, Label, Map, Name, Ref, interpolate, layout, write
from gen_flowlogs.hcl.gaps import laid_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Write = Callable[[Any], str]

TEXT = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from('\0\n\r"#{}[]=$ \\')))
PARAGRAPHS = importlib.import_module("gen_flowlogs.hcl.layout")._paragraph


def block(write: Write, text: str) -> Iterator[str]:
    """All that a template can put into a block, each with a text."""
    values = (text, (text, 1), Map(((text, text), (f"{text}a", (text,)), ("b", Map(((text, text),))))), Ref("a.b"), 1.5)
    more = (True, (), Map(()), interpolate(text, Ref("a.b")), Call("jsonencode", (Map(((text, text),)),)))
    yield f"{write(Comment(text))}\n" + f'resource "x" {write(Label("y"))} {{\n'
    for number, value in enumerate((*values, *more, Each(Ref("a.b"), "id"))):
        yield f"  {write(Name(f'n{number}' * (1 + number % 3)))} = {write(value)}\n"
    yield f"\n\n  b {{\n    {write(Comment(text))}\n  }}\n}}\n"


@given(TEXT)
def test_gaps_change_nothing(text: str):
    assert laid_out(lambda write: block(write, text)) == layout("".join(block(write, text)))


def test_a_gap_that_nothing_fills_is_a_fault_of_ours():
    with pytest.raises(ValueError, match="size"):
        laid_out(lambda write: [f"a = {write('x')}\n", "b = \0\n"])


@pytest.mark.parametrize("value", [None, object, Comment])
def test_what_is_no_hcl_is_refused(value: object):
    with pytest.raises(TypeError):
        laid_out(lambda write: [write(value)])
    with pytest.raises(TypeError):
        laid_out(lambda write: [write(Map((("k", value),)))])


def spec(number: int) -> bytes:
    points = "".join(
        f"  c{each}: {{vpc: vpc-{each:08x}, description: the {each}th, tags: {{Team: t{each}, Cost: c{each}}}}}\n"
        for each in range(number)
    )
    return (
        "version: 1\nname: a\ndestinations: {d: {s3: {bucket: acme-logs, expire_days: 400, file_format: parquet}}}\n"
        f"defaults: {{destinations: d}}\ncapture_points:\n{points}"
    ).encode()


def test_the_paragraphs_of_many_flow_logs_are_laid_out_once():
    made = view.views(pipeline.compile(spec(200), "a.yaml", read=read, today=TODAY).spec)
    PARAGRAPHS.cache_clear()
    text = render.render({"flow_logs": made["flow_logs"]}, header="# a")["flow_logs.tf"]
    assert text.count("aws_flow_log") == 200
    assert PARAGRAPHS.cache_info().misses <= 4
