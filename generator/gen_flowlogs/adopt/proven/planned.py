"""The JSON of a plan, as `terraform show -json PLAN` prints it → `PlanOfRoot`: what Terraform is going to do.

Total: JSON of any shape becomes a value or a `SourceError`. Of values, only ids are kept.
Source of the format: https://developer.hashicorp.com/terraform/internals/json-format (read 2026-10); `complete` and
`applyable` are of Terraform 1.8, `deferred_changes` of 1.9, actions `forget` of 1.7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.observe.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TEXT = "terraform show -json PLAN > plan.json"
_MOST_REASONS: Final = 20  # arguments of one change


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A planned change of one managed resource instance; `does` are Terraform's own words, such as `no-op`.

    `previous`: the address that it is moved from. `imported`: whether it is imported, by `import_id` where that is
    known. `id`: the one that the prior state has. `deposed`: whether an older object of the instance is meant.
    `differing`: arguments whose values differ. `replacing`: those among them that force a replacement.
    """

    address: str
    type: str
    does: tuple[str, ...]
    previous: str | None = None
    imported: bool = False
    import_id: str | None = None
    id: str | None = None
    deposed: bool = False
    differing: tuple[str, ...] = ()
    replacing: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOfRoot:
    """A plan of one root module.

    `complete`: False where something is left out (`-target`, a deferred change); None where Terraform is too old to
    tell. `prior`: address → type and id of what the state held before. `refreshes`: whether it says nothing of any
    resource but what has changed in AWS, as one of `-refresh-only`.
    """

    file: str
    terraform: str
    actions: tuple[Action, ...]
    prior: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)
    complete: bool | None = None
    errored: bool = False
    deferred: tuple[str, ...] = ()
    refreshes: bool = False


def plan_of(document: object, file: str) -> PlanOfRoot:
    """The plan in a JSON document. Raises SourceError for any other document, and for a shape that no plan has."""
    if not isinstance(document, dict) or not isinstance(document.get("format_version"), str):
        raise SourceError(file, "it is not the JSON of a plan", f"write it with `{_TEXT}`")
    if not document["format_version"].startswith(("0.", "1.")):
        raise SourceError(file, "its format is newer than this version of gen-flowlogs knows", "update gen-flowlogs")
    if "resource_changes" not in document and "planned_values" not in document:
        raise SourceError(file, "it is the JSON of a state and not of a plan", f"write it with `{_TEXT}`")
    changes = document.get("resource_changes")
    if changes is not None and not isinstance(changes, list):
        raise SourceError(file, "its resource_changes are no list", f"write it again with `{_TEXT}`")
    return PlanOfRoot(
        file=file,
        terraform=_text(document.get("terraform_version")) or "",
        actions=tuple(_actions(changes or (), file)),
        prior=dict(_prior(document.get("prior_state"), file)),
        complete=value if isinstance(value := document.get("complete"), bool) else None,
        errored=document.get("errored", False) is not False,
        deferred=tuple(_deferred(document.get("deferred_changes"))),
        refreshes=changes is None and bool(document.get("resource_drift") or document.get("prior_state")),
    )


def _actions(changes: Any, file: str) -> Iterator[Action]:
    for each in changes:
        if not isinstance(each, dict) or not isinstance(each.get("change"), dict):
            raise SourceError(file, "a part of its resource_changes has no change", f"write it again with `{_TEXT}`")
        if each.get("mode") == "data":
            continue
        address, kind, does = _text(each.get("address")), _text(each.get("type")), each["change"].get("actions")
        is_known = isinstance(does, list) and does and all(isinstance(word, str) for word in does)
        if address is None or kind is None or not is_known:
            raise SourceError(
                file, "a part of its resource_changes has no address, type or actions", f"write it again with `{_TEXT}`"
            )
        yield _action(each, address, kind, tuple(does))


def _action(each: Mapping[str, Any], address: str, kind: str, does: tuple[str, ...]) -> Action:
    change = each["change"]
    before, after, unknown = (_mapping(change.get(key)) for key in ("before", "after", "after_unknown"))
    importing = change.get("importing")
    own = _text(before.get("id"))
    import_id = _text(_mapping(importing).get("id"))
    if import_id is None and _mapping(importing).get("identity") is not None:
        import_id = own
    names = sorted({*before, *after, *unknown})
    paths = change.get("replace_paths")
    replacing = [path[0] for path in paths if isinstance(path, list) and path] if isinstance(paths, list) else []
    return Action(
        address=address,
        type=kind,
        does=does,
        previous=_text(each.get("previous_address")),
        imported=importing is not None,
        import_id=import_id,
        id=own,
        deposed=each.get("deposed") is not None,
        differing=tuple(name for name in names if _differs(before.get(name), after.get(name), unknown.get(name))),
        replacing=tuple(dict.fromkeys(name for name in replacing if isinstance(name, str)))[:_MOST_REASONS],
        reason=_text(each.get("action_reason")) or "",
    )


def _differs(before: object, after: object, unknown: object) -> bool:
    return before != after or _is_unknown(unknown)


def _is_unknown(value: object) -> bool:
    """Whether `after_unknown` of an argument has a true in it."""
    waiting = [value]
    for each in waiting:
        if each is True:
            return True
        if isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
    return False


def _deferred(changes: object) -> Iterator[str]:
    for each in changes if isinstance(changes, list) else ():
        yield _text(_mapping(_mapping(each).get("resource_change")).get("address")) or "a resource"


def _prior(state: object, file: str) -> Iterator[tuple[str, tuple[str, str | None]]]:
    """Address → type and id of each managed resource of `prior_state`."""
    waiting = [_mapping(_mapping(_mapping(state).get("values")).get("root_module"))]
    for module in waiting:
        for key in ("child_modules", "resources"):
            if not isinstance(module.get(key, []), list):
                raise SourceError(file, f"the {key} of its prior_state are no list", f"write it again with `{_TEXT}`")
        waiting += [each for each in module.get("child_modules", ()) if isinstance(each, dict)]
        for each in module.get("resources", ()):
            address, kind = _mapping(each).get("address"), _mapping(each).get("type")
            if isinstance(address, str) and isinstance(kind, str) and each.get("mode") != "data":
                yield address, (kind, _text(_mapping(each.get("values")).get("id")))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
