"""Data → Spec: names resolved, defaults filled in, each definition with its origin.

Input: the data of a spec and of the files it includes, of the right shape (the schema has cut out the rest). Output: a
Spec and findings about names. Total: broken or missing parts are left out, and the rest still resolves; a name that is
defined but broken is not also called unknown. Never raises for the text of a spec.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.model import Exemption, Spec, Terraform
from gen_flowlogs.parse import capture_points, destinations, filters, renames, stacks
from gen_flowlogs.parse.sources import Scope, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Source", "parse"]


def parse(sources: Sequence[Source]) -> tuple[Spec, tuple[Finding, ...]]:
    """The meaning of a spec (the first source) and of the files it includes (the others).

    Returns:
        The Spec, whose `complete` is False where anything was left out, and findings about its names.
    """
    first = sources[0]
    scope, findings = Scope.of(sources)
    known_filters = filters.parse(scope)
    known_destinations = destinations.parse(scope)
    known_stacks = stacks.parse(scope)
    findings += stacks.check_accounts(sources)
    findings += stacks.check_owners(scope)
    points, wrong = capture_points.parse(scope, known_filters, known_destinations, known_stacks)
    findings += wrong
    findings += renames.check(scope)
    if not any("capture_points" in source.raw for source in sources) and "include" in first.raw:
        nothing = 'nothing is recorded: write "capture_points", or an "include" that brings them'
        findings.append(Finding("missing-key", nothing, Origin(first.file)))
    whole = all(source.whole for source in sources) and not findings
    reached = {each.name for point in points for each in point.destinations} if whole else scope.mentioned()
    return (
        Spec(
            name=first.data.get("name", ""),
            file=first.file,
            terraform=_terraform(first.data, first.variants.get(("terraform", "backend"), ())),
            stacks=known_stacks,
            filters=tuple(each for several in known_filters.values() for each in several if each.origin is not None),
            destinations=tuple(
                each
                for several in known_destinations.values()
                for each in several
                if each.name in reached or each.retired or each.origin.file == first.file
            ),
            capture_points=points,
            ignores=first.data.get("lint", {}).get("ignore", {}),
            origin=Origin(first.file),
            complete=whole,
            lookalikes=tuple(_lookalikes(sources)),
            tagged=frozenset(name for name, (raw, _) in scope.destinations.items() if raw.get("tags")),
            defaults_origin=scope.defaults_origin,
            exemptions=_exemptions(first),
        ),
        tuple(findings),
    )


def _terraform(data: dict[str, object], variants: Iterable[tuple[tuple[str, ...], Any]]) -> Terraform:
    raw = data.get("terraform")
    if not isinstance(raw, dict):
        return Terraform()
    backend = next(iter(raw.get("backend", {}).items()), None)
    settings: dict[str, Mapping[str, object]] = {
        stack: next(iter(data.values()), {}) for stacks, data in variants for stack in stacks
    }
    return Terraform(
        required_version=raw.get("required_version"),
        aws_provider=raw.get("aws_provider"),
        backend=backend,
        folder=raw.get("folder"),
        module=raw.get("module", False),
        settings=settings,
    )


def _exemptions(source: Source) -> tuple[Exemption, ...]:
    origin = Origin(source.file, ("audit", "exempt"))
    return tuple(
        Exemption(
            id=id_,
            reason=raw["reason"],
            expires=date.fromisoformat(raw["expires"]) if "expires" in raw else None,
            origin=origin.key(id_),
        )
        for id_, raw in source.data.get("audit", {}).get("exempt", {}).items()
        if "reason" in raw
    )


_NO_DOUBT = ("expires", "account")
"""Keys whose values need no warning: a date is meant to look like one, and an account without quotes is an error."""


def _lookalikes(sources: Sequence[Source]) -> list[tuple[Origin, str, str]]:
    """Look-alikes to warn of: in a part that is otherwise right, and under no key of `_NO_DOUBT`."""
    found: list[tuple[Origin, str, str]] = []
    for source in sources:
        for path, taken_for in source.lookalikes.items():
            if path[-1] not in _NO_DOUBT and source.holds(path):
                found.append((Origin(source.file, path), str(source.at(path)), taken_for))
    return found
