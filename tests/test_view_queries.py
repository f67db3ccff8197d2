"""Queries read back what the flow logs of the same spec write: every value lands in its own column."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import query_engines
import sample_records
import terraform
from gen_flowlogs import pipeline, render, view
from gen_flowlogs.aws import fields
from gen_flowlogs.aws.spellings import column
from gen_flowlogs.captures import locations
from gen_flowlogs.hcl import Map, Ref, write
from gen_flowlogs.model import Spec, Stack
from gen_flowlogs.root_modules import ownership, writers
from gen_flowlogs.view import insights, queries
from gen_flowlogs.view.questions import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gen_flowlogs.view.athena import Catalogue

VPC = "vpc: vpc-0a1b2c3d4e5f67890"
GATEWAY = "transit_gateway: tgw-0a1b2c3d4e5f67890"
REFS = {
    "aws_s3_bucket.archive.id": "acme-flow-logs",
    "data.aws_caller_identity.current.account_id": "111122223333",
    "data.aws_service.ec2.region": "eu-west-1",
}
KEY = "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-0000-0000-000000000000"
FAMILIES = {"vpc": VPC, "transit_gateway": GATEWAY}

# Athena user guide, "reserved-words": those of SELECT, read 2026-10.
RESERVED = frozenset(
    """alter and as between by case cast constraint create cross cube current_catalog current_date current_path
    current_schema current_time current_timestamp current_user deallocate delete describe distinct drop else end escape
    except execute exists extract false first for from full group grouping having in inner insert intersect into is join
    json_array json_exists json_object json_query json_table json_value last left like listagg localtime localtimestamp
    natural normalize not null on or order outer prepare recursive right rollup select skip table then trim true
    uescape union unnest using values when where with""".split()  # noqa: SIM905 - a list as it is printed
)


def spec(destination: str, *points: str, filters: str = "{}") -> Spec:
    """A spec of one destination, whose kind and settings are given in YAML, and its capture points."""
    name = "central" if destination.startswith("cloudwatch") else "archive"
    listed = "".join(f"  p{number}: {{{point}, destinations: {name}}}\n" for number, point in enumerate(points))
    text = (
        f"version: 1\nname: q\nfilters: {filters}\ndestinations:\n  {name}: {{{destination}}}\n"
        f"capture_points:\n{listed}"
    )
    compiled = pipeline.compile(text.encode(), "q.yaml", read=lambda _: b"", today=date(2026, 1, 15), files=False)
    assert [each.message for each in compiled.diagnostics if each.severity == "error"] == []
    made = tuple(replace(each, queries=True) for each in compiled.spec.destinations)
    return replace(compiled.spec, destinations=made)


def in_stacks(of: Spec, everything: Mapping[str, Stack], owner: str | None, *where: str) -> Spec:
    """A spec whose capture points are in stacks, in order, and whose bucket is in one of them."""
    points = zip(of.capture_points, where, strict=True)
    return replace(
        of,
        stacks=tuple(everything.values()),
        destinations=tuple(replace(each, stack=owner) if owner else each for each in of.destinations),
        capture_points=tuple(replace(point, stacks=(everything[name],)) for point, name in points),
    )


def made(of: Spec, stack: int = 0) -> queries.View | None:
    senders = {name: tuple(map(locations.of, found)) for name, found in ownership(of).senders.items()}
    here = writers(point for point in of.capture_points if of.stacks[stack] in point.stacks)
    return queries.view(of.destinations, here, writers(of.capture_points), senders)


def insights_of(*points: str, settings: str = "log_group: /vpc/a", filters: str = "{}") -> dict[str, str]:
    found = made(spec(f"cloudwatch_logs: {{{settings}}}", *points, filters=filters))
    assert found
    ((queried,), ()) = found.query_sets, found.catalogues
    return query_engines.texts(queried.definition.for_each)


def catalogue_of(settings: str, *points: str, filters: str = "{}") -> Catalogue:
    found = made(spec(f"s3: {{bucket: acme-flow-logs{settings}}}", *points, filters=filters))
    assert found
    ((), (one,)) = found.query_sets, found.catalogues
    return one


def of_family(family: str) -> st.SearchStrategy[tuple[str, list[str]]]:
    """Formats of a family, without tag fields: they need tag keys."""
    names = sorted(fields.NAMES[family] - fields.TAG_FIELD_NAMES)
    return st.tuples(st.just(family), st.lists(st.sampled_from(names), min_size=1, unique=True))


formats = st.sampled_from(sorted(FAMILIES)).flatmap(of_family)
LAYOUTS = {
    (hive, hourly): (", hive_compatible_partitions: true" if hive else "")
    + (", per_hour_partition: true" if hourly else "")
    for hive in (False, True)
    for hourly in (False, True)
}
layouts = st.sampled_from(sorted(LAYOUTS.values()))


def fields_of(names: list[str]) -> str:
    return json.dumps({"f": {"fields": names}})


def truth(names: tuple[str, ...] | list[str], record: Mapping[str, str]) -> dict[str, Any]:
    """What a reader with types must find: numbers as numbers, and none where the record has `-`."""
    found: dict[str, Any] = {}
    for name in names:
        value = record[name]
        if fields.BY_NAME[name].type != "string":
            found[column(name)] = None if value == "-" else int(value)
        else:
            found[column(name)] = value
    return found


def test_the_samples_tell_all_fields_apart():
    assert set(sample_records.VALUES) == set(fields.BY_NAME)
    assert len(set(sample_records.VALUES.values())) == len(sample_records.VALUES)


@given(formats, st.sampled_from(["log_group: /a", "log_group: /a, class: INFREQUENT_ACCESS"]))
def test_insights_reads_each_field_into_its_own_name(format_: tuple[str, list[str]], settings: str):
    family, names = format_
    made_queries = insights_of(f"{FAMILIES[family]}, filter: f", settings=settings, filters=fields_of(names))
    for query in made_queries.values():
        for record in (sample_records.flow(), sample_records.empty("NODATA")):
            ((row),) = query_engines.insights(query, [sample_records.line(names, record)])
            assert row == {column(name): record[name] for name in names}


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_insights_reads_the_default_format(family: str):
    names = fields.DEFAULT[family]
    for query in insights_of(FAMILIES[family]).values():
        ((row),) = query_engines.insights(query, [sample_records.line(names, sample_records.flow())])
        spelt = insights.DISCOVERED if family == "vpc" else {name: column(name) for name in names}
        assert row == {spelt[name]: sample_records.VALUES[name] for name in names}
        assert ("parse" in query) == (family == "transit_gateway")


@pytest.mark.parametrize("settings", ["log_group: /a, class: INFREQUENT_ACCESS", "log_group: /a, existing: true"])
def test_found_names_are_used_where_they_are_documented_only(settings: str):
    assert all("parse" in query for query in insights_of(VPC, settings=settings).values())


def test_each_format_of_a_log_group_has_queries_of_its_own():
    more = ["srcaddr", "dstaddr", "bytes"]
    found = insights_of(VPC, GATEWAY, "subnet: subnet-0a1b2c3d4e5f67890, filter: f", filters=fields_of(more))
    layouts = {"all": fields.DEFAULT["vpc"], "all/transit-gateway": fields.DEFAULT["transit_gateway"], "f": more}
    assert {name.rpartition("/")[0] for name in found} == set(layouts)
    messages = {title: sample_records.line(names, sample_records.flow()) for title, names in layouts.items()}
    for name, query in found.items():
        title = name.rpartition("/")[0]
        ((row),) = query_engines.insights(query, messages.values())
        assert row == {column(each): sample_records.VALUES[each] for each in layouts[title]}


def test_a_stack_asks_for_what_it_records_itself():
    several = {name: Stack(name, f"{name}11122223333", "eu-west-1") for name in ("1", "2", "3")}
    of = in_stacks(spec("cloudwatch_logs: {log_group: /a}", VPC, GATEWAY), several, None, "1", "2")
    asked = [
        found and query_engines.texts(found.query_sets[0].definition.for_each) for found in (made(of, 0), made(of, 1))
    ]
    assert [each and "packets-lost" in each for each in asked] == [False, True]
    assert made(of, 2) is None


@pytest.mark.parametrize("preset", sorted(fields.PRESETS))
@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_queries_are_of_a_length_that_aws_takes(preset: str, family: str):
    point = f"{FAMILIES[family]}, filter: f"
    chosen = json.dumps({"f": {"fields": preset}})
    found = insights_of(point, filters=chosen)
    assert max(map(len, found.values())) <= 10_000  # CloudWatch Logs API, PutQueryDefinition
    named = query_engines.texts(catalogue_of("", point, filters=chosen).named_query.for_each)
    assert max(map(len, named.values())) <= 262_144  # Athena API, CreateNamedQuery
    names = fields.PRESETS[preset][family]
    lost, rejected = "packets-lost-blackhole" in names, "action" in names
    assert (lost, rejected) == ("packets-lost" in found, "rejected-by-port" in found)
    asked = {each.name for each in QUESTIONS} - {"packets-lost", "rejected-by-port"} | {"records"}
    assert set(found) - {"packets-lost", "rejected-by-port"} == asked
    assert set(named) == set(found)


def test_a_question_that_a_format_cannot_answer_is_not_asked():
    assert list(insights_of(f"{VPC}, filter: f", filters=fields_of(["vpc-id", "dstaddr"]))) == ["records"]


@given(formats, layouts)
def test_a_text_table_reads_each_field_into_its_own_column(format_: tuple[str, list[str]], layout: str):
    family, names = format_
    one = catalogue_of(layout, f"{FAMILIES[family]}, filter: f", filters=fields_of(names))
    written = [sample_records.flow(), sample_records.empty("NODATA"), sample_records.empty("SKIPDATA")]
    assert query_engines.hive(one.table, sample_records.file(names, written)) == [
        truth(names, record) for record in written
    ]
    keys = [key.name for key in one.table.partition_keys]
    assert not {each.name for each in one.table.columns} & set(keys)
    assert len(set(keys)) == len(keys)


@given(st.lists(formats, min_size=1, max_size=3, unique_by=str))
def test_a_parquet_table_reads_several_formats_by_name(several: list[tuple[str, list[str]]]):
    chosen = {f"f{number}": {"fields": names} for number, (_, names) in enumerate(several)}
    kinds = {"vpc": "vpc: vpc-0a1b2c3d4e5f6789{}", "transit_gateway": "transit_gateway: tgw-0a1b2c3d4e5f6789{}"}
    points = [f"{kinds[family].format(n)}, filter: f{n}" for n, (family, _) in enumerate(several)]
    one = catalogue_of(", file_format: parquet", *points, filters=json.dumps(chosen))
    written = [truth(names, sample_records.flow()) for _, names in several]
    rows = query_engines.parquet(one.table, written)
    everything = {name for _, names in several for name in names}
    assert set(rows[0]) == {column(name) for name in everything}
    assert [{name: value for name, value in row.items() if value is not None} for row in rows] == written


def test_text_of_several_formats_makes_no_table():
    with pytest.raises(ValueError, match="acme-flow-logs"):
        catalogue_of("", VPC, "subnet: subnet-0a1b2c3d4e5f67890, filter: f", filters=fields_of(["bytes"]))


@pytest.mark.parametrize("name", sorted(question.name for question in QUESTIONS))
def test_both_languages_answer_alike(name: str):
    family = "transit_gateway" if name == "packets-lost" else "vpc"
    names = fields.DEFAULT[family]
    written = [
        sample_records.flow(),
        sample_records.flow(bytes="7", dstport="22", action="REJECT"),
        sample_records.flow(srcaddr="10.9.9.9", dstaddr="10.8.8.8", dstport="22", action="REJECT", start="1791000130"),
        sample_records.flow(srcaddr="10.9.9.9", dstaddr="10.8.8.8", bytes="90000", action="REJECT"),
        sample_records.empty("NODATA"),
        sample_records.empty("SKIPDATA"),
        {**sample_records.empty("SKIPDATA"), "start": "1791007260"},
    ]
    asked = insights_of(FAMILIES[family])[name]
    found = query_engines.insights(asked, [sample_records.line(names, each) for each in written])
    one = catalogue_of("", FAMILIES[family])
    day = {"aws_account": "111122223333", "aws_region": "eu-west-1", "log_date": f"{query_engines.NOW:%Y/%m/%d}"}
    other = [{**sample_records.flow(), "bytes": "1000000"}]
    rows = [
        *({**row, **day} for row in query_engines.hive(one.table, sample_records.file(names, written))),
        *(
            {**row, **day, "log_date": "2026/09/02"}
            for row in query_engines.hive(one.table, sample_records.file(names, other))
        ),
    ]
    by_athena = query_engines.sql(query_engines.texts(one.named_query.for_each)[name], one.table.name, rows)
    by_insights = query_engines.insights_answer(asked, found)
    assert by_athena
    # A sum of nothing is nothing in SQL and zero in Insights.
    assert [tuple(each or 0 for each in row) for row in by_athena] == [
        tuple(each or 0 for each in row) for row in by_insights
    ]
    assert by_athena == EXPECTED[name]


LOST = (101, 102, 103, 104)
EXPECTED: dict[str, list[tuple[Any, ...]]] = {
    "conversations-of-a-host": [
        ("10.0.1.5", "192.0.2.1", 443, 6, "ACCEPT", 20000, 25, 1),
        ("10.0.1.5", "192.0.2.1", 22, 6, "REJECT", 7, 25, 1),
    ],
    "packets-lost": [
        (sample_records.VALUES["tgw-id"], sample_records.VALUES["tgw-attachment-id"], *(4 * each for each in LOST)),
    ],
    "rejected-by-port": [(22, 6, 2), (443, 6, 1)],
    "skipped-records": [(1791000000, 1), (1791007200, 1)],
    "top-talkers": [("10.9.9.9", "10.8.8.8", 110000, 50), ("10.0.1.5", "192.0.2.1", 20007, 50), ("-", "-", None, None)],
}


@given(formats, layouts, st.sampled_from(["", ", file_format: parquet"]))
def test_named_queries_run_on_any_table(format_: tuple[str, list[str]], layout: str, form: str):
    family, names = format_
    one = catalogue_of(layout + form, f"{FAMILIES[family]}, filter: f", filters=fields_of(names))
    today = {"log_date": "2026/09/03", "log_year": 2026, "log_month": 9, "log_day": 3, "log_hour": 4}
    row = {
        **truth(names, sample_records.flow()),
        **{key.name: today.get(key.name, "x") for key in one.table.partition_keys},
    }
    found = query_engines.texts(one.named_query.for_each)
    assert query_engines.sql(found["records"], one.table.name, [row]) == [
        tuple(truth(names, sample_records.flow()).values())
    ]
    for name, query in found.items():
        query_engines.sql(query, one.table.name, [row])
        bare = re.sub(r"--[^\n]*|'[^']*'|\"[^\"]*\"", "", query)
        assert {word for word in re.findall(r"[A-Za-z_]+", bare) if word.islower()} & RESERVED <= {"or"}, name


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
@pytest.mark.parametrize("prefix", ["", "net/logs"])
@pytest.mark.parametrize("expire", [None, 30])
@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_file_lies_where_the_table_looks(family: str, expire: int | None, prefix: str, layout: tuple[bool, bool]):
    hive, hourly = layout
    options = (
        LAYOUTS[layout] + (f", prefix: {prefix}" if prefix else "") + (f", expire_days: {expire}" if expire else "")
    )
    one = catalogue_of(options, FAMILIES[family])
    parameters = query_engines.texts(one.table.parameters, REFS)
    template, location = parameters["storage.location.template"], query_engines.text(one.table.location, REFS)
    results = query_engines.text(one.workgroup.output_location, REFS)
    assert template.startswith(location)
    assert not results.startswith(location)
    services = ["aws-service", *(["service"] if hive and family == "transit_gateway" else [])]
    for service in services:
        key = sample_records.key(
            "111122223333", "eu-west-1", query_engines.NOW, prefix=prefix, hive=hive, hourly=hourly, parquet=False,
            service=service,
        )  # fmt: skip
        values = {"aws_account": "111122223333", "aws_region": "eu-west-1"}
        if hive:
            values |= {"log_year": "2026", "log_month": "09", "log_day": "03"}
            values |= {"log_service": f"{service}=vpcflowlogs"} if family == "transit_gateway" else {}
        else:
            values |= {"log_date": "2026/09/03"}
        values |= {"log_hour": "04"} if hourly else {}
        assert set(values) == {each.name for each in one.table.partition_keys}
        assert all(query_engines.projected(parameters, name, value) for name, value in values.items())
        assert query_engines.filled(template, values) == f"s3://acme-flow-logs/{key.rpartition('/')[0]}/"
    if not hive:
        assert projected_day(parameters, "2018/08/01") == (expire is None)
        assert not projected_day(parameters, "2026/09/04")


def projected_day(parameters: Mapping[str, str], day: str) -> bool:
    return query_engines.projected(parameters, "log_date", day)


def test_a_shared_bucket_has_the_accounts_and_regions_of_its_writers():
    several = {
        "audit": Stack("audit", "999988887777", "eu-west-1"),
        "east": Stack("east", "111122223333", "us-east-1"),
        "west": Stack("west", "111122223333", "eu-west-1"),
    }
    points = (VPC, "subnet: subnet-0a1b2c3d4e5f67890")
    of = in_stacks(spec("s3: {bucket: acme-flow-logs}", *points), several, "audit", "east", "west")
    found = made(of)
    assert found
    parameters = query_engines.texts(found.catalogues[0].table.parameters, REFS)
    assert parameters["projection.aws_account.values"] == "111122223333"
    assert parameters["projection.aws_region.values"] == "eu-west-1,us-east-1"


@pytest.mark.parametrize(
    ("settings", "encryption", "key"),
    [
        ("", "SSE_S3", None),
        (", kms: create", "SSE_KMS", Ref("aws_kms_key.archive.arn")),
        (f", kms: '{KEY}'", "SSE_KMS", KEY),
    ],
)  # fmt: skip
def test_results_are_encrypted_as_the_records_are(settings: str, encryption: str, key: str | None):
    one = catalogue_of(settings, VPC).workgroup
    assert (one.encryption_option, one.kms_key_arn) == (encryption, key)


def test_names_of_databases_are_legal_and_differ():
    places = [("a-b", ""), ("a.b", ""), ("a--b", ""), ("a", "b"), ("a-b", "c"), ("a", "b-c"), ("a-b-c", ""),
              ("a", "b/c"), ("a", "B"), ("a", "b_c"), ("x" * 63, "y" * 200), ("x" * 63, "y" * 201)]  # fmt: skip
    names = []
    for bucket, prefix in places:
        point = spec("s3: {bucket: acme-flow-logs}", VPC)
        (destination,) = (replace(each, bucket=bucket, prefix=prefix) for each in point.destinations)
        found = made(replace(point, destinations=(destination,)))
        assert found
        names.append(found.catalogues[0].database.name)
        assert re.fullmatch(r"[A-Za-z0-9._-]{1,128}", found.catalogues[0].workgroup.name)
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9_]{1,128}", name) for name in names)
    assert names[0] == "flow_logs_a_b"


def test_nothing_recorded_makes_no_queries():
    of = spec("s3: {bucket: acme-flow-logs}", VPC)
    senders = {of.destinations[0].key: (locations.of(of.stacks[0]),)}
    assert queries.view(of.destinations, {}, {}, senders) is None
    unasked = tuple(replace(each, queries=False) for each in of.destinations)
    assert queries.view(unasked, writers(of.capture_points), writers(of.capture_points), senders) is None


def whole(of: Spec) -> dict[str, str]:
    """A root module with its queries."""
    views = {**view.views(of), "queries": made(of)}
    return render.render(views, header="# a test")


@terraform.needs_provider
def test_terraform_takes_the_queries(tmp_path: Path):
    options = ["", ", prefix: net, hive_compatible_partitions: true, per_hour_partition: true, kms: create",
               ", file_format: parquet, hive_compatible_partitions: true, expire_days: 400"]  # fmt: skip
    modules = {
        f"s3-{number}-{family}": whole(spec(f"s3: {{bucket: acme-flow-logs{option}}}, tags: {{A: b}}", point))
        for number, option in enumerate(options)
        for family, point in FAMILIES.items()
    }
    modules["logs"] = whole(spec("cloudwatch_logs: {log_group: /vpc/a}", VPC, GATEWAY))
    assert all("queries.tf" in files for files in modules.values())
    assert terraform.validate(modules, tmp_path) == {}
    ran = terraform.run("fmt", "-check", "-recursive", "-diff", folder=tmp_path)
    assert ran.out.replace("terraform.rc", "").count("queries.tf") == 0, ran.out


@terraform.needs_terraform
def test_terraform_evaluates_the_texts_as_the_readers_do(tmp_path: Path):
    found = spec("cloudwatch_logs: {log_group: /a, class: INFREQUENT_ACCESS}", VPC, GATEWAY)
    group = made(found)
    several = {"a": Stack("a", "111122223333", "us-east-1")}
    table = made(in_stacks(spec("s3: {bucket: acme-flow-logs, existing: true}", VPC), several, None, "a"))
    assert table
    (one,) = table.catalogues
    assert group
    values = {"insights": group.query_sets[0].definition.for_each, "sql": one.named_query.for_each,
              "table": one.table.parameters}  # fmt: skip
    text = "".join(f"output {json.dumps(name)} {{\n  value = {write(value)}\n}}\n" for name, value in values.items())
    (tmp_path / "main.tf").write_text(text)
    applied = terraform.run("apply", "-auto-approve", "-no-color", folder=tmp_path)
    assert applied.code == 0, applied.err
    told = json.loads(terraform.run("output", "-json", folder=tmp_path).out)
    for name, value in values.items():
        assert isinstance(value, Map)
        assert told[name]["value"] == query_engines.texts(value)
