"""The output that a revision has, and whether this version writes the same of the spec there.

`diff` takes the old spec to be applied as this version compiles it. Where another version wrote the output that really
is, or a hand has edited it, the upgrade changes more than the spec does, and no comparison of two specs can see that.
"""

from __future__ import annotations

import hashlib
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from gen_flowlogs import header, pipeline
from gen_flowlogs.cli.git.revision import NotInRepositoryError
from gen_flowlogs.output import output

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.cli.git.revision import Revision
    from gen_flowlogs.model import Spec

_SHA1_DIGITS: Final = 40
_MOST_OTHERS: Final = 100  # files that are read


def is_written_otherwise(revision: Revision, spec: Spec, out: str) -> bool:
    """Whether the output of a sound spec at its revision has other bytes than this version would write.

    False where the revision has no output of it at `out`, the folder of all output. Raises FileError.
    """
    place = output(spec, out)
    try:
        root = PurePosixPath(revision.path(str(place.folder)))
        stored = revision.below(str(place.path))
    except NotInRepositoryError:
        return False
    written = {str(root / path): text for path, text in pipeline.files_of(spec).items()}
    if written.keys().isdisjoint(stored):
        return False
    return any(stored.get(path) != _hash(text, stored) for path, text in written.items()) or any(
        header.name(spec.file) in header.signers(revision.blob(stored[path], path)[: header.LONGEST])
        for path in islice(_others(written, stored), _MOST_OTHERS)
    )


def _others(written: Mapping[str, str], stored: Mapping[str, str]) -> Iterator[str]:
    """The files of Terraform beside those that are written; the folder of a stack that is gone keeps its last ones."""
    folders = {PurePosixPath(path).parent for path in written}
    for path in stored:
        if path not in written and path.endswith(".tf") and PurePosixPath(path).parent in folders:
            yield path


def _hash(text: str, stored: Mapping[str, str]) -> str:
    """The name that Git has for a text, by the algorithm of the repository."""
    data = text.encode()
    digits = len(next(iter(stored.values())))
    algorithm = hashlib.sha1 if digits == _SHA1_DIGITS else hashlib.sha256
    return algorithm(b"blob %d\0%b" % (len(data), data), usedforsecurity=False).hexdigest()
