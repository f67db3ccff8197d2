"""Secrets that do not belong into a spec: the settings that are one, and how a line is shown that may hold one.

Comes in: lines of a spec or of generated Terraform, and messages about them. Goes out: the same without what may be a
secret. A line is shown just when something is wrong with a file, so nothing is guessed about what a backend's setting
is: below `terraform` and `backend`, keys are shown, and values are not.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.secret_settings import SECRETS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

HIDDEN: Final = "…"
"""Stands for what is not shown."""

_NAMED = "|".join(sorted({name for _, name in SECRETS}, key=len, reverse=True))
_ALIKE = (
    r"[\w-]{0,40}(?:secret|passw|pwd|token|credential|(?:access|private|account|encryption|customer|api)[_-]?key)"
    r"[\w-]{0,40}"
)  # bounded, as all that follow: a line may have a million characters, and each may begin what looks like a key
_LEGAL = pattern(
    r"(?:shared_credentials_files?|web_identity_token_file|skip_credentials_validation|kms_encryption_key"
    r"|(?:client_secret|oidc_token)_file_path)[\"']?\s*[:=]"
)
"""Settings of a backend that are called like a secret and are none. Source: as for `SECRETS`."""

_SECRET = pattern(
    rf"""(?<![\w-])(?P<quote>["']?)(?:{_NAMED}|{_ALIKE})(?P=quote)(?:\s*:(?![:/])|\s*=)\s*(?P<value>[^\s{{].{{0,3}})?""",
    re.IGNORECASE,
)
_SETTING = pattern(rf"[\"']?(?:{_NAMED})[\"']?\s*[:=]", re.IGNORECASE)
_SECTION = pattern(r"""(?P<quote>["']?)(?:terraform|backend)(?P=quote)\s*:(?=\s|$)|["'](?:terraform|backend)["']\s*:""")
_OWN_KEY = pattern(r"""\s*(?:-\s+)*(?:["'][^"']{1,80}["']|[\w.$-]{1,80})\s*:(?=\s|$)""")
_STRUCTURE = pattern(r"\s*(?:[-#}\]]|[{\[]\s*$|---|$)")
_PUBLIC = pattern(
    r"(?:required_version|aws_provider)\s*:\s*(?:Q|[^\s:#{}\[\]]+(?: [^\s:#{}\[\]]+){0,5})"
    r"|(?:folder|module)\s*:\s*(?:Q|[^\s:#{}\[\]]+)"
)
"""A key of `terraform` that holds no secret, with its value."""
_HEREDOC = pattern(r"""<<-?\s*["']?(?P<word>\w+)["']?\s*$""")
_OPEN = str.maketrans(dict.fromkeys("[{(", "1") | dict.fromkeys("]})", "0"))

_USER = pattern(r"//[^\s\"']{0,500}@|//[^\s]{0,500}@")
_SCHEMELESS = pattern(
    r"""(?P<before>^|[\s"'\[{,:])(?!mailto:|sips?:)[^\s/@:"'{\[,]{1,200}:(?!//)[^\s/@]{1,200}@""", re.IGNORECASE
)
_PARAMETER = pattern(
    r"([?&;#](?:[^=&;#\s\"']{0,60}(?:token|secret|pass|pwd|signature|credential|api[_-]?key|access[_-]?key|auth|jwt)"
    r"[^=&;#\s\"']{0,60}|sig|key)=)[^&;\s\"'#]+",
    re.IGNORECASE,
)
_QUOTED = pattern(r'"((?:[^"\\]|\\.)*)"')
_FURTHEST = 500  # lines above a line that are looked at
_LONGEST = 4_000  # characters of a line that is shown
_SHORTEST = 4  # characters of a value that is looked for in lines
_HARMLESS = pattern(
    r"bucket|region|acl|encrypt|profile|environment|snapshot|max_retries|workspace_dir|(?:use|skip|retry)_\w+"
    r"|hostname|organization|project|\w+_(?:id|ids|name|arn|arns|region|table|prefix|files?|path|mode|method|account)"
)
"""Settings of a backend that hold no secret, whatever is written there."""


def masked_addresses(text: str) -> str:
    """A text without the user and password, and without the tokens, of the addresses in it."""
    if "@" in text:
        text = _USER.sub(f"//{HIDDEN}@", text)
        text = _SCHEMELESS.sub(lambda found: f"{found['before']}{HIDDEN}@", text)
    return _PARAMETER.sub(rf"\1{HIDDEN}", text) if "=" in text else text


def values_of_backend(data: object) -> frozenset[str]:
    """The values below `terraform.backend` in the data of a spec that may be secrets, by aliases and merges too."""
    terraform = data.get("terraform") if isinstance(data, dict) else None
    waiting: list[tuple[str, object]] = [("", terraform.get("backend") if isinstance(terraform, dict) else None)]
    found: set[str] = set()
    for key, value in waiting:
        if isinstance(value, dict):
            waiting += [(str(below), each) for below, each in value.items()]
        elif isinstance(value, list):
            waiting += [(key, each) for each in value]
        elif value is not None and not _HARMLESS.fullmatch(key) and len(str(value)) >= _SHORTEST:
            found.add(str(value))
    return frozenset(found)


def masked(line: Callable[[int], str], number: int, *, broken: bool, flow: bool) -> str:
    """The line of a number as it may be shown; of a very long one nothing.

    Args:
        line: the text of each line, from 1.
        number: the line.
        broken: the file is no sound YAML, so that what follows a possible secret may be a part of it.
        flow: the file begins with a bracket, so that indentation says nothing.
    """
    own = line(number)
    if len(own) > _LONGEST:
        return ""
    section = _section(own, flow=flow)
    if section is not None:
        return masked_addresses(own if _is_public(own[section.end() :]) else _cut(own, section.end()))
    if _is_below_a_section(line, number, flow=flow):
        if _is_public(own):
            return masked_addresses(own)
        key = _OWN_KEY.match(own)
        return HIDDEN if key is None else _cut(own, key.end())
    if broken and any(_secret(line(above)) for above in range(max(number - _FURTHEST, 1), number)):
        return HIDDEN
    return HIDDEN if _is_below_a_secret(line, number) else masked_line(own)


def _section(line: str, *, flow: bool) -> re.Match[str] | None:
    """The key `terraform` or `backend` at the top level of a spec, as far as a line shows it."""
    return _SECTION.search(line) if flow else _SECTION.match(line)


def _is_public(text: str) -> bool:
    """Whether a text has nothing but the versions that a spec needs and the place of its output."""
    plain = re.sub(r"\"[^\"]*\"|'[^']*'", "Q", text).strip()
    parts = plain.removeprefix("{").removesuffix("}").strip()
    return all(not part.strip() or _PUBLIC.fullmatch(part.strip()) for part in parts.split(","))


def masked_line(line: str) -> str:
    """A line by itself, without the value of a key that is called like a secret, and without what addresses hold."""
    key = _secret(line)
    return masked_addresses(line if key is None else _cut(line, key.start("value") if key["value"] else key.end()))


def masked_lines(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a difference of Terraform, each behind its mark, without secrets, of one or several lines."""
    until, depth, quoted = "", 0, False
    for line in lines:
        mark, text = line[:1], line[1:]
        inside = bool(until) or depth > 0 or quoted
        shown = HIDDEN if inside else masked_line(text)
        yield f"{mark}{shown}"
        if until:
            until = "" if text.strip() == until else until
        elif inside or shown != text:
            heredoc = _HEREDOC.search(text)
            until = heredoc["word"] if heredoc else ""
            quoted ^= text.count('"') % 2 == 1
            marks = text.translate(_OPEN)
            depth = max(depth + marks.count("1") - text.count("1") - marks.count("0") + text.count("0"), 0)


def without(text: str, values: Iterable[str]) -> str:
    """A text without some values."""
    for value in values:
        text = text.replace(value, HIDDEN)
    return text


def censored(message: str, line: str, shown: str) -> str:
    """A message about a line without the texts that it quotes of the line and that are not shown of it."""
    if line == shown or len(line) > _LONGEST:
        return masked_addresses(message)

    def keep(found: re.Match[str]) -> str:
        text = found[1].rstrip(HIDDEN).lstrip("*&!")
        is_key = re.search(rf"{re.escape(text)}[\"']?\s*:(?:\s|$)", line) is not None
        return found[0] if not text or text in shown or is_key or text not in line else f'"{HIDDEN}"'

    return masked_addresses(_QUOTED.sub(keep, message))


def _cut(line: str, end: int) -> str:
    start = line[:end].rstrip()
    return start if not line[end:].strip() else f"{start} {HIDDEN}"


def _secret(line: str) -> re.Match[str] | None:
    """The first key of a line that is called like a secret and has a value beside it that is no mapping."""
    return _secret_of(line[: 2 * _LONGEST])


@lru_cache(maxsize=4 * _FURTHEST)
def _secret_of(line: str) -> re.Match[str] | None:
    """The same of the start of a line. Each line that is shown asks it of all lines above, hundreds of times."""
    for key in _SECRET.finditer(line, 0, _LONGEST):
        is_setting = _SETTING.match(key[0]) is not None
        has_value = bool(key["value"] or (is_setting and line[key.end() :].strip()))
        if has_value and not _LEGAL.match(key[0].lstrip("\"'")):
            return key
    return None


def _is_below_a_section(line: Callable[[int], str], number: int, *, flow: bool) -> bool:
    """Whether a line belongs to `terraform` or `backend`: by its indentation, or as what goes on from such a line."""
    own = line(number)
    depth = _depth(own) if _OWN_KEY.match(own) or _STRUCTURE.match(own) else None
    for above in range(number - 1, max(number - _FURTHEST, 0), -1):
        other = line(above)[:_LONGEST]
        if not other.strip():
            continue
        if depth is None or _depth(other) < depth:
            if _section(other, flow=flow) is not None:
                return True
            if _OWN_KEY.match(other) or _STRUCTURE.match(other):
                depth = _depth(other)
            if depth == 0:
                return False
    return False


def _is_below_a_secret(line: Callable[[int], str], number: int) -> bool:
    """Whether a line goes on from a key that is called like a secret and has a value of several lines."""
    depth = _depth(line(number))
    for above in range(number - 1, max(number - _FURTHEST, 0), -1):
        other = line(above)
        if other.strip() and _depth(other) < depth:
            depth = _depth(other)
            key = _secret(other)
            if key is not None and ((key["value"] or "")[:1] in {"|", ">"} or not _OWN_KEY.match(line(number))):
                return True
            if not depth:
                break
    return False


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))
