"""The sections of a Markdown page about records in general: never recorded, with care, layouts, evidence, bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws import controls, never_recorded, pitfalls
from gen_flowlogs.aws.weights import ASSUMED
from gen_flowlogs.phrasing import counted
from gen_flowlogs.show.markdown_text import code, plain
from gen_flowlogs.show.report.blocks import ROWS, Block, joined, more, table, words
from gen_flowlogs.show.report.never import never_by_kind
from gen_flowlogs.show.report.words import prose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gen_flowlogs.report import Report
    from gen_flowlogs.report.sections import FormatPart

_INTENT: Final = (
    "**Intent, not proof.** `gen-flowlogs audit` compares this with AWS: whether it is applied, whether records "
    "arrive, and which VPCs no spec names."
)
_NEVER: Final = (
    "No setting of a flow log changes this. The list is complete, kind by kind, after AWS: [flow log limitations]"
    f"({never_recorded.LIMITATIONS}) and [transit gateway flow logs]({never_recorded.GATEWAY_LIMITATIONS}), read "
    f"{never_recorded.READ}."
)
_MOST_LAYOUTS: Final = 12


def never(report: Report) -> Block:
    """The traffic without records."""
    lines = ["## Never recorded", "", _NEVER, ""]
    for at, parts in never_by_kind(report):
        lines += [f"At {at}{'' if parts[0].here else ' (there is none here)'}:", ""]
        lines += table(
            ("traffic", "note", "look instead at"),
            [
                (
                    plain(part.entry.traffic) + (" (unverified)" if part.entry.certainty == "unverified" else ""),
                    plain(part.entry.note),
                    plain(part.entry.instead) or "nothing that is known",
                )
                for part in parts
            ],
        )
        lines.append("")
    return Block(0, (joined(lines),))


def care(report: Report) -> Block:
    """The pitfalls; a sentence where there is no room."""
    lines = ["## Read with care", ""]
    for part in report.pitfalls:
        source = pitfalls.SOURCES[part.entry.source]
        told = f"({source})" if part.entry.source == "users" else f"([AWS]({source}))"
        lines.append(f"- **{plain(part.entry.title)}.** {words(prose(part.entry.text))} {told}")
    return Block(2, (joined(lines), joined([*lines[:2], "Left out for want of room; the page in HTML has it."])))


def layouts(formats: Sequence[FormatPart]) -> Iterator[Block]:
    """The record formats, with their fields while there is room."""
    yield Block(0, (joined(["## Record layout", "", "The sample records are made up, after AWS's examples."]),))
    for each in formats[:_MOST_LAYOUTS]:
        head = [f"**{plain(each.title)}** · {counted(len(each.rows), 'field')}, about {each.bytes} bytes a record", ""]
        head += [f"Written by {words(each.points)}. A sample record:", "", "```text", each.record, "```", ""]
        rows = [
            (
                str(row.number),
                code(row.name),
                code(row.sample) + (f" {plain(row.meaning)}" if row.meaning else ""),
                plain(row.description) + (f" ({plain(row.note)})" if row.note else ""),
            )
            for row in each.rows
        ]
        whole = [*head, *table(("", "field", "in the sample", "what it is"), rows), ""]
        short = [*head, ", ".join(code(row.name) for row in each.rows), ""]
        yield Block(7, (joined(whole), joined(short), joined([head[0], ""])))
    if len(formats) > _MOST_LAYOUTS:
        yield Block(0, (f"… and {counted(len(formats) - _MOST_LAYOUTS, 'more layout')}\n",))


def evidence(report: Report) -> Block:
    """The controls, and what the specs say to them."""
    lines = [
        "## Evidence",
        "",
        _INTENT,
        "",
    ]
    for part in report.evidence:
        lines += [f"**Asked: {part.demand}.** {part.state.capitalize()}. Here: {words(part.says)}.", ""]
        sources = {controls.SECURITY_HUB: "AWS Security Hub", controls.PROWLER: "prowler's mappings"}
        lines += table(
            ("framework", "version", "controls", "according to"),
            [
                (each.framework, each.version, ", ".join(each.ids), f"[{sources[each.source]}]({each.source})")
                for each in part.controls
            ],
        )
        lines.append("")
    return Block(1, (joined(lines),))


def weights(report: Report) -> Block:
    """The bytes of a record of each format, and how often it is delivered."""
    rows = [
        (
            plain(each.title),
            str(len(each.rows)),
            str(each.bytes),
            f"× {each.ratio:.1f}",  # noqa: RUF001 - the sign of multiplication
            f"{each.flow_logs:,}{'+' if each.is_open else ''}",
        )
        for each in report.formats[: ROWS[0]]
    ]
    twice = f" Delivered to several destinations: {words(report.delivered_twice)}." if report.delivered_twice else ""
    end = f"A delivery is a flow log: its records are made, delivered and charged for by themselves.{twice}"
    heads = ("layout", "fields", "bytes a record", "to AWS's default", "deliveries")
    return Block(
        3,
        tuple(
            joined(
                [
                    "## Bytes and deliveries",
                    "",
                    f"{ASSUMED}. How many records there are follows from flows, not from this spec.",
                    "",
                    *table(heads, rows[:most]),
                    *more(report.formats, most),
                    "",
                    end,
                ]
            )
            for most in ROWS
        ),
    )
