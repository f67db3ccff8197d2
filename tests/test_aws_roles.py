"""Names, paths and ARNs of IAM that belong to AWS itself."""

from __future__ import annotations

import pytest

from gen_flowlogs.aws import roles


def test_names_and_paths_that_anybody_may_use():
    assert roles.role_name_problem("MyAWSServiceRoleFor") is None
    for path in ("/", "/service-role/", "/network/aws-reserved/"):
        assert roles.role_path_problem(path) is None
    assert roles.existing_role_problem("role/service-role/flow-logs") is None
    assert roles.boundary_problem("policy/service-role/x") is None


@pytest.mark.parametrize("resource", ["role/aws-service-role/x.amazonaws.com/x", "role/AWSServiceRoleForX"])
def test_roles_that_are_linked_to_a_service(resource):
    assert roles.existing_role_problem(resource) == "is linked to a service, which alone can assume it"
