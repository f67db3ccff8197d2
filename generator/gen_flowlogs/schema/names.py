"""Advice about a name, an id, a reference or an ARN of the wrong shape.

Comes in: a text that does not fit its pattern, and its path. Goes out: the end of a message, or nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gen_flowlogs.aws.kinds import BY_KEY, KINDS, Kind, of_id
from gen_flowlogs.aws.regions import KNOWN
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.schema import references, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from gen_flowlogs.diagnostics import Path

_ACCOUNT = 12  # digits
_ROOTS = ("each", "self", "path", "terraform", "count", "ephemeral", "provider")
_WORDS = ("null", "true", "false", "for")
_RESERVED = ("source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals")


def of_shape(value: str, path: Path) -> str:
    """Advise about a text of the wrong shape, by its path, else by what is odd in it."""
    match path:
        case ("stacks", _, "region"):
            return _of_region(value)
        case ("stacks", _, "account"):
            return _of_account(value)
        case _:
            return _of_place_in_spec(value, path) or texts.odd(value)


def _of_place_in_spec(value: str, path: Path) -> str:
    named = [str(step) for step in path if isinstance(step, str)]
    if path[0] == "capture_points" and len(named) == 3 and named[-1] in BY_KEY:
        return _of_target(value, named[-1])
    match named:
        case ["name"] | [*_, "renamed_from"]:
            return of_name(value)
        case [*_, "var"]:
            return _of_variable(value)
        case [*_, "ref"]:
            return _of_reference(value)
        case [*_, "expires"]:
            return "; there is no such day" if re.fullmatch(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", value) else ""
        case [*_, "bucket" | "log_group" as key]:
            return references.of_store(value, key) or _of_aws_name(value, key)
        case [*_, "readers"]:
            return _of_reader(value)
        case [*_, "name" | "prefix"]:
            return references.literal(value)
        case [*_, "path"]:
            plain = f"; write {quoted('/' + value.strip('/') + '/')}" if re.fullmatch(r"[!-~]+", value) else ""
            return references.literal(value) or plain
        case _:
            return _of_arn(value, named[-1])


def _of_target(value: str, key: str) -> str:
    kind, plural = BY_KEY[key]
    if value.lower() in texts.EVERYTHING:
        return texts.every(kind)
    expression = references.in_list(value, key) if plural else references.instead(value)
    return expression or _of_id(value, kind, key=lambda other: other.plural if plural else other.singular)


def of_name(name: str) -> str:
    """Advise about a text that is no name."""
    if "${" in name:
        return "; a spec's name is literal, since folders have it: environments are `stacks` of one spec"
    kind = next((kind for kind in KINDS if re.search(kind.id_pattern, name)), None)
    if kind is not None:
        return f"; an id belongs under `{kind.singular}`, below a name of your choice"
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return f"; write {quoted(plain)}" if re.fullmatch(r"[a-z][a-z0-9-]{0,63}", plain) and plain != name else ""


def _of_id(value: str, kind: Kind, *, key: Callable[[Kind], str]) -> str:
    other = of_id(value)
    plain = value.strip().lower()
    prefix = kind.example.rpartition("-")[0] + "-"
    if other is not None:
        return f"; this is the id of a {other.title}: write `{key(other)}`"
    if re.search(kind.id_pattern, plain):
        return f"; write {quoted(plain)}"
    if value.startswith("arn:"):
        return "; write the id alone, not the ARN"
    if value.startswith(prefix) and re.fullmatch(r"[0-9a-f]*", value[len(prefix) :]):
        legal = "8 or 17" if "{8}" in kind.id_pattern else "17"
        return f"; {legal} hexadecimal digits follow {quoted(prefix)}, and here are {len(value) - len(prefix)}"
    return ""


def _of_variable(value: str) -> str:
    if value in _RESERVED:
        return f"; Terraform keeps {quoted(value)} for itself, so choose another name"
    return f"; write {quoted(value[4:])}" if value.startswith("var.") else ""


def _of_reference(value: str) -> str:
    root = value.partition(".")[0]
    if "${" in value:
        return "; write it without `${` and `}`"
    if "(" in value or "*" in value:
        what = "a function call" if "(" in value else "a splat"
        return f"; {what} is no reference: name its result in `locals` of your own and write local.NAME"
    if root in _ROOTS:
        return f"; {quoted(root)} means nothing in the generated files"
    if root in _WORDS:
        return f"; {quoted(root)} is a word of Terraform's language, and nothing can be called so"
    if re.search(r"\.[0-9]", value):
        return "; write an index in brackets, such as [0]"
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*\.[A-Za-z_][A-Za-z0-9_-]*", value) and root not in ("module", "data"):
        return f"; name an attribute of it too, such as {quoted(value + '.id')}"
    return ""


def _of_aws_name(value: str, key: str) -> str:
    if value.startswith("arn:"):
        bare = value.removesuffix(":*").rpartition(":log-group:" if key == "log_group" else ":::")[2]
        return _of_place(bare) if key == "bucket" else f"; write the name alone, {quoted(bare)}"
    if value.startswith("s3://"):
        return _of_place(value[5:])
    if key == "bucket" and re.fullmatch(r"[a-z0-9][a-z0-9.-]+/[A-Za-z0-9/_.=-]*", value):
        bucket, _, prefix = value.partition("/")
        folder = f" and `prefix: {prefix.strip('/')}`" if prefix.strip("/") else ""
        return f"; write `bucket: {bucket}`{folder}"
    plain = value.lower().replace("_", "-")
    fits = key == "bucket" and plain != value and re.fullmatch(r"[a-z0-9][a-z0-9.-]+[a-z0-9]", plain)
    return f"; write {quoted(plain)}, or `existing: true` beside it if that bucket exists" if fits else ""


def _of_reader(value: str) -> str:
    """Advise about a reader that is neither an account nor a role."""
    account = re.search(r"(?<![0-9])[0-9]{12}(?![0-9])", value)
    number = quoted(account[0]) if account else "its account"
    match value.rpartition(":")[2].partition("/"):
        case _ if "*" in value or "?" in value:
            return "; a wildcard would let strangers read; write the account id, or the ARN of the role, of each reader"
        case "root", _, _:
            return f"; write the account alone, {number}"
        case "assumed-role", _, session:
            role = quoted(session.partition("/")[0])
            return f"; a session ends; write the ARN of its role, {role}, or the account, {number}"
        case "user", _, _:
            return f"; a user is not let in; write a role of its account, or the account, {number}"
        case digits, "", "" if digits == value and digits.isdecimal():
            return f"; an account id has twelve digits, and here are {len(digits)}"
        case _:
            return ""


def _of_region(value: str) -> str:
    """Offer a region that is written in another way, or whose zone is."""
    plain = {each.replace("-", ""): each for each in KNOWN}
    text = re.sub(r"[-_ ]", "", value.lower())
    region = plain.get(text) or plain.get(text.rstrip("abcdef"))
    return f"; write {quoted(region)}" if region else ""


def _of_account(value: str) -> str:
    digits = re.sub(r"[- ]", "", value)
    if not digits.isdecimal() or not digits.isascii():
        return ""
    return f"; write {quoted(digits)}" if len(digits) == _ACCOUNT else f"; here are {len(digits)}"


def _of_place(value: str) -> str:
    bucket, _, folder = value.partition("/")
    return f"; write the name alone, {quoted(bucket)}{', and the folder as `prefix`' if folder else ''}"


def _of_arn(value: str, key: str) -> str:
    expression = references.instead(value)
    match key:
        case "assume_role":
            return references.literal(value)
        case "kms" | "delivery_stream" | "arn" | "cross_account_role" | "permissions_boundary" if expression:
            return expression
        case "kms" if ":alias/" in value:
            return "; an alias can change its key, so write the ARN of the key itself"
        case "delivery_stream" if ":deliverystream:" in value:
            return "; the name follows a slash, deliverystream/NAME"
        case "delivery_stream" | "arn" | "cross_account_role" | "permissions_boundary" if not value.startswith("arn:"):
            return "; write the whole ARN"
        case _:
            return ""
