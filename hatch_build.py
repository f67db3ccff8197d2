"""Metadata of the package that are made when it is built: addresses, authors, and a README whose links work anywhere.

`OWNER` in generator/gen_flowlogs/__init__.py is the only place of the name of the account that publishes the project.
"""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Metadata(MetadataHookInterface):
    """The hook that `[tool.hatch.metadata.hooks.custom]` of pyproject.toml names."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add what pyproject.toml leaves to be made."""
        root = Path(self.root)
        package = runpy.run_path(str(root / "generator" / "gen_flowlogs" / "__init__.py"))
        home, owner, version = package["HOMEPAGE"], package["OWNER"], package["__version__"]
        metadata["authors"] = [{"name": owner}]
        metadata["urls"] = {
            "Homepage": home,
            "Documentation": f"{home}/tree/v{version}/docs",
            "Changelog": f"{home}/blob/v{version}/CHANGELOG.md",
            "Issues": f"{home}/issues",
            "Source": home,
        }
        text = (root / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {
            "content-type": "text/markdown",
            "text": re.sub(r"\]\((?!https?://|#|mailto:)", f"]({home}/blob/v{version}/", text),
        }
