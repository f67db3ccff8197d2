"""The policies for AWS's delivery let it in and nobody else, and no part of them is there for nothing.

The last is shown by mutation: every statement, action, resource, principal and condition is taken away, narrowed and
widened, and each time the verdict must turn.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from gen_flowlogs.captures import locations
from gen_flowlogs.captures.locations import AMBIENT, Location
from gen_flowlogs.diagnostics import Origin
from gen_flowlogs.hcl import Call, Map, Ref, interpolate
from gen_flowlogs.model import S3, CloudWatchLogs, Firehose, OwnKey, OwnRole
from gen_flowlogs.policies import Condition, Policy, Principal, Statement, delivery, destinations, document, firehose
from gen_flowlogs.policies.evaluate import resolve
from gen_flowlogs.policies.requests import KEY
from gen_flowlogs.policies.verdict import Delivery
from policy_documents import read
from policy_verdict import Verdict, verdict

HERE = Origin("spec.yaml")
CLEAN = Verdict((), ())
GROUP = Ref("aws_cloudwatch_log_group.central.arn")
BUCKET = Ref("aws_s3_bucket.archive.arn")
UNRELATED = "arn:aws:dynamodb:us-east-1:999900009999:table/x"
ORGANISATION = "o-a1b2c3d4e5"
READER = "888877776666"
READING_ROLES = ("arn:aws:iam::777766665555:role/siem/reader", "arn:aws:iam::666655554444:role/audit")

VIRGINIA = Location("111122223333", "us-east-1", "aws", "amazonaws.com")
IRELAND = Location("444455556666", "eu-west-1", "aws", "amazonaws.com")
BEIJING = Location("111122223333", "cn-north-1", "aws-cn", "amazonaws.com.cn")
GOVERNMENT = Location("111122223333", "us-gov-west-1", "aws-us-gov", "amazonaws.com")
BRANDENBURG = Location("111122223333", "eusc-de-east-1", "aws-eusc", "amazonaws.com")
ISOLATED = Location("111122223333", "us-iso-east-1", "aws-iso", "c2s.ic.gov")
PLACES = (VIRGINIA, BEIJING, GOVERNMENT, BRANDENBURG, ISOLATED)

CENTRAL = CloudWatchLogs(
    name="central",
    log_group="/flow-logs/central",
    existing=False,
    retention_days=365,
    kms=OwnKey(),
    log_class="STANDARD",
    deletion_protection=None,
    on_destroy="keep",
    role=OwnRole(),
    tags=(),
    renamed_from=None,
    retired=False,
    queries=False,
    ignores={},
    origin=HERE,
)
ARCHIVE = S3(
    name="archive",
    bucket="acme-flow-logs",
    prefix="",
    existing=False,
    file_format="plain-text",
    hive=False,
    hourly=False,
    kms=OwnKey(),
    expire_days=None,
    transitions=(),
    transition_size=None,
    versioning=True,
    on_destroy="keep",
    stack=None,
    org_id=None,
    readers=(),
    query_accounts=(),
    tags=(),
    renamed_from=None,
    retired=False,
    queries=False,
    ignores={},
    origin=HERE,
)
STREAM = Firehose(
    name="siem",
    stream="arn:aws:firehose:us-east-1:444455556666:deliverystream/siem",
    cross_account_role="arn:aws:iam::444455556666:role/AWSLogDeliveryFirehoseCrossAccountRole",
    role=OwnRole(),
    tags=(),
    renamed_from=None,
    retired=False,
    ignores={},
    origin=HERE,
)

AMBIENT_ENVIRONMENT = {
    "data.aws_caller_identity.current.account_id": "111122223333",
    "data.aws_service.ec2.region": "cn-north-1",
    "data.aws_partition.current.partition": "aws-cn",
    "local.aws__logs_suffix": "amazonaws.com.cn",
}


def to_log_group(place: Location, environment: dict[str, str] | None = None) -> Delivery:
    environment = dict(environment or {})
    arn = interpolate(
        "arn:", place.partition, ":logs:", place.region, ":", place.account, ":log-group:/flow-logs/central"
    )
    environment["aws_cloudwatch_log_group.central.arn"] = resolve(arn, environment)
    key = (delivery.key_administration(place), delivery.log_group_key(place, arn))
    arn = interpolate("arn:", place.partition, ":kms:", place.region, ":", place.account, f":key/{KEY}")
    environment["aws_kms_key.central.arn"] = resolve(arn, environment)
    return Delivery(
        place,
        CENTRAL,
        environment,
        delivery.role_trust(place),
        destinations.role_permissions(CENTRAL, GROUP, place),
        key_policy=Policy(key),
        key=destinations.key_arn(CENTRAL),
    )


def to_bucket(
    sources: tuple[Location, ...], to: S3 = ARCHIVE, organisation: str | None = None, owner: Location | None = None
) -> tuple[Delivery, ...]:
    """A delivery from each of the sources; the first has the bucket if nobody else does."""
    owner = owner or sources[0]
    environment = {"aws_s3_bucket.archive.arn": f"arn:{owner.partition}:s3:::{to.bucket}", **AMBIENT_ENVIRONMENT}
    to = replace(to, org_id=organisation)
    bucket = destinations.own_bucket(to, BUCKET, sources)
    key = destinations.own_key(destinations.bucket_key(to, sources), owner)
    return tuple(
        Delivery(
            place, to, environment, bucket_policy=bucket, key_policy=key, owner=owner, sources=sources,
            organisation=organisation,
        )
        for place in sources
    )  # fmt: skip


def to_stream(place: Location) -> Delivery:
    role = f"arn:aws:iam::{place.account}:role/flow-logs-siem"
    monitored = (f"arn:aws:ec2:{place.region}:{place.account}:vpc/vpc-0a1b2c3d4e5f67890",)
    assert STREAM.cross_account_role is not None
    permissions = firehose.permissions(role, STREAM.cross_account_role, monitored)
    return Delivery(place, STREAM, {}, firehose.trust(), permissions, role=role, monitored=monitored)


FORMS = [
    replace(ARCHIVE, prefix=prefix, hive=hive, hourly=hourly, file_format=form)
    for prefix, hive, hourly, form in product(("", "net/core"), (False, True), (False, True), ("plain-text", "parquet"))
]

SCENARIOS = {
    **{f"log group in {place.partition}": (to_log_group(place),) for place in PLACES},
    "log group in an ambient place": (to_log_group(AMBIENT, AMBIENT_ENVIRONMENT),),
    **{f"bucket in {place.partition}": to_bucket((place,)) for place in PLACES},
    "bucket in an ambient place": to_bucket((AMBIENT,), owner=BEIJING),
    "bucket with hive folders": to_bucket((VIRGINIA,), replace(ARCHIVE, hive=True)),
    "bucket with a prefix": to_bucket((VIRGINIA,), replace(ARCHIVE, prefix="net/core")),
    "bucket with both": to_bucket((VIRGINIA,), replace(ARCHIVE, prefix="net", hive=True)),
    "bucket for several": to_bucket((VIRGINIA, IRELAND)),
    "bucket of somebody who sends nothing": to_bucket((VIRGINIA,), owner=IRELAND),
    "bucket with a reader": to_bucket((VIRGINIA,), replace(ARCHIVE, prefix="net", readers=(READER,))),
    "bucket with readers of all kinds": to_bucket(
        (VIRGINIA, IRELAND), replace(ARCHIVE, readers=(READER, *READING_ROLES)), organisation=ORGANISATION
    ),
    "bucket with reading roles in an ambient place": to_bucket(
        (AMBIENT,),
        replace(ARCHIVE, hive=True, readers=tuple(each.replace(":aws:", ":aws-cn:") for each in READING_ROLES)),
        owner=BEIJING,
    ),
    "bucket for an organisation": to_bucket((VIRGINIA, IRELAND), organisation=ORGANISATION),
    "bucket with hive folders for an organisation": to_bucket(
        (VIRGINIA, IRELAND), replace(ARCHIVE, hive=True), organisation=ORGANISATION
    ),
    "stream of another account": (to_stream(VIRGINIA),),
}

POLICIES = [
    (scenario, name)
    for scenario, deliveries in SCENARIOS.items()
    for name in ("role_trust", "role_permissions", "bucket_policy", "key_policy")
    if getattr(deliveries[0], name) is not None
]


@pytest.mark.parametrize("deliveries", SCENARIOS.values(), ids=SCENARIOS)
def test_records_arrive_and_nobody_else_gets_in(deliveries):
    for each in deliveries:
        assert verdict(each) == CLEAN


@pytest.mark.parametrize(("scenario", "name"), POLICIES)
def test_what_terraform_gets_is_what_was_judged(scenario, name):
    for each in SCENARIOS[scenario]:
        policy = getattr(each, name)
        assert document(read(document(policy))) == document(policy)
        assert verdict(replace(each, **{name: read(document(policy))})) == CLEAN


@pytest.mark.parametrize(
    "statement",
    [
        Map((("Effect", "Allow"), ("NotAction", "s3:*"), ("Resource", "*"))),
        Map((("Effect", "Allow"), ("Action", "s3:*"), ("NotResource", "*"))),
        Map((("Effect", "Allow"), ("Principal", Map((("Federated", "x"),))), ("Action", "s3:*"))),
        Map((("Effect", "Perhaps"), ("Action", "s3:*"))),
        Map((("Effect", "Allow"), ("Action", 1))),
        "Allow",
    ],
)
def test_a_document_that_is_not_ours_is_not_read(statement):
    with pytest.raises(ValueError, match=r"^(no|more than a policy can hold)"):
        read(Call("jsonencode", (Map((("Version", "2012-10-17"), ("Statement", (statement,)))),)))


@pytest.mark.parametrize(("place", "to"), list(product(PLACES, FORMS)))
@pytest.mark.parametrize("organisation", [None, ORGANISATION])
def test_every_form_of_the_records(place, to, organisation):
    assert [verdict(each) for each in to_bucket((place,), to, organisation)] == [CLEAN]


def mutants(policy, text):
    for number, each in enumerate(policy.statements):
        before, after = policy.statements[:number], policy.statements[number + 1 :]
        yield f"{each.sid} gone", Policy((*before, *after))
        for words, other in alterations(each, text):
            yield f"{each.sid}: {words}", Policy((*before, other, *after))


def alterations(statement: Statement, text):
    """One change each. A denial is not widened: that keeps nobody out whom the delivery's own requests do not show."""
    allows = statement.effect == "Allow"
    yield "effect", replace(statement, effect="Deny" if allows else "Allow")
    yield from alterations_of_principal(statement)
    for action in statement.actions:
        every = f"{action.split(':')[0]}:*"
        yield f"{action} gone", swap(statement, "actions", action)
        yield f"{action} narrowed", swap(statement, "actions", action, action[:-1])
        if allows and action != every:
            yield f"{action} widened", swap(statement, "actions", action, every)
    for resource, words in ((each, text(each)) for each in statement.resources):
        yield f"{words} gone", swap(statement, "resources", resource)
        yield f"{words} replaced", swap(statement, "resources", resource, UNRELATED)
        if words != "*":
            yield f"{words} narrowed", swap(statement, "resources", resource, f"{words[:-1]}x")
        if words != "*" and allows:
            yield f"{words} widened", swap(statement, "resources", resource, "*")
    for condition in statement.conditions:
        yield f"{condition.key} gone", swap(statement, "conditions", condition)
        for words, other in alterations_of_condition(condition, text):
            if allows or words != "IfExists":
                yield f"{condition.key} {words}", swap(statement, "conditions", condition, other)


def alterations_of_principal(statement: Statement):
    if statement.principal is None:
        return
    yield "nobody", replace(statement, principal=None)
    yield "another service", replace(statement, principal=Principal("Service", ("ec2.amazonaws.com",)))
    yield "another account", replace(statement, principal=Principal("AWS", ("arn:aws:iam::999900009999:root",)))
    if statement.principal.kind != "*":
        yield "everybody", replace(statement, principal=Principal("*", ("*",)))


def alterations_of_condition(condition: Condition, text):
    if condition.operator.endswith("IfExists"):
        yield "must be there", replace(condition, operator=condition.operator.removesuffix("IfExists"))
    else:
        yield "IfExists", replace(condition, operator=f"{condition.operator}IfExists")
    for value in condition.values:
        yield f"{text(value)} gone", swap(condition, "values", value)
        yield f"{text(value)} replaced", swap(condition, "values", value, f"{text(value)[:-1]}x")


def swap(thing, part, old, *new: object):
    values = getattr(thing, part)
    assert values.count(old) == 1
    at = values.index(old)
    return replace(thing, **{part: (*values[:at], *new, *values[at + 1 :])})


INERT = {
    # AWS's example has it under this condition, but describing a key has no encryption context: it never applies
    "LogGroupUsesKey: kms:Describe* gone",
    "LogGroupUsesKey: kms:Describe* narrowed",
}


@pytest.mark.parametrize(("scenario", "name"), POLICIES)
def test_every_part_of_every_policy_counts(scenario, name):
    deliveries = SCENARIOS[scenario]
    first = deliveries[0]
    policy = getattr(first, name)
    changed = list(mutants(policy, lambda text: resolve(text, first.environment)))
    assert len(changed) > 8
    same = {
        words
        for words, mutant in changed
        if all(verdict(replace(each, **{name: mutant})) == CLEAN for each in deliveries)
    }
    assert same == {words for words, _ in changed if words in INERT}


def test_the_documented_permissions_deliver_and_let_strangers_in():
    it = verdict(
        replace(
            to_log_group(VIRGINIA),
            role_trust=delivery.documented_trust(),
            role_permissions=destinations.role_permissions(
                replace(CENTRAL, role=OwnRole(permissions="documented")), GROUP, VIRGINIA
            ),
        )
    )
    assert it.delivers
    assert {words.split(":")[0] for words in it.strangers} == {
        "a flow log of another region",
        "a new log group",
        "a sender without aws",
        "another account's flow log",
        "another log group",
        "something else than a flow log",
    }


def test_a_log_group_without_its_streams_does_not_deliver():
    bare = Statement("WriteRecords", ("logs:*",), (GROUP,))
    find = Statement("FindLogGroup", ("logs:DescribeLogGroups",), ("*",))
    it = verdict(replace(to_log_group(VIRGINIA), role_permissions=Policy((bare, find))))
    group = "arn:aws:logs:us-east-1:111122223333:log-group:/flow-logs/central:log-stream:"
    assert not it.delivers
    assert it.missing[:3] == (
        f"find its streams: logs:DescribeLogStreams on {group}",
        f"create a stream: logs:CreateLogStream on {group}eni-0a1b2c3d4e5f67890-all",
        f"write records: logs:PutLogEvents on {group}eni-0a1b2c3d4e5f67890-all",
    )


def changed_condition(policy, key, values):
    def change(condition):
        return replace(condition, values=values) if condition.key == key else condition

    return Policy(
        tuple(replace(each, conditions=tuple(change(it) for it in each.conditions)) for each in policy.statements)
    )


def test_a_bucket_for_senders_of_ec2_does_not_deliver():
    (right,) = to_bucket((VIRGINIA,))
    wrong = changed_condition(
        right.bucket_policy, "aws:SourceArn", ("arn:aws:ec2:us-east-1:111122223333:vpc-flow-log/*",)
    )
    it = verdict(replace(right, bucket_policy=wrong))
    assert len(it.missing) == 3
    assert {words.split(":")[0] for words in it.strangers} == {"a sender of ec2"}


def test_accounts_and_regions_go_in_pairs():
    first, _ = to_bucket((VIRGINIA, IRELAND))
    arns = tuple(
        f"arn:aws:logs:{region}:{a.account}:*" for a in (VIRGINIA, IRELAND) for region in ("us-east-1", "eu-west-1")
    )
    it = verdict(replace(first, bucket_policy=changed_condition(first.bucket_policy, "aws:SourceArn", arns)))
    assert it.delivers
    assert {words.split(":")[0] for words in it.strangers} == {"a flow log of another region"}


@pytest.mark.parametrize("hive", [False, True])
def test_hive_folders_are_other_folders(hive):
    (right,) = to_bucket((VIRGINIA,), replace(ARCHIVE, hive=hive))
    assert not verdict(replace(right, destination=replace(ARCHIVE, hive=not hive))).delivers


def test_another_prefix_does_not_deliver():
    (right,) = to_bucket((VIRGINIA,), replace(ARCHIVE, prefix="net"))
    assert not verdict(replace(right, destination=replace(ARCHIVE, prefix="network"))).delivers


def test_an_acl_that_must_be_sent_does_not_deliver_without_one():
    (right,) = to_bucket((VIRGINIA,))
    write, *rest = right.bucket_policy.statements
    strict = tuple(replace(each, operator=each.operator.removesuffix("IfExists")) for each in write.conditions)
    it = verdict(replace(right, bucket_policy=Policy((replace(write, conditions=strict), *rest))))
    assert [words.split(":")[0] for words in it.missing] == ["put an object without an ACL"]


def test_a_bucket_of_another_partition_does_not_deliver():
    assert [verdict(each).delivers for each in to_bucket((BEIJING,), owner=VIRGINIA)] == [False]


def test_a_key_for_the_wrong_name_of_a_service_does_not_deliver():
    right = to_log_group(BEIJING)
    key = (
        delivery.key_administration(BEIJING),
        delivery.log_group_key(
            replace(BEIJING, logs_suffix="amazonaws.com"), locations.log_group_arn("/flow-logs/central", BEIJING)
        ),
    )
    assert not verdict(replace(right, key_policy=Policy(key))).delivers


def test_a_bucket_that_is_not_ours_may_have_its_own_rule_for_tls():
    (right,) = to_bucket((VIRGINIA,))
    open_ = replace(right, bucket_policy=Policy(right.bucket_policy.statements[:2]))
    assert {words.split(":")[0] for words in verdict(open_).strangers} == {"somebody without TLS"}
    assert verdict(replace(open_, destination=replace(ARCHIVE, existing=True))) == CLEAN


def test_somebody_who_sends_but_is_not_named_is_missing():
    first, _ = to_bucket((VIRGINIA, IRELAND))
    (alone,) = to_bucket((VIRGINIA,))
    assert verdict(replace(first, location=IRELAND, bucket_policy=alone.bucket_policy)).missing
    assert verdict(replace(first, location=IRELAND, key_policy=alone.key_policy)).missing


def test_policies_that_are_not_ours_are_not_judged():
    for to in (CENTRAL, ARCHIVE, STREAM, replace(STREAM, cross_account_role=None)):
        assert verdict(Delivery(VIRGINIA, to, {})) == CLEAN
