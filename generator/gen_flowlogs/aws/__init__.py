"""Tables of AWS and its Terraform provider, each with a source and a date. No decisions and no I/O."""
