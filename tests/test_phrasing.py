"""Quoting, the nearest name and lists in messages."""

from __future__ import annotations

from gen_flowlogs.phrasing import listing, nearest, quoted


def test_quoted_is_safe_and_short():
    assert quoted("a") == '"a"'
    assert quoted('a"b') == '"a\\"b"'
    assert quoted("a\nb\x1b[0m") == '"a\\nb\\x1b[0m"'
    assert len(quoted("x" * 10_000)) < 70


def test_nearest_is_near_or_nothing():
    assert nearest("filtre", ["destinations", "filter"]) == "filter"
    assert nearest("nothing-like-it", ["destinations", "filter"]) is None
    assert nearest("x" * 100_000, ["x" * 99_999]) is None


def test_listing_is_bounded():
    assert [listing(list("abc")[:count]) for count in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert listing(list("abcdef"), limit=2) == "a, b and 4 more"
