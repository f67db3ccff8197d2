"""GitHub's REST API, as far as a comment needs it: one request, and what went wrong with it.

The token is sent to the address that GITHUB_API_URL names and nowhere else: no redirect is followed, and no link of an
answer is used. No message has a text of an answer in it, since an answer could repeat the token.
"""

from __future__ import annotations

import json
import time
from http.client import HTTPException
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.lazy_pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_ANSWER: Final = 16 * 2**20
"""Bytes. A page of 100 comments has at most 65,536 characters each, some of which take four."""

_SECONDS: Final = 20  # without a byte
_LONGEST_WAIT: Final = 60  # seconds for an answer
_PAUSES: Final = (1, 3)  # seconds before the next tries
_LOOPBACK: Final = frozenset(("localhost", "127.0.0.1", "::1"))
_TOKEN: Final = pattern(r"[\x21-\x7e]+")


class ApiError(Exception):
    """GitHub refused, or cannot be asked.

    `status` is that of its answer, 0 where there is none; `passing`: the same request may succeed later.
    """

    def __init__(self, message: str, *, status: int = 0, passing: bool = False) -> None:
        super().__init__(message)
        self.status = status
        self.passing = passing


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Make an error of every redirect: a request that follows one takes the token along."""


@dataclass(frozen=True, slots=True)
class Api:
    """An address of GitHub's API, and the token for it."""

    address: str
    token: str = field(repr=False)

    def send(self, method: str, path: str, body: object = None) -> Any:
        """Send one request, and return the JSON of the answer. Raises ApiError.

        What can be sent twice is tried again where GitHub fails; a comment is created once at most.
        """
        opener, request = self._opener(), self._request(method, path, body)
        for pause in _PAUSES if method != "POST" else ():
            try:
                return _answer(opener, request)
            except ApiError as error:
                if not error.passing:
                    raise
            time.sleep(pause)
        return _answer(opener, request)

    def _request(self, method: str, path: str, body: object) -> Request:
        if not _TOKEN.fullmatch(self.token):
            raise ApiError("there is no token, or it has characters that no token has")
        headers = {
            "Accept": "application/vnd.github+json",
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "gen-flowlogs",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.address.rstrip('/')}/{path}", data, headers, method=method)  # noqa: S310 - see _opener
        request.add_unredirected_header("Authorization", f"Bearer {self.token}")
        return request

    def _opener(self) -> OpenerDirector:
        """The means to send a request: over https, through the proxy that the runner names, or to this machine."""
        try:
            address = urlsplit(self.address)
        except ValueError:
            raise ApiError("GITHUB_API_URL is no address") from None
        if address.scheme == "http" and address.hostname in _LOOPBACK:
            return build_opener(_NoRedirects, ProxyHandler({}))
        if address.scheme != "https" or not address.hostname or address.username is not None:
            raise ApiError("GITHUB_API_URL is no https address of a host, and a token is sent to no other")
        return build_opener(_NoRedirects)


def _answer(opener: OpenerDirector, request: Request) -> Any:
    data = _in_time(lambda: _read(opener, request))
    if len(data) > LONGEST_ANSWER:
        raise ApiError(f"the answer of GitHub is larger than {LONGEST_ANSWER // 2**20} MiB")
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise ApiError("the answer of GitHub is no JSON") from None


def _in_time(work: Callable[[], bytes]) -> bytes:
    """The result of some work, which is given up after a while: a server may send a byte now and then for ever."""
    done: SimpleQueue[bytes | Exception] = SimpleQueue()

    def run() -> None:
        try:
            done.put(work())
        except Exception as error:  # noqa: BLE001 - raised again below
            done.put(error)

    Thread(target=run, daemon=True).start()
    try:
        result = done.get(timeout=_LONGEST_WAIT)
    except Empty:
        raise ApiError(f"the answer of GitHub takes longer than {_LONGEST_WAIT} seconds") from None
    if isinstance(result, Exception):
        raise result
    return result


def _read(opener: OpenerDirector, request: Request) -> bytes:
    """The content of the answer, as far as it is looked at."""
    try:
        with opener.open(request, timeout=_SECONDS) as answer:
            data: bytes = answer.read(LONGEST_ANSWER + 1)
            return data
    except HTTPError as error:
        error.close()
        raise ApiError(f"GitHub answers {error.code}", status=error.code, passing=error.code >= 500) from None
    except URLError as error:
        raise ApiError(f"GitHub cannot be reached ({shown(_reason(error.reason), 200)})", passing=True) from None
    except (OSError, HTTPException) as error:
        raise ApiError(f"the answer of GitHub cannot be read ({type(error).__name__})", passing=True) from None
    except (ValueError, OverflowError):  # of a host or a port
        raise ApiError("GITHUB_API_URL is no address") from None


def _reason(reason: object) -> str:
    return (reason.strerror or type(reason).__name__) if isinstance(reason, OSError) else str(reason)
