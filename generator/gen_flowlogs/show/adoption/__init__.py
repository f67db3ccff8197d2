"""Adoptions and proofs → text for people, and JSON for other programs."""

from gen_flowlogs.show.adoption.json import as_json
from gen_flowlogs.show.adoption.proof import proof_report
from gen_flowlogs.show.adoption.report import AdoptionReport, File, Item, Section, Step
from gen_flowlogs.show.adoption.text import as_text

__all__ = ["AdoptionReport", "File", "Item", "Section", "Step", "as_json", "as_text", "proof_report"]
