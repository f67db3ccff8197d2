"""What `terraform show -json` prints of a state and of a plan → what exists, and what the code refers to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import states
from gen_flowlogs import observe
from gen_flowlogs.captures.givens import traversal
from gen_flowlogs.model import Reference, Variable
from gen_flowlogs.observe.existing import Source, Unknown
from states import FLOW_LOG, GROUP_ARN, VPC, change, code, flow_log, log_group, plan, shown, shown_resource
from test_observe_state import noted, read, survive

if TYPE_CHECKING:
    from gen_flowlogs.observe.existing import Existing, FlowLog, Managed

CHILD = {
    "address": 'module.net["eu"]',
    "resources": [shown_resource("aws_flow_log", "this", flow_log(1), index=0)],
    "child_modules": [
        {
            "address": 'module.net["eu"].module.in',
            "resources": [shown_resource("aws_flow_log", "that", flow_log(2), index='a"b')],
        }
    ],
}


def test_a_shown_state_tells_what_the_raw_one_tells(tmp_path: Path):
    one = read(states.one(), tmp_path)
    other = read(shown(shown_resource("aws_flow_log", "main", flow_log())), tmp_path)
    assert one.flow_logs == other.flow_logs


def test_modules_and_keys(tmp_path: Path):
    existing = read(shown(shown_resource("aws_flow_log", "main", flow_log()), children=(CHILD,)), tmp_path)
    assert [str(each.address) for each in existing.flow_logs] == [
        "aws_flow_log.main",
        'module.net["eu"].aws_flow_log.this[0]',
        'module.net["eu"].module.in.aws_flow_log.that["a\\"b"]',
    ]
    assert (existing.states[0].terraform_version, existing.states[0].declared) == ("1.11.4", None)


def test_an_empty_state_is_shown_as_next_to_nothing(tmp_path: Path):
    existing = read({"format_version": "1.0"}, tmp_path)
    assert (existing.flow_logs, existing.complete, len(existing.states)) == ((), True, 1)


def test_sensitive_tainted_and_deposed(tmp_path: Path):
    options = [{"file_format": "hunter3"}, {"file_format": "hunter2"}]
    secret = flow_log(
        tags={"a": "hunter2"}, tags_all={"a": "hunter2"}, log_format="hunter2", destination_options=options
    )
    marks = {"tags": {"a": True}, "log_format": True, "destination_options": [{"file_format": "?"}], "x": None}
    document = shown(
        shown_resource("aws_flow_log", "main", secret, sensitive_values=marks, tainted=True),
        shown_resource("aws_flow_log", "main", flow_log(1), deposed_key="a1b2c3d4"),
        shown_resource("aws_vpc", "x", {"id": "hunter2"}, sensitive_values=True),
    )
    existing = read(document, tmp_path)
    (found,) = existing.flow_logs
    assert (found.id, found.tainted) == (FLOW_LOG, True)
    assert isinstance(found.tags, Unknown)
    assert isinstance(found.log_format, Unknown)
    assert isinstance(found.options, Unknown)
    assert [each.deposed for each in existing.states[0].resources] == [1, 0]
    assert [at for at, _ in noted(existing)] == ["aws_flow_log.main"]
    assert "hunter2" not in repr(existing)


def test_dependencies(tmp_path: Path):
    own = shown_resource("aws_flow_log", "main", flow_log(), depends_on=["aws_vpc.main", "data.aws_region.x"])
    assert read(shown(own), tmp_path).states[0].resources[0].needs == ("aws_vpc.main",)


VPC_RESOURCE = shown_resource("aws_vpc", "main", {"id": VPC, "arn": "x"})
GROUP = shown_resource("aws_cloudwatch_log_group", "logs", log_group())
PRIOR = shown(shown_resource("aws_flow_log", "main", flow_log()), VPC_RESOURCE, GROUP)


def of_plan(root: dict[str, Any], tmp_path: Path, prior: Any = PRIOR, **parts: Any) -> FlowLog:
    existing = read(plan(prior, root, **parts), tmp_path)
    assert existing.notes == ()
    return existing.flow_logs[0]


def test_the_references_of_a_plan(tmp_path: Path):
    root = {
        "resources": [
            code(
                "aws_flow_log",
                "main",
                vpc_id=["aws_vpc.main.id", "aws_vpc.main"],
                log_destination=["aws_cloudwatch_log_group.logs.arn", "aws_cloudwatch_log_group.logs"],
                iam_role_arn=["var.role"],
            )
        ],
        "variables": {"role": {}},
    }
    existing = read(plan(PRIOR, root, variables={"role": {"value": states.ROLE_ARN}}), tmp_path)
    assert existing.flow_logs[0].givens == {
        "vpc_id": Reference("aws_vpc.main.id"),
        "log_destination": Reference("aws_cloudwatch_log_group.logs.arn"),
        "iam_role_arn": Variable("role"),
    }
    assert existing.values["aws_vpc.main.id"] == VPC
    assert existing.values["var.role"] == states.ROLE_ARN
    assert existing.values["aws_cloudwatch_log_group.logs.arn"] == GROUP_ARN
    assert existing.states[0].declared == {"aws_flow_log.main"}


@pytest.mark.parametrize(
    "references",
    [
        [],
        ["each.value"],
        ["var.vpc_ids", "count.index"],
        ["aws_vpc.main.arn", "aws_vpc.main"],
        ["aws_vpc.other.id", "aws_vpc.other"],
        ["aws_vpc.main"],
        ["aws_vpc.main.id", "aws_vpc.main", "var.role"],
        ["local.vpc_id"],
        ["var.other"],
        ["var.absent"],
        ["module.absent.vpc_id", "module.absent"],
        ["module"],
        ["module.a[b].x", "module.a[b]"],
        [7],
        "aws_vpc.main.id",
    ],
    ids=str,
)
def test_what_is_not_certainly_the_value_is_no_reference(references: Any, tmp_path: Path):
    root = {"resources": [code("aws_flow_log", "main", vpc_id=references)], "variables": {"other": {}}}
    assert of_plan(root, tmp_path, variables={"other": {"value": "vpc-11111111"}}).givens == {}


def test_a_prefix_behind_the_bucket_is_not_its_reference(tmp_path: Path):
    bucket = shown_resource("aws_s3_bucket", "b", {"arn": "arn:aws:s3:::logs", "bucket": "logs", "id": "logs"})
    own = flow_log(log_destination="arn:aws:s3:::logs/vpc", log_destination_type="s3")
    root = {"resources": [code("aws_flow_log", "main", log_destination=["aws_s3_bucket.b.arn", "aws_s3_bucket.b"])]}
    prior = shown(shown_resource("aws_flow_log", "main", own), bucket)
    assert of_plan(root, tmp_path, prior).givens == {}


def test_references_lead_up_through_module_calls(tmp_path: Path):
    inner = {"resources": [code("aws_flow_log", "this", vpc_id=["var.vpc"])]}
    outer = {
        "resources": [code("aws_flow_log", "fixed", vpc_id=["aws_vpc.inner.id", "aws_vpc.inner"])],
        "module_calls": {"inner": {"expressions": {"vpc": {"references": ["var.id"]}}, "module": inner}},
    }
    root = {
        "resources": [],
        "module_calls": {
            "outer": {"expressions": {"id": {"references": ["aws_vpc.main.id", "aws_vpc.main"]}}, "module": outer}
        },
    }
    child = {
        "address": "module.outer[0]",
        "resources": [
            shown_resource("aws_flow_log", "fixed", flow_log(1)),
            shown_resource("aws_vpc", "inner", {"id": f"vpc-{1:017x}"}),
        ],
        "child_modules": [
            {
                "address": "module.outer[0].module.inner",
                "resources": [shown_resource("aws_flow_log", "this", flow_log(), index=0)],
            }
        ],
    }
    existing = read(plan(shown(VPC_RESOURCE, children=(child,)), root), tmp_path)
    fixed, this = existing.flow_logs
    assert this.givens == {"vpc_id": Reference("aws_vpc.main.id")}
    assert fixed.givens == {}  # nothing in the root module leads into another module
    assert existing.states[0].declared == {
        "module.outer.aws_flow_log.fixed",
        "module.outer.module.inner.aws_flow_log.this",
    }


def test_an_output_of_a_module_is_a_reference(tmp_path: Path):
    references = ["aws_vpc.this[0].id", "aws_vpc.this[0]", "aws_vpc.this"]
    root = {
        "resources": [code("aws_flow_log", "main", vpc_id=['module.net["a"].vpc_id', 'module.net["a"]', "module.net"])],
        "module_calls": {"net": {"module": {"outputs": {"vpc_id": {"expression": {"references": references}}}}}},
    }
    child = {"address": 'module.net["a"]', "resources": [shown_resource("aws_vpc", "this", {"id": VPC}, index=0)]}
    prior = shown(shown_resource("aws_flow_log", "main", flow_log()), children=(child,))
    assert of_plan(root, tmp_path, prior).givens == {"vpc_id": Reference('module.net["a"].vpc_id')}
    root["module_calls"]["net"]["module"]["outputs"]["vpc_id"]["sensitive"] = True
    assert of_plan(root, tmp_path, prior).givens == {}


def test_a_sensitive_variable_is_neither_a_value_nor_a_reference(tmp_path: Path):
    root = {
        "resources": [code("aws_flow_log", "main", iam_role_arn=["var.role"])],
        "variables": {"role": {"sensitive": True}, "password": {}},
    }
    variables = {"role": {"value": states.ROLE_ARN}, "password": {"value": "hunter2"}}
    existing = read(plan(PRIOR, root, variables=variables), tmp_path)
    assert existing.flow_logs[0].givens == {}
    assert not {name for name in existing.values if name.startswith("var.")}
    assert "hunter2" not in repr(existing)


def test_the_entries_of_variables(tmp_path: Path):
    variables = {
        "ids": {"value": {'a"b': VPC, "c": 7}},
        "arns": {"value": [states.ROLE_ARN, "hunter2"]},
        "group": {"value": "/flow-logs"},
        "flag": {"value": True},
        "none": {},
    }
    existing = read(plan(PRIOR, {"variables": {name: {} for name in variables}}, variables=variables), tmp_path)
    assert {name: value for name, value in existing.values.items() if name.startswith("var.")} == {
        'var.ids["a\\"b"]': VPC,
        "var.arns[0]": states.ROLE_ARN,
        "var.group": "/flow-logs",
    }


def test_data_sources_are_references(tmp_path: Path):
    data = shown_resource("aws_vpc", "found", {"id": VPC}, mode="data")
    root = {"resources": [code("aws_flow_log", "main", vpc_id=["data.aws_vpc.found.id", "data.aws_vpc.found"])]}
    prior = shown(shown_resource("aws_flow_log", "main", flow_log()), data)
    assert of_plan(root, tmp_path, prior).givens == {"vpc_id": Reference("data.aws_vpc.found.id")}


def test_a_flow_log_that_is_planned(tmp_path: Path):
    after = {key: value for key, value in flow_log().items() if key not in ("id", "arn", "vpc_id", "tags_all")}
    unknown = {"id": True, "arn": True, "vpc_id": True, "tags_all": True, "destination_options": [], "tags": {}}
    root = {"resources": [code("aws_flow_log", "main", vpc_id=["aws_vpc.main.id", "aws_vpc.main"])]}
    document = plan(
        None,
        root,
        change("aws_flow_log.main", "create", after=after, unknown=unknown),
        change("aws_vpc.main", "create", after={"cidr_block": "10.0.0.0/16"}, unknown={"id": True}),
        change("aws_cloudwatch_log_group.logs", "create", after=log_group(), unknown={"arn": True}),
    )
    existing = read(document, tmp_path)
    (found,) = existing.flow_logs
    assert (found.id, str(found.address), found.traffic) == (None, "aws_flow_log.main", "ALL")
    assert found.kind is not None
    assert found.target == found.tags == Unknown("it is known only after an apply")
    assert found.givens == {"vpc_id": Reference("aws_vpc.main.id")}
    assert noted(existing) == [("aws_flow_log.main", "it is planned and not applied")]
    assert existing.states[0].resources == ()
    assert [each.name for each in existing.log_groups] == ["/flow-logs"]


@pytest.mark.parametrize(
    ("actions", "text", "partial"),
    [
        (["delete"], "the plan destroys it", True),
        (["delete", "create"], "the plan replaces it", True),
        (["create", "delete"], "the plan replaces it", True),
        (["forget"], "the plan forgets it", True),
        (["update"], "the plan changes it, and what AWS has before that is read", False),
    ],
)
def test_a_flow_log_that_the_plan_changes(actions: list[str], text: str, partial: bool, tmp_path: Path):  # noqa: FBT001
    existing = read(plan(PRIOR, {}, change("aws_flow_log.main", *actions)), tmp_path)
    assert [(note.source.at, note.text, note.partial) for note in existing.notes] == [
        ("aws_flow_log.main", text, partial)
    ]
    assert [each.id for each in existing.flow_logs] == [FLOW_LOG]


def test_what_a_plan_leaves_alone_is_not_noted(tmp_path: Path):
    changes = [change("aws_flow_log.main", actions) for actions in ("no-op", "read")] + [
        change("aws_vpc.main", "delete")
    ]
    assert read(plan(PRIOR, {}, *changes), tmp_path).notes == ()


def test_a_plan_that_ended_with_an_error(tmp_path: Path):
    existing = read(plan(PRIOR, {}, errored=True), tmp_path)
    assert not existing.complete
    assert [note.text for note in existing.notes] == ["the plan ended with an error, so it is not whole"]


def test_a_plan_without_a_configuration(tmp_path: Path):
    document = plan(PRIOR, {})
    del document["configuration"]
    assert read(document, tmp_path).states[0].declared is None


def test_modules_in_modules_without_end(tmp_path: Path):
    module: dict[str, Any] = {"resources": [code("aws_flow_log", "x")]}
    values: dict[str, Any] = {"address": "module.a", "resources": []}
    for _ in range(200):
        module = {"module_calls": {"a": {"module": module}}}
        values = {"address": "module.a", "child_modules": [values]}
    existing = read(plan(shown(children=(values,)), module), tmp_path)
    assert not existing.complete


def test_outputs_that_refer_to_each_other(tmp_path: Path):
    loop = {"outputs": {"x": {"expression": {"references": ["module.a.x", "module.a"]}}}}
    loop["module_calls"] = {"a": {"module": {"outputs": loop["outputs"]}}}
    root = {
        "resources": [code("aws_flow_log", "main", vpc_id=["module.a.x", "module.a"])],
        "module_calls": {"a": {"module": loop}},
    }
    assert of_plan(root, tmp_path).givens == {}


def test_hostile_values_at_every_place(tmp_path: Path):
    root = {
        "resources": [code("aws_flow_log", "main", vpc_id=["module.m.id", "module.m"], iam_role_arn=["var.role"])],
        "variables": {"role": {"sensitive": False}},
        "module_calls": {
            "m": {
                "expressions": {"x": {"references": ["var.role"]}},
                "module": {"outputs": {"id": {"expression": {"references": ["aws_vpc.v.id", "aws_vpc.v"]}}}},
            }
        },
    }
    child = {"address": "module.m", "resources": [shown_resource("aws_vpc", "v", {"id": VPC})]}
    marks = {"tags": {"Team": False}}
    prior = shown(shown_resource("aws_flow_log", "main", flow_log(), sensitive_values=marks), children=(child,))
    after = {"vpc_id": VPC, "tags": {"a": "b"}}
    document = plan(
        prior,
        root,
        change("aws_flow_log.main", "update"),
        change("aws_flow_log.new", "create", after=after, unknown={"id": True, "tags": {"a": False}}),
        variables={"role": {"value": states.ROLE_ARN}},
    )
    survive(document, tmp_path)


def test_a_source_error_of_a_later_form(tmp_path: Path):
    with pytest.raises(observe.SourceError, match="format_version"):
        read(plan(PRIOR, {}, format_version="2.0"), tmp_path)


REAL = Path(__file__).parent / "data" / "observe"


def managed(existing: Existing) -> dict[str, Managed]:
    return {str(each.address): replace(each, provider="") for each in existing.states[0].resources}


def test_one_root_module_is_the_same_in_each_form():
    raw, shown_state, planned = (observe.read([str(REAL / f"{form}.json")]) for form in ("state", "shown", "plan"))
    assert len(raw.flow_logs) == 8
    for other in (shown_state, planned):
        assert [replace(each, source=Source(""), givens={}) for each in other.flow_logs] == [
            replace(each, source=Source("")) for each in raw.flow_logs
        ]
        assert managed(other) == managed(raw)
        assert (other.notes, other.complete) == ((), True)
    assert planned.states[0].declared == {each.address.base for each in raw.states[0].resources}


def test_the_references_of_a_real_plan():
    existing = observe.read([str(REAL / f"{form}.json") for form in ("state", "plan")])
    assert (len(existing.flow_logs), len(existing.states), existing.notes) == (8, 1, ())
    bucket, group = Reference("aws_s3_bucket.b.arn"), Reference("aws_cloudwatch_log_group.g.arn")
    main, role = Reference("aws_vpc.main.id"), Reference("aws_iam_role.r.arn")
    assert {str(each.address): each.givens for each in existing.flow_logs} == {
        "aws_flow_log.data": {"vpc_id": Reference("data.aws_vpc.found.id"), "log_destination": bucket},
        "aws_flow_log.out": {"vpc_id": Reference('module.net["a"].vpc_id'), "log_destination": bucket},
        'aws_flow_log.subnet["10.0.1.0/24"]': {},
        'aws_flow_log.subnet["10.0.2.0/24"]': {},
        "aws_flow_log.us": {"vpc_id": Reference("aws_vpc.us.id"), "log_destination": bucket},
        "aws_flow_log.vpc": {"vpc_id": main, "log_destination": group, "iam_role_arn": role},
        'module.net["a"].module.deep.aws_flow_log.this[0]': {"vpc_id": main},
        'module.net["b c"].module.deep.aws_flow_log.this[0]': {"vpc_id": main},
    }
    for each in existing.flow_logs:
        for argument, given in each.givens.items():
            told = each.target if argument == "vpc_id" else each.role if "role" in argument else each.log_destination
            assert existing.values[traversal(given)] == told


@pytest.mark.parametrize("form", ["state", "shown", "plan"])
def test_no_sensitive_text_of_a_real_state_is_kept(form: str):
    assert "hunter2" in (REAL / f"{form}.json").read_text()
    assert "hunter2" not in repr(observe.read([str(REAL / f"{form}.json")]))


@pytest.mark.parametrize(
    ("key", "configured", "provider"),
    [
        ("aws", {}, 'provider["registry.terraform.io/hashicorp/aws"]'),
        ("aws.west", {}, 'provider["registry.terraform.io/hashicorp/aws"].west'),
        ("module.a:aws", {}, 'module.a.provider["registry.terraform.io/hashicorp/aws"]'),
        (
            "module.a.module.b:aws",
            {"expressions": {"region": {"constant_value": "us-east-1"}}},
            'module.a.module.b.provider["registry.terraform.io/hashicorp/aws"]',
        ),
        ("module.a.module.b:aws", {}, "registry.terraform.io/hashicorp/aws"),
        (None, {}, "registry.terraform.io/hashicorp/aws"),
    ],
    ids=["root", "alias", "module", "module-in-module", "inherited-through-modules", "unknown"],
)
def test_a_plan_tells_the_provider_as_a_raw_state_does(key: str | None, configured: Any, provider: str, tmp_path: Path):
    own = code("aws_flow_log", "main") | ({} if key is None else {"provider_config_key": key})
    document = plan(shown(shown_resource("aws_flow_log", "main", flow_log())), {"resources": [own]})
    if key is not None:
        document["configuration"]["provider_config"] = {key: {"name": "aws", **configured}}
    existing = read(document, tmp_path)
    assert [each.provider for each in existing.states[0].resources] == [provider]
