"""Entries of one source → things: joins the answers that are about one thing.

An answer that does not say what it is about belongs to the only thing of its type in the source, and to none where
there are several: `strays` has those.
"""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from gen_flowlogs.dataclass import replace
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.observe import attributes
from gen_flowlogs.observe.answers import buckets as bucket_settings
from gen_flowlogs.observe.answers import encryption_keys, log_groups, values
from gen_flowlogs.observe.answers import roles as role_policies
from gen_flowlogs.observe.answers import streams as delivery_streams
from gen_flowlogs.observe.existing import Bucket, Source, Unknown, Where

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gen_flowlogs.observe.answers.entries import Entry, Subject
    from gen_flowlogs.observe.answers.values import Answer
    from gen_flowlogs.observe.existing import EncryptionKey, LogGroup, Role, Stream, Tags

_NAMES: Final[dict[Subject, tuple[tuple[Subject, str], ...]]] = {
    "of_log_group": (("log_group", "logGroupName"),),
    "of_role": tuple((subject, "RoleName") for subject in ("role", "listed_role", "detailed_role", "inline_policy")),
    "of_policy": (("managed_policy", "Arn"),),
    "of_key": (("key", "Arn"),),
    "of_stream": (("stream", "DeliveryStreamARN"),),
}
"""The answers that name nothing → the entries of the source that do, and the key of the name."""
_BUCKET_NAME: Final = pattern(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_ENDINGS: Final = (".gz", ".json", ".jsonl")


def only(found: Sequence[Entry], subject: Subject, file: str) -> str | None:
    """The name of the one thing that the answers of a subject are about; None where it is not certain."""
    if subject == "of_bucket":
        return bucket_name(file)
    names = {
        name
        for of, key in _NAMES[subject]
        for each in found
        if each.subject == of and (name := attributes.known(each.of, key)) is not None
    }
    if subject == "of_policy" and not names:
        names = {arn for each in found for arn in role_policies.policy_arns(each.of.get("AttachedPolicies"))}
    return names.pop() if len(names) == 1 else None


def strays(found: Sequence[Entry], file: str) -> Iterator[tuple[Subject, int]]:
    """The answers that name nothing and belong to nothing: what they would be of, and how many there are."""
    for subject, count in Counter(each.subject for each in found if each.subject.startswith("of_")).items():
        if only(found, subject, file) is None:
            yield subject, count


def bucket_name(file: str) -> str | None:
    """The bucket that a file is named after, as `my-bucket.json`; None where it is not the name of any."""
    name = PurePath(file).name
    for ending in _ENDINGS:
        name = name.removesuffix(ending)
    return name if _BUCKET_NAME.fullmatch(name) else None


def groups(found: Sequence[Entry], file: str) -> Iterator[LogGroup]:
    """The log groups, each once. `describe-log-groups` does not tell tags."""
    tags, one = _tags_by_arn(found), only(found, "of_log_group", file)
    for each in _each_once(found, ("log_group",), "logGroupName", "arn"):
        arn = log_groups.arn(each.of)
        own = _unnamed_tags(found, "of_log_group", "tags") if each.of.get("logGroupName") == one else None
        known = _first(own, tags.get(arn or ""), "describe-log-groups")
        made = log_groups.log_group(each.of, Source(file, arn or each.at), known)
        if made is not None:
            yield made


def roles(found: Sequence[Entry], file: str) -> Iterator[Role]:
    """The roles, each once and with their policies, as far as the source has them."""
    documents, one = _documents(found, file), only(found, "of_role", file)
    unnamed = [each.of for each in found if each.subject == "of_role"]
    given: dict[object, list[Answer]] = {}
    for each in found:
        if each.subject == "inline_policy":
            given.setdefault(attributes.known(each.of, "RoleName"), []).append(each.of)
    for each in _each_once(found, ("listed_role", "role", "detailed_role"), "RoleName", "Arn"):
        name = attributes.known(each.of, "RoleName")
        own = unnamed if name == one else []
        inline = role_policies.inline_policies(
            (*attributes.mappings(each.of.get("RolePolicyList")), *given.get(name, ()))
        )
        lists = [of["AttachedPolicies"] for of in own if "AttachedPolicies" in of]
        names = [each for of in own if "PolicyNames" in of for each in attributes.texts(of["PolicyNames"])]
        is_listed = bool(lists) and any("PolicyNames" in of for of in own) and inline.keys() >= set(names)
        is_detailed = "RolePolicyList" in each.of and "AttachedManagedPolicies" in each.of
        lists.append(each.of.get("AttachedManagedPolicies"))
        policies = role_policies.Policies(
            inline=inline,
            attached=role_policies.policy_arns([policy for listed in lists for policy in _list(listed)]),
            documents=documents,
            complete=is_listed or is_detailed,
        )
        source = Source(file, attributes.known(each.of, "Arn") or each.at)
        made = role_policies.role(each.of, source, policies, tells_tags=each.subject != "listed_role")
        if made is not None:
            yield made


def keys(found: Sequence[Entry], file: str) -> Iterator[EncryptionKey]:
    """The keys, each once, with the aliases that the source has of them."""
    tags, one = _tags_by_arn(found), only(found, "of_key", file)
    unnamed = [each.of for each in found if each.subject == "of_key"]
    aliases = [each.of for each in found if each.subject == "alias"]
    for each in _each_once(found, ("key",), "Arn", "Arn"):
        arn = attributes.known(each.of, "Arn")
        own = unnamed if arn == one else []
        rotation = next((of["KeyRotationEnabled"] for of in own if "KeyRotationEnabled" in of), None)
        made = encryption_keys.encryption_key(each.of, Source(file, arn or each.at), aliases)
        if made is not None:
            yield replace(
                made,
                policy=next((text for of in own if (text := attributes.known(of, "Policy")) is not None), None),
                rotation=rotation if isinstance(rotation, bool) else None,
                tags=_first(
                    _unnamed_tags(found, "of_key", "Tags") if own else None, tags.get(arn or ""), "describe-key"
                ),
            )


def streams(found: Sequence[Entry], file: str) -> Iterator[Stream]:
    """The delivery streams, each once."""
    tags, one = _tags_by_arn(found), only(found, "of_stream", file)
    for each in _each_once(found, ("stream",), "DeliveryStreamARN", "DeliveryStreamARN"):
        arn = attributes.known(each.of, "DeliveryStreamARN")
        own = _unnamed_tags(found, "of_stream", "Tags") if arn == one else None
        known = _first(own, tags.get(arn or ""), "describe-delivery-stream")
        made = delivery_streams.stream(each.of, Source(file, arn or each.at), known)
        if made is not None:
            yield made


def buckets(found: Sequence[Entry], file: str) -> Iterator[Bucket]:
    """The bucket that the source is named after, if it has answers about one."""
    own = [each.of for each in found if each.subject == "of_bucket"]
    name = bucket_name(file)
    if not own or name is None:
        return
    settings = {type_: each for of in own for type_, each in bucket_settings.settings(of).items()}
    places = [bucket_settings.region_of(of["LocationConstraint"]) for of in own if "LocationConstraint" in of]
    yield Bucket(
        source=Source(file, name),
        where=Where(region=places[-1] if places else None),
        name=name,
        tags=_first(_unnamed_tags(found, "of_bucket", "TagSet"), None, "get-bucket-policy"),
        settings=settings,
    )


def _first(own: Tags | Unknown | None, listed: Tags | Unknown | None, asked: str) -> Tags | Unknown:
    """The tags that an answer of their own has, or that `get-resources` lists; else Unknown."""
    if own is not None:
        return own
    return Unknown(f"`{asked}` does not show tags") if listed is None else listed


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _each_once(found: Sequence[Entry], subjects: tuple[Subject, ...], name: str, arn: str) -> Iterator[Entry]:
    """The entries of some subjects, each thing once: of several about it the last one, of the last subject."""
    best: dict[object, Entry] = {}
    for each in found:
        if each.subject in subjects:
            key = attributes.known(each.of, arn) or attributes.known(each.of, name)
            if key not in best or subjects.index(best[key].subject) <= subjects.index(each.subject):
                best[key] = each
    yield from best.values()


def _tags_by_arn(found: Sequence[Entry]) -> dict[str, Tags | Unknown]:
    """The tags of `resourcegroupstaggingapi get-resources`, by ARN."""
    return {
        arn.removesuffix(":*"): values.tags(each.of.get("Tags"))
        for each in found
        if each.subject == "tagged" and (arn := attributes.known(each.of, "ResourceARN")) is not None
    }


def _unnamed_tags(found: Sequence[Entry], subject: Subject, key: str) -> Tags | Unknown | None:
    of = next((each.of for each in found if each.subject == subject and key in each.of), None)
    return None if of is None else values.tags(of[key])


def _documents(found: Sequence[Entry], file: str) -> dict[str, str]:
    """The documents of managed policies: ARN → the document of the version that is in force."""
    documents: dict[str, str] = {}
    for each in found:
        if each.subject == "managed_policy":
            arn = attributes.known(each.of, "Arn")
            versions = attributes.mappings(each.of.get("PolicyVersionList"))
            _keep(documents, arn, [version for version in versions if version.get("IsDefaultVersion") is True])
    one = only(found, "of_policy", file)
    _keep(
        documents, one, [attributes.mapping(each.of["PolicyVersion"]) for each in found if each.subject == "of_policy"]
    )
    return documents


def _keep(documents: dict[str, str], arn: str | None, versions: Sequence[Answer]) -> None:
    for version in versions:
        document = values.document(version, "Document")
        if arn is not None and document is not None:
            documents[arn] = document
