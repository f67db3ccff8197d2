"""The tutorial, from its first command to its last, as a newcomer follows it."""

from __future__ import annotations

import re

from newcomer import LOG_GROUP, Newcomer

import terraform
import tutorial_page
from catalogue import Said, command
from tutorial_page import Command, File

pytestmark = terraform.needs_provider


def test_each_step_of_the_page_does_what_it_shows(aws, tmp_path):
    aws.forget()
    newcomer = Newcomer.arrived(aws, tmp_path)
    for step in tutorial_page.steps():
        if isinstance(step, Command) and f"filter-log-events --log-group-name {LOG_GROUP} " in step.line:
            newcomer.traffic()
        printed, code = newcomer.follow(step)
        shown = step if isinstance(step, Command) else Command(str(step), "", 0)
        assert code == shown.code, f"{shown.line}\n{printed}"
        assert tutorial_page.agrees(shown.printed, printed), f"{shown.line}\n{printed}"
    assert aws.flow_logs(region="eu-central-1") == []


def test_the_backend_of_the_page_fits_its_spec(tmp_path):
    (spec,) = (step.text for step in tutorial_page.steps() if isinstance(step, File))
    (backend,) = re.findall(
        r"^```yaml\n(terraform:\n.*?)^```$", tutorial_page.PAGE.read_text(), re.MULTILINE | re.DOTALL
    )
    (tmp_path / "web.yaml").write_text(spec + backend)
    assert command("lint", "--strict", "web.yaml", folder=tmp_path) == Said(0, "", "")
