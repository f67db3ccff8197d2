"""Adopt: what exists → a spec, and the blocks with which its first plan replaces and destroys nothing."""
