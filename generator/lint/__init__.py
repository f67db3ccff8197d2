"""A Spec → what AWS would refuse of it, and what its author probably did not mean.

One family of rules a file; each is a function from the `Survey` of a spec to findings (errors) or doubts (warnings,
which a spec may ignore), and is called because it stands in one of the two lists below. Nothing here reads files or
knows Terraform's syntax, and nothing raises for what an author wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from generator.diagnostics import Finding
from generator.lint import (
    conflicts,
    containers,
    covered,
    duplicates,
    expiry,
    formats,
    gateways,
    ignores,
    limits,
    lookalikes,
    mixed,
    options,
    partial,
    permissions,
    regions,
    retention,
    tag_fields,
    tags,
    unused,
    versions,
)
from generator.lint.doubt import Doubt
from generator.lint.survey import Survey, survey
from generator.model import Spec

ERRORS: tuple[Callable[[Survey], Iterable[Finding]], ...] = (
    conflicts.variables,
    conflicts.names,
    containers.check,
    duplicates.check,
    duplicates.quota,
    formats.check,
    tag_fields.check,
    gateways.check,
    options.check,
    limits.check,
    tags.check,
    versions.check,
)

WARNINGS: tuple[Callable[[Survey], Iterable[Doubt]], ...] = (
    lookalikes.check,
    covered.check,
    mixed.check,
    unused.check,
    retention.check,
    partial.check,
    expiry.check,
    permissions.check,
    regions.check,
)


def check(spec: Spec, *, today: date) -> tuple[Finding, ...]:
    """Everything there is to say about a spec, in no order that matters; `today` is what `expires` is compared with."""
    found = survey(spec, today=today)
    errors = [finding for rule in ERRORS for finding in rule(found)]
    doubts = [doubt for rule in WARNINGS for doubt in rule(found)]
    return (*errors, *ignores.apply(spec, doubts))
