"""What all of the emulator's services have in common."""

from __future__ import annotations

import json
from typing import Any

from botocore.exceptions import ClientError
from moto.core.exceptions import ServiceException
from moto.core.responses import BaseResponse
from werkzeug.exceptions import HTTPException

_AN_ANSWER = (ClientError, HTTPException, ServiceException)  # refusals, which the emulator's server turns into answers


def server_errors(put: Any) -> None:
    """What is not there, or breaks, is refused at once and by name."""
    call = BaseResponse.call_action

    def call_action(self: Any) -> Any:
        try:
            return call(self)
        except _AN_ANSWER:
            raise
        except NotImplementedError as missing:
            return _refusal("ActionNotEmulated", str(missing))
        except Exception as broken:  # noqa: BLE001 - whatever it is, the test that asked must be told
            return _refusal("EmulatorBroken", repr(broken))

    put(BaseResponse, "call_action", call_action)


def _refusal(code: str, message: str) -> tuple[int, dict[str, Any], str]:
    headers = {"x-amzn-errortype": code, "Content-Type": "application/json", "status": 400}
    return 400, headers, json.dumps({"__type": code, "message": message})
