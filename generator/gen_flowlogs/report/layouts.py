"""The layouts of the records of some specs: which capture points write records of one shape, and its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.kinds import REGIONAL_NAT_GATEWAY
from gen_flowlogs.dataclass import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gen_flowlogs.aws.kinds import Family
    from gen_flowlogs.model import CapturePoint, Spec

_FAMILIES: Final[dict[Family, str]] = {"vpc": "", "transit_gateway": " (transit gateway)"}


@dataclass(frozen=True, slots=True)
class Layout:
    """The records that cannot be told apart: fields, tags in them, and whether a regional NAT gateway writes them."""

    family: Family
    fields: tuple[str, ...]
    tag_fields: tuple[tuple[str, tuple[str, ...]], ...]
    kind: str | None  # of regional NAT gateways alone, whose records have other widths


@dataclass(slots=True)
class Layouts:
    """The layouts of the capture points of some specs, in their order.

    `points`: a layout → the capture points that write it, each with the index of its spec.
    """

    points: dict[Layout, list[tuple[int, CapturePoint]]] = field(default_factory=dict)
    _number: dict[Layout, int] = field(default_factory=dict)
    _filters: dict[Layout, dict[str, None]] = field(default_factory=dict)

    @classmethod
    def of(cls, specs: Sequence[Spec]) -> Layouts:
        """The layouts of some specs."""
        found = cls()
        for number, spec in enumerate(specs):
            for point in spec.capture_points:
                each = layout(point)
                found._number.setdefault(each, len(found._number) + 1)
                found.points.setdefault(each, []).append((number, point))
                found._filters.setdefault(each, {})[point.filter.name] = None
        return found

    def anchor(self, of: Layout) -> str:
        """The anchor of a layout."""
        return f"layout-{self._number[of]}"

    def title(self, of: Layout) -> str:
        """The names of the filters that make a layout."""
        names = list(self._filters[of])
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        nat = " (regional NAT gateway)" if of.kind else ""
        return f"{', '.join(names[:3])}{more}{_FAMILIES[of.family]}{nat}"


def layout(point: CapturePoint) -> Layout:
    """The layout of the records of a capture point."""
    family = point.kind.family
    return Layout(
        family=family,
        fields=point.filter.fields(family),
        tag_fields=point.filter.tag_fields if family == "vpc" else (),
        kind=point.kind.singular if point.kind is REGIONAL_NAT_GATEWAY else None,
    )
