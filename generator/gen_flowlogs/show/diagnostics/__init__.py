"""Diagnostics in each form."""
