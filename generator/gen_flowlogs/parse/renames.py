"""`renamed_from`: a former name that is no longer defined, and that one definition alone takes over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from gen_flowlogs.parse.sources import Scope


def check(scope: Scope) -> list[Finding]:
    """Find mistakes in each `renamed_from`."""
    findings: list[Finding] = []
    for section, defined in (("capture_points", scope.capture_points), ("destinations", scope.destinations)):
        taken: dict[str, Origin] = {}
        for name, (raw, origin) in defined.items():
            old = raw.get("renamed_from")
            if old is None:
                continue
            at = origin.at("renamed_from")
            if old in scope.raw[section]:
                what = "its own name" if old == name else "still defined"
                findings.append(
                    Finding(
                        "rename-conflict",
                        f"{quoted(old)} is {what}, so nothing can be renamed from it; take that out",
                        at,
                    )
                )
            elif old in taken:
                findings.append(
                    Finding(
                        "rename-conflict",
                        f"{quoted(old)} can become one thing only; take one `renamed_from` out",
                        at,
                        (("already renamed at", taken[old]),),
                    )
                )
            else:
                taken[old] = at
    return findings
