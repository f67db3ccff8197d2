"""Heads: the first line of each resource and data source, as a view has it and as a generated file has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.view import data
from gen_flowlogs.view.resources import resources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.view.resources import Block

_HEAD: Final = pattern(r'(?P<block>data|resource) "(?P<type>\w+)" "(?P<label>[\w-]+)" \{')


@dataclass(frozen=True, slots=True)
class Head:
    """A resource, or a data source, without the key of an instance."""

    type: str
    label: str
    data: bool = False

    @property
    def address(self) -> str:
        """`aws_flow_log.core__central`, `data.aws_vpcs.edge`."""
        return f"{'data.' if self.data else ''}{self.type}.{self.label}"


def blocks(view: object) -> Iterator[tuple[Head, Block]]:
    """Each resource of a view, and each data source that a definition makes, by its head."""
    if isinstance(view, data.View):
        yield from ((Head(str(each.type), str(each.label), data=True), each) for each in view.data_sources)
    yield from ((Head(each.TYPE, str(each.label)), each) for each in resources(view))


def head_of(line: str) -> Head | None:
    """The head that a line of a generated file is; None for any other line."""
    found = _HEAD.fullmatch(line)
    return found and Head(found["type"], found["label"], data=found["block"] == "data")
