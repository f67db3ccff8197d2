"""The examples of docs/decode.md print what the page says."""

from __future__ import annotations

import pytest

import decode_page
from record_containers import CONTAINERS

TEXT = decode_page.PAGE.read_text(encoding="utf-8")
BLOCKS = decode_page.blocks(TEXT)


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_an_example_prints_what_the_page_says(number: int):
    command, expected, code = BLOCKS[number]
    found = decode_page.said(command)
    assert (found.err + found.out, found.code) == (expected, code)


def test_there_are_examples_of_each_form():
    assert len(BLOCKS) >= 8
    assert {"--labels", "--summary", "--where", "--columns", "--format", "--for"} <= set(
        " ".join(command for command, _, _ in BLOCKS).split()
    )


def test_every_container_of_the_tests_is_in_the_table():
    table = TEXT[TEXT.index("| container |") :].split("\n\n")[0].lower()
    for name in CONTAINERS:
        words = name.lower().replace("--format short", "").split(",")[0].split()
        assert any(word in table for word in words if len(word) > 3), name
