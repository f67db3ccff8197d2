"""Makes the extracts of the AWS provider's schema in tests/data, by hand, where there is a network and Terraform.

    .venv/bin/python tests/support/make_provider_extract.py

- `provider-5.100.json`: what `terraform providers schema -json` says of hashicorp/aws 5.100.0; the bindings of that
  version must say the same, which is what makes the bindings of others believable.
- `provider-5.5.json` and `provider-6.69.1.json`: what the bindings of those versions say. 5.5.0 is the oldest version 5
  that has bindings.
- `provider-deprecations.json`: what is deprecated in 5.100.0 or in the newest version.
- `provider-floors.json`: what came in between, each with the last release without it and the first with it.

Of each argument an extract keeps its type and whether it is required, optional or computed, of each block how often it
may occur; descriptions, `timeouts` and what is deprecated are left out, and so are the blocks of other destinations of
a Firehose stream. Tests read the committed files and never download.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import provider_bindings as bindings
import terraform
from provider_deprecations import Deprecation, deprecations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DATA = Path(__file__).parents[1] / "data"

RESOURCES = (
    "aws_athena_named_query",
    "aws_athena_workgroup",
    "aws_cloudwatch_log_group",
    "aws_cloudwatch_query_definition",
    "aws_flow_log",
    "aws_glue_catalog_database",
    "aws_glue_catalog_table",
    "aws_iam_role",
    "aws_iam_role_policy",
    "aws_kinesis_firehose_delivery_stream",
    "aws_kms_alias",
    "aws_kms_key",
    "aws_s3_bucket",
    "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
)
DATA_SOURCES = (
    "aws_caller_identity",
    "aws_ec2_transit_gateway",
    "aws_ec2_transit_gateway_attachment",
    "aws_ec2_transit_gateway_attachments",
    "aws_nat_gateway",
    "aws_nat_gateways",
    "aws_network_interface",
    "aws_network_interfaces",
    "aws_partition",
    "aws_region",
    "aws_service",
    "aws_subnet",
    "aws_subnets",
    "aws_vpc",
    "aws_vpcs",
)
KINDS = (*RESOURCES, *(f"data.{name}" for name in DATA_SOURCES))

LEFT_OUT = frozenset({
    "elasticsearch_configuration", "http_endpoint_configuration", "iceberg_configuration",
    "opensearch_configuration", "opensearchserverless_configuration", "redshift_configuration",
    "snowflake_configuration", "splunk_configuration", "data_format_conversion_configuration",
    "processing_configuration", "dynamic_partitioning_configuration", "s3_backup_configuration",
    "open_table_format_input", "inline_policy", "timeouts",
})  # fmt: skip

CDKTF, CDKTN = "cdktf-cdktf-provider-aws", "cdktn-provider-aws"
EXTRACTS = {"5.5": (CDKTF, "16.0.0"), "6.69.1": (CDKTN, "25.8.1")}
"""Version → the release of the bindings that its extract is made from."""
SAME = (CDKTF, "20.1.0")
"""The bindings of 5.100.0, held against what Terraform says of it."""

FLOORS = {
    ("aws_cloudwatch_log_group", "log_group_class"): ((CDKTF, "18.0.9"), (CDKTF, "18.1.0")),
    ("aws_s3_bucket_lifecycle_configuration", "transition_default_minimum_object_size"): (
        (CDKTF, "19.35.0"),
        (CDKTF, "19.36.0"),
    ),
    ("aws_cloudwatch_log_group", "deletion_protection_enabled"): ((CDKTF, "21.21.0"), (CDKTF, "21.22.0")),
    ("aws_flow_log", "regional_nat_gateway_id"): ((CDKTF, "21.21.0"), (CDKTF, "21.22.0")),
    ("data.aws_nat_gateway", "availability_mode"): ((CDKTF, "21.20.0"), (CDKTF, "21.21.0")),
    ("aws_flow_log", "tag_field_specification"): ((CDKTN, "24.11.0"), (CDKTN, "24.12.0")),
}
"""(kind, attribute or block) → the last release of the bindings without it, and the first with it."""


def main() -> int:
    """Make every file, or stop at the first fact that two sources tell differently."""
    schema = _schema()
    releases = {version: bindings.fetch(*release, KINDS) for version, release in EXTRACTS.items()}
    newest = releases["6.69.1"]
    deprecated = deprecations(schema, {kind: newest.block(kind) or {} for kind in KINDS}, newest.provider)
    told = {kind: block(schema[kind]) for kind in KINDS}
    same = _without(bindings.fetch(*SAME, KINDS), deprecated)
    if differing := list(differences(told, same)):
        raise SystemExit("\n".join(["the bindings of 5.100.0 do not say what it says itself:", *differing]))
    _save("provider-5.100.json", extracted("hashicorp/aws 5.100.0", told))
    for version, release in releases.items():
        name = f"hashicorp/aws {release.provider}, from the bindings {release}"
        _save(f"provider-{version}.json", extracted(name, _without(release, deprecated)))
    _save("provider-deprecations.json", _lines([vars(each) for each in deprecated]))
    _save("provider-floors.json", _lines(list(floors())))
    return 0


def _schema() -> dict[str, Any]:
    """What Terraform says of provider 5.100.0: kind → block."""
    required = '{"terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": "5.100.0"}}}}'
    with tempfile.TemporaryDirectory() as there:
        (Path(there) / "main.tf.json").write_text(required)
        if terraform.run("init", folder=Path(there)).code:
            raise SystemExit("provider 5.100.0 is not at hand")
        return by_kind(json.loads(terraform.run("providers", "schema", "-json", folder=Path(there)).out))


def by_kind(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The blocks of `terraform providers schema -json`, by kind."""
    aws = schema["provider_schemas"]["registry.terraform.io/hashicorp/aws"]
    return {name: aws["resource_schemas"][name]["block"] for name in RESOURCES} | {
        f"data.{name}": aws["data_source_schemas"][name]["block"] for name in DATA_SOURCES
    }


def block(source: Mapping[str, Any]) -> dict[str, Any]:
    """`attributes`: name → [type, how]; `blocks`: name → nesting, fewest, most, and the block itself."""
    attributes = {
        name: [_type(attribute["type"]), _how(attribute)]
        for name, attribute in sorted(source.get("attributes", {}).items())
        if not attribute.get("deprecated")
    }
    blocks = {
        name: {
            "nesting": nested["nesting_mode"],
            "fewest": nested.get("min_items", 0),
            "most": nested.get("max_items"),
            **block(nested["block"]),
        }
        for name, nested in sorted(source.get("block_types", {}).items())
        if not nested["block"].get("deprecated") and name not in LEFT_OUT
    }
    return {"attributes": attributes} | ({"blocks": blocks} if blocks else {})


def _type(type_: Any) -> str:
    if isinstance(type_, str):
        return type_
    kind, of = type_
    return "object" if kind == "object" else f"{kind}({_type(of)})"


def _how(attribute: Mapping[str, Any]) -> str:
    return " ".join(word for word in ("required", "optional", "computed") if attribute.get(word))


def _without(release: bindings.Release, deprecated: Iterable[Deprecation]) -> dict[str, Any]:
    """The blocks of a release, without what is left out of an extract."""
    gone = {(each.kind, each.path) for each in deprecated if each.applies(release.provider)}

    def kept(kind: str, source: Mapping[str, Any], before: str) -> dict[str, Any]:
        blocks = {
            name: {**nested, **kept(kind, nested, f"{before}{name}.")}
            for name, nested in source.get("blocks", {}).items()
            if name not in LEFT_OUT and (kind, before + name) not in gone
        }
        attributes = {name: of for name, of in source["attributes"].items() if (kind, before + name) not in gone}
        rest = {name: value for name, value in source.items() if name not in {"attributes", "blocks"}}
        return rest | {"attributes": attributes} | ({"blocks": blocks} if blocks else {})

    return {kind: kept(kind, known, "") for kind in KINDS if (known := release.block(kind)) is not None}


def differences(told: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[str]:
    """Facts of the schema that the bindings tell differently, but for a limit above 1, which they do not have."""
    for kind in told:
        one, two = (dict(bindings.places(each[kind])) for each in (told, other))
        for place in sorted(one.keys() | two.keys()):
            first, second = _plain(one.get(place)), _plain(two.get(place))
            if first != second:
                yield f"{kind}.{'.'.join(place)}: {first} is {second}"


def _plain(fact: Any) -> Any:
    match fact:
        case (str() as nesting, int() as fewest, int() | None as most):
            return nesting, min(fewest, 1), most if most == 1 else None
    return fact


def floors() -> Iterator[dict[str, str]]:
    """Each entry of FLOORS, looked at: absent from the one release, and there in the other."""
    kinds = {kind for kind, _ in FLOORS}
    releases = {each: bindings.fetch(*each, kinds) for both in FLOORS.values() for each in both}
    for (kind, name), (before, first) in FLOORS.items():
        last, since = releases[before], releases[first]
        if name in _names(last.block(kind)) or name not in _names(since.block(kind)):
            raise SystemExit(f"{kind}.{name} did not come with {since}, provider {since.provider}")
        yield {
            "kind": kind,
            "path": name,
            "since": since.provider,
            "not_in": last.provider,
            "source": f"https://pypi.org/project/{since.package}/{since.version}",
        }


def _names(known: Mapping[str, Any] | None) -> set[str]:
    return set() if known is None else {*known["attributes"], *known.get("blocks", {})}


def extracted(provider: str, blocks: Mapping[str, Any]) -> str:
    """The text of an extract."""
    extract = {
        "provider": provider,
        "resources": {name: blocks[name] for name in RESOURCES},
        "data_sources": {name: blocks[f"data.{name}"] for name in DATA_SOURCES if f"data.{name}" in blocks},
    }
    lines: list[str] = []
    _write(extract, "", lines)
    return "\n".join(lines) + "\n"


def _write(value: Any, indent: str, lines: list[str], key: str = "", comma: str = "") -> None:
    """JSON with a line for each attribute."""
    start = indent + (f"{json.dumps(key)}: " if key else "")
    if not isinstance(value, dict):
        lines.append(start + json.dumps(value) + comma)
        return
    lines.append(start + "{")
    last = len(value) - 1
    for number, (name, below) in enumerate(value.items()):
        _write(below, indent + " ", lines, name, "" if number == last else ",")
    lines.append(indent + "}" + comma)


def _lines(entries: list[Any]) -> str:
    """A JSON list with a line for each entry."""
    return "[\n" + ",\n".join(f" {json.dumps(each)}" for each in entries) + "\n]\n"


def _save(name: str, text: str) -> None:
    (DATA / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
