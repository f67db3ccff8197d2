"""Variants: one definition of an author's, as it is evaluated for different stacks."""

from __future__ import annotations

from typing import TypeAlias

Variant: TypeAlias = tuple[str, ...]
"""The stacks that a definition was evaluated for, sorted; empty for one that reads no value, which stands for all."""

Key: TypeAlias = tuple[str, Variant]
"""The name of a definition and its variant. In one root module a name alone leads to one variant."""
