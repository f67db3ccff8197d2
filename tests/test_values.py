"""Values: the output is that of the literals which they stand for, in every stack."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

import catalogue
from gen_flowlogs import pipeline, source
from gen_flowlogs.values.templates import template
from generated_specs import Generated, specs
from test_generated_specs import compiled
from valued import Valued

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalogue import Case

DRAWN = 60
MOST_OF_A_NAME = 480
"""Characters of a log group's name to which something may be added."""


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("/vpc/{env}/logs", "/vpc/dev/logs"),
        ("{env}{env}", "devdev"),
        ("{{env}}", "{env}"),
        ("{{{env}}}", "{dev}"),
        ("a {{ b }} {env}", "a { b } dev"),
        ("${env} %{env} {env}", "${env} %{env} dev"),
        ("$${env}-{env}", "$${env}-dev"),
        ("${a{env}", "${adev"),
        ("$ {env}", "$ dev"),
    ],
)
def test_braces(text: str, filled: str):
    parts = template(text)
    assert not parts.mistake
    assert parts.filled({"env": "dev"}) == filled


@pytest.mark.parametrize("text", ["{", "}", "a{b", "{Env}", "{ env }", "{env", "{}", "{1a}", "{{{", "{a.b}", "{a-b}"])
def test_a_lone_brace_is_a_mistake(text: str):
    assert template(text).mistake


@pytest.mark.parametrize(
    ("value", "text"), [(True, "true"), (False, "false"), (400, "400"), (-1, "-1"), ("{a}", "{a}")]
)
def test_a_value_in_a_text(value: object, text: str):
    assert template("{a}").filled({"a": value}) == text


def test_a_text_of_nothing_but_braces_is_read_in_time():
    assert template("{" * 20_001).mistake
    assert template("${" * 10_000).mistake
    assert template("{a" * 10_000).mistake


def data_of(text: str, file: str) -> dict[str, Any]:
    return source.load(text.encode(), file).data


def valued(files: Mapping[str, str], main: str, random: Random) -> tuple[dict[str, str], int]:
    """The files with values read all over them, which stand in the spec; and how many there are."""
    rewriting = Valued(random, prefix="more")
    made = {path: rewriting.file(data_of(text, path)) for path, text in files.items() if path.endswith(".yaml")}
    made[main]["values"] = {**made[main].get("values", {}), **rewriting.values}
    return {**files, **{path: json.dumps(data) for path, data in made.items()}}, len(rewriting.values)


@pytest.mark.parametrize("case", catalogue.ok_cases(), ids=str)
def test_a_case_with_values_is_the_case(case: Case):
    files = (
        {path.relative_to(case.folder).as_posix(): path.read_text() for path in case.folder.rglob("*.yaml")}
        if case.spec == "spec.yaml"
        else {case.spec: (case.folder / case.spec).read_text()}
    )
    made, number = valued(files, case.spec, Random(case.name))
    result = pipeline.compile(
        made[case.spec].encode(), case.spec, read=lambda path: made[path].encode(), today=case.as_of
    )
    assert [each.message for each in result.diagnostics if each.severity == "error"] == []
    assert result.files == catalogue.folder_files(case.expected)
    assert number or "{value: " in made[case.spec] or '"value": ' in made[case.spec]


def test_drawn_specs_with_values_are_the_specs():
    read = 0
    for one in specs(31, DRAWN):
        made, number = valued(one.files, one.main, Random(one.name))
        read += number
        assert compiled(Generated(one.name, made, one.main)).files == compiled(one).files, one.name
    assert read > 10 * DRAWN


def per_stack(data: dict[str, Any], stack: str | None) -> dict[str, Any]:
    """A spec whose log groups, their retention and tags differ from stack to stack; as literals of one of them."""
    made = copy.deepcopy(data)
    days = [30, 90, 365, 400, 731]
    stacks = sorted(made["stacks"])
    if stack is None:
        for number, name in enumerate(stacks):
            made["stacks"][name].setdefault("values", {})["days"] = days[number % 5]
    for name, each in made.get("destinations", {}).items():
        settings = each.get("cloudwatch_logs")
        if settings is not None and isinstance(settings.get("log_group"), str):
            word = "{stack}" if stack is None else stack
            settings["log_group"] = f"{settings['log_group']}/{name}-{word}"
            if not settings.get("existing"):
                settings["retention_days"] = {"value": "days"} if stack is None else days[stacks.index(stack) % 5]
                each["tags"] = {**each.get("tags", {}), "Stack": word}
    return made


def test_what_differs_between_stacks_is_in_each_what_its_literals_are():
    stacks = 0
    for one in specs(32, 4 * DRAWN):
        data = {path: data_of(text, path) for path, text in one.files.items()}
        main = data[one.main]
        if len(data) > 1 or '"value' in json.dumps(data):
            continue
        longest = max(
            len(each.get("cloudwatch_logs", {}).get("log_group", "")) for each in main["destinations"].values()
        )
        if len(main.get("stacks", {})) < 2 or longest > MOST_OF_A_NAME:
            continue

        def made(stack: str | None, one: Generated = one, main: dict[str, Any] = main) -> dict[str, str] | None:
            return compiled(Generated(one.name, {one.main: json.dumps(per_stack(main, stack))}, one.main)).files

        whole = made(None)
        for stack in main["stacks"]:
            literal = made(stack)
            assert literal is not None, one.name
            assert whole is not None, one.name
            folder = {path: text for path, text in literal.items() if path.startswith(f"{stack}/")}
            assert {path: text for path, text in whole.items() if path.startswith(f"{stack}/")} == folder, one.name
            stacks += 1
    assert stacks > DRAWN


def test_nothing_of_the_output_names_a_value():
    (case,) = (each for each in catalogue.ok_cases() if each.name == "ok/values")
    text = "".join(catalogue.folder_files(case.expected).values())
    assert "{value" not in text
    assert Path(case.folder / "spec.yaml").read_text().count("{value") > 5


SHARED = """
destinations: {central: {cloudwatch_logs: {log_group: "/flow-logs/{spec}"}}}
capture_points:
  core: {vpc: TARGET, destinations: central}
"""


def included(folder: Path, target: str) -> catalogue.Said:
    """Two specs of one call that take in one capture point."""
    (folder / "shared.yaml").write_text(SHARED.replace("TARGET", target))
    for name, end in (("one", 0), ("two", 1)):
        spec = f"version: 1\nname: {name}\ninclude: [shared.yaml]\nvalues: {{core: vpc-0a1b2c3d4e5f6000{end}}}\n"
        (folder / f"{name}.yaml").write_text(spec)
    return catalogue.command("lint", "one.yaml", "two.yaml", folder=folder)


def test_an_included_id_is_recorded_by_one_spec(tmp_path: Path):
    said = included(tmp_path, "vpc-0a1b2c3d4e5f67890")
    assert said.code == 1
    assert 'two.yaml:3:1: error: "one" and "two" both include "core", so "vpc-0a1b2c3d4e5f67890"' in said.out
    assert "(it is at shared.yaml:4:3, the other includes it at one.yaml:3:1) [duplicate-flow-log]" in said.out


def test_an_included_capture_point_reads_the_values_of_each_spec(tmp_path: Path):
    assert included(tmp_path, "{value: core}").code == 0
    for name, end in (("one", 0), ("two", 1)):
        assert catalogue.command("build", f"{name}.yaml", folder=tmp_path).code == 0
        assert f'vpc_id          = "vpc-0a1b2c3d4e5f6000{end}"' in (tmp_path / f"out/{name}/flow_logs.tf").read_text()
        assert f'"/flow-logs/{name}"' in (tmp_path / f"out/{name}/cloudwatch_logs.tf").read_text()


@pytest.mark.parametrize("stacks", ["", "stacks: {one: {account: '111122223333', region: us-east-1}}\n"])
@pytest.mark.parametrize(("key", "value"), [("destinations", "logs"), ("filter", "reject"), ("filter", None)])
def test_an_included_default_that_no_capture_point_takes_is_not_evaluated(
    key: str, value: str | None, stacks: str, tmp_path: Path
):
    """It is for other specs that include the file, and may read what is no value here."""
    (tmp_path / "shared.yaml").write_text(f"defaults: {{{key}: {{value: theirs}}}}\n")
    point = f"vpc: vpc-0a1b2c3d4e5f60718, filter: all, destinations: logs{', stack: one' if stacks else ''}"
    (tmp_path / "spec.yaml").write_text(
        f"version: 1\nname: one\ninclude: [shared.yaml]\n{stacks}"
        + (f"values: {{theirs: {value}}}\n" if value else "")
        + f"destinations: {{logs: {{cloudwatch_logs: {{log_group: /a}}}}}}\ncapture_points: {{core: {{{point}}}}}\n"
    )
    said = catalogue.command("lint", "spec.yaml", folder=tmp_path)
    assert (said.code, said.out) == (0, "")


def test_the_page_about_values_builds_what_it_says(tmp_path: Path):
    page = (catalogue.ROOT / "docs/values.md").read_text(encoding="utf-8")
    (spec,) = re.findall(r"```yaml\n(version: 1\n.*?)```", page, re.DOTALL)
    (tmp_path / "app.yaml").write_text(spec)
    assert catalogue.command("lint", "app.yaml", folder=tmp_path).out == ""
    assert catalogue.command("build", "app.yaml", folder=tmp_path).code == 0
    assert {each.name for each in (tmp_path / "out/app").iterdir()} == {"dev", "stage", "prod"}
    assert not (tmp_path / "out/app/dev/s3.tf").exists()
    assert '"/app/stage/flow-logs"' in (tmp_path / "out/app/stage/cloudwatch_logs.tf").read_text()
