"""The wheel and the sdist: their names, metadata and bytes, and that the wheel works beside distributions of others."""

from __future__ import annotations

import email
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from catalogue import ROOT
from gen_flowlogs import HOMEPAGE, OWNER, __version__

if TYPE_CHECKING:
    from email.message import Message
    from pathlib import Path

UPLOADED = "2.4"
"""The newest version of metadata that the pinned pypa/gh-action-pypi-publish takes: its twine 6.1 refuses 2.5."""

PARTS = ROOT / "generator/gen_flowlogs/cli/completion_parts"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-I", "-m", "pip", "wheel", "--quiet", "--no-deps", f"--wheel-dir={folder}", str(ROOT)]
    built = subprocess.run(command, check=False, capture_output=True, text=True)
    if built.returncode and re.search(r"No matching distribution|Could not find a version|Connection", built.stderr):
        pytest.skip("pip needs the package index to build the wheel, and there is none")
    assert built.returncode == 0, built.stderr
    (file,) = folder.glob("*.whl")
    return file


def a_distribution(folder: Path, name: str) -> Path:
    """A wheel of somebody else's, with one package of that name."""
    file = folder / f"{name}-1-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as wheel:
        wheel.writestr(f"{name}/__init__.py", "raise SystemExit(77)\n")
        wheel.writestr(f"{name}-1.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        wheel.writestr(f"{name}-1.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{name}-1.dist-info/RECORD", f"{name}/__init__.py,,\n{name}-1.dist-info/RECORD,,\n")
    return file


def test_the_wheel_brings_one_name_and_what_it_reads(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"gen_flowlogs"}
    templates = {f"gen_flowlogs/templates/{path.name}" for path in (ROOT / "templates").glob("*.j2")}
    assert templates < set(names)
    assert "gen_flowlogs/cli/rules.md" in names
    assert {f"gen_flowlogs/cli/completion_parts/{path.name}" for path in PARTS.iterdir()} < set(names)
    assert "gen_flowlogs/py.typed" in names
    assert "gen_flowlogs/compiled_templates.py" in names


def test_the_wheel_has_no_stray_file(wheel: Path):
    inside = "generator/gen_flowlogs/"
    own = {name.removeprefix("generator/") for name in tracked() if name.startswith(inside)}
    templates = {f"gen_flowlogs/{name}" for name in tracked() if name.startswith("templates/")}
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert names == own | templates | {"gen_flowlogs/cli/rules.md"}


def test_the_wheel_runs_unpacked_or_not(wheel: Path, tmp_path: Path):
    """Each kind of shipped file is read from a zip: schema, templates, the page of a report, of a rule, completion."""
    environment = {**os.environ, "PYTHONPATH": f"{wheel}{os.pathsep}{sysconfig.get_path('purelib')}"}
    script = (
        "from gen_flowlogs.cli import main; import gen_flowlogs, sys; assert '.whl' in gen_flowlogs.__file__; "
        "sys.exit(max(main(line.split()) for line in sys.argv[1:]))"
    )
    lines = ("init web", "build specs/web.yaml", "report specs/web.yaml", "rules retention", "completion zsh")
    ran = subprocess.run(
        [sys.executable, "-c", script, *lines],
        cwd=tmp_path, env=environment, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "To ignore it, in the spec" in ran.stdout
    assert "#compdef gen-flowlogs" in ran.stdout


def test_another_distribution_of_the_import_roots_name_may_come_and_go(wheel: Path, tmp_path: Path):
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-I", "-m", "venv", str(venv)], check=True)
    python = str(venv / "bin/python")

    def pip(*arguments: str) -> None:
        subprocess.run([python, "-I", "-m", "pip", "--quiet", *arguments], check=True, capture_output=True)

    pip("install", "--no-index", "--no-deps", str(wheel), str(a_distribution(tmp_path, "generator")))
    (site,) = venv.glob("lib/*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    for step in (["uninstall", "--yes", "generator"], ["--version"]):
        ran = subprocess.run(
            [str(venv / "bin/gen-flowlogs"), str(ROOT / "specs/prod.yaml")],
            cwd=tmp_path, check=False, capture_output=True, text=True,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        where = subprocess.run(
            [python, "-I", "-c", "import gen_flowlogs; print(gen_flowlogs.__file__)"],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        assert where.stdout.startswith(str(site))
        pip(*step)
    for path in (ROOT / "out/prod").rglob("*.tf"):
        assert (tmp_path / "out/prod" / path.relative_to(ROOT / "out/prod")).read_bytes() == path.read_bytes()
    assert not (site / "generator").exists()


def built(source: Path, folder: Path, *only: str, umask: int = 0o022, **changed: str) -> dict[str, Path]:
    """A wheel and an sdist, as the release makes them, which also makes both twice."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1767225600", **changed}
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder), *only]
    subprocess.run(command, cwd=source, check=True, capture_output=True, env=environment, umask=umask)
    return {path.suffix: path for path in folder.iterdir()}


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Git has of the project, with the changes of the working tree."""
    folder = tmp_path_factory.mktemp("clone") / "project"
    for name in tracked():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    return folder


def tracked() -> list[str]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is no checkout of Git")
    return sorted(name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())


def test_two_builds_and_one_of_the_sdist_have_the_same_bytes(clone: Path, tmp_path: Path):
    first = built(clone, tmp_path / "first")
    for path in clone.rglob("*"):
        os.utime(path, (0, 0))
        if path.is_file():
            path.chmod(path.stat().st_mode & 0o700)
    elsewhere = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    second = built(clone, tmp_path / "second", "--target", "wheel", umask=0o077, **elsewhere)
    assert second[".whl"].name == first[".whl"].name
    assert second[".whl"].read_bytes() == first[".whl"].read_bytes()
    with tarfile.open(first[".gz"]) as sdist:
        sdist.extractall(tmp_path / "unpacked", filter="data")
        names = {member.name.partition("/")[2] for member in sdist.getmembers()}
    assert set(tracked()) - names == set(), "the sdist is the whole project"
    assert names - set(tracked()) == {"PKG-INFO"}
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    assert (unpacked / "PKG-INFO").read_text(encoding="utf-8").startswith(f"Metadata-Version: {UPLOADED}\n")
    third = built(unpacked, tmp_path / "third", "--target", "wheel")
    assert third[".whl"].read_bytes() == first[".whl"].read_bytes()


def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as file:
        (name,) = (each for each in file.namelist() if each.endswith(".dist-info/METADATA"))
        return email.message_from_string(file.read(name).decode())


def test_the_metadata_say_where_the_project_is(wheel: Path):
    found = metadata(wheel)
    assert found["Metadata-Version"] == UPLOADED
    urls = dict(line.split(", ") for line in found.get_all("Project-URL", []))
    assert urls.keys() == {"Homepage", "Documentation", "Changelog", "Issues", "Source"}
    assert all(url.startswith(HOMEPAGE) for url in urls.values())
    assert found["Author"] == OWNER
    versions = [each.rpartition(" ")[2] for each in found.get_all("Classifier", []) if "Python :: 3." in each]
    assert versions == ["3.11", "3.12", "3.13", "3.14"]
    page = found.get_payload()
    assert isinstance(page, str)
    assert re.findall(r"\]\((?!https?://|#)[^)]*", page) == [], "links that lead nowhere on PyPI"
    assert f"]({HOMEPAGE}/blob/v{__version__}/docs/" in page


def test_the_name_of_the_owner_has_one_place():
    """All that names the account is made from it; the pages have it where a reader writes his own."""
    found = [
        name
        for name in tracked()
        if not name.startswith(("docs/", "tests/", "schemas/")) and re.search(r"\bOWNER\b", _text(ROOT / name))
    ]
    assert {*found} <= {
        "generator/gen_flowlogs/__init__.py", "hatch_build.py", ".github/workflows/release.yml", "CHANGELOG.md",
        "README.md", "SECURITY.md",
    }  # fmt: skip


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
