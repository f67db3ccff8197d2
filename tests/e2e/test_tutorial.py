"""The tutorial, from its first command to its last, as a newcomer follows it."""

from __future__ import annotations

import re

import pytest
from newcomer import LOG_GROUP, REGION, Newcomer

import terraform
import tutorial_page
from catalogue import Said, command
from tutorial_page import Command, File


@terraform.needs_provider
def test_each_step_of_the_page_does_what_it_shows(aws, tmp_path):
    aws.forget()
    newcomer = Newcomer.arrived(aws, tmp_path)
    found = []
    for step in tutorial_page.steps():
        if isinstance(step, Command) and f"filter-log-events --log-group-name {LOG_GROUP} " in step.line:
            newcomer.traffic()
        printed, code = newcomer.follow(step)
        assert code == (step.code if isinstance(step, Command) else 0), f"{step}\n{printed}"
        if isinstance(step, Command):
            found.append((step, printed))
    assert aws.flow_logs(region=REGION) == []
    (tmp_path / "tutorial.md").write_text(tutorial_page.renewed(found), encoding="utf-8")
    differing = {step.line: printed for step, printed in found if not tutorial_page.agrees(step.printed, printed)}
    assert differing == {}, f"if this is meant: copy {tmp_path / 'tutorial.md'}, and read it"


def test_each_command_of_the_page_is_a_step():
    lines = re.findall(r"^\$ ", tutorial_page.PAGE.read_text(), re.MULTILINE)
    assert len(lines) == sum(isinstance(step, Command) for step in tutorial_page.steps()) > 20


@pytest.mark.parametrize(("shown", "printed"), [("", ""), ("a\n…\nd\n", "a\nb\nc\nd\n"), ("…\nd\n", "a\nd\n")])
def test_the_lines_that_the_page_leaves_out_may_differ(shown: str, printed: str):
    assert tutorial_page.agrees(shown, printed)


@pytest.mark.parametrize(
    ("shown", "printed"),
    [("", "a\n"), ("a\n", "a\nb\n"), ("a.c\n", "abc\n"), ("a\n…\nd\n", "a\nd\n"), ("…\nd\n", "a\nb\n")],
)
def test_no_other_line_may_differ(shown: str, printed: str):
    assert not tutorial_page.agrees(shown, printed)


def test_the_backend_of_the_page_fits_its_spec(tmp_path):
    (spec,) = (step.text for step in tutorial_page.steps() if isinstance(step, File))
    (backend,) = re.findall(
        r"^```yaml\n(terraform:\n.*?)^```$", tutorial_page.PAGE.read_text(), re.MULTILINE | re.DOTALL
    )
    (tmp_path / "web.yaml").write_text(spec + backend)
    assert command("lint", "--strict", "web.yaml", folder=tmp_path) == Said(0, "", "")
