"""Given texts: an author's own literal, or a variable or a reference whose value only Terraform knows."""

from __future__ import annotations

from typing import TypeAlias

from gen_flowlogs.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Variable:
    """`{var: NAME}`: a Terraform variable that the compiler declares. `keyed`: a map whose values are meant."""

    name: str
    keyed: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """`{ref: TRAVERSAL}`: a Terraform traversal, its grammar already checked. `keyed`: a map whose values are meant."""

    traversal: str
    keyed: bool = False


Given: TypeAlias = str | Reference | Variable
"""An ARN, or the name of a thing that exists."""


@dataclass(frozen=True, slots=True)
class GivenArn:
    """The ARN of an existing log group or bucket, which stands in the place of its name."""

    arn: Given
