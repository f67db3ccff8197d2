"""A Spec → what AWS would refuse of it, and what its author probably did not mean.

One file of `lint.rules` for a slug or a family of slugs; each rule is a function from the `Index` of a spec to findings
(errors) or suppressible ones (warnings, which a spec may ignore), and is called because it is in a list below. Nothing
here reads files or knows Terraform's syntax, and nothing raises for what an author wrote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.lint import skip_broken
from gen_flowlogs.lint.index import Index, build_index
from gen_flowlogs.lint.rules import (
    archived_records,
    bucket_name,
    bucket_owner,
    conflicting_keys,
    covered_capture,
    cross_region,
    documented_permissions,
    duplicate_flow_log,
    expires,
    flow_log_quota,
    given_text,
    lifecycle,
    literal_wildcard,
    log_group_name,
    look_alike,
    lookup_count,
    mixed_formats,
    name_conflict,
    name_conflict_references,
    option_not_available,
    option_not_available_arns,
    option_not_available_stacks,
    partial_capture,
    placeholder,
    protected_log_group,
    query_layout,
    record_fields,
    recorded_twice,
    retention,
    role_name,
    small_files,
    stack_target,
    tag,
    tag_fields,
    tag_lookups,
    terraform_in_text,
    transit_gateway,
    undeliverable,
    unknown_region,
    unknown_region_tag_fields,
    unused_definition,
    unused_ignore,
    variable_conflict,
    version_constraint,
    within,
    within_wrong,
    workspace_name,
)
from gen_flowlogs.lint.suppression import suppress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from gen_flowlogs.captures.inventory import Inventory
    from gen_flowlogs.diagnostics import Finding
    from gen_flowlogs.lint.suppression import Suppressible
    from gen_flowlogs.model import Spec

ERRORS: tuple[Callable[[Index], Iterable[Finding]], ...] = (
    variable_conflict.check,
    name_conflict_references.check,
    given_text.check,
    within.check,
    record_fields.check,
    tag_fields.check,
    transit_gateway.check,
    option_not_available.check,
    option_not_available_arns.check,
    conflicting_keys.check,
    option_not_available_stacks.roles,
    option_not_available_stacks.buckets,
    stack_target.check,
    bucket_owner.check,
    bucket_owner.order,
    log_group_name.check,
    bucket_name.check,
    role_name.check,
    workspace_name.check,
    lifecycle.check,
    tag.check,
    tag_lookups.check,
    lookup_count.check,
    version_constraint.check,
)
COMPARING_ERRORS: tuple[Callable[[Index], Iterable[Finding]], ...] = (
    name_conflict.check,
    query_layout.check,
    duplicate_flow_log.check,
    duplicate_flow_log.twins,
    flow_log_quota.check,
)
PROOFS: tuple[Callable[[Index], Iterable[Finding]], ...] = (undeliverable.check,)
"""Rules that judge what would be generated, and that is only what has no other error."""

WARNINGS: tuple[Callable[[Index], Iterable[Suppressible]], ...] = (
    look_alike.check,
    terraform_in_text.check,
    literal_wildcard.check,
    placeholder.check,
    unused_definition.check,
    expires.check,
    documented_permissions.check,
    cross_region.check,
    protected_log_group.check,
    archived_records.check,
    unknown_region.check,
    unknown_region_tag_fields.check,
    within_wrong.check,
)
COMPARING_WARNINGS: tuple[Callable[[Index], Iterable[Suppressible]], ...] = (
    covered_capture.check,
    recorded_twice.check,
    mixed_formats.check,
    retention.check,
    small_files.check,
    partial_capture.check,
)
"""Rules that compare definitions, or miss one: they see only those in which no earlier stage found a mistake."""


def check(
    spec: Spec, *, today: date, earlier: Iterable[Finding] = (), inventory: Inventory | None = None
) -> tuple[Finding, ...]:
    """Find all that is wrong or doubtful in a spec, in no order that matters.

    Args:
        spec: what parse made of it.
        today: what `expires` is compared with.
        earlier: what the stages before have found. A definition without what was cut out of it may look like another
            one, and saying so would only mislead.
        inventory: tells what lookups find now and what contains what; without it, the spec alone does.
    """
    index = build_index(spec, today=today, inventory=inventory)
    whole = skip_broken.without_broken(spec, earlier)
    compared = index if whole is spec else build_index(whole, today=today, inventory=inventory)
    errors = [finding for rule in ERRORS for finding in rule(index)]
    errors += [finding for rule in COMPARING_ERRORS for finding in rule(compared)]
    if spec.complete and not errors:
        errors = [finding for rule in PROOFS for finding in rule(index)]
    warnings = [warning for rule in WARNINGS for warning in rule(index)]
    warnings += [warning for rule in COMPARING_WARNINGS for warning in rule(compared)]
    kept, used = suppress(spec, warnings)
    if spec.complete:
        kept += suppress(spec, unused_ignore.check(spec, used, observed=index.observed))[0]
    return _once((*errors, *kept))


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, though a rule has it for many variants of a definition."""
    first: dict[object, Finding] = {}
    for each in findings:
        first.setdefault((each.slug, each.message, each.at), each)
    return tuple(first.values())
