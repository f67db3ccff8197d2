"""Tag fields of version 11: each needs a tag key to be filled from, and each key a field that it fills.

Sources: the EC2 API's `TagFieldSpecifications` (two keys a resource type, read by position) and "Available fields" of
https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html, 2026-10. A field without its key is refused by
AWS; a key without its field is taken, and never used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.fields import TAG_FIELDS
from gen_flowlogs.aws.regions import partition_of
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.origins import by_filter_origin
from gen_flowlogs.lint.rules.record_fields import field_origin
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.model import Filter

_NEEDS = {field: (resource, index) for resource, pair in TAG_FIELDS.items() for index, field in enumerate(pair)}
"""Field → the resource type and the number of the key that fills it."""


def check(index: Index) -> Iterator[Finding]:
    """Fields and keys that do not fit each other, and places where AWS has no tag fields."""
    for filter_ in index.spec.filters:
        if filter_.tag_fields or filter_.names:
            yield from _without_key(filter_)
            yield from _without_field(filter_)
    for format_ in index.formats:
        if format_.filter.tag_fields:
            for origin, points, related in by_filter_origin(format_):
                regions = {stack.region for point in points for stack in point.stacks if stack.region}
                if any(partition_of(region) == "aws-cn" for region in regions):
                    yield Finding(
                        "tag-fields",
                        "AWS has no tag fields in its regions in China; use a filter without `tag_fields` there",
                        origin,
                        related,
                    )


def _without_key(filter_: Filter) -> Iterator[Finding]:
    keys = dict(filter_.tag_fields)
    for index, name in enumerate(filter_.names):
        resource, number = _NEEDS.get(name, ("", 0))
        if resource and len(keys.get(resource, ())) <= number:
            what = "a second key" if number else "a key"
            yield Finding(
                "tag-fields",
                f"the field {quoted(name)} is filled from a tag, and `tag_fields` names no {what[2:]} for it; "
                f"write `tag_fields: {{{resource}: [{'…, ' * number}KEY]}}`",
                field_origin(filter_, index),
            )


def _without_field(filter_: Filter) -> Iterator[Finding]:
    names = set(filter_.names)
    for resource, keys in filter_.tag_fields:
        for index, key in enumerate(keys[:2]):
            field = TAG_FIELDS[resource][index]
            if field not in names and filter_.origin is not None:
                yield Finding(
                    "tag-fields",
                    f"the tag {quoted(key)} is recorded in the field {quoted(field)}, which the format does not have; "
                    "add the field, or take the key out",
                    filter_.origin.at("tag_fields", resource, index),
                )
