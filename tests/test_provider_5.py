"""What needs AWS provider 6 is taken out of a spec, so that provider 5 can judge all the rest of it.

Version 6 is not always at hand, and `terraform validate` of version 5 refuses a whole module for one argument that it
does not know. So each spec that needs 6 is compiled once more without what needs it, and Terraform is asked about
that; and this file proves that nothing else is lost on the way.
"""

from __future__ import annotations

import contextlib
import copy
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import catalogue
import parsed_terraform
import terraform
from catalogue import Case
from gen_flowlogs import pipeline
from gen_flowlogs.aws.fields import TAG_FIELDS

if TYPE_CHECKING:
    from pathlib import Path

    from parsed_terraform import Block

WHOLLY = {"ok/stacks-sovereign"}
"""Cases of which nothing is left without version 6."""
ABOVE_5 = tuple(
    case for case in catalogue.ok_cases() if catalogue.provider(case) > (5, 100) and str(case) not in WHOLLY
)
GATEWAYS = frozenset({"regional_nat_gateway", "regional_nat_gateways"})
_PROTECTION = "deletion_protection_enabled"
NEEDS_6 = frozenset({"regional_nat_gateway_id", "tag_field_specification", _PROTECTION})
"""What version 5 does not have: arguments and blocks of aws_flow_log and aws_cloudwatch_log_group."""

each = pytest.mark.parametrize("case", ABOVE_5, ids=str)


def without(spec: Any) -> Any:
    """A spec without regional NAT gateways, tag fields and the keys of their tags, and deletion protection."""
    tags = {field for both in TAG_FIELDS.values() for field in both}
    kept = {name: point for name, point in spec["capture_points"].items() if not GATEWAYS & set(point)}
    filters = {name: dict(one) for name, one in spec.get("filters", {}).items()}
    for one in filters.values():
        if one.pop("tag_fields", None):
            one["fields"] = {**one["fields"], "add": [name for name in one["fields"]["add"] if name not in tags]}
            if not one["fields"]["add"]:
                del one["fields"]["add"]
    destinations = copy.deepcopy(spec["destinations"])
    for one in destinations.values():
        one.get("cloudwatch_logs", {}).pop("deletion_protection", None)
    return {**spec, "filters": filters, "destinations": destinations, "capture_points": kept}


def compiled(case: Case) -> dict[str, str]:
    spec = without(yaml.safe_load((case.folder / case.spec).read_bytes()))
    with contextlib.chdir(case.folder):
        data = yaml.safe_dump(spec, sort_keys=False).encode()
        result = pipeline.compile(data, case.spec, read=catalogue.read, today=case.as_of)
    assert result.files is not None, [each.message for each in result.diagnostics]
    return dict(result.files)


def test_there_are_such_cases():
    assert {str(case) for case in ABOVE_5} == {"ok/provider-6", "specs/prod"}


@each
def test_only_what_needs_6_is_taken_out(case: Case):
    """Every block of the output is in the variant too, to the last argument, but for what the list names."""
    whole, variant = blocks(catalogue.files(case)), blocks(compiled(case))
    assert variant.keys() <= whole.keys()
    gone = {address: block for address, block in whole.items() if address not in variant}
    changed = {address: block for address, block in whole.items() if block != variant.get(address, block)}

    kinds = {"aws_flow_log", "aws_cloudwatch_log_group"}
    able = {address for address in whole if address[0] == "resource" and address[1] in kinds}
    newer = {address for address in able if needs_6(whole[address])}
    assert newer
    assert newer == able & (gone.keys() | changed.keys())
    for address in newer & changed.keys():
        taken = {"log_format", "tag_field_specification"} if "aws_flow_log" in address else {_PROTECTION}
        assert differing(whole[address], variant[address]) == taken
    assert not any(needs_6(block) for block in variant.values())

    # What else there is to lose: what only they use, what lists them all, and the floor.
    used = repr([whole[address] for address in newer] + [gone.get(("locals",))])
    for address in (gone.keys() | changed.keys()) - newer - {("output", "flow_log_ids"), ("terraform",), ("locals",)}:
        kind, *names = address
        assert kind in {"variable", "data"}, f"{address} is lost, and provider 5 has it"
        assert ".".join({"variable": ["var"]}.get(kind, [kind]) + names) in used
    locals_ = [table[("locals",)].arguments if ("locals",) in table else {} for table in (whole, variant)]
    assert {f"local.{name}" for name in locals_[0].keys() - locals_[1].keys()} == {
        word for address in newer for word in re.findall(r"local\.\w+", repr(whole[address]))
    }
    assert locals_[1].items() <= locals_[0].items()


@terraform.needs_provider
def test_terraform_validate_accepts_what_is_left(tmp_path: Path):
    lowest = [
        block for case in ABOVE_5 for address, block in blocks(compiled(case)).items() if address == ("terraform",)
    ]
    found = [re.search(r">= (\d+)\.(\d+)", repr(block)[repr(block).index("hashicorp/aws") :]) for block in lowest]
    assert all(one and (int(one[1]), int(one[2])) <= (5, 100) for one in found)
    problems = terraform.validate({str(case): standing_alone(case) for case in ABOVE_5}, tmp_path)
    assert not problems, problems


def standing_alone(case: Case) -> dict[str, str]:
    """A variant with the author's files; a module of the author's, which is not here, is a variable of any type."""
    files = compiled(case)
    called = sorted({name for text in files.values() for name in re.findall(r"= module\.(\w+)\.", text)})
    stub = "".join(f'variable "module_{name}" {{\n  type    = any\n  default = null\n}}\n' for name in called)
    files = {path: re.sub(r"(?<== )module\.(?=\w+\.)", "var.module_", text) for path, text in files.items()}
    return {**files, **case.stubs, "modules.tf": stub}


def blocks(files: dict[str, str]) -> dict[tuple[str, ...], Block]:
    """Each block by its type and labels."""
    assert not any("/" in path for path in files)
    return {(block.type, *block.labels): block for block in parsed_terraform.module(files)}


def needs_6(block: Block) -> bool:
    return bool(NEEDS_6 & {*block.arguments, *(nested.type for nested in block.blocks)})


def differing(one: Block, other: Block) -> set[str]:
    """Names of the arguments and blocks in which two blocks differ."""
    names = {*one.arguments, *other.arguments, *(nested.type for block in (one, other) for nested in block.blocks)}
    return {name for name in names if _of(one, name) != _of(other, name)}


def _of(block: Block, name: str) -> Any:
    return block.arguments.get(name), [nested for nested in block.blocks if nested.type == name]
