"""The specs of a project, its configuration, folders of specs, and standard input under the name of a file."""

from __future__ import annotations

import errno
import json
import os
import time
from typing import TYPE_CHECKING, Any

import pytest

from commands import BROKEN, SPEC, say, snapshot
from gen_flowlogs.cli.exits import FileError
from gen_flowlogs.cli.parser import arguments_of
from gen_flowlogs.cli.patterns import on_disk
from gen_flowlogs.cli.project import settle

if TYPE_CHECKING:
    from pathlib import Path

SHARED = "filters:\n  security: {traffic: REJECT}\n"


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with two specs, one of which includes a file."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / "specs/shared").mkdir(parents=True)
    (tmp_path / "specs/web.yaml").write_text(SPEC.replace("name: small", "name: web"))
    (tmp_path / "specs/edge.yaml").write_text(
        SPEC.replace("name: small", "name: edge\ninclude: [shared/filters.yaml]")
        .replace("vpc-0a1b2c3d4e5f67890", "vpc-0a1b2c3d4e5f67891")
        .replace("/small", "/edge")
    )
    (tmp_path / "specs/shared/filters.yaml").write_text(SHARED)
    (tmp_path / "specs/README.md").write_text("# Specs\n")
    return tmp_path


# no argument, and folders


@pytest.mark.parametrize("name", ["specs", "specs/shared"])
def test_a_folder_that_cannot_be_listed_is_not_passed_over(name: str, project: Path, monkeypatch: pytest.MonkeyPatch):
    listing = os.scandir

    def refusing(path: str) -> Any:
        if os.fspath(path) == name:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return listing(path)

    monkeypatch.setattr(os, "scandir", refusing)
    monkeypatch.chdir(project)
    with pytest.raises(FileError, match=f"^cannot read {name}: Permission denied$"):
        on_disk(["specs/**/*.yaml"])


@pytest.mark.parametrize("arguments", [[], ["specs"], ["specs/"], ["./specs"], ["."]])
def test_nothing_or_a_folder_is_its_specs(arguments: list[str], project: Path):
    assert say("build", *arguments, folder=project).code == 0
    assert names(project / "out") == ["edge", "web"]
    assert say("check", *arguments, folder=project).code == 0
    listed = json.loads(say("stacks", *arguments, folder=project).out)
    assert [each["spec"] for each in listed] == ["edge", "web"]


@pytest.mark.parametrize("arguments", [[], ["specs"]])
def test_reports_and_audits_are_about_the_specs_of_a_project(arguments: list[str], project: Path):
    page = say("report", *arguments, "--format", "markdown", folder=project)
    assert page.code == 0
    assert "specs/edge.yaml" in page.out
    assert "specs/web.yaml" in page.out
    audited = say("audit", *arguments, folder=project)
    assert audited.code == 2
    assert "--inventory" in audited.err


def test_an_inventory_takes_a_folder_and_no_project(project: Path):
    (project / "specs/web.yaml").write_text(BROKEN)
    said = say("inventory", "specs", folder=project)
    assert said.code == 1
    assert "specs/web.yaml:" in said.err
    arguments = arguments_of(["inventory"])
    settle(arguments)
    assert arguments.specs == []


@pytest.mark.parametrize("command", [["explain", "specs", "core"], ["reader", "specs", "core", "--for", "duckdb"]])
def test_one_spec_is_no_folder(command: list[str], project: Path):
    said = say(*command, folder=project)
    assert said.code == 3
    assert "name a spec in it" in said.err


def test_what_nobody_named_is_named(project: Path):
    said = say("lint", folder=project)
    assert "gen-flowlogs: specs/edge.yaml and specs/web.yaml (specs in specs/)\n" in said.err
    assert "(specs in" not in say("lint", "specs", folder=project).err


def test_without_a_folder_of_specs_all_below_are_meant(project: Path):
    (project / "specs").rename(project / "network")
    said = say("lint", folder=project)
    assert "network/edge.yaml and network/web.yaml (specs below this folder)" in said.err


def test_a_broken_spec_of_a_folder_is_not_passed_over(project: Path):
    for number, text in enumerate(
        [
            BROKEN.replace("name: ", "name: a"),
            SPEC.replace("version: 1", "verison: 1"),
            SPEC.replace("capture_points:", "capture_point:"),
            SPEC + "  - [\n",
            "version: 1\nname: x\ninclude: [shared/filters.yaml]\n",
        ]
    ):
        (project / f"specs/broken{number}.yaml").write_text(text)
    said = say("lint", "specs", folder=project)
    assert said.code == 1
    assert all(f"specs/broken{number}.yaml:" in said.out for number in range(5))


def test_a_file_that_is_no_spec_and_not_included_is_named(project: Path):
    (project / "specs/shared/old.yaml").write_text(SHARED)
    said = say("lint", "specs", folder=project)
    assert said.code == 0
    assert "specs/shared/old.yaml is left out" in said.err
    assert "filters.yaml" not in said.err


def test_a_spec_with_an_ending_in_capitals_is_named(project: Path):
    (project / "specs/web.yaml").rename(project / "specs/WEB.YAML")
    said = say("lint", folder=project)
    assert "warning: specs/WEB.YAML is left out: write .yaml in small letters\n" in said.err
    assert "specs/edge.yaml (specs in specs/)" in said.err


def test_output_of_a_pipe_is_not_called_left_over(project: Path):
    text = SPEC.replace("name: small", "name: piped").encode()
    assert say("build", "-", folder=project, stdin=text).code == 0
    assert "gone" not in say("build", folder=project).err


def test_files_of_other_programs_are_none_of_our_business(project: Path):
    (project / "specs/compose.yaml").write_text("version: '3'\nname: x\nservices: {a: {}}\ninclude: [b.yaml]\n")
    (project / "specs/ci.yaml").write_text("name: ci\non: push\njobs: {}\n")
    (project / "specs/list.yaml").write_text("- capture_points: 1\n")
    (project / "specs/.hidden.yaml").write_text("version: 1\ncapture_points: 5\n")
    assert say("lint", "specs", folder=project).err == say("lint", "specs", folder=project).out == ""


def test_a_link_out_of_the_repository_is_refused(project: Path, tmp_path_factory: pytest.TempPathFactory):
    secret = tmp_path_factory.mktemp("outside") / "secret.yaml"
    secret.write_text("version: 1\ncapture_points: hunter2\n")
    (project / "specs/link.yaml").symlink_to(secret)
    said = say("lint", "specs", folder=project)
    assert said.code == 3
    assert "leads out of the repository" in said.err
    assert "hunter2" not in said.err + said.out


def test_a_link_to_a_folder_elsewhere_is_named_and_no_gate_passes_it(
    project: Path, tmp_path_factory: pytest.TempPathFactory
):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "more.yaml").write_text(SPEC)
    (project / "specs/more").symlink_to(outside)
    why = "it is a symbolic link that leads out of the repository"
    said = say("lint", folder=project)
    assert (said.code, f"warning: specs/more is left out: {why}\n" in said.err) == (0, True)
    for command in (["lint"], ["hook", "check"]):
        said = say(*command, "specs/**/*.yaml", folder=project)
        assert (said.code, said.err) == (3, f"gen-flowlogs: specs/more: {why}\n")


def test_a_link_to_a_folder_inside_is_entered_once(project: Path):
    (project / "spec").mkdir()
    (project / "spec/more.yaml").write_text(SPEC)
    (project / "specs/in").symlink_to("../spec")  # its name begins as that of the folder it is in
    (project / "specs/up").symlink_to("..")
    (project / "specs/self").symlink_to("self")
    assert say("lint", "specs", folder=project).code == 0
    arguments = arguments_of(["lint", str(project / "specs")])
    settle(arguments)
    assert [each.rsplit("/", 1)[1] for each in arguments.specs] == ["edge.yaml", "more.yaml", "web.yaml"]


def test_a_folder_with_a_hostile_include(project: Path):
    (project / "specs/odd.yaml").write_text('version: 1\nname: odd\ninclude: ["a\\0b"]\n')
    said = say("lint", folder=project)
    assert (said.code, '"a\\x00b" cannot be the name of a file' in said.out) == (1, True)


def test_a_folder_without_a_spec(tmp_path: Path):
    said = say("check", folder=tmp_path)
    assert said.code == 3
    assert said.err == "gen-flowlogs: this folder has no spec: name one, or write one with `gen-flowlogs init`\n"
    (tmp_path / "empty").mkdir()
    assert "empty has no spec" in say("check", "empty", folder=tmp_path).err


def test_specs_that_moved_elsewhere_are_found(project: Path):
    (project / "network").mkdir()
    (project / "specs/web.yaml").rename(project / "network/web.yaml")
    (project / "specs/edge.yaml").unlink()
    said = say("lint", folder=project)
    assert (said.code, said.out) == (3, "")
    assert (
        "specs has no spec, but network/web.yaml is one: name it, or have .gen-flowlogs.yaml name its folder"
        in said.err
    )


def test_a_misspelt_file_has_a_neighbour(project: Path):
    said = say("lint", "specs/wbe.yaml", folder=project)
    assert said.code == 3
    assert (
        said.err
        == "gen-flowlogs: cannot read specs/wbe.yaml (did you mean specs/web.yaml?): No such file or directory\n"
    )
    assert "did you mean" not in say("lint", "specs/other.yaml", folder=project).err
    assert "did you mean" not in say("lint", "nowhere/web.yaml", folder=project).err


def test_a_spec_may_be_named_beside_its_folder(project: Path):
    listed = json.loads(say("stacks", "specs", "specs/web.yaml", "specs", folder=project).out)
    assert [each["spec"] for each in listed] == ["edge", "web"]
    assert "given twice" in say("lint", "specs/web.yaml", "specs/web.yaml", folder=project).err


def test_a_folder_beside_the_specs_says_where_they_are(project: Path):
    (project / "infra/network").mkdir(parents=True)
    said = say("check", folder=project / "infra/network")
    assert said.code == 3
    assert "no spec is named, and specs/ is in ../..: run the command there, or name a spec" in said.err


def test_a_hook_names_its_specs(project: Path):
    assert say("hook", "lint", folder=project).code == 2
    said = say("hook", "lint", "specs", folder=project)
    assert said.code == 3
    assert "for all specs in it write `specs/*.yaml`" in said.err


# configuration


FORMS = {
    ".gen-flowlogs.yaml": "specs: [network/*.yaml]\nout: infra\nstrict: true\nroot: .\n",
    "pyproject.toml": '[tool.gen-flowlogs]\nspecs = ["network/*.yaml"]\nout = "infra"\nstrict = true\nroot = "."\n',
}


@pytest.fixture(params=FORMS)
def configured(request: pytest.FixtureRequest, project: Path) -> Path:
    (project / "specs").rename(project / "network")
    (project / request.param).write_text(FORMS[request.param])
    return project


def test_a_configuration_has_specs_and_out(configured: Path):
    assert say("build", folder=configured).code == 0
    assert names(configured / "infra") == ["edge", "web"]
    assert say("check", folder=configured).code == 0
    assert not (configured / "out").exists()


def test_its_paths_are_those_of_its_folder(configured: Path):
    assert say("build", folder=configured).code == 0
    (configured / "a/b").mkdir(parents=True)
    for folder in (configured / "network", configured / "a/b"):
        before = snapshot(configured)
        assert say("check", folder=folder).code == 0
        assert say("build", folder=folder).code == 0
        assert snapshot(configured) == before
    assert say("check", "web.yaml", folder=configured / "network").code == 0


def test_the_command_line_goes_first(configured: Path):
    (configured / "other.yaml").write_text(SPEC)
    assert say("build", "other.yaml", "--out", "out", folder=configured).code == 0
    assert names(configured / "out") == ["small"]
    assert not (configured / "infra").exists()


@pytest.mark.parametrize(("text", "code"), [("true", 1), ("false", 0)])
def test_strict(text: str, code: int, project: Path):
    (project / "specs/web.yaml").write_text(SPEC + "    expires: 2020-01-01\n")
    (project / ".gen-flowlogs.yaml").write_text(f"strict: {text}\n")
    assert say("lint", "specs/web.yaml", folder=project).code == code
    assert say("lint", "--strict", "specs/web.yaml", folder=project).code == 1


def test_a_root_narrows(project: Path):
    (project / ".gen-flowlogs.yaml").write_text("root: specs/shared\n")
    said = say("lint", folder=project)
    assert said.code == 2
    refused = (
        '.gen-flowlogs.yaml: "root" is refused: specs/shared does not contain specs/edge.yaml: name a folder above it'
    )
    assert f"gen-flowlogs: {refused}\n" in said.err
    assert say("lint", "--root", ".", folder=project).code == 0


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("specs: [../x.yaml]", '"specs" "../x.yaml" leads out of the repository'),
        ("specs: [/etc/passwd]", "write a path from the folder of that file"),
        ("specs: [out/*.yaml]", '"specs" "out/*.yaml" leads out of the repository'),
        ("out: ..", '"out" ".." leads out of the repository'),
        ("out: out", '"out" "out" leads out of the repository'),
        ("out: .git/hooks", '"out" ".git/hooks" is hidden, or in a hidden folder'),
        ("out: hooks", '"out" "hooks" is hidden, or in a hidden folder'),
        ("specs: [.git/config]", '"specs" ".git/config" is hidden, or in a hidden folder'),
        ("specs: [README.md]", '"specs" "README.md" is no folder, and does not end in .yaml or .yml'),
        ("specs: [netwrok]", '"specs" "netwrok" does not exist: make that folder, or name another one'),
        ("specs: ['specs/*']", '"specs" "specs/*" is no folder, and does not end in .yaml or .yml'),
        ("out: /tmp", "write a path from the folder of that file"),
        ("out: 5", '"out" is the name of a folder'),
        ("root: ../..", '"root" "../.." leads out of the repository'),
        ("root: /", "write a path from the folder of that file"),
        ("outt: x", 'unknown key "outt"; did you mean "out"?'),
        ("quiet: true", 'unknown key "quiet"; it has specs, out, strict and root'),
        ("strict: 1", '"strict" is true or false'),
        ("specs: {a: b}", '"specs" is a list of files, folders or patterns'),
        ("specs: [-]", '"-" is no path'),
        ("specs: [", "is a bracket or brace not closed?"),
        ("[specs]", "a configuration is a mapping of specs, out, strict and root"),
        ("out: ~/infra", "write a path from the folder of that file"),
        ("out: C:/infra", "write a path from the folder of that file"),
        ("out: C:infra", "write a path from the folder of that file"),
        ("out: //server/infra", "write a path from the folder of that file"),
        (f"out: {'a/' * 3000}", "is no path"),
        ('specs: ["a\\0b.yaml"]', '"a\\x00b.yaml" is no path'),
        ('"\\e[31m": 1', 'unknown key "\\x1b[31m"'),
        ("strict: true\nstrict: false", 'the key "strict" is written twice'),
        ("1: 2", 'unknown key "1"'),
        ("a: &a [x, x]\nb: &b [*b]", "is inside the value that it repeats"),
    ],
)
def test_a_configuration_that_cannot_be_meant(
    settings: str, words: str, project: Path, tmp_path_factory: pytest.TempPathFactory
):
    (project / "out").symlink_to(tmp_path_factory.mktemp("outside"))
    (project / "hooks").symlink_to(project / ".git")
    (project / ".gen-flowlogs.yaml").write_text(settings + "\n")
    said = say("build", folder=project)
    assert said.code == 2
    assert said.err.startswith("gen-flowlogs: .gen-flowlogs.yaml: ")
    assert words in said.err


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"[tool.gen-flowlogs]\nout = 2021-02-30\n", "it is not TOML (Invalid date"),
        (b"[tool.gen-flowlogs]\nstrict = " + b"1" * 5000 + b"\n", "it is not TOML (Exceeds the limit"),
        (b"[tool.gen-flowlogs]\nspecs = " + b"[" * 3000 + b"\n", "it is not TOML (maximum recursion depth"),
        (b"[tool.gen-flowlogs]\nout = '\xff'\n", "it is not TOML ('utf-8' codec"),
        (b"[tool.gen-flowlogs]\nout = 'a'\nout = 'b'\n", "it is not TOML (Cannot overwrite a value"),
        (b"[[tool.gen-flowlogs]]\nout = 'a'\n", "[tool.gen-flowlogs] is a table of specs, out, strict and root"),
        (b"\xef\xbb\xbf[tool.gen-flowlogs]\noutt = 'a'\n", 'unknown key "outt"'),
        (b'["tool" . "gen-flowlogs"]\noutt = "a"\n', 'unknown key "outt"'),
        (b"tool = {x = 1, gen-flowlogs = {outt = 'a'}}\n", 'unknown key "outt"'),
        (b"tool.gen-flowlogs.outt = 'a'\n", 'unknown key "outt"'),
        (b"[tool.gen_flowlogs]\nout = 'a'\n", "is not read: the table is called [tool.gen-flowlogs]"),
    ],
)
def test_a_table_that_cannot_be_meant(data: bytes, words: str, project: Path):
    (project / "pyproject.toml").write_bytes(data)
    said = say("lint", folder=project)
    assert (said.code, words in said.err) == (2, True), said.err


@pytest.mark.parametrize("data", [b"", b"\n# none\n", b"\xef\xbb\xbf# none\n"])
def test_a_configuration_may_be_empty(data: bytes, project: Path):
    (project / ".gen-flowlogs.yaml").write_bytes(data)
    assert say("lint", folder=project).code == 0


def test_a_configuration_in_another_encoding_is_not_taken_for_an_empty_one(project: Path):
    (project / ".gen-flowlogs.yaml").write_bytes("# strictly\nstrict: true\n".encode("utf-16"))
    assert "the file is UTF-16 text; save it as UTF-8" in say("lint", folder=project).err


def test_a_long_file_of_another_program_takes_no_time(project: Path):
    (project / "pyproject.toml").write_bytes(b"\n" * 1_000_000 + b"tool gen-flowlogs " * 20_000)
    started = time.process_time()
    assert say("lint", folder=project).code == 0
    assert time.process_time() - started < 5  # with an expression that goes back, days


@pytest.mark.parametrize("name", [".gen-flowlogs.yaml", "pyproject.toml"])
@pytest.mark.parametrize(
    ("target", "words"),
    [
        (None, "Is a directory"),
        ("/dev/zero", "it is a symbolic link that leads out of the repository"),
        (".git/HEAD", "it is a symbolic link that leads to a hidden file or folder"),
        ("nothing", "No such file or directory"),
    ],
)
def test_a_configuration_that_is_no_file_is_not_passed_over(name: str, target: str | None, words: str, project: Path):
    if target is None:
        (project / name).mkdir()
    else:
        (project / name).symlink_to(target)
    said = say("lint", folder=project)
    assert (said.code, said.err) == (3, f"gen-flowlogs: cannot read {name}: {words}\n")


def test_a_configuration_between_the_root_and_the_folder_counts(project: Path):
    (project / "a/b").mkdir(parents=True)
    (project / "a/.gen-flowlogs.yaml").write_text("specs: [../specs/web.yaml]\nout: ../infra\n")
    (project / ".gen-flowlogs.yaml").write_text("outt: not read\n")
    assert say("build", folder=project / "a/b").code == 0
    assert names(project / "infra") == ["web"]
    (project / "a/.gen-flowlogs.yaml").write_text("root: ../..\n")
    assert "leads out of the repository" in say("build", folder=project / "a/b").err


def test_a_submodule_has_its_own_configuration_and_reaches_no_further(project: Path):
    inner = project / "inner"
    (inner / "specs").mkdir(parents=True)
    (inner / ".git").write_text("gitdir: ../.git/modules/inner\n")
    (inner / "specs/spec.yaml").write_text(SPEC)
    (project / ".gen-flowlogs.yaml").write_text("outt: x\n")
    assert say("lint", folder=inner).code == 0
    (inner / ".gen-flowlogs.yaml").write_text("out: ../infra\n")
    assert '"out" "../infra" leads out of the repository' in say("build", folder=inner).err


def test_two_configurations_are_one_too_many(project: Path):
    for name, text in FORMS.items():
        (project / name).write_text(text)
    assert "both configure gen-flowlogs: keep one of them" in say("lint", folder=project).err


@pytest.mark.parametrize("name", [".gen-flowlogs.yml", "gen-flowlogs.yaml"])
def test_a_configuration_of_another_name_is_not_passed_over(name: str, project: Path):
    (project / name).write_text("strict: true\n")
    assert f"{name} is not read: a configuration is called .gen-flowlogs.yaml" in say("lint", folder=project).err


def test_a_configuration_above_the_repository_is_not_read(project: Path):
    inner = project / "inner"
    (inner / ".git").mkdir(parents=True)
    (inner / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (inner / "spec.yaml").write_text(SPEC)
    (project / ".gen-flowlogs.yaml").write_text("outt: x\n")
    assert say("lint", folder=inner).code == 0


def test_another_pyproject_is_passed_over(project: Path):
    (project / "specs/pyproject.toml").write_text('[project]\nname = "gen-flowlogs-specs"\n')
    (project / "pyproject.toml").write_text('[tool.gen-flowlogs]\nout = "infra"\n')
    assert say("build", "web.yaml", folder=project / "specs").code == 0
    assert (project / "infra/web").is_dir()


def test_a_link_to_a_configuration_elsewhere_is_refused(project: Path, tmp_path_factory: pytest.TempPathFactory):
    secret = tmp_path_factory.mktemp("outside") / "secret.yaml"
    secret.write_text("hunter2: x\n")
    (project / ".gen-flowlogs.yaml").symlink_to(secret)
    said = say("lint", folder=project)
    assert said.code == 3
    assert "hunter2" not in said.err


def test_hooks_do_not_read_it(project: Path):
    (project / ".gen-flowlogs.yaml").write_text("outt: x\n")
    assert say("hook", "lint", "specs/web.yaml", folder=project).code == 0


# standard input under the name of a file


def test_findings_and_includes_are_those_of_the_file(project: Path):
    text = (project / "specs/edge.yaml").read_text()
    assert say("lint", "--stdin-filename", "specs/edge.yaml", "-", folder=project, stdin=text.encode()).code == 0
    assert say("lint", "--stdin-filename", "specs/new.yaml", folder=project, stdin=text.encode()).code == 0
    assert say("lint", "-", folder=project, stdin=text.encode()).code == 1
    said = say("lint", "--stdin-filename", "specs/edge.yaml", "-", folder=project, stdin=(text + "zzz: 1\n").encode())
    number = len(text.splitlines()) + 1
    assert said.out.startswith(f'specs/edge.yaml:{number}:1: error: unknown key "zzz" in the spec')
    assert "    zzz: 1\n" in said.out


@pytest.mark.parametrize("form", ["json", "github", "sarif", "junit", "gitlab"])
def test_every_form_has_the_name(form: str, project: Path):
    said = say(
        "lint",
        "--format",
        form,
        "--stdin-filename",
        "specs/edge.yaml",
        "-",
        folder=project,
        stdin=b"version: 1\nzzz: 1\n",
    )
    assert said.code == 1
    assert "specs/edge.yaml" in said.out
    assert "stdin" not in said.out


def test_check_compares_what_is_not_saved_yet(project: Path):
    assert say("build", "specs/web.yaml", folder=project).code == 0
    text = (project / "specs/web.yaml").read_text()
    assert say("check", "--stdin-filename", "specs/web.yaml", "-", folder=project, stdin=text.encode()).code == 0
    changed = text.replace("vpc-0a1b2c3d4e5f67890", "vpc-0a1b2c3d4e5f67899")
    assert say("check", "--stdin-filename", "specs/web.yaml", "-", folder=project, stdin=changed.encode()).code == 1


def test_a_name_without_standard_input_is_refused(project: Path):
    said = say("lint", "--stdin-filename", "specs/web.yaml", "specs/edge.yaml", folder=project)
    assert (said.code, said.err) == (
        2,
        "gen-flowlogs: `--stdin-filename` names standard input: write `-` as the SPEC\n",
    )
    said = say("lint", "--stdin-filename", "specs/web.yaml", "specs/web.yaml", "-", folder=project, stdin=b"")
    assert said.code == 2
    assert "given twice" in said.err
