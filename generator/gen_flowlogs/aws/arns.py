"""Amazon Resource Names: their parts.

Text comes in; an `Arn` goes out. Whether the thing exists, and whether its account and region fit the spec, is not
asked here; the shape of each kind of ARN is a pattern of the schema.

Source, read 2026-10: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html.
"""

from __future__ import annotations

from functools import lru_cache

from gen_flowlogs.aws import regions
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.lazy_pattern import pattern

# Six parts; the last may hold colons. A partition's name is `aws` or starts with `aws-`, and policies may be AWS's own.
_ARN = pattern(r"arn:(aws(?:-[a-z]+)*):([a-z0-9-]+):([a-z0-9-]*):([0-9]{12}|aws(?=:policy/)|):([^\s:].*)")


@dataclass(frozen=True, slots=True)
class Arn:
    """The parts. `region` and `account` are empty where the service has none in its names; AWS's policies say `aws`."""

    partition: str
    service: str
    region: str
    account: str
    resource: str

    @property
    def name(self) -> str:
        """The part of the resource behind its last slash: a role's name, a key's id, a stream's name."""
        return self.resource.rpartition("/")[2]


@lru_cache(maxsize=4096)
def parse(text: str) -> Arn | None:
    """The parts of an ARN; None for a text that is none, or whose region is of another partition."""
    found = _ARN.fullmatch(text)
    if found is None:
        return None
    arn = Arn(*found.groups())
    if arn.region and regions.partition_of(arn.region) != arn.partition:
        return None
    return arn
