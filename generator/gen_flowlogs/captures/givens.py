"""Given texts: ARNs and names of existing things, of which a literal is known, and any other only to Terraform.

`uses` is the only list of the places of a destination that take one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, overload

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.hcl import Own, Ref, recognition
from gen_flowlogs.model import (
    S3,
    CloudWatchLogs,
    Destination,
    ExistingKey,
    ExistingRole,
    Firehose,
    GivenArn,
    OwnRole,
    Variable,
)
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.diagnostics import Origin
    from gen_flowlogs.model import Given, Reference

Shape = Literal[
    "key",
    "role",
    "cross-account role",
    "permissions boundary",
    "stream",
    "log group",
    "bucket",
    "name of a log group",
    "name of a bucket",
]
"""The thing that a given text names: all but the last two by its ARN."""


@dataclass(frozen=True, slots=True)
class Use:
    """A given text of a destination; `at` is where its literal, or its mapping, is written."""

    given: Given
    shape: Shape
    at: Origin


def uses(destination: Destination) -> Iterator[Use]:
    """The given texts of a destination, without the names of what it creates."""
    match destination:
        case CloudWatchLogs():
            at = destination.origin.at("cloudwatch_logs")
            yield from _key(destination, at)
            yield from _role(destination.role, at)
            if destination.existing:
                yield from _store(destination.log_group, "log group", at.at("log_group"), at.at("arn"))
        case S3():
            at = destination.origin.at("s3")
            yield from _key(destination, at)
            if destination.existing:
                yield from _store(destination.bucket, "bucket", at.at("bucket"), at.at("arn"))
        case Firehose():
            at = destination.origin.at("firehose")
            yield from _role(destination.role, at)
            yield Use(destination.stream, "stream", at.at("delivery_stream"))
            if destination.cross_account_role is not None:
                yield Use(destination.cross_account_role, "cross-account role", at.at("cross_account_role"))
        case _:
            raise TypeError(destination)


def _key(destination: CloudWatchLogs | S3, at: Origin) -> Iterator[Use]:
    if isinstance(destination.kms, ExistingKey):
        yield Use(destination.kms.arn, "key", at.at("kms"))


def _role(role: OwnRole | ExistingRole | None, at: Origin) -> Iterator[Use]:
    match role:
        case ExistingRole(arn):
            yield Use(arn, "role", at.at("role", "arn"))
        case OwnRole(permissions_boundary=boundary) if boundary is not None:
            yield Use(boundary, "permissions boundary", at.at("role", "permissions_boundary"))


def _store(given: Given | GivenArn, what: Literal["log group", "bucket"], name: Origin, arn: Origin) -> Iterator[Use]:
    if isinstance(given, GivenArn):
        yield Use(given.arn, what, arn)
    else:
        yield Use(given, "name of a log group" if what == "log group" else "name of a bucket", name)


@overload
def terraform(given: Variable | Reference) -> Ref: ...
@overload
def terraform(given: str) -> str: ...
def terraform(given: Given) -> str | Ref:
    """A given text as it is written into Terraform; a variable is the output's own."""
    if isinstance(given, str):
        return given
    return Own(traversal(given)) if isinstance(given, Variable) else Ref(traversal(given))


def literal(given: Given | None) -> str | None:
    """The text of a literal; None where only Terraform knows it, or where there is none."""
    return given if isinstance(given, str) else None


def traversal(given: Variable | Reference) -> str:
    """A variable or a reference as Terraform names it."""
    return f"var.{given.name}" if isinstance(given, Variable) else given.traversal


def name(given: Given) -> str:
    """A given text in a sentence: itself, or `var.role`."""
    return given if isinstance(given, str) else traversal(given)


def literally(text: str) -> str:
    """Offer what may stand in the place of a text with Terraform's expressions, where each text is literal."""
    found = recognition.with_values(text)
    if found is None:
        return "write the text itself, or `{NAME}` for a value of `values: {NAME: …}`"
    made, name = found
    return f"write {quoted(made)}, and give `values: {{{name}: …}}` to the spec or to each of its stacks"
