"""Reasons: a note, with the next action, on each part of a spec and of what exists that no block joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.adopt.binding.forgetting import is_older
from gen_flowlogs.adopt.binding.module_call import call_file, missing_inputs
from gen_flowlogs.adopt.binding.selection import name
from gen_flowlogs.adopt.situation import SameFolder, SameModule
from gen_flowlogs.captures import sinks, targets
from gen_flowlogs.observe.existing import Note, Source
from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from gen_flowlogs.adopt.binding.forgetting import Leaving
    from gen_flowlogs.adopt.situation import Situation
    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.match import Matches
    from gen_flowlogs.model import Given, Spec


def of_matches(spec: Spec, matches: Matches, told: Collection[Source]) -> Iterator[Note]:
    """The notes on what is left on either side of a match. `told`: flow logs that are reported elsewhere."""
    for pair in matches.ambiguous:
        ids = listing([name(each) for each in pair.flow_logs], 4, "or")
        points = listing(sorted({each.point.name for each in pair.recordings}), 4)
        yield Note(_at(pair.recordings[0]), f"{points} may be {ids}", "name one source for each account and region")
    for each in matches.absent:
        text = (
            f"no flow log of {targets.name(each.target)} to {sinks.name(each.destination)} exists; the plan creates it"
        )
        yield Note(_at(each), text, "leave it out of the spec until the adoption is applied")
    for each in matches.open:
        parts = [] if isinstance(each.target, str) else [targets.name(each.target)]
        parts += [sinks.name(each.destination)] if sinks.is_open(each.destination) else []
        text = f"only Terraform knows {listing(parts)}, so its flow log was not found"
        yield Note(_at(each), text, "name a plan as a source too, or write the id or the name")
    for log in matches.unmatched:
        if log.source not in told:
            yield Note(
                log.source,
                f"{name(log)} is no capture point of {spec.name}",
                "add a capture point, or leave the flow log as it is",
            )


def of_call(spec: Spec, situation: Situation, inputs: Mapping[str, Given]) -> Iterator[Note]:
    """The note on variables of the output that its call lacks."""
    missing = missing_inputs(spec, inputs) if isinstance(situation, SameModule) else ()
    if missing:
        text = f"no source has the value of {listing([f'var.{each}' for each in missing])} of the output"
        yield Note(Source(spec.file), text, f"write it into the call in {call_file(spec)}")


def of_versions(situation: Situation, leaves: Sequence[Leaving], terraform: str | None) -> Iterator[Note]:
    """The notes on states whose Terraform is too old for the blocks, which does not read them then."""
    if terraform is None or not isinstance(situation, SameFolder | SameModule):
        return
    major, minor = map(int, terraform.split("."))
    for each in leaves:
        if is_older(each.state, (major, minor)):
            text = f"Terraform {each.state.terraform_version} wrote this state, and adopt.tf needs {terraform}"
            yield Note(Source(each.state.file), text, f"upgrade to Terraform {terraform} or later first", partial=False)


def of_providers(situation: Situation, leaves: Sequence[Leaving]) -> Iterator[Note]:
    """The notes on states that do not tell under which configuration of its provider a resource is."""
    if not isinstance(situation, SameFolder | SameModule):
        return
    for each in leaves:
        adopted = frozenset(each.adopted)
        providers = {one.provider for one in each.state.resources if one.address in adopted and one.provider}
        if providers and not any("provider" in provider.split("/")[0] for provider in providers):
            text = "it does not show which of several configurations of the AWS provider its flow logs have"
            remedy = (
                "where the root module has an alias of the provider, name a file that `terraform state pull` printed"
            )
            yield Note(Source(each.state.file), text, remedy, partial=False)


def _at(recording: Recording) -> Source:
    return Source(recording.point.origin.file, f"capture_points.{recording.point.name}")
