"""The wheel: its names, and that it works beside distributions of others."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import zipfile
from typing import TYPE_CHECKING

import pytest

from catalogue import ROOT

if TYPE_CHECKING:
    from pathlib import Path

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
