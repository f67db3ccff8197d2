"""Secrets that do not belong into a spec: the settings that are one, and how a line is shown that may hold one.

Comes in: lines of a spec or of generated Terraform, and messages about them. Goes out: the same without what may be a
secret. It goes by the names of keys and the shape of addresses, since a line is shown just when a file is not sound.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

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
_KEY = re.compile(
    rf"""(?<![\w-])(?P<quote>["']?)(?:{_NAMED}|{_ALIKE})(?P=quote)(?:\s*:(?![:/])|\s+=(?=\s))""", re.IGNORECASE
)
_HARMLESS = re.compile(r"(?:_|-)(?:files?|paths?|ids?|tags?|name)[\"']?\s*[:=]$|^[\"']?use_", re.IGNORECASE)
_USER = re.compile(r"(?<=//)[^\s/?#\"'@]*(?:@[^\s/?#\"'@]*)*@")
_SCHEMELESS = re.compile(r"""(?P<before>^|[\s"'\[{,:])[^\s/@:"'{}\[\],]{1,200}:[^\s/@"'{}\[\],]{1,200}@(?=[\w.-])""")
_PARAMETER = re.compile(
    r"([?&;](?:[\w-]*[_-])?(?:token|sig|signature|secret|password|passwd|pwd|key|credentials?|auth|code)=)[^&;\s\"'#]+",
    re.IGNORECASE,
)
_FURTHEST = 500  # lines that a value may go on for


def masked_addresses(text: str) -> str:
    """A text without the user and password, and without the tokens, of the addresses in it."""
    if "@" in text:
        text = _USER.sub(f"{HIDDEN}@", text)
        text = _SCHEMELESS.sub(lambda found: f"{found['before']}{HIDDEN}@", text)
    return _PARAMETER.sub(rf"\1{HIDDEN}", text) if "=" in text else text


def masked_line(line: str) -> str:
    """A line without what may be a secret: what follows a key that is called like one, and what addresses hold."""
    key = _secret_key(line)
    return masked_addresses(line if key is None else f"{line[: key.end()]} {HIDDEN}")


def masked(line: Callable[[int], str], number: int) -> str:
    """The line of a number as it may be shown. A secret may go on over lines, which are indented below its key.

    `line`: the text of each line, from 1.
    """
    own = line(number)
    depth = _depth(own)
    for above in range(number - 1, max(number - _FURTHEST, 0), -1):
        other = line(above)
        if other.strip() and _depth(other) < depth:
            if _secret_key(other) is not None:
                return HIDDEN
            depth = _depth(other)
            if not depth:
                break
    return masked_line(own)


def _secret_key(line: str) -> re.Match[str] | None:
    return next((key for key in _KEY.finditer(line) if not _HARMLESS.search(key[0])), None)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))
