"""A Spec → what AWS would refuse of it, and what its author probably did not mean.

One family of rules a file; each is a function from the `Survey` of a spec to findings (errors) or doubts (warnings,
which a spec may ignore), and is called because it stands in one of the two lists below. Nothing here reads files or
knows Terraform's syntax, and nothing raises for what an author wrote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.lint import (
    conflicts,
    containers,
    covered,
    delivery,
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
    queries,
    references,
    regions,
    retention,
    sound,
    stacked,
    tag_fields,
    tags,
    unused,
    versions,
)
from gen_flowlogs.lint.survey import Survey, survey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from gen_flowlogs.diagnostics import Finding
    from gen_flowlogs.lint.doubt import Doubt
    from gen_flowlogs.model import Spec

ERRORS: tuple[Callable[[Survey], Iterable[Finding]], ...] = (
    conflicts.variables,
    references.check,
    containers.check,
    formats.check,
    tag_fields.check,
    gateways.check,
    options.check,
    stacked.targets,
    stacked.roles,
    stacked.buckets,
    stacked.order,
    limits.check,
    tags.check,
    versions.check,
)
COMPARING_ERRORS: tuple[Callable[[Survey], Iterable[Finding]], ...] = (
    conflicts.names,
    queries.check,
    duplicates.check,
    duplicates.twins,
    duplicates.quota,
)
PROOFS: tuple[Callable[[Survey], Iterable[Finding]], ...] = (delivery.check,)
"""Those that judge what would be generated, and that is only what has no other error."""

WARNINGS: tuple[Callable[[Survey], Iterable[Doubt]], ...] = (
    lookalikes.check,
    unused.check,
    expiry.check,
    permissions.check,
    regions.check,
    tag_fields.regions,
)
COMPARING_WARNINGS: tuple[Callable[[Survey], Iterable[Doubt]], ...] = (
    covered.check,
    mixed.check,
    retention.check,
    partial.check,
)
"""Those that compare, also with what is not said, look only at what no earlier stage found anything wrong with."""


def check(spec: Spec, *, today: date, earlier: Iterable[Finding] = ()) -> tuple[Finding, ...]:
    """Everything there is to say about a spec, in no order that matters.

    Args:
        spec: what parse made of it.
        today: what `expires` is compared with.
        earlier: what the stages before have found. Where something was cut out of a definition, it may look like
            another one, and saying so would only mislead.
    """
    found = survey(spec, today=today)
    whole = sound.without_broken(spec, earlier)
    compared = found if whole is spec else survey(whole, today=today)
    errors = [finding for rule in ERRORS for finding in rule(found)]
    errors += [finding for rule in COMPARING_ERRORS for finding in rule(compared)]
    if spec.complete and not errors:
        errors = [finding for rule in PROOFS for finding in rule(found)]
    doubts = [doubt for rule in WARNINGS for doubt in rule(found)]
    doubts += [doubt for rule in COMPARING_WARNINGS for doubt in rule(compared)]
    return (*errors, *ignores.apply(spec, doubts))
