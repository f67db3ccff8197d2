"""Tags and ignored rules, which several kinds of definition may have."""

from __future__ import annotations

from collections.abc import Mapping

Tags = tuple[tuple[str, str], ...]
"""Key and value, sorted by key, merged with `defaults.tags`."""

Ignores = Mapping[str, str]
"""Rule slug → the author's reason."""
