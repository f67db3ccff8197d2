"""Drafts → a text that the compiler takes: what it has a mistake with is left out, what it warns of is ignored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.adopt.owned import buckets, groups, roles
from gen_flowlogs.adopt.spec import forms, judged, tree, yaml_text
from gen_flowlogs.adopt.spec.plan import plan
from gen_flowlogs.adopt.spec.sinks import BucketSink, GroupSink
from gen_flowlogs.dataclass import dataclass, replace
from gen_flowlogs.observe.existing import Note, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from gen_flowlogs.adopt.owned.owning import Owning
    from gen_flowlogs.adopt.spec.drafts import Draft
    from gen_flowlogs.adopt.spec.judged import Mistake
    from gen_flowlogs.adopt.spec.left_out import LeftOut
    from gen_flowlogs.adopt.spec.plan import Holder, Plan
    from gen_flowlogs.adopt.spec.yaml_text import Line, Node
    from gen_flowlogs.pipeline import Compiled
    from gen_flowlogs.repository import Root

_MOST_ROUNDS = 100
"""Texts that are given to the compiler: each but the last has something that the next one does without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """All of a spec but its definitions: the same in each round."""

    name: str
    file: str
    today: date
    root: Root | None
    terraform: Mapping[str, Node]
    taken: frozenset[str]
    owning: Owning
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """The plan of a spec that the compiler takes, and its text."""

    plan: Plan
    text: str


def settled(drafts: tuple[Draft, ...], around: Around, left: LeftOut) -> Settled | None:
    """The spec of as many drafts as the compiler takes; None where it takes none."""
    for _ in range(_MOST_ROUNDS):
        if not drafts:
            return None
        made = plan(drafts, around.owning, around.taken)
        lines = _lines(made, around)
        ignored = judged.warned(_text(lines), around.file, today=around.today)
        if ignored:
            made = replace(made, ignored=ignored)
            lines = _lines(made, around)
        result = _compiled(lines, around)
        mistakes = judged.mistakes(result, lines)
        if not mistakes:
            return _finished(Settled(made, _text(lines)), result, around, left)
        whole = next((each for each in mistakes if each.holder is None), None)
        if whole is not None:
            left.notes.append(Note(Source(around.file), f"no spec can be written: {whole.message}"))
            return None
        drafts = _without(drafts, made, mistakes, around, left)
    for each in drafts:
        left.add(each.flow_log, "the spec has too many mistakes of other flow logs", "adopt fewer of them at once")
    return None


def _lines(made: Plan, around: Around) -> tuple[Line, ...]:
    entries = tree.entries(made, name=around.name, terraform=around.terraform, about=around.about)
    return tuple(yaml_text.lines(entries))


def _compiled(lines: Iterable[Line], around: Around) -> Compiled:
    return judged.compiled(_text(lines), around.file, today=around.today, root=around.root)


def _text(lines: Iterable[Line]) -> str:
    return "".join(f"{line.text}\n" for line in lines)


def _finished(made: Settled, result: Compiled, around: Around, left: LeftOut) -> Settled | None:
    """The plan with what it adopts. What it ignores at a definition in vain, it ignores as a whole."""
    adopted = forms.adopted(result.spec, made.plan)
    slugs = {each.slug for each in result.diagnostics}
    if adopted or slugs:
        ignored = _at_the_top(made.plan.ignored, slugs) if slugs else made.plan.ignored
        final = replace(made.plan, adopted=adopted, ignored=ignored)
        lines = _lines(final, around)
        mistakes = judged.mistakes(_compiled(lines, around), lines)
        if mistakes:
            left.notes.append(Note(Source(around.file), f"no spec can be written: {mistakes[0].message}"))
            return None
        made = Settled(final, _text(lines))
    comments = "".join(f"{yaml_text.comment(each)}\n" for each in left.comments())
    return replace(made, text=f"{made.text}\n{comments}") if comments else made


def _at_the_top(ignored: Mapping[Holder, tuple[str, ...]], slugs: set[str]) -> Mapping[Holder, tuple[str, ...]]:
    own = tuple(sorted({*ignored.get(("", ""), ()), *slugs}))
    return {holder: several for holder, several in ignored.items() if holder != ("", "")} | {("", ""): own}


def _without(
    drafts: tuple[Draft, ...], made: Plan, mistakes: Iterable[Mistake], around: Around, left: LeftOut
) -> tuple[Draft, ...]:
    """The drafts without those of definitions that have a mistake; what it owns is given up before that."""
    gone: dict[int, str] = {}
    for mistake in mistakes:
        assert mistake.holder is not None  # noqa: S101 - the caller has asked
        if _disown(mistake, made, around):
            continue
        for draft in _of(mistake.holder, made):
            gone.setdefault(id(draft), mistake.message)
    for draft in drafts:
        if id(draft) in gone:
            left.add(draft.flow_log, gone[id(draft)])
    return tuple(draft for draft in drafts if id(draft) not in gone)


def _disown(mistake: Mistake, made: Plan, around: Around) -> bool:
    """Own a role no longer, else a log group or bucket, where its destination has a mistake; whether one was owned."""
    owned = False
    for (sink, place), destination in made.of_sinks.items():
        if mistake.holder != ("destinations", made.destinations[destination]):
            continue
        match sink:
            case GroupSink() if destination.own_role is not None:
                thing = roles.thing_of(sink, place)
            case GroupSink() if destination.own is not None:
                thing = groups.thing_of(sink, place)
            case BucketSink() if destination.own is not None:
                thing = buckets.thing_of(sink, place)
            case _:
                continue
        around.owning.refuse(thing, Source(around.file), mistake.message)
        owned = True
    return owned


def _of(holder: Holder, made: Plan) -> list[Draft]:
    """The drafts of a definition."""
    found: list[Draft] = []
    for point, name in made.points.items():
        section, wanted = holder
        is_whole = (
            (section == "capture_points" and name == wanted)
            or (section == "filters" and made.filters[point.filter] == wanted)
            or (section == "stacks" and made.stacks.get(point.place) == wanted)
        )
        for unit in point.drafts:
            found += [
                draft
                for draft in unit
                if is_whole or (section == "destinations" and made.destination(point, draft.sink) == wanted)
            ]
    return found
