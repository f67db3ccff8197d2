"""What is generated delivers and lets nobody else in, judged from the Terraform that is written.

`test_policies` judges the policies as data. Here they are read back from the text of every root module, and found the
way Terraform would find them: from a flow log to its role and its log group or bucket, from there to policy and key.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import pytest

import catalogue
import parsed_terraform
from gen_flowlogs.aws.regions import logs_suffix, partition_of
from gen_flowlogs.captures.locations import Location
from gen_flowlogs.hcl import Interpolation, Ref, interpolate
from gen_flowlogs.model import GivenArn, Reference, Variable
from gen_flowlogs.policies import Condition, Policy, Principal, Statement, delivery, destinations
from gen_flowlogs.policies.evaluate import resolve
from gen_flowlogs.policies.requests import KEY
from gen_flowlogs.policies.verdict import Delivery, answer_of, needed
from parsed_terraform import Block, Call, Expression, Resources, Template
from policy_verdict import Verdict, unwanted, verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from catalogue import Case
    from gen_flowlogs.hcl import Text

SHIPPED = catalogue.committed()
CASES = catalogue.ok_cases()
(ORGANISATION,) = (case for case in SHIPPED if case.name == "specs/org")
ASKED = ("role_trust", "role_permissions", "bucket_policy", "key_policy")
UNRELATED = "arn:aws:dynamodb:us-east-1:999900009999:table/x"
AMBIENT = ("111122223333", "us-east-1")

TARGETS = {
    "vpc_id": "vpc", "subnet_id": "subnet", "eni_id": "network-interface", "transit_gateway_id": "transit-gateway",
    "transit_gateway_attachment_id": "transit-gateway-attachment", "regional_nat_gateway_id": "natgateway",
}  # fmt: skip
"""Argument of a flow log → the kind of resource in an ARN of EC2. Source: service authorization reference, 2026-10."""

INERT = {  # what it is → a case that has it
    # AWS's example has it, but describing a key has no encryption context
    "LogGroupUsesKey: kms:Describe* gone": "specs/prod",
    # the case also has every subnet
    "PassToDelivery: iam:AssociatedResourceARN arn:…:ec2:…:…:subnet/… changed": "ok/streams",
}
"""What of a statement turns no verdict, and why it is there."""


@dataclass(frozen=True)
class Root:
    """One root module, decoded from its text."""

    stack: str | None
    resources: Resources
    locals: dict[str, Any]
    outputs: dict[str, Any]
    place: Location
    environment: dict[str, str]

    def of(self, kind: str) -> dict[str, Block]:
        return self.resources.get(kind, {})

    def beside(self, kind: str, argument: str, reference: str) -> Block | None:
        """The resource of a kind that says of which other it is, such as the policy of a bucket."""
        return next(
            (each for each in self.of(kind).values() if each.arguments[argument] == Expression(reference)), None
        )


@dataclass(frozen=True)
class Judged:
    """One flow log's way, and which address each of its policies has."""

    case: str
    stack: str | None
    log: str
    delivery: Delivery
    written: tuple[tuple[str, str], ...]  # what is asked, address

    def __str__(self) -> str:
        point, to = self.log.removeprefix("aws_flow_log.").split("__")
        return f"{self.stack or '-'}: {point} → {to}".replace("_", "-")


@functools.cache
def roots(case: Case) -> tuple[Root, ...]:
    modules = catalogue.root_modules(case).items()
    return tuple(root(folder or None, parsed_terraform.module(files)) for folder, files in modules)


def root(stack: str | None, blocks: tuple[Block, ...]) -> Root:
    provider = next((each.arguments for each in blocks if each.type == "provider"), None)
    account, region = AMBIENT if provider is None else (provider["allowed_account_ids"][0], provider["region"])
    partition = partition_of(region)
    assert partition is not None
    found = parsed_terraform.resources(blocks)
    environment = {
        "data.aws_caller_identity.current.account_id": account,
        "data.aws_service.ec2.region": region,
        "data.aws_partition.current.partition": partition,
        "local.aws__logs_suffix": logs_suffix(partition),
    }
    for kind, arn in (
        ("aws_cloudwatch_log_group", lambda it: f"logs:{region}:{account}:log-group:{it['name']}"),
        ("aws_s3_bucket", lambda it: f"s3:::{it['bucket']}"),
        ("aws_kms_key", lambda _: f"kms:{region}:{account}:key/{KEY}"),
        ("aws_iam_role", lambda it: f"iam::{account}:role{it.get('path', '/')}{it['name']}"),
    ):
        for label, block in found.get(kind, {}).items():
            environment[f"{kind}.{label}.arn"] = f"arn:{partition}:{arn(block.arguments)}"
    return Root(
        stack,
        found,
        parsed_terraform.local_values(blocks),
        {each.labels[0]: each.arguments["value"] for each in blocks if each.type == "output"},
        Location(account, region, partition, logs_suffix(partition)),
        environment,
    )


def policy(call: Any) -> Policy:
    """A policy as it stands in the text. What a `Policy` cannot hold fails here."""
    assert isinstance(call, Call)
    assert call.name == "jsonencode"
    assert set(call.argument) == {"Version", "Statement"}
    return Policy(tuple(map(statement, call.argument["Statement"])))


def statement(said: dict[str, Any]) -> Statement:
    assert set(said) <= {"Sid", "Effect", "Principal", "Action", "Resource", "Condition"}
    principal = said.get("Principal")
    who = None
    if principal == "*":
        who = Principal("*", ("*",))
    elif principal is not None:
        ((kind, names),) = principal.items()
        who = Principal(kind, texts(names))
    return Statement(
        said.get("Sid"),
        tuple(str(each) for each in texts(said["Action"])),
        texts(said.get("Resource", [])),
        who,
        tuple(
            Condition(operator, key, texts(values))
            for operator, keys in said.get("Condition", {}).items()
            for key, values in keys.items()
        ),
        said["Effect"],
    )


def texts(value: Any) -> tuple[Text, ...]:
    return tuple(map(text, value if isinstance(value, list) else [value]))


def text(value: Any) -> Text:
    match value:
        case str():
            return value
        case Expression(reference):
            return Ref(reference)
        case Template(inner):
            parts = re.split(r"\$\{([^{}]+)\}", inner)
            return interpolate(*(Ref(each) if number % 2 else each for number, each in enumerate(parts)))
    raise TypeError(value)


def label(name: str) -> str:
    return name.replace("-", "_")


@functools.cache
def judged(case: Case) -> tuple[Judged, ...]:
    """Every flow log of a case, with the policies on its way."""
    spec = catalogue.compiled(case).spec
    found = []
    for here in roots(case):
        for point in spec.capture_points:
            if here.stack not in {stack.name for stack in point.stacks}:
                continue  # another variant is here, or none
            for to in point.destinations:
                log = here.of("aws_flow_log").get(f"{label(point.name)}__{label(to.name)}")
                if log is not None:
                    found.append(way(case, here, log, to))
    assert len(found) == sum(len(each.of("aws_flow_log")) for each in roots(case))
    return tuple(found)


def way(case: Case, here: Root, log: Block, to: Any) -> Judged:
    """From the flow log along its references, through other root modules where the bucket is in one of those."""
    found: dict[str, tuple[str, Any]] = {}
    role = log.arguments.get("iam_role_arn")
    if isinstance(role, Expression) and is_ours(here, role.text):
        name = role.text.split(".")[1]
        found["role_trust"] = (f"aws_iam_role.{name}", here.of("aws_iam_role")[name].arguments["assume_role_policy"])
        written = here.beside("aws_iam_role_policy", "role", f"aws_iam_role.{name}.id")
        assert written is not None
        assert Expression(f"aws_iam_role_policy.{name}") in log.arguments["depends_on"]
        found["role_permissions"] = (f"aws_iam_role_policy.{written.labels[1]}", written.arguments["policy"])
    there, kind, name = home(case, here, log)
    encryption = None
    if kind == "aws_cloudwatch_log_group":
        encryption = there.of(kind)[name].arguments.get("kms_key_id")
        found |= key(there, encryption)
    elif kind == "aws_s3_bucket":
        written = there.beside("aws_s3_bucket_policy", "bucket", f"aws_s3_bucket.{name}.id")
        assert written is not None
        found["bucket_policy"] = (f"aws_s3_bucket_policy.{written.labels[1]}", written.arguments["policy"])
        block = there.beside("aws_s3_bucket_server_side_encryption_configuration", "bucket", f"aws_s3_bucket.{name}.id")
        assert block is not None
        (rule,) = block.blocks
        found |= key(there, rule.blocks[0].arguments.get("kms_master_key_id"))
    required = here.outputs.get("required_policies", {}).get(to.name, {})
    for asked, name in zip(ASKED, ("role_trust", "role_permissions", "bucket", "key"), strict=True):
        if name in required:  # what somebody else is told to write
            assert asked not in found
            found[asked] = (f"output.required_policies.{to.name}", required[name])
    sources = tuple(
        dict.fromkeys(each.place for each in roots(case) for one in each.of("aws_flow_log").values()
                      if home(case, each, one)[:2] == (there, kind) and same_bucket(case, each, one, there, name))
    )  # fmt: skip
    policies = {asked: policy(call) for asked, (_, call) in found.items()}
    to, given = with_values(to, here.place)
    return Judged(
        str(case),
        here.stack,
        f"aws_flow_log.{log.labels[1]}",
        Delivery(
            here.place,
            to,
            {
                **dict.fromkeys(references(policies, here), "vpc-0a1b2c3d4e5f67890"),
                **there.environment,
                **here.environment,
                **given,
            },
            **policies,
            role=None if role is None else text(role),
            key=None if encryption is None else text(encryption),
            owner=there.place,
            sources=sources if kind == "aws_s3_bucket" else (),
            organisation=getattr(to, "org_id", None),
            monitored=monitored(here, log) if kind == "stream" else (),
        ),
        tuple((asked, f"{address_of(asked, there, here)}{address}") for asked, (address, _) in found.items()),
    )


def address_of(asked: str, there: Root, here: Root) -> str:
    stack = here.stack if asked.startswith("role") else there.stack
    return f"{stack}/" if stack else ""


def home(case: Case, here: Root, log: Block) -> tuple[Root, str, str]:
    """Where the records go: the root module that has it, type and label. `stream` and `theirs` are nobody's here."""
    to = log.arguments["log_destination"]
    if log.arguments.get("log_destination_type") == "kinesis-data-firehose":
        return here, "stream", ""
    reference = re.match(r"(?:\$\{)?(aws_\w+)\.(\w+)\.arn", getattr(to, "text", ""))
    if reference and reference[2] in here.of(reference[1]):
        return here, reference[1], reference[2]
    bucket = re.match(r"arn:([a-z-]+):s3:::([^/]+)", str(to))
    for there in roots(case):
        for name, block in there.of("aws_s3_bucket").items():
            if bucket and (there.place.partition, block.arguments["bucket"]) == bucket.groups():
                return there, "aws_s3_bucket", name
    return here, "theirs", ""


def is_ours(here: Root, reference: str) -> bool:
    kind, label, *_ = re.split(r"[.\[]", reference)
    return label in here.of(kind)


def with_values(to: Any, place: Location) -> tuple[Any, dict[str, str]]:
    """The destination with a value for each text that only Terraform knows, and those values by their references."""
    iam = f"arn:{place.partition}:iam::{place.account}"
    values = {
        "kms": f"arn:{place.partition}:kms:{place.region}:{place.account}:key/{KEY}",
        "role": f"{iam}:role/given",
        "cross_account_role": f"arn:{place.partition}:iam::444455556666:role/AWSLogDeliveryFirehoseCrossAccountRole",
    }
    arns = {
        "log_group": f"arn:{place.partition}:logs:{place.region}:{place.account}:log-group:",
        "bucket": "arn:aws:s3:::",
    }
    environment: dict[str, str] = {}
    for name in ("kms", "role", "cross_account_role", "log_group", "bucket"):
        value = getattr(to, name, None)
        given = getattr(value, "arn", value)
        if isinstance(given, Reference | Variable):
            known = values.get(name, "given-flow-logs")
            if isinstance(value, GivenArn):
                known = f"{arns[name].replace(':aws:', f':{place.partition}:')}given-flow-logs"
            environment[f"var.{given.name}" if isinstance(given, Variable) else given.traversal] = known
            if name in ("log_group", "bucket"):
                to = replace(to, **{name: "given-flow-logs"})
            elif name == "cross_account_role":
                to = replace(to, cross_account_role=known)
    return to, environment


def same_bucket(case: Case, here: Root, log: Block, there: Root, name: str) -> bool:
    return home(case, here, log) == (there, "aws_s3_bucket", name)


def key(there: Root, encryption: Any) -> dict[str, tuple[str, Any]]:
    if not isinstance(encryption, Expression) or not is_ours(there, encryption.text):
        return {}
    name = encryption.text.split(".")[1]
    return {"key_policy": (f"aws_kms_key.{name}", there.of("aws_kms_key")[name].arguments["policy"])}


def references(value: Any, here: Root) -> set[str]:
    """What a policy takes from variables, lookups, modules and the author's own resources."""
    match value:
        case Ref():
            kind, label, *_ = re.split(r"[.\[]", value)
            return set() if label in here.of(kind) else {str(value)}
        case Interpolation(parts=inside) | (tuple() as inside):
            return {name for each in inside for name in references(each, here)}
        case dict():
            return {name for each in value.values() for name in references(each, here)}
        case Policy() | Statement() | Principal() | Condition():
            return {name for field in fields(value) for name in references(getattr(value, field.name), here)}
    return set()


def monitored(here: Root, log: Block) -> tuple[Text, ...]:
    """The ARNs of what a flow log is attached to; of each, where it is of several."""
    ((kind, id_),) = [(kind, log.arguments[name]) for name, kind in TARGETS.items() if name in log.arguments]
    arn = f"arn:{here.place.partition}:ec2:{here.place.region}:{here.place.account}:{kind}/"
    if id_ != Expression("each.value"):
        return (interpolate(arn, text(id_)),)
    several = here.locals[log.arguments["for_each"].text.removeprefix("local.")]
    ids = several.argument if isinstance(several, Call) else None
    return tuple(interpolate(arn, each) for each in (ids if isinstance(ids, list) else ["each-of-them"]))


def counted(one: Judged) -> str:
    """How many requests were put to the policies, and how many got the right answer."""
    said = []
    for words, asks in (("allowed", needed(one.delivery)), ("strangers refused", unwanted(one.delivery))):
        put = [(each, policy) for each in asks if (policy := getattr(one.delivery, each.asked)) is not None]
        answers = [(each, answer_of(each, policy, one.delivery.environment)) for each, policy in put]
        right = [each for each, is_ in answers if is_ == each.wanted or (each.wanted == "refuse" and is_ != "allow")]
        said.append(f"{words} {len(right)} of {len(put)}")
    return ", ".join(said)


def documented(one: Judged) -> bool:
    return getattr(getattr(one.delivery.destination, "role", None), "permissions", None) == "documented"


def whole(found: Verdict, one: Judged) -> Verdict:
    """The verdict without what the owner of somebody else's key has in it already."""
    if "output.required_policies" not in dict(one.written).get("key_policy", ""):
        return found
    return replace(found, missing=tuple(each for each in found.missing if not each.startswith("rule the key: ")))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_flow_log_delivers_and_lets_nobody_else_in(case: Case, record_property: Callable[[str, object], None]):
    for one in judged(case):
        found = whole(verdict(one.delivery), one)
        assert found.missing == (), one
        assert bool(found.strangers) == documented(one), (str(one), found.strangers)
        if case in SHIPPED:
            addresses = ", ".join(address for _, address in one.written)
            words = f"{counted(one)} ({addresses})" if addresses else "by AWS's own role: no policy is ours to judge"
            record_property("delivery", f"{case}  {one}: {words}")


def test_a_stranger_of_each_kind_was_there():
    """A checker that asks nothing finds nothing."""
    asked = {
        (each.asked, each.what)
        for case in SHIPPED
        for one in judged(case)
        for each in unwanted(one.delivery)
        if getattr(one.delivery, each.asked) is not None
    }
    for name in ("role_trust", "bucket_policy", "key_policy"):
        assert (name, "another account's user") in asked
        assert (name, "another service") in asked
    for name in ("role_trust", "bucket_policy"):
        assert (name, "another account's flow log") in asked
        assert (name, "a flow log of another region") in asked
    assert ("bucket_policy", "somebody without TLS") in asked
    assert ("bucket_policy", "another account's folder") in asked


def test_what_aws_prints_is_all_that_lets_strangers_in():
    """The one shipped spec that does says so, and its strangers have names."""
    ((one, strangers),) = [
        (one, found.strangers) for case in SHIPPED for one in judged(case) if (found := verdict(one.delivery)).strangers
    ]
    assert one.case == "specs/flowlogs"
    assert "another account's flow log" in {each.split(":")[0] for each in strangers}


@dataclass(frozen=True)
class Written:
    """One statement of one policy, and every flow log whose records pass it."""

    case: str
    asked: str
    address: str
    number: int
    ways: tuple[Judged, ...]

    @property
    def policy(self) -> Policy:
        return getattr(self.ways[0].delivery, self.asked)

    def __str__(self) -> str:
        sid = self.policy.statements[self.number].sid or self.number
        return f"{self.case} {self.address}:{self.asked.partition('_')[2]}:{sid}"


def statements(case: Case) -> Iterator[Written]:
    """Every statement of a shipped spec; of another case, those that are made of something else."""
    seen: set[object] = set()
    documents: dict[tuple[str, str], list[Judged]] = {}
    for one in judged(case):
        for asked, address in one.written:
            documents.setdefault((asked, address), []).append(one)
    for (asked, address), ways in documents.items():
        for number, each in enumerate(getattr(ways[0].delivery, asked).statements):
            made_of = (asked, each.sid, each.actions, form(each))
            if case in SHIPPED or made_of not in seen:
                yield Written(str(case), asked, address, number, tuple(ways))
            seen.add(made_of)


def form(each: Statement) -> tuple[object, ...]:
    """A statement without the names in it."""
    conditions = tuple((it.operator, it.key, len(it.values)) for it in each.conditions)
    return len(each.resources), conditions, "hive" if "account-id=" in repr(each.resources) else ""


def narrowed(each: Statement) -> Iterator[tuple[str, Statement | None]]:
    """The statement with less in it, or with something else."""
    yield "gone", None
    if len(each.actions) > 1:
        for action in each.actions:
            yield f"{action} gone", replace(each, actions=tuple(it for it in each.actions if it != action))
    for number, resource in enumerate(each.resources):
        yield f"{resource} changed", replace(each, resources=put(each.resources, number, UNRELATED))
    if each.principal is not None:
        yield "principal changed", replace(each, principal=Principal("Service", ("ec2.amazonaws.com",)))
    for at, condition in enumerate(each.conditions):
        for number, value in enumerate(condition.values):
            other = replace(condition, values=put(condition.values, number, interpolate(value, "x")))
            yield f"{condition.key} {short(value)} changed", replace(each, conditions=put(each.conditions, at, other))


def short(value: Text) -> str:
    """A text with its references left out."""
    pieces = value.parts if isinstance(value, Interpolation) else (value,)
    return "".join("…" if isinstance(each, Ref) else str(each) for each in pieces)


def put(values: tuple[Any, ...], number: int, value: Any) -> tuple[Any, ...]:
    return (*values[:number], value, *values[number + 1 :])


def turned_by_nothing(written: Written) -> Iterator[str]:
    """What may be taken out of a statement, and every verdict stays the same."""
    before = written.policy.statements
    for words, other in narrowed(before[written.number]):
        less = (*before[: written.number], *([] if other is None else [other]), *before[written.number + 1 :])
        ways = [replace(one.delivery, **{written.asked: Policy(less)}) for one in written.ways]
        if all(verdict(way) == verdict(one.delivery) for way, one in zip(ways, written.ways, strict=True)):
            yield f"{before[written.number].sid}: {words}"


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_statement_that_says_less_turns_the_verdict(case: Case):
    same = {each: str(written) for written in statements(case) for each in turned_by_nothing(written)}
    assert {each: written for each, written in same.items() if each not in INERT} == {}
    assert {each for each, name in INERT.items() if name == str(case)} <= set(same)


def test_what_was_read_from_the_text_is_what_was_written():
    """The policies that are judged above are those of `gen_flowlogs.policies`, with the shipped text between them."""
    (group,) = [one for one in judged(ORGANISATION) if one.log == "aws_flow_log.payments__search"]
    place = group.delivery.location
    assert group.delivery.role_trust == delivery.role_trust(place)
    assert group.delivery.role_permissions == destinations.role_permissions(
        group.delivery.destination, Ref("aws_cloudwatch_log_group.search.arn"), place
    )
    assert resolve(group.delivery.role, group.delivery.environment).endswith("-payments-use1")


FAULTS: dict[str, tuple[object, str, object, str]] = {
    "a service that does not exist": (
        delivery, "FLOW_LOGS", "flow-logs.amazonaws.com",
        "search: assume the role: sts:AssumeRole on arn:aws:iam::111122223333:role/flow-logs",
    ),
    "a log group without its streams": (
        destinations, "role_permissions",
        lambda _to, arn, _at: Policy((Statement(None, ("logs:*",), (arn,)),)),
        "search: find the log group: logs:DescribeLogGroups on arn:aws:logs:us-east-1:111122223333:log-group::",
    ),
    "a bucket that admits its first sender only": (
        destinations, "own_bucket",
        lambda to, arn, sources, own=destinations.own_bucket: own(to, arn, sources[:1]),
        "archive: read the bucket's ACL: s3:GetBucketAcl on arn:aws:s3:::acme-flow-logs",
    ),
    "a key of which only its account knows": (
        destinations, "bucket_key", lambda _to, _sources: (),
        "archive: encrypt the records: kms:Decrypt on arn:aws:kms:us-east-1:111122223333:key/",
    ),
    "a key for the name of the service in another partition": (
        destinations, "log_group_key",
        lambda to, place: (delivery.log_group_key(replace(place, logs_suffix="amazonaws.com.cn"), to.log_group),),
        "search: encrypt the records: kms:Decrypt on arn:aws:kms:us-east-1:111122223333:key/",
    ),
}  # fmt: skip

SPEC = """\
version: 1
name: demo
stacks:
  east: {account: "111122223333", region: us-east-1}
  west: {account: "222233334444", region: us-west-2}
destinations:
  archive:
    s3: {bucket: acme-flow-logs, stack: east, kms: create, expire_days: 400}
  search:
    cloudwatch_logs: {log_group: /flow-logs, kms: create}
capture_points:
  every-vpc: {vpcs: {lookup: {tags: {}}}, stack: all, destinations: [archive, search]}
"""
PLACES = {"archive": "8:9", "search": "10:22"}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_compiler_with_a_fault_writes_nothing(fault: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "demo.yaml").write_text(SPEC)
    assert catalogue.command("lint", "demo.yaml", folder=tmp_path).out == ""
    room, name, other, said = FAULTS[fault]
    monkeypatch.setattr(room, name, other)
    found = catalogue.command("build", "demo.yaml", folder=tmp_path)
    assert found.code == 1
    assert not (tmp_path / "out").exists()
    to, _, words = said.partition(": ")
    lines = [line for line in found.err.splitlines() if "[undeliverable]" in line]
    start = f'demo.yaml:{PLACES[to]}: error: the records of "{to}" would not arrive: '
    assert lines
    assert [each for each in lines if not each.startswith(start)] == []
    assert any(each.startswith(start + words) for each in lines), lines
    assert all(each.endswith("please report it with your spec [undeliverable]") for each in lines)
