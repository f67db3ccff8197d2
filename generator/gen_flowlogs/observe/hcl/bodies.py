"""Bodies of resources as a state has them: arguments by name, and the blocks in them as lists of the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.observe.existing import Unknown
from gen_flowlogs.observe.hcl.evaluation import evaluate
from gen_flowlogs.observe.hcl.expansion import blocks
from gen_flowlogs.observe.hcl.values import Missing, Value, strings, truth, unknown_in

if TYPE_CHECKING:
    from gen_flowlogs.observe.attributes import Attributes
    from gen_flowlogs.observe.hcl.evaluation import Scope
    from gen_flowlogs.observe.hcl.syntax import Block

_NOT_THEIRS: Final = frozenset(("count", "for_each", "provider", "depends_on"))
_NOT_BLOCKS: Final = frozenset(("lifecycle", "timeouts", "provisioner", "connection", "dynamic"))
_FLAGS: Final = frozenset(
    (
        "hive_compatible_partitions",
        "per_hour_partition",
        "skip_destroy",
        "enable_key_rotation",
        "deletion_protection_enabled",
    )
)
_DOCUMENTS: Final = frozenset(("policy", "assume_role_policy"))
"""Arguments whose near value is better than none: judgements about a policy ask for actions and names."""


def attributes(block: Block, scope: Scope) -> Attributes:
    """The arguments and blocks of a resource. What is not known is Unknown, and a block with such a part as a whole."""
    return {
        **{
            name: _argument(name, evaluate(each.expression, scope))
            for name, each in block.arguments.items()
            if name not in _NOT_THEIRS
        },
        **{type_: _blocks(block, type_, scope) for type_ in _types(block)},
    }


def _argument(name: str, value: Value) -> object:
    if name == "tags" and value is not None:
        value = _or_missing(strings(value))
    if name in _FLAGS and value is not None:
        value = truth(value)
    if name in _DOCUMENTS and isinstance(value, Missing) and value.near is not None:
        return value.near
    missing = unknown_in(value)
    return value if missing is None else Unknown(missing.why)


def _or_missing(tags: object) -> Value:
    return tags if isinstance(tags, Missing) else dict(tags)  # type: ignore[call-overload]


def _types(block: Block) -> set[str]:
    named = {each.type for each in block.blocks} - _NOT_BLOCKS
    return named | {each.labels[0] for each in block.blocks_of("dynamic") if len(each.labels) == 1}


def _blocks(block: Block, type_: str, scope: Scope) -> object:
    found = blocks(block, type_, scope)
    if isinstance(found, Missing):
        return Unknown(found.why)
    made = [attributes(each, inner) for each, inner in found]
    unknown = next((value for each in made for value in each.values() if isinstance(value, Unknown)), None)
    return made if unknown is None else unknown
