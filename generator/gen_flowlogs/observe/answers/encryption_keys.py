"""KMS keys as KMS answers → `EncryptionKey`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.observe import attributes
from gen_flowlogs.observe.answers import where
from gen_flowlogs.observe.existing import EncryptionKey, Unknown, Where

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gen_flowlogs.observe.answers.values import Answer
    from gen_flowlogs.observe.existing import Source


def encryption_key(of: Answer, source: Source, aliases: Iterable[Answer] = ()) -> EncryptionKey | None:
    """One key; None for an answer without an ARN. Of the aliases, those of other keys are left out."""
    arn = attributes.known(of, "Arn")
    if arn is None:
        return None
    location = where.of_arn(arn)
    found = (
        attributes.known(each, "AliasName")
        for each in aliases
        if attributes.known(each, "TargetKeyId") == arn.rpartition("/")[2]
        and where.of_arn(attributes.known(each, "AliasArn")) in {location, Where()}
    )
    return EncryptionKey(
        source=source,
        where=location,
        arn=arn,
        aliases=tuple(dict.fromkeys(each for each in found if each is not None)),
        tags=Unknown("`describe-key` does not show tags"),
    )
