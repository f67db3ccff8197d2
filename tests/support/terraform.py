"""The real Terraform and the real AWS provider, found on this machine, and run without a network.

The provider comes from a folder as `terraform providers mirror` makes it: that of GEN_FLOWLOGS_PROVIDER_MIRROR, one
of Terraform's own places, or one that a short walk finds. Where there is none, tests are skipped and say so.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import one_provider
import parsed_terraform

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_PROVIDER = Path("registry.terraform.io", "hashicorp", "aws")
_OWN_PLACES = ("~/.terraform.d/plugins", "~/.local/share/terraform/plugins", "/usr/local/share/terraform/plugins",
               "/usr/share/terraform/plugins")  # fmt: skip
_WALKED = ("/opt", "/usr/local", "/srv")
_DEEPEST = 2
_PASSED_BY = frozenset({".terraform", ".venv", ".git", "node_modules", "site-packages", "proc", "sys"})
_LONGEST = 300  # seconds
_LOCK = ".terraform.lock.hcl"
_ATTACHED = frozenset({"apply", "destroy", "plan", "show", "validate"})
"""Commands that take a provider that runs already; without its log. The others tell of it, or need none."""
_HASHES = re.compile(r"^  hashes = \[.*?^  \]\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Ran:
    """How a run of Terraform ended."""

    code: int
    out: str
    err: str


def program() -> str | None:
    """Where Terraform is."""
    return shutil.which("terraform")


@functools.cache
def mirror() -> Path | None:
    """The folder that holds registry.terraform.io/hashicorp/aws."""
    named = os.environ.get("GEN_FLOWLOGS_PROVIDER_MIRROR")
    places = [Path(place).expanduser() for place in ((named,) if named else _OWN_PLACES)]
    walked = [] if named else (folder for top in _WALKED for folder in _folders(Path(top).expanduser(), _DEEPEST))
    return next((place for place in (*places, *walked) if (place / _PROVIDER).is_dir()), None)


@functools.cache
def provider_version() -> tuple[int, ...]:
    """The newest version of the provider in the mirror; empty where there is no mirror."""
    place = mirror()
    if place is None:
        return ()
    names = (re.search(r"(\d+)\.(\d+)\.(\d+)", path.name) for path in (place / _PROVIDER).iterdir())
    return max((tuple(map(int, name.groups())) for name in names if name), default=())


def run(*arguments: str, folder: Path, environment: Mapping[str, str] | None = None, stays: bool = True) -> Ran:
    """Run Terraform in `folder`; it and the providers that it starts are ended when it takes too long.

    With `stays`, it takes a provider that runs already where that is the same: see `one_provider`.
    """
    name = program()
    assert name is not None
    settings = folder / "terraform.rc"
    place = mirror()
    if place is not None:
        settings.write_text(f'provider_installation {{\n  filesystem_mirror {{\n    path = "{place}"\n  }}\n}}\n')
    variables = {
        key: value for key, value in os.environ.items() if not key.startswith(("TF_", "AWS_")) or key == "TF_LOG"
    }
    variables |= {
        "TF_IN_AUTOMATION": "1",
        "TF_INPUT": "0",
        "CHECKPOINT_DISABLE": "1",
        "NO_COLOR": "1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "GOGC": os.environ.get("GOGC", "400"),  # a third of the time was spent on collecting garbage
        **({"TF_CLI_CONFIG_FILE": str(settings)} if place is not None else {}),
        **(environment or {}),
    }
    if stays and arguments[0] in _ATTACHED and not any(name.startswith("TF_LOG") for name in variables):
        variables |= one_provider.attached(folder, variables)
    with subprocess.Popen(
        [name, *arguments],
        cwd=folder,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(timeout=_LONGEST)
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise
    return Ran(process.returncode, out, err)


def validate(modules: Mapping[str, Mapping[str, str]], folder: Path) -> dict[str, list[str]]:
    """Validate many root modules in the time of one: each as a child of one root, in `folder`, which is empty.

    Returns name → what Terraform says against it; empty where it accepts all. One syntax error hides what is wrong
    with the others, so what was refused is taken out and the rest is validated again.
    """
    problems: dict[str, list[str]] = {}
    left = dict(modules)
    for attempt in range(len(modules) + 1):
        if not left:
            break
        found = _validate_once(left, folder / str(attempt))
        if not found:
            break
        for name, message in found:
            problems.setdefault(name, []).append(message)
        if not any(name in left for name, _ in found):
            break  # something that is no case's fault, and that would only come again
        left = {name: files for name, files in left.items() if name not in problems}
    return problems


def validate_root(name: str, files: Mapping[str, str], folder: Path, *, started: Path | None) -> dict[str, list[str]]:
    """Validate one root module as a root: for what a child module cannot hold. Its variables are not asked for.

    `started` is a folder where `init` was run: its provider is taken, since `init` reads all of it again.
    """
    _write(files, folder)
    if started is not None and (started / _LOCK).is_file():
        (folder / ".terraform").mkdir()
        lend_providers(started, folder)
    else:
        init = run("init", "-backend=false", "-no-color", folder=folder)
        if init.code:
            return {name: [init.err]}
    result = json.loads(run("validate", "-json", folder=folder).out)
    told = [f"{one['summary']}: {one['detail']}" for one in result["diagnostics"]]
    return {name: told} if told else {}


def lend_providers(started: Path, folder: Path) -> None:
    """Give a folder, which has a `.terraform`, the providers of one where `init` was run.

    The lock keeps their versions but not their hashes: `init` has compared those, and every command with them reads
    all of the provider again.
    """
    (folder / ".terraform" / "providers").symlink_to(started / ".terraform" / "providers")
    (folder / _LOCK).write_text(_HASHES.sub("", (started / _LOCK).read_text()))


def _validate_once(modules: Mapping[str, Mapping[str, str]], folder: Path) -> list[tuple[str, str]]:
    calls, entries = [], [{"Key": "", "Source": "", "Dir": "."}]
    names = {f"m{number}": name for number, name in enumerate(modules)}
    for key, name in names.items():
        _write(modules[name], folder / key)
        calls.append(_call(key, modules[name]))
        entries.append({"Key": key, "Source": f"./{key}", "Dir": key})
    _write({"main.tf": "\n".join(calls), ".terraform/modules/modules.json": json.dumps({"Modules": entries})}, folder)
    started = run("init", "-backend=false", "-no-color", folder=folder)
    if started.code:
        named = sorted({key for key in re.findall(r"\bon (m\d+)/", started.err) if key in names})
        if named or len(modules) == 1:
            return [(names[key], started.err) for key in named or names]
        return [
            found  # a constraint on the provider, say: nothing tells whose it is
            for name, files in modules.items()
            for found in _validate_once({name: files}, folder / f"alone-{name.replace('/', '-')}")
        ]
    result = json.loads(run("validate", "-json", folder=folder).out)
    found = []
    for diagnostic in result["diagnostics"]:
        place = diagnostic.get("range", {"filename": "", "start": {"line": 0}})
        key, _, file = place["filename"].partition("/")
        told = f"{file}:{place['start']['line']}: {diagnostic['summary']}: {diagnostic['detail']}"
        if diagnostic["severity"] == "error" or not _expected(diagnostic):
            found.append((names.get(key, key), told))
    return found


def _expected(diagnostic: Mapping[str, object]) -> bool:
    """Whether a warning is of our own making: a backend in a module that is a child only here."""
    return re.search("backend|cloud configuration", str(diagnostic["summary"]).lower()) is not None


def _call(key: str, files: Mapping[str, str]) -> str:
    """A module block that fills each required variable with a variable of the root, whose value is not known."""
    needed = [
        block.labels[0]
        for block in parsed_terraform.module(
            {name: text for name, text in files.items() if name == "variables.tf" or name.endswith(".flowlogs.tf")}
        )
        if block.type == "variable" and "default" not in block.arguments
    ]
    given = "".join(f"  {name} = var.{key}_{name}\n" for name in needed)
    declared = "".join(f'variable "{key}_{name}" {{}}\n' for name in needed)
    return f'{declared}module "{key}" {{\n  source = "./{key}"\n{given}}}\n'


def _write(files: Mapping[str, str], folder: Path) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def _folders(top: Path, depth: int) -> Iterator[Path]:
    """A folder and what lies in it, nearest first within each, `depth` deep."""
    yield top
    if depth == 0:
        return
    below: Iterable[os.DirEntry[str]] = ()
    with contextlib.suppress(OSError), os.scandir(top) as entries:
        below = sorted(
            (it for it in entries if it.is_dir(follow_symlinks=False) and it.name not in _PASSED_BY),
            key=lambda entry: entry.name,
        )
    for entry in below:
        yield from _folders(Path(entry.path), depth - 1)


# Down here, because they already look for the mirror.
needs_terraform = pytest.mark.skipif(program() is None, reason="there is no terraform in PATH")
needs_provider = pytest.mark.skipif(
    program() is None or mirror() is None,
    reason="no terraform, or no mirror of its AWS provider (GEN_FLOWLOGS_PROVIDER_MIRROR names one)",
)
