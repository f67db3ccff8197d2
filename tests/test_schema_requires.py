"""`requires`: which versions may compile a spec, what is said where this one may not, and where nobody is asked."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest

import commands
import small_language
from gen_flowlogs import DOCS, __version__, schema
from gen_flowlogs.schema import requires

if TYPE_CHECKING:
    from pathlib import Path

SPEC = """version: 1
name: web
{requires}destinations: {{central: {{cloudwatch_logs: {{log_group: /vpc/flow-logs}}}}}}
capture_points: {{core: {{vpc: vpc-0a1b2c3d4e5f67890, destinations: central}}}}
"""


@pytest.mark.parametrize(
    ("version", "met", "unmet"),
    [
        (
            "0.1.0",
            (">=0.1", "=0.1", "<=0.1.0", "<0.1.1", "!=0.1.1", " >0.0 ,\t<1 "),
            (">0.1", "<0.1", "!=0.1", "=0.1.1"),
        ),
        ("0.2.0.dev3+g1a2b3c4", (">=0.2", "=0.2.0"), ("<0.2", ">0.2", ">=0.2,<0.2")),
        ("1.4rc1", (">=1.4,<1.5", "=1.4"), ("<1.4",)),
        ("2.0.1", (">=0.2,<3", ">2.0,!=2.0.2"), (">=0.2,<2", ">=2.0.2")),
    ],
)
def test_a_version_may_or_may_not(version: str, met: tuple[str, ...], unmet: tuple[str, ...]):
    for text in (*met, *unmet):
        assert bool(requires.unmet({"requires": text}, "a.yaml", version)) == (text in unmet), text


def test_the_own_version_has_a_release():
    assert requires.release(__version__) >= (0, 1, 0)


@pytest.mark.parametrize(
    "value",
    [None, 0.2, 900, True, [">=900"], {">=900": 1}, "", "900", "~>900", ">=900,", ">=900\n", ">=900 || 1", ">=900;x",
     ">=\u0669", ">=9" + "9" * 9, ">=900," * 60 + ">1", "\x1b[31m>=900", ">=900.1.2.3", "=> 900"],
)  # fmt: skip
def test_what_cannot_be_read_is_for_the_schema(value: Any):
    assert requires.unmet({"requires": value}, "a.yaml") is None
    found = small_language.diagnostics(requires=value)
    assert [(each.severity, each.position.file) for each in found] == [("error", "a.yaml")]


def test_the_page_of_upgrading_is_named_and_no_way_to_install():
    finding = schema.unmet({"requires": "= 900 , !=900.1"}, "a.yaml")
    assert finding is not None
    assert finding.message == (
        f"this spec requires gen-flowlogs =900,!=900.1, and this is {__version__}: install a version that it admits "
        f"({DOCS}/upgrading.md), or change `requires`"
    )


@pytest.mark.parametrize("command", ["build", "check", "lint", "stacks"])
def test_every_command_refuses_and_writes_nothing(command: str, tmp_path: Path):
    (tmp_path / "web.yaml").write_text(SPEC.format(requires='requires: ">=900"\nkey_of_the_future: 1\n'))
    (tmp_path / "fine.yaml").write_text(SPEC.format(requires="").replace("web", "fine").replace("/vpc", "/fine"))
    ran = commands.say(command, "web.yaml", "fine.yaml", folder=tmp_path)
    assert ran.code == 1
    said = [line for line in (ran.out + ran.err).splitlines() if line.startswith("web.yaml") and "error:" in line]
    assert len(said) == 1
    assert "[requires]" in said[0]
    assert not (tmp_path / "out").exists()


def test_the_old_file_of_diff_is_not_asked_and_the_new_one_is(tmp_path: Path):
    (tmp_path / "late.yaml").write_text(SPEC.format(requires='requires: ">=900"\n'))
    (tmp_path / "now.yaml").write_text(SPEC.format(requires='requires: ">=0.1"\n'))
    said = commands.say("diff", "late.yaml", "now.yaml", folder=tmp_path)
    assert (said.code, said.out) == (0, "now.yaml: nothing changes\n")
    said = commands.say("diff", "now.yaml", "late.yaml", folder=tmp_path)
    assert (said.code, said.out) == (1, "")
    assert "late.yaml:3:11: error: this spec requires gen-flowlogs >=900" in said.err


def test_the_old_side_of_diff_base_is_not_asked(tmp_path: Path):
    spec = tmp_path / "web.yaml"
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-C", str(tmp_path)]
    spec.write_text(SPEC.format(requires='requires: ">=900"\n'))
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        subprocess.run([*git, *words], check=True)
    spec.write_text(SPEC.format(requires='requires: ">=0.1"\n'))
    assert "nothing changes" in commands.say("diff", "--base", "HEAD", "web.yaml", folder=tmp_path).out
    spec.write_text(SPEC.format(requires='requires: ">=900"\n'))
    refused = commands.say("diff", "--base", "HEAD", "web.yaml", folder=tmp_path)
    assert refused.code == 1
    assert "[requires]" in refused.err
