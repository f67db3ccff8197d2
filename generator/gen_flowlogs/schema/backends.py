"""Messages about settings that Terraform's backend does not have, or that do not belong into a spec.

Comes in: a problem with a key below `terraform.backend`, or its path. Goes out: mistakes and messages. Which settings a
backend has stands in the schema, `propertyNames`; they are those of Terraform 1.11's pages on its backends, and a test
asks the real Terraform about each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.schema.language import schema
from gen_flowlogs.schema.words import listed, near, subject
from gen_flowlogs.words import quoted

if TYPE_CHECKING:
    from gen_flowlogs.diagnostics import Path

WHERE = ("terraform", "backend")

SECRETS = {
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
"""(backend, secret setting) → the environment variable that Terraform reads instead. Source: as above."""


def excluded(path: Path) -> tuple[str, str]:
    """Slug and message of a setting that a backend has, but not in a spec: the state's name, or a secret."""
    key = str(path[-1])
    variable = SECRETS.get((str(path[2]), key))
    if variable is None:
        message = f"{quoted(key)} names the state, which the compiler does: gen-flowlogs/<name>.tfstate; take it out"
        return "reserved-name", message
    return "unknown-key", (
        f"{quoted(key)} is a secret, and in the output everybody could read it: take it out, and hand it over by the "
        f"environment ({variable}) or by `terraform init -backend-config=FILE`"
    )


def unknown(key: str, path: Path) -> str:
    """The message of a setting that the backend, or a mapping in it, does not have. `path`: of what holds it."""
    mapping: Any = schema(include=False)
    for step in path:
        mapping = mapping["properties"][step]
    shaped = mapping.get("properties", {})
    legal = [name for name in mapping["propertyNames"]["enum"] if shaped.get(name) != {"not": {}}]
    where = subject(path)
    for name, below in shaped.items():
        if key in below.get("propertyNames", {}).get("enum", ()):
            return f"{quoted(key)} does not stand in {where}; it belongs in {quoted(name)}"
    meant = near(key, legal)
    if meant is not None:
        return f"unknown key {quoted(key)} in {where}; did you mean {quoted(meant)}?"
    return f"unknown key {quoted(key)} in {where}, which has {listed(legal, 'and')}"
