"""The statements of a policy → who may do what, and on which conditions, in words.

The words are made of the statements that are written into Terraform, so that they cannot promise more than these do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.hcl import Interpolation, Ref
from gen_flowlogs.report.phrases import Code, Phrase, codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gen_flowlogs.captures.locations import Location
    from gen_flowlogs.hcl import Text
    from gen_flowlogs.policies import Condition, Statement

_VERBS: Final[Mapping[str, str]] = {
    "s3:PutObject": "may put objects",
    "s3:GetObject": "may get objects",
    "kms:Decrypt": "may decrypt",
    "sts:AssumeRole": "may assume the role",
    "logs:PutLogEvents": "may write records",
}
"""Action → its words; the actions beside them (look at an ACL, find a log group) only prepare these."""


def written(text: Text, own: Location) -> str:
    """A text of a policy as a person reads it: the parts of the own location by their names, references as they are."""
    if isinstance(text, Interpolation):
        return "".join(written(part, own) for part in text.parts)
    if isinstance(text, Ref):
        names = {str(own.account): "ACCOUNT", str(own.region): "REGION", str(own.partition): "PARTITION"}
        return names.get(str(text), f"${{{text}}}")
    return text


def may(action: str, statements: Iterable[Statement], own: Location) -> Iterator[Phrase]:
    """A phrase for each statement that allows an action."""
    for statement in statements:
        if statement.effect == "Allow" and action in statement.actions:
            yield _phrase(statement, action, own)


def _phrase(statement: Statement, action: str, own: Location) -> Phrase:
    who: Phrase = () if statement.principal is None else (*_callers(statement, own), " ")
    where = tuple(_place(written(each, own), action) for each in statement.resources if written(each, own) != "*")
    below: Phrase = (" in ", *codes(where, 3)) if where else ()
    anywhere: Phrase = (" in every log group of the account",) if _is_everywhere(statement, action) else ()
    only = [phrase for condition in statement.conditions if (phrase := _only(condition, own))]
    return (*who, _VERBS[action], *below, *anywhere, *(piece for phrase in only for piece in (", only ", *phrase)))


def _is_everywhere(statement: Statement, action: str) -> bool:
    return action == "logs:PutLogEvents" and "*" in statement.resources


def _callers(statement: Statement, own: Location) -> Phrase:
    assert statement.principal is not None  # noqa: S101 - the caller asked
    return codes((written(each, own) for each in statement.principal.names), 4)


def _place(resource: str, action: str) -> str:
    """A bucket's folder without the ARN before it; the name of a log group."""
    if action.startswith("s3:"):
        return resource.partition("/")[2].removesuffix("*")
    if action.startswith("logs:"):
        return resource.partition(":log-group:")[2].removesuffix(":*") or "its log group"
    return resource


def _only(condition: Condition, own: Location) -> Phrase:
    """The words of a condition; none for one that says what another one says already, or only how objects are put."""
    values = tuple(written(each, own) for each in condition.values)
    match condition.operator, condition.key:
        case "StringEquals", "aws:SourceAccount":
            if condition.values == (own.account,):
                return ("for its own account",)
            return (f"for {'the account ' if len(values) == 1 else 'the accounts '}", *codes(values, 8))
        case "StringEquals", "aws:SourceOrgID":
            return ("for accounts of the organisation ", *codes(values))
        case "ArnLike" | "ArnEquals", "aws:SourceArn":
            return _sources(condition, own)
        case "ArnEquals", "aws:PrincipalArn":
            return ("by ", *codes(values))
        case "StringEqualsIfExists", "s3:x-amz-acl":
            return ()
        case operator, key:
            return ("where ", Code(f"{key} {operator}"), " is ", *codes(values))
    raise TypeError(condition)


def _sources(condition: Condition, own: Location) -> Phrase:
    """The regions of the flow logs; their accounts are those of the condition on accounts."""
    if all(_region(each) in {written(own.region, own), None} for each in condition.values):
        what = "flow logs" if _service(condition.values[0]) == "ec2" else "log deliveries"
        return (f"of {what} in its own region",)
    regions = sorted({written(each, own).split(":")[3] for each in condition.values})
    return ("of log deliveries in ", *codes(regions))


def _region(arn: Text) -> str | None:
    """The region in an ARN; None where it is a reference, which the ambient location alone makes."""
    return arn.split(":")[3] if isinstance(arn, str) and not isinstance(arn, Ref) else None


def _service(arn: Text) -> str:
    text = arn if isinstance(arn, str) else "".join(part for part in arn.parts if not isinstance(part, Ref))
    return "ec2" if ":ec2:" in text else "logs"
