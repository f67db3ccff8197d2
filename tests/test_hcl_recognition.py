"""Terraform's expressions in an author's texts: which are recognised, and which texts only look a little like them."""

from __future__ import annotations

import pytest

from gen_flowlogs.hcl import recognition


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("aws_vpc.main.id", "aws_vpc.main.id"),
        ("${aws_vpc.main.id}", "aws_vpc.main.id"),
        ("${ var.vpc_id }", "var.vpc_id"),
        ("local.ids", "local.ids"),
        ('module.net["a"].ids[0]', 'module.net["a"].ids[0]'),
        ("data.aws_vpc.main.id", "data.aws_vpc.main.id"),
        ("aws_vpc.main", None),
        ("module.net", None),
        ("${var.env}-logs", None),
        ("${one(module.net.ids)}", None),
        ("acme.flow.logs", None),
        ("variable.x.y", None),
        ("vpc-0a1b2c3d", None),
        ("", None),
    ],
)
def test_a_text_that_is_a_reference(text: str, reference: str | None):
    assert recognition.reference(text) == reference


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("${var.env}-logs", True),
        ("a $${x}", True),
        ("module.net", True),
        ("var.x", True),
        ("a var.x", False),
        ("$5 {a}", False),
        ("{env}-logs", False),
        ("local", False),
    ],
)
def test_a_text_that_holds_an_expression(text: str, *, holds: bool):
    assert recognition.holds_expression(text) is holds
