"""The places of a spec at which values may be read. Nothing else in the project lists them.

At a `text` place `{name}` may stand within the text, and at both kinds `{value: name}` as the whole. At all other
places braces are characters like others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from gen_flowlogs.aws.kinds import BY_KEY
from gen_flowlogs.dataclass import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Place:
    """A key of the data: what may be read there, and the places in it. `ANY` is each key, or each item of a list."""

    form: Literal["text", "whole"] | None = None
    below: Mapping[str, Place] = field(default_factory=dict)

    def at(self, key: str | int) -> Place | None:
        """The place of a key or an item; None where no value may be read."""
        return self.below.get(str(key)) or self.below.get(ANY)


ANY: Final = "*"

_TEXT = Place("text")
_WHOLE = Place("whole")
_TAGS = Place(below={ANY: _TEXT})
_ROLE = Place(
    below={
        **dict.fromkeys(("name", "path", "permissions_boundary", "arn", "policy_name", "description"), _TEXT),
        "permissions": _WHOLE,
        "tags": _TAGS,
    }
)
_SETTINGS = Place("text", {ANY: Place("text", {ANY: _TEXT})})
"""Settings of a backend: texts, and mappings and lists of them."""

_TARGET = Place("whole", {"lookup": Place(below={"name": _TEXT, "tags": _TAGS})})

PLACES: Final[Mapping[str, Place]] = {
    "defaults": Place(below={"filter": _WHOLE, "destinations": _WHOLE, "tags": _TAGS}),
    "terraform": Place(below={"backend": Place(below={ANY: Place(below={ANY: _SETTINGS})})}),
    "stacks": Place(
        below={"assume_role": Place("text", dict.fromkeys(("role_arn", "external_id", "session_name"), _TEXT))}
    ),
    "filters": Place(
        below={
            "traffic": _WHOLE,
            "max_aggregation_interval": _WHOLE,
            "fields": _WHOLE,
            "tag_fields": Place(below={ANY: _WHOLE}),
        }
    ),
    "destinations": Place(
        below={
            "tags": _TAGS,
            "cloudwatch_logs": Place(
                below={
                    "log_group": _TEXT,
                    "arn": _TEXT,
                    "retention_days": _WHOLE,
                    "kms": _TEXT,
                    "class": _WHOLE,
                    "deletion_protection": _WHOLE,
                    "role": _ROLE,
                }
            ),
            "s3": Place(
                below={
                    "bucket": _TEXT,
                    "arn": _TEXT,
                    "prefix": _TEXT,
                    "file_format": _WHOLE,
                    "hive_compatible_partitions": _WHOLE,
                    "per_hour_partition": _WHOLE,
                    "kms": _TEXT,
                    "expire_days": _WHOLE,
                    "transitions": Place(below={ANY: Place(below={"after_days": _WHOLE, "storage_class": _WHOLE})}),
                    "transition_default_minimum_object_size": _WHOLE,
                    "versioning": _WHOLE,
                    "org_id": _WHOLE,
                    "readers": Place("whole", {ANY: _TEXT}),
                    "query_accounts": Place("whole", {ANY: _TEXT}),
                }
            ),
            "firehose": Place(below={"delivery_stream": _TEXT, "cross_account_role": _TEXT, "role": _ROLE}),
        }
    ),
    "capture_points": Place(
        below={"filter": _WHOLE, "destinations": _WHOLE, "tags": _TAGS, **dict.fromkeys(BY_KEY, _TARGET)}
    ),
}
"""Section → the places in a definition of it; of those in `UNNAMED`, in the section itself."""

UNNAMED: Final = ("defaults", "terraform")
"""Sections whose keys are the language's: each key counts as a definition."""
