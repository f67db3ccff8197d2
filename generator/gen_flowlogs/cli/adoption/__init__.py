"""Adoption on the command line: its usage, its files, its next commands and its proof."""
