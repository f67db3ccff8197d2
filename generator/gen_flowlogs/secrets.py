"""Secrets that do not belong into a spec: the settings that are one, and how a line is shown that may hold one.

Comes in: lines of a spec or of generated Terraform, and messages about them. Goes out: the same without what may be a
secret. A line is shown just when something is wrong with a file, so nothing is guessed about what a backend's setting
is: below `terraform` and `backend`, keys are shown, and values are not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SECRETS: Final = {
    ("s3", "access_key"): "AWS_ACCESS_KEY_ID",
    ("s3", "secret_key"): "AWS_SECRET_ACCESS_KEY",
    ("s3", "sse_customer_key"): "AWS_SSE_CUSTOMER_KEY",
    ("s3", "token"): "AWS_SESSION_TOKEN",
    ("s3", "web_identity_token"): "AWS_WEB_IDENTITY_TOKEN_FILE",
    ("gcs", "access_token"): "GOOGLE_OAUTH_ACCESS_TOKEN",
    ("gcs", "credentials"): "GOOGLE_BACKEND_CREDENTIALS",
    ("gcs", "encryption_key"): "GOOGLE_ENCRYPTION_KEY",
    ("azurerm", "access_key"): "ARM_ACCESS_KEY",
    ("azurerm", "client_certificate"): "ARM_CLIENT_CERTIFICATE",
    ("azurerm", "client_certificate_password"): "ARM_CLIENT_CERTIFICATE_PASSWORD",
    ("azurerm", "client_secret"): "ARM_CLIENT_SECRET",
    ("azurerm", "oidc_request_token"): "ARM_OIDC_REQUEST_TOKEN",
    ("azurerm", "oidc_token"): "ARM_OIDC_TOKEN",
    ("azurerm", "sas_token"): "ARM_SAS_TOKEN",
}
"""(backend, secret setting) → the environment variable that Terraform reads instead.

Source: https://developer.hashicorp.com/terraform/language/backend, the pages of Terraform 1.11.
"""

HIDDEN: Final = "…"
"""Stands for what is not shown."""

_NAMED = "|".join(sorted({name for _, name in SECRETS}, key=len, reverse=True))
_ALIKE = (
    r"[\w-]{0,40}(?:secret|passw|pwd|token|credential|(?:access|private|account|encryption|customer|api)[_-]?key)"
    r"[\w-]{0,40}"
)  # bounded, as all that follow: a line may have a million characters, and each may begin what looks like a key
_LEGAL = re.compile(
    r"(?:shared_credentials_files?|web_identity_token_file|skip_credentials_validation|kms_encryption_key"
    r"|(?:client_secret|oidc_token)_file_path)[\"']?\s*[:=]"
)
"""Settings of a backend that are called like a secret and are none. Source: as for `SECRETS`."""

_SECRET = re.compile(
    rf"""(?<![\w-])(?P<quote>["']?)(?:{_NAMED}|{_ALIKE})(?P=quote)(?:\s*:(?![:/])|\s*=)\s*(?P<value>[^\s{{].{{0,3}})?""",
    re.IGNORECASE,
)
_SECTION = re.compile(r"""(?<![\w-])(?P<quote>["']?)(?:terraform|backend)(?P=quote)\s*:(?=\s|$)""")
_OWN_KEY = re.compile(r"""\s*(?:-\s+)*(?:["'][^"']{1,80}["']|[\w.$-]{1,80})\s*:(?=\s|$)""")
_STRUCTURE = re.compile(r"\s*(?:[-#}\]]|[{\[]\s*$|---|$)")
_PLAIN = re.compile(r"\s*(?:required_version|aws_provider)\s*:[^{}\[\]]*$")
_VERSIONS = re.compile(
    r"""\s*\{?(?:\s*(?:required_version|aws_provider)\s*:\s*(?:"[^"]*"|'[^']*'|[^\s,{}"'\[\]]*)\s*,?)*\s*\}?\s*(?:\#.*)?"""
)
_OPENS = re.compile(r"""(?:[\[{(]|[|>][-+\d]*|<<-?\s*["']?(?P<word>\w+)["']?)\s*$""")

_USER = re.compile(r"//[^\s\"']{0,500}@|//[^\s]{0,500}@")
_SCHEMELESS = re.compile(r"""(?P<before>^|[\s"'\[{,:])[^\s/@:"'{\[,]{1,200}:[^\s/@]{1,200}@""")
_PARAMETER = re.compile(
    r"([?&;#](?:[^=&;#\s\"']{0,60}(?:token|secret|passw|pwd|signature|credential|api[_-]?key|access[_-]?key|auth)"
    r"[^=&;#\s\"']{0,60}|sig|key|code)=)[^&;\s\"'#]+",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_FURTHEST = 500  # lines above a line that are looked at


def masked_addresses(text: str) -> str:
    """A text without the user and password, and without the tokens, of the addresses in it."""
    if "@" in text:
        text = _USER.sub(f"//{HIDDEN}@", text)
        text = _SCHEMELESS.sub(lambda found: f"{found['before']}{HIDDEN}@", text)
    return _PARAMETER.sub(rf"\1{HIDDEN}", text) if "=" in text else text


def masked(line: Callable[[int], str], number: int, *, broken: bool) -> str:
    """The line of a number as it may be shown.

    `line`: the text of each line, from 1. `broken`: the file is no sound YAML, so that nothing that follows what may be
    a secret is certain not to be a part of it.
    """
    own = line(number)
    section = _SECTION.search(own)
    if section is not None:
        return masked_addresses(own if _VERSIONS.fullmatch(own, section.end()) else _cut(own, section.end()))
    if _is_below_a_section(line, number):
        key = _OWN_KEY.match(own)
        if _PLAIN.match(own):
            return own
        return HIDDEN if key is None else _cut(own, key.end())
    if broken and any(_secret(line(above)) for above in range(max(number - _FURTHEST, 1), number)):
        return HIDDEN
    return HIDDEN if _is_below_a_secret(line, number) else masked_line(own)


def masked_line(line: str) -> str:
    """A line by itself, without the value of a key that is called like a secret, and without what addresses hold."""
    key = _secret(line)
    return masked_addresses(line if key is None else _cut(line, key.start("value") if key["value"] else key.end()))


def masked_lines(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a difference of Terraform, each behind its mark, without secrets, of one or several lines."""
    until = ""
    for line in lines:
        mark, text = line[:1], line[1:]
        if until:
            yield f"{mark}{HIDDEN}"
            closes = text.strip() == until or (until in "]})" and text.strip().startswith(until))
            until = "" if closes else until
            continue
        shown = masked_line(text)
        opens = _OPENS.search(text) if shown != text else None
        if opens is not None:
            until = opens["word"] or {"[": "]", "{": "}", "(": ")"}.get(opens[0].strip(), "")
        yield f"{mark}{shown}"


def censored(message: str, line: str, shown: str) -> str:
    """A message about a line without the texts that it quotes of the line and that are not shown of it."""
    if line == shown:
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
    for key in _SECRET.finditer(line):
        is_setting = re.match(rf"[\"']?(?:{_NAMED})[\"']?\s*[:=]", key[0], re.IGNORECASE) is not None
        has_value = bool(key["value"] or (is_setting and line[key.end() :].strip()))
        if has_value and not _LEGAL.match(key[0].lstrip("\"'")):
            return key
    return None


def _is_below_a_section(line: Callable[[int], str], number: int) -> bool:
    """Whether a line belongs to `terraform` or `backend`: by its indentation, or as what goes on from such a line."""
    own = line(number)
    depth = _depth(own) if _OWN_KEY.match(own) or _STRUCTURE.match(own) else None
    for above in range(number - 1, max(number - _FURTHEST, 0), -1):
        other = line(above)
        if not other.strip():
            continue
        if depth is None or _depth(other) < depth:
            if _SECTION.search(other) is not None:
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
