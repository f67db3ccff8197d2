"""Destinations: the three kinds with all of their options, and the stacks that each may be used in."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from aws_shapes import RETENTION_DAYS
from gen_flowlogs.aws.limits import STORAGE_CLASSES
from generated_specs import words
from generated_specs.plan import Destination
from generated_specs.stacks import OTHER_ACCOUNT

if TYPE_CHECKING:
    from generated_specs.plan import Plan, Stack

KEY_IDS = ("1234abcd-12ab-34cd-56ef-1234567890ab", "mrk-0123456789abcdef0123456789abcdef")
_DESCRIPTIONS = ("delivers flow logs", "two\nlines of ${text}", 'équipe réseau: "quoted" \\ %{ if true }', "x" * 1000)
_SMALL_FILES = ("all_storage_classes_128K", "varies_by_storage_class")
_ACROSS = "AWSLogDeliveryFirehoseCrossAccountRole"


def any_of(plan: Plan, random: Random) -> Destination:
    """A destination of any kind."""
    made = random.choice((log_group, log_group, bucket, bucket, stream))(plan, random)
    if words.chance(random, 0.25):
        made.extras["tags"] = words.tags(random)
    if words.chance(random, 0.15):
        made.extras["renamed_from"] = f"was-{made.name}"[:64].rstrip("-")
    if words.chance(random, 0.1):
        made.extras["lint"] = words.ignored(random)
    if words.chance(random, 0.1):
        made.extras["retired"] = words.chance(random, 0.8)
    return made


def plain(plan: Plan, random: Random) -> Destination:
    """A destination that every stack can use."""
    name = words.name(plan, random)
    return Destination(name, "cloudwatch_logs", {"log_group": f"/plain/{plan.number()}"}, frozenset(plan.stacks))


def log_group(plan: Plan, random: Random) -> Destination:
    """A log group, created or existing, with the role that delivers to it."""
    at = random.choice(list(plan.stacks.values()))
    settings: dict[str, Any] = {"log_group": f"{random.choice(('/vpc/flow-logs', 'a.b_c', '/x#y'))}/{plan.number()}"}
    usable = frozenset(plan.stacks)
    if words.chance(random, 0.2):
        settings["existing"] = True
    else:
        if words.chance(random, 0.05):
            settings["existing"] = False
        if words.chance(random, 0.5):
            settings["retention_days"] = random.choice((*RETENTION_DAYS, "never"))
        if words.chance(random, 0.5):
            settings["kms"] = random.choice(("aws", "create", "create", _key(at, random)))
            if settings["kms"].startswith("arn:"):
                usable &= _in_region(plan, at)
        if words.chance(random, 0.3):
            settings["class"] = random.choice(("STANDARD", "INFREQUENT_ACCESS"))
        own = Random(f"{plan.name} {settings['log_group']}")  # so that all else stays as it was for a seed
        if words.chance(own, 0.05):
            settings["deletion_protection"] = words.chance(own, 0.7)
        _may_delete(settings, random)
    if words.chance(random, 0.4):
        settings["role"], allowed = _role(plan, at, random, documented=True)
        usable &= allowed
    if words.chance(random, 0.4):
        settings["queries"] = words.chance(random, 0.8)
    return Destination(words.name(plan, random), "cloudwatch_logs", settings, usable)


def bucket(plan: Plan, random: Random) -> Destination:
    """A bucket, created or existing; its owner is a stack that no later one owns a bucket for."""
    order = list(plan.stacks)
    owner = plan.stacks[random.choice(order)]
    usable = frozenset(
        name for name in order[order.index(owner.name) :] if plan.stacks[name].partition == owner.partition
    )
    settings: dict[str, Any] = {"bucket": f"acme{random.choice(('-', '.'))}flow-logs-{plan.number()}"}
    if words.chance(random, 0.4):
        settings["prefix"] = random.choice(("network/prod", "network/", "a=b/(c)!", "p'q"))
    _files(settings, random)
    if owner.name and words.chance(random, 0.7):
        settings["stack"] = owner.name
    elif owner.name:
        usable = frozenset((owner.name,))
    if words.chance(random, 0.2):
        settings["existing"] = True
    else:
        _created_bucket(settings, owner, random)
        own = Random(f"{plan.name} {settings['bucket']}")
        if "transitions" in settings and words.chance(own, 0.4):
            settings["transition_default_minimum_object_size"] = own.choice(_SMALL_FILES)
    if words.chance(random, 0.4):
        settings["queries"] = words.chance(random, 0.8)
    own = Random(f"{plan.name} {settings['bucket']} readers")
    if words.chance(own, 0.2):
        settings["readers"] = readers(owner.partition, own)
    whole_table(settings)
    return Destination(words.name(plan, random), "s3", settings, usable)


def readers(partition: str, random: Random) -> list[str]:
    """Accounts and roles of a partition, in any order."""
    roles = (f"arn:{partition}:iam::{OTHER_ACCOUNT}:role/{name}" for name in ("siem", "a+b/c=d,e/Reader.1@x"))
    return words.some(random, (OTHER_ACCOUNT, "012345678901", *roles), 3, 1)


def whole_table(settings: dict[str, Any]) -> None:
    """Name accounts for the table of an organisation's records, which needs some, and for no other."""
    settings.pop("query_accounts", None)
    if settings.get("queries") and "org_id" in settings:
        settings["query_accounts"] = ["012345678901", "222233334444"]


def _files(settings: dict[str, Any], random: Random) -> None:
    if words.chance(random, 0.5):
        settings["file_format"] = random.choice(("plain-text", "parquet", "parquet"))
    for key in ("hive_compatible_partitions", "per_hour_partition"):
        if words.chance(random, 0.4):
            settings[key] = words.chance(random, 0.7)


def _created_bucket(settings: dict[str, Any], owner: Stack, random: Random) -> None:
    if words.chance(random, 0.05):
        settings["existing"] = False
    if words.chance(random, 0.5):
        settings["kms"] = random.choice(("aws", "create", "create", _key(owner, random)))
    steps = _transitions(random) if words.chance(random, 0.4) else []
    if steps:
        settings["transitions"] = steps
    if words.chance(random, 0.6):
        settings["expire_days"] = (steps[-1]["after_days"] if steps else 0) + random.choice((1, 30, 400))
    if words.chance(random, 0.3):
        settings["versioning"] = words.chance(random, 0.5)
    if words.chance(random, 0.15):
        settings["org_id"] = "o-a1b2c3d4e5"
    _may_delete(settings, random)


def _transitions(random: Random) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = []
    options = sorted(STORAGE_CLASSES)
    earliest = 0
    for _ in range(random.randint(1, 3)):
        if not options:
            break
        to = STORAGE_CLASSES[random.choice(options)]
        days = max(earliest, to.earliest) + random.choice((0, 1, 30))
        steps.append({"after_days": days, "storage_class": to.name})
        earliest = days + max(to.stay, 1)
        options = [name for name in to.onward if name not in {step["storage_class"] for step in steps}]
    return steps


def stream(plan: Plan, random: Random) -> Destination:
    """A delivery stream: of the account itself or of another, by its ARN or by what Terraform knows it as."""
    at = random.choice(list(plan.stacks.values()))
    name, number = words.name(plan, random), plan.number()
    across = words.chance(random, 0.5)
    account = OTHER_ACCOUNT if across else at.account
    arn = f"arn:{at.partition}:firehose:{at.region}:{account}:deliverystream/flow-logs.{number}"
    settings: dict[str, Any] = {
        "delivery_stream": random.choice((arn, arn, {"var": f"stream_{number}"}, {"ref": f"local.stream_{number}"}))
    }
    usable = frozenset(plan.stacks)
    if isinstance(settings["delivery_stream"], str) or across:
        usable &= frozenset(each.name for each in plan.stacks.values() if each.partition == at.partition)
    if isinstance(settings["delivery_stream"], str):
        usable &= _in_region(plan, at)
    if across:
        settings["cross_account_role"] = f"arn:{at.partition}:iam::{OTHER_ACCOUNT}:role/{_ACROSS}-{number}"
        if words.chance(random, 0.5):
            settings["role"], allowed = _role(plan, at, random, documented=False)
            usable &= allowed
    elif isinstance(settings["delivery_stream"], str):
        usable &= frozenset(each.name for each in plan.stacks.values() if each.account == at.account)
    return Destination(name, "firehose", settings, usable)


def _role(plan: Plan, at: Stack, random: Random, *, documented: bool) -> tuple[dict[str, Any], frozenset[str]]:
    """A role, and the stacks that can have it."""
    here = frozenset(
        name for name, stack in plan.stacks.items() if (stack.account, stack.partition) == (at.account, at.partition)
    )
    if words.chance(random, 0.3):
        path = random.choice(("", "theirs/", "a/b/"))
        return {"arn": f"arn:{at.partition}:iam::{at.account}:role/{path}theirs-{plan.number()}"}, here
    role: dict[str, Any] = {}
    usable = frozenset(plan.stacks)
    if words.chance(random, 0.5):
        role["name"] = f"{random.choice(('Flow_Logs', 'a+b=c,d.e@f'))}-{plan.number()}"
        usable &= plan.one_for_each_account(random)
    if words.chance(random, 0.4):
        role["path"] = random.choice(("/", "/network/", "/a/b/"))
    if words.chance(random, 0.4):
        whose = random.choice(("aws", at.account))
        role["permissions_boundary"] = f"arn:{at.partition}:iam::{whose}:policy/team/boundary"
        same = frozenset(name for name, stack in plan.stacks.items() if stack.partition == at.partition)
        usable &= same if whose == "aws" else here
    if documented and (words.chance(random, 0.4) or not role):
        role["permissions"] = random.choice(("least", "documented"))
    own = Random(f"{plan.name} role {plan.numbers}")
    if words.chance(own, 0.3):
        role["policy_name"] = own.choice(("write", "a+b=c,d.e@f", "W" * 128))
    if words.chance(own, 0.3):
        role["description"] = own.choice(_DESCRIPTIONS)
    if words.chance(own, 0.4):
        role["tags"] = "none" if words.chance(own, 0.4) else words.tags(own)
    return role or {"path": "/"}, usable


def _key(at: Stack, random: Random) -> str:
    account = random.choice((at.account, OTHER_ACCOUNT))
    return f"arn:{at.partition}:kms:{at.region}:{account}:key/{random.choice(KEY_IDS)}"


def _in_region(plan: Plan, at: Stack) -> frozenset[str]:
    return frozenset(name for name, stack in plan.stacks.items() if stack.region == at.region)


def _may_delete(settings: dict[str, Any], random: Random) -> None:
    if words.chance(random, 0.3):
        settings["on_destroy"] = random.choice(("keep", "delete"))
