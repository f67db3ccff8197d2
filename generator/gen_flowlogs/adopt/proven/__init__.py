"""Prove that plans keep what exists."""
