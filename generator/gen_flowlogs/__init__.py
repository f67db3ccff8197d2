"""gen-flowlogs: a compiler from one YAML spec to the Terraform of AWS VPC Flow Logs."""

__version__ = "0.1.0"

HOMEPAGE = "https://github.com/gen-flowlogs/gen-flowlogs"
"""The project's address, for reports that link to it; `project.urls` of pyproject.toml has the same."""
