"""`dataclass` and its tools as the standard library has them, without what they cost when a command starts.

A command defines two hundred dataclasses and makes values of a few dozen. The standard library compiles six methods for
each, and imports `inspect`: together they were a third of a short command. Here `==`, `hash`, `repr` and the refusal of
assignments are shared, and `__init__` is compiled for a class that makes many values. Type checkers see the standard
library's, whose `fields`, `replace` and `asdict` also work on values of these classes.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from dataclasses import dataclass, field, fields, is_dataclass, replace

    _Put = Callable[[Any, str, Any], None]

__all__ = ["dataclass", "field", "fields", "is_dataclass", "replace"]

_MISSING: Final = object()
_PLAIN_CALLS: Final = 20  # after which a compiled `__init__` has paid
_OWN: Final = "__own_fields__"
_THEIRS: Final = ("__dataclass_fields__", "__dataclass_params__")


class _Field:
    """One field of a class, or what `field` says of one."""

    __slots__ = ("compare", "default", "default_factory", "init", "kw_only", "name", "repr", "type")

    def __init__(
        self,
        *,
        default: Any = _MISSING,
        default_factory: Any = _MISSING,
        init: bool = True,
        repr: bool = True,  # noqa: A002 - as the standard library calls it
        compare: bool = True,
    ) -> None:
        self.default, self.default_factory = default, default_factory
        self.init, self.repr, self.compare = init, repr, compare
        self.kw_only = False
        self.name = self.type = ""


_Fields = tuple[_Field, ...]


def _fields(of: Any) -> tuple[Any, ...]:
    found: _Fields | None = getattr(of, _OWN, None)
    if found is not None:
        return found
    from dataclasses import fields  # noqa: PLC0415 - of another's class

    return fields(of)


def _is_dataclass(of: object) -> bool:
    return hasattr(of, _OWN) or hasattr(of, _THEIRS[0])


def _replace(value: Any, /, **changes: Any) -> Any:
    for each in _fields(value):
        if each.init and each.name not in changes:
            changes[each.name] = getattr(value, each.name)
    return value.__class__(**changes)


def _dataclass(
    *, frozen: bool = False, slots: bool = False, kw_only: bool = False, eq: bool = True, order: bool = False
) -> Callable[[type], type]:
    def made(cls: type) -> type:
        fields = _collected(cls, kw_only=kw_only)
        if slots:
            cls = _slotted(cls, fields)
        elif fields:
            _set_defaults(cls, fields)
        setattr(cls, _OWN, fields)
        _add_methods(cls, fields, frozen=frozen, eq=eq, order=order)
        for name in _THEIRS:
            setattr(cls, name, _OfStandardLibrary(name))
        return cls

    return made


if not TYPE_CHECKING:
    dataclass, field, fields, is_dataclass, replace = _dataclass, _Field, _fields, _is_dataclass, _replace


def _collected(cls: type, *, kw_only: bool) -> _Fields:
    """The fields of the bases and of a class, in order; one that is annotated again keeps its place."""
    found = {each.name: each for base in cls.__mro__[:0:-1] for each in base.__dict__.get(_OWN, ())}
    for name, annotation in cls.__annotations__.items():
        if str(annotation).startswith("ClassVar"):
            continue
        given = cls.__dict__.get(name, _MISSING)
        each = given if isinstance(given, _Field) else _Field(default=given)
        each.name, each.type, each.kw_only = name, annotation, kw_only
        if each.default.__class__.__hash__ is None:
            raise ValueError(f"mutable default {each.default!r} of {name}: use default_factory")
        found[name] = each
    return tuple(found.values())


def _slotted(cls: type, fields: _Fields) -> type:
    """The class once more, since slots are made with a class."""
    inherited = {slot for base in cls.__mro__[1:-1] for slot in base.__dict__.get("__slots__", ())}
    left_out = {"__dict__", "__weakref__", *(each.name for each in fields)}
    members = {name: value for name, value in cls.__dict__.items() if name not in left_out}
    members["__slots__"] = tuple(each.name for each in fields if each.name not in inherited)
    members["__qualname__"] = cls.__qualname__
    return type(cls)(cls.__name__, cls.__bases__, members)


def _set_defaults(cls: type, fields: Iterable[_Field]) -> None:
    """Put defaults where `field` was; a field without one has no attribute of the class."""
    for each in fields:
        if each.default is not _MISSING:
            setattr(cls, each.name, each.default)
        elif isinstance(cls.__dict__.get(each.name), _Field):
            delattr(cls, each.name)


def _add_methods(cls: Any, fields: _Fields, *, frozen: bool, eq: bool, order: bool) -> None:
    own = cls.__dict__
    positional = tuple(each.name for each in fields if each.init and not each.kw_only)
    setattr(cls, "__match_args__", positional)  # noqa: B010 - mypy allows no assignment
    if frozen:
        cls.__setattr__ = cls.__delattr__ = _refuse
        cls.__getstate__, cls.__setstate__ = _state, _restore  # copies and pickles do not go by assignments
    if "__repr__" not in own:
        cls.__repr__ = _shown
    compared = [each.name for each in fields if each.compare]
    values: Callable[[Any], Any] = operator.attrgetter(*compared) if compared else lambda _: ()
    if eq and "__eq__" not in own:
        cls.__eq__ = _comparison(operator.eq, values)
    if eq and own.get("__hash__") is None:
        cls.__hash__ = (lambda self: hash(values(self))) if frozen else None
    for compare in (operator.lt, operator.le, operator.gt, operator.ge) if order else ():
        setattr(cls, f"__{compare.__name__}__", _comparison(compare, values))
    if "__init__" not in own:
        cls.__init__ = _plain_init(cls, fields, object.__setattr__ if frozen else setattr)


def _comparison(compare: Callable[[Any, Any], bool], of: Callable[[Any], Any]) -> Callable[[Any, Any], bool]:
    return lambda one, other: compare(of(one), of(other)) if other.__class__ is one.__class__ else NotImplemented


def _shown(self: object) -> str:
    shown = (f"{each.name}={getattr(self, each.name)!r}" for each in _fields(self) if each.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse(_: object, name: str, *value: object) -> NoReturn:
    from dataclasses import FrozenInstanceError  # noqa: PLC0415 - a bug of ours

    raise FrozenInstanceError(f"cannot {'assign to' if value else 'delete'} field {name!r}")


def _state(self: object) -> list[object]:
    return [getattr(self, each.name) for each in _fields(self)]


def _restore(self: object, state: list[object]) -> None:
    for each, value in zip(_fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)


def _plain_init(cls: Any, fields: _Fields, put: _Put) -> Callable[..., None]:
    """An `__init__` that needs no compiling. A compiled one takes its place, and has the errors of wrong arguments."""
    positional, calls = cls.__match_args__, 0
    compiled: Callable[..., None] | None = None

    def __init__(self: Any, /, *args: object, **named: object) -> None:  # noqa: N807 - it becomes that method
        nonlocal calls, compiled
        calls += 1
        given = {**dict(zip(positional, args, strict=False)), **named} if args else named
        if calls > _PLAIN_CALLS or len(given) != len(args) + len(named) or not _fill(self, fields, put, given):
            cls.__init__ = compiled = compiled or _compiled_init(cls, fields, put)
            compiled(self, *args, **named)
        elif hasattr(cls, "__post_init__"):
            self.__post_init__()

    return __init__


def _fill(self: object, fields: _Fields, put: _Put, given: Mapping[str, Any]) -> bool:
    """Set the fields; whether the arguments were those that a class takes."""
    used = 0
    for each in fields:
        if each.init and each.name in given:
            put(self, each.name, given[each.name])
            used += 1
        elif each.default_factory is not _MISSING:
            put(self, each.name, each.default_factory())
        elif each.default is not _MISSING:
            put(self, each.name, each.default)
        elif each.init:
            return False
    return used == len(given)


def _compiled_init(cls: Any, fields: _Fields, put: _Put) -> Callable[..., None]:
    names: dict[str, Any] = {"__missing": _MISSING, "__put": put}
    parameters: list[str] = []
    body: list[str] = []
    for number, each in enumerate(sorted(fields, key=lambda one: one.kw_only)):
        default, value = "", each.name
        if each.default_factory is not _MISSING:
            names[f"__{number}"], default = each.default_factory, "=__missing"
            value = f"__{number}() if {each.name} is __missing else {each.name}" if each.init else f"__{number}()"
        elif each.default is not _MISSING:
            names[f"__{number}"], default = each.default, f"=__{number}"
            value = each.name if each.init else f"__{number}"
        elif not each.init:
            continue
        if each.init:
            parameters += ["*"] if each.kw_only and "*" not in parameters else []
            parameters.append(f"{each.name}{default}")
        setter = getattr(getattr(cls, each.name, None), "__set__", None) if put is object.__setattr__ else None
        names[f"__set_{number}"] = setter  # of a slot: nothing is looked up by its name each time
        body.append(f" __set_{number}(self, {value})" if setter else f" __put(self, {each.name!r}, {value})")
    body += [" self.__post_init__()"] if hasattr(cls, "__post_init__") else []
    text = f"def __init__({', '.join(['self', *parameters])}):\n" + "\n".join(body or [" pass"])
    exec(text, names)  # noqa: S102 - the names of fields, which Python has read as such
    names["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
    return names["__init__"]  # type: ignore[no-any-return]


class _OfStandardLibrary:
    """An attribute that functions of the standard library read of a dataclass, made when one of them does."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, _: object, cls: type) -> Any:
        from dataclasses import field, make_dataclass  # noqa: PLC0415 - what this module is there to avoid

        made = make_dataclass("_", [_as_theirs(each, field) for each in _fields(cls)], init=False, repr=False, eq=False)
        setattr(cls, self._name, getattr(made, self._name))
        return getattr(made, self._name)


def _as_theirs(own: _Field, field_of: Callable[..., Any]) -> tuple[str, str, Any]:
    names = ("default", "default_factory", "init", "repr", "compare", "kw_only")
    said = {name: getattr(own, name) for name in names if getattr(own, name) is not _MISSING}
    return own.name, own.type, field_of(**said)
