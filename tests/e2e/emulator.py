"""An AWS on loopback: moto's server in a thread of this process, patched where its answers are not AWS's."""

from __future__ import annotations

import logging
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from moto.server import ThreadedMotoServer

if TYPE_CHECKING:
    from collections.abc import Iterator

ACCOUNT = "123456789012"
"""The account of whoever asks with the emulator's own credentials."""

_HOST = "127.0.0.1"  # not `localhost`: S3 answers to an address by path, to a name by host
_ONCE = Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=30)


@dataclass(frozen=True, slots=True)
class Emulator:
    """Where the emulated AWS listens."""

    url: str

    def credentials(self, account: str = ACCOUNT) -> dict[str, str]:
        """Environment variables for an account; another one than the own is entered by assuming a role in it."""
        if account == ACCOUNT:
            return {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
        role = f"arn:aws:iam::{account}:role/visitor"
        session = self.client("sts").assume_role(RoleArn=role, RoleSessionName="e2e")["Credentials"]
        return {
            "AWS_ACCESS_KEY_ID": session["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": session["SecretAccessKey"],
            "AWS_SESSION_TOKEN": session["SessionToken"],
        }

    def client(self, service: str, *, region: str = "us-east-1", account: str = ACCOUNT) -> Any:
        """A boto3 client."""
        credentials = self.credentials(account)
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=self.url,
            aws_access_key_id=credentials["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=credentials["AWS_SECRET_ACCESS_KEY"],
            aws_session_token=credentials.get("AWS_SESSION_TOKEN"),
            config=_ONCE,
        )

    def flow_logs(self, *, region: str = "us-east-1", account: str = ACCOUNT) -> list[dict[str, Any]]:
        """All flow logs of an account and region, as AWS describes them."""
        return self.client("ec2", region=region, account=account).describe_flow_logs()["FlowLogs"]

    def forget(self) -> None:
        """Empty every account."""
        with urllib.request.urlopen(urllib.request.Request(f"{self.url}/moto-api/reset", method="POST"), timeout=30):
            pass


@contextmanager
def running() -> Iterator[Emulator]:
    """An emulator on a free port, for as long as the block lasts."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # one line a request otherwise
    server = ThreadedMotoServer(ip_address=_HOST, port=0, verbose=False)
    server.start()
    try:
        yield Emulator("http://{}:{}".format(*server.get_host_and_port()))
    finally:
        server.stop()
