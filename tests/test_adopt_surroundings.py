"""What leaves the code together with adopted flow logs, by the dependencies that a state has."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from gen_flowlogs.adopt.binding.surroundings import OLD_ROOT, surroundings
from observed import managed, state

if TYPE_CHECKING:
    from gen_flowlogs.observe.existing import Managed

LOG = "aws_flow_log.main"
GROUP, ROLE, POLICY = "aws_cloudwatch_log_group.g", "aws_iam_role.r", "aws_iam_role_policy.p"
BUCKET, KEY, ALIAS = "aws_s3_bucket.b", "aws_kms_key.k", "aws_kms_alias.a"


def going(*resources: Managed, taken: tuple[str, ...] = (LOG,)) -> tuple[list[str], dict[str, str]]:
    found = surroundings(state(*resources), set(taken))
    return [str(each.address) for each in found.going], dict(found.shared)


def test_what_the_flow_log_depends_on_goes_with_its_parts():
    resources = (
        managed(LOG, "fl-1", GROUP, ROLE, "aws_vpc.main", BUCKET, KEY),
        managed(GROUP),
        managed(ROLE),
        managed(POLICY, None, ROLE),
        managed("aws_iam_role_policy_attachment.x", None, ROLE, "aws_iam_policy.x"),
        managed("aws_iam_policy.x"),
        managed(BUCKET, None, KEY),
        managed("aws_s3_bucket_policy.b", None, BUCKET),
        managed(KEY),
        managed(ALIAS, None, KEY),
        managed("aws_vpc.main"),
        managed("aws_iam_role.other"),
        managed("aws_iam_role_policy.other", None, "aws_iam_role.other"),
    )
    gone, shared = going(*resources)
    assert gone == sorted(gone)
    assert set(gone) == {str(each.address) for each in resources} - {
        LOG, "aws_vpc.main", "aws_iam_role.other", "aws_iam_role_policy.other",
    }  # fmt: skip
    assert shared == {}


def test_an_old_root_goes_on_to_manage_what_only_its_own_code_declares():
    inside = 'module.logs["a"].'
    resources = (
        managed(LOG, "fl-1", GROUP, ROLE),
        managed(GROUP, None, KEY),
        managed(KEY),
        managed(ROLE),
        managed(POLICY, None, ROLE),
        managed(f"{inside}{LOG}", "fl-2", "module.logs.aws_iam_role.r", BUCKET),
        managed(f"{inside}{ROLE}"),
        managed(f"{inside}{POLICY}", None, "module.logs.aws_iam_role.r"),
        managed(BUCKET),
    )
    both = {LOG, f"{inside}{LOG}"}
    of = surroundings(state(*resources), both, old_root=True)
    assert [str(each.address) for each in of.going] == [f"{inside}{ROLE}", f"{inside}{POLICY}"]
    belongs = {POLICY: f"it belongs to {ROLE}, which stays"}
    assert dict(of.shared) == dict.fromkeys((GROUP, KEY, ROLE, BUCKET), OLD_ROOT) | belongs
    of = surroundings(state(*resources), both | {ROLE}, old_root=True)
    assert POLICY in {str(each.address) for each in of.going}, "a part of what the new root takes"


@pytest.mark.parametrize(
    ("user", "stay"),
    [
        ("aws_lambda_function.x", {BUCKET: "aws_lambda_function.x depends on it"}),
        ("aws_flow_log.other", {BUCKET: "aws_flow_log.other depends on it"}),
    ],
)
def test_a_shared_bucket_stays_with_its_parts_and_with_what_it_needs(user: str, stay: dict[str, str]):
    gone, shared = going(
        managed(LOG, None, BUCKET, KEY),
        managed(BUCKET, None, KEY),
        managed("aws_s3_bucket_policy.b", None, BUCKET),
        managed(KEY),
        managed(ALIAS, None, KEY),
        managed(user, None, BUCKET),
    )
    assert gone == []
    assert shared == {
        **stay,
        KEY: f"{BUCKET} depends on it",
        "aws_s3_bucket_policy.b": f"it belongs to {BUCKET}, which stays",
        ALIAS: f"it belongs to {KEY}, which stays",
    }


def test_a_key_that_another_bucket_uses_does_not_take_that_along():
    gone, shared = going(
        managed(LOG, None, BUCKET, KEY),
        managed(BUCKET, None, KEY),
        managed(KEY),
        managed("aws_s3_bucket.app", None, KEY),
    )
    assert (gone, shared) == ([BUCKET], {KEY: "aws_s3_bucket.app depends on it"})


def test_a_block_of_which_an_instance_stays_keeps_what_it_needs():
    gone, shared = going(
        managed(f'{LOG}["a"]', None, GROUP),
        managed(f'{LOG}["b"]', None, GROUP),
        managed(GROUP),
        taken=(f'{LOG}["a"]',),
    )
    assert (gone, shared) == ([], {GROUP: f"{LOG} depends on it"})
    assert going(managed(f"{LOG}[0]", None, GROUP), managed(GROUP), taken=(f"{LOG}[0]",)) == ([GROUP], {})


def test_a_module_that_has_nothing_else_goes_as_a_whole():
    inside = "module.logs.module.inner[0]."
    resources = [
        managed(f"{inside}{LOG}", None, "module.logs.module.inner.aws_cloudwatch_log_group.g"),
        managed(f"{inside}{GROUP}"),
        managed("module.logs.random_id.name"),
        managed("module.logs.aws_s3_bucket.access"),
        managed(f"{inside}{POLICY}", None, "aws_iam_role.outside"),
        managed("aws_iam_role.outside"),
    ]
    gone, shared = going(*resources, taken=(f"{inside}{LOG}",))
    assert gone == sorted(
        [f"{inside}{GROUP}", f"{inside}{POLICY}", "module.logs.aws_s3_bucket.access", "module.logs.random_id.name"]
    )
    assert shared == {}
    gone, _ = going(*resources, managed("module.logs.aws_vpc.v"), taken=(f"{inside}{LOG}",))
    assert gone == sorted([f"{inside}{GROUP}", f"{inside}{POLICY}"])


def test_an_instance_of_a_module_needs_what_is_in_it():
    one, two = 'module.logs["a"].', 'module.logs["b"].'
    role = "module.logs.aws_iam_role.r"
    gone, shared = going(
        managed(f"{one}{LOG}", None, role, "module.logs.aws_vpc.v"),
        managed(f"{one}{ROLE}"),
        managed(f"{one}aws_vpc.v"),
        managed(f"{two}{LOG}", None, role, "module.logs.aws_vpc.v"),
        managed(f"{two}{ROLE}"),
        managed(f"{two}aws_vpc.v"),
        taken=(f"{one}{LOG}",),
    )
    assert (gone, shared) == ([f"{one}{ROLE}"], {})


def test_the_cost_is_linear():
    """10,000 modules with a flow log and its role each, all on one bucket."""
    resources = [managed(BUCKET)]
    taken = []
    for number in range(10_000):
        inside = f'module.logs["{number}"].'
        taken.append(f"{inside}{LOG}")
        resources += [
            managed(taken[-1], None, "module.logs.aws_iam_role.r", BUCKET),
            managed(f"{inside}{ROLE}"),
            managed(f"{inside}{POLICY}", None, "module.logs.aws_iam_role.r"),
        ]
    start = time.process_time()
    gone, _ = going(*resources, taken=tuple(taken))
    assert len(gone) == 20_001
    assert time.process_time() - start < 10
