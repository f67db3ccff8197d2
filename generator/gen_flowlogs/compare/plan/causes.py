"""Planned changes → the lines of the spec that cause them: of a filter, destination, stack, capture point or default.

A change has several candidates, the likeliest first: a key that was taken out is only in the old version, a value that
was inherited only in `defaults`. `cli.diff`, which has the documents, takes the first that exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from gen_flowlogs.compare.comparison import Cause
from gen_flowlogs.compare.plan import settings, tag_causes
from gen_flowlogs.compare.plan.senders import Senders, sends
from gen_flowlogs.compare.plan.values import unknowns
from gen_flowlogs.dataclass import replace
from gen_flowlogs.model import Values
from gen_flowlogs.view.flow_logs import ADOPTED
from gen_flowlogs.view.roles import Role

if TYPE_CHECKING:
    from gen_flowlogs.compare.names import Definition, Definitions
    from gen_flowlogs.compare.plan.actions import ModulePlan, PlannedChange
    from gen_flowlogs.compare.plan.compared import Difference
    from gen_flowlogs.diagnostics import Path
    from gen_flowlogs.model import CapturePoint, Destination, Key, Spec, Stack

Candidates = Iterator[Cause]
_Destinations = tuple["Destination | None", "Destination | None"]


class Causes:
    """Both versions of a spec, to find the cause of a planned change in."""

    def __init__(
        self,
        old: Spec | None,
        new: Spec | None,
        points: Definitions[CapturePoint],
        destinations: Definitions[Destination],
    ) -> None:
        self._points = points
        self._destinations = destinations
        self._defaults = tuple(spec.defaults_origin if spec else None for spec in (old, new))
        self._stacks = tuple({each.name: each for each in spec.stacks} if spec else {} for spec in (old, new))
        self._read = tuple(spec.values if spec else Values() for spec in (old, new))
        self._old_files: dict[Path, str] = {(section, name): file for file, section, name in self._read[0].places}
        self._senders = Senders(points)
        self._fallbacks: dict[Key, tuple[Cause, ...]] = {}
        self._places = tuple(
            Cause(origin=spec.origin.at("terraform", key), old=spec is old)
            for spec in (new, old)
            for key in ("folder", "module")
            if spec is not None
        )

    def of(self, planned: PlannedChange, module: ModulePlan) -> tuple[Cause, ...]:
        """The candidates for the cause of a change, at least one of which exists."""
        elsewhere = (*(self._places if module.apart else ()), *self._stack(module))
        if elsewhere:  # all of it comes and goes, whatever else changes
            return (*elsewhere, *self._definition(planned, module.name))
        causes = chain(self._causes(planned, module), self._definition(planned, module.name))
        return tuple(dict.fromkeys(each for cause in causes for each in (*self._values(cause, module.name), cause)))

    def _values(self, cause: Cause, stack: str | None) -> Candidates:
        """The values that are read at a place of the new version, or in it in both, and were others in the old one."""
        old, new = self._read
        if cause.old or not new.places:
            return
        before = old.stacks.get(stack, {})
        inside = new.below(cause.origin, stack)
        file = self._old_files.get(cause.origin.path[:2]) if inside else None
        kept = old.below(replace(cause.origin, file=file), stack) if file is not None else {}
        read = new.at(cause.origin, stack) | {name: value for name, value in inside.items() if name in kept}
        for name, value in read.items():
            if name in before and before[name].data != value.data:
                yield Cause(origin=value.origin)

    @staticmethod
    def _pair(
        definitions: Definitions[Definition], name: str, planned: PlannedChange, stack: str | None
    ) -> tuple[Definition | None, Definition | None]:
        """Both versions of a definition, by its name in the version that has the instance."""
        if planned.new is None:
            return definitions.old[name, stack], definitions.new_of(name, stack)
        return definitions.old_of(name, stack), definitions.new[name, stack]

    def _definition(self, planned: PlannedChange, stack: str | None) -> Candidates:
        """The capture point or destination itself, in the version that has the instance."""
        point, destination = planned.capture_point, planned.destination
        old = planned.new is None and (point is not None or destination not in self._destinations.new)
        if point is not None:
            yield Cause(origin=(self._points.old if old else self._points.new)[point, stack].origin.key(), old=old)
        else:
            definitions = self._destinations.old if old else self._destinations.new
            yield Cause(origin=definitions[destination, stack].origin.key(), old=old)

    def _causes(self, planned: PlannedChange, module: ModulePlan) -> Candidates:
        point, destination = planned.capture_point, planned.destination
        points = (None, None) if point is None else self._pair(self._points, point, planned, module.name)
        pair = self._pair(self._destinations, destination, planned, module.name)
        if planned.action in ("create", "destroy") and point is not None:
            yield from self._comes_or_goes(*points, pair)
        elif planned.action in ("create", "destroy", "forget"):
            yield from self._setting(pair, None, planned)
        for difference in sorted(planned.differences, key=lambda each: not each.forces):
            yield from self._difference(difference, points, pair, planned, module)
        for definition in (points[1], pair[1]) if planned.action == "move" else ():
            if definition is not None and definition.renamed_from is not None:
                yield Cause(origin=definition.origin.at("renamed_from"))

    def _stack(self, module: ModulePlan) -> Candidates:
        """A stack that comes, goes, or has another account or region."""
        before, after = (stacks.get(module.name) for stacks in self._stacks)
        if before is None or after is None:
            yield from _key_of(before, after)
        for key in ("account", "region") if before and after and after.origin else ():
            if getattr(before, key) != getattr(after, key):
                assert after is not None  # noqa: S101 - as the loop says
                assert after.origin is not None  # noqa: S101 - likewise
                yield Cause(origin=after.origin.at(key))

    def _comes_or_goes(self, old: CapturePoint | None, new: CapturePoint | None, pair: _Destinations) -> Candidates:
        """A flow log that is created or destroyed."""
        if old is None or new is None:
            definition = new or old
            assert definition is not None  # noqa: S101 - one of them has the flow log
            yield Cause(origin=definition.origin.key(), old=new is None)
            return
        if self._senders.changes_stacks(old, new):
            yield from self._own_or_default(old, new, "stack")
        if not (sends(old, pair[0]) and sends(new, pair[1])):
            yield Cause(origin=new.destinations_origin)
        if old.target != new.target or old.plural != new.plural:
            yield Cause(origin=settings.target(new))

    def _difference(
        self,
        difference: Difference,
        points: tuple[CapturePoint | None, CapturePoint | None],
        pair: _Destinations,
        planned: PlannedChange,
        module: ModulePlan,
    ) -> Candidates:
        """One argument that changes."""
        for unknown in unknowns(difference.new):
            yield from self._causes(module.of(unknown.address), module)
        old, new = points
        if difference.adopted and old is not None:
            yield from _adoption(old, planned, difference)
        if difference.name == "tags":
            definitions = points if new else pair
            yield from tag_causes.own(difference, *definitions, of_role=planned.resource.TYPE == Role.TYPE)
            for key in tag_causes.changed_keys(difference):
                yield from self._own_or_default(*definitions, "tags", key)
        elif old and new and difference.name in settings.FILTER:
            yield from _filter(old, new, settings.FILTER[difference.name])
        elif new and difference.name in ("for_each", new.kind.argument):
            yield Cause(origin=settings.target(new))
        else:
            yield from self._setting(pair, difference, planned)

    def _setting(
        self,
        pair: _Destinations,
        difference: Difference | None,
        planned: PlannedChange,
    ) -> Candidates:
        """A setting of a destination; if none changes, whatever changes among its capture points."""
        old, new = pair
        if old is None or new is None:
            definition = new or old
            assert definition is not None  # noqa: S101 - one of them has the resource
            yield Cause(origin=definition.origin.key(), old=new is None)
            return
        instance = planned.new or planned.old
        assert instance is not None  # noqa: S101 - a change is about an instance
        for path in settings.changed(old, new, instance.resource.TYPE, difference.name if difference else ""):
            yield Cause(origin=settings.origin(new, path))
            yield Cause(origin=settings.origin(old, path), old=True)
        yield from self._of_senders(old, new)

    def _of_senders(self, before: Destination, after: Destination) -> Candidates:
        """A change among the capture points that send to a destination, old and new."""
        if after.key not in self._fallbacks:
            senders = self._senders.of(before, after)
            self._fallbacks[after.key] = next(
                (causes for points in senders if (causes := tuple(self._sender(*points, (before, after))))), ()
            )
        yield from self._fallbacks[after.key]

    def _sender(
        self, old: CapturePoint | None, new: CapturePoint | None, pair: tuple[Destination, Destination]
    ) -> Candidates:
        if (
            old is None
            or new is None
            or sends(old, pair[0]) != sends(new, pair[1])
            or self._senders.changes_stacks(old, new)
        ):
            yield from self._comes_or_goes(old, new, pair)
        else:
            if old.target != new.target:
                yield Cause(origin=settings.target(new))
            for argument, key in settings.FILTER.items():
                if settings.filter_value(old.filter, argument) != settings.filter_value(new.filter, argument):
                    yield from _filter(old, new, key)

    def _own_or_default(
        self, old: CapturePoint | Destination | None, new: CapturePoint | Destination | None, *path: str
    ) -> Candidates:
        """A key that a definition has or takes from `defaults`, now or before."""
        definitions = ((new, self._defaults[1], False), (old, self._defaults[0], True))
        for definition, defaults, is_old in definitions:
            if definition is not None:
                yield Cause(origin=definition.origin.at(*path), old=is_old)
            if defaults is not None:
                yield Cause(origin=defaults.at(*path), old=is_old)


def _adoption(old: CapturePoint, planned: PlannedChange, difference: Difference) -> Candidates:
    """The entry of an old `adopted` that kept an argument."""
    destination = planned.old.resource.destination if planned.old else None
    for each in old.adoptions:
        if each.destination == destination and str(ADOPTED[each.part]) == difference.name:
            yield Cause(origin=each.origin, old=True)


def _key_of(before: Stack | None, after: Stack | None) -> Candidates:
    for stack, old in ((after, False), (before, True)):
        if stack is not None and stack.origin is not None:
            yield Cause(origin=stack.origin.key(), old=old)


def _filter(old: CapturePoint, new: CapturePoint, key: str) -> Candidates:
    """The setting of a filter that has one name in both versions, or the name of another filter."""
    if old.filter.name == new.filter.name:
        for point, is_old in ((new, False), (old, True)):
            if point.filter.origin is not None:
                yield Cause(origin=point.filter.origin.at(key), old=is_old)
        return
    yield Cause(origin=new.filter_origin)
    yield Cause(origin=old.filter_origin, old=True)
