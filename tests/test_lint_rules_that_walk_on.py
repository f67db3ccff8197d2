"""Rules look at every definition, also behind one that they have nothing to say about."""

from __future__ import annotations

from small_language import diagnostics

KEY = "arn:aws:kms:us-east-77:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"


def test_a_region_is_unknown_also_behind_a_destination_without_one():
    destinations = {
        "d": {"cloudwatch_logs": {"log_group": "/a", "retention_days": 365}},
        "e": {"s3": {"bucket": "acme-logs", "expire_days": 400}},
        "f": {"s3": {"bucket": "acme-keys", "expire_days": 400, "kms": KEY}},
    }
    points = {"c": {"vpc": "vpc-0a1b2c3d", "destinations": ["d", "e", "f"]}}
    found = diagnostics(destinations=destinations, capture_points=points)
    assert [each.slug for each in found if each.slug == "unknown-region"] == ["unknown-region"]


def groups(first: str | None, second: str | None) -> list[str]:
    def group(role: str | None) -> dict[str, object]:
        settings: dict[str, object] = {"log_group": "/same", "retention_days": 365}
        return {"cloudwatch_logs": settings | ({"role": {"name": role}} if role else {})}

    destinations = {"d": group(first), "e": group(second)}
    points = {"c": {"vpc": "vpc-0a1b2c3d", "destinations": ["d", "e"]}}
    found = diagnostics(destinations=destinations, capture_points=points)
    return [each.message for each in found if each.slug == "name-conflict"]


def test_a_role_of_the_same_name_follows_from_the_log_group_unless_it_is_named():
    (only,) = groups(None, None)
    assert "/same" in only
    both = groups("mine", "mine")
    assert len(both) == 2
    assert sum("mine" in message for message in both) == 1
    assert len(groups("mine", "yours")) == 1
