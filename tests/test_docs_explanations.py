"""The pages that explain cost and limits have the numbers of the code, and each page begins with its readers."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

import pytest

import catalogue
from catalogue import ROOT
from gen_flowlogs import diagnostics, include, source
from gen_flowlogs.audit.rules.quota import NEAR
from gen_flowlogs.aws import regions, tags
from gen_flowlogs.aws.delivery_prices import OF, factor
from gen_flowlogs.aws.limits import FLOW_LOGS_PER_RESOURCE
from gen_flowlogs.aws.versions import FEATURES
from gen_flowlogs.cli import findings, inputs, project
from gen_flowlogs.decode import pieces
from gen_flowlogs.naming import _ROLE_NAME_LIMIT
from gen_flowlogs.observe import reading
from gen_flowlogs.observe.inventory import files
from gen_flowlogs.schema.language import schema
from gen_flowlogs.show.changes import markdown
from gen_flowlogs.show.diagnostics import sarif
from gen_flowlogs.show.report import page as report_page
from gen_flowlogs.source import compose

if TYPE_CHECKING:
    from pathlib import Path

COST = (ROOT / "docs/cost.md").read_text(encoding="utf-8")
LIMITS = (ROOT / "docs/limits.md").read_text(encoding="utf-8")

MADE = "-prod.md"
"""The end of a page's name that is an output of gen-flowlogs, as an example."""


def rows(page: str, head: str) -> dict[str, str]:
    """The first two cells of the rows of each table that has this head."""
    tables = re.findall(rf"^{re.escape(head)}\n\|[ :|-]+\|\n((?:\|.*\n)+)", page, re.MULTILINE)
    assert tables, head
    cells = [
        [each.strip() for each in row.strip("| \n").split(" | ")] for table in tables for row in table.splitlines()
    ]
    return {first: second for first, second, *_ in cells}


def changed(spec: str, change: str) -> str:
    """A spec after a block of `-` and `+` lines."""
    for hunk in re.findall(r"(?:^-.*\n)+(?:^\+.*\n)*", change, re.MULTILINE):
        lines = hunk.splitlines(keepends=True)
        old, new = ("".join(line[1:] for line in lines if line[0] == sign) for sign in "-+")
        assert spec.count(old) == 1, old
        spec = spec.replace(old, new)
    return spec


def said(command: str, folder: Path) -> str:
    """The output of a command of gen-flowlogs, as far as `| grep WORD` behind it leaves it."""
    ran, _, word = command.partition(" | grep ")
    out = catalogue.command(*shlex.split(ran)[1:], folder=folder).out
    return "".join(line for line in out.splitlines(keepends=True) if word in line)


def test_each_step_of_the_page_on_cost_prints_what_it_shows(tmp_path: Path):
    new, steps, commands = tmp_path / "new.yaml", 0, 0
    for kind, text in re.findall(r"^```(yaml|diff|console)\n(.*?)^```$", COST, re.MULTILINE | re.DOTALL):
        match kind:
            case "yaml":
                new.write_text(text, encoding="utf-8")
            case "diff":
                steps += 1
                before = new.read_text(encoding="utf-8")
                (tmp_path / "old.yaml").write_text(before, encoding="utf-8")
                new.write_text(changed(before, text), encoding="utf-8")
            case _:
                command, _, expected = text.removeprefix("$ ").partition("\n")
                commands += 1
                assert said(command, tmp_path) == expected, command
    assert (steps, commands) == (3, 5)


def test_the_page_on_cost_has_the_prices_of_the_code():
    for service, price in rows(COST, "| service | price of a GB |").items():
        known: Any = factor("CloudWatch", service)  # type: ignore[arg-type]
        assert price == ("not known" if known is None else f"{known:.2g}"), service
    assert OF == "us-east-1 (2026-10)"
    assert "for us-east-1, first\ntier, read in October 2026" in COST


def test_the_versions_of_the_page_on_limits_are_those_of_the_code():
    expected = {}
    for each in FEATURES.values():
        words = "Terraform" if each.tool == "terraform" else "AWS provider"
        expected[each.words] = f"{words} {each.version.removesuffix('.0')}"
    base = [expected.pop(FEATURES[name].words) for name in ("terraform", "aws_provider")]
    assert base == ["Terraform 1.5", "AWS provider 5.0"]
    assert "Terraform 1.5 and the AWS provider 5.0, below 7.0" in LIMITS
    assert rows(LIMITS, "| the spec uses | needs |") == expected


def test_the_partitions_and_regions_of_the_page_on_limits_are_those_of_the_code():
    named = re.search(r"Eight partitions are known: (.*?), with\n(\d+) regions.*?in (\d+) of the", LIMITS, re.DOTALL)
    assert named is not None
    assert re.findall(r"`([\w-]+)`", named[1]) == list(regions.PARTITIONS)
    assert len(regions.PARTITIONS) == 8
    assert (int(named[2]), int(named[3])) == (len(regions.KNOWN), len(regions.TAG_FIELD_REGIONS))


def test_the_sizes_of_the_page_on_limits_are_those_of_the_code():
    language: Any = schema(include=False)
    assert rows(LIMITS, "| what | at most |") == {
        "a spec, or a file that it includes": _mebibytes(inputs.LONGEST),
        "all included files of a run": _mebibytes(include.MOST_BYTES),
        "paths of one `include`": f"{language['properties']['include']['maxItems']:,}",
        "paths in `include` that a run follows": f"{include.MOST_INCLUDES:,}",
        "collections inside each other in YAML": str(compose.DEEPEST),
        "values that aliases repeat": (
            f"{source._LEAST_ALIASED:,}, or {source._ALIASED_PER_CHARACTER} for each character of the file"
        ),
        "characters of a name of a filter, destination, capture point or stack": (
            str(language["definitions"]["name"]["maxLength"])
        ),
        "fields of a filter": str(language["definitions"]["fields"]["maxItems"]),
        "YAML files of a folder that is given as SPEC": f"{project._MOST:,}",
        "bytes of one source of `adopt`, unpacked": _mebibytes(reading.LONGEST),
        "documents of one file of an inventory": f"{files.MOST:,}",
        "bytes of a line that `decode` reads": f"{pieces.LONGEST:,}",
        "findings of one rule in a run": str(diagnostics.MOST_OF_A_KIND),
        "findings that are shown as text": str(findings.MOST_SHOWN),
        "findings in SARIF": f"{sarif.MOST_RESULTS:,}",
        "capture points in a report": f"{report_page.MOST_POINTS:,}",
        "specs in a report": str(report_page.MOST_SPECS),
        "characters of a Markdown summary": f"{markdown.LONGEST:,}",
    }


def test_the_quotas_of_the_page_on_limits_are_those_of_the_code():
    assert rows(LIMITS, "| what AWS takes | at most | rule |") == {
        "flow logs on one resource in an account": str(FLOW_LOGS_PER_RESOURCE),
        "bytes of a bucket's policy": f"{tags.POLICY_SIZE['bucket']:,}",
        "bytes of a key's policy": f"{tags.POLICY_SIZE['key']:,}",
        "bytes of a role's inline policies": f"{tags.POLICY_SIZE['inline']:,}",
        "characters of a role's trust policy": f"{tags.POLICY_SIZE['trust']:,}",
        "characters of a role's name": str(_ROLE_NAME_LIMIT),
        "tags of a resource": str(tags.TAGS_PER_RESOURCE),
        "characters of a tag's key": str(tags.KEY_LENGTH),
        "characters of a tag's value": str(tags.VALUE_LENGTH),
    }


def test_the_page_on_limits_knows_when_audit_warns():
    assert f"[`audit`](audit.md) warns from {NEAR} |" in LIMITS


def _mebibytes(number: int) -> str:
    assert number % 2**20 == 0
    return f"{number // 2**20} MiB"


@pytest.mark.parametrize(
    "path",
    [path for path in sorted((ROOT / "docs").glob("*.md")) if not path.name.endswith(MADE)],
    ids=lambda path: path.name,
)
def test_a_page_says_at_its_head_whom_it_is_for(path: Path):
    text = re.sub(r"^<!--.*?-->\n+", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.match(r"# [^\n]+\n\nFor [a-z]", text), text[:200]
