"""Messages about settings that Terraform's backend does not have, or that do not belong into a spec.

Comes in: a problem with a key below `terraform.backend`, or its path. Goes out: mistakes and messages. Which settings a
backend has stands in the schema, `propertyNames`; they are those of Terraform 1.11's pages on its backends, and a test
asks the real Terraform about each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.phrasing import quoted
from gen_flowlogs.schema.language import schema
from gen_flowlogs.schema.words import listed, near, subject
from gen_flowlogs.secret_settings import SECRETS

if TYPE_CHECKING:
    from gen_flowlogs.diagnostics import Path

WHERE = ("terraform", "backend")

KINDS = ("s3", "gcs", "azurerm", "local", "http", "cloud")

OTHER_NAMES = {"gitlab": "http", "gitea": "http", "remote": "cloud", "hcp": "cloud", "tfc": "cloud", "tfe": "cloud"}
"""Name of a place for states, or of Terraform's older backend for it → the backend that reaches it."""


def excluded(path: Path) -> tuple[str, str]:
    """Slug and message of a setting that a backend has, but not in a spec: the state's name, or a secret."""
    backend, key = str(path[2]), str(path[-1])
    if (backend, key) == ("cloud", "tags"):
        return "reserved-name", (
            '"tags" selects several workspaces, and each root module has one, which gen-flowlogs calls '
            "gen-flowlogs_<name>; take it out"
        )
    variable = SECRETS.get((backend, key))
    if variable is None:
        name = "gen-flowlogs_<name>" if backend == "cloud" else "gen-flowlogs/<name>.tfstate"
        return "reserved-name", f"{quoted(key)} names the state, which gen-flowlogs calls {name}; take it out"
    other = "`terraform login`" if backend == "cloud" else "`terraform init -backend-config=FILE`"
    return "unknown-key", (
        f"{quoted(key)} is a secret, and in the output everybody could read it: take it out, and hand it over by the "
        f"environment ({variable}) or by {other}"
    )


def secret_within(path: Path) -> tuple[str, str]:
    """Slug and message of a setting that holds a secret: a private key, or an address with a user or a token."""
    if str(path[-1]).endswith("_pem"):
        return "invalid-value", (
            f"{subject(path)} holds a private key, and in the output everybody could read it: take that out of the "
            "certificate, and hand it over by the environment (TF_HTTP_CLIENT_PRIVATE_KEY_PEM)"
        )
    return "invalid-value", (
        f"{subject(path)} holds a user, a password or a token, which everybody could read in the output: take that "
        "out, and set it by the environment or by `terraform init -backend-config=FILE`"
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
            return f"{quoted(key)} is no key of {where}; it belongs in {quoted(name)}"
    meant = near(key, legal)
    if meant is not None:
        return f"unknown key {quoted(key)} in {where}; did you mean {quoted(meant)}?"
    return f"unknown key {quoted(key)} in {where}, which has {listed(legal, 'and')}"
