"""HCL: the only room that knows Terraform's syntax.

`types` has a constructor for each thing that HCL tells apart, `writer` turns one into text, `layout` sets the white
space of a whole file the way `terraform fmt` does, `gaps` that of a template before it is filled. Text that comes
from a spec can only become HCL through here.
"""

from gen_flowlogs.hcl.layout import layout
from gen_flowlogs.hcl.types import (
    Argument,
    Call,
    Comment,
    Each,
    Indexed,
    Interpolation,
    Label,
    Map,
    Name,
    Own,
    Ref,
    Text,
    Type,
    interpolate,
)
from gen_flowlogs.hcl.writer import harmless, visible, write

__all__ = [
    "Argument",
    "Call",
    "Comment",
    "Each",
    "Indexed",
    "Interpolation",
    "Label",
    "Map",
    "Name",
    "Own",
    "Ref",
    "Text",
    "Type",
    "harmless",
    "interpolate",
    "layout",
    "visible",
    "write",
]
