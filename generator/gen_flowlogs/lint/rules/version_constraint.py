"""`terraform.required_version` and `aws_provider`: constraints that admit nothing without what the spec uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.versions import admits_below, at_least, satisfiable
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.minimum_versions import Reason


def check(index: Index) -> Iterator[Finding]:
    """Find mistakes in either constraint."""
    spec = index.spec
    least = index.ownership.versions
    at = spec.origin.at("terraform")
    if spec.terraform.required_version is not None:
        yield from _check(
            spec.terraform.required_version, least.terraform, least.for_terraform, at.at("required_version")
        )
    if spec.terraform.aws_provider is not None:
        yield from _check(
            spec.terraform.aws_provider, least.aws_provider, least.for_aws_provider, at.at("aws_provider")
        )


def _check(constraint: str, floor: str, reason: Reason, at: Origin) -> Iterator[Finding]:
    write = f"write {quoted(at_least(floor, reason.feature.tool))}"
    try:
        admitted = satisfiable(constraint)
    except ValueError as error:
        yield Finding("version-constraint", f"the version constraint cannot be read: {error}", at)
        return
    if not admitted:
        yield Finding("version-constraint", f"{quoted(constraint)} admits no version at all; {write}", at)
        return
    lowest = admits_below(constraint, reason.feature.version)
    if lowest is None:
        return
    what = "Terraform" if reason.feature.tool == "terraform" else "the AWS provider"
    yield Finding(
        "version-constraint",
        f"{quoted(constraint)} admits {what} {lowest}, but the spec uses {reason.feature.words}, which came with "
        f"{reason.feature.version}; {write}",
        at,
        () if reason.used_at is None else (("it is used at", reason.used_at),),
    )
