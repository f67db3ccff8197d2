"""`retired` as a list of stacks: stacks that there are, and a destination that is in more than one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.phrasing import nearest, quoted
from gen_flowlogs.values.membership import EACH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.values.evaluate import Stacks


def check(raw: Mapping[str, Any], origin: Origin, stacks: Stacks) -> Iterator[Finding]:
    """Find mistakes in the stacks in which a destination is retired."""
    at = origin.at("retired")
    settings = raw.get("s3")
    if not stacks:
        yield Finding("unknown-name", "`retired` names stacks, and the spec has none: write `retired: true`", at)
        return
    if isinstance(settings, dict) and settings.get("stack") != EACH and settings.get("existing") is not True:
        one = "a bucket is in one stack, so it is retired as a whole: write `retired: true`, or `stack: each`"
        yield Finding("conflicting-keys", one, at.key())
        return
    for number, name in enumerate(raw["retired"]):
        if isinstance(name, str) and name not in stacks:
            near = nearest(name, stacks)
            hint = f"did you mean {quoted(near)}?" if near else "write a stack of this spec"
            yield Finding("unknown-name", f"no stack is called {quoted(name)}; {hint}", at.at(number))
