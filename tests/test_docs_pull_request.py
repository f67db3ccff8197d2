"""The picture in docs/pull-request.md: its Markdown is what the command prints, and the picture shows that Markdown."""

from __future__ import annotations

import importlib.util
import struct
import sys
from typing import TYPE_CHECKING

import pytest

from catalogue import ROOT

if TYPE_CHECKING:
    from types import ModuleType


@pytest.fixture(scope="module")
def made() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_pull_request", ROOT / "docs/make_pull_request.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_markdown_is_what_the_command_prints(made: ModuleType):
    assert made.MARKDOWN.read_text(encoding="utf-8") == made.markdown(), "if this is meant: make golden, make picture"


def test_the_picture_was_made_from_that_markdown(made: ModuleType):
    png = made.PICTURE.read_bytes()
    assert made.made_from(png) == made.digest(made.MARKDOWN.read_text(encoding="utf-8")), "make picture, and look at it"
    assert len(png) < 200_000
    width, height = struct.unpack(">II", png[16:24])
    assert (width, height > 800) == (1125, True)


def test_another_markdown_has_another_picture(made: ModuleType):
    png = made.PICTURE.read_bytes()
    bare = png[: len(made.SIGNATURE) + 25] + b"rest"
    assert made.made_from(bare) is None
    assert made.made_from(made.signed(bare, "a")) == made.digest("a") != made.digest("b")
    assert made.signed(bare, "a").endswith(b"rest")


def test_the_page_says_what_the_picture_is(made: ModuleType):
    text = " ".join(made.PAGE.read_text(encoding="utf-8").split())
    assert "](pull-request.png)" in text
    assert "rendered locally with GitHub's style sheet and its first fold opened" in text
    assert "it is not a screenshot of GitHub." in text
