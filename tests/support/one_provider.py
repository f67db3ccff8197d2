"""One AWS provider that stays, for every command of Terraform: it starts once, and tells of few schemas.

A command of Terraform starts the provider two or three times and reads the schemas of its 1,500 types, which is nearly
all of what the command costs. Here the real provider runs in its debug mode, and Terraform is attached to a server in
between, which hands everything on as it is, byte for byte. The one exception is the answer with the schemas: those of
types that the folder never names are left out, the others are the provider's own bytes.

Every configuration has a process of its own, as Terraform would give it one: two regions are two processes.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import re
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

# Read by the import below; with its fork handlers gRPC writes to standard error of processes that other tests start.
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "false")
import grpc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_SERVICE = "/tfplugin5.Provider/"
_BY_TYPE = {2, 3, 7, 8}  # fields of GetProviderSchema.Response: resources, data sources, functions, ephemeral ones
_NO_LIMIT = (("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1))
_PROGRAM = "registry.terraform.io/hashicorp/aws/*/*/terraform-provider-aws_*"
_NAMES_TYPES = (".tf", ".json", ".tfstate")
_TYPE = re.compile(rb"\baws_\w+")
_TOLD = re.compile(r"TF_REATTACH_PROVIDERS='(.*)'")
_NAME = "registry.terraform.io/hashicorp/aws"
_KEPT = 2
"""Environments whose provider stays; a process takes some hundred megabytes."""

_running: dict[tuple[Path, frozenset[tuple[str, str]]], _Provider] = {}  # the last one used is last
_types: set[bytes] = set()
_schemas: dict[Path, bytes] = {}


def attached(folder: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """The variables with which Terraform uses a provider that stays; none where the folder has no provider.

    `folder` is initialised, or has the providers of a folder that is; `environment` is what Terraform would hand on.
    """
    program = next((folder / ".terraform" / "providers").glob(_PROGRAM), None)
    if program is None:
        return {}
    for path in (path for root in (folder, *_modules(folder)) for path in root.rglob("*")):
        if path.suffix in _NAMES_TYPES and path.is_file():
            _types.update(_TYPE.findall(path.read_bytes()))
    program = program.resolve()
    key = (program, frozenset((name, value) for name, value in environment.items() if not name.startswith("TF_")))
    _running[key] = _running.pop(key, None) or _Provider(program, dict(key[1]))
    while len(_running) > _KEPT:
        _running.pop(next(iter(_running))).stop()
    return _running[key].reattach()


def _modules(folder: Path) -> list[Path]:
    """The folders of modules that a root module calls from outside its own folder."""
    index = folder / ".terraform" / "modules" / "modules.json"
    called = json.loads(index.read_bytes())["Modules"] if index.is_file() else []
    return [folder / each["Dir"] for each in called if each["Dir"].startswith("..")]


@atexit.register
def stop() -> None:
    """End every provider."""
    while _running:
        _running.popitem()[1].stop()


class _Provider:
    """The provider in one environment, and the server that Terraform talks to."""

    def __init__(self, program: Path, environment: Mapping[str, str]) -> None:
        self._program, self._environment = program, environment
        self._lock = threading.Lock()
        self._processes: list[subprocess.Popen[str]] = []
        self._by_configuration: dict[bytes, grpc.Channel] = {}
        self._by_connection: dict[str, grpc.Channel] = {}
        self._first = self._started()
        self._server = grpc.server(ThreadPoolExecutor(32), options=_NO_LIMIT)
        self._server.add_generic_rpc_handlers([_Handlers(self._answer)])
        self._port = self._server.add_insecure_port("127.0.0.1:0")
        self._server.start()

    def reattach(self) -> dict[str, str]:
        """The variable that leads Terraform to the server."""
        address = {"Network": "tcp", "String": f"127.0.0.1:{self._port}"}
        told = {"Protocol": "grpc", "ProtocolVersion": 5, "Pid": self._processes[0].pid, "Test": True, "Addr": address}
        return {"TF_REATTACH_PROVIDERS": json.dumps({_NAME: told})}

    def stop(self) -> None:
        """End the server and the processes."""
        self._server.stop(None).wait()
        for process in self._processes:
            process.kill()
            process.communicate()

    def _started(self) -> grpc.Channel:
        process = subprocess.Popen(
            [self._program, "-debug"],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._processes.append(process)
        assert process.stdout is not None
        told = next(found for line in process.stdout if (found := _TOLD.search(line)))
        place = json.loads(told[1])[_NAME]["Addr"]["String"]
        return grpc.insecure_channel(f"unix:{place}", options=_NO_LIMIT)

    def _answer(self, method: str, request: bytes, context: grpc.ServicerContext) -> bytes:
        match method:
            case "Stop":
                return b""  # the process would refuse all that comes after
            case "GetSchema":
                with self._lock:
                    if self._program not in _schemas:
                        _schemas[self._program] = _asked(self._first, method, request, context)
                return b"".join(_without_others(_schemas[self._program], _types))
            case "Configure":
                with self._lock:
                    if request not in self._by_configuration:
                        self._by_configuration[request] = self._started() if self._by_configuration else self._first
                    self._by_connection[context.peer()] = self._by_configuration[request]
        return _asked(self._by_connection.get(context.peer(), self._first), method, request, context)


def _asked(channel: grpc.Channel, method: str, request: bytes, context: grpc.ServicerContext) -> bytes:
    try:
        return channel.unary_unary(_SERVICE + method)(request)
    except grpc.RpcError as error:
        context.abort(error.code(), error.details())
        raise


class _Handlers(grpc.GenericRpcHandler):
    def __init__(self, answer: Callable[[str, bytes, grpc.ServicerContext], bytes]) -> None:
        self._answer = answer

    def service(self, call: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler | None:
        _, service, method = call.method.rpartition(_SERVICE)
        return grpc.unary_unary_rpc_method_handler(functools.partial(self._answer, method)) if service else None


def _without_others(message: bytes, types: set[bytes]) -> Iterator[bytes]:
    """The fields of a message of schemas, without those of types that are not among `types`."""
    at = 0
    while at < len(message):
        start = at
        tag, at = _varint(message, at)
        size, at = _varint(message, at)
        at += size  # every field has a length
        if tag >> 3 in _BY_TYPE:
            inner = message[at - size : at]
            length, begin = _varint(inner, 1)
            if inner[begin : begin + length] not in types:
                continue
        yield message[start:at]


def _varint(message: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = message[at]
        number |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return number, at
