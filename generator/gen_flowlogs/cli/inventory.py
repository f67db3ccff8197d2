"""`inventory`: the networks and flow logs that the accounts of specs have now, asked of AWS and printed as JSON.

Writes nothing. A call that AWS denies is part of the result and a note: who reads the inventory decides what follows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gen_flowlogs.captures import locations
from gen_flowlogs.cli import exits, terminal
from gen_flowlogs.cli.findings import without_errors
from gen_flowlogs.cli.progress import progress
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.model import S3, store_name
from gen_flowlogs.observe import SourceError
from gen_flowlogs.observe.inventory.document import written
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.root_modules import ownership

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from gen_flowlogs.captures.inventory import Inventory
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.model import Spec
    from gen_flowlogs.observe.existing import Existing, Note

_ROLE: Final = pattern(r"(?:[\w+=,.@-]+/)*[\w+=,.@-]{1,64}", re.ASCII)
"""The name of a role, with its path. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html."""


def run(arguments: argparse.Namespace) -> int:
    """Ask, print, and note what was not looked at; 1 where a spec has errors, and AWS is not asked then."""
    refuse(arguments)
    results = without_errors(arguments)
    if isinstance(results, int):
        return results
    inventory, existing = collected([result.spec for result in results], arguments)
    terminal.say(written(inventory, existing).rstrip("\n"), "json")
    note_unseen(existing.notes)
    return exits.CLEAN


def refuse(arguments: argparse.Namespace) -> None:
    """Raise UsageError for options that cannot lead to any account."""
    role = arguments.role
    if role is not None and role.startswith("arn:"):
        name = shown(role.partition(":role/")[2] or "NAME", 80)
        raise exits.UsageError(f"--role is the name of a role that each account has, and no ARN: give --role {name}")
    if role is not None and not _ROLE.fullmatch(role):
        raise exits.UsageError(f"--role: {quoted(role)} is not the name of a role, such as audit or security/audit")
    if arguments.external_id is not None and role is None:
        raise exits.UsageError("--external-id is sent when a role is assumed: add --role NAME")


def collected(specs: Sequence[Spec], arguments: argparse.Namespace) -> tuple[Inventory, Existing]:
    """The inventory of the accounts and regions of some specs, with a bar on a terminal. Raises FileError."""
    from gen_flowlogs.observe import live  # noqa: PLC0415 - boto3 is slow to import, and an extra

    try:
        with progress() as bar:
            return live.collect(
                places(specs, arguments.region),
                live.Access(profile=arguments.profile, role=arguments.role, external_id=arguments.external_id),
                buckets=owned_buckets(specs),
                progress=bar,
            )
    except SourceError as error:
        raise exits.FileError(str(error)) from error


def places(specs: Iterable[Spec], regions: Iterable[str]) -> tuple[LocationKey, ...]:
    """The accounts and regions to ask, in the order of the specs; `regions` stand in the place of those of stacks.

    Without a spec, and for one without stacks: the account of the credentials.
    """
    stacks = [locations.key(stack) for spec in specs for stack in spec.stacks] or [(None, None)]
    several = tuple(regions)
    return tuple(dict.fromkeys((account, region) for account, own in stacks for region in several or (own,)))


def owned_buckets(specs: Iterable[Spec]) -> dict[str, tuple[str, ...]]:
    """Account → the buckets of specs that a stack of it owns: AWS describes them to that account alone."""
    found: dict[str, dict[str, None]] = {}
    for spec in specs:
        owners = ownership(spec).owners
        for destination in spec.destinations:
            owner = owners.get(destination.key)
            name = store_name(destination) if isinstance(destination, S3) else None
            if owner is not None and owner.account is not None and name is not None:
                found.setdefault(owner.account, {})[name] = None
    return {account: tuple(names) for account, names in found.items()}


def note_unseen(notes: Iterable[Note]) -> None:
    """Note what was not looked at, and what is not as one would expect."""
    for each in notes:
        at = "" if each.source.at is None else f", {shown(each.source.at, 200)}"
        remedy = f"; {each.remedy}" if each.remedy else ""
        terminal.note(f"gen-flowlogs: {shown(each.source.file, 200)}{at}: {each.text}{remedy}")
