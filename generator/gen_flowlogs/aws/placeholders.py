"""Ids and names that are to be replaced by ones of the author's: the starter has them, and a rule finds them.

An id of zeros alone is none that AWS gives out by any likelihood. Ids of examples, such as `vpc-0a1b2c3d4e5f67890`, are
no placeholders: AWS may give them out.
"""

from __future__ import annotations

import re
from typing import Final

from gen_flowlogs.lazy_pattern import pattern

VPC: Final = "vpc-00000000000000000"
BUCKET_START: Final = "change-me"

_ID: Final = pattern(r"[a-z-]+-0{8}(?:0{9})?")
_NAME: Final = pattern(r"(?:.*[./_-])?change-?me(?:[./_-].*)?", re.IGNORECASE)


def is_placeholder_id(text: str) -> bool:
    """Whether the digits of an id are all zero."""
    return _ID.fullmatch(text) is not None


def is_placeholder_name(text: str) -> bool:
    """Whether `change-me` or `changeme` is a word of a name."""
    return _NAME.fullmatch(text) is not None
