"""ARNs and their parts."""

from __future__ import annotations

import pytest

from gen_flowlogs.aws import arns

ACCOUNT = "111122223333"


KEY = "key/1234abcd-12ab-34cd-56ef-1234567890ab"


def test_parse():
    arn = arns.parse(f"arn:aws-cn:logs:cn-north-1:{ACCOUNT}:log-group:/a:b")
    assert arn == arns.Arn("aws-cn", "logs", "cn-north-1", ACCOUNT, "log-group:/a:b")
    assert arns.parse(f"arn:aws:iam::{ACCOUNT}:role/a/b/c").name == "c"


@pytest.mark.parametrize(
    "text",
    [
        "", "arn", "arn:aws:iam", "arn:aws:iam::1:role/r", f"arn:aws:iam::{ACCOUNT}:", f"arn:AWS:iam::{ACCOUNT}:role/r",
        f"arn:aws:kms:cn-north-1:{ACCOUNT}:{KEY}", f"arn:aws-cn:kms:eu-west-1:{ACCOUNT}:{KEY}",
        f"arn:aws:iam::{ACCOUNT}:role/r\n", f" arn:aws:iam::{ACCOUNT}:role/r", f"arn:aws:iam::{ACCOUNT}: role",
        f"arn:aws:kms:mars-1:{ACCOUNT}:{KEY}", "arn:aws:iam::١١١١٢٢٢٢٣٣٣٣:role/r",
    ],
)  # fmt: skip
def test_parse_refuses(text):
    assert arns.parse(text) is None
