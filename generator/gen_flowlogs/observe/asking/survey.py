"""Survey several accounts one after the other, each with the credentials that may read it → one inventory."""

from __future__ import annotations

import gc
import threading
from functools import partial
from typing import TYPE_CHECKING, Protocol

from gen_flowlogs.aws.regions import partition_of
from gen_flowlogs.captures.inventory import Inventory
from gen_flowlogs.dataclass import dataclass, replace
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.observe.asking import inventory
from gen_flowlogs.observe.asking.account import caller_of, joined
from gen_flowlogs.observe.asking.caller import Caller, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from gen_flowlogs.observe.asking.caller import Ask
    from gen_flowlogs.observe.existing import Existing


class Progress(Protocol):
    """A view of how far a survey is."""

    def __call__(self, done: int, total: int, account: str) -> None:
        """Show that some steps of all are done, and which account is asked; called from any thread, one at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The ways into accounts: the own identity, and a role of one name in each.

    `assume`: the ARN of a role, and a region → the calls in its name.
    """

    own: Caller
    role: str | None  # with its path
    assume: Callable[[str, str], Ask | Refusal]


@dataclass(frozen=True, slots=True)
class _Closed:
    """The reason that an account cannot be entered, and what to do."""

    why: str
    remedy: str


def survey(
    entry: Entry, places: Sequence[tuple[str, str]], buckets: Mapping[str, Iterable[str]], progress: Progress
) -> tuple[Inventory, Existing]:
    """The inventory of all places, which are accounts and regions. `buckets`: account → names of its buckets.

    One account is asked at a time, with up to eight calls at once, so that its clients can be dropped before the next.
    """
    accounts: dict[str, dict[str, None]] = {}
    for account, region in places:
        accounts.setdefault(account, {})[region] = None
    step = _steps(len(dict.fromkeys(places)) * inventory.STEPS, progress)
    parts: list[tuple[Inventory, Existing]] = []
    for account, regions in accounts.items():
        parts.append(_part(entry, account, tuple(regions), buckets.get(account, ()), partial(step, account)))
        gc.collect()  # clients of boto3 refer to themselves, and a command does not collect by itself
        gc.freeze()  # and what is found stays, and need not be looked through again
    resources, notes = inventory.joined(
        (f"AWS account {account}", part.resources.values()) for account, (part, _) in zip(accounts, parts, strict=True)
    )
    found = Inventory(resources=resources, scopes=tuple(each for part, _ in parts for each in part.scopes))
    existing = joined([each for _, each in parts])
    return found, replace(existing, notes=(*existing.notes, *notes))


def _part(
    entry: Entry, account: str, regions: Sequence[str], buckets: Iterable[str], step: Callable[[int], None]
) -> tuple[Inventory, Existing]:
    step(0)
    caller = _entered(entry, account, regions[0])
    if isinstance(caller, _Closed):
        step(len(regions) * inventory.STEPS)
        return inventory.not_entered(account, regions, caller.why, caller.remedy)
    return inventory.collected(caller, regions, buckets, step)


def _entered(entry: Entry, account: str, region: str) -> Caller | _Closed:
    """The identity that asks in an account: the role there, else, in the own account, the own one."""
    is_own = account == entry.own.account
    if entry.role is None:
        why = f"it was not entered: the credentials are those of account {entry.own.account}"
        return entry.own if is_own else _Closed(why, "give --role NAME, the name of a role to read in each account")
    arn = f"arn:{partition_of(region)}:iam::{account}:role/{entry.role}"
    ask = entry.assume(arn, region)
    caller = ask if isinstance(ask, Refusal) else caller_of(ask, region)
    if not isinstance(caller, Refusal):
        return caller
    if is_own:
        return entry.own
    return _Closed(
        f"it was not entered: the role {shown(arn, 200)} cannot be assumed ({shown(caller.code)})",
        f"its trust policy must allow {shown(entry.own.arn, 200)}, and that one sts:AssumeRole",
    )


def _steps(total: int, progress: Progress) -> Callable[[str, int], None]:
    """Count steps of all threads."""
    lock, done = threading.Lock(), 0

    def step(account: str, count: int) -> None:
        nonlocal done
        with lock:
            done += count
            progress(done, total, account)

    return step
