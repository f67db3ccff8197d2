"""The capture point and the destination that an instance comes from."""

from __future__ import annotations

from gen_flowlogs import naming


def owner(address: str) -> tuple[str, str | None]:
    """The capture point and destination of a flow log's address; of any other, the destination and None."""
    kind, _, rest = address.partition(".")
    label = rest.partition("[")[0]
    first, _, second = label.partition("__")
    if kind == "aws_flow_log":
        return _name(first), _name(second)
    return _name(label), None


def _name(label: str) -> str:
    """Reverse `naming.label`."""
    name = label.replace("_", "-")
    assert naming.label(name) == label  # noqa: S101 - labels are reversible
    return name
