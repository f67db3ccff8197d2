"""What a change means for the records: small pairs of specs, and every effect that is told of them.

Effects of what a destination has (history, its own `blocked` and `unmanaged`) have tests of their own.
"""

# ruff: noqa: E501, ISC004 - messages stand here as they are told

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gen_flowlogs.compare import compare
from gen_flowlogs.show.changes.grouping import effects
from mutations import ACCOUNT, spec, vpc

Data = dict[str, Any]

OTHER = "444455556666"
SUBNET = "subnet-00000000000000001"
UNTIL = "until the new flow log delivers: some minutes, at times more than 10"
FAILS = "until an apply succeeds, since the failing apply already destroys the old flow log"
BOTH = "accepted and rejected traffic"
ONE: Data = {"one": {"account": ACCOUNT, "region": "us-east-1"}}
TWO: Data = {**ONE, "two": {"account": OTHER, "region": "us-east-1"}}


def group(name: str, **more: Any) -> Data:
    return {"cloudwatch_logs": {"log_group": name, **more}}


def bucket(name: str, **more: Any) -> Data:
    return {"s3": {"bucket": name, **more}}


def point(destinations: Any, number: int = 1, **more: Any) -> Data:
    return {"vpc": vpc(number), "destinations": destinations, **more}


def found(destinations: Any, **more: Any) -> Data:
    """Of each stack its own."""
    return {"vpcs": look(), "destinations": destinations, **more}


def every(destinations: Any) -> Data:
    return {"vpcs": {"lookup": {"tags": {}}}, "destinations": destinations}


def inside(destinations: Any, **more: Any) -> Data:
    return {"subnet": SUBNET, "within": "c", "destinations": destinations, **more}


def data(points: Data, destinations: Data, **more: Any) -> Data:
    """A spec; in one stack where it says of none."""
    whole = {"version": 1, "name": "n", "stacks": ONE, "destinations": destinations, "capture_points": points, **more}
    return (
        {**whole, "defaults": {"stack": "all"}}
        if whole["stacks"]
        else {k: v for k, v in whole.items() if k != "stacks"}
    )


A, B = {"a": group("/a")}, {"b": group("/b")}
AB = {**A, **B}
FIELDS = {
    "f": {"fields": ["srcaddr", "dstaddr"]},
    "g": {"fields": ["dstaddr", "srcaddr"]},
    "slow": {"max_aggregation_interval": 60},
}
OTHER_TRAFFIC = {"refused": {"traffic": "REJECT", "max_aggregation_interval": 60}}


def look(**more: Any) -> Data:
    return {"lookup": {"tags": {"a": "b"}, **more}}


def subnets(destinations: str, **more: Any) -> Data:
    return {"subnets": look(**more), "destinations": destinations, "filter": "reject"}


V = {"v": {"vpc": vpc(1), "destinations": "b"}}
ROLE = f"arn:aws:iam::{ACCOUNT}:role/flow-logs-a-one"
DELETED = {"a": group("/a", on_destroy="delete")}

CASES: list[tuple[str, Data, Data, list[tuple[str, str]]]] = [
    # three questions
    (
        "from a log group that goes, and that another destination takes over",
        data({"c": point(["a", "b"])}, {**DELETED, "b": bucket("acme-b", on_destroy="delete")}),
        data({"c": point(["a", "b"])}, {"a": bucket("acme-a"), "b": group("/a", existing=True)}),
        [
            ("gained", f"{BOTH} of c is newly recorded in a"),
            (
                "lost",
                f"{BOTH} of c is no longer recorded in b, since the log group /a is destroyed; recorded in a instead, after a gap",
            ),
            ("lost", f"{BOTH} of c is no longer recorded in the bucket acme-b; recorded in a instead, after a gap"),
        ],
    ),
    (
        "three times after two",
        data({"c": point("a"), "i": inside("a")}, A),
        data({"c": point("a"), "i": inside("a"), "r": inside("a", filter="reject")}, A),
        [
            (
                "twice",
                "rejected traffic of r is recorded 3 times instead of twice in a: by i and r, and also by c, which contains it",
            ),
        ],
    ),
    (
        "other traffic at another place, and less",
        data({"c": point("a")}, A),
        data({"c": point("a", filter="reject")}, {"a": group("/b")}),
        [
            ("gap", f"rejected traffic of c is not recorded in a {UNTIL}"),
            ("lost", "accepted traffic of c is no longer recorded in the log group /a, nor anywhere else"),
            ("moved", "rejected traffic of c is delivered to the log group /b instead of the log group /a"),
        ],
    ),
    (
        "and more",
        data({"c": point("a", filter="reject")}, A),
        data({"c": point("a")}, {"a": group("/b")}),
        [
            ("gained", "accepted traffic of c is newly recorded in a"),
            ("gap", f"rejected traffic of c is not recorded in a {UNTIL}"),
            ("moved", "rejected traffic of c is delivered to the log group /b instead of the log group /a"),
        ],
    ),
    (
        "and the rest",
        data({"c": point("a", filter="reject")}, A),
        data({"c": point("a", filter="accept")}, {"a": group("/b")}),
        [
            ("gained", "accepted traffic of c is newly recorded in a"),
            ("lost", "rejected traffic of c is no longer recorded in the log group /a, nor anywhere else"),
        ],
    ),
    (
        "another destination",
        data({"c": point("a")}, AB),
        data({"c": point("b")}, AB),
        [
            ("lost", f"{BOTH} of c is no longer recorded in a; recorded in b instead, after a gap"),
            ("gained", f"{BOTH} of c is newly recorded in b"),
        ],
    ),
    (
        "another place, while another one records",
        data({"c": point(["a", "b"])}, AB),
        data({"c": point(["a", "b"])}, {**A, "b": group("/x")}),
        [
            ("gap", f"{BOTH} of c is not recorded in b {UNTIL}; it is recorded in a throughout"),
            ("moved", f"{BOTH} of c is delivered to the log group /x instead of the log group /b"),
        ],
    ),
    (
        "another place, while what contains it goes on to the old one",
        data({"c": point("b"), "s": inside("b")}, AB),
        data({"c": point("b"), "s": inside("a")}, {"a": group("/a"), "b": group("/b")}),
        [
            ("gained", f"{BOTH} of s is newly recorded in a"),
            ("covered", f"{BOTH} of s is no longer recorded in b by its own flow log, but still by c"),
        ],
    ),
    (
        "a destination of another place, while what contains it goes to the old one",
        data({"c": point("b"), "s": inside("a")}, AB),
        data({"c": point("b"), "s": inside("a")}, {"a": group("/x"), "b": group("/a")}),
        [
            ("gap", f"{BOTH} of c is not recorded in b {FAILS}"),
            ("moved", f"{BOTH} of c is delivered to the log group /a instead of the log group /b"),
            ("covered", f"{BOTH} of s is no longer recorded in the log group /a by its own flow log, but by c"),
            ("gained", f"{BOTH} of s is newly recorded in a"),
            ("gap", f"{BOTH} of s is not recorded in the log group /a {FAILS}"),
        ],
    ),
    # what was recorded before
    (
        "other fields of another target",
        data({"c": point("a")}, A, filters=FIELDS),
        data({"c": point("a", 2, filter="slow")}, A, filters=FIELDS),
        [
            ("gained", f"{BOTH} of c ({vpc(2)}) is newly recorded in a"),
            ("lost", f"{BOTH} of c ({vpc(1)}) is no longer recorded in a, nor anywhere else"),
        ],
    ),
    (
        "another interval of what another capture point recorded",
        data({"c": point("a"), "d": point("a", 2)}, A, filters=FIELDS),
        data({"c": point("a", 2, filter="slow")}, A, filters=FIELDS),
        [
            ("gap", f"{BOTH} of c ({vpc(2)}) is not recorded in a {UNTIL}"),
            ("interval", f"the records of c ({vpc(2)}) in a are made every 60 seconds instead of every 600"),
            ("lost", f"{BOTH} of c ({vpc(1)}) is no longer recorded in a, nor anywhere else"),
        ],
    ),
    (
        "another interval of what may be another target",
        data({"c": point("a")}, A, filters=FIELDS),
        data({"c": {"vpc": {"var": "v"}, "destinations": "a", "filter": "slow"}}, A, filters=FIELDS),
        [
            ("gained", f"{BOTH} of c (var.v) is newly recorded in a, unless var.v is {vpc(1)}"),
            (
                "interval",
                f"the records of c (var.v) in a are made every 60 seconds instead of every 600, as far as {vpc(1)} is the same",
            ),
            (
                "lost",
                f"{BOTH} of c ({vpc(1)}) is no longer recorded in a, nor anywhere else, unless {vpc(1)} is var.v: then it has only a gap",
            ),
        ],
    ),
    (
        "other traffic with another interval",
        data({"c": point("a", filter="accept")}, A, filters=OTHER_TRAFFIC),
        data({"c": point("a", filter="refused")}, A, filters=OTHER_TRAFFIC),
        [
            ("gained", "rejected traffic of c is now recorded in a"),
            ("lost", "accepted traffic of c is no longer recorded in a, nor anywhere else"),
        ],
    ),
    # what contains it
    (
        "inner gone, outer records a part",
        data({"c": point("a", filter="reject"), "s": inside("a")}, A),
        data({"c": point("a", filter="reject")}, A),
        [
            ("covered", "rejected traffic of s is no longer recorded in a by its own flow log, but still by c"),
            ("lost", "accepted traffic of s is no longer recorded in a, nor anywhere else"),
        ],
    ),
    (
        "inner gone, outer records elsewhere",
        data({"c": point("b"), "s": inside("a"), "z": point("a", 9)}, AB),
        data({"c": point("b"), "z": point("a", 9)}, AB),
        [("lost", f"{BOTH} of s is no longer recorded in a; still in b by c")],
    ),
    (
        "inner gone, outer replaced",
        data({"c": point("a", filter="reject"), "s": inside("a")}, A),
        data({"c": point("a")}, A),
        [
            ("gained", "accepted traffic of c is now recorded in a"),
            ("gap", f"rejected traffic of c is not recorded in a {UNTIL}"),
            ("covered", f"{BOTH} of s is no longer recorded in a by its own flow log, but by c"),
            ("gap", f"{BOTH} of s is not recorded in a {UNTIL.replace('the new flow log', 'the new flow log of c')}"),
        ],
    ),
    (
        "one of several contains it, and not all of them record",
        data({"c": {"vpcs": [vpc(1), vpc(2)], "destinations": "a"}, "s": inside("a")}, A),
        data({"c": {"vpcs": [vpc(1)], "destinations": "a"}}, A),
        [
            ("lost", f"{BOTH} of c ({vpc(2)}) and s is no longer recorded in a, nor anywhere else"),
        ],
    ),
    (
        "outer gone, inner stays",
        data({"c": point("a"), "s": inside("a", within=vpc(1))}, A),
        data({"s": inside("a", within=vpc(1))}, A),
        [("lost", f"{BOTH} of c is no longer recorded in a, nor anywhere else except that of s in a")],
    ),
    # one target, or one stream, in two spellings
    (
        "a variable, and a reference to it",
        data({"c": {"vpc": {"var": "v"}, "destinations": "a"}}, A),
        data({"c": {"vpc": {"ref": "var.v"}, "destinations": "a"}}, A),
        [],
    ),
    (
        "a stream of a variable, and a reference to it",
        data({"c": point("f")}, {"f": {"firehose": {"delivery_stream": {"var": "stream"}}}}),
        data({"c": point("f")}, {"f": {"firehose": {"delivery_stream": {"ref": "var.stream"}}}}),
        [],
    ),
    # what a lookup of everything certainly finds
    (
        "a lookup records it elsewhere",
        data({"every": every("b"), "c": point("a")}, AB),
        data({"every": every("b")}, AB),
        [("lost", f"{BOTH} of c is no longer recorded in a; still in b by every")],
    ),
    (
        "a lookup records it there",
        data({"every": every("a"), "c": point("a", filter="accept")}, A),
        data({"every": every("a")}, A),
        [("covered", "accepted traffic of c is no longer recorded in a by its own flow log, but still by every")],
    ),
    (
        "a lookup comes in its place",
        data({"c": point("a")}, A),
        data({"every": every("a")}, A),
        [
            ("covered", f"{BOTH} of c is no longer recorded in a by its own flow log, but by every"),
            (
                "gap",
                f"{BOTH} of c is not recorded in a {UNTIL.replace('the new flow log', 'the new flow log of every')}",
            ),
            ("gained", f"{BOTH} of every is newly recorded in a"),
        ],
    ),
    (
        "a lookup goes, and it comes in its place",
        data({"every": every("a")}, A),
        data({"c": point("a")}, A),
        [
            ("gap", f"{BOTH} of c is not recorded in a {UNTIL}"),
            ("lost", f"{BOTH} of every is no longer recorded in a, nor anywhere else except that of c in a"),
        ],
    ),
    # what a flow log needs
    (
        "the role that was its own",
        data({"c": point("a")}, A),
        data({"c": point("a")}, {"a": group("/a", role={"arn": ROLE})}),
        [
            (
                "lost",
                f"{BOTH} of c is no longer recorded in a, nor anywhere else, since the role flow-logs-a-one is destroyed",
            )
        ],
    ),
    (
        "a log group that was its own",
        data({"c": point("a")}, DELETED),
        data({"c": point("a")}, {"a": group("/a", existing=True)}),
        [("lost", f"{BOTH} of c is no longer recorded in a, nor anywhere else, since the log group /a is destroyed")],
    ),
    (
        "a log group that stays",
        data({"c": point("a")}, A),
        data({"c": point("a")}, {"a": group("/a", existing=True)}),
        [],
    ),
    *(
        (
            f"a bucket that was its own ({keep})",
            data({"c": point("a")}, {"a": bucket("acme-a", on_destroy=keep)}),
            data({"c": point("a")}, {"a": bucket("acme-a", existing=True)}),
            [("lost", f"{BOTH} of c is no longer recorded in a, nor anywhere else, since {what} is destroyed")],
        )
        for keep, what in (("delete", "the bucket acme-a"), ("keep", "the policy of the bucket acme-a"))
    ),
    (
        "a bucket with another owner",
        data({"c": found("a")}, {"a": bucket("acme-a", stack="one")}, stacks=TWO),
        data({"c": found("a")}, {"a": bucket("acme-a", stack="two")}, stacks=TWO),
        [
            ("gap", f"in the stack two: {BOTH} of c is not recorded in a {FAILS}"),
            (
                "gap",
                f"in the stack one: {BOTH} of c is not recorded in a until an apply succeeds, since the failing apply already destroys the policy of the bucket acme-a",
            ),
        ],
    ),
    # stacks
    (
        "one stack less",
        data({"c": found("a", stack="all")}, A, stacks=TWO),
        data({"c": found("a", stack="one")}, A, stacks=TWO),
        [("lost", f"in the stack two: {BOTH} of c is no longer recorded in a, nor anywhere else")],
    ),
    (
        "all stacks",
        data({"c": found("a")}, A, stacks=TWO),
        data({"c": found(["a", "b"])}, AB, stacks=TWO),
        [("gained", f"in the stacks one and two: {BOTH} of c is newly recorded in b")],
    ),
    (
        "a stack with another name",
        data({"c": {"vpcs": look(), "destinations": "a"}}, A),
        data({"c": {"vpcs": look(), "destinations": "a"}}, A, stacks={"uno": ONE["one"]}),
        [("gap", f"in the stack uno: {BOTH} of c is not recorded in a until an apply succeeds")],
    ),
    (
        "another account",
        data({"c": point("a")}, A),
        data({"c": point("a")}, A, stacks={"one": TWO["two"]}),
        [
            ("gained", f"{BOTH} of c in the account {TWO['two']['account']} is newly recorded in a"),
            (
                "unmanaged",
                f"the flow logs of c to a stay in the account {ACCOUNT}, and Terraform no longer manages them",
            ),
        ],
    ),
    (
        "another region",
        data({"c": point("a")}, A),
        data({"c": point("a")}, A, stacks={"one": {"account": ACCOUNT, "region": "eu-west-1"}}),
        [
            ("gained", f"{BOTH} of c in eu-west-1 is newly recorded in a"),
            (
                "lost",
                f"{BOTH} of c in us-east-1 is no longer recorded in a, nor anywhere else; AWS provider 5 does not destroy "
                "the flow log, and no longer manages it",
            ),
        ],
    ),
    (
        "stacks for the first time",
        data({"c": point("a")}, A, stacks=None),
        data({"c": point("a")}, A),
        [
            ("gained", f"{BOTH} of c is newly recorded in a, unless the account and region are the same as before"),
            (
                "lost",
                f"{BOTH} of c is no longer recorded in a, nor anywhere else, unless the account and region are the same as before",
            ),
        ],
    ),
    # what only Terraform sees
    (
        "within by name and by id",
        data({**V, "c": subnets("a", within="v")}, AB),
        data({**V, "c": subnets("a", within=vpc(1))}, AB),
        [],
    ),
    (
        "nothing found is fine",
        data({"c": subnets("a")}, A),
        data({"c": subnets("a", allow_empty=True)}, A),
        [],
    ),
    (
        "within something else",
        data({**V, "c": subnets("a", within="v")}, AB),
        data({"v": point("b", 2), "c": subnets("a", within="v")}, AB),
        [
            (
                "gained",
                f"rejected traffic of c (the subnets tagged a=b in {vpc(2)}) is newly recorded in a, except traffic "
                f"that is also of the subnets tagged a=b in {vpc(1)}",
            ),
            (
                "lost",
                f"rejected traffic of c (the subnets tagged a=b in {vpc(1)}) is no longer recorded in a, nor anywhere "
                f"else, except traffic that is also of the subnets tagged a=b in {vpc(2)}",
            ),
            ("gained", f"{BOTH} of v ({vpc(2)}) is newly recorded in b"),
            ("lost", f"{BOTH} of v ({vpc(1)}) is no longer recorded in b, nor anywhere else"),
        ],
    ),
    (
        "other tags",
        data({"c": {"vpc": look(), "destinations": "a"}}, A),
        data({"c": {"vpc": {"lookup": {"tags": {"a": "c"}}}, "destinations": "a", "filter": "reject"}}, A),
        [
            (
                "gained",
                "rejected traffic of c (the VPC tagged a=c) is newly recorded in a, unless the VPC tagged a=c is "
                "the VPC tagged a=b",
            ),
            (
                "lost",
                "accepted traffic of c (the VPC tagged a=b) is no longer recorded in a, nor anywhere else",
            ),
            (
                "lost",
                "rejected traffic of c (the VPC tagged a=b) is no longer recorded in a, nor anywhere else, unless the VPC "
                "tagged a=b is the VPC tagged a=c: then it has only a gap",
            ),
        ],
    ),
    (
        "a variable in the place of ids, and a rename",
        data({"c": {"vpcs": {"var": "ids"}, "destinations": "a"}}, A),
        data({"d": {"vpcs": [vpc(1), vpc(2)], "destinations": "a", "renamed_from": "c"}}, A),
        [
            (
                "lost",
                f"{BOTH} of c (var.ids) is no longer recorded in a, nor anywhere else, except traffic that is also of {vpc(1)} "
                f"and {vpc(2)}",
            ),
            (
                "gained",
                f"{BOTH} of d ({vpc(1)} and {vpc(2)}) is newly recorded in a, except traffic that is also of var.ids",
            ),
        ],
    ),
    (
        "a stream",
        data({"c": point("f")}, {"f": {"firehose": {"delivery_stream": {"var": "stream"}}}}),
        data(
            {"c": point("f")},
            {"f": {"firehose": {"delivery_stream": f"arn:aws:firehose:us-east-1:{ACCOUNT}:deliverystream/x"}}},
        ),
        [
            ("gap", f"{BOTH} of c is not recorded in f {UNTIL}, unless the old and the new value are the same"),
            (
                "moved",
                f"{BOTH} of c is delivered to the stream arn:aws:firehose:us-east-1:{ACCOUNT}:deliverystream/x instead of the "
                "stream var.stream, unless these are the same",
            ),
        ],
    ),
    # what the records look like
    (
        "one of two with other fields goes",
        data({"c": point("a", filter="f"), "d": point("a", filter="accept")}, A, filters=FIELDS),
        data({"c": point("a", filter="f")}, A, filters=FIELDS),
        [
            (
                "covered",
                "accepted traffic of d is no longer recorded in a by its own flow log, but still by c, without version, account-id, "
                "interface-id, srcport, dstport, protocol, packets, bytes and 4 more",
            )
        ],
    ),
    (
        "a second one with other fields comes",
        data({"c": point("a", filter="f")}, A, filters=FIELDS),
        data({"c": point("a", filter="f"), "d": point("a")}, A, filters=FIELDS),
        [("twice", f"{BOTH} of d is recorded twice in a: by c and d")],
    ),
    (
        "another order of fields",
        data({"c": point("a", filter="f")}, A, filters=FIELDS),
        data({"d": point("a", filter="g", renamed_from="c")}, A, filters=FIELDS),
        [
            ("fields", "the records of d in a have the same fields in another order"),
            ("gap", f"{BOTH} of d is not recorded in a {UNTIL}"),
        ],
    ),
    (
        "another order of fields that a table reads",
        data({"c": point("a", filter="f")}, {"a": bucket("acme-a", queries=True)}, filters=FIELDS),
        data({"c": point("a", filter="g")}, {"a": bucket("acme-a", queries=True)}, filters=FIELDS),
        [
            (
                "fields",
                "the records of c in a have the same fields in another order; the table of a then misreads older ones",
            ),
            ("gap", f"{BOTH} of c is not recorded in a {UNTIL}"),
        ],
    ),
    (
        "another order of fields in Parquet",
        data({"c": point("a", filter="f")}, {"a": bucket("acme-a", file_format="parquet")}, filters=FIELDS),
        data({"c": point("a", filter="g")}, {"a": bucket("acme-a", file_format="parquet")}, filters=FIELDS),
        [("gap", f"{BOTH} of c is not recorded in a {UNTIL}")],
    ),
    (
        "files of another form",
        data({"c": point("a")}, {"a": bucket("acme-a", queries=True)}),
        data({"c": point("a")}, {"a": bucket("acme-a", queries=True, file_format="parquet")}),
        [
            (
                "fields",
                "new files in the bucket acme-a are parquet instead of plain-text; older files stay as they are, and the "
                "table of a no longer reads them",
            ),
            ("gap", f"{BOTH} of c is not recorded in a {UNTIL}"),
        ],
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_coverage(old: Data, new: Data, expected: list[tuple[str, str]]):
    comparison = compare(spec(old), spec(new))
    ours = tuple(each for each in comparison.effects if each.capture_point is not None or each.effect == "fields")
    assert [*effects(replace(comparison, effects=ours))] == expected


KEEPS = ", or write `retired: true` at the old destination to keep its records"


def hints(old: Data, new: Data) -> tuple[str, ...]:
    return compare(spec(old), spec(new)).hints


WAYS: list[tuple[str, Data, Data, tuple[str, ...]]] = [
    (
        "a table reads one list of fields",
        data({"c": point("a", filter="f")}, {"a": bucket("acme-a", queries=True)}, filters=FIELDS),
        data({"c": point("a")}, {"a": bucket("acme-a", queries=True)} , filters={"x": FIELDS["g"]}) | {"defaults": {"stack": "all", "filter": "x"}},
        (
            (
                'to avoid the gap, keep "c" and the destination as before, add a second capture point of the same '
                "target with the new settings and a second destination of its own, and remove the old ones in the next change" + KEEPS
            ),
        ),
    ),
    (
        "the interval alone",
        data({"c": point("a")}, A),
        data({"c": point("a", filter="slow")}, A, filters=FIELDS),
        (
            (
                'to avoid the gap, keep "c" and the destination as before, add a second capture point of the same '
                "target with the new settings and a second destination of its own, and remove the old ones in the next change" + KEEPS
            ),
        ),
    ),
    (
        "fields",
        data({"c": point("a")}, A),
        data({"c": point("a", filter="f")}, A, filters=FIELDS),
        (
            (
                'to avoid the gap, keep "c" as before, add a second capture point of the same target with the new settings, and remove '
                "the old one in the next change"
            ),
        ),
    ),
    (
        "one way for a capture point, whatever its destinations",
        data({"c": point(["a", "b"])}, {"a": bucket("acme-a", queries=True), **B}),
        data({"c": point(["a", "b"], filter="f")}, {"a": bucket("acme-a", queries=True), **B}, filters=FIELDS),
        (
            (
                'to avoid the gap, keep "c" and the destination as before, add a second capture point of the same '
                "target with the new settings and a second destination of its own, and remove the old ones in the next change" + KEEPS
            ),
        ),
    ),
    (
        "a second destination cannot have the same role name",
        data({"c": point("a")}, {"a": group("/a", role={"name": "x"}, existing=True)}),
        data({"c": point("a")}, {"a": group("/z", role={"name": "x"}, existing=True)}),
        (
            (
                "to avoid the gap, add a second destination with the new settings (a log group, bucket or prefix of its own, and a role "
                '`name` of its own), send "c" to both, and remove the old one in the next change'
            ),
        ),
    ),
    (
        "a second destination has the new role name",
        data({"c": point("a")}, {"a": group("/a", role={"name": "x"})}),
        data({"c": point("a")}, {"a": group("/a", role={"name": "y"})}),
        (
            (
                "to avoid the gap, add a second destination with the new settings (a log group, bucket or prefix of its own), send "
                '"c" to both, and remove the old one in the next change' + KEEPS
            ),
        ),
    ),
    (
        "a second point and a second destination cannot have the same role name",
        data({"c": point("a")}, {"a": group("/a", role={"name": "x"})}),
        data({"c": point("a", filter="slow")}, {"a": group("/a", role={"name": "x"})}, filters=FIELDS),
        (
            (
                'to avoid the gap, keep "c" and the destination as before, add a second capture point of the same '
                "target with the new settings and a second destination of its own with a role `name` of its own, and remove the old ones in "
                "the next change" + KEEPS
            ),
        ),
    ),
    (
        "another point still records what a second one would",
        data({"c": point("a"), "d": point("a", filter="reject")}, A),
        data({"c": {"vpc": {"ref": "var.vpc"}, "destinations": "a"}, "d": point("a")}, A),
        (
            (
                'to avoid the gap, keep "d" and the destination as before, add a second capture point of the same '
                "target with the new settings and a second destination of its own, and remove the old ones in the next change" + KEEPS
            ),
            (
                'the apply may fail with FlowLogAlreadyExists for "d": Terraform may create the new one before it destroys the '
                "old one; if the apply fails, apply again"
            ),
        ),
    ),
    (
        "one address destroys what another one makes",
        data({"c": point("a")}, A),
        data({"c": {"vpcs": [vpc(1)], "destinations": "a"}}, A),
        (
            (
                'to keep the flow log, write a `moved` block in a `.tf` file of your own beside the generated ones: `from = aws_flow_log.c__a`, '
                f'`to = aws_flow_log.c__a["{vpc(1)}"]`'
            ),
            (
                'the apply may fail with FlowLogAlreadyExists for "c": Terraform may create the new one before it destroys the '
                "old one; if the apply fails, apply again"
            ),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), [case[1:] for case in WAYS], ids=[case[0] for case in WAYS])
def test_hints(old: Data, new: Data, expected: tuple[str, ...]):
    assert hints(old, new) == expected


def test_roles_that_change_names_race():
    def named(a: str, b: str) -> Data:
        return data(
            {"c": point("a"), "d": point("b", 2)},
            {"a": group("/a", role={"name": a}), "b": group("/b", role={"name": b})},
        )

    said = [each for each in hints(named("x", "y"), named("y", "x")) if "may fail" in each]
    assert [each.partition(":")[0] for each in said] == ["the apply may fail because the roles x and y still exist"]


def test_the_stack_of_each_effect():
    old = data({"c": found("a")}, {**B, **DELETED}, stacks=TWO)
    both = compare(spec(old), spec(data({"c": found("b")}, B, stacks=TWO)))
    assert [each.stack for each in both.effects if each.effect == "history"] == ["one", "two"]
    said = [words for kind, words in effects(both) if kind == "history"]
    assert len(said) == 1
    assert said[0].startswith('in the stacks one and two: the log group "/a"')
