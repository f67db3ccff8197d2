"""Known values: what variables and references of a spec stand for, where a source tells it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from gen_flowlogs import naming
from gen_flowlogs.captures import givens, sinks
from gen_flowlogs.captures.targets import Referred
from gen_flowlogs.dataclass import dataclass, replace
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.model import S3, CloudWatchLogs, Destination, Firehose, GivenArn, Reference, Variable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.model import Given

_ENTRY: Final = pattern(r'(?P<base>.+)\[(?:(?P<number>\d+)|"(?P<key>[^"\\]*)")\]')


@dataclass(frozen=True)
class Known:
    """The values of references and variables. `inputs`: those that the call of the output as a module passes."""

    values: Mapping[str, str]
    inputs: Mapping[str, Given]

    def text(self, given: Given | None) -> str | None:
        """The text of a given text; None where no source tells it."""
        if isinstance(given, Variable) and given.name in self.inputs:
            given = self.inputs[given.name]
        return given if given is None or isinstance(given, str) else self.values.get(givens.traversal(given))

    def destination(self, destination: Destination) -> Destination:
        """A destination with the literal names and ARNs of its log group, bucket or stream, where they are known."""
        if not sinks.is_open(destination):
            return destination
        match destination:
            case CloudWatchLogs():
                return replace(destination, log_group=self._store(destination.log_group))
            case S3():
                return replace(destination, bucket=self._store(destination.bucket))
            case Firehose():
                return replace(destination, stream=self.text(destination.stream) or destination.stream)
        raise TypeError(destination)

    def recordings(self, recording: Recording) -> Iterator[Recording]:
        """A recording with a known target; one for each where it stands for several; none where it is not known."""
        target = recording.target
        if isinstance(target, str):
            yield recording
        elif isinstance(target, Referred) and isinstance(recording.point.target, Variable | Reference):
            if not recording.point.plural:
                id_ = self.text(recording.point.target)
                if id_ is not None:
                    yield replace(recording, target=id_)
                return
            for key, id_ in self._several(recording.point.target).items():
                address = naming.instance(recording.address, key if recording.point.target.keyed else id_)
                yield replace(recording, target=id_, address=address)

    def _store(self, given: Given | GivenArn) -> Given | GivenArn:
        if isinstance(given, GivenArn):
            return GivenArn(self.text(given.arn) or given.arn)
        return self.text(given) or given

    def _several(self, given: Variable | Reference) -> Mapping[str, str]:
        """The entries of a list or map: key → value."""
        passed = self.inputs.get(given.name, given) if isinstance(given, Variable) else given
        return {} if isinstance(passed, str) else self._entries.get(givens.traversal(passed), {})

    @cached_property
    def _entries(self) -> Mapping[str, Mapping[str, str]]:
        """Traversal of a list or map → its entries, which `values` has one by one: `local.ids[0]`, `var.ids["a"]`."""
        found: dict[str, dict[str, str]] = {}
        for traversal, value in self.values.items():
            if entry := _ENTRY.fullmatch(traversal):
                found.setdefault(entry["base"], {})[entry["key"] or entry["number"] or ""] = value
        return found
