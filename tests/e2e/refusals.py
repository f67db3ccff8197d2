"""An AWS that refuses: an operation of the emulator that answers with an error, and retries that do not wait."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest import mock

from moto.core.exceptions import ServiceException
from moto.s3.exceptions import S3ClientError
from moto.s3.responses import S3Response

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def answering(owner: Any, operation: str, code: str, times: int = sys.maxsize) -> Iterator[list[int]]:
    """An operation that answers with an error, some times. The value counts the calls."""
    usual, calls = getattr(owner, operation), [0]
    error = type(
        "Refused", (S3ClientError if owner is S3Response else ServiceException,), {"__module__": owner.__module__}
    )  # the service that answers

    def answer(self: Any, *given: Any, **named: Any) -> Any:
        calls[0] += 1
        if calls[0] <= times:
            raise error(code, "a reason with a SECRET in it")
        return usual(self, *given, **named)

    with mock.patch.object(owner, operation, answer):
        yield calls


@contextmanager
def quick() -> Iterator[None]:
    """Retries without the time between them."""
    with mock.patch("botocore.retries.standard.ExponentialBackoff.delay_amount", return_value=0):
        yield
