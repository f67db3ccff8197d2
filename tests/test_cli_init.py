"""`init`: the starter, the schemas beside it, and a `.gitignore`; and the next steps that the first build names."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from catalogue import Said
from commands import SPEC, say, snapshot, write_specs
from gen_flowlogs import __version__
from gen_flowlogs.cli import main
from gen_flowlogs.emit import creation

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_specs(tmp_path)


def test_init_makes_a_spec_that_compiles_once_its_placeholders_are_replaced(tmp_path: Path):
    said = say("init", "network", folder=tmp_path)
    assert said.code == 0
    assert said.out.splitlines() == [
        "specs/network.yaml: created",
        "specs/flowlogs-v1.schema.json: created",
        "specs/flowlogs-v1-include.schema.json: created",
        ".gitignore: created",
    ]
    assert said.err.startswith("next: ")
    assert said.err.endswith(", then `gen-flowlogs specs/network.yaml`\n")
    spec = tmp_path / "specs/network.yaml"
    found = say("lint", "--strict", "--format", "json", "specs/network.yaml", folder=tmp_path)
    assert found.code == 1
    assert "ignore" not in say("lint", "specs/network.yaml", folder=tmp_path).err
    assert [each["slug"] for each in json.loads(found.out)["diagnostics"]] == ["placeholder", "placeholder"]
    text = spec.read_text(encoding="utf-8").replace("vpc-00000000000000000", "vpc-0a1b2c3d4e5f67890")
    spec.write_text(text.replace("change-me-", "acme-"), encoding="utf-8")
    assert say("lint", "--strict", "specs/network.yaml", folder=tmp_path) == Said(0, "", "")
    assert say("specs/network.yaml", folder=tmp_path).code == 0
    assert (tmp_path / "out/network/flow_logs.tf").is_file()


def test_the_longest_name_has_a_bucket(tmp_path: Path):
    say("init", "n" * 40, folder=tmp_path)
    assert say("lint", folder=tmp_path).code == 0


def test_the_starter_passes_yamllint(tmp_path: Path):
    say("init", "network", folder=tmp_path)
    linter = [sys.executable, "-m", "yamllint", "--strict", "-f", "parsable", "specs/network.yaml"]
    ran = subprocess.run(linter, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert (ran.stdout, ran.returncode) == ("", 0), ran.stderr


IGNORED = [".terraform/", "*.tfstate", "*.tfstate.*", "*.tfplan"]


def test_init_has_terraforms_files_ignored(tmp_path: Path):
    say("init", "network", folder=tmp_path)
    git = ["git", "-c", "core.excludesFile=", "-C", str(tmp_path)]
    subprocess.run([*git, "init", "-q"], check=True)
    ignored = [
        ".terraform/providers/x",
        "terraform.tfstate",
        "terraform.tfstate.backup",
        ".terraform.tfstate.lock.info",
        "network.tfplan",
    ]
    paths = [f"out/network/{name}" for name in (*ignored, ".terraform.lock.hcl", "flow_logs.tf")]
    ran = subprocess.run([*git, "check-ignore", *paths], check=True, capture_output=True, text=True)
    assert ran.stdout.split() == [f"out/network/{name}" for name in ignored]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("node_modules\n", IGNORED),
        ("**/.terraform/*\n*.tfstate\n*.tfstate.*\r\n", IGNORED[3:]),
        (".terraform\n*.tfstate*\n*.tfplan", []),
        ("# .terraform/\n*.tfstate\n!*.tfplan\n", [IGNORED[0], *IGNORED[2:]]),
    ],
)
def test_init_leaves_a_gitignore_and_says_what_it_lacks(text: str, missing: list[str], tmp_path: Path):
    (tmp_path / ".gitignore").write_text(text, newline="")
    said = say("init", "network", folder=tmp_path)
    assert ".gitignore" not in said.out
    assert (tmp_path / ".gitignore").read_bytes() == text.encode()
    noted = [line for line in said.err.splitlines() if line.startswith("add to .gitignore")]
    assert [each.split(": ")[1] for each in noted] == ([f"{' '.join(missing)} (a line each)"] if missing else [])


def test_a_gitignore_above_counts_up_to_the_root_of_the_repository(tmp_path: Path):
    subprocess.run(["git", "init", "-q", str(tmp_path / "repository")], check=True)
    (tmp_path / ".gitignore").write_text("*.tfplan\n")
    (tmp_path / "repository/.gitignore").write_text(".terraform/\n*.tfstate*\n")
    folder = tmp_path / "repository/network"
    folder.mkdir()
    assert ".gitignore: created" in say("init", "network", folder=folder).out
    assert (folder / ".gitignore").read_text().splitlines()[2:] == ["*.tfplan"]
    (tmp_path / "repository/.gitignore").write_text(".terraform/\n*.tfstate*\n*.tfplan\n")
    (folder / ".gitignore").unlink()
    (folder / ".gitignore").symlink_to("nowhere")
    said = say("init", "other", folder=folder)
    assert ".gitignore" not in said.out + said.err


def test_schemas_alone_leave_the_gitignore(folder: Path):
    say("init", "--schemas", "small.yaml", folder=folder)
    assert not (folder / ".gitignore").exists()


@pytest.mark.parametrize("arguments", [(), ("web",)])
def test_init_makes_no_folder_of_specs_inside_of_one(arguments: tuple[str, ...], tmp_path: Path):
    specs = tmp_path / "specs"
    specs.mkdir()
    said = say("init", *arguments, folder=specs)
    assert (said.code, list(specs.iterdir())) == (2, [])
    assert f"run `cd .. && gen-flowlogs init {' '.join(arguments) or 'flowlogs'}`" in said.err
    assert say("init", "web.yaml", folder=specs).code == 0
    assert (specs / "web.yaml").is_file()


def test_init_overwrites_nothing(folder: Path):
    before = snapshot(folder)
    said = say("init", "small.yaml", folder=folder)
    assert said.code == 3
    assert "small.yaml" in said.err
    assert snapshot(folder) == before
    (folder / "specs").mkdir()
    (folder / "specs/flowlogs-v1.schema.json").write_text("{}")
    assert say("init", "other", folder=folder).code == 0
    assert (folder / "specs/flowlogs-v1.schema.json").read_text() == "{}"
    (folder / "specs/flowlogs-v1.schema.json").write_bytes(b"\xff")
    assert "no schema of gen-flowlogs, and stays" in say("init", "third", folder=folder).err


def test_schemas_of_another_version_are_noticed_and_renewed(folder: Path):
    say("init", "web", folder=folder)
    copies = [folder / "specs" / name for name in ("flowlogs-v1.schema.json", "flowlogs-v1-include.schema.json")]
    fresh = [path.read_text() for path in copies]
    say("specs/web.yaml", folder=folder)
    assert say("check", "specs/web.yaml", folder=folder).beside == "out/web: 6 files, up to date\n"
    for path, text in zip(copies, fresh, strict=True):
        path.write_text(text.replace(f"gen-flowlogs {__version__} ", "gen-flowlogs 99.0.0 ", 1))
        said = say("check", "specs/web.yaml", folder=folder)
        assert said.code == 0
        assert f"specs/{path.name}: another version wrote it, and editors judge by it; renew it with" in said.err
        assert "`gen-flowlogs init --schemas specs/web.yaml`" in said.err
        renewed = say("init", "--schemas", "specs/web.yaml", folder=folder)
        assert (renewed.code, renewed.out) == (0, f"specs/{path.name}: renewed\n")
        assert path.read_text() == text
    before_addresses = fresh[0].replace("$id", "x", 1).replace("{", '{"$id": "urn:gen-flowlogs:schema:v1",', 1)
    copies[0].write_text(before_addresses.replace("$comment", "y", 1))
    assert "another version wrote it" in say("check", "specs/web.yaml", folder=folder).err
    assert say("init", "--schemas", "specs/web.yaml", folder=folder).out == "specs/flowlogs-v1.schema.json: renewed\n"
    assert say("init", "--schemas", "specs/web.yaml", folder=folder).out == ""


def test_schemas_can_be_written_beside_a_spec_that_has_none(folder: Path):
    assert say("init", "--schemas", "small.yaml", folder=folder).out.splitlines() == [
        "flowlogs-v1.schema.json: created",
        "flowlogs-v1-include.schema.json: created",
    ]
    assert (folder / "flowlogs-v1.schema.json").read_text() == say("schema", folder=folder).out
    assert (folder / "flowlogs-v1-include.schema.json").read_text() == say("schema", "--include", folder=folder).out


def test_an_old_schema_beside_an_included_file_is_noticed(folder: Path):
    (folder / "shared").mkdir()
    (folder / "shared/filters.yaml").write_text("filters: {quick: {max_aggregation_interval: 60}}\n")
    (folder / "edge.yaml").write_text(
        SPEC.replace("name: small", "name: edge\ninclude: [shared/filters.yaml]").replace(
            "vpc:", "filter: quick\n    vpc:"
        )
    )
    say("init", "--schemas", "shared/filters.yaml", folder=folder)
    copy = folder / "shared/flowlogs-v1-include.schema.json"
    copy.write_text(copy.read_text().replace(f"gen-flowlogs {__version__} ", "gen-flowlogs 99.0.0 ", 1))
    say("build", "edge.yaml", folder=folder)
    said = say("check", "edge.yaml", folder=folder)
    assert said.code == 0, said
    assert "shared/flowlogs-v1-include.schema.json: another version wrote it" in said.err
    assert "`gen-flowlogs init --schemas shared/filters.yaml`" in said.err


@pytest.mark.parametrize("place", ["specs", "specs/", "./specs", "specs/web.yaml", "web"])
def test_schemas_are_written_into_a_folder(place: str, tmp_path: Path):
    (tmp_path / "specs").mkdir()
    said = say("init", "--schemas", place, folder=tmp_path)
    assert said.out.splitlines()[0].endswith("specs/flowlogs-v1.schema.json: created"), said.err


def test_schemas_make_no_folder(tmp_path: Path):
    said = say("init", "--schemas", "spces/web.yaml", folder=tmp_path)
    assert (said.code, said.err) == (
        3,
        "gen-flowlogs: there is no folder spces, so no spec for the schemas to be beside\n",
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["con", "CON", "nul.yaml", "vpc-0a1b2c3d", ""])
def test_init_takes_no_name_that_lint_refuses(name: str, tmp_path: Path):
    said = say("init", name, folder=tmp_path)
    assert (said.code, list(tmp_path.iterdir())) == (2, [])
    assert "write" not in said.err


@pytest.mark.parametrize("name", ["Prod", "a_b", "../x/Y.yaml", "x" * 50, "-x"])
def test_init_wants_a_name(name: str, tmp_path: Path):
    assert say("init", name, folder=tmp_path).code == 2
    assert list(tmp_path.iterdir()) == []


# a configuration


@pytest.mark.parametrize(
    ("specs", "name", "path"),
    [
        ("network", "web", "network/web.yaml"),
        ("[network/*.yaml, network/*.yml]", "web", "network/web.yaml"),
        ("['network/**/*.flowlogs.yaml']", "web", "network/web.flowlogs.yaml"),
        ("['network/prod-*.yaml']", "prod-web", "network/prod-web.yaml"),
        ("[a/*.yaml, network/web.yaml]", "web", "network/web.yaml"),
        ("['*.yaml']", "web", "web.yaml"),
        ("[]", "web", "specs/web.yaml"),
    ],
)
def test_a_name_is_among_the_specs_of_the_configuration(specs: str, name: str, path: str, tmp_path: Path):
    (tmp_path / ".gen-flowlogs.yaml").write_text(f"specs: {specs}\nout: infra\n")
    said = say("init", name, folder=tmp_path)
    assert (said.code, said.out.splitlines()[0]) == (0, f"{path}: created")
    assert ("has specs in" in said.err) is (specs != "[]")
    text = (tmp_path / path).read_text()
    assert f"Terraform in infra/{name}/:\n# gen-flowlogs {path}\n" in text
    assert f"\nname: {name}\n" in text
    assert "; lint" not in say("lint", folder=tmp_path).err
    assert say("lint", folder=tmp_path).code == 0


@pytest.mark.parametrize(
    ("specs", "words"),
    [
        (
            "[a/*.yaml, b]",
            "are in several folders: run `gen-flowlogs init a/web.yaml` or `gen-flowlogs init b/web.yaml`",
        ),
        ("['teams/*/*.yaml']", "are teams/*/*.yaml, which has no place for web.yaml: name its path"),
        ("['prod-*.yaml']", "are prod-*.yaml, which has no place for web.yaml: name its path"),
        ("[../x]", "leads out of the repository"),
    ],
)
def test_a_name_without_one_place_is_refused(specs: str, words: str, tmp_path: Path):
    (tmp_path / ".gen-flowlogs.yaml").write_text(f"specs: {specs}\n")
    before = snapshot(tmp_path)
    said = say("init", "web", folder=tmp_path)
    assert (said.code, words in said.err) == (2, True), said.err
    assert snapshot(tmp_path) == before


def test_a_spec_that_the_configuration_passes_over_is_named(tmp_path: Path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / "pyproject.toml").write_text('[tool.gen-flowlogs]\nspecs = ["network/web.yaml"]\nout = "infra"\n')
    folder = tmp_path / "a"
    folder.mkdir()
    said = say("init", "core", folder=folder)
    assert said.out.splitlines()[::3] == ["../network/core.yaml: created", "../.gitignore: created"]
    passed_over = (
        "../network/core.yaml is not among the specs of [tool.gen-flowlogs] of ../pyproject.toml: add it there"
    )
    assert passed_over in said.err
    assert "# gen-flowlogs network/core.yaml\n" in (tmp_path / "network/core.yaml").read_text()
    assert "not among" in say("init", "../other.yaml", folder=folder).err
    assert "not among" not in say("init", "../network/web.yaml", folder=folder).err


def test_a_first_folder_of_specs_is_no_surprise_to_those_elsewhere(folder: Path):
    (folder / ".git").mkdir()
    (folder / ".git/HEAD").write_text("ref: refs/heads/main\n")
    passed_over = "without a SPEC, commands take specs/ from now on, and broken.yaml is not in it"
    assert passed_over in say("init", "web", folder=folder).err
    assert "from now on" not in say("init", "edge", folder=folder).err


def test_init_writes_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(path: Path, data: bytes, like: object) -> Path:
        if "include" in path.name:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return stage(path, data, like)

    stage = creation.stage
    monkeypatch.setattr(creation, "stage", full)
    monkeypatch.chdir(tmp_path)
    assert main(["init", "web"]) == 3
    assert list(tmp_path.iterdir()) == []


def test_a_path_of_any_characters_is_one_line(tmp_path: Path):
    said = say("init", "a\nb: c/web.yaml", folder=tmp_path)
    assert said.out.splitlines()[0] == "a\\nb: c/web.yaml: created"
    assert (tmp_path / "a\nb: c/web.yaml").read_text().splitlines()[4] == "---"


NEXT = """\
next:
  terraform -chdir=out/small init
  terraform -chdir=out/small apply
Terraform takes region and credentials from your environment, such as AWS_REGION and AWS_PROFILE.
Its state is a local file until the spec has `terraform: {backend: …}`.
"""


def test_the_first_build_names_the_next_steps(folder: Path):
    assert say("small.yaml", folder=folder).err == NEXT
    assert say("small.yaml", folder=folder).err == ""


@pytest.mark.parametrize("options", [["--quiet"], ["--format", "json"]])
def test_only_people_are_told_the_next_steps(options: list[str], folder: Path):
    assert "next" not in say("small.yaml", *options, folder=folder).err


def test_a_hook_names_no_next_steps(folder: Path):
    assert "next" not in say("hook", "build", "small.yaml", folder=folder).err


def built(folder: Path, *more: str) -> str:
    (folder / "small.yaml").write_text("\n".join((SPEC, *more, "")))
    return say("small.yaml", folder=folder).err


def test_next_steps_of_stacks(folder: Path):
    stacks = (
        "stacks: {b: {account: '111122223333', region: us-east-1}, a: {account: '111122223333', region: eu-west-1}}"
    )
    said = built(
        folder, stacks, "terraform: {backend: {s3: {bucket: acme-state, region: us-east-1}}}", "defaults: {stack: a}"
    )
    assert "  terraform -chdir=out/small/a init\n" in said
    assert "  each stack likewise, in the order of `gen-flowlogs stacks`\n" in said
    assert said.endswith(
        "Terraform takes the regions from `stacks`, and the credentials from your environment.\n"
        "Its state is in the backend `s3`.\n"
    )


def test_a_module_of_the_authors_has_next_steps_of_its_own(folder: Path):
    assert "next" not in built(folder, "terraform: {module: true}")


def test_next_steps_with_a_placeholder(folder: Path):
    (folder / "small.yaml").write_text(SPEC.replace("vpc-0a1b2c3d4e5f67890", "vpc-00000000000000000"))
    assert "\nnext, after another build without placeholders:\n  terraform " in say("small.yaml", folder=folder).err
