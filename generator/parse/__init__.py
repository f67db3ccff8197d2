"""Data → Spec: names resolved, defaults filled in, each thing with the origin of what the author wrote.

Comes in: the data of a spec and of what it includes, already of the right shape (the schema has cut out what is not).
Goes out: a Spec and findings about names. Total: what is broken or missing is left out, and the rest still resolves;
a name that is defined but broken is not also called unknown. Never raises for what an author wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.diagnostics import Finding, Origin
from generator.model import AMBIENT, Filter, Spec, Terraform
from generator.parse import capture_points, destinations, filters, renames
from generator.parse.sources import Scope, Source

__all__ = ["Source", "parse"]


def parse(sources: Sequence[Source]) -> tuple[Spec, tuple[Finding, ...]]:
    """The meaning of a spec (the first source) and of the files it includes (the others).

    Returns:
        The Spec, whose `complete` is False where anything was left out, and what is wrong with its names.
    """
    first = sources[0]
    scope, findings = Scope.of(sources)
    known_filters, wrong = filters.parse(scope)
    findings += wrong
    known_destinations, wrong = destinations.parse(scope)
    findings += wrong
    points, wrong = capture_points.parse(scope, known_filters, known_destinations)
    findings += wrong
    findings += renames.check(scope)
    whole = all(source.whole for source in sources) and not findings
    return (
        Spec(
            name=first.data.get("name", ""),
            file=first.file,
            terraform=_terraform(first.data),
            stacks=(AMBIENT,),
            filters=tuple(sorted(_own(known_filters.values()), key=lambda each: each.name)),
            destinations=tuple(known_destinations[name] for name in sorted(known_destinations)),
            capture_points=points,
            ignores=first.data.get("lint", {}).get("ignore", {}),
            origin=Origin(first.file),
            complete=whole,
            lookalikes=tuple(_lookalikes(sources)),
        ),
        tuple(findings),
    )


def _own(known: Iterable[Filter]) -> list[Filter]:
    return [each for each in known if each.origin is not None]


def _terraform(data: dict[str, object]) -> Terraform:
    said = data.get("terraform")
    if not isinstance(said, dict):
        return Terraform()
    backend = next(iter(said.get("backend", {}).items()), None)
    return Terraform(said.get("required_version"), said.get("aws_provider"), backend)


def _lookalikes(sources: Sequence[Source]) -> list[tuple[Origin, str]]:
    """Those that matter: in a part that is otherwise right, and not a date, which is meant to look like one."""
    found: list[tuple[Origin, str]] = []
    for source in sources:
        for path, taken_for in source.lookalikes.items():
            if path[-1:] != ("expires",) and source.holds(path):
                found.append((Origin(source.file, path), taken_for))
    return found
