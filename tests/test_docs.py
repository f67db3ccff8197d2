"""What the docs say is true: the page of rules, the examples of the README, and every relative link."""

from __future__ import annotations

import re
import shlex
import shutil
from typing import TYPE_CHECKING

import pytest
import yaml

import catalogue
import rules_page
from catalogue import ROOT
from gen_flowlogs.cli.parser import COMMANDS
from gen_flowlogs.rules import RULES
from rules_page import Section

if TYPE_CHECKING:
    from pathlib import Path

README = ROOT / "README.md"
PAGES = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")})

WITHOUT_A_SPEC = {"not-utf8", "duplicate-spec", "foreign-file", "stale-output", "policy-size", "undeliverable"}
"""Rules whose section cannot show a spec.

Bytes that are no text, what is about more than one spec, what takes hundreds of stacks, and what no spec is known for.
"""

SECTIONS = rules_page.sections(rules_page.PAGE.read_text(encoding="utf-8")) if rules_page.PAGE.is_file() else ()


def test_every_rule_has_its_section_in_order():
    assert [section.slug for section in SECTIONS] == list(RULES)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.slug)
def test_the_page_says_what_lint_says(section: Section):
    if section.slug in WITHOUT_A_SPEC and not section.files:
        return
    assert section.said == rules_page.says(section), "if this is meant: make golden, and read it"
    assert section.said is not None
    assert f"[{section.slug}]\n" in section.said


def blocks(path: Path, *kinds: str) -> list[str]:
    fence = re.compile(rf"^```({'|'.join(kinds)})\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    return [match[2] for match in fence.finditer(path.read_text(encoding="utf-8"))]


def test_the_specs_of_the_readme_compile(tmp_path: Path):
    specs = [text for text in blocks(README, "yaml") if re.search(r"^version: 1$", text, re.MULTILINE)]
    assert specs
    for number, text in enumerate(specs):
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
        said = catalogue.command("lint", f"{number}.yaml", folder=tmp_path)
        assert (said.code, said.out) == (0, "")


def test_the_terraform_of_the_readme_is_what_its_spec_becomes(tmp_path: Path):
    (tmp_path / "web.yaml").write_text(blocks(README, "yaml")[0], encoding="utf-8")
    assert catalogue.command("web.yaml", folder=tmp_path).code == 0
    ((name, *_),) = [path.parts[-2:] for path in (tmp_path / "out").rglob("flow_logs.tf")]
    written = "".join(catalogue.folder_files(tmp_path / "out" / name).values())
    shown = blocks(README, "hcl")
    assert shown
    assert [text for text in shown if text not in written] == []


def test_the_mistake_of_the_readme_is_told_so(tmp_path: Path):
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/web.yaml").write_text(blocks(README, "yaml")[0] + "    filter: reject\n", encoding="utf-8")
    assert catalogue.command("lint", "specs/web.yaml", folder=tmp_path).out == blocks(README, "text")[0]


def test_other_yaml_of_the_readme_is_yaml():
    for text in blocks(README, "yaml"):
        assert list(yaml.safe_load_all(text))


def test_the_commands_of_the_readme_run(tmp_path: Path):
    lines = [
        line.removeprefix("$ ").split("  #")[0].strip()
        for text in blocks(README, "sh", "bash", "console", "shell")
        for line in text.splitlines()
    ]
    commands = [shlex.split(line)[1:] for line in lines if line.startswith("gen-flowlogs ")]
    assert commands
    for arguments in commands:
        if {"|", ">", "<"} & set(arguments) or any("…" in argument or argument.isupper() for argument in arguments):
            continue
        for path in (ROOT / "specs").glob("*.yaml"):  # what the reader would have in a checkout
            if path.relative_to(ROOT).as_posix() in arguments and not (tmp_path / "specs" / path.name).exists():
                shutil.copytree(ROOT / "specs", tmp_path / "specs")
        said = catalogue.command(*arguments, folder=tmp_path)
        assert said.code == 0, f"{arguments}: {said.out}{said.err}"


def test_the_make_targets_of_the_docs_exist():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        name for path in PAGES for name in re.findall(r"(?:`|^|\$ )make ([a-z-]+)", path.read_text(), re.MULTILINE)
    }
    assert named <= targets


def test_the_readme_names_every_command():
    text = README.read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"`{name}" not in text] == []


def test_each_test_that_a_promise_names_is_there():
    named = re.findall(r"`(tests/[\w./-]+)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))
    assert len(named) > 10
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_index_has_each_page_once():
    """`docs/README.md` is where `--help` leads to."""
    linked = re.findall(r"\]\(([\w-]+\.md)\)", (ROOT / "docs/README.md").read_text(encoding="utf-8"))
    assert sorted(linked) == sorted(path.name for path in (ROOT / "docs").glob("*.md") if path.name != "README.md")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_relative_links_lead_somewhere(path: Path):
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        file, _, anchor = target.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        there = (path.parent / file).resolve() if file else path
        assert there.exists(), target
        if anchor and there.suffix == ".md":
            assert anchor in _anchors(there), target


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
