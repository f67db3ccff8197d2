"""`{var: NAME}` → variables, each declared once, with validations of its shape and of an empty set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import givens
from gen_flowlogs.dataclass import dataclass, replace
from gen_flowlogs.hcl import Label, Own, Ref, Type
from gen_flowlogs.model import CapturePoint, Destination
from gen_flowlogs.model import Variable as Target

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class _Form:
    """The description of a variable of one shape, its pattern, and an example of its value."""

    description: str
    pattern: str
    expected: str


_FORMS: dict[givens.Shape, _Form] = {
    "key": _Form(
        "ARN of the KMS key that encrypts the records",
        r"^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$",
        "a KMS key's ARN, arn:aws:kms:REGION:ACCOUNT:key/ID",
    ),
    "role": _Form(
        "ARN of the IAM role that delivers the records",
        r"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[!-~]+$",
        "a role's ARN, arn:aws:iam::ACCOUNT:role/NAME",
    ),
    "cross-account role": _Form(
        "ARN of the IAM role in the account of the delivery stream",
        r"^arn:aws[a-z-]*:iam::[0-9]{12}:role/([!-~]+/)?AWSLogDeliveryFirehoseCrossAccountRole[A-Za-z0-9_+=,.@-]*$",
        "a role's ARN, arn:aws:iam::ACCOUNT:role/AWSLogDeliveryFirehoseCrossAccountRole",
    ),
    "permissions boundary": _Form(
        "ARN of the IAM policy that bounds the role",
        r"^arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/[!-~]+$",
        "a policy's ARN, arn:aws:iam::ACCOUNT:policy/NAME",
    ),
    "stream": _Form(
        "ARN of the Firehose delivery stream that takes the records",
        r"^arn:aws[a-z-]*:firehose:[a-z0-9-]+:[0-9]{12}:deliverystream/[A-Za-z0-9_.-]{1,64}$",
        "a delivery stream's ARN, arn:aws:firehose:REGION:ACCOUNT:deliverystream/NAME",
    ),
    "log group": _Form(
        "ARN of the log group that takes the records",
        r"^arn:aws[a-z-]*:logs:[a-z0-9-]+:[0-9]{12}:log-group:[A-Za-z0-9._/#-]{1,512}$",
        "a log group's ARN without :* at its end, arn:aws:logs:REGION:ACCOUNT:log-group:NAME",
    ),
    "bucket": _Form(
        "ARN of the bucket that takes the records",
        r"^arn:aws[a-z-]*:s3:::[A-Za-z0-9._-]{3,255}$",
        "a bucket's ARN, arn:aws:s3:::NAME",
    ),
    "name of a log group": _Form(
        "Name of the log group that takes the records",
        r"^[A-Za-z0-9._/#-]{1,512}$",
        "a log group's name, not its ARN",
    ),
    "name of a bucket": _Form(
        "Name of the bucket that takes the records",
        r"^[A-Za-z0-9._-]{3,255}$",
        "a bucket's name, not its ARN",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One `variable` block. `pattern` holds for the value, or for each of a set of values."""

    capture_point: str | None  # whose target it is; None: a destination's, or several have it
    destination: str | None  # whose it is; None: a capture point's target, or several have it
    label: Label
    description: str
    type: Type
    plural: bool
    reference: Ref
    pattern: str
    error_message: str
    empty: str | None  # Terraform's error for an empty set; None: the value is no set


@dataclass(frozen=True, slots=True)
class View:
    """`variables.tf`."""

    variables: tuple[Variable, ...]


def view(points: tuple[CapturePoint, ...], uses_here: tuple[tuple[str, givens.Use], ...]) -> View | None:
    """The variables of one root module; None where it has none. `uses_here`: given texts with their destination."""
    uses: dict[str, list[Variable]] = {}
    for point in points:
        if isinstance(point.target, Target):
            uses.setdefault(point.target.name, []).append(_of_point(point, point.target))
    for destination, use in uses_here:
        if isinstance(use.given, Target):
            uses.setdefault(use.given.name, []).append(_of_destination(destination, use.shape, use.given.name))
    return View(tuple(_declared(uses[name]) for name in sorted(uses))) if uses else None


def uses(destinations: tuple[Destination, ...], created: tuple[Destination, ...]) -> Iterator[tuple[str, givens.Use]]:
    """The given texts that a root module writes, with their destination: the key of a bucket is its owner's alone."""
    ours = {each.name for each in created}
    for destination in destinations:
        for use in givens.uses(destination):
            if use.shape != "key" or destination.name in ours:
                yield destination.name, use


def _declared(several: list[Variable]) -> Variable:
    """The only declaration of a variable; without names where several definitions use it."""
    first, *others = several
    return replace(first, capture_point=None, destination=None) if others else first


def _of_point(point: CapturePoint, target: Target) -> Variable:
    kind = point.kind
    several = "map(string)" if target.keyed else "set(string)"
    whose = f"the {kind.title}s" if point.plural else f"the {kind.title}"
    what = f"{kind.title} ids" if point.plural else f"{kind.title} id"
    ids = f"{'Ids' if point.plural else 'Id'} of {whose} to record"
    return Variable(
        capture_point=point.name,
        destination=None,
        label=Label(target.name),
        description=f"{ids}, each under a key of your own" if target.keyed else ids,
        type=Type(several if point.plural else "string"),
        plural=point.plural,
        reference=Own(f"var.{target.name}"),
        pattern=kind.id_pattern,
        error_message=f"Expected {what} such as {kind.example}.",
        empty=f"Expected at least one {kind.title} id: with none, nothing would be recorded." if point.plural else None,
    )


def _of_destination(destination: str, shape: givens.Shape, name: str) -> Variable:
    form = _FORMS[shape]
    return Variable(
        capture_point=None,
        destination=destination,
        label=Label(name),
        description=form.description,
        type=Type("string"),
        plural=False,
        reference=Own(f"var.{name}"),
        pattern=form.pattern,
        error_message=f"Expected {form.expected}.",
        empty=None,
    )
