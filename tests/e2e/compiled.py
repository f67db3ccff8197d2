"""A spec, compiled as the command does it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from gen_flowlogs import pipeline

if TYPE_CHECKING:
    from collections.abc import Mapping

_TODAY = date(2026, 1, 1)


def compiled(spec: Mapping[str, Any] | Path) -> dict[str, str]:
    """The generated files of a spec (its data, or its file): path → text. Errors fail the test."""
    if isinstance(spec, Path):
        data, file = spec.read_bytes(), str(spec)
    else:
        data, file = yaml.safe_dump(dict(spec), sort_keys=False).encode(), f"{spec['name']}.yaml"
    result = pipeline.compile(data, file, read=lambda path: Path(path).read_bytes(), today=_TODAY)
    told = [f"{each.position}: {each.message} [{each.slug}]" for each in result.diagnostics]
    assert result.files is not None, "\n".join(told)
    return result.files
