"""The `configuration` of a plan: which addresses the code declares, and which reference an argument has there.

A plan lists the references of an expression and not the expression itself. A reference counts as the whole expression
only where it is the only one and its value, as the state has it, is the value of the argument.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws import arns, kinds
from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.hcl import recognition
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.model import Reference, Variable
from gen_flowlogs.observe import addresses
from gen_flowlogs.observe.addresses import index
from gen_flowlogs.observe.attributes import LATER, known, mapping, mappings, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from gen_flowlogs.observe.addresses import Address, Call
    from gen_flowlogs.observe.attributes import Attributes
    from gen_flowlogs.observe.instances import Collection

_DEEPEST: Final = 100  # modules in modules

_NESTED: Final = pattern(r"module\.[^.:]+\.module\.")
"""The start of a provider of a module in a module.

A plan of Terraform 1.11 gives such a module one of its own, without arguments, where it inherits one through a module
that has no resources. An empty `provider` block looks the same, so then it is not known which it is.
"""

Path = tuple[str, ...]
"""The names of module calls, from the root."""


@dataclass(slots=True, kw_only=True)
class Code:
    """The code of a plan. `calls` has the arguments of each module call, `outputs` the outputs of each module.

    `variables`: the values of the root's variables, also by key or number (`ids["a"]`), that are not sensitive and are
    ids, ARNs or names of known things: any other text may be a secret that is not marked as one.
    """

    resources: dict[str, dict[str, object]] = field(default_factory=dict)  # base address → its expressions
    providers: dict[str, str] = field(default_factory=dict)  # base address → `aws.west`, `module.a:aws`; where known
    calls: dict[Path, dict[str, object]] = field(default_factory=dict)
    outputs: dict[Path, dict[str, object]] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)


def read(document: Mapping[str, object], names: AbstractSet[str]) -> Code:
    """The code of a plan; an empty one where nothing of it can be read. `names`: those of known things."""
    root = mapping(mapping(document.get("configuration")).get("root_module"))
    variables = _variables(root, mapping(document.get("variables")))
    code = Code(variables={name: value for name, value in variables if _is_public(value, names)})
    declared = mapping(mapping(document.get("configuration")).get("provider_config"))
    waiting: list[tuple[Path, dict[str, object]]] = [((), root)]
    for path, module in waiting:
        prefix = "".join(f"module.{name}." for name in path)
        for resource in mappings(module.get("resources")):
            type_, name = known(resource, "type"), known(resource, "name")
            if resource.get("mode") == "managed" and type_ and name:
                code.resources[f"{prefix}{type_}.{name}"] = mapping(resource.get("expressions"))
                key = known(resource, "provider_config_key") or ""
                if not _NESTED.match(key) or mapping(declared.get(key)).get("expressions"):
                    code.providers[f"{prefix}{type_}.{name}"] = key
        code.outputs[path] = mapping(module.get("outputs"))
        for name, call in mapping(module.get("module_calls")).items():
            below = (*path, name)
            code.calls[below] = mapping(mapping(call).get("expressions"))
            if len(below) <= _DEEPEST:
                waiting.append((below, mapping(mapping(call).get("module"))))
    return code


def _variables(root: Mapping[str, object], given: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The texts of variables that are not sensitive, and those of their entries."""
    declared = mapping(root.get("variables"))
    for name, each in given.items():
        if mapping(declared.get(name)).get("sensitive", False) is not False:
            continue
        match mapping(each).get("value"):
            case str(value):
                yield name, value
            case dict(value):
                yield from ((f"{name}{index(key)}", own) for key, own in value.items() if isinstance(own, str))
            case list(value):
                yield from ((f"{name}{index(key)}", own) for key, own in enumerate(value) if isinstance(own, str))


def _is_public(value: str, names: AbstractSet[str]) -> bool:
    return value in names or arns.parse(value) is not None or kinds.of_id(value) is not None


def given(
    code: Code, collection: Collection, address: Address, argument: str, value: object
) -> Reference | Variable | None:
    """The reference or variable of the root module that an argument of an instance has; None where none is certain."""
    expression = code.resources.get(address.base, {}).get(argument)
    calls = address.calls
    while True:
        references = _references(expression)
        if references is None:
            return None
        name = references[0].removeprefix("var.")
        if name == references[0]:
            return _reference(code, collection, references, value) if not calls else None
        if not calls:
            is_whole = len(references) == 1 and code.variables.get(name) == value
            return Variable(name) if is_whole and value is not None else None
        expression = code.calls.get(tuple(call.name for call in calls), {}).get(name)
        calls = calls[:-1]


def _references(expression: object) -> tuple[str, ...] | None:
    """The one thing that an expression refers to, and what leads there: `a.b.id`, `a.b`; None for any other."""
    found = texts(mapping(expression).get("references"))
    return found if found and all(found[0].startswith(each) for each in found) else None


def _reference(code: Code, collection: Collection, references: tuple[str, ...], value: object) -> Reference | None:
    if recognition.reference(references[0]) != references[0]:
        return None
    if _value(code, collection, references, ()) != value or (value == LATER and "_s3_" in references[0]):
        return None
    return Reference(references[0])


def _value(code: Code, collection: Collection, references: tuple[str, ...], calls: tuple[Call, ...]) -> object:
    """The value of a reference in an instance of a module; None where it is not known."""
    for _ in range(_DEEPEST):
        if len(references) < 2 or not references[0].startswith(f"{references[1]}."):
            return None
        last = references[0].removeprefix(f"{references[1]}.")
        step = _call(references[1])
        if step is None:
            return _attributes(collection, references[1], calls).get(last)
        calls = (*calls, step)
        output = mapping(code.outputs.get(tuple(call.name for call in calls), {}).get(last))
        below = _references(output.get("expression"))
        if output.get("sensitive") is True or below is None:
            return None
        references = below
    return None


def _call(text: str) -> Call | None:
    """The module call that a text is the address of."""
    try:
        found = addresses.parse(f"{text}.a.b") if text.startswith("module.") else None
    except ValueError:
        return None
    return found.calls[0] if found is not None and len(found.calls) == 1 else None


def _attributes(collection: Collection, text: str, calls: tuple[Call, ...]) -> Attributes:
    """The values of the resource or data source that a text is the address of, in an instance of a module."""
    prefix = addresses.path(calls)
    at = f"{prefix}{text}"
    if text.startswith("data."):
        return collection.data.get(at, {})
    instance = collection.managed.get(at) or collection.planned.get(at)
    return {} if instance is None else instance.values
