"""`diff` against a second opinion: who records which traffic of which target into which sink, and what hints lead to.

A fixed sample here; `make compare` asks of 20,000 changes. What is known to be wrong stands in
`tests/data/known_disagreements.yaml` by its kind, each with the smallest change that shows it: a kind that is new
fails the sample, and one that is right by now fails `test_what_is_known_is_still_wrong`, so that it is taken out.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from catalogue import ROOT
from generated_specs import pairs
from second_opinion import MAIN, RefusedError, wrong
from small_changes import changes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MANY = "GEN_FLOWLOGS_COMPARE" in os.environ
PARTS = 8
SMALL, WHOLE = (3500, 350) if MANY else (365, 32)
"""Small changes and changes of whole specs, in each part. Of the small ones about two thirds compile."""

EVERY = 1 if MANY else 4
"""Of so many changes one has its hints carried out."""

LEAST = 20_000 if MANY else 2_000
KNOWN: dict[str, dict[str, Any]] = yaml.safe_load(
    (ROOT / "tests" / "data" / "known_disagreements.yaml").read_text("utf-8")
)


def drawn(part: int) -> Iterator[tuple[str, Mapping[str, str], Mapping[str, str]]]:
    """The changes of one part: a name, and both versions as files."""
    for small in changes(part, SMALL):
        yield small.name, small.old, small.new
    for whole in pairs(1000 + part, WHOLE):
        yield whole.name, whole.old.files, whole.new.files


@pytest.mark.parametrize("part", range(PARTS))
def test_diff_says_what_the_oracle_answers(part: int, record_property: Any):
    compared, carried = 0, 0
    unknown: dict[str, str] = {}
    count: dict[str, int] = {}
    for name, old, new in drawn(part):
        try:
            found, hints = wrong(old, new, carry_out=compared % EVERY == 0)
        except RefusedError:
            continue
        compared += 1
        carried += hints
        for kind, where in found.items():
            count[kind] = count.get(kind, 0) + 1
            if kind not in KNOWN:
                unknown.setdefault(kind, f"{name}: {where}")
    told = f"{compared} changes, {carried} hints carried out, {sum(count.values())} disagreements: {count}"
    record_property("compared with the oracle", told)
    print(told)  # noqa: T201 - `make compare` shows it
    assert unknown == {}
    assert carried
    assert compared * PARTS >= LEAST


@pytest.mark.parametrize("kind", KNOWN)
def test_what_is_known_is_still_wrong(kind: str):
    one = KNOWN[kind]
    old, new = ({MAIN: json.dumps(one[version])} for version in ("old", "new"))
    found, _ = wrong(old, new, carry_out=True)
    assert kind in found, "it is right by now: take it out of known_disagreements.yaml"
