"""The AWS provider's schema from its CDK bindings: a release of a public package comes in, its extract goes out.

The bindings are generated from `terraform providers schema`, one release for each of the provider, and keep of each
argument its type and whether it is required, optional or computed, and of each block how often it may occur. They are
the only public form of the schema of a provider whose binary is not at hand. They have neither deprecations nor what
forces a replacement, and of a block's limits only "at least one" and "at most one".

`fetch` downloads; nothing else does, and no test calls it.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MEMBER = re.compile(
    r"^  // (?P<name>\w+) - computed: (?P<computed>true|false), optional: (?P<optional>true|false), "
    r"required: (?P<required>true|false)\n(?P<body>.*?)(?=^  // \w+ - computed: |^  // =====|^}|\Z)",
    re.MULTILINE | re.DOTALL,
)
_CLASS = re.compile(r"^export class (\w+) extends \w+\.(\w+) \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_GETTER = re.compile(r"(Fn\.tolist\()?this\.get(\w+?)Attribute\(")
_NESTED = re.compile(r"new (\w+)\(this, [\"']\w+[\"'](?:, (true|false))?\)")
_MAPPED = re.compile(r"^ +(\w+): \w+\.listMapper\(\w+ToTerraform, (true|false)\)", re.MULTILINE)
_PROVIDER = re.compile(r"providerVersion: '([\d.]+)'")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=data:application/json;base64,(\S+)", re.MULTILINE)

_PLAIN = {"String": "string", "Boolean": "bool", "Number": "number", "Any": "string"}


@dataclass(frozen=True)
class Release:
    """One release of the bindings, and the version of the provider that it was made from."""

    package: str
    version: str
    provider: str
    sources: dict[str, str]  # aws_flow_log, data.aws_region → JavaScript

    def block(self, kind: str) -> dict[str, Any] | None:
        """The attributes and blocks of `aws_flow_log` or `data.aws_region`; None where the release has none."""
        return read(self.sources[kind]) if kind in self.sources else None

    def __str__(self) -> str:
        return f"{self.package} {self.version}"


def folder(kind: str) -> str:
    """`data.aws_region` → `data-aws-region`, `aws_flow_log` → `flow-log`: where the bindings have it."""
    return kind.replace(".", "-").replace("_", "-").removeprefix("aws-")


def fetch(package: str, version: str, kinds: Iterable[str]) -> Release:
    """Download a release, keep the JavaScript of a few kinds in memory, and throw the rest away."""
    with tempfile.TemporaryDirectory() as there:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", there]
        subprocess.run([*command, f"{package}=={version}"], check=True)
        (wheel,) = Path(there).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            (name,) = (each for each in archive.namelist() if each.endswith(".jsii.tgz"))
            with archive.open(name) as inner, tarfile.open(fileobj=inner, mode="r|gz") as files:
                wanted = {f"package/lib/{folder(kind)}/index.js": kind for kind in kinds}
                sources = {
                    wanted[member.name]: files.extractfile(member).read().decode()  # type: ignore[union-attr]
                    for member in files
                    if member.name in wanted
                }
    versions = {found[1] for text in sources.values() if (found := _PROVIDER.search(text))}
    (provider,) = versions
    return Release(package, version, provider, sources)


def read(text: str) -> dict[str, Any]:
    """The block of one resource or data source. Raises ValueError for source of an unknown form.

    Older bindings have the comments that tell how an argument is used in their TypeScript alone, which is in the source
    map at the end of the JavaScript.
    """
    found = _SOURCE_MAP.search(text)
    if found is None:
        raise ValueError("no source map")
    (source,) = json.loads(base64.b64decode(found[1]))["sourcesContent"]
    classes = {name: (base, body) for name, base, body in _CLASS.findall(source)}
    (root,) = (name for name, (base, _) in classes.items() if base in {"TerraformResource", "TerraformDataSource"})
    attributes = {name for name, is_block in _MAPPED.findall(source) if is_block == "false"}
    return _block(classes[root][1], {name: body for name, (_, body) in classes.items()}, attributes)


def _block(body: str, classes: dict[str, str], plain: set[str]) -> dict[str, Any]:
    """One block; `plain`: lists of objects that are written as arguments."""
    attributes: dict[str, list[str]] = {}
    blocks: dict[str, dict[str, Any]] = {}
    for member in sorted(_MEMBER.finditer(body), key=lambda each: each["name"]):
        name, nested = member["name"], _NESTED.search(member["body"])
        if nested is None:
            attributes[name] = [_type(name, member["body"]), _how(member)]
        elif name in plain or _how(member) == "computed":
            attributes[name] = [f"{'set' if nested[2] == 'true' else 'list'}(object)", _how(member)]
        else:
            stem = nested[1].removesuffix("List").removesuffix("OutputReference")
            blocks[name] = {
                "nesting": "set" if nested[2] == "true" else "list",
                "fewest": 1 if member["required"] == "true" else 0,
                "most": None if nested[1].endswith("List") else 1,
                **_block(classes[f"{stem}OutputReference"], classes, plain),
            }
    return {"attributes": attributes} | ({"blocks": blocks} if blocks else {})


def _how(member: re.Match[str]) -> str:
    return " ".join(word for word in ("required", "optional", "computed") if member[word] == "true")


def _type(name: str, body: str) -> str:
    """The type of an attribute, by the function that reads it; `getListAttribute` is of strings."""
    getter = _GETTER.search(body)
    if getter is None:
        raise ValueError(f"{name}: no getter in {body[:200]!r}")
    words = re.findall("[A-Z][a-z]+", getter[2])
    inner = _PLAIN["String" if words[0] in {"List", "Map"} else words[0]]
    match words[-1]:
        case "List":
            return f"{'set' if getter[1] else 'list'}({inner})"
        case "Map":
            return f"map({inner})"
    return inner


def places(block: dict[str, Any], before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every attribute and block, however deep, by its path."""
    for name, (type_, how) in block["attributes"].items():
        yield (*before, name), (type_, how)
    for name, nested in block.get("blocks", {}).items():
        yield (*before, name), (nested["nesting"], nested["fewest"], nested["most"])
        yield from places(nested, (*before, name))
