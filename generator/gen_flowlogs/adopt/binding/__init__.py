"""Bind a spec to what exists: the blocks with which its first plan takes it over."""
