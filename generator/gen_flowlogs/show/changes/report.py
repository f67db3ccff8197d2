"""The comparison of one spec with the lines of its changes, and its summary."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from gen_flowlogs import DOCS, __version__
from gen_flowlogs.compare.comparison import GRAVE
from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.compare.comparison import Change, Comparison, EffectKind

JUDGED: Final = "have the plan judged"
"""The advice about changes that are not seen."""

UPGRADING: Final = f"{DOCS}/upgrading.md"
"""The page that shows it."""

NOTHING: Final = "nothing changes"
"""The summary of a spec whose change does nothing to resources or records."""

_DONE = {
    "destroy": "destroyed",
    "replace": "replaced",
    "create": "created",
    "update": "updated",
    "move": "moved",
    "forget": "no longer managed",
}


def gravity(effect: tuple[EffectKind, str]) -> int:
    """Rank an effect in words, the gravest first."""
    kind, _ = effect
    return GRAVE.index(kind) if kind in GRAVE else len(GRAVE)


_RISKS = (
    ("blocked", "Terraform fails for"),
    ("history", "history at risk in"),
    ("lost", "traffic no longer recorded in"),
    ("gap", "a gap in"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """The line of a spec that causes a change. `before`: a line of the old version."""

    file: str
    number: int
    before: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """One spec. `lines`: the line that causes each change.

    `other_output`: the output of the old version, where that is not what this gen-flowlogs writes of it; else empty.
    """

    file: str
    comparison: Comparison
    lines: Mapping[Change, Line]
    other_output: str = ""

    @property
    def disruptive(self) -> bool:
        """Whether a reviewer has to look."""
        return bool(self.other_output) or self.comparison.disruptive

    @property
    def unseen(self) -> str:
        """Why more may change than is listed; empty if nothing does."""
        if not self.other_output:
            return ""
        return (
            f"{self.other_output} is not what gen-flowlogs {__version__} writes of the spec there, so the output "
            "changes more than is listed here"
        )


@dataclass(frozen=True, slots=True)
class Since:
    """The commit that the old versions are of. `described`: its part in the history."""

    commit: str
    described: str

    @property
    def short(self) -> str:
        """The commit as people read it."""
        return self.commit[:12]


def summary(report: Report) -> str:
    """`1 replaced, 2 created, history at risk in 1 destination`."""
    comparison = report.comparison
    count: Counter[str] = Counter(change.action for change in comparison.changes)
    parts = [f"{count[action]} {done}" for action, done in _DONE.items() if count[action]]
    for kind, words in _RISKS:
        names = {each.destination for each in comparison.effects if each.effect == kind}
        if names:
            parts.append(f"{words} {len(names)} destination{'s' if names - {next(iter(names))} else ''}")
    ignored = {each.destination for each in comparison.effects if each.ignored}
    if ignored:
        parts.append(f"a change ignored in {len(ignored)} destination{'s' if len(ignored) > 1 else ''}")
    if report.other_output and not parts:
        return "the spec changes no resource, and its output changes"
    beside = comparison.effects or comparison.notes
    return ", ".join(parts) or ("no resource changes" if beside else NOTHING)
