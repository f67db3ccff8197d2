"""docs/fields.md and docs/never-recorded.md, made of the tables in `gen_flowlogs/aws`.

`python docs/make_records.py` writes the pages; a test holds them equal to what this makes.
"""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs.aws import empty_values, pitfalls
from gen_flowlogs.aws.field_values import values
from gen_flowlogs.aws.fields import BY_FAMILY, DEFAULT, PRESETS, TRANSIT_GATEWAY_FIELDS, VPC_FIELDS, source
from gen_flowlogs.aws.kinds import KINDS
from gen_flowlogs.aws.never_recorded import GATEWAY_LIMITATIONS, LIMITATIONS, NEVER_RECORDED, READ
from gen_flowlogs.aws.weights import ASSUMED, SAMPLE, record_bytes, width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gen_flowlogs.aws.fields import Field
    from gen_flowlogs.aws.never_recorded import NeverRecorded

FOLDER = Path(__file__).parent
NOTE = "<!-- Made by docs/make_records.py from the tables in generator/gen_flowlogs/aws: change those. -->"

_TITLES = {"vpc": "VPC family", "transit_gateway": "transit gateways"}
_MANY = 30
"""Values of a field that are listed below one another; more are in one paragraph."""


def never_recorded() -> Iterator[str]:
    """The page of what no flow log records."""
    yield from (
        NOTE,
        "",
        "# What flow logs never record",
        "",
        *_wrapped(
            "For those who read records, or must say what is in them. No setting of a flow log changes any of this, so "
            f"no spec can. AWS's own lists, read {READ}: [flow log limitations]({LIMITATIONS}) and [those of transit "
            f"gateways]({GATEWAY_LIMITATIONS})."
        ),
        "",
        *_wrapped(
            "AWS lists the entries of the VPC family for VPCs, subnets, network interfaces and regional NAT gateways "
            "together, and does not say which of them cannot occur at one of these."
        ),
        "",
        f"| name | traffic | look instead at | {' | '.join(kind.title for kind in KINDS)} |",
        f"| --- | --- | --- | {' | '.join(':-:' for _ in KINDS)} |",
    )
    for each in NEVER_RECORDED:
        cells = ("never" if kind in each.kinds else "" for kind in KINDS)
        yield f"| `{each.slug}` | {_never(each)} | {each.instead or 'nothing'} | {' | '.join(cells)} |"
    yield from (
        "",
        *_wrapped(
            "An empty cell says that AWS lists nothing for that kind. Records may still mislead: "
            "[fields.md](fields.md#read-with-care) has that."
        ),
    )


def _never(each: NeverRecorded) -> str:
    return f"{each.traffic}: {each.note}" if each.note else each.traffic


def fields() -> Iterator[str]:
    """The page of the record fields."""
    yield from (
        NOTE,
        "",
        "# Record fields",
        "",
        *_wrapped(
            "For those who choose fields and read records. `gen-flowlogs fields` prints the list, `gen-flowlogs fields "
            "FIELD` one field in full, both with `--format json`; names may have underscores, as in Parquet. Sources, "
            f"read {READ}: [VPC family]({source('vpc')}), [transit gateways]({source('transit_gateway')})."
        ),
        "",
        "## What records weigh",
        "",
        *_wrapped(f"{ASSUMED}:"),
        "",
        "```text",
        SAMPLE,
        "```",
        "",
        *_wrapped(
            "The assumption is that AWS bills delivery by these bytes, and not by those of compressed files. Then the "
            "ratio of two formats is that of their prices for as many records, and `gen-flowlogs diff` reports it "
            "[whenever fields change](changes.md#what-records-weigh); [cost.md](cost.md) has an example. The number of "
            "records depends on flows, not on bytes of traffic, so gen-flowlogs assumes no volume."
        ),
        "",
        "| preset | VPC family: fields | bytes a record | to default | transit gateways: fields | bytes a record |",
        "| --- | --: | --: | --: | --: | --: |",
    )
    usual = record_bytes(DEFAULT["vpc"])
    for name, preset in PRESETS.items():
        vpc, gateway = preset["vpc"], preset["transit_gateway"]
        weight = record_bytes(vpc)
        yield (
            f"| `{name}` | {len(vpc)} | {weight} | {weight / usual:.1f} | {len(gateway)} | {record_bytes(gateway)} |"
        )
    yield from ("", "## Read with care", "")
    for each in dict.fromkeys(each for family in BY_FAMILY for each in pitfalls.general(family)):
        of = "" if len(each.families) > 1 else f" ({_TITLES[each.families[0]]})"
        yield f"- **{each.title}**{of}. {each.text}"
    for title, several in (("VPC family", VPC_FIELDS), ("Transit gateways", TRANSIT_GATEWAY_FIELDS)):
        yield from (
            "",
            f"## {title}",
            "",
            "| field | since | in Parquet | bytes | meaning |",
            "| --- | --- | --- | --: | --- |",
        )
        for field in several:
            yield _row(field)
    yield from (
        "",
        "## Fields one by one",
        "",
        "Fields that take more than an id, a number or a name, or that mislead.",
    )
    for field in (*VPC_FIELDS, *(each for each in TRANSIT_GATEWAY_FIELDS if "vpc" not in each.families)):
        if values(field.name) or pitfalls.of_field(field.name):
            yield from _one(field)


def _row(field: Field) -> str:
    note = f" ({field.note})" if field.note else ""
    linked = (
        f"[`{field.name}`](#{field.name})" if values(field.name) or pitfalls.of_field(field.name) else f"`{field.name}`"
    )
    return f"| {linked} | {field.version} | {field.type} | {width(field.name).bytes:g} | {field.description}{note} |"


def _one(field: Field) -> Iterator[str]:
    yield from ("", f"### {field.name}", "", f"{field.description[0].upper()}{field.description[1:]}.")
    several = values(field.name)
    if len(several) > _MANY:
        yield ""
        yield f"{', '.join(f'{each.value} {each.label}' for each in several)}."
    elif several:
        yield from ("", "| value | meaning |", "| --- | --- |")
        for each in several:
            only = (
                f" ({_TITLES[each.families[0]]} only)"
                if each.families != field.families and len(each.families) == 1
                else ""
            )
            doubt = " (reported, not documented)" if each.certainty == "reported" else ""
            label = "" if each.label == each.meaning else f"{each.label}: "
            yield f"| `{each.value}` | {label}{each.meaning}{only}{doubt} |"
    reasons = [each for each in empty_values.reasons(field.name) if each != empty_values.ALWAYS]
    if reasons:
        yield from ("", f"`-` where {'; or '.join(reasons)}.")
    for caution in pitfalls.of_field(field.name):
        yield from ("", f"**{caution.title}.** {caution.text}")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 118, break_long_words=False, break_on_hyphens=False)


PAGES: dict[Path, Callable[[], Iterator[str]]] = {
    FOLDER / "fields.md": fields,
    FOLDER / "never-recorded.md": never_recorded,
}


def page(path: Path) -> str:
    """The whole page that belongs at a path."""
    return "\n".join(PAGES[path]()) + "\n"


def main() -> int:
    """Write the pages, and say which changed."""
    for path in PAGES:
        new = page(path)
        if not path.is_file() or path.read_text(encoding="utf-8") != new:
            path.write_text(new, encoding="utf-8")
            print(path.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
