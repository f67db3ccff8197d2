"""Observe what exists: states, plans, AWS's answers and `.tf` files → one neutral value, `Existing`.

`read` is the door for files and standard input. `observe.live.read` asks AWS itself, and `merged` makes one value of
both. Both raise `SourceError` for a source that cannot be used as a whole; all else that is wrong is a `Note`.
"""

from gen_flowlogs.observe.errors import SourceError
from gen_flowlogs.observe.merging import merged
from gen_flowlogs.observe.sources import read

__all__ = ["SourceError", "merged", "read"]
