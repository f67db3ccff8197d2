"""Accounts that do not exist, and roles and policies that belong to AWS: `aws.roles` knows which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws import arns
from gen_flowlogs.aws.roles import NO_ACCOUNT, boundary_problem, existing_role_problem
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.lint.origins import boundary, settings, written_arns
from gen_flowlogs.model import S3
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.model import Destination, Spec

SLUGS = ("option-not-available", "invalid-format")


def check(index: Index) -> Iterator[Finding]:
    """Find them in the stacks and in every ARN that a spec has."""
    for stack in index.spec.stacks:
        if stack.account == NO_ACCOUNT and stack.origin is not None:
            yield _no_account(stack.origin.at("account"))
    for destination in index.spec.destinations:
        yield from (_no_account(at) for number, at in _numbers(destination) if number == NO_ACCOUNT)
    for text, words, at in _written(index.spec):
        arn = arns.parse(text)
        if arn is None:
            continue
        if arn.account == NO_ACCOUNT:
            yield _no_account(at)
        if words == "role":
            problem, instead = existing_role_problem(arn.resource), "write a role of your own"
        elif words == "permissions boundary":
            problem, instead = boundary_problem(arn.resource), "write another policy"
        else:
            continue
        if problem is not None:
            what = "role" if words == "role" else "policy"
            yield Finding("option-not-available", f"the {what} {quoted(arn.name)} {problem}; {instead}", at)


def _written(spec: Spec) -> Iterator[tuple[str, str, Origin]]:
    """Every ARN of the stacks and destinations, what it is, and where it is written."""
    for stack in spec.stacks:
        if stack.assume_role is not None:
            yield stack.assume_role.arn, "role", stack.assume_role.origin
    for destination in spec.destinations:
        yield from written_arns(destination)
        yield from boundary(destination)


def _numbers(destination: Destination) -> Iterator[tuple[str, Origin]]:
    """The accounts that a bucket names by their numbers; a reader that is a role has its own in its ARN."""
    if isinstance(destination, S3):
        for key in ("readers", "query_accounts"):
            for number, each in enumerate(getattr(destination, key)):
                yield each, settings(destination).at(key, number)


def _no_account(at: Origin) -> Finding:
    return Finding("invalid-format", f"{quoted(NO_ACCOUNT)} is the number of no AWS account; write that of yours", at)
