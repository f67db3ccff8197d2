"""docs/pull-request-prod.md and docs/pull-request.png: the Markdown that a reviewer gets, and a picture of it.

`python docs/make_pull_request.py` writes the Markdown of the change that docs/pull-request.md shows, and `make picture`
also has a browser render it. The picture carries the digest of the Markdown that it was made from.
"""

from __future__ import annotations

import hashlib
import os
import re
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent
PAGE = FOLDER / "pull-request.md"
MARKDOWN = FOLDER / "pull-request-prod.md"
PICTURE = FOLDER / "pull-request.png"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEY = b"pull-request-prod.md"


def change() -> str:
    """The change of specs/prod.yaml that the page shows, as a patch."""
    (patch,) = re.findall(r"^```diff\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return str(patch)


def command() -> list[str]:
    """The arguments of the command that the page shows, which prints the Markdown."""
    text = PAGE.read_text(encoding="utf-8")
    (line,) = re.findall(r"^\$ gen-flowlogs (diff .*--format markdown.*)$", text, re.MULTILINE)
    return str(line).split()


def markdown() -> str:
    """The output of that command, in a repository with specs/prod.yaml alone, whose commit is the same on every day."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "specs").mkdir()
        (folder / "specs/prod.yaml").write_bytes((ROOT / "specs/prod.yaml").read_bytes())
        _git(folder, "init", "-q", "-b", "main", "--object-format=sha1")
        _git(folder, "add", ".")
        _git(folder, "commit", "-qm", "prod")
        _git(folder, "apply", "-", text=change())
        ran = subprocess.run(  # noqa: S603 - the command of the page
            [sys.executable, "-m", "gen_flowlogs", *command()], cwd=folder, check=True, capture_output=True
        )
        return ran.stdout.decode("utf-8")


def _git(folder: Path, *arguments: str, text: str | None = None) -> None:
    someone = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "a"), ("EMAIL", "a@example.org"), ("DATE", "2026-01-01T00:00:00+0000"))
    }
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "HOME": str(folder)}
    subprocess.run(  # noqa: S603
        ["git", "-c", "core.autocrlf=false", *arguments],  # noqa: S607 - the git of the machine
        cwd=folder, check=True, capture_output=True, text=True, input=text, env={**os.environ, **alone, **someone},
    )  # fmt: skip


def digest(text: str) -> bytes:
    """The name that a picture has for the Markdown that it was made from."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest().encode()


def made_from(png: bytes) -> bytes | None:
    """The digest in a picture."""
    found = re.search(rb"tEXt" + re.escape(KEY) + rb"\0([0-9a-f]{64})", png)
    return found[1] if found else None


def signed(png: bytes, text: str) -> bytes:
    """A picture with the digest of its Markdown, right behind its header."""
    chunk = b"tEXt" + KEY + b"\0" + digest(text)
    whole = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    end_of_header = len(SIGNATURE) + 25
    return png[:end_of_header] + whole + png[end_of_header:]


if __name__ == "__main__":
    made = markdown()
    MARKDOWN.write_text(made, encoding="utf-8", newline="\n")
    if len(sys.argv) > 1:
        subprocess.run(["node", FOLDER / "make_picture.mjs", *sys.argv[1:], MARKDOWN, PICTURE], check=True)  # noqa: S603, S607
        PICTURE.write_bytes(signed(PICTURE.read_bytes(), made))
