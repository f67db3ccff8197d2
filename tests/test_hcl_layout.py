"""The white space that `layout` sets is what `terraform fmt` sets, and nothing but white space."""

from __future__ import annotations

import functools
import random
import re
import sys
import unicodedata
from itertools import count, pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import terraform
from gen_flowlogs.hcl import Call, Comment, Each, Label, Map, Ref, interpolate, layout, write

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ("a", "id", "vpc_id", "log_destination_type", "max_aggregation_interval", "tags", "s3-key", "for", "policy")
TEXTS = (
    *(
        "",
        "x",
        "x {",
        "[",
        "}",
        "a = b",
        "#",
        "// x",
        "${x}",
        "%{ if x }",
        "<<EOF",
        'say "x" {',
        "a\nb",
        "\\",
        "é",
        "x = {",
    ),
    *(
        "한국",
        "e\u0301",
        "👩\u200d💻",
        "\U0001f1e9\U0001f1ea",
        "\u0e33\u0e01",
        "a\u200db",
        "\u202e",
        "\u0600a",
        "\u1112\u1161",
    ),
)
REFS = (Ref("aws_vpc.x.id"), Ref('module.a["b"].c'), Ref("data.aws_vpcs.x.ids"), Ref("each.value"))

ALIKE = (range(0x3400, 0xA000), range(0xAC00, 0xD7A4), range(0x17000, 0x18D00), range(0x20000, 0x40000))
"""Ideographs and syllables: a sample of them will do."""


def unchanged_by_terraform(files: dict[str, str], folder: Path) -> list[str]:
    """The files that `terraform fmt` would change, or cannot read."""
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    ran = terraform.run("fmt", "-check", "-list=true", "-no-color", folder=folder)
    assert ran.code in {0, 3}, ran.err[:2000]
    return ran.out.split()


class Shapes:
    """Random files, of everything that the writer and the templates can put in a row, with white space of any sort."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.numbers = count()  # Terraform refuses an attribute that is there twice

    def value(self, depth: int = 0) -> object:
        rng = self.rng
        kinds = ["text"] * 4 + ["ref", "number", "bool", "joined"] + ["tuple", "map", "call", "each"] * (depth < 3)
        match rng.choice(kinds):
            case "text":
                return "".join(rng.choices(TEXTS, k=rng.randint(0, 3)))
            case "ref":
                return rng.choice(REFS)
            case "number":
                return rng.randint(-3, 100_000)
            case "bool":
                return rng.random() < 0.5
            case "joined":
                return interpolate(rng.choice(TEXTS), rng.choice(REFS), rng.choice(TEXTS))
            case "tuple":
                return tuple(self.value(depth + 1) for _ in range(rng.choice((0, 1, 1, 2, 3))))
            case "map":
                return self.map(depth)
            case "call":
                arguments = tuple(self.value(depth + 1) for _ in range(rng.choice((1, 1, 2))))
                return Call(rng.choice(("jsonencode", "toset", "merge")), arguments)
            case _:
                return Each(Ref("aws_flow_log.x"), "id")

    def map(self, depth: int) -> Map:
        keys = {
            "".join(self.rng.choices((*TEXTS, *WORDS), k=self.rng.randint(1, 2))) for _ in range(self.rng.randint(0, 4))
        }
        return Map(tuple((key, self.value(depth + 1)) for key in sorted(keys)))

    def body(self, depth: int) -> list[str]:
        lines: list[str] = []
        for _ in range(self.rng.choice((0, 1, 2, 3, 5, 8))):
            match self.rng.choices(("attribute", "comment", "blank", "block", "empty"), (12, 2, 3, 2, 1))[0]:
                case "attribute":
                    name = f"{self.rng.choice(WORDS)}{next(self.numbers)}"
                    lines += f"{name}{self.gap()}={self.gap()}{write(self.value())}".split("\n")
                case "comment":
                    lines += write(Comment("".join(self.rng.choices(TEXTS, k=3)))).split("\n")
                case "blank":
                    lines += [""] * self.rng.randint(1, 3)
                case "block" if depth < 3:
                    lines += self.block("rule", depth + 1)
                case _:
                    lines += ["filter {}"]
        return lines

    def block(self, head: str, depth: int) -> list[str]:
        body = self.body(depth)
        return [f"{head} {{", *body, "}"]

    def gap(self) -> str:
        return " " * self.rng.randint(1, 4)

    def file(self) -> str:
        lines: list[str] = []
        for number in range(self.rng.randint(0, 4)):
            head = f"resource {write(Label('aws_flow_log'))} {write(Label(f'x{number}'))}"
            if self.rng.random() < 0.4:
                lines += write(Comment(self.rng.choice(TEXTS))).split("\n")
            lines += [""] * self.rng.choice((0, 0, 0, 1, 2))
            lines += self.block(head, 0) if self.rng.random() < 0.9 else [f"{head} {{}}"]
            lines += [""] * self.rng.randint(0, 3)
        ends = [" " * self.rng.choice((0, 0, 0, 1, 3)) for _ in lines]
        return "\n".join(f"{' ' * self.rng.randint(0, 5)}{line}{end}" for line, end in zip(lines, ends, strict=True))


@functools.cache
def shapes() -> list[str]:
    return [Shapes(seed).file() for seed in range(4000)]


def without_white_space(text: str) -> str:
    return re.sub(r"\s", "", text)


@terraform.needs_terraform
def test_terraform_fmt_changes_nothing(tmp_path):
    files = {f"f{number}.tf": layout(text) for number, text in enumerate(shapes())}
    assert unchanged_by_terraform(files, tmp_path) == []


@terraform.needs_terraform
def test_every_character_of_a_key_is_one_column(tmp_path):
    """Two neighbours each, so that what joins them would show; Terraform's Unicode may be newer than Python's."""
    codes = (code for code in range(sys.maxunicode + 1) if not any(code in block for block in ALIKE) or code % 50 == 0)
    assigned = [char for char in map(chr, codes) if unicodedata.category(char) not in {"Cs", "Co", "Cn"}]
    files = {}
    for start in range(0, len(assigned), 5000):
        part = assigned[start : start + 5000]
        keys = dict.fromkeys([*part, *(f"x{char}x" for char in part), *map("".join, pairwise(part))])
        items = Map(tuple((key, 1) for key in keys))
        files[f"f{start}.tf"] = layout(f"locals {{\na = {write(items)}\n}}\n")
    assert unchanged_by_terraform(files, tmp_path) == []


def test_layout_changes_white_space_only():
    for text in shapes():
        assert without_white_space(layout(text)) == without_white_space(text)


def test_layout_keeps_every_line_and_its_text():
    def said(text: str) -> list[str]:
        return [
            re.sub(r'^([\w-]+|"(?:[^"\\]|\\.)*") += +', r"\1 = ", line.strip())
            for line in text.split("\n")
            if line.strip()
        ]

    for text in shapes():
        assert said(layout(text)) == said(text)


def test_layout_is_its_own_fixed_point():
    for text in shapes():
        assert layout(layout(text)) == layout(text)


@pytest.mark.parametrize("text", ["", "\n", " \n\n  \n"])
def test_nothing_stays_nothing(text):
    assert layout(text) == ""


def test_blank_lines():
    text = """


# head

# one
a {

  x = 1


  y = 2

  b {


  }

}
# two
c {}
d {
}
"""
    assert (
        layout(text)
        == """\
# head

# one
a {
  x = 1

  y = 2

  b {
  }
}

# two
c {}

d {
}
"""
    )


def test_alignment():
    text = """a {
bb = 1
ccc = "x = {"
d = {
"e" = 1
"ff = {" = [
"gg = h",
]
"iii" = 2
}
jjjj = 3
# k = 1
lllll    = 4
}"""
    assert (
        layout(text)
        == """\
a {
  bb  = 1
  ccc = "x = {"
  d = {
    "e" = 1
    "ff = {" = [
      "gg = h",
    ]
    "iii" = 2
  }
  jjjj = 3
  # k = 1
  lllll = 4
}
"""
    )


@pytest.mark.parametrize("text", ["a {", "}", "a {\n}\n}", "}\na {"])
def test_brackets_that_do_not_match_are_a_fault_of_ours(text):
    with pytest.raises(ValueError, match="bracket"):
        layout(text)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_no_text_of_a_spec_moves_a_bracket(texts: list[str]):
    body = "\n".join(f"k = {write(text)}\n{write(Comment(text))}\nm = {write(Map(((text, text),)))}" for text in texts)
    lines = layout(f"x {{\n{body}\n}}\n").split("\n")
    assert lines[-2:] == ["}", ""]
    assert all(line.startswith("  ") for line in lines[1:-2])
