"""Renew schemas/, the published copies that the `$id` of a schema leads to. `make golden` runs it."""

from __future__ import annotations

import sys

from catalogue import ROOT
from gen_flowlogs import schema


def main() -> int:
    """Write both schemas, and name what changed."""
    for name, include in ((schema.SCHEMA_FILE, False), (schema.INCLUDE_SCHEMA_FILE, True)):
        path, text = ROOT / "schemas" / name, schema.text(include=include)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(path.relative_to(ROOT))  # noqa: T201 - what a script is for
    return 0


if __name__ == "__main__":
    sys.exit(main())
