"""What AWS and its Terraform provider say: tables, each with a source and a date. No decisions and no I/O."""
