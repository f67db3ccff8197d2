"""Tags of flow logs that exist → those that a spec says, and notes of those that it cannot say."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from gen_flowlogs.adopt.situation import SameFolder, SameModule
from gen_flowlogs.adopt.spec.yaml_text import scalar
from gen_flowlogs.aws.tags import tag_problem
from gen_flowlogs.dataclass import replace
from gen_flowlogs.observe.existing import Bucket, EncryptionKey, LogGroup, Note, Role, Unknown
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.source.normal_form import normal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.adopt.situation import Situation
    from gen_flowlogs.observe.existing import Existing, FlowLog, Tags

Tagged = TypeVar("Tagged", LogGroup, Role, Bucket, EncryptionKey)

_LONGEST_KEY = 1000
"""Characters of a key that YAML takes, of 1,024."""


def of(flow_log: FlowLog, situation: Situation) -> Tags | Unknown:
    """The tags of a flow log in code. In a root module that stays, the provider adds its default tags to them."""
    if isinstance(situation, SameFolder | SameModule) and flow_log.own_tags is not None:
        return flow_log.own_tags
    return flow_log.tags


def in_code(existing: Existing, situation: Situation) -> Existing:
    """All that exists; in a root module that stays, things besides flow logs have the tags of their code."""
    if not isinstance(situation, SameFolder | SameModule):
        return existing
    return replace(
        existing,
        log_groups=tuple(map(_own, existing.log_groups)),
        roles=tuple(map(_own, existing.roles)),
        buckets=tuple(map(_own, existing.buckets)),
        keys=tuple(map(_own, existing.keys)),
    )


def _own(thing: Tagged) -> Tagged:
    return thing if thing.own_tags is None else replace(thing, tags=thing.own_tags)


def said(tags: Tags | Unknown) -> tuple[tuple[str, str], ...]:
    """The tags that a spec can say, without those of AWS."""
    if isinstance(tags, Unknown):
        return ()
    return tuple(sorted((key, tags[key]) for key in tags if not _is_of_aws(key) and not _problem(key, tags[key])))


def lost(tags: Tags | Unknown, flow_log: FlowLog) -> Iterator[Note]:
    """The tags that a spec cannot say, or that are not known."""
    if isinstance(tags, Unknown):
        why = f"its tags are not known ({tags.why}), so the spec does not have them"
        yield Note(flow_log.source, why, "write them at its capture point")
        return
    for key, value in tags.items():
        problem = "" if _is_of_aws(key) else _problem(key, value)
        if problem:
            text = f"the tag {quoted(key)} {problem}, so the spec does not have it, and the first plan takes it away"
            yield Note(flow_log.source, text, "set a tag that a spec can have")


def _is_of_aws(key: str) -> bool:
    return key[:4].lower() == "aws:"


@lru_cache(maxsize=4096)
def _problem(key: str, value: str) -> str:
    if normal(key) != key or normal(value) != value:
        return "is not in Unicode's normal form NFC, as every text of a spec is"
    if len(scalar(key)) > _LONGEST_KEY:
        return "has a key that is too long for a file of YAML"
    return tag_problem(key, value, "ec2") or ""
