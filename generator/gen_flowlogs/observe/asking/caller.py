"""Callers: an identity of AWS that asks, and a record of what AWS did not answer."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.observe.existing import Note, Source
from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gen_flowlogs.observe.answers.values import Answer

AT_ONCE: Final = 8
"""Calls at the same time: AWS's limits per account and region are some tens a second."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A call that AWS did not answer. `absent`: the thing does not exist. `code` is AWS's word for the reason."""

    kind: Literal["denied", "absent", "other"]
    code: str


class Ask(Protocol):
    """One call of AWS, with all of its pages."""

    def __call__(
        self,
        service: str,
        operation: str,
        region: str,
        *,
        each_page: Callable[[Answer], None] | None = None,
        **parameters: object,
    ) -> Answer | Refusal:
        """Ask; the values of the answer may have any type.

        `each_page` gets every page as it comes, so that no more than one is in memory; the answer is empty then.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """An identity that asks, with its account and the name of that in messages.

    `refused`: action, kind and AWS's code → the names of what AWS did not tell. `absent`: ARNs of what does not exist.
    """

    account: str
    partition: str
    arn: str
    ask: Ask
    refused: dict[tuple[str, str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    absent: set[str] = field(default_factory=set)

    @property
    def title(self) -> str:
        """The account as the source of what it has."""
        return f"AWS account {self.account}"

    def asked(
        self, service: str, operation: str, region: str, of: str, *, missing: str | None = None, **parameters: Any
    ) -> Answer | None:
        """The answer about a thing; None where there is none, which is recorded.

        Args:
            service: of AWS, as boto3 names it.
            operation: as boto3 names it.
            region: the region to ask.
            of: the name of the thing, in messages.
            missing: its ARN, which is recorded if AWS answers that it does not exist.
            parameters: of the call.
        """
        reply = self.ask(service, operation, region, **parameters)
        if not isinstance(reply, Refusal):
            return reply
        if reply.kind != "absent":
            self.refuse(service, operation, of, reply)
        elif missing is not None:
            self.absent.add(missing)
        return None

    def refuse(self, service: str, operation: str, of: str, refusal: Refusal) -> None:
        """Record that AWS did not answer a call about a thing."""
        self.refused[action(service, operation), refusal.kind, refusal.code].add(of)

    def notes(self) -> Iterator[Note]:
        """One note for each action that was refused: all flow logs are known, and less of what they use."""
        for (refused, kind, code), names in sorted(self.refused.items()):
            yield Note(
                Source(self.title),
                f"{refused} was refused ({shown(code)}) for {listing([shown(each) for each in sorted(names)], 4)}",
                f"allow {refused} to {shown(self.arn, 200)}" if kind == "denied" else "run the command again",
                partial=False,
            )


_ACTIONS: Final = {
    "get_bucket_lifecycle_configuration": "GetLifecycleConfiguration",
    "get_bucket_encryption": "GetEncryptionConfiguration",
    "get_public_access_block": "GetBucketPublicAccessBlock",
}
"""Calls of S3 that have another name than the action that allows them."""


def action(service: str, operation: str) -> str:
    """The action of IAM that allows a call, as `iam:GetRole`."""
    name = _ACTIONS.get(operation) or "".join(word.capitalize() for word in operation.split("_"))
    return f"{service}:{name}"
