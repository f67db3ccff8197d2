"""Mistakes that the schema finds → the places of the spec whose values are not known because of them.

Comes in: findings about one file. Goes out: paths, such as that of `destinations` where an author wrote
`destination`. What follows from a value that is missing there is not reported: the mistake itself is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Origin
from gen_flowlogs.schema import other_places, synonyms
from gen_flowlogs.schema.language import SECTIONS, schema
from gen_flowlogs.schema.words import near

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.diagnostics import Finding, Path

_OF_POINT = 3  # capture_points, the name, the key


def unread(findings: Iterable[Finding]) -> frozenset[Path]:
    """The paths of sections, and of keys of capture points, that an unknown key or a wrong type leaves unread."""
    return frozenset(path for finding in findings for path in _unread(finding))


def _unread(finding: Finding) -> Iterator[Path]:
    if not isinstance(finding.at, Origin) or not finding.at.path:
        return
    path = finding.at.path
    if finding.slug == "wrong-type" and path[0] in (*SECTIONS, "values") and len(path) == 1:
        yield path
    elif finding.slug == "unknown-key" and (len(path) == 1 or (path[0] == "capture_points" and len(path) == _OF_POINT)):
        meant = _meant(str(path[-1]), path[:-1])
        if meant is not None:
            yield (*path[:-1], meant)


def _meant(key: str, path: Path) -> str | None:
    """The key that an unknown one is probably meant for; `path`: of the mapping that has it."""
    whole = schema(include=False)
    legal = (whole["definitions"]["capture_point"] if path else whole)["properties"]
    joined = key.partition(":")[0]
    if joined in legal:
        return joined
    if path and other_places.is_location(key):
        return "stack"
    return near(key, legal) or synonyms.meant(key, path)
