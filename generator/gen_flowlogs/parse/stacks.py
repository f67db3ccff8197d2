"""`stacks` → Stack, and which of them a capture point or a bucket belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.model import ONLY, AssumedRole, Stack
from gen_flowlogs.phrasing import nearest, quoted
from gen_flowlogs.values.membership import ALL, EACH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gen_flowlogs.parse.sources import Scope, Source


def parse(scope: Scope) -> tuple[Stack, ...]:
    """Every stack, sorted by name; without `stacks` the only one."""
    if not scope.raw["stacks"]:
        return (ONLY,)
    return tuple(
        Stack(
            name=name,
            account=raw["account"],
            region=raw["region"],
            assume_role=_assumed(raw["assume_role"], origin.at("assume_role")) if "assume_role" in raw else None,
            origin=origin,
        )
        for name, (raw, origin) in sorted(scope.stacks.items())
        if "account" in raw and "region" in raw
    )


def _assumed(raw: str | dict[str, str], origin: Origin) -> AssumedRole:
    """The role that Terraform assumes: its ARN alone, or a mapping that has it."""
    if isinstance(raw, str):
        return AssumedRole(arn=raw, origin=origin)
    return AssumedRole(
        arn=raw["role_arn"],
        origin=origin.at("role_arn"),
        external_id=raw.get("external_id"),
        session_name=raw.get("session_name"),
        duration=raw.get("duration"),
    )


def check_accounts(sources: Sequence[Source]) -> list[Finding]:
    """Find account numbers without quotes that are read as strings: other readers take them for numbers."""
    return [
        Finding(
            "wrong-type",
            "an account id needs quotes: without them YAML readers take it for a number, and lose a zero in front",
            Origin(source.file, path),
        )
        for source in sources
        for path in source.lookalikes
        if len(path) == _ACCOUNT_DEPTH and (path[0], path[2]) == ("stacks", "account") and source.holds(path)
    ]


_ACCOUNT_DEPTH = 3  # stacks, the name, account


def check_owners(scope: Scope) -> list[Finding]:
    """Find mistakes in the names of the stacks that own buckets."""
    findings: list[Finding] = []
    if ("stacks",) in scope.unread:
        return findings
    for raw, origin in scope.destinations.values():
        owner = raw.get("s3", {}).get("stack")
        if owner is not None and owner not in scope.raw["stacks"] and not (owner == EACH and scope.raw["stacks"]):
            findings.append(_unknown(owner, scope, origin.at("s3", "stack")))
    return findings


class Membership:
    """Capture points → their stacks. The tuples are shared, since many capture points have the same list."""

    def __init__(self, scope: Scope, stacks: tuple[Stack, ...], findings: list[Finding]) -> None:
        self._scope = scope
        self._stacks = stacks
        self._by_name = {stack.name: stack for stack in stacks}
        self._findings = findings
        self._shared: dict[object, tuple[Stack, ...]] = {ALL: stacks}
        raw = scope.defaults.get("stack")
        self._default = None if raw is None else self._resolved(raw, scope.defaults_origin.at("stack"))

    def of(self, name: str, raw: dict[str, Any], origin: Origin) -> tuple[Stack, ...]:
        """The stacks of one capture point: its own, or those of `defaults`."""
        if "stack" in raw:
            return self._resolved(raw["stack"], origin.at("stack"))
        if self._default is not None:
            return self._default
        if not self._scope.raw["stacks"]:
            return self._stacks
        unread = ("capture_points", name, "stack") in self._scope.unread
        if self._scope.defaults_whole and "stack" not in self._scope.raw["capture_points"][name] and not unread:
            self._findings.append(
                Finding(
                    "no-stack",
                    f"{quoted(name)} is in no stack; give it `stack`, or write `defaults: {{stack: …}}`",
                    origin.key(),
                )
            )
        return ()

    def _resolved(self, raw: str | list[str], origin: Origin) -> tuple[Stack, ...]:
        key = raw if isinstance(raw, str) else tuple(raw)
        found = self._shared.get(key)
        if found is not None and self._scope.raw["stacks"]:
            return found
        names = [(raw, origin)] if isinstance(raw, str) else [(each, origin.at(i)) for i, each in enumerate(raw)]
        wrong = [(name, at) for name, at in names if name not in self._scope.raw["stacks"]]
        if ("stacks",) not in self._scope.unread:  # else perhaps they are defined there
            self._findings += [_unknown(name, self._scope, at) for name, at in wrong]
        chosen = {name for name, _ in names}
        found = tuple(stack for stack in self._stacks if stack.name in chosen)
        if not wrong:
            self._shared[key] = found
        return found


def _unknown(name: str, scope: Scope, at: Origin) -> Finding:
    known = sorted(scope.raw["stacks"])
    if not known and name == EACH:
        message = "`stack: each` is one bucket in every stack, and the spec has no `stacks`; leave it out"
        return Finding("unknown-name", message, at)
    if not known:
        return Finding("unknown-name", f"there is no stack {quoted(name)}: the spec has no `stacks`; leave it out", at)
    if name == ALL:
        message = f"{quoted(ALL)} is no stack's name: it means every stack, and only by itself as `stack: {ALL}`"
        return Finding("unknown-name", message, at)
    near = nearest(name, known)
    hint = f"did you mean {quoted(near)}?" if near else "define it under `stacks`"
    if name.lower() in ("*", "any", "every"):
        hint = f"`stack: {ALL}` is every stack"
    return Finding("unknown-name", f"no stack is called {quoted(name)}; {hint}", at)
