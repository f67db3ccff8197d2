"""Audits of a world: nothing is found in it as it should be, and exactly one rule speaks of each mutation."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import jsonschema
import pytest

import catalogue
from audited import BUCKET, HALF, KEY, KINDS, PLACE, SANDBOX, STREAM, SUBNET, TEXT, World, world
from catalogue import ROOT
from gen_flowlogs.audit import Ground, audit
from gen_flowlogs.audit.catalogue import RULES
from gen_flowlogs.audit.rules.quota import NEAR
from gen_flowlogs.captures.recordings import recordings
from gen_flowlogs.observe.answers import buckets
from gen_flowlogs.observe.asking import bucket, network
from gen_flowlogs.observe.asking.caller import action
from gen_flowlogs.observe.inventory import document
from observed import GROUP, ROLE, VPC, applied, spec

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gen_flowlogs.observe.existing import Bucket, FlowLog


def to(kind: str, on: str = VPC) -> Callable[[FlowLog], bool]:
    return lambda log: log.destination_type == kind and log.target == on


def where(matches: Callable[[FlowLog], bool], **values: object) -> Callable[[FlowLog], FlowLog]:
    return lambda log: replace(log, **values) if matches(log) else log  # type: ignore[arg-type]


def unless(matches: Callable[[FlowLog], bool]) -> Callable[[FlowLog], FlowLog | None]:
    return lambda log: None if matches(log) else log


def settings(**values: object) -> Callable[[Bucket], Bucket]:
    return lambda bucket: replace(bucket, settings={**bucket.settings, **values})  # type: ignore[arg-type]


def other(of: World, **values: object) -> World:
    """The world with another flow log, like the first one."""
    first = of.existing.flow_logs[0]
    more = replace(first, id="fl-0badbad0", **values)  # type: ignore[arg-type]
    return of.having(flow_logs=(*of.existing.flow_logs, more))


def many(of: World) -> World:
    """The world with nearly as many flow logs on a VPC as AWS allows."""
    first = next(each for each in of.existing.flow_logs if each.target == VPC)
    logs = [replace(first, id=f"fl-{number:08x}", log_destination=f"{GROUP}-{number}") for number in range(NEAR - 2)]
    return of.having(flow_logs=(*of.existing.flow_logs, *logs))


def allow_less(text: str | None, action: str) -> str:
    assert text is not None
    assert action in text
    return text.replace(action, "s3:ListBucket")


MUTATIONS: dict[str, tuple[tuple[str, str], Callable[[World], World]]] = {
    "a VPC without a flow log": (
        ("vpc-unrecorded", SANDBOX),
        lambda of: of.spec(f'    {SANDBOX}: {{reason: a sandbox without data, expires: "2027-06-30"}}\n', ""),
    ),
    "a VPC of rejected traffic": (
        ("vpc-partly-recorded", HALF),
        lambda of: of.spec(f"    {HALF}: {{reason: the firewall records what is accepted}}\n", ""),
    ),
    "a flow log that is not there": (
        ("not-applied", VPC),
        lambda of: of.each("flow_logs", unless(to("s3"))),
    ),
    "another interval": (
        ("flow-log-drift", "fl-00000001"),
        lambda of: of.each("flow_logs", where(to("cloud-watch-logs"), interval=60)),
    ),
    "another tag": (
        ("flow-log-drift", "fl-00000001"),
        lambda of: of.each("flow_logs", where(to("cloud-watch-logs"), tags={"Team": "other"})),
    ),
    "a delivery that fails": (
        ("delivery-failing", "fl-00000001"),
        lambda of: of.each("flow_logs", where(to("cloud-watch-logs"), error="Access error. Check it.")),
    ),
    "a bucket that is gone": (
        ("destination-gone", BUCKET),
        lambda of: of.having(buckets=(), absent=frozenset({BUCKET})),
    ),
    "a log group that is gone": (
        ("destination-gone", GROUP),
        lambda of: of.having(log_groups=(), absent=frozenset({GROUP})),
    ),
    "a stream that is gone": (
        ("destination-gone", STREAM),
        lambda of: of.having(streams=(), absent=frozenset({STREAM})),
    ),
    "a role that is gone": (("role-refuses", ROLE), lambda of: of.having(roles=(), absent=frozenset({ROLE}))),
    "a role without permissions": (
        ("role-refuses", ROLE),
        lambda of: of.each("roles", lambda role: replace(role, inline={})),
    ),
    "a role that another service assumes": (
        ("role-refuses", ROLE),
        lambda of: of.each("roles", lambda role: replace(role, trust=role.trust.replace("vpc-flow-logs", "ec2"))),
    ),
    "a bucket without a policy": (
        ("bucket-refuses", BUCKET),
        lambda of: of.each("buckets", settings(**{buckets.POLICY: {}})),
    ),
    "a bucket that takes no objects": (
        ("bucket-refuses", BUCKET),
        lambda of: of.each(
            "buckets",
            lambda each: settings(
                **{buckets.POLICY: {"policy": allow_less(str(each.settings[buckets.POLICY]["policy"]), "s3:PutObject")}}
            )(each),
        ),
    ),
    "a key for another region": (
        ("key-refuses", KEY),
        lambda of: of.each(
            "keys", lambda key: replace(key, policy=key.policy.replace("logs.us-east-1", "logs.eu-west-1"))
        ),
    ),
    "a key that is gone": (("key-refuses", KEY), lambda of: of.having(keys=(), absent=frozenset({KEY}))),
    "a stream without its tag": (
        ("stream-tag", STREAM),
        lambda of: of.each("streams", lambda stream: replace(stream, tags={"LogDeliveryEnabled": "True"})),
    ),
    "a flow log by hand": (
        ("undeclared", "fl-0badbad0"),
        lambda of: other(of, log_destination=f"{GROUP}-other"),
    ),
    "another retention": (
        ("destination-drift", GROUP),
        lambda of: of.each("log_groups", lambda group: replace(group, retention_days=None)),
    ),
    "another lifecycle": (
        ("destination-drift", BUCKET),
        lambda of: of.each("buckets", settings(**{buckets.LIFECYCLE: {"rule": []}})),
    ),
    "no versions in the bucket": (
        ("destination-drift", BUCKET),
        lambda of: of.each(
            "buckets", settings(**{buckets.VERSIONING: {"versioning_configuration": [{"status": "Suspended"}]}})
        ),
    ),
    "another format, where the output has none": (
        ("flow-log-drift", "fl-00000001"),
        lambda of: of.each("flow_logs", where(to("cloud-watch-logs"), log_format="${version} ${action}")),
    ),
    "a log group that is encrypted with another key": (
        ("destination-drift", GROUP),
        lambda of: of.each("log_groups", lambda group: replace(group, key=f"{KEY}9")).having(
            keys=(*of.existing.keys, replace(of.existing.keys[0], arn=f"{KEY}9"))
        ),
    ),
    "an attachment that AWS still lists as deleted": (
        ("target-gone", SUBNET),
        lambda of: of.each("flow_logs", unless(to("kinesis-data-firehose", SUBNET))).having_state(SUBNET, "deleted"),
    ),
    "a subnet that is gone": (
        ("target-gone", SUBNET),
        lambda of: of.each("flow_logs", unless(to("kinesis-data-firehose", SUBNET))).without(SUBNET),
    ),
    "a bucket of others that keeps all": (
        ("never-expires", BUCKET),
        lambda of: of.spec("expire_days: 400", "existing: true").each(
            "buckets", settings(**{buckets.LIFECYCLE: {"rule": [{"status": "Disabled", "expiration": [{"days": 9}]}]}})
        ),
    ),
    "an exemption of what is recorded": (
        ("unused-exemption", VPC),
        lambda of: of.spec("  exempt:\n", f"  exempt:\n    {VPC}: {{reason: it was new}}\n"),
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutation_is_found_and_nothing_else(name: str):
    expected, mutate = MUTATIONS[name]
    found = audit(mutate(world()).ground)
    assert {(each.slug, each.subject) for each in found.deviations} == {expected}
    assert found.not_seen == ()
    assert found.not_judged == ()


def test_nothing_is_found_in_a_world_that_is_as_it_should_be():
    found = audit(world().ground)
    assert (found.deviations, found.not_seen, found.not_judged) == ((), (), ())
    assert [each.deviation.subject for each in found.exempted] == [HALF, SANDBOX]
    assert (found.vpcs, found.flow_logs) == (3, 4)


def test_traffic_of_a_subnet_twice_in_one_place():
    of = world().spec("filter: reject, destinations: stream", "filter: reject, destinations: archive")
    moved = where(
        to("kinesis-data-firehose", SUBNET), destination_type="s3", log_destination=f"{BUCKET}/some/where/", role=None
    )
    found = audit(of.each("flow_logs", moved).ground)
    assert [(each.slug, each.subject) for each in found.deviations] == [("recorded-twice", "fl-00000003")]


SHARED = """version: 1
name: shared
stacks: {main: {account: "111122223333", region: us-east-1}}
defaults: {stack: main}
destinations:
  one: {s3: {bucket: acme-records, prefix: some/where, existing: true}}
  two: {s3: {bucket: acme-records, prefix: other, existing: true}}
capture_points:
  ours: {vpc: vpc-00000000000000009, filter: all, destinations: [one, two]}
"""


def with_shared(of: World, text: str = SHARED, *, first: bool = False) -> Ground:
    """The ground of two specs that send to one bucket, both applied; `first`: the second spec before the other."""
    more = spec(text, head="")
    logs = [
        replace(applied(each, number), where=of.existing.flow_logs[0].where, id=f"fl-1000000{number}")
        for number, each in enumerate(recordings(more))
    ]
    ground = of.having(flow_logs=(*of.existing.flow_logs, *logs)).ground
    return replace(ground, specs=(more, *ground.specs) if first else (*ground.specs, more))


def ending(prefix: str) -> Callable[[Bucket], Bucket]:
    rule = {"status": "Enabled", "filter": [{"prefix": prefix}], "expiration": [{"days": 400}]}
    return settings(**{buckets.LIFECYCLE: {"rule": [rule]}})


@pytest.mark.parametrize("first", [True, False])
def test_a_bucket_is_judged_for_each_prefix_and_by_the_spec_that_creates_it(first: bool):  # noqa: FBT001
    of = world().each("buckets", ending("some/where/"))
    slugs = {each.slug: each.text for each in audit(with_shared(of, first=first)).deviations if BUCKET in each.subject}
    assert slugs["never-expires"] == "keeps its records below other/ for ever"
    assert "destination-drift" not in slugs
    drifted = of.each("buckets", settings(**{buckets.VERSIONING: {}}))
    slugs = {each.slug: each.text for each in audit(with_shared(drifted, first=first)).deviations}
    assert "has no versions" in slugs["destination-drift"]


@pytest.mark.parametrize("first", [True, False])
def test_a_spec_that_ignores_the_retention_speaks_for_its_own_destinations(first: bool):  # noqa: FBT001
    of = world().each("buckets", ending("some/where/"))
    ignoring = f"{SHARED}lint: {{ignore: {{retention: we keep all}}}}\n"
    assert "never-expires" not in {each.slug for each in audit(with_shared(of, ignoring, first=first)).deviations}
    endless = of.each("buckets", ending("other/")).spec(", expire_days: 400", "")
    found = audit(with_shared(endless, ignoring, first=first)).deviations
    assert [each.text for each in found if each.slug == "never-expires"] == [
        "keeps its records below some/where/ for ever"
    ]


def test_a_bucket_may_name_its_key_by_id_or_alias():
    def encrypted(key: str) -> Callable[[Bucket], Bucket]:
        default = [{"sse_algorithm": "aws:kms", "kms_master_key_id": key}]
        return settings(**{buckets.ENCRYPTION: {"rule": [{"apply_server_side_encryption_by_default": default}]}})

    of = world().spec("expire_days: 400", f'expire_days: 400, kms: "{KEY}"')
    aliased = of.each("keys", lambda key: replace(key, aliases=("alias/records",)))
    for key, world_of, drifts in (
        (KEY, of, False),
        (KEY.rpartition("/")[2], of, False),
        ("alias/records", aliased, False),
        ("alias/records", of, False),  # it is not known which key that is
        (f"{KEY}9", of, True),
    ):
        found = {each.slug for each in audit(world_of.each("buckets", encrypted(key)).ground).deviations}
        assert ("destination-drift" in found) == drifts, key
    own = of.spec(f'kms: "{KEY}"}}}}', "kms: create}}").each("buckets", encrypted(KEY))
    for aliases, drifts in ((("alias/flow-logs-acme-records-main",), False), (("alias/other",), True), ((), False)):
        named = own.each("keys", lambda key: replace(key, aliases=aliases))  # noqa: B023 - called at once
        found = {each.slug for each in audit(named.ground).deviations}
        assert ("destination-drift" in found) == drifts, aliases


@pytest.mark.parametrize("at", ["half", "core", "elsewhere"])
def test_what_lint_ignores_needs_no_exemption(at: str):
    ignore = ", lint: {ignore: {partial-capture: the firewall}}"
    of = world().spec(f"    {HALF}: {{reason: the firewall records what is accepted}}\n", "")
    points = {
        "half": "filter: reject, destinations: archive}",
        "core": "filter: all, destinations: [central, archive]}",
    }
    line = points["half" if at == "half" else "core"]
    if at != "elsewhere":
        of = of.spec(line, f"{line[:-1]}{ignore}}}")
    found = {each.slug for each in audit(of.ground).deviations}
    assert found == (set() if at == "half" else {"vpc-partly-recorded"})


def test_a_resource_with_nearly_as_many_flow_logs_as_aws_allows():
    found = audit(many(world()).ground)
    near = [each for each in found.deviations if each.slug != "undeclared"]
    assert [(each.slug, each.subject) for each in near] == [("quota-near", VPC)]
    fewer = many(world())
    fewer = fewer.having(flow_logs=fewer.existing.flow_logs[:-1])
    assert {each.slug for each in audit(fewer.ground).deviations} == {"undeclared"}


def test_an_exemption_holds_until_its_day():
    ground = world().ground
    for day, slugs in ((dt.date(2027, 6, 29), set()), (dt.date(2027, 6, 30), {"vpc-unrecorded", "expired-exemption"})):
        found = audit(replace(ground, today=day))
        assert {each.slug for each in found.deviations} == slugs
        assert {each.subject for each in found.deviations} <= {SANDBOX}


def test_every_rule_has_a_mutation():
    elsewhere = {"recorded-twice", "quota-near", "expired-exemption"}
    assert {slug for (slug, _), _ in MUTATIONS.values()} | elsewhere == set(RULES)


BLIND: dict[str, Callable[[World], World]] = {
    "VPCs denied": lambda of: of.scope(kinds=frozenset({"subnet", "eni", "flow_log"}), denied={"vpc": "refused"}),
    "flow logs cut off": lambda of: of.scope(kinds=frozenset({"vpc", "subnet", "eni"})),
    "another account": lambda of: of.scope(location=("999988887777", PLACE[1])),
    "another region": lambda of: of.scope(location=(PLACE[0], "eu-west-1")),
    "incomplete": lambda of: of.having(complete=False),
    "no role": lambda of: of.having(roles=()),
    "a role whose policies were not read": lambda of: of.each("roles", lambda role: replace(role, complete=False)),
    "no bucket": lambda of: of.having(buckets=()),
    "a bucket that AWS denies to describe": lambda of: of.each(
        "buckets", lambda each: replace(each, settings={}, complete=False)
    ),
    "no key": lambda of: of.having(keys=()),
    "a key without its policy": lambda of: of.each("keys", lambda key: replace(key, policy=None)),
    "no stream": lambda of: of.having(streams=()),
    "no log group": lambda of: of.having(log_groups=()),
    "a variable": lambda of: of.spec(f"core: {{vpc: {VPC},", "core: {vpc: {var: main_vpc},"),
}


@pytest.mark.parametrize("name", BLIND)
def test_it_is_never_clean_when_blind(name: str):
    found = audit(BLIND[name](world()).ground)
    assert found.not_seen
    assert not {each.slug for each in found.deviations} & {"not-applied", "vpc-unrecorded", "target-gone"}, "not known"


def test_a_lookup_is_known_beside_one_that_is_not():
    of = world().tagged(SUBNET, Tier="web")
    of = of.spec(f"web: {{subnet: {SUBNET},", "web: {subnets: {lookup: {tags: {Tier: web}}},")
    theirs = "  theirs: {vpc: {var: their_vpc}, filter: all, destinations: stream}\n"
    inner = "  inner: {subnets: {lookup: {tags: {Tier: web}, within: theirs}}, filter: all, destinations: archive}\n"
    of = of.spec("audit:\n", f"{theirs}{inner}audit:\n")
    found = audit(of.each("flow_logs", where(lambda log: log.target == SUBNET, interval=60)).ground)
    assert [each.slug for each in found.deviations] == ["flow-log-drift"], "of the subnet that the lookup of web finds"
    assert {re.search(r": (\w+) → ", each.subject)[1] for each in found.not_seen} == {"theirs", "inner"}


def test_no_account_at_all_is_blind():
    of = world()
    found = audit(replace(of.ground, inventory=type(of.inventory)()))
    assert found.not_seen
    assert found.deviations == ()


def test_conditions_that_are_not_understood_are_not_judged():
    strange = (
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", '
        '"Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}}]}'
    )
    of = world().each("buckets", settings(**{buckets.POLICY: {"policy": strange}}))
    of = of.each("keys", lambda key: replace(key, policy=strange))
    found = audit(of.each("roles", lambda role: replace(role, boundary="arn:aws:iam::1:policy/x")).ground)
    assert found.deviations == found.not_seen == ()
    assert {each.subject for each in found.not_judged} == {BUCKET, KEY, ROLE}


PAGE = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")


def test_the_page_has_every_rule_in_order_and_says_which_are_errors():
    assert re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE) == list(RULES)
    errors = [slug for slug, rule in RULES.items() if rule.severity == "error"]
    assert errors == list(RULES)[: len(errors)]
    assert f"The rules up to `{errors[-1]}` are errors" in PAGE
    for rule in RULES.values():
        for control in rule.controls:
            assert control in PAGE


def test_the_page_asks_for_the_actions_that_are_called():
    (policy,) = re.findall(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    actions = {action for each in json.loads(policy)["Statement"] for action in each["Action"]}
    adopting = (ROOT / "docs" / "adopt.md").read_text(encoding="utf-8")
    called = {action("ec2", each) for each in (*network.CALLS.values(), network.CONNECT_CALL)}
    called |= {"ec2:DescribeFlowLogs", *(action("s3", each) for each in (*bucket.SETTINGS, "get_bucket_location"))}
    assert called <= actions
    assert actions - called <= set(re.findall(r"`((?:logs|iam|kms|firehose|s3):[A-Za-z]+)`", adopting))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the spec, an inventory of the world, and some of its mutations."""
    where = tmp_path_factory.mktemp("audit")
    (where / "net.yaml").write_text(TEXT, encoding="utf-8")
    blind = world().scope(kinds=KINDS - {"vpc"}, denied={"vpc": "ec2:DescribeVpcs was refused (AccessDenied)"})
    hostile = other(world(), log_destination=f"{GROUP}-|<b>`x`\x1b[31m\n@all", target="vpc-|<b>`x`\x1b[31m\n@all")
    worlds = {
        "clean": world(),
        "refused": MUTATIONS["a role without permissions"][1](world()),
        "blind": MUTATIONS["a role without permissions"][1](blind),
        "warned": MUTATIONS["a flow log by hand"][1](world()),
        "hostile": hostile,
    }
    for name, each in worlds.items():
        (where / f"{name}.json").write_text(document.written(each.inventory, each.existing), encoding="utf-8")
    return where


def say(folder: Path, *arguments: str) -> catalogue.Said:
    return catalogue.command("audit", "net.yaml", "--as-of", "2026-06-01", *arguments, folder=folder)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("clean.json",), 0),
        (("clean.json", "--strict"), 0),
        (("refused.json",), 1),
        (("warned.json",), 0),
        (("warned.json", "--strict"), 1),
        (("blind.json",), 3),
        (("blind.json", "--strict"), 3),
    ],
)
def test_exit_codes(folder: Path, arguments: tuple[str, ...], code: int):
    for form in ("text", "markdown", "json"):
        said = say(folder, "--inventory", *arguments, "--format", form)
        assert (said.code, said.err) == (code, "")


def test_findings_are_shown_also_when_blind(folder: Path):
    said = say(folder, "--inventory", "blind.json")
    assert "error[role-refuses]" in said.out
    assert "ec2:DescribeVpcs was refused (AccessDenied)" in said.out


def test_json_is_as_its_schema_says(folder: Path):
    schema = json.loads((ROOT / "docs" / "audit.schema.json").read_text(encoding="utf-8"))
    for name in ("clean", "refused", "blind", "warned", "hostile"):
        data = json.loads(say(folder, "--inventory", f"{name}.json", "--format", "json").out)
        jsonschema.validate(data, schema, cls=jsonschema.Draft202012Validator)
        assert data["complete"] == (name != "blind")
    assert data["findings"], "of the hostile one"


def test_no_text_of_aws_can_steer_a_terminal_or_a_page(folder: Path):
    text = say(folder, "--inventory", "hostile.json").out
    assert "\x1b" not in text
    page = say(folder, "--inventory", "hostile.json", "--format", "markdown").out
    assert "<b>" not in page
    assert "\x1b" not in page
    assert "@all" not in page


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "neither is given"),
        (("--inventory", "clean.json", "--live"), "both are given"),
        (("--inventory", "clean.json", "--role", "audit"), "--role is about --live"),
        (("--inventory", "clean.json", "--region", "us-east-1"), "--region is about --live"),
        (("--inventory", "-", "--inventory", "-"), "more than once"),
    ],
)
def test_wrong_command_lines(folder: Path, arguments: tuple[str, ...], words: str):
    said = say(folder, *arguments)
    assert (said.code, said.out) == (2, "")
    assert words in said.err


def test_a_broken_spec_is_not_audited(folder: Path):
    (folder / "broken.yaml").write_text(TEXT.replace("version: 1", "version: 2"), encoding="utf-8")
    said = catalogue.command("audit", "broken.yaml", "--inventory", "clean.json", folder=folder)
    assert (said.code, said.out) == (1, "")
    assert "nothing is audited" in said.err
    said = catalogue.command("audit", "net.yaml", "--inventory", "broken.yaml", folder=folder)
    assert (said.code, said.out) == (3, "")
