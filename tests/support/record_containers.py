"""Records in each container that AWS or one of its tools puts them in, written as their documentation shows them."""

from __future__ import annotations

import base64
import gzip
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def _events(lines: Sequence[str]) -> bytes:
    events = [
        {"logStreamName": "eni-1-all", "timestamp": 1, "message": line, "ingestionTime": 2, "eventId": str(number)}
        for number, line in enumerate(lines)
    ]
    return json.dumps({"events": events, "searchedLogStreams": []}, indent=4).encode()


def _results(lines: Sequence[str]) -> bytes:
    rows = [
        [{"field": "@timestamp", "value": "x"}, {"field": "@message", "value": line}, {"field": "@ptr", "value": "y"}]
        for line in lines
    ]
    return json.dumps({"queryLanguage": "CWLI", "results": rows, "statistics": {}, "status": "Complete"}).encode()


def _subscription(lines: Sequence[str], kind: str = "DATA_MESSAGE") -> bytes:
    document = {
        "messageType": kind,
        "owner": "111122223333",
        "logGroup": "flow-logs",
        "logStream": "eni-1-all",
        "subscriptionFilters": ["all"],
        "logEvents": [{"id": str(number), "timestamp": 1, "message": line} for number, line in enumerate(lines)],
    }
    return json.dumps(document).encode()


def _payload(lines: Sequence[str]) -> str:
    return base64.b64encode(gzip.compress(_subscription(lines))).decode()


def _control() -> bytes:
    return _subscription(["CWL CONTROL MESSAGE: Checking health of destination Kinesis stream."], "CONTROL_MESSAGE")


def _text(lines: Sequence[str], before: str = "", end: str = "\n") -> bytes:
    return "".join(f"{before}{line}{end}" for line in lines).encode()


def _objects(lines: Sequence[str], between: str = "") -> bytes:
    return between.join(json.dumps({"message": line}) for line in lines).encode()


CONTAINERS: dict[str, Callable[[Sequence[str]], bytes]] = {
    "text": _text,
    "text without a last newline": lambda lines: _text(lines)[:-1],
    "text of Windows": lambda lines: _text(lines, end="\r\n"),
    "text of PowerShell": lambda lines: ("\ufeff" + _text(lines, end="\r\n").decode()).encode("utf-16-le"),
    "text with a mark": lambda lines: b"\xef\xbb\xbf" + _text(lines),
    "gzip": lambda lines: gzip.compress(_text(lines)),
    "several members of gzip": lambda lines: b"".join(gzip.compress(_text([line])) for line in lines),
    "gzip with padding": lambda lines: gzip.compress(_text(lines)) + bytes(512),
    "gzip in gzip": lambda lines: gzip.compress(gzip.compress(_text(lines))),
    "export to S3": lambda lines: gzip.compress(_text(lines, "2018-09-22T20:28:14.000Z ")),
    "logs tail": lambda lines: _text(lines, "2022-10-05T08:32:51+00:00 eni-0a1b2c3d-all "),
    "logs tail, with microseconds": lambda lines: _text(lines, "2022-10-05T08:32:51.123000+00:00 eni-0a1b2c3d-all "),
    "logs tail --format short": lambda lines: _text(lines, "2022-10-05T08:32:51 "),
    "CSV of the console": lambda lines: b"timestamp,message\n" + _text(lines, "1742570569000,"),
    "CSV of Insights": lambda lines: (
        b"@timestamp,@message\n" + _text([f'"{line}"' for line in lines], "2025-01-01 00:00:00.000,")
    ),
    "filter-log-events": _events,
    "get-log-events on one line": lambda lines: json.dumps(json.loads(_events(lines))).encode(),
    "a list of events": lambda lines: json.dumps(json.loads(_events(lines))["events"]).encode(),
    "get-query-results": _results,
    "subscription": _subscription,
    "subscription in gzip": lambda lines: gzip.compress(_subscription(lines)),
    "subscription by Firehose": lambda lines: gzip.compress(_control()) + gzip.compress(_subscription(lines)),
    "subscription in base64": lambda lines: (_payload(lines) + "\n").encode(),
    "event of Lambda": lambda lines: json.dumps({"awslogs": {"data": _payload(lines)}}).encode(),
    "records of Kinesis": lambda lines: json.dumps(
        {"Records": [{"kinesis": {"data": _payload([line])}, "eventSource": "aws:kinesis"} for line in lines]}
    ).encode(),
    "get-records of Kinesis": lambda lines: json.dumps({"Records": [{"Data": _payload(lines)}]}).encode(),
    "Firehose": _objects,
    "Firehose with newlines": lambda lines: _objects(lines, "\n"),
    "Firehose in gzip": lambda lines: gzip.compress(_objects(lines)),
    "transformation of Firehose": lambda lines: json.dumps(
        {"records": [{"recordId": "1", "data": base64.b64encode(_text(lines)).decode()}]}
    ).encode(),
}
"""Name → what makes the container of some records."""
