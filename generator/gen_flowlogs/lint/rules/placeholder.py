"""Ids and names that were to be replaced: Terraform plans them, and AWS refuses them, or has given the name away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.placeholders import is_placeholder_id, is_placeholder_name
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.claims import subject
from gen_flowlogs.lint.origins import target
from gen_flowlogs.lint.suppression import Suppressible
from gen_flowlogs.model import S3, Firehose, Ids, store_name
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.model import Destination


def check(index: Index) -> Iterator[Suppressible]:
    """Find them in targets and in the names of log groups and buckets."""
    for point in index.spec.capture_points:
        for number, id_ in enumerate(point.target.ids if isinstance(point.target, Ids) else ()):
            if is_placeholder_id(id_):
                message = (
                    f"{quoted(id_)} is a placeholder, and AWS has no such {point.kind.title}: write the id of yours"
                )
                at = target(point).at(number) if point.plural else target(point)
                yield Suppressible(Finding("placeholder", message, at), (point,))
    for destination in index.spec.destinations:
        name = None if isinstance(destination, Firehose) else store_name(destination)
        if name is not None and is_placeholder_name(name):
            message = f"the name {quoted(name)} is a placeholder: {_action(destination)}"
            yield Suppressible(Finding("placeholder", message, subject(destination)), (destination,))


def _action(destination: Destination) -> str:
    match destination:
        case S3(existing=False):
            return "write one that no other bucket in AWS has, such as one that begins with your company's name"
        case S3():
            return "write that of your bucket"
        case _:
            return "write that of your log group"
