"""The catalogue of everything a diagnostic can be about. The slug is public; `docs/rules.md` has a page for each.

Written by hand, in the order in which the compiler comes to them. An error makes exit code 1; a warning can be
ignored in a spec, with a reason.
"""

from __future__ import annotations

from typing import Literal

from gen_flowlogs.dataclass import dataclass

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One slug, its severity and what it is about in a line."""

    slug: str
    severity: Severity
    title: str


_RULES = (
    # reading a file
    Rule("not-utf8", "error", "the file is not UTF-8 text"),
    Rule("yaml-syntax", "error", "the file is not YAML"),
    Rule("empty-spec", "error", "the file is empty"),
    Rule("multiple-documents", "error", "the file holds more than one YAML document"),
    Rule("duplicate-key", "error", "a mapping has one key twice"),
    Rule("explicit-tag", "error", "a YAML tag such as !!str or !custom"),
    Rule("key-type", "error", "a key that is no string, or is empty"),
    Rule("merge-key", "error", "a merge key << whose value is no mapping"),
    Rule("nesting", "error", "the file is nested too deeply, or an alias contains itself"),
    Rule("alias-expansion", "error", "aliases that expand to far more than the file holds"),
    Rule("look-alike", "warning", "a string that other YAML readers take for a number, a boolean or a date"),
    Rule("requires", "error", "a spec that requires another version of gen-flowlogs"),
    Rule("terraform-in-text", "warning", "a string that looks like Terraform, and is literal"),
    Rule("literal-wildcard", "warning", "a `*` or `?` in what a lookup asks for, which is no wildcard"),
    # include
    Rule("include-not-found", "error", "an included file that cannot be read"),
    Rule("include-cycle", "error", "files that include each other"),
    Rule("include-name", "error", "an included file that is hidden or does not end in .yaml or .yml"),
    Rule("include-outside", "error", "an included file outside of the root, such as the repository"),
    Rule("output-folder", "error", "a `folder` that cannot have the output, such as one outside of the root"),
    Rule("duplicate-definition", "error", "one name defined in two files"),
    # schema
    Rule("wrong-type", "error", "a value of another type than the key takes"),
    Rule("unknown-key", "error", "a key that the language does not have"),
    Rule("missing-key", "error", "a key that must be there is not"),
    Rule("invalid-value", "error", "a value that is not one of those the key takes"),
    Rule("invalid-format", "error", "a string of the wrong shape: a name, an id, an ARN"),
    Rule("out-of-range", "error", "too large, too small, too many or too few"),
    Rule("duplicate-item", "error", "one item twice in a list"),
    Rule("no-choice", "error", "none of the keys of which exactly one is needed"),
    Rule("too-many-choices", "error", "more than one of the keys of which exactly one is allowed"),
    Rule("conflicting-keys", "error", "two keys that exclude each other"),
    # names
    Rule("unknown-name", "error", "a name that nothing defines"),
    Rule("missing-value", "error", "a value that a stack needs and does not have"),
    Rule("reserved-name", "error", "a name that the language keeps for itself"),
    Rule("within-cycle", "error", "capture points that contain each other"),
    Rule("within-kind", "error", "a container that cannot contain this kind of capture point"),
    Rule("rename-conflict", "error", "a `renamed_from` that cannot be: still defined, taken twice, or its own name"),
    Rule("variable-conflict", "error", "one Terraform variable used for two things"),
    Rule("name-conflict", "error", "one name for two things that would be created"),
    Rule("no-destination", "error", "a capture point without a destination"),
    Rule("no-stack", "error", "a capture point that is in no stack, where there are stacks"),
    # what AWS refuses
    Rule("duplicate-flow-log", "error", "two flow logs of the same target, traffic, format and destination"),
    Rule("unknown-field", "error", "a record field that AWS does not have"),
    Rule("duplicate-field", "error", "a record field twice in one format"),
    Rule("field-not-available", "error", "a record field that this kind of capture point does not have"),
    Rule("tag-fields", "error", "tag fields and the tag keys they are filled from do not fit each other"),
    Rule("transit-gateway-traffic", "error", "a transit gateway has no ACCEPT or REJECT"),
    Rule("transit-gateway-interval", "error", "a transit gateway aggregates over 60 seconds only"),
    Rule("lookup-plural", "error", "a kind that the provider cannot look up several of"),
    Rule("lookup-within", "error", "a lookup that cannot be narrowed this way"),
    Rule("lookup-count", "error", "by an inventory, a lookup that finds nothing, or several where one must match"),
    Rule("option-not-available", "error", "an option that this destination does not have"),
    Rule("bucket-name", "error", "a bucket name that S3 refuses"),
    Rule("bucket-prefix", "error", "a prefix that flow logs cannot be delivered under"),
    Rule("log-group-name", "error", "a log group name that CloudWatch Logs refuses"),
    Rule("role-name", "error", "a role's name or path that IAM refuses"),
    Rule("workspace-name", "error", "a name of a workspace that HCP Terraform refuses"),
    Rule("lifecycle", "error", "an S3 lifecycle that S3 refuses"),
    Rule("tag", "error", "a tag that AWS refuses"),
    Rule("stack-target", "error", "one id in more than one account or region"),
    Rule("bucket-owner", "error", "a bucket that several stacks use, and none owns"),
    Rule("query-layout", "error", "records that the queries asked for could not read"),
    Rule("policy-size", "error", "a policy that grows larger than AWS takes"),
    Rule("undeliverable", "error", "records that the policies would not let arrive"),
    Rule("flow-log-quota", "error", "more than 250 flow logs on one resource"),
    Rule("version-constraint", "error", "a version constraint that cannot be read, or admits too old a version"),
    # what lies in the output folder
    Rule("duplicate-spec", "error", "two specs of one name in one call"),
    Rule("foreign-file", "error", "a file that gen-flowlogs did not generate, where it would write one"),
    Rule("stale-output", "error", "output that differs from the spec"),
    # what is probably not meant
    Rule("placeholder", "warning", "an id or a name that is to be replaced by one of yours"),
    Rule("covered-capture", "warning", "a capture that another one already covers"),
    Rule("recorded-twice", "warning", "packets that are in two records of one place, of different precision or fields"),
    Rule("mixed-formats", "warning", "different record formats in one log group or one S3 prefix"),
    Rule("unused-definition", "warning", "a filter, destination or stack without a use, or tags of nothing"),
    Rule("retention", "warning", "records kept for ever, or for less than a year"),
    Rule("partial-capture", "warning", "a whole VPC recorded only in part"),
    Rule("within-wrong", "warning", "by an inventory, a `within` of what is in something else"),
    Rule("expires", "warning", "a capture point near or past its date"),
    Rule("documented-permissions", "warning", "a role with the wide permissions of AWS's first example"),
    Rule("cross-region", "warning", "records that leave their region in a way that AWS does not document"),
    Rule("small-files", "warning", "a lifecycle that leaves small files where they are"),
    Rule("protected-log-group", "warning", "a log group that is to be deleted, and protected from it"),
    Rule("archived-records", "warning", "records that queries skip, since a lifecycle archives them"),
    Rule("unknown-region", "warning", "a region that this version does not know, or not to have tag fields"),
    Rule("unused-ignore", "warning", "an ignored rule without a finding here"),
)

RULES: dict[str, Rule] = {rule.slug: rule for rule in _RULES}
