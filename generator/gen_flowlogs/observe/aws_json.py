"""AWS's own JSON: the answers of `aws ec2 describe-flow-logs` and of what describes groups, roles, buckets and keys.

An answer tells neither account nor region, so these come from the ARNs in it. A flow log without one, as those to S3,
has what all others of the same answer agree on, and else the account of a `get-caller-identity` in the same file, and
the region that the name of the file has.
Some answers do not say what they are about (`list-attached-role-policies`, `get-key-policy`, tags): they belong to the
only role or key of their file. Those of `s3api get-bucket-…` belong to the bucket that the file is named after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws import regions
from gen_flowlogs.dataclass import replace
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.observe.answers import flow_logs, together, where
from gen_flowlogs.observe.answers.entries import cut_off, damaged, entries, is_aws
from gen_flowlogs.observe.attributes import known
from gen_flowlogs.observe.existing import Existing, Note, Source, Where

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gen_flowlogs.observe.answers.entries import Entry, Subject
    from gen_flowlogs.observe.answers.values import Answer
    from gen_flowlogs.observe.existing import FlowLog

__all__ = ["is_aws", "read"]

_ID: Final = pattern(r"fl-[0-9a-f]{1,40}")
_STRAYS: Final[dict[Subject, tuple[str, str]]] = {
    "of_log_group": ("tags", "log group"),
    "of_role": ("the policies of a role", "role"),
    "of_policy": ("the document of a policy", "policy"),
    "of_key": ("the policy, rotation or tags of a key", "key"),
    "of_stream": ("tags", "delivery stream"),
}
"""Answers that name nothing → what they tell, and of what."""


def read(documents: Sequence[object], file: str) -> Existing:
    """All documents of one source that `is_aws` knows → what they tell. `complete` is False where one has a token."""
    found = tuple(each for number, document in enumerate(documents) for each in entries(document, number))
    cut = tuple(_cut_off(documents, file))
    return Existing(
        flow_logs=tuple(_flow_logs(found, file)),
        log_groups=tuple(together.groups(found, file)),
        roles=tuple(together.roles(found, file)),
        buckets=tuple(together.buckets(found, file)),
        keys=tuple(together.keys(found, file)),
        streams=tuple(together.streams(found, file)),
        notes=(*cut, *_damaged(documents, found, file), *_strays(found, file)),
        files=1,
        complete=not cut,
    )


def _flow_logs(found: Sequence[Entry], file: str) -> Iterator[FlowLog]:
    """The flow logs, each once; one without an id cannot be told from others and is left to `_damaged`."""
    own = {id_: each for each in found if each.subject == "flow_log" and (id_ := flow_log_id(each.of)) is not None}
    told: dict[int, list[Where]] = {}
    for each in own.values():
        told.setdefault(each.document, []).append(flow_logs.location(each.of))
    caller = identity(found)
    agreed = {number: where.first(where.agreed(places), caller, where.of_name(file)) for number, places in told.items()}
    for id_, each in own.items():
        place = where.first(flow_logs.location(each.of), agreed[each.document])
        partition = place.partition or (None if place.region is None else regions.partition_of(place.region))
        yield flow_logs.flow_log(each.of, Source(file, id_), replace(place, partition=partition))


def identity(found: Sequence[Entry]) -> Where:
    """The account of the `get-caller-identity` in a source; none of several that differ."""
    return where.agreed([where.of_arn(known(each.of, "Arn")) for each in found if each.subject == "identity"])


def flow_log_id(of: Answer) -> str | None:
    """The id of a flow log of an answer; None where it has none that is one."""
    id_ = known(of, "FlowLogId")
    return id_ if id_ is not None and _ID.fullmatch(id_) else None


def _cut_off(documents: Sequence[object], file: str) -> Iterator[Note]:
    for number, document in enumerate(documents, start=1):
        key = cut_off(document)
        if key is not None:
            yield Note(
                Source(file, None if len(documents) == 1 else f"document {number}"),
                f"the answer is not whole: it has `{key}`",
                "run the command again without --max-items and --no-paginate",
            )


def _damaged(documents: Sequence[object], found: Sequence[Entry], file: str) -> Iterator[Note]:
    count = sum(damaged(each) for each in documents)
    if count:
        yield Note(Source(file), f"{_entries(count)} no object and not read", "save the answer again")
    count = sum(each.subject == "flow_log" and flow_log_id(each.of) is None for each in found)
    if count:
        yield Note(Source(file), f"{_entries(count)} a flow log without an id and not read", "save the answer again")


def _entries(count: int) -> str:
    return "one entry is" if count == 1 else f"{count} entries are each"


def _strays(found: Sequence[Entry], file: str) -> Iterator[Note]:
    for subject, count in together.strays(found, file):
        if subject == "of_bucket":
            yield Note(
                Source(file),
                f"{_answers(count)} of `s3api` about a bucket {_do(count)} not name the bucket",
                "save the answers about one bucket in a file named after it, as my-bucket.json",
                partial=False,
            )
        else:
            what, of = _STRAYS[subject]
            yield Note(
                Source(file),
                f"{_answers(count)} with {what} {_do(count)} not name the {of}",
                f"save the answers about one {of} in a file of its own",
                partial=False,
            )


def _answers(count: int) -> str:
    return "one answer" if count == 1 else f"{count} answers"


def _do(count: int) -> str:
    return "does" if count == 1 else "do"
