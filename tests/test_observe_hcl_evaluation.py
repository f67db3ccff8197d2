"""Expressions of `.tf` files have the values that Terraform gives them, or none."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

import pytest

import terraform
from gen_flowlogs.observe.hcl import parsing
from gen_flowlogs.observe.hcl.evaluation import Effort, Scope, evaluate
from gen_flowlogs.observe.hcl.folders import Reading
from gen_flowlogs.observe.hcl.inputs import Inputs
from gen_flowlogs.observe.hcl.modules import Module, Run
from gen_flowlogs.observe.hcl.scanning import clean
from gen_flowlogs.observe.hcl.sources import Sources
from gen_flowlogs.observe.hcl.values import Missing, Value

if TYPE_CHECKING:
    from pathlib import Path

BESIDE = r"""
variable "set" { default = "given" }
variable "empty" { default = null }
variable "number" {
  type    = number
  default = "60"
}
variable "flag" {
  type    = bool
  default = "true"
}
variable "names" {
  type    = set(string)
  default = ["b", "a", "b"]
}
variable "settings" {
  type = object({
    on   = bool
    days = optional(number, 7)
    name = optional(string)
  })
  default = { on = "true", more = 1 }
}
locals {
  list  = ["a", "b", "c"]
  table = { b = 2, a = 1, "c.d" = { e = [10, 20] } }
  text  = "é${"$"}{x}"
  nulls = [null, "", "x"]
}
"""

EXPRESSIONS = (
    "1", "-1", "1.50", "0.1 + 0.2 < 0.4", "true", "null", '"a"', '""', r'"\"\\\n\t\u00e9\U0001f600"',
    '"$${a} %%{b} $$${1} $ % $$"', '"${1}"', '"${true}"', '"a${1 + 1}b"', '"${local.list[0]}-${local.table.b}"',
    '"${"${"x"}"}"', '<<E\n a\n  b ${local.list[1]} "q" \\n $${c}\nE\n', "<<-E\n   a\n     b\n\n   c\n   E\n",
    "<<-E\n\ta\n\t\tb\n\tE\n", "[]", "{}", '[1, "a", true, null]', '{ a = 1, "b c" = 2, (local.list[0]) = 3 }',
    "{ a : 1 }", "local.list[1]", 'local.table["a"]', 'local.table["c.d"].e[1]', "local.table.b", "local.text",
    "var.set", "var.empty", "var.number", "var.flag", "var.names", "var.settings", "var.settings.days",
    "var.settings.name == null", "1 + 2 * 3 - 4 / 2 % 3", "(1 + 2) * 3", "7 / 2", "-7 % 3", "!true", "-local.table.b",
    "1 == 1", "1 != 1", '"a" == "a"', "null == null", '"a" == null', "[1] == [1]", "{ a = 1 } == { a = 1 }",
    "2 > 1 && 1 >= 1 || false", "1 < 2", "2 <= 1", 'true ? "a" : "b"', "var.empty == null ? 1 : 2",
    "false ? 1 : true ? 2 : 3", "local.list[*]", "local.table[*].a", "[{ a = 1 }, { a = 2 }][*].a", "[{ a = 1 }].*.a",
    "var.empty[*]", "[{ a = [1, 2] }, { a = [3, 4] }][*].a[0]", "[for x in local.list : upper(x)]",
    '[for i, x in local.list : i if x != "b"]', "{ for k, v in { b = 2, a = 1 } : upper(k) => v }",
    "[for k, v in { b = 2, a = 1 } : k]", "{ for x in local.list : x => x }", "merge({ a = 1 }, { b = 2, a = 3 })",
    "merge({ a = 1 }, null)", 'concat(["a"], [], ["b", "c"])', 'compact(["a", "", null, "b"])',
    "flatten([[1, [2]], [], [3]])", "distinct([2, 1, 2])", "element(local.list, 4)", "length(local.list)",
    "length(local.table)", 'length("é")', 'lookup({ a = 1 }, "b", 2)', 'lookup({ a = "x" }, "a", "y")',
    "keys({ b = 1, a = 2 })", "values({ b = 1, a = 2 })", 'toset(["b", "a", "b"])', 'tolist(["a"])',
    'tomap({ a = "b" })', "one([])", "one([1])", "reverse([1, 2])", 'sort(["b", "a"])', 'contains(["a"], "a")',
    'contains(["a"], "b")', 'zipmap(["a", "b"], [1, 2])', "slice([1, 2, 3], 1, 3)", "range(3)", "range(1, 7, 2)",
    'coalesce("", null, "x")', 'coalescelist([], ["a"])', 'try(local.list[9], "fell")', "try(var.empty.x, 1)",
    "can(local.list[9])", "can(local.list[0])", 'format("%s-%d-%v-%%", "a", 3, true)', 'format("%03d", 7)',
    'join("-", ["a", "b"])', 'join(",", [])', 'join("", [1, 2])', 'lower("AB")', 'upper("ab")', 'title("a b-c")',
    'replace("a-b-c", "-", "_")', 'split("/", "a/b//c")', 'split(",", "")', 'substr("hello", 1, 3)',
    'substr("hello", -3, -1)', 'trimspace("  a ")', 'trim("xxaxx", "x")', 'trimprefix("ab", "a")',
    'trimsuffix("ab", "b")', 'chomp("a\\n")', 'startswith("ab", "a")', 'endswith("ab", "a")', "tostring(1)",
    'tonumber("7")', 'tobool("true")', "min(3, 1)", "max(3, 1)", 'jsonencode({ b = [1, "<é>"], a = null, c = 1.5 })',
    'jsondecode("{\\"a\\": [1]}").a[0]', "local.list...[0]" if False else "local.list.0", "concat([local.list]...)",
    "merge([{ a = 1 }, { b = 2 }]...)", "var.flag ? local.nulls[2] : 1",
)  # fmt: skip


def module(folder: Path, text: str) -> Module:
    (folder / "main.tf").write_bytes(text.encode())
    reading = Reading()
    inputs = Inputs({}, {})
    return Module(reading.folder(folder), Run(inputs=inputs, sources=Sources(folder, reading), workspace=None))


def value(text: str, beside: str, folder: Path, steps: int = 100_000) -> Value:
    return evaluate(parsing.expression(clean(text)), Scope(module(folder, beside), Effort(steps=steps)))


@terraform.needs_terraform
def test_values_are_those_of_terraform(tmp_path: Path):
    outputs = "".join(f'output "o{number}" {{\n  value = {text}\n}}\n' for number, text in enumerate(EXPRESSIONS))
    own = module(tmp_path, BESIDE + outputs)
    ran = terraform.run("apply", "-auto-approve", "-no-color", folder=tmp_path)
    assert ran.code == 0, ran.err[:2000]
    theirs = json.loads((tmp_path / "terraform.tfstate").read_bytes())["outputs"]
    differing = {
        text: (own.output(f"o{number}"), theirs.get(f"o{number}", {}).get("value"))
        for number, text in enumerate(EXPRESSIONS)
        if own.output(f"o{number}") != theirs.get(f"o{number}", {}).get("value")
    }
    assert differing == {}


UNKNOWN = {
    "aws_vpc.main.id": "aws_vpc.main.id is known only after an apply",
    "aws_vpc.absent.id": "aws_vpc.absent is not declared here",
    "var.none": "var.none is not declared here",
    "var.unset": "var.unset has no value",
    "var.hidden": "var.hidden is sensitive",
    "local.none": "local.none is not declared here",
    "local.itself": "local.itself refers to itself",
    "local.one": "local.one refers to itself",
    "data.aws_vpc.main.id": "data.aws_vpc.main is not declared here",
    "module.none.id": "module.none is not declared here",
    "terraform.workspace": "the workspace is not known",
    "path.module": "path has no value here",
    "each.key": "each has no value here",
    "count.index": "count has no value here",
    "self.id": "self has no value here",
    "uuid()": "the function uuid is not evaluated",
    "nothing": "nothing is no reference",
    '"a-${aws_vpc.main.id}"': "aws_vpc.main.id is known only after an apply",
    'aws_vpc.main.id == ""': "aws_vpc.main.id is known only after an apply",
    "var.unset ? 1 : 2": "var.unset has no value",
    "var.unset && true": "var.unset has no value",
    "[for x in var.unset : x]": "var.unset has no value",
    "var.unset[*].id": "var.unset has no value",
    "merge({}, var.unset)": "var.unset has no value",
    "concat([], var.unset)": "var.unset has no value",
    "compact([var.unset])": "var.unset has no value",
    'coalesce(var.unset, "a")': "var.unset has no value",
    "toset([aws_vpc.main.id])": "aws_vpc.main.id is known only after an apply",
    "jsonencode({ a = aws_vpc.main.id })": "aws_vpc.main.id is known only after an apply",
    '1 == "1"': "values of different types are compared",
    "[1, 2][5]": "a list has no such element",
    "{}.a": "a map has no such key",
    '"a".b': "an attribute is asked for of a value that has none",
    "lower([])": "lower does not take these arguments",
    'replace("a", "/a/", "b")': "replace by a pattern is not evaluated",
    'format("%x", 1)': "format with %x is not evaluated",
    '{ for x in ["a"] : x => 1... }': "it groups values by their keys",
    '"%{ if true }a%{ endif }"': "it has a directive %{…}",
    "1 / 0": "the operation is not valid",
    "999999999999999999 * 999": "a number is too large",
    "1" * 40: "a number has too many digits",
}  # fmt: skip


@pytest.mark.parametrize(("text", "why"), UNKNOWN.items())
def test_anything_else_is_unknown_with_its_reason(text: str, why: str, tmp_path: Path):
    beside = """
resource "aws_vpc" "main" {}
variable "unset" {}
variable "hidden" {
  default   = "secret"
  sensitive = true
}
locals {
  itself = local.itself
  one    = "${local.two}"
  two    = upper(local.one)
}
"""
    found = value(text, beside, tmp_path)
    assert isinstance(found, Missing)
    assert found.why == why


def test_an_unknown_part_does_not_hide_what_is_known(tmp_path: Path):
    beside = 'resource "aws_vpc" "main" {\n  count = 2\n}\nvariable "unset" {}\n'
    first = value('element(concat(aws_vpc.main.*.id, [""]), 0)', beside, tmp_path)
    assert isinstance(first, Missing)
    assert first.symbol is not None
    assert first.symbol.traversal == "aws_vpc.main[0].id"
    assert value('join("", slice(aws_vpc.main.*.id, 0, 1))', beside, tmp_path) == first
    assert value('compact([aws_vpc.main[0].id, ""])[0]', beside, tmp_path) == first
    assert value("try(aws_vpc.main[7].id, aws_vpc.main[0].id)", beside, tmp_path) == first
    assert value('coalesce(aws_vpc.main[0].id, "x")', beside, tmp_path) == first
    assert value("length(aws_vpc.main)", beside, tmp_path) == 2
    assert value("false && var.unset", beside, tmp_path) is False
    assert value("var.unset || true", beside, tmp_path) is True
    assert value("{ a = var.unset, b = 1 }.b", beside, tmp_path) == 1


HOSTILE = {
    "brackets": "[" * 5_000 + "]" * 5_000,
    "parentheses": "(" * 50 + "1" + ")" * 50,
    "operators": " + ".join(["1"] * 3_000),
    "conditions": "true ? 1 : " * 500 + "2",
    "steps": "local.a" + ".b" * 3_000,
    "strings": '"${' * 40 + "1" + '}"' * 40,
    "nots": "!" * 300 + "true",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_depth_is_bounded(text: str, tmp_path: Path):
    with contextlib.suppress(parsing.SyntaxProblemError):
        assert isinstance(value(text, "locals {\n  a = {}\n}\n", tmp_path), (int, Missing))


def test_what_grows_is_bounded(tmp_path: Path):
    doubled = "".join(f'  l{n} = "${{local.l{n - 1}}}${{local.l{n - 1}}}"\n' for n in range(1, 30))
    listed = "".join(f"  m{n} = concat(local.m{n - 1}, local.m{n - 1})\n" for n in range(1, 30))
    shared = "".join(f"  n{n} = [local.n{n - 1}, local.n{n - 1}]\n" for n in range(1, 25))
    beside = f'locals {{\n  l0 = "lol"\n  m0 = [1]\n  n0 = [1]\n{doubled}{listed}{shared}}}\n'
    for name in ("local.l29", "local.m29", "jsonencode(local.n24)", "flatten(local.n24)", "distinct(local.n24)"):
        assert isinstance(value(name, beside, tmp_path), Missing), name
    nested = "[for a in range(9999) : [for b in range(9999) : a + b]]"
    assert value(nested, "", tmp_path, steps=10_000) == Missing("there is too much to evaluate")
