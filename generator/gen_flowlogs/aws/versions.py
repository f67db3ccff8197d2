"""Versions of Terraform and of the AWS provider that have the features in use, and version constraints.

Constraints come in as an author writes them and versions go out as text (`6.25.0`); a constraint that cannot be read
is a ValueError whose words can be shown. Nothing is downloaded or asked: a constraint is compared with the table
below, never with what a registry happens to hold.

How Terraform reads constraints was tried with Terraform 1.11.4 and a mirror that holds provider 5.100.0 (2026-10):
missing numbers count as 0 (`= 5.100` is `= 5.100.0`), `~> 5` is `>= 5.0.0, < 6.0.0` for a provider, `required_version`
refuses pre-releases, the provider's refuses a `v` and a fourth number. The same words are refused for both here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.lazy_pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

Tool = Literal["terraform", "aws_provider"]
Version = tuple[int, int, int]

_CHANGELOG = "https://github.com/hashicorp/terraform-provider-aws/blob/main/CHANGELOG.md"
_TERRAFORM = "https://github.com/hashicorp/terraform/blob"


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature that the output may use, and the first version of `tool` that has it.

    `words` end the sentence "the spec uses …"; `date` is when that version came out, or when we looked (`seen`).
    """

    name: str
    tool: Tool
    version: str
    words: str
    source: str
    date: str


# The features of the provider beyond the base, but for regions, were bisected: the release before does not have them
# (2026-11).
# `terraform` and `aws_provider` are what every spec needs; a constraint is compared with them like with any other.
# What the base has already, so that it needs no line of its own. Terraform 1.5: `moved` and `nullable` (1.1),
# preconditions and postconditions (1.2), optional attributes (1.3). Provider 5.0: `deliver_cross_account_role`
# (4.58.0), the data sources aws_ec2_transit_gateway_attachment (4.28.0), aws_nat_gateways (4.10.0) and
# aws_ec2_transit_gateway_attachments (hashicorp/terraform-provider-aws#29644, approved 2023-03-31, before 5.0.0 of
# 2023-05-25), the aws_s3_bucket_* resources (4.0.0), aws_cloudwatch_query_definition and the Glue and Athena resources.
# Not written by us, and the reason why the base can stay low: `rotation_period_in_days` of a key (2024-05), `region` of
# a resource (6.0.0).
FEATURES: dict[str, Feature] = {
    feature.name: feature
    for feature in (
        Feature("terraform", "terraform", "1.5.0", "Terraform's language as of 1.5",
                f"{_TERRAFORM}/v1.5/CHANGELOG.md", "2023-06-12"),
        Feature("removed", "terraform", "1.7.0", "a `removed` block (`retired: true`)",
                f"{_TERRAFORM}/v1.7/CHANGELOG.md", "2024-01-17"),
        Feature("s3_settings", "terraform", "1.6.0", "a setting that the s3 backend has since 1.6",
                f"{_TERRAFORM}/v1.6/CHANGELOG.md", "2023-10-04"),
        Feature("s3_skip_s3_checksum", "terraform", "1.6.3", "`skip_s3_checksum` of the s3 backend",
                f"{_TERRAFORM}/v1.6/CHANGELOG.md", "2023-11-01"),
        Feature("s3_assume_role", "terraform", "1.6.0", "the `assume_role` block of the s3 backend",
                f"{_TERRAFORM}/v1.6/CHANGELOG.md", "2023-10-04"),
        Feature("cloud_project", "terraform", "1.6.0", "`project` of a workspace",
                f"{_TERRAFORM}/v1.6/CHANGELOG.md", "2023-10-04"),
        Feature("s3_use_lockfile", "terraform", "1.10.0", "`use_lockfile` of the s3 backend",
                f"{_TERRAFORM}/v1.10/CHANGELOG.md", "2024-11-27"),
        Feature("aws_provider", "aws_provider", "5.0.0", "the AWS provider as of 5.0",
                _CHANGELOG, "2023-05-25"),
        Feature("log_group_class", "aws_provider", "5.30.0", "`class: INFREQUENT_ACCESS` of a log group",
                _CHANGELOG, "2023-12-07"),
        Feature("transition_size", "aws_provider", "5.70.0",
                "`transition_default_minimum_object_size: varies_by_storage_class` of a bucket",
                _CHANGELOG, "2024-10-04"),
        # Merged between 6.15.0 (2025-10-02) and 6.17.0; 6.16.0 may have it.
        Feature("sovereign_cloud", "aws_provider", "6.17.0", "a region or an ARN of aws-eusc",
                "https://github.com/hashicorp/terraform-provider-aws/pull/44573", "2025-10-16"),
        Feature("deletion_protection", "aws_provider", "6.25.0", "`deletion_protection` of a log group",
                "https://github.com/hashicorp/terraform-provider-aws/issues/45298", "2025-12-04"),
        Feature("regional_nat_gateway", "aws_provider", "6.25.0", "a regional NAT gateway as capture point",
                _CHANGELOG, "2025-12-04"),
        Feature("tag_fields", "aws_provider", "6.56.0", "`tag_fields` of a filter",
                "https://github.com/hashicorp/terraform-provider-aws/pull/48913", "seen 2026-11"),
    )
}  # fmt: skip

# The arguments of 1.5 are those of its internal/backend/remote-state/s3/backend.go; 1.6 made the backend anew.
NEW_IN_S3_BACKEND = frozenset({
    "allowed_account_ids", "assume_role_with_web_identity", "custom_ca_bundle", "ec2_metadata_service_endpoint",
    "ec2_metadata_service_endpoint_mode", "endpoints", "forbidden_account_ids", "http_proxy", "https_proxy", "insecure",
    "no_proxy", "retry_mode", "shared_config_files", "shared_credentials_files", "skip_requesting_account_id",
    "sts_region", "use_dualstack_endpoint", "use_fips_endpoint", "use_path_style",
})  # fmt: skip
"""Settings of the s3 backend that need `s3_settings`."""

BELOW: dict[Tool, str] = {"terraform": "", "aws_provider": ", < 7.0"}
"""Upper bound of a constraint that is written or advised, behind its floor.

A major version of the provider takes out what was deprecated, and 7 is not there to be judged. Terraform 1 promises to
run what an earlier version 1 ran.
"""

BASE: dict[Tool, str] = {"terraform": "terraform", "aws_provider": "aws_provider"}
"""The feature of each tool that every spec uses."""

# ASCII digits, at most three numbers and nothing behind them. Ten digits are more than any version will have.
_VERSION = pattern(r"([0-9]{1,10})(?:\.([0-9]{1,10}))?(?:\.([0-9]{1,10}))?")
_TERM = pattern(r"(=|!=|>=|<=|>|<|~>|)[ \t]*([^ \t=!<>~].*)", re.DOTALL)
_RELEASE = pattern(r"[0-9]+(\.[0-9]+)*[-+].*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Constraint:
    """The versions from `low` up to but without `high` (None: no end), without those of `excluded`.

    One stretch is enough: terms are joined by "and", and between two neighbouring versions there is no third.
    """

    low: Version
    high: Version | None
    excluded: frozenset[Version]

    def admits(self, version: Version) -> bool:
        """Whether a released version is one of them."""
        return self.low <= version and (self.high is None or version < self.high) and version not in self.excluded

    def lowest(self) -> Version | None:
        """The lowest of them; None when there is none."""
        version = self.low
        while version in self.excluded:
            version = _after(version)
        return version if self.admits(version) else None


def _after(version: Version) -> Version:
    """The next version there could be."""
    return (version[0], version[1], version[2] + 1)


@lru_cache(maxsize=1024)
def parse(text: str) -> Constraint:
    """Read a constraint such as `>= 5.0, < 7.0`. Raises ValueError, whose words name the unreadable part."""
    low: Version = (0, 0, 0)
    high: Version | None = None
    excluded: set[Version] = set()
    for term in text.split(","):
        operator, numbers, version = _term(term.strip(" \t\r\n"), text)
        below: Version | None = None
        match operator:
            case "" | "=":
                low, below = max(low, version), _after(version)
            case "!=":
                excluded.add(version)
            case ">=":
                low = max(low, version)
            case ">":
                low = max(low, _after(version))
            case "<":
                below = version
            case "<=":
                below = _after(version)
            case "~>":
                low, below = max(low, version), _next_series(version, numbers)
            case _:
                raise AssertionError(operator)
        if below is not None:
            high = below if high is None else min(high, below)
    return Constraint(low, high, frozenset(excluded))


def _next_series(version: Version, numbers: int) -> Version:
    """The first version that `~>` excludes: all numbers but the last written stay (`~> 5` is read as `~> 5.0`)."""
    major, minor, _ = version
    return (major, minor + 1, 0) if numbers == 3 else (major + 1, 0, 0)


def _term(term: str, text: str) -> tuple[str, int, Version]:
    """Operator, how many numbers were written, and the version."""
    if not term:
        raise ValueError(f"{_shown(text)} has an empty part: write a constraint such as '>= 5.0, < 7.0'")
    found = _TERM.fullmatch(term)
    if found is None:
        raise ValueError(f"{_shown(term)} is no constraint: write =, !=, >, >=, <, <= or ~> and a version")
    operator, written = found.groups()
    version = _VERSION.fullmatch(written)
    if version is None:
        raise ValueError(_what_is_wrong(written))
    parts = [part for part in version.groups() if part is not None]
    major, minor, patch = (*map(int, parts), 0, 0)[:3]
    return operator, len(parts), (major, minor, patch)


def _what_is_wrong(written: str) -> str:
    """The words for a version that is none."""
    shown = _shown(written)
    if written[0] in "vV":
        return f"{shown} starts with a letter: write the version without it"
    if _RELEASE.fullmatch(written):
        return f"{shown} is a pre-release or a build: write a released version, such as '6.25.0'"
    if " " in written:
        return f"{shown} is more than one version: put a comma between two constraints"
    return f"{shown} is not a version: write one to three numbers, such as '6', '6.25' or '6.25.0'"


def _shown(text: str) -> str:
    """A text in quotes that stays on one line and short."""
    return repr(text if len(text) <= 60 else text[:57] + "...")


def admits_below(constraint: str, floor: str) -> str | None:
    """The lowest version below `floor` that the constraint admits; None when it admits none."""
    lowest = parse(constraint).lowest()
    return show(lowest) if lowest is not None and lowest < number(floor) else None


def satisfiable(constraint: str) -> bool:
    """Whether any version at all is admitted."""
    return parse(constraint).lowest() is not None


def number(version: str) -> Version:
    """`6.25.0` as numbers that compare. For versions of our own table, not for an author's text."""
    major, minor, patch = (int(part) for part in version.split("."))
    return (major, minor, patch)


def show(version: Version) -> str:
    """The version as text: `6.25.0`."""
    return ".".join(map(str, version))


def at_least(floor: str, tool: Tool) -> str:
    """The constraint that is written, and advised, for what needs `floor`: `>= 6.25, < 7.0`."""
    return f">= {floor}{BELOW[tool]}"


def highest(names: Iterable[str], tool: Tool) -> Feature:
    """Of the features named and the base, the one that needs the newest `tool`; of equals the first."""
    used = [FEATURES[BASE[tool]], *(FEATURES[name] for name in names)]
    return max((feature for feature in used if feature.tool == tool), key=lambda feature: number(feature.version))
