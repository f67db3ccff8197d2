"""A proof → its report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.show.adoption.report import AdoptionReport, Item, Section, item

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gen_flowlogs.adopt.proven.proof import Proof
    from gen_flowlogs.observe.existing import Note


def proof_report(proof: Proof, *, flow_logs: int, notes: Sequence[Note] = ()) -> AdoptionReport:
    """The report of a proof. `flow_logs`: how many the sources have; `notes`: what was seen while reading these."""
    return AdoptionReport(head=_head(proof, flow_logs), whole=proof.holds, sections=tuple(_sections(proof, notes)))


def _head(proof: Proof, flow_logs: int) -> str:
    counts = [f"{proof.imported} imported", f"{proof.moved} moved", f"{len(proof.forgotten)} forgotten"]
    done = f"{', '.join(counts)}"
    if proof.holds:
        kept = f"{proof.kept} of {flow_logs} flow logs kept"
        return f"proven: {kept}; no resource is created, replaced or destroyed ({done})"
    count = len(proof.failures)
    return f"not proven: {count} {'reason' if count == 1 else 'reasons'} against applying this ({done})"


def _sections(proof: Proof, notes: Sequence[Note]) -> Iterator[Section]:
    if proof.failures:
        yield Section(key="failures", head="failures", items=tuple(map(item, proof.failures)), gravity="bad")
    others = [each for each in proof.forgotten if each.type != "aws_flow_log"]
    if others:
        items = tuple(Item(text=each.previous or each.address) for each in others)
        head = "forgotten: these states no longer manage it, and AWS keeps it"
        yield Section(key="forgotten", head=head, items=items)
    if proof.told:
        yield Section(key="told", head="also in these plans", items=tuple(map(item, proof.told)))
    if notes:
        yield Section(key="notes", head="seen in the sources", items=tuple(map(item, notes)))
