"""The forms that programs read: valid by the schemas of their readers, over every err case and hostile strings."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from contextlib import chdir
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import urlsplit

import jsonschema
import pytest
import xmlschema

import catalogue
from catalogue import ROOT, Case
from gen_flowlogs import HOMEPAGE, show
from gen_flowlogs.cli.parser import arguments_of
from gen_flowlogs.cli.places import below, placed, root_of_places
from gen_flowlogs.cli.spec_options import FORMATS
from gen_flowlogs.diagnostics import Diagnostic, Position
from gen_flowlogs.rules import RULES
from gen_flowlogs.show.diagnostics import sarif
from gen_flowlogs.show.diagnostics.sarif import MOST_RESULTS

DATA = ROOT / "tests" / "data"
FINDINGS = json.loads((ROOT / "docs" / "findings.schema.json").read_text(encoding="utf-8"))
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"enum": list(RULES)},
            "fingerprint": {"pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./)"},
                    "lines": {"properties": {"begin": {"type": "integer", "minimum": 1}}, "required": ["begin"]},
                },
            },
        },
    },
}
"""GitLab publishes no schema: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""

ERROR = Diagnostic(
    severity="error",
    slug="duplicate-key",
    message='the key "a" is written twice',
    position=Position("specs/prod.yaml", 5, 3, 4),
    source="  name: x",
    related=(("first written at", Position("specs/prod.yaml", 3, 5)),),
)
WARNING = Diagnostic("warning", "retention", "100% kept", Position("specs/b.yaml", 1, 1), "a: 1")
HOSTILE = [
    "\x00\x01\x08\x0b\x0c\x0e\x1b[31m\x7f\x85\x9b",
    "]]> <![CDATA[ & <failure> \" ' -->",
    "\ud800\udfff\ufffe\uffff\U0001f4a9\u202e",
    "::error::x\n::error::y\r##[error]z\n ##vso[task]",
    "%SRCROOT%/../../etc/passwd",
    "x" * 2**20,
]


@cache
def sarif_validator() -> jsonschema.Draft4Validator:
    return jsonschema.Draft4Validator(json.loads((DATA / "sarif-2.1.0-rtm.5.schema.json").read_text()))


@cache
def junit_schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(str(DATA / "junit-10.xsd"))


def judged(found: tuple[Diagnostic, ...], specs: tuple[str, ...] = (), root: Path | None = None) -> ET.Element:
    """Each form passes the schema of its readers, and has every finding."""
    log = json.loads(show.as_sarif(found, root))
    sarif_validator().validate(log)
    (run,) = log["runs"]
    assert len(run["results"]) == len(found)
    jsonschema.validate(json.loads(show.as_json(found)), FINDINGS)
    issues = json.loads(show.as_gitlab(found))
    jsonschema.validate(issues, GITLAB)
    assert len({each["fingerprint"] for each in issues}) == len(issues) == len(found)
    text = show.as_junit(found, specs)
    text.encode()
    junit_schema().validate(text)
    suites = ET.fromstring(text)
    names = [(case.get("classname"), case.get("name")) for case in suites.iter("testcase")]
    assert len(set(names)) == len(names) >= len(found)
    assert show.as_github(found).count("\n") == len(found)
    return suites


@pytest.mark.parametrize("case", catalogue.err_cases(), ids=str)
def test_every_err_case_is_valid_in_every_form(case: Case):
    with chdir(case.folder):
        arguments = arguments_of(["lint", case.spec])
        found = placed(catalogue.compiled(case).diagnostics, root_of_places(arguments))
    prefix = case.folder.relative_to(ROOT).as_posix()
    assert all(one.position.file.startswith(f"{prefix}/") for one in found)
    judged(found, root=ROOT)


@pytest.mark.parametrize("text", HOSTILE, ids=["control", "xml", "unicode", "commands", "uri", "long"])
def test_hostile_strings_pass_every_form(text: str):
    name = text[:2000].replace("\ud800\udfff", "\udcff")  # as Python reads a name that is not UTF-8
    one = Diagnostic("error", "wrong-type", text, Position(name, 1, 1), text, ((text, ERROR.position),))
    suites = judged((one, ERROR), specs=(name, "fine.yaml"), root=ROOT)
    for document in (show.as_json((one,)), show.as_gitlab((one,)), show.as_sarif((one,), ROOT)):
        assert json.dumps(json.loads(document), ensure_ascii=False).encode(), "no half of a surrogate pair"
    assert suites.find("testsuite/testcase[@classname='fine.yaml']") is not None
    if "x" * 100 not in text:
        (failure, _) = suites.iter("failure")
        assert failure.text
        assert failure.get("type") == "wrong-type"


def test_documents_hold_no_command_of_a_runner(tmp_path: Path):
    (tmp_path / "a.yaml").write_text('version: 1\nname: "##[error]x"\n"::error::y\\n::error::z": 1\n')
    for form in FORMATS:
        if form == "github":
            continue
        said = catalogue.command("lint", "--format", form, "a.yaml", folder=tmp_path)
        assert said.code == 1
        assert not re.search(r"^\s*::|##\w*\[", said.out + said.err, re.MULTILINE), form
        if form in ("json", "gitlab", "sarif"):
            assert "##[error]x" in json.dumps(json.loads(said.out))
        if form == "junit":
            assert "##[error]x" in "".join(ET.fromstring(said.out).itertext())


# SARIF


def test_sarif_links_every_rule():
    (run,) = json.loads(show.as_sarif((ERROR,)))["runs"]
    driver = run["tool"]["driver"]
    assert driver["informationUri"] == HOMEPAGE
    headings = set(re.findall(r"^## `?([a-z0-9-]+)`?$", (ROOT / "docs/rules.md").read_text(), re.MULTILINE))
    for rule in driver["rules"]:
        address = urlsplit(rule["helpUri"])
        assert address.scheme == "https"
        assert address.path.endswith("/docs/rules.md")
        assert address.fragment == rule["id"]
        assert address.fragment in headings


def test_sarif_keeps_errors_and_counts_the_rest():
    warnings = tuple(replace(WARNING, position=Position("w.yaml", line, 1)) for line in range(1, MOST_RESULTS + 3))
    (run,) = json.loads(show.as_sarif((*warnings, ERROR, ERROR)))["runs"]
    assert len(run["results"]) == MOST_RESULTS
    assert [each["level"] for each in run["results"][-3:]] == ["warning", "error", "error"]
    (invocation,) = run["invocations"]
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("4 more findings are not listed (0 errors, 4 warnings)")
    assert "invocations" not in json.loads(show.as_sarif(warnings[:MOST_RESULTS]))["runs"][0]


def test_sarif_that_is_cut_is_valid(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sarif, "MOST_RESULTS", 1)
    log = json.loads(show.as_sarif((WARNING, ERROR)))
    assert [each["ruleId"] for each in log["runs"][0]["results"]] == ["duplicate-key"]
    sarif_validator().validate(log)


def test_sarif_places_are_relative_to_a_root_or_file_addresses():
    found = (ERROR, replace(ERROR, position=Position("/else where/a:b.yaml", 1, 1)))
    (run,) = json.loads(show.as_sarif(found, PurePosixPath("/work tree")))["runs"]
    assert run["originalUriBaseIds"] == {"%SRCROOT%": {"uri": "file:///work%20tree/"}}
    artifacts = [each["locations"][0]["physicalLocation"]["artifactLocation"] for each in run["results"]]
    assert artifacts == [
        {"uri": "specs/prod.yaml", "uriBaseId": "%SRCROOT%"},
        {"uri": "file:///else%20where/a%3Ab.yaml"},
    ]


# GitLab


def test_fingerprints_follow_a_finding_and_not_its_line():
    def prints(*found: Diagnostic) -> list[str]:
        return [each["fingerprint"] for each in json.loads(show.as_gitlab(found))]

    moved = replace(
        ERROR, position=Position("specs/prod.yaml", 50, 1, 4), related=(("first", Position("specs/prod.yaml", 40, 1)),)
    )
    assert prints(ERROR) == prints(moved)
    others = (
        replace(ERROR, message="m"), replace(ERROR, slug="retention"), replace(ERROR, source="b"),
        replace(ERROR, position=Position("x.yaml", 5, 3)),
    )  # fmt: skip
    assert len(set(prints(ERROR, ERROR, *others))) == 6
    assert prints(ERROR, ERROR)[0] == prints(ERROR)[0]


# JUnit


@pytest.mark.parametrize(("strict", "failures", "skipped"), [(False, 1, 1), (True, 2, 0)])
def test_junit_fails_what_fails_the_check(strict: bool, failures: int, skipped: int):  # noqa: FBT001 - a parameter
    suites = ET.fromstring(show.as_junit((ERROR, WARNING), ["specs/prod.yaml", "ok.yaml"], strict=strict))
    suite = suites.find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", str(failures), str(skipped))
    assert len(list(suite.iter("failure"))) == failures
    (passed,) = [case for case in suite.iter("testcase") if not len(case)]
    assert passed.get("classname") == "ok.yaml"


# places


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    folder = tmp_path / "repository"
    (folder / ".git").mkdir(parents=True)
    (folder / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (folder / "specs/sub").mkdir(parents=True)
    (folder / "specs/web.yaml").write_text("version: 1\nname: web\nnme: 1\n")
    return folder


def named(form: str, *arguments: str, folder: Path) -> set[str]:
    """The paths that a form names."""
    said = catalogue.command("lint", "--format", form, *arguments, folder=folder)
    assert said.code == 1
    match form:
        case "github":
            return set(re.findall(r"file=([^,]*),", said.out))
        case "sarif":
            return set(re.findall(r'"uri": "([^"]*\.yaml)"', said.out))
        case "junit":
            return set(re.findall(r'classname="([^"]*)"', said.out))
        case "gitlab":
            return set(re.findall(r'"path": "([^"]*)"', said.out))
        case "json":
            return set(re.findall(r'"file": "([^"]*)"', said.out))
        case _:
            return set(re.findall(r"^(\S*?):\d+:\d+: ", said.out, re.MULTILINE))


@pytest.mark.parametrize("form", FORMATS)
def test_places_begin_at_the_root(form: str, repository: Path, monkeypatch: pytest.MonkeyPatch):
    programs = form not in ("text", "json")
    from_sub = named(form, ".././web.yaml", folder=repository / "specs/sub")
    assert from_sub == {"specs/web.yaml" if programs else ".././web.yaml"}
    assert named(form, "./specs/web.yaml", folder=repository) == {"specs/web.yaml" if programs else "./specs/web.yaml"}
    whole = str(repository / "specs/web.yaml")
    assert named(form, whole, folder=repository / "specs") == {"specs/web.yaml" if programs else whole}
    monkeypatch.setenv("GITHUB_WORKSPACE", str(repository.parent))
    assert named(form, "web.yaml", folder=repository / "specs") == {
        "repository/specs/web.yaml" if programs else "web.yaml"
    }
    monkeypatch.setenv("GITHUB_WORKSPACE", "/nowhere")
    assert named(form, "web.yaml", folder=repository / "specs") == {"specs/web.yaml" if programs else "web.yaml"}
    link = repository.parent / "link"
    link.symlink_to(repository)
    assert named(form, f"{link}/specs/web.yaml", folder=repository) == {
        "specs/web.yaml" if programs else f"{link}/specs/web.yaml"
    }


def test_places_without_a_repository_and_outside_of_it(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (repository / "specs/web.yaml").rename(tmp_path / "web.yaml")
    assert named("github", "../web.yaml", folder=repository) == {"web.yaml"}
    assert named("github", "./web.yaml", folder=tmp_path) == {"web.yaml"}
    (repository / "specs/web.yaml").write_text("nme: 1\n")
    assert named("gitlab", "--root", "specs", "specs/web.yaml", folder=repository) == {"web.yaml"}
    monkeypatch.setenv("GITHUB_WORKSPACE", str(repository))
    assert named("github", "../web.yaml", folder=repository) == {f"{tmp_path}/web.yaml".replace(",", "%2C")}
    assert named("sarif", "../web.yaml", folder=repository) == {(tmp_path / "web.yaml").as_uri()}


def test_stale_output_is_placed_too(repository: Path):
    spec = (ROOT / "specs/flowlogs.yaml").read_text()
    (repository / "specs/web.yaml").write_text(spec)
    said = catalogue.command("check", "--format", "gitlab", "--out", "../out", "web.yaml", folder=repository / "specs")
    assert said.code == 1
    paths = {each["location"]["path"] for each in json.loads(said.out)}
    assert paths
    assert all(path.startswith("out/flowlogs/") for path in paths)


def test_places_of_windows_have_slashes():
    root = PureWindowsPath(r"D:\a\repo\repo")
    assert below(PureWindowsPath(r"d:\A\repo\repo\specs\web.yaml"), root) == "specs/web.yaml"
    assert below(root, root) == "D:/a/repo/repo"
