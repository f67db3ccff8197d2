"""Hints, carried out → what they promise and do not keep."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from coverage_oracle import Oracle, reading
from gen_flowlogs.compare import compare
from hints import Hint, hints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gen_flowlogs.compare import Comparison
    from gen_flowlogs.model import Spec

    Compile = Callable[[dict[str, Any]], "tuple[Spec, tuple[str, ...]]"]

Found = tuple[str, str]


def leads_on(comparison: Comparison) -> Iterator[str]:
    """The sentences that may lead to another spec."""
    yield from (text for text in comparison.hints if not text.startswith("the apply may fail"))
    yield from (
        each.message
        for each in comparison.effects
        if any(words in each.message for words in ("write ", "give ", "; leave it to ", "; rename "))
    )


def broken(comparison: Comparison, old: dict[str, Any], new: dict[str, Any], compiled: Compile) -> Iterator[Found]:
    """The promises of one comparison that are not kept; first the number of those that were carried out."""
    if ("stacks" in old) != ("stacks" in new):
        return  # another state, so nothing stays whatever the spec says
    for hint in hints(comparison, old, new):
        yield "", hint.kind
        specs = [compiled(old)[0]]
        wrong: tuple[str, ...] = ()
        for step in hint.steps:
            spec, errors = compiled(step)
            specs.append(spec)
            wrong = wrong or errors
        if wrong:
            yield f"{hint.kind}: does not compile ({wrong[0].partition(':')[0]})", f"{hint.text} | {wrong[0]}"
            continue
        for kind, about in _kept(hint, comparison, specs, [old, *hint.steps], new):
            yield f"{hint.kind}: {kind}", f"{hint.text} | {about}"


def _kept(
    hint: Hint, comparison: Comparison, specs: list[Spec], data: list[dict[str, Any]], new: dict[str, Any]
) -> Iterator[Found]:
    last = compare(*specs[-2:])
    match hint.kind.partition(" ")[0]:
        case "second":
            yield from _without_gap(hint, data, new)
        case "renamed":
            yield from _only_moved(hint, last)
        case "stuck":
            yield from _free(hint, last, data[0])
        case "retired":
            label = hint.about[0].replace("-", "_")
            kept = [f"{kind}.{label}" for kind in ("aws_s3_bucket", "aws_cloudwatch_log_group", "aws_kms_key")]
            ended = [
                each for each in last.changes if each.action == "destroy" and each.stack in new.get("stacks", (None,))
            ]
            gone = [each.address for each in ended if each.address in kept]
            yield from (("destroyed all the same", each) for each in gone)
        case "another" | "left":
            said = {each.message.partition(";")[0] for each in comparison.effects} - {hint.text.partition(";")[0]}
            for each in last.effects:
                unreadable = each.effect == "history" and "can no longer be read" in each.message
                if each.message.partition(";")[0] not in said and (each.effect == "blocked" or unreadable):
                    yield f"{'unreadable' if unreadable else 'blocked'} all the same", each.message


def _only_moved(hint: Hint, last: Comparison) -> Iterator[Found]:
    before, name = (each.replace("-", "_") for each in hint.about)
    come = {(each.stack, each.address) for each in last.changes if each.action == "create"}
    for each in last.changes:
        kind, _, label = each.address.partition(".")
        new = "__".join(name if part == before else part for part in label.split("__"))
        if each.action == "destroy" and before in label.split("__") and (each.stack, f"{kind}.{new}") in come:
            yield "destroyed and created all the same", each.address
    if not any(each.moved_from and each.action != "replace" for each in last.changes):
        yield "nothing is moved", ""


def _free(hint: Hint, last: Comparison, old: dict[str, Any]) -> Iterator[Found]:
    section = hint.kind.partition(" ")[2]
    if hint.about[0] not in old[section]:
        yield "nothing has the old name", ""
    elif any("cannot follow" in each and each.startswith(f"{section}.{hint.about[1]}:") for each in last.hints):
        yield "stuck all the same", ""
    elif not any(each.moved_from for each in last.changes):
        yield "nothing is moved", ""


def _without_gap(hint: Hint, data: list[dict[str, Any]], new: dict[str, Any]) -> Iterator[Found]:
    """In the first change nothing stops, and in the second what has begun goes on until the end."""
    files = [{"spec": json.dumps(each, ensure_ascii=False)} for each in (*data, new)]
    old, middle, last, wanted = (reading(each, "spec") for each in files)
    straight = Oracle(old, wanted)
    answers = straight.answers()
    replaced = {
        triple[:2]
        for triple, answer in answers.items()
        for each in answer.own_after
        if each.point.name in hint.about and straight.applied.actions.get(each) == "replace"
    } & {triple[:2] for triple, answer in answers.items() if answer.own_before}
    for triple, answer in Oracle(old, middle).answers().items():
        if triple[:2] in replaced and answer.becomes in ("gap", "lost"):
            yield "a gap in the first change", f"{triple}"
    on = {triple[:2] for triple, each in Oracle(middle, last).answers().items() if each.becomes == "kept"}
    for subject, traffic in replaced - on:
        yield "a gap in the second change", f"{subject} {traffic}"
