"""A second opinion on a change of a spec: who records which traffic of which target into which sink, and when.

It reads the files of both versions by itself, and applies the change as Terraform does. Where only Terraform knows
a value (a variable, a reference, a lookup), two of them are one only where they are written alike.
"""

from coverage_oracle.answers import Answer, Oracle
from coverage_oracle.literal import UnreadableError
from coverage_oracle.reading import Reading, reading

__all__ = ["Answer", "Oracle", "Reading", "UnreadableError", "reading"]
