"""Record fields → text for people and JSON: the list of all, and one in full."""

from gen_flowlogs.show.fields.json import listing_as_json, one_as_json
from gen_flowlogs.show.fields.listing import listing_as_text
from gen_flowlogs.show.fields.one import one_as_text

__all__ = ["listing_as_json", "listing_as_text", "one_as_json", "one_as_text"]
