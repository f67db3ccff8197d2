"""`requires` of a spec → whether this version of gen-flowlogs may compile it.

Comes in: the data of a spec before anything is judged, since a spec for a later version may have keys that this one
does not know. Goes out: the one finding, or None. `check` refuses a constraint that cannot be read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gen_flowlogs import DOCS, __version__
from gen_flowlogs.aws import versions
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.schema.language import schema

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeGuard

KEY = "requires"

_RELEASE = pattern(r"([0-9]+)\.([0-9]+)(?:\.([0-9]+))?")


def unmet(data: Mapping[str, object], file: str, version: str = __version__) -> Finding | None:
    """The finding that this version may not compile a spec; None if it may, or if the spec does not say."""
    wanted = data.get(KEY)
    if wanted is None or not _is_constraint(wanted):
        return None
    if versions.parse(wanted).admits(release(version)):
        return None
    terms = re.sub(r"[ \t]+", "", wanted)
    advice = f"install a version that it admits ({DOCS}/upgrading.md), or change `{KEY}`"
    if not versions.satisfiable(terms):
        advice = f"no version is all of that, so change `{KEY}`"
    return Finding(
        KEY, f"this spec requires gen-flowlogs {terms}, and this is {version}: {advice}", Origin(file, (KEY,))
    )


def _is_constraint(wanted: object) -> TypeGuard[str]:
    """Whether a value is what the schema takes: less than Terraform's constraints, without `~>` and bare versions."""
    legal = schema(include=False)["properties"][KEY]
    return (
        isinstance(wanted, str)
        and len(wanted) <= legal["maxLength"]
        and re.search(legal["pattern"], wanted) is not None
    )


def release(version: str) -> versions.Version:
    """The release that a version is, or that it was developed for: 0.2.0 of `0.2.0.dev3+g1a2b3c4`."""
    found = _RELEASE.match(version)
    assert found is not None  # noqa: S101 - our own version, and a test has its shape
    major, minor, patch = (int(part or 0) for part in found.groups())
    return (major, minor, patch)
