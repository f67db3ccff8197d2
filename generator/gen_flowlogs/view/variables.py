"""`{var: NAME}` → variables, each declared once, with validations of the id's shape and of an empty set."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gen_flowlogs.hcl import Label, Own, Ref, Type
from gen_flowlogs.model import CapturePoint, Destination, Firehose
from gen_flowlogs.model import Variable as Target

_STREAM_ARN = r"^arn:aws[a-z-]*:firehose:[a-z0-9-]+:[0-9]{12}:deliverystream/[A-Za-z0-9_.-]{1,64}$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One `variable` block. `pattern` holds for the value, or for each of a set of values."""

    capture_point: str | None  # whose target it is; None: a destination's stream, or several have it
    destination: str | None  # whose stream it is; None: a capture point's target, or several have it
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


def view(points: tuple[CapturePoint, ...], destinations: tuple[Destination, ...]) -> View | None:
    """The variables of one root module; None where it has none."""
    uses: dict[str, list[Variable]] = {}
    for point in points:
        if isinstance(point.target, Target):
            uses.setdefault(point.target.name, []).append(_of_point(point, point.target.name))
    for destination in destinations:
        if isinstance(destination, Firehose) and isinstance(destination.stream, Target):
            uses.setdefault(destination.stream.name, []).append(_of_stream(destination, destination.stream.name))
    return View(tuple(_declared(uses[name]) for name in sorted(uses))) if uses else None


def _declared(several: list[Variable]) -> Variable:
    """The only declaration of a variable; without names where several definitions use it."""
    first, *others = several
    return replace(first, capture_point=None, destination=None) if others else first


def _of_point(point: CapturePoint, name: str) -> Variable:
    kind = point.kind
    what = f"{kind.title} ids" if point.plural else f"{kind.title} id"
    return Variable(
        capture_point=point.name,
        destination=None,
        label=Label(name),
        description=f"{'Ids' if point.plural else 'Id'} of the {kind.title}{'s' if point.plural else ''} to record",
        type=Type("set(string)" if point.plural else "string"),
        plural=point.plural,
        reference=Own(f"var.{name}"),
        pattern=kind.id_pattern,
        error_message=f"Expected {what} such as {kind.example}.",
        empty=f"Expected at least one {kind.title} id: with none, nothing would be recorded." if point.plural else None,
    )


def _of_stream(destination: Firehose, name: str) -> Variable:
    return Variable(
        capture_point=None,
        destination=destination.name,
        label=Label(name),
        description="ARN of the Firehose delivery stream that takes the records",
        type=Type("string"),
        plural=False,
        reference=Own(f"var.{name}"),
        pattern=_STREAM_ARN,
        error_message="Expected a delivery stream's ARN, arn:aws:firehose:REGION:ACCOUNT:deliverystream/NAME.",
        empty=None,
    )
