"""The spec language as a JSON Schema, and what a file says against it.

`check` takes a Document and gives a Verdict: findings in the compiler's own words, and the data without what is
broken. `unmet` asks before that whether this version may compile a spec at all. `text` is the schema itself, for
editors, and `stamp` its comment, which names the version that wrote it.
"""

from gen_flowlogs.schema.check import MOST, Verdict, check
from gen_flowlogs.schema.evaluated import Sound, check_evaluated
from gen_flowlogs.schema.language import INCLUDE_SCHEMA_FILE, MARK, SCHEMA_FILE, stamp, text
from gen_flowlogs.schema.requires import unmet

__all__ = [
    "INCLUDE_SCHEMA_FILE",
    "MARK",
    "MOST",
    "SCHEMA_FILE",
    "Sound",
    "Verdict",
    "check",
    "check_evaluated",
    "stamp",
    "text",
    "unmet",
]
