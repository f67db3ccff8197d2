"""gen-flowlogs: a compiler from one YAML spec to the Terraform of AWS VPC Flow Logs."""

__version__ = "0.1.0"
