"""Resources and data sources of one instance, and the attributes of them that are known before an apply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws import regions
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.observe.addresses import Address, index
from gen_flowlogs.observe.existing import Source, Where
from gen_flowlogs.observe.hcl import policy_documents, providers
from gen_flowlogs.observe.hcl.evaluation import evaluate
from gen_flowlogs.observe.hcl.values import Missing, Symbol, Value

if TYPE_CHECKING:
    from gen_flowlogs.observe.addresses import Key
    from gen_flowlogs.observe.hcl.evaluation import Scope
    from gen_flowlogs.observe.hcl.folders import Entry
    from gen_flowlogs.observe.hcl.home import Home
    from gen_flowlogs.observe.hcl.syntax import Block

_NAME: Final = {
    "aws_s3_bucket": "bucket",
    "aws_cloudwatch_log_group": "name",
    "aws_iam_role": "name",
    "aws_iam_policy": "name",
    "aws_kinesis_firehose_delivery_stream": "name",
}
"""Type of resource or data source → the argument that names it."""

_IDS: Final = ("aws_s3_bucket", "aws_cloudwatch_log_group", "aws_iam_role")
"""Types of which the id is the name."""

ARNS: Final = {
    "aws_s3_bucket": "s3:::{name}",
    "aws_cloudwatch_log_group": "logs:{region}:{account}:log-group:{name}",
    "aws_iam_role": "iam::{account}:role{path}{name}",
    "aws_iam_policy": "iam::{account}:policy{path}{name}",
    "aws_kinesis_firehose_delivery_stream": "firehose:{region}:{account}:deliverystream/{name}",
}
"""Type → its ARN behind the partition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """An instance of a resource, or of a data source."""

    module: Home
    entry: Entry
    block: Block
    data: bool
    key: Key
    scope: Scope

    @property
    def type(self) -> str:
        """The type of the resource."""
        return self.block.labels[0]

    @property
    def address(self) -> Address:
        """The address of a resource."""
        return Address(type=self.type, label=self.block.labels[1], key=self.key, calls=self.module.calls)

    @property
    def where(self) -> Where:
        """The location that its provider configures; its own region, where it has one."""
        where = self.module.where(providers.of_resource(self.block, self.scope))
        region = self.value("region") if "region" in self.block.arguments else None
        return providers.located(where.account, region) if isinstance(region, str) and not self.data else where

    def source(self, argument: str | None = None) -> Source:
        """The place of the resource, or of one of its arguments."""
        line = self.block.arguments[argument].line if argument in self.block.arguments else self.block.line
        return Source(self.entry.file, at=str(self.address), line=line)

    def value(self, name: str) -> Value:
        """The value of an argument; None where the block does not have it."""
        return evaluate(self.block.arguments[name].expression, self.scope) if name in self.block.arguments else None

    def get(self, name: str) -> Value:
        """The value of an attribute."""
        known = self._known(name)
        if isinstance(known, Missing) and (known.symbol is None or known.near is not None):
            return Missing(known.why, self._symbol(name), known.near)
        return known

    def _symbol(self, name: str) -> Symbol:
        prefix = "data." if self.data else ""
        return Symbol(self.module.path, f"{prefix}{self.type}.{self.block.labels[1]}{index(self.key)}.{name}")

    def _known(self, name: str) -> Value:
        if name in self.block.arguments:
            return self.value(name)
        match self.type, name:
            case _, "id" if self.type in _IDS:
                return self.name
            case _, "arn" if self.type in ARNS:
                return self._arn()
            case "aws_iam_policy_document", "json" if self.data:
                return policy_documents.document(self.block, self.scope)
            case "aws_caller_identity", "account_id" if self.data:
                return self.where.account or Missing("the account is not known", near="*")
            case "aws_region", ("name" | "id" | "region") if self.data:
                return self.where.region or Missing("the region is not known", near="*")
            case "aws_partition", ("partition" | "id") if self.data:
                return self._partition
            case "aws_partition", "dns_suffix" if self.data:
                return regions.dns_suffix(self._partition)
        return Missing(f"{shown(self._symbol(name).traversal)} is known only after an apply")

    @property
    def name(self) -> Value:
        """The name in AWS."""
        argument = _NAME.get(self.type, "name")
        if argument in self.block.arguments:
            return self.value(argument)
        return Missing("its name is known only after an apply")

    @property
    def _partition(self) -> str:
        """The partition of its region, which is AWS's usual one where no region is known."""
        return self.where.partition or "aws"

    def _arn(self) -> Value:
        name, where = self.name, self.where
        if not isinstance(name, str):
            return Missing(name.why if isinstance(name, Missing) else "its name is not known")
        form = f"arn:{self._partition}:{ARNS[self.type]}"
        path = self.value("path") if self.type.startswith("aws_iam_") and not self.data else None
        arn = form.format(
            name=name,
            region=where.region or "*",
            account=where.account or "*",
            path=path if isinstance(path, str) else "/",
        )
        asked = [part for part in ("region", "account") if f"{{{part}}}" in form and getattr(where, part) is None]
        which = "which no provider block names" if len(asked) == 1 else "and no provider block names them"
        return Missing(f"its ARN needs the {' and the '.join(asked)}, {which}", near=arn) if asked else arn
