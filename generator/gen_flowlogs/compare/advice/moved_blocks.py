"""Flow logs that end at one address and begin at another → the `moved` blocks that keep them, for the author to write.

A target that goes from one capture point to another (a plural one is split), a key that an address gets or loses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.phrasing import OWN_FILE, listing, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from gen_flowlogs.compare.advice.renames import Rename
    from gen_flowlogs.compare.plan.actions import ModulePlan, PlannedChange
    from gen_flowlogs.compare.records.flow_logs import FlowLog
    from gen_flowlogs.compare.records.versions import Versions

_FEW = 4


@dataclass(frozen=True, slots=True)
class Kept:
    """A flow log that a `moved` block would keep."""

    stack: str | None
    source: str
    target: str

    @property
    def advice(self) -> str:
        """The block to write for it."""
        return f"a `moved` block {OWN_FILE} keeps it: {_block(self.source, self.target)}"

    @property
    def template(self) -> tuple[str, str] | None:
        """Both addresses with ID for the key, if it is the same in both."""
        (source, _, key), (target, _, other) = self.source.partition("["), self.target.partition("[")
        return (f'{source}["ID"]', f'{target}["ID"]') if key and key == other else None


def kept(versions: Versions, modules: Mapping[str | None, ModulePlan], renames: Collection[Rename]) -> Iterator[Kept]:
    """Every flow log that is destroyed, and created for the same target with arguments that force no replacement.

    A capture point or destination that `renamed_from` is advised for is left out.
    """
    renamed = {(each.section, each.old, each.new) for each in renames}
    ended: dict[object, list[FlowLog]] = {}
    for log in versions.old:
        if _is_alone(log, "destroy"):
            ended.setdefault((log.recording.stack.name, log.recording.subject), []).append(log)
    for log in versions.new:
        stack = log.recording.stack.name
        candidates = ended.get((stack, log.recording.subject), [])
        for before in candidates if _is_alone(log, "create") else ():
            names = (before.recording.point.name, log.recording.point.name)
            sinks = (before.recording.destination.name, log.recording.destination.name)
            if ("capture_points", *names) in renamed or ("destinations", *sinks) in renamed:
                continue
            if not modules[stack].apart and _would_stay(before.planned, log.planned, modules[stack]):
                candidates.remove(before)
                yield Kept(stack=stack, source=_address(before), target=_address(log))
                break


def _is_alone(log: FlowLog, action: str) -> bool:
    """Whether a plan has the action for this one flow log, and no move that cannot be done is the reason."""
    planned = log.planned
    if planned is None or planned.action != action or planned.blocked is not None:
        return False
    instance = planned.new or planned.old
    return instance is not None and instance.for_each is None


def _would_stay(ended: PlannedChange | None, begun: PlannedChange | None, module: ModulePlan) -> bool:
    if ended is None or ended.old is None or begun is None or begun.new is None:
        return False
    return not module.forcing(ended.old, begun.new)


def _address(log: FlowLog) -> str:
    """The address in the plan; a move changes it."""
    return log.planned.address if log.planned else log.recording.address


def hints(several: Iterable[Kept]) -> Iterator[str]:
    """One line for all flow logs whose blocks differ in the same keys alone, and one for the rest."""
    by_bases: dict[tuple[str, str], dict[str, None]] = {}
    single: dict[str, None] = {}
    for each in several:
        if each.template is None:
            single[_block(each.source, each.target)] = None
        else:
            by_bases.setdefault(each.template, {})[each.source.partition('["')[2].removesuffix('"]')] = None
    by_keys: dict[tuple[str, ...], list[str]] = {}
    for (source, target), keys in by_bases.items():
        if len(keys) == 1:
            (key,) = keys
            single[_block(source, target).replace('"ID"', quoted(key))] = None
        else:
            by_keys.setdefault(tuple(keys), []).append(_block(source, target))
    for ids, blocks in by_keys.items():
        yield f"{_keep(len(ids) * len(blocks))}: {_few(blocks)}; with each ID of {listing(ids, _FEW)}"
    if single:
        yield f"{_keep(len(single))}: {_few(list(single))}"


def _block(source: str, target: str) -> str:
    return f"`from = {source}`, `to = {target}`"


def _keep(count: int) -> str:
    kept_, block = ("the flow log", "a `moved` block") if count == 1 else (f"{count} flow logs", "`moved` blocks")
    return f"to keep {kept_}, write {block} {OWN_FILE}"


def _few(blocks: Sequence[str]) -> str:
    rest = f"; and {len(blocks) - _FEW} more likewise" if len(blocks) > _FEW else ""
    return f"{'; '.join(blocks[:_FEW])}{rest}"
