"""Fields of the own form of an inventory: a value ↔ plain data, class by class.

A class has the fields that an answer of AWS can tell; those that only Terraform has, as addresses, are not in the form.
A field that has its default is left out. Reading refuses all that writing does not make.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, Final, TypeVar

from gen_flowlogs.aws.kinds import BY_KEY, Kind
from gen_flowlogs.captures.inventory import Attachment, Interface, Resource, Scope
from gen_flowlogs.observe.existing import (
    Bucket,
    EncryptionKey,
    FlowLog,
    LogGroup,
    Note,
    Options,
    Role,
    Source,
    Stream,
    Unknown,
    Where,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

Made = TypeVar("Made")


class FormError(Exception):
    """A value that is not one of the own form. `str()` is its path."""


def written(value: object) -> object:
    """A value as plain data."""
    match value:
        case Kind(singular=singular):
            return singular
        case Unknown(why=why):
            return {"unknown": why}
        case Mapping():
            return {str(key): written(each) for key, each in value.items()}
        case frozenset():
            return sorted(value)
        case tuple() | list():
            return [written(each) for each in value]
        case None | str() | int() | float():
            return value
    known = FORMS[type(value)]
    return {
        each.name: written(part)
        for each in fields(value)  # type: ignore[arg-type] # every class of the table is a dataclass
        if each.name in known and not _is_default(each, part := getattr(value, each.name))
    }


def _is_default(field: Any, value: object) -> bool:
    default = field.default if field.default_factory is MISSING else field.default_factory()
    return default is not MISSING and bool(value == default)




def read(class_: type[Made], value: object, at: str) -> Made:
    """A value of a class. Raises FormError with its path."""
    if not isinstance(value, dict):
        raise FormError(at)
    known = FORMS[class_]
    stranger = next((key for key in value if key not in known), None)
    if stranger is not None:
        raise FormError(f"{at}.{stranger}"[:_LONGEST])
    try:
        made = {key: known[key](each, f"{at}.{key}") for key, each in value.items()}
        return class_(**made)
    except TypeError as error:  # a field without a default is absent
        raise FormError(at) from error


_LONGEST: Final = 200

_Reader = Callable[[Any, str], object]


def _text(value: object, at: str) -> str:
    if not isinstance(value, str):
        raise FormError(at)
    return value


def _optional(reader: _Reader) -> _Reader:
    return lambda value, at: None if value is None else reader(value, at)


def _known(reader: _Reader) -> _Reader:
    """A reader of a value or of `{"unknown": why}`."""

    def read_known(value: object, at: str) -> object:
        if isinstance(value, dict) and value.keys() == {"unknown"}:
            return Unknown(_text(value["unknown"], at))
        return reader(value, at)

    return read_known


def _number(value: object, at: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise FormError(at)
    return value


def _flag(value: object, at: str) -> bool:
    if not isinstance(value, bool):
        raise FormError(at)
    return value


def _list(reader: _Reader) -> _Reader:
    def read_list(value: object, at: str) -> object:
        if not isinstance(value, list):
            raise FormError(at)
        return tuple(reader(each, f"{at}[{place}]") for place, each in enumerate(value))

    return read_list


def _map(reader: _Reader) -> _Reader:
    def read_map(value: object, at: str) -> object:
        if not isinstance(value, dict):
            raise FormError(at)
        return {key: reader(each, f"{at}.{key}"[:_LONGEST]) for key, each in value.items()}

    return read_map


def _location(value: object, at: str) -> tuple[str | None, ...]:
    match value:
        case [str() | None as account, str() | None as region]:
            return account, region
    raise FormError(at)


def _kind(value: object, at: str) -> Kind:
    if not isinstance(value, str) or value not in BY_KEY:
        raise FormError(at)
    return BY_KEY[value][0]


def _of(class_: type) -> _Reader:
    return lambda value, at: read(class_, value, at)


def _tag_fields(value: object, at: str) -> object:
    pairs = _list(lambda each, place: each if isinstance(each, list) and len(each) == 2 else _refuse(place))(value, at)
    assert isinstance(pairs, tuple)  # noqa: S101 - `_list` makes one
    return tuple((_text(kind, at), _list(_text)(keys, at)) for kind, keys in pairs)


def _refuse(at: str) -> object:
    raise FormError(at)


def _any(value: object, _: str) -> object:
    return value


_TEXTS, _TAGS = _list(_text), _map(_text)
_OPT, _UNSURE = _optional(_text), _known(_optional(_text))
_RESOURCE: Final[dict[str, _Reader]] = {
    "id": _text, "kind": _text, "location": _location, "owner": _OPT, "parent": _OPT, "tags": _TAGS, "cidrs": _TEXTS,
    "state": _OPT,
}  # fmt: skip
_THING: Final[dict[str, _Reader]] = {"source": _of(Source), "where": _of(Where)}

FORMS: Final[dict[type, dict[str, _Reader]]] = {
    Resource: _RESOURCE,
    Interface: {
        **_RESOURCE, "vpc": _OPT, "type": _OPT, "requester_managed": _flag, "description": _OPT, "instance": _OPT,
        "addresses": _TEXTS, "public": _TEXTS, "prefixes": _TEXTS,
    },
    Attachment: {**_RESOURCE, "resource_type": _OPT, "resource_id": _OPT, "transport": _OPT},
    Scope: {
        "location": _location, "kinds": lambda value, at: frozenset(_TEXTS(value, at)),  # type: ignore[call-overload]
        "time": _OPT, "denied": _TAGS,
    },
    Source: {"file": _text, "at": _OPT},
    Where: {"account": _OPT, "region": _OPT, "partition": _OPT},
    Options: {"file_format": _text, "hive": _flag, "hourly": _flag},
    Note: {"source": _of(Source), "text": _text, "remedy": _text, "partial": _flag},
    FlowLog: {
        **_THING, "id": _OPT, "kind": _optional(_kind), "target": _known(_text), "traffic": _UNSURE,
        "destination_type": _known(_text), "log_destination": _UNSURE, "log_group_name": _UNSURE, "role": _UNSURE,
        "cross_account_role": _UNSURE, "log_format": _UNSURE, "interval": _known(_number),
        "options": _known(_of(Options)), "tag_fields": _tag_fields, "tags": _known(_TAGS), "error": _OPT,
    },
    LogGroup: {
        **_THING, "name": _text, "retention_days": _known(_optional(_number)), "key": _UNSURE,
        "log_class": _known(_text), "deletion_protection": _optional(_flag), "tags": _known(_TAGS),
    },
    Role: {
        **_THING, "name": _text, "arn": _OPT, "path": _text, "description": _OPT, "boundary": _OPT, "trust": _OPT,
        "inline": _TAGS, "attached": _TEXTS, "attached_documents": _TAGS, "tags": _known(_TAGS), "complete": _flag,
    },
    Bucket: {
        **_THING, "name": _text, "tags": _known(_TAGS), "settings": _map(_map(_any)), "complete": _flag,
    },
    EncryptionKey: {
        **_THING, "arn": _text, "policy": _OPT, "rotation": _optional(_flag), "aliases": _TEXTS, "tags": _known(_TAGS),
    },
    Stream: {**_THING, "arn": _text, "name": _text, "tags": _known(_TAGS)},
}  # fmt: skip
"""Class → its fields that are in the form, and how each is read."""


def several(class_: type[Made], value: object, at: str) -> tuple[Made, ...]:
    """The values of a list, none where it is absent. Raises FormError."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise FormError(at)
    found: Sequence[object] = value
    return tuple(read(class_, each, f"{at}[{place}]") for place, each in enumerate(found))
