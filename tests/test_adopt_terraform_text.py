"""Blocks as text, and what the real Terraform makes of them: instances with keys of any text are forgotten."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import terraform
from gen_flowlogs.adopt.binding.forgetting import by_way_of_dummies
from gen_flowlogs.adopt.binding.terraform_text import Import, ModuleCall, Moved, Removed, file, targets, written
from gen_flowlogs.hcl import Ref
from gen_flowlogs.observe import addresses
from gen_flowlogs.observe.addresses import Address, Call

if TYPE_CHECKING:
    from pathlib import Path

KEYS = (
    'a"b',
    "a\\b",
    "${var.x}",
    "%{if true}",
    "$${x}",
    "two\nlines",
    "\u00e9\u202e",
    "tfsec:ignore:x",
    "sp ace",
    "*/",
    "",
)


def at(key: int | str | None = None, label: str = "x", *calls: Call) -> Address:
    return Address(type="terraform_data", label=label, key=key, calls=calls)


def test_a_file():
    blocks = (
        Moved(at(0, "x", Call("a", "b"), Call("c")), at()),
        Import(at("k"), "${id}"),
        Removed(at()),
        ModuleCall("m", "../out/m", (("id", Ref("var.x")), ("longer", "${text}")), Ref("aws.west")),
    )
    assert (
        file(["Head", "", "\u202eof two"], blocks)
        == """\
# Head
#
# \\u202eof two

terraform {
  required_version = ">= 1.7"
}

moved {
  from = module.a["b"].module.c.terraform_data.x[0]
  to   = terraform_data.x
}

import {
  to = terraform_data.x["k"]
  id = "$${id}"
}

removed {
  from = terraform_data.x

  lifecycle {
    destroy = false
  }
}

module "m" {
  source = "../out/m"

  providers = {
    aws = aws.west
  }

  id     = var.x
  longer = "$${text}"
}
"""
    )
    assert list(targets(file([], blocks))) == [at(), at("k")]


def test_targets_leave_dummies_out():
    assert list(targets(file([], by_way_of_dummies([at("k"), at()])))) == []
    assert list(targets("  to = what is no address\nto = a.b\n")) == []


@pytest.mark.parametrize("key", [*KEYS, 0, None])
def test_an_address_is_read_back(key: int | str | None):
    assert addresses.parse(written(at(key, "x", Call("m", key)))) == at(key, "x", Call("m", key))
    assert written(at(key)).isprintable()


@terraform.needs_terraform
def test_terraform_forgets_instances_whatever_their_keys_are(tmp_path: Path):
    inside = Call("inner", "a b")
    old = [*(at(key) for key in KEYS), at(1, "counted"), at(1, "y", inside), at(None, "z", inside)]
    instances = [_instance(each, number) for number, each in enumerate([*old, at(0, "counted"), at(0, "y", inside)])]
    state = {
        "version": 4,
        "terraform_version": "1.7.0",
        "serial": 1,
        "lineage": "x",
        "outputs": {},
        "resources": instances,
    }
    (tmp_path / "terraform.tfstate").write_text(json.dumps(state))
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner/main.tf").write_text('resource "terraform_data" "y" {\n  count = 1\n}\n')
    (tmp_path / "main.tf").write_text(
        'resource "terraform_data" "counted" {\n  count = 1\n}\n\n'
        'module "inner" {\n  source   = "./inner"\n  for_each = toset(["a b"])\n}\n'
    )
    (tmp_path / "adopt.tf").write_text(file(["Forgets"], by_way_of_dummies(old)))
    assert terraform.run("init", folder=tmp_path).code == 0
    ran = terraform.run("plan", "-out=plan.bin", folder=tmp_path)
    assert ran.code == 0, ran.err
    plan = json.loads(terraform.run("show", "-json", "plan.bin", folder=tmp_path).out)
    changes = {
        addresses.parse(each.get("previous_address", each["address"])): each["change"]["actions"][0]
        for each in plan["resource_changes"]
    }
    kept = (at(0, "counted"), at(0, "y", inside))
    assert changes == {**dict.fromkeys(old, "forget"), **dict.fromkeys(kept, "no-op")}


def _instance(address: Address, number: int) -> dict[str, object]:
    module = "".join(f'module.{call.name}["{call.key}"]' for call in address.calls)
    attributes = {"id": f"id-{number}", "input": None, "output": None, "triggers_replace": None}
    return {
        **({"module": module} if module else {}),
        "mode": "managed",
        "type": address.type,
        "name": address.label,
        "provider": 'provider["terraform.io/builtin/terraform"]',
        "instances": [{"index_key": address.key, "schema_version": 0, "attributes": attributes}]
        if address.key is not None
        else [{"schema_version": 0, "attributes": attributes}],
    }
