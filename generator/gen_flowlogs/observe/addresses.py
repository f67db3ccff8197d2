"""Addresses of resource instances as Terraform writes them: text → `Address`, and back."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.lazy_pattern import pattern

Key = int | str | None

_STEP: Final = pattern(r'\.?(?P<name>[\w-]+)(?:\[(?:(?P<number>\d+)|"(?P<text>(?:[^"\\]|\\.)*)")\])?')
_PLAIN: Final = pattern(r"[\w ./:@=+,-]*")
_ESCAPES: Final = {'\\"': '"', "\\\\": "\\", "\\n": "\n", "\\r": "\r", "\\t": "\t", "$${": "${", "%%{": "%{"}
_ESCAPED: Final = pattern(r'\\["\\nrt]|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\$\$\{|%%\{')


@dataclass(frozen=True, slots=True)
class Call:
    """One step of a module path: the name of a module call, with its key."""

    name: str
    key: Key = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The address of a managed resource instance."""

    type: str
    label: str
    key: Key = None
    calls: tuple[Call, ...] = ()

    def __str__(self) -> str:
        """The text that Terraform takes, in a `moved` block as well as on its command line."""
        own = f"{self.type}.{self.label}{index(self.key)}"
        return path(self.calls) + own if self.calls else own

    @property
    def base(self) -> str:
        """The address without any key, also of the calls: the block in the code."""
        return "".join(f"module.{call.name}." for call in self.calls) + f"{self.type}.{self.label}"


def step(call: Call) -> str:
    """The text of one step of a module path: `module.NAME["key"]`."""
    return f"module.{call.name}{index(call.key)}"


@lru_cache(maxsize=4096)
def path(calls: tuple[Call, ...]) -> str:
    """The text of a module path, with a dot at its end; empty for the root module."""
    return "".join(f"{step(call)}." for call in calls)


def parse(text: str) -> Address:
    """The address of a managed resource. Raises ValueError for any other text."""
    steps: list[Call] = []
    at = 0
    while at < len(text):
        found = _STEP.match(text, at)
        if found is None or (at > 0) != (text[at] == "."):
            raise ValueError(text)
        steps.append(Call(found["name"], _key(found["number"], found["text"])))
        at = found.end()
    calls: list[Call] = []
    while len(steps) > 2 and steps[0] == Call("module"):
        calls.append(steps[1])
        steps = steps[2:]
    if len(steps) != 2 or steps[0].key is not None or steps[0].name in {"module", "data"}:
        raise ValueError(text)
    return Address(type=steps[0].name, label=steps[1].name, key=steps[1].key, calls=tuple(calls))


def _key(number: str | None, text: str | None) -> Key:
    if number is not None:
        return int(number)
    return None if text is None else _ESCAPED.sub(lambda each: _unescaped(each[0]), text)


def _unescaped(text: str) -> str:
    return chr(int(text[2:], 16)) if text[1] in "uU" else _ESCAPES[text]  # noqa: FURB166 - no prefix that int knows


def index(key: Key) -> str:
    """The text of a key in an address: `[0]`, `["a"]`; empty where there is none."""
    match key:
        case None:
            return ""
        case int():
            return f"[{key}]"
    if _PLAIN.fullmatch(key):
        return f'["{key}"]'
    escaped = key.replace("\\", "\\\\").replace('"', '\\"').replace("${", "$${").replace("%{", "%%{")
    escaped = escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return f'["{escaped}"]'
