"""Files that are shipped beside the code: the templates and the page of the rules.

In a checkout they are in `templates/` and `docs/`; a wheel carries copies inside the package. An editable install
leaves such copies in site-packages too, where they grow old, so a checkout reads its own files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).parent


def shipped(checkout: str, wheel: str) -> Path:
    """The path of a shipped file or folder, by its path from the root of a checkout and from the package in a wheel."""
    root = _PACKAGE.parents[1]
    if _PACKAGE.parent.name == "generator" and (root / "pyproject.toml").is_file():
        return root / checkout
    return _PACKAGE / wheel
