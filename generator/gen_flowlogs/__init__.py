"""gen-flowlogs: a compiler from one YAML spec to the Terraform of AWS VPC Flow Logs."""

__version__ = "0.1.0"

OWNER = "OWNER"
"""The account that publishes the project, and the only place of its name: a placeholder until there is one."""

HOMEPAGE = f"https://github.com/{OWNER}/gen-flowlogs"
"""The project's address, for reports that link to it; the metadata of the package are made from it."""

DOCS = f"{HOMEPAGE}/blob/v{__version__}/docs"
"""The address of the pages of this version, for messages: a reader's own repository has none of them."""

SCHEMAS = f"https://raw.githubusercontent.com/{OWNER}/gen-flowlogs/v1/schemas"
"""The address of the published schemas, which their `$id` has."""
