"""One change, compiled and compared, beside the oracle and with its hints carried out → all that is wrong, by kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import catalogue
import promises
import spec_data
from coverage_oracle import Oracle, reading
from disagreements import disagreements
from gen_flowlogs import pipeline
from gen_flowlogs.compare import compare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.model import Spec

MAIN = "spec.yaml"


class RefusedError(Exception):
    """One of the two versions does not compile."""


def wrong(old: Mapping[str, str], new: Mapping[str, str], *, carry_out: bool) -> tuple[dict[str, str], int]:
    """Kind → the sentence or place where it was found, and the number of hints that were carried out."""
    specs = tuple(_sound(files) for files in (old, new))
    comparison = compare(*specs)
    found = dict(disagreements(comparison, Oracle(reading(old, MAIN), reading(new, MAIN))))
    carried = 0
    if carry_out and any(promises.leads_on(comparison)):
        for kind, where in promises.broken(comparison, spec_data.flat(old, MAIN), spec_data.flat(new, MAIN), compiled):
            carried += not kind
            if kind:
                found[kind] = where
    return found, carried


def compiled(data: dict[str, Any]) -> tuple[Spec, tuple[str, ...]]:
    """A spec as data → the Spec and its errors, each with its rule."""
    text = json.dumps(data, ensure_ascii=False)
    made = _compiled({MAIN: text})
    return made.spec, tuple(f"{each.slug}: {each.message}" for each in made.diagnostics if each.severity == "error")


def _sound(files: Mapping[str, str]) -> Spec:
    made = _compiled(files)
    if any(each.severity == "error" for each in made.diagnostics):
        raise RefusedError
    return made.spec


def _compiled(files: Mapping[str, str]) -> pipeline.Compiled:
    return pipeline.compile(
        files[MAIN].encode(), MAIN, read=lambda path: files[path].encode(), today=catalogue.TODAY, files=False
    )
