"""Reports: the sections, and their forms; what a browser makes of them is in test_report_browser."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import html
import os
import pty
import re
import subprocess
import sys
import unicodedata
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

import hostile_report
from catalogue import ROOT, Case, Said, command, compiled, files, ok_cases
from commands import GEN_FLOWLOGS
from gen_flowlogs.aws.controls import VPC_FLOW_LOGS
from gen_flowlogs.aws.fields import FIELDS
from gen_flowlogs.aws.kinds import KINDS
from gen_flowlogs.aws.never_recorded import NEVER_RECORDED, of_kind
from gen_flowlogs.aws.samples import sample
from gen_flowlogs.aws.weights import record_bytes
from gen_flowlogs.captures.locations import AMBIENT
from gen_flowlogs.policies import Condition, Principal, Statement
from gen_flowlogs.report import report
from gen_flowlogs.report.access import may
from gen_flowlogs.report.phrases import plain
from gen_flowlogs.show.report import as_html, as_markdown
from gen_flowlogs.show.report.blocks import Block, fitted
from gen_flowlogs.show.report.coverage_map import cut_middle, cut_name

if TYPE_CHECKING:
    from pathlib import Path

    from gen_flowlogs.report.sections import Report

CASES = ok_cases()
EXAMPLES = {"html": ROOT / "docs/report-prod.html", "markdown": ROOT / "docs/report-prod.md"}
OUTSIDE = ("https://docs.aws.amazon.com/", "https://github.com/prowler-cloud/")


class Page(HTMLParser):
    """The elements of a page, its texts, and the elements that are not closed as they were opened."""

    EMPTY = frozenset({"meta", "br", "rect", "path"})

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self.wrong: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.wrong += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in self.EMPTY:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.wrong.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["style"]:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def values(self, name: str) -> list[str]:
        return [value for _, attribute, value in self.attributes if attribute == name]


def reported(*specs: str) -> Report:
    return report([compiled(next(each for each in CASES if str(each) == name)).spec for name in specs])


def of_text(text: str, tmp_path: Path) -> Report:
    (tmp_path / "spec.yaml").write_text(text, encoding="utf-8")
    return report([compiled(Case(str(tmp_path), tmp_path, "spec.yaml", tmp_path)).spec])


def facts(of: Report, name: str) -> dict[str, list[str]]:
    """Label → the cases of a capture point's or destination's facts, in words."""
    parts = [part for spec in of.specs for several in (spec.points, spec.destinations) for part in several]
    part = next(each for each in parts if each.name == name)
    return {fact.label: [plain(case.phrase) for case in fact.cases] for fact in part.facts}


@pytest.mark.parametrize("form", EXAMPLES)
def test_the_example_is_what_report_writes(form: str):
    said = command("report", "specs/prod.yaml", "--format", form, folder=ROOT)
    assert (said.code, said.err) == (0, "")
    assert said.out == EXAMPLES[form].read_text(encoding="utf-8"), "if this is meant: make golden, and look at it"


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_case_has_a_sound_page(case: Case):
    value = report([compiled(case).spec])
    text = as_html(value, {})
    page = Page(text)
    assert page.wrong == []
    assert "script" not in page.tags
    assert not any(name.startswith("on") or name in {"src", "style"} for _, name, _ in page.attributes)
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    inside = {each[1:] for each in page.values("href") if each.startswith("#")}
    assert inside <= set(ids), "a link to nowhere"
    assert all(each.startswith(("#", *OUTSIDE)) for each in page.values("href"))
    assert set(page.values("aria-labelledby")) == set() or set(" ".join(page.values("aria-labelledby")).split()) <= set(
        ids
    )
    assert as_markdown(value, {}).startswith("<!-- gen-flowlogs report -->\n# What ")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_table_has_exactly_the_flow_logs_that_are_written(case: Case):
    """Read from the Terraform: each `aws_flow_log`, its traffic, and its two names."""
    blocks = re.findall(
        r'^resource "aws_flow_log" "(?:flowlogs_\w+?__)?(\w+)" \{\n(.*?)^\}',
        "\n".join(files(case).values()),
        re.MULTILINE | re.DOTALL,
    )
    written = set()
    for label, body in blocks:
        traffic = re.search(r'traffic_type += "(\w+)"', body)
        point, _, destination = label.removeprefix("flowlogs_").partition("__")
        written.add((point, destination, traffic[1] if traffic else "ALL"))
    (spec,) = report([compiled(case).spec]).specs
    own = f"{spec.name}__".replace("-", "_")
    written = {(point, to.removeprefix(own), traffic) for point, to, traffic in written}
    shown = {(edge.point.replace("-", "_"), edge.destination.replace("-", "_"), edge.traffic) for edge in spec.edges}
    assert shown == written


def test_a_page_is_the_same_whatever_the_hash_seed():
    def page(seed: str) -> str:
        code = "import sys; from gen_flowlogs.cli import main; sys.exit(main(['report', *sys.argv[1:]]))"
        ran = subprocess.run(
            [sys.executable, "-c", code, "specs/org.yaml", "specs/prod.yaml"],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        return ran.stdout

    assert page("1") == page("2")


def test_the_policy_of_the_page_allows_its_style_and_nothing_else():
    text = EXAMPLES["html"].read_text(encoding="utf-8")
    style = text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(content for content in Page(text).values("content") if "default-src" in content)
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert text.index("Content-Security-Policy") < text.index("<style>")
    assert "@import" not in style
    assert "url(" not in style


def test_what_is_never_recorded_is_complete_for_each_kind():
    for form in (Page(EXAMPLES["html"].read_text()).text.lower(), EXAMPLES["markdown"].read_text().lower()):
        assert [each.slug for each in NEVER_RECORDED if each.traffic.lower() not in form] == []
    value = reported("specs/prod")
    shown = {part.entry.slug: part.at for part in value.never}
    for kind in KINDS:
        at = {
            slug
            for slug, words in shown.items()
            if words == "every kind" or f"{kind.title}s" in re.split(", | and ", words)
        }
        assert at == {each.slug for each in of_kind(kind)}
    assert {part.entry.slug for part in reported("specs/flowlogs").never if not part.here} == {
        "multicast",
        "connect-attachment",
    }


def test_the_evidence_names_every_control_and_promises_nothing():
    text = Page(EXAMPLES["html"].read_text()).text
    assert [each for each in VPC_FLOW_LOGS if f"{each.framework} {each.version}".strip() not in text] == []
    assert [one for each in VPC_FLOW_LOGS for one in each.ids if one not in text] == []
    assert "Intent, not proof." in text


SPEC = """\
version: 1
name: web
destinations:
  central: {cloudwatch_logs: {log_group: /flow-logs}}
capture_points:
  core: {vpc: vpc-0a1b2c3d4e5f67890, destinations: central, filter: FILTER}
"""


@pytest.mark.parametrize(("name", "state"), [("all", "intended"), ("reject", "intended"), ("accept", "not intended")])
def test_the_evidence_follows_the_traffic(name: str, state: str, tmp_path: Path):
    assert [each.state for each in of_text(SPEC.replace("FILTER", name), tmp_path).evidence] == [state]


def test_a_vpc_whose_rejected_traffic_is_not_recorded_makes_the_evidence_partial(tmp_path: Path):
    other = "  edge: {vpc: vpc-0a1b2c3d4e5f67891, destinations: central, filter: accept}\n"
    (part,) = of_text(SPEC.replace("FILTER", "all") + other, tmp_path).evidence
    assert (part.state, plain(part.says)) == ("partly intended", "intended for the VPCs of core; not for those of edge")


def test_a_vpc_whose_rejected_traffic_another_capture_point_records_is_served(tmp_path: Path):
    other = "  refused: {vpc: vpc-0a1b2c3d4e5f67890, destinations: central, filter: reject}\n"
    (part,) = of_text(SPEC.replace("FILTER", "accept") + other, tmp_path).evidence
    assert (part.state, plain(part.says)) == ("intended", "intended for the VPCs of refused")


def test_a_capture_point_says_which_others_record_it(tmp_path: Path):
    more = (
        "  bastion: {subnet: subnet-0a1b2c3d4e5f67890, within: core, destinations: central, filter: reject}\n"
        "  every: {vpcs: {lookup: {tags: {}}}, destinations: central, filter: accept}\n"
    )
    value = of_text(SPEC.replace("FILTER", "all") + more, tmp_path)
    assert facts(value, "bastion")["also recorded by"] == ["core"]
    assert facts(value, "core")["also recorded by"] == ["every"]
    assert "also recorded by" not in facts(value, "every")
    nested = [(point.name, point.level) for point in value.specs[0].points]
    assert nested == [("core", 0), ("bastion", 1), ("every", 0)]


def test_who_may_write_is_what_the_policies_say():
    value = reported("specs/prod")
    (archive,) = facts(value, "archive")["may write"]
    assert archive == (
        "delivery.logs.amazonaws.com may put objects in security/AWSLogs/aws-account-id=ACCOUNT/, only for its own "
        "account, only of log deliveries in its own region; no request without TLS"
    )
    (central,) = facts(value, "central")["may write"]
    assert "vpc-flow-logs.amazonaws.com may assume the role, only for its own account" in central


def test_a_role_with_documented_permissions_is_not_called_narrow(tmp_path: Path):
    text = SPEC.replace("FILTER", "all").replace(
        "log_group: /flow-logs", "log_group: /flow-logs, role: {permissions: documented}"
    )
    (may_write,) = facts(of_text(text, tmp_path), "central")["may write"]
    assert may_write == (
        "a role of its own may write records in every log group of the account; vpc-flow-logs.amazonaws.com may assume "
        "the role"
    )


def test_a_statement_is_told_with_every_condition_it_has_and_none_it_has_not():
    statement = Statement(
        sid=None,
        actions=("s3:PutObject",),
        resources=("arn:aws:s3:::b/x/AWSLogs/*",),
        principal=Principal("Service", ("delivery.logs.amazonaws.com",)),
    )
    (alone,) = may("s3:PutObject", [statement], AMBIENT)
    assert plain(alone) == "delivery.logs.amazonaws.com may put objects in x/AWSLogs/"
    conditions = (
        Condition("StringEquals", "aws:SourceOrgID", ("o-abcde12345",)),
        Condition("ArnLike", "aws:SourceArn", ("arn:aws:logs:eu-west-1:111122223333:*", "arn:aws:logs:us-east-1:1:*")),
        Condition("StringEquals", "aws:RequestedRegion", ("eu-west-1",)),
    )
    several = Statement(
        sid=None,
        actions=statement.actions,
        resources=statement.resources,
        principal=statement.principal,
        conditions=conditions,
    )
    (told,) = may("s3:PutObject", [several], AMBIENT)
    assert plain(told).partition(", ")[2] == (
        "only for accounts of the organisation o-abcde12345, only of log deliveries in eu-west-1 and us-east-1, only "
        "where aws:RequestedRegion StringEquals is eu-west-1"
    )
    assert list(may("s3:GetObject", [several], AMBIENT)) == []


def test_readers_and_foreign_accounts_are_named():
    value = reported("ok/readers")
    told = [facts(value, each.name).get("may read", []) for each in value.specs[0].destinations]
    named = [each for several in told for each in several]
    assert named
    assert all("may get objects" in each and "arn:aws:iam::" in each for each in named)


def test_a_sample_record_has_a_value_for_each_field_and_the_version_of_the_newest():
    for names in ((FIELDS[0].name, "srcaddr"), ("version", "tcp-flags", "instance-tag"), ("srcport", "no-such-field")):
        assert len(sample(names)) == len(names)
    assert sample(("version", "srcaddr"))[0] == "2"
    assert sample(("version", "resource-id"), regional_nat=True) == ("9", "nat-0a1b2c3d4e5f67890")
    assert sample(("action",), rejected=True) == ("REJECT",)
    for layout in reported("specs/prod").formats:
        assert len(layout.record.split(" ")) == len(layout.rows)
        assert layout.bytes == record_bytes([row.name for row in layout.rows]) or "NAT" in layout.title
        assert abs(len(layout.record) - layout.bytes) < 0.25 * layout.bytes, "the sample is about as wide as it says"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return of_text(hostile_report.SPEC, tmp_path_factory.mktemp("hostile"))


def test_hostile_texts_are_text(hostile: Report):
    usual = Page(EXAMPLES["html"].read_text())
    page = Page(as_html(hostile, {}))
    assert page.wrong == []
    assert page.tags <= usual.tags | {"h4"}
    assert {name for _, name, _ in page.attributes} <= {name for _, name, _ in usual.attributes}
    assert all(each.startswith(("#", *OUTSIDE)) for each in page.values("href"))
    assert (
        "</style></details><script>alert(1)</script> <img src='https://example.org/x.png' onerror='a()'>" in page.text
    )
    assert "{{ 7*7 }}" in page.text


@pytest.mark.parametrize("show", [as_html, as_markdown])
def test_no_text_is_hidden_turned_round_or_secret(show, hostile: Report):
    text = show(hostile, {})
    assert {character for character in text if unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp"}} == {"\n"}
    assert r"\u202eevil\u202c" in html.unescape(text)
    assert "secret@" not in text


def test_hostile_markdown_is_text(hostile: Report):
    text = as_markdown(hostile, {})
    assert not re.search(r"<(?!!-- |br>|code>|/code>)[a-z!/]", text, re.IGNORECASE)
    assert not re.search(
        r"!\[|\]\((?!https://(docs\.aws\.amazon\.com|github\.com/prowler-cloud)/)|@octocat|(?<!&)#1\b", text
    )
    assert "\n- <b>" not in text


def test_a_thousand_stacks_are_one_page(tmp_path: Path):
    value = of_text(hostile_report.many_stacks(1000), tmp_path)
    assert (len(value.specs[0].points), value.specs[0].flow_logs) == (3, 6000)
    text = as_html(value, {})
    assert len(text) < 200_000
    assert "… and 994 others, by stack" in Page(text).text
    assert text.count("<td>us-east-1</td>") == 1000
    assert len(as_markdown(value, {}).encode()) < 60_000


def test_what_a_page_leaves_out_is_counted(tmp_path: Path):
    points = "".join(f"  point-{n}: {{vpc: vpc-{n:017x}, destinations: central}}\n" for n in range(1200))
    value = of_text(SPEC.partition("  core:")[0] + points, tmp_path)
    page = Page(as_html(value, {}))
    assert len([each for each in page.values("id") if each.startswith("point-1-")]) == 1000
    assert "200 more capture points of web are counted in the summary and not listed on this page" in page.text
    assert "svg" not in page.tags
    text = as_markdown(value, {})
    assert len(text.encode()) < 60_000
    assert "| point-299 |" in text
    assert "… and 900 more" in text


def test_many_specs_are_one_page():
    value = report([compiled(case).spec for case in CASES] * 4)
    page = Page(as_html(value, {}))
    assert len(value.specs) > 100
    assert f"{len(value.specs) - 100} more specs are counted above and not shown" in page.text
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {each[1:] for each in page.values("href") if each.startswith("#")} <= set(ids)
    assert len(as_markdown(value, {}).encode()) < 65_536


def test_blocks_grow_in_the_order_of_their_rank():
    blocks = [Block(2, ("a" * 50, "a")), Block(1, ("b" * 50, "b" * 20, "b")), Block(0, ("c",))]
    assert fitted(blocks, 200) == "a" * 50 + "\n" + "b" * 50 + "\nc\n"
    assert fitted(blocks, 70) == "a\n" + "b" * 50 + "\nc\n"
    assert fitted(blocks, 30) == "a\n" + "b" * 20 + "\nc\n"


def test_names_in_a_map_are_cut():
    assert cut_name("core", 100) == "core"
    assert cut_name("w" * 64, 116) == "wwwwwwwww…"
    assert cut_middle("arn:aws:firehose:x", 9) == "arn:…se:x"


def folder_with_specs(tmp_path: Path) -> Path:
    (tmp_path / "web.yaml").write_text(SPEC.replace("FILTER", "all"))
    (tmp_path / "bad.yaml").write_text(SPEC.replace("FILTER", "nope"))
    return tmp_path


def test_a_file_is_written_and_only_a_report_is_replaced(tmp_path: Path):
    folder = folder_with_specs(tmp_path)
    assert command("report", "web.yaml", "-o", "web.html", folder=folder) == Said(0, "", "web.html: created\n")
    first = (folder / "web.html").read_text()
    assert first == command("report", "web.yaml", folder=folder).out
    assert command("report", "web.yaml", "-o", "web.html", folder=folder) == Said(0, "", "web.html: unchanged\n")
    assert (folder / "web.html").read_text() == first
    assert command("report", "web.yaml", "-o", "deep/web.md", folder=folder).code == 0
    assert (folder / "deep/web.md").read_text() == command(
        "report", "web.yaml", "--format", "markdown", folder=folder
    ).out
    again = command("report", "web.yaml", "-o", "deep/web.md", "--format", "html", folder=folder)
    assert again == Said(0, "", "deep/web.md: changed\n")
    assert (folder / "deep/web.md").read_text() == first
    (folder / "mine.html").write_text("mine")
    for name, what, wanted in (("mine.html", "file", "report"), ("deep", "path", "file")):
        said = command("report", "web.yaml", "-o", name, folder=folder)
        assert said.code == 3
        assert f"cannot write {name}: the {what} exists and is not a {wanted}" in said.err
    (folder / "link.html").symlink_to("web.html")
    assert command("report", "web.yaml", "-o", "link.html", folder=folder).code == 3
    said = command("report", "web.yaml", "-o", "./web.yaml", folder=folder)
    assert said.code == 2
    assert "is a spec of the report" in said.err
    assert (folder / "mine.html").read_text() == "mine"
    assert (folder / "web.yaml").read_text() == SPEC.replace("FILTER", "all")


def on_a_terminal(*arguments: str, folder: Path) -> tuple[int, str, str]:
    """The exit code, standard output as a terminal has it, and standard error, which is a pipe."""
    master, slave = pty.openpty()
    with subprocess.Popen([GEN_FLOWLOGS, *arguments], cwd=folder, stdout=slave, stderr=subprocess.PIPE) as started:
        os.close(slave)
        shown = b""
        with contextlib.suppress(OSError):  # the end, on Linux
            while part := os.read(master, 65536):
                shown += part
        os.close(master)
        assert started.stderr is not None
        err = started.stderr.read().decode()
    return started.returncode, shown.decode(), err


def test_no_page_of_html_is_printed_on_a_terminal(tmp_path: Path):
    folder = folder_with_specs(tmp_path)
    for arguments in ((), ("--format", "html")):
        code, out, err = on_a_terminal("report", "web.yaml", *arguments, folder=folder)
        assert (code, out) == (2, "")
        assert err.endswith(
            "gen-flowlogs: a page of HTML is for a browser, not for a terminal: write it into a file with "
            "`-o report.html`, or show it as text with `--format markdown` (`-o -` prints it all the same)\n"
        )
    code, out, err = on_a_terminal("report", "web.yaml", "--format", "markdown", folder=folder)
    assert (code, out[:31], err) == (0, "<!-- gen-flowlogs report -->\r\n#", "")
    code, out, err = on_a_terminal("report", "web.yaml", "-o", "-", folder=folder)
    assert (code, out[:15], err) == (0, "<!doctype html>", "")
    assert on_a_terminal("report", "web.yaml", "-o", "new.html", folder=folder) == (0, "", "new.html: created\n")


def test_a_broken_spec_has_no_report(tmp_path: Path):
    folder = folder_with_specs(tmp_path)
    said = command("report", "web.yaml", "bad.yaml", "-o", "all.html", folder=folder)
    assert (said.code, said.out) == (1, "")
    assert "bad.yaml has errors, so there is no report" in said.err
    assert "unknown-name" in said.err
    assert not (folder / "all.html").exists()


def test_standard_input_and_wrong_usage(tmp_path: Path):
    folder = folder_with_specs(tmp_path)
    said = command("report", "-", folder=folder, stdin=SPEC.replace("FILTER", "all").encode())
    assert said.code == 0
    assert "&lt;stdin&gt;:6" in said.out
    assert command("report", "web.yaml", "./web.yaml", folder=folder).code == 2
    assert command("report", "web.yaml", "-o", "", folder=folder).code == 2
    without = command("report", folder=folder)
    assert (without.code, "bad.yaml and web.yaml (specs below this folder)" in without.err) == (1, True)
    assert command("report", "none.yaml", folder=folder).code == 3
