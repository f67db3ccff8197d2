"""The rig sees what it is there to see: generated files, broken by hand, do not get through."""

from __future__ import annotations

import pytest
from compiled import compiled
from rig import TerraformError
from world import World

import terraform

pytestmark = terraform.needs_provider

SPEC = {
    "version": 1,
    "name": "e2e-broken",
    "destinations": {"central": {"cloudwatch_logs": {"log_group": "/e2e/central", "role": {"name": "writer"}}}},
    "capture_points": {"hub": {"transit_gateway": "tgw-0a1b2c3d4e5f67890", "destinations": "central"}},
}
FLOW_LOG = "aws_flow_log.hub__central"


def broken(old: str, new: str) -> dict[str, str]:
    files = compiled(SPEC)
    assert old in files["flow_logs.tf"]
    return {**files, "flow_logs.tf": files["flow_logs.tf"].replace(old, new)}


@pytest.fixture
def there(rig):
    rig.aws.forget()
    World(rig.aws).has("tgw-0a1b2c3d4e5f67890")
    return rig


def test_what_aws_refuses_is_refused(there):
    """Terraform and its provider take a transit gateway's flow log of ten minutes; AWS does not."""
    root = there.root("refused", broken("max_aggregation_interval = 60", "max_aggregation_interval = 600"))
    with pytest.raises(TerraformError, match="max-aggregation-interval other than 60 sec"):
        root.apply()


def test_what_would_be_replaced_for_ever_is_seen(there):
    """An ARN with `:*` is cut by the provider where it makes the flow log, and not where it compares it."""
    arn = "aws_cloudwatch_log_group.central.arn"
    root = there.root("for-ever", broken(f"log_destination          = {arn}", f'log_destination = "${{{arn}}}:*"'))
    root.apply()
    again = root.plan()
    assert not again.is_empty
    assert again.actions == {FLOW_LOG: "replace"}
    assert again.replaced_by == {FLOW_LOG: ["log_destination"]}
    root.put(compiled(SPEC))
    assert root.apply().changes == ()
    assert root.outputs()["destination_arns"]["central"].endswith(":log-group:/e2e/central")
