"""Forms of flow logs that others made, and what the compiler's own form does to each: by `moved`, and by `import`.

A newer provider that judges one otherwise shows up here: `adopted` is then needed for less, or for more.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from compiled import compiled
from emulator import ACCOUNT
from language import GATEWAY, REGION, VPC
from moto.ec2.models import ec2_backends
from patches import record_fields
from takeover import imported, lose, moved
from world import World

import terraform

if TYPE_CHECKING:
    from collections.abc import Callable

    from rig import Rig

pytestmark = terraform.needs_provider

GROUP, BUCKET, ROLE = "/e2e/theirs", "e2e-theirs", f"arn:aws:iam::{ACCOUNT}:role/theirs"
GROUP_ARN = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{GROUP}"
SHORT = record_fields.log_format(("srcaddr", "dstaddr", "bytes"))
DEFAULT = record_fields.log_format(record_fields.VPC_DEFAULT)
ALL = 'traffic_type = "ALL"'


def logs(*more: str) -> tuple[str, ...]:
    """Arguments of a flow log to the log group."""
    return (f'iam_role_arn = "{ROLE}"', f'log_destination = "{GROUP_ARN}"', *more)


def s3(path: str = "", *options: str) -> tuple[str, ...]:
    """Arguments of a flow log to the bucket; with no options it has no block of them."""
    block = ("destination_options {", *options, "}") if options else ()
    return ('log_destination_type = "s3"', f'log_destination = "arn:aws:s3:::{BUCKET}{path}"', *block)


@dataclass(frozen=True, slots=True)
class Form:
    """One flow log as others wrote it, and as the spec says it."""

    name: str
    old: tuple[str, ...]  # arguments in their code, but for the target
    to: str  # its destination in the spec
    moved: str  # what Terraform does to it, when it moves to the compiler's form
    imported: str
    remedy: str = ""  # what is adopted, so that both become nothing
    filter: str = "all"
    kind: Any = VPC


FORMS = (
    Form("plain", logs(ALL), "central", "move", "import"),
    Form(
        "by-group-name",
        (ALL, f'iam_role_arn = "{ROLE}"', f'log_group_name = "{GROUP}"'),
        "central",
        "replace",
        "replace",
        "destination",
    ),
    Form("without-slash", (ALL, *s3("/net")), "prefixed", "replace", "replace", "destination"),
    Form("slash-alone", (ALL, *s3("/")), "archive", "replace", "replace", "destination"),
    Form("gateway-traffic", logs(ALL, "max_aggregation_interval = 60"), "central", "replace", "import", kind=GATEWAY),
    Form("gateway", logs("max_aggregation_interval = 60"), "central", "move", "import", kind=GATEWAY),
    Form("spacing", logs(ALL, f'log_format = "{SHORT.replace("$", "$$")}"'), "central", "replace", "replace", "format",
         filter="short"),
    Form("default-options", (ALL, *s3("", 'file_format = "plain-text"')), "archive", "move", "import"),
    Form("one-option", (ALL, *s3("", 'file_format = "parquet"')), "columns", "move", "import"),
    Form("default-format", logs(ALL, f'log_format = "{DEFAULT.replace("$", "$$")}"'), "central", "move", "import"),
    Form("default-interval", logs(ALL, "max_aggregation_interval = 600"), "central", "move", "import"),
    Form("default-type", logs(ALL, 'log_destination_type = "cloud-watch-logs"'), "central", "move", "import"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One way of one form; `id`: of its target."""

    name: str
    form: Form
    way: str
    remedied: bool
    id: str

    @property
    def address(self) -> str:
        """Where the compiler has it."""
        return f"aws_flow_log.{self.name.replace('-', '_')}__{self.form.to}"

    @property
    def expected(self) -> str:
        """What Terraform plans for it."""
        if self.remedied:
            return {"moved": "move", "imported": "import"}[self.way]
        return getattr(self.form, self.way)


def _rows() -> tuple[Row, ...]:
    numbers = count(1)
    return tuple(
        Row(f"{form.name}-{way}{'-adopted' if remedied else ''}", form, way, remedied, form.kind.id(next(numbers)))
        for form in FORMS
        for way in ("moved", "imported")
        for remedied in ((False, True) if form.remedy else (False,))
    )


ROWS = _rows()
STAR = Form("star", (), "central", "", "replace", "destination")
OUTSIDE = (
    Row("star", STAR, "imported", False, VPC.id(901)),
    Row("star-adopted", STAR, "imported", True, VPC.id(902)),
    Row("tag-of-aws", Form("tag-of-aws", (), "central", "", "import"), "imported", False, VPC.id(903)),
)
"""Forms that no Terraform has: made by AWS's own interface."""


def spec(group: str) -> dict[str, Any]:
    """The compiler's form of each; `group`: a log group whose name the provider made of a prefix."""
    bucket = {"bucket": BUCKET, "existing": True}
    return {
        "version": 1,
        "name": "e2e-forms",
        "filters": {"short": {"fields": ["srcaddr", "dstaddr", "bytes"]}},
        "destinations": {
            "central": {"cloudwatch_logs": {"log_group": GROUP, "existing": True, "role": {"arn": ROLE}}},
            "archive": {"s3": bucket},
            "prefixed": {"s3": {**bucket, "prefix": "net"}},
            "columns": {"s3": {**bucket, "file_format": "parquet"}},
            "own": {"cloudwatch_logs": {"log_group": group, "retention_days": "never", "role": {"arn": ROLE}}},
        },
        "capture_points": {
            "own": {"vpc": VPC.id(999), "destinations": "own"},
            **{
                row.name: {
                    row.form.kind.key: row.id,
                    "filter": row.form.filter,
                    "destinations": row.form.to,
                    **({"adopted": [row.form.remedy]} if row.remedied else {}),
                }
                for row in (*ROWS, *OUTSIDE)
            },
        },
    }


def _old(row: Row) -> str:
    body = "".join(f"  {each}\n" for each in (f'{row.form.kind.key}_id = "{row.id}"', *row.form.old))
    return f'resource "aws_flow_log" "{row.name}" {{\n{body}}}\n'


def test_what_becomes_of_the_forms_of_others(rig: Rig, record_property: Callable[[str, object], None]):
    rig.aws.forget()
    World(rig.aws).has_all_in([row.id for row in (*ROWS, *OUTSIDE)])
    rig.aws.client("logs").create_log_group(logGroupName=GROUP)
    rig.aws.client("s3").create_bucket(Bucket=BUCKET)
    prefixed = 'resource "aws_cloudwatch_log_group" "own" {\n  name_prefix = "/e2e/prefixed"\n}\n'
    root = rig.root("forms", {"main.tf": prefixed + "".join(map(_old, ROWS))})
    root.apply()
    rows = {f"aws_flow_log.{row.name}": row for row in ROWS}
    (group,) = lose(root, lambda address: address not in rows).values()
    ids = lose(root, lambda address: rows[address].way == "imported") | _made_outside(rig.aws)
    for each in ec2_backends[ACCOUNT][REGION].flow_logs.values():
        if each.log_format == SHORT:
            each.log_format = SHORT.replace(" ", "  ")  # the emulator refuses to make it, AWS does not
    blocks = [imported("aws_cloudwatch_log_group.own", group)]
    for row in (*ROWS, *OUTSIDE):
        old = f"aws_flow_log.{row.name}"
        blocks.append(moved(old, row.address) if row.way == "moved" else imported(row.address, ids[old]))
    root.put({**compiled(spec(group)), "adopt.tf": "".join(blocks)})
    assert root.plan().actions == {
        **{row.address: row.expected for row in (*ROWS, *OUTSIDE)},
        "aws_cloudwatch_log_group.own": "update",  # `skip_destroy`, in the state alone
        "aws_flow_log.own__own": "create",  # not of a form of others
    }
    record_property("adopted", f"{len(ROWS) + len(OUTSIDE)} rows of {len(FORMS) + 2} forms as the table says")


def _made_outside(aws: Any) -> dict[str, str]:
    made = {}
    for row in OUTSIDE:
        asked = {
            "ResourceIds": [row.id],
            "ResourceType": "VPC",
            "TrafficType": "ALL",
            "DeliverLogsPermissionArn": ROLE,
            "LogDestination": GROUP_ARN + (":*" if row.form is STAR else ""),
        }
        (made[f"aws_flow_log.{row.name}"],) = aws.client("ec2").create_flow_logs(**asked)["FlowLogIds"]
    backend = ec2_backends[ACCOUNT][REGION]
    backend.create_tags([made["aws_flow_log.tag-of-aws"]], {"aws:cloudformation:stack-name": "theirs"})
    return made
