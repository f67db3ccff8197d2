"""Files that are shipped beside the code: templates, the page of the rules, the schema, parts of completion scripts.

In a checkout the first two are in `templates/` and `docs/`; a wheel carries copies inside the package. An editable
install leaves such copies in site-packages too, where they grow old, so a checkout reads its own files.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_PACKAGE: Final = Path(__file__).parent


def shipped(checkout: str, wheel: str) -> Path:
    """The path of a shipped file or folder, by its path from the root of a checkout and from the package in a wheel."""
    root = _PACKAGE.parents[1]
    if _PACKAGE.parent.name == "generator" and (root / "pyproject.toml").is_file():
        return root / checkout
    return _PACKAGE / wheel


def content_of(path: Path) -> bytes:
    """The bytes of a shipped file, whatever the package is imported from, such as a zip. Raises OSError without it."""
    read: Callable[[str], bytes] | None = getattr(__spec__.loader, "get_data", None)
    return path.read_bytes() if read is None else read(str(path))


def text_of(path: Path) -> str:
    """The text of a shipped file, with LF at the ends of lines. Raises OSError without it."""
    return content_of(path).decode().replace("\r\n", "\n")
