"""Effects on traffic: what is not said, and what is said and not so."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from claims import claims

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claims import Claim
    from coverage_oracle import Answer, Oracle
    from coverage_oracle.answers import Triple
    from disagreements import Found
    from gen_flowlogs.compare import Comparison

ONE_KIND = "both kinds of traffic, but only one is meant"
_AS_FAR = ", as far as "
_WAITS = " an apply succeeds"


def traffic(comparison: Comparison, oracle: Oracle) -> Iterator[Found]:
    """All sentences about traffic and records."""
    answers = oracle.answers()
    said = list(claims(comparison, oracle))
    yield from _unsaid(answers, said)
    for claim in said:
        for kind, subject, where in _unfounded(claim, answers, said):
            of_one = claim.effect.template.startswith("the traffic of") and not _in_transit(subject)
            yield (ONE_KIND if of_one else kind), where


def _unsaid(answers: dict[Triple, Answer], said: list[Claim]) -> Iterator[Found]:
    about: dict[Triple, set[str]] = defaultdict(set)
    for claim in said:
        for traffic in claim.traffic:
            for subject in claim.listed | claim.perhaps:
                for sink in claim.sinks:
                    about[subject, traffic, sink].add(claim.effect.effect)
    expected = {
        "lost": {"lost", "moved"},
        "gap": {"gap", "lost"},
        "gained": {"gained", "moved", "lost"},
        "kept": set(),
    }
    for triple, answer in answers.items():
        words = about[triple]
        wanted = expected[answer.becomes]
        if wanted and not words & wanted:
            yield f"{answer.becomes}, not said", f"{triple}: only {sorted(words)}"
        if answer.twice and not words & {"twice"}:
            yield "twice, not said", f"{triple}: only {sorted(words)}"


_TRUE = {"lost": ("lost",), "gap": ("gap",), "gained": ("gained",), "covered": ("kept", "gap")}


def _unfounded(claim: Claim, answers: dict[Triple, Answer], said: list[Claim]) -> Iterator[tuple[str, Any, str]]:
    effect, text = claim.effect.effect, claim.effect.message
    for subject in claim.listed:
        if effect in ("fields", "interval") and _AS_FAR not in text and not _before(claim, subject, answers):
            yield "other fields or another interval, but nothing was recorded before", subject, f"{subject[1]}: {text}"
        for traffic in claim.traffic if effect in (*_TRUE, "twice", "moved") else ():
            about = f"{traffic} {subject[1]}: {text}"
            found = [answers[subject, traffic, sink] for sink in claim.sinks if (subject, traffic, sink) in answers]
            becomes = {each.becomes for each in found}
            yield from ((kind, subject, about) for kind in _waiting(effect, text, found))
            excused = (effect == "gap" and _moves(claim, subject, traffic, said)) or (effect == "lost" and _cut(claim))
            if effect in _TRUE and not becomes & set(_TRUE[effect]) and not excused:
                yield f"{effect}, but it is {_or(becomes)}", subject, about
            if effect == "twice" and not any(each.twice for each in found):
                yield "twice, but it is not", subject, about
            if effect == "moved" and not ("lost" in becomes and any(each.own_after for each in found)):
                yield "moved, but it is recorded in the old place too", subject, about
            if effect == "lost" and "lost" in becomes:
                for kind in _elsewhere(text, [each for each in found if each.becomes == "lost"]):
                    yield kind, subject, about


def _waiting(effect: str, text: str, found: list[Answer]) -> Iterator[str]:
    """Whether the end of a gap, or the beginning of records, is said of an apply that fails, and only of it."""
    begins = [each for each in found if each.becomes in ("gap", "gained")]
    if effect in ("gap", "gained") and begins:
        waits = _WAITS in text
        if waits and not any(each.fails for each in begins):
            yield f"{effect} until an apply succeeds, but none fails"
        if not waits and all(each.fails for each in begins):
            yield f"{effect}, but the apply fails and nothing records"


def _in_transit(subject: Any) -> bool:
    match subject[1]:
        case str(id_):
            return id_.startswith("tgw-")
        case ("open", _, kind, _, _) | ("lookup", kind, _, _):
            return str(kind).startswith("transit_gateway")
    raise TypeError(subject)


def _before(claim: Claim, subject: Any, answers: dict[Triple, Answer]) -> bool:
    """Whether any traffic of a target was recorded in the place of a destination before."""
    places = claim.old_sinks | claim.new_sinks
    known = ((subject, traffic, sink) for traffic in claim.traffic for sink in places)
    return any(answers[each].own_before for each in known if each in answers)


def _moves(claim: Claim, subject: object, traffic: str, said: list[Claim]) -> bool:
    """Whether the gap is between two sinks."""
    return any(
        other.effect.effect == "moved" and subject in other.listed | other.perhaps and traffic in other.traffic
        for other in said
        if other.new_sinks & claim.new_sinks
    )


def _cut(claim: Claim) -> bool:
    return " is destroyed" in claim.effect.message


def _or(becomes: set[str]) -> str:
    return " or ".join(sorted(becomes)) or "never recorded"


def _elsewhere(text: str, found: list[Answer]) -> Iterator[str]:
    after = any(each.elsewhere_after for each in found)
    through = any(each.elsewhere_through for each in found)
    if "nor anywhere else" in text and after:
        yield "nowhere else, but it is elsewhere"
    if "; still in" in text and not through:
        yield "still elsewhere, but it is not"
    if "; recorded in" in text and (through or not after):
        yield "elsewhere later, but it is not so"
