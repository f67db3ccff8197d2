"""The reader of the tutorial: a folder, a shell whose variables and working directory last, and an account of moto's.

`aws` is a stand-in on boto3, since the CLI of AWS asks for another botocore than moto; Terraform takes a provider that
runs already (`one_provider`).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from emulator import ACCOUNT

import one_provider
import sample_records
import terraform
from gen_flowlogs import __version__
from tutorial_page import Command, Edit, File, Step

if TYPE_CHECKING:
    from emulator import Emulator

REGION, PROFILE, LOG_GROUP = "eu-central-1", "sandbox", "/vpc/flow-logs/web"
PAGE_VPC = "vpc-0a1b2c3d4e5f67890"

_RUNS_PROVIDER = re.compile(r"terraform -chdir=(\S+) (?:plan|apply|destroy)\b")
_LASTS = 'code=$?; pwd > "$NEWCOMER/folder"; env -0 > "$NEWCOMER/variables"; exit $code'
_BETWEEN_TESTS = re.compile(r"(TF|AWS|GIT|GEN_FLOWLOGS|PYTEST)_|(COLUMNS|FORCE_COLOR|NO_COLOR)$")

_AWS = """\
#!{python} -IS
import json, os, re, sys
sys.path[:] = {path!r}
import boto3, jmespath
service, operation, *options = sys.argv[1:]
given = dict(zip(options[::2], options[1::2], strict=True))
query, output = given.pop("--query", None), given.pop("--output", "json")
def name(option): return re.sub("-(.)", lambda found: found[1].upper(), option[2:])
arguments = {{name(key): int(value) if value.isdecimal() else value for key, value in given.items()}}
if service == "ec2":
    arguments = {{key[0].upper() + key[1:]: value for key, value in arguments.items()}}
answer = getattr(boto3.client(service, os.environ['AWS_REGION']), operation.replace("-", "_"))(**arguments)
del answer["ResponseMetadata"]
answer = jmespath.search(query, answer) if query else answer
if output == "text":
    print(*("\\t".join(row) for row in answer), sep="\\n")
elif answer:
    print(json.dumps(answer, indent=4, default=str))
"""


@dataclass
class Newcomer:
    """Who follows the page."""

    aws: Emulator
    home: Path  # what the reader has before the page begins; no command of the page looks into it
    folder: Path
    variables: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def arrived(aws: Emulator, home: Path) -> Newcomer:
        """Somebody with Python, Git, Terraform, an account and an empty folder."""
        (home / "bin").mkdir()
        (home / "work").mkdir()
        path = [*filter(None, sys.path)]
        _program(home / "bin/aws", _AWS.format(python=sys.executable, path=path))
        keys = {key.lower(): value for key, value in aws.credentials().items()}
        settings = "".join(f"{key} = {value}\n" for key, value in keys.items())
        (home / "aws.ini").write_text(f"[profile {PROFILE}]\n{settings}")
        place = terraform.mirror()
        (home / "terraform.rc").write_text(
            f'provider_installation {{\n  filesystem_mirror {{\n    path = "{place}"\n  }}\n}}\n'
        )
        clean = {key: value for key, value in os.environ.items() if not _BETWEEN_TESTS.match(key)}
        who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER")
               for key, value in (("NAME", "a"), ("EMAIL", "a@example.org"))}  # fmt: skip
        own = {
            "PATH": os.pathsep.join((str(home / "bin"), sysconfig.get_path("scripts"), os.environ["PATH"])),
            "NEWCOMER": str(home),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "AWS_ENDPOINT_URL": aws.url,
            "AWS_CONFIG_FILE": str(home / "aws.ini"),
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "TF_CLI_CONFIG_FILE": str(home / "terraform.rc"),
            "TF_CLI_ARGS": "-no-color",
            "CHECKPOINT_DISABLE": "1",
        }
        return Newcomer(aws, home, home / "work", {**clean, **who, **own})

    @property
    def vpc(self) -> str:
        """The VPC of the account."""
        return str(self.aws.client("ec2", region=REGION).describe_vpcs()["Vpcs"][0]["VpcId"])

    def follow(self, step: Step) -> tuple[str, int]:
        """Do what a step of the page asks; what is printed, as the page would have it, and the exit code."""
        match step:
            case File(path=path, text=text):
                (self.folder / path).write_text(self._here(text))
                return "", 0
            case Edit(text=text):
                return self._run("git apply -", self._here(text))
            case Command(line=line):
                printed, code = self._run(self._here(line))
                return self._as_on_the_page(printed), code

    def traffic(self) -> None:
        """Deliver two records: moto has no traffic."""
        (flow_log,) = self.aws.flow_logs(region=REGION)
        names = re.findall(r"\$\{([\w-]+)\}", flow_log["LogFormat"])
        refused = {"srcaddr": "203.0.113.7", "srcport": "52001", "dstaddr": "10.0.1.5", "dstport": "22", "packets": "1"}
        records = (
            sample_records.flow(version="2"),
            sample_records.flow(version="2", action="REJECT", bytes="40", **refused),
        )
        logs = self.aws.client("logs", region=REGION)
        stream = {"logGroupName": LOG_GROUP, "logStreamName": f"{records[0]['interface-id']}-all"}
        logs.create_log_stream(**stream)
        now = int(time.time() * 1000)
        events = [{"timestamp": now, "message": sample_records.line(names, each)} for each in records]
        logs.put_log_events(**stream, logEvents=events)

    def _run(self, line: str, given: str = "") -> tuple[str, int]:
        variables = dict(self.variables)
        runs = _RUNS_PROVIDER.match(line)
        if runs:
            variables |= one_provider.attached(self.folder / runs[1], variables)
        ran = subprocess.run(
            ["bash", "-c", f"{line}\n{_LASTS}"],
            cwd=self.folder,
            env=variables,
            input=given,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
        )
        self.folder = Path((self.home / "folder").read_text().strip())
        lasting = (self.home / "variables").read_text().rstrip("\0").split("\0")
        self.variables = {key: value for key, _, value in (each.partition("=") for each in lasting)
                          if key != "TF_REATTACH_PROVIDERS"}  # fmt: skip
        return ran.stdout, ran.returncode

    def _here(self, text: str) -> str:
        """A text of the page with what is so here."""
        return text.replace(PAGE_VPC, self.vpc)

    def _as_on_the_page(self, printed: str) -> str:
        """What a command printed, with what the page has for what is another in each run: all there is of it."""
        text = printed.replace(self.vpc, PAGE_VPC).replace(ACCOUNT, "111122223333").replace(__version__, "0.1.0")
        text = re.sub(r"\bfl-[0-9a-f]{17}\b", "fl-0a1b2c3d4e5f67890", text)
        text = re.sub(r"\b[0-9a-f]{12}\b(?=`?, `main`)", "1f0e9d8c7b6a", text)
        return re.sub(r"\b(after|in) \d+s\b", r"\1 1s", text)


def _program(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)
